/**
 * A SentencePiece vocabulary of GGUF (`tokenizer.ggml.model` "llama": Llama 2, TinyLlama, Gemma) as the parts of a
 * `tokenizer.json`. GGUF keeps every piece with a score and joins the pair whose join scores best; a `tokenizer.json`
 * has these joins as a list of merges, best first.
 */
import type { GgufNumbers } from './weights/gguf-values.ts'
import { unreadable } from './weights/weights-error.ts'

/** What differs between kinds of tokenizers, as `tokenizer.json` has it. */
export interface TokenizerParts {
  normalizer: Record<string, unknown> | null
  pre_tokenizer: Record<string, unknown> | null
  decoder: Record<string, unknown>
  model: Record<string, unknown>
}

/** `tokenizer.ggml.token_type`. */
const unknown = 2

/** Characters read in finding the merges. */
const mostWork = 2e8

/** What SentencePiece writes for a space. */
const space = '\u2581'

export interface SentencePieces {
  tokens: readonly string[]
  scores: GgufNumbers
  types: GgufNumbers
  /** Whether text, also after a special token, is read as if a space stood before it. */
  spacePrefix: boolean
}

/** The parts of a `tokenizer.json` that reads text as a SentencePiece vocabulary does; its merges are ordered by score. */
export function sentencePieceParts({ tokens, scores, types, spacePrefix }: SentencePieces): TokenizerParts {
  const vocabulary = new Map(tokens.map((content, id) => [content, id]))
  const unknownToken = tokens[types.indexOf(unknown)]
  return {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(spacePrefix ? [{ type: 'Prepend', prepend: space }] : []),
        { type: 'Replace', pattern: { String: ' ' }, content: space },
      ],
    },
    pre_tokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: space }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...(spacePrefix ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(vocabulary),
      merges: merges(tokens, scores, vocabulary),
      byte_fallback: true,
      fuse_unk: true,
      unk_token: unknownToken ?? null,
    },
  }
}

/** Every way to join two pieces to one, by the score of what they become; the ways to one piece with the longest left part first. */
function merges(
  tokens: readonly string[],
  scores: GgufNumbers,
  vocabulary: ReadonlyMap<string, number>,
): [string, string][] {
  // A piece of n characters is cut at n places and read as often: the largest vocabularies (Gemma's) take a tenth of this.
  if (tokens.reduce((sum, { length }) => sum + length * length, 0) > mostWork)
    throw unreadable('The GGUF file', 'The pieces of its vocabulary are longer than those of any tokenizer')
  const ways: { left: string; right: string; score: number }[] = []
  tokens.forEach((token, id) => {
    for (let at = token.length - 1; at > 0; at--) {
      const [left, right] = [token.slice(0, at), token.slice(at)]
      if (vocabulary.has(left) && vocabulary.has(right)) ways.push({ left, right, score: scores[id] ?? 0 })
    }
  })
  return ways
    .sort((a, b) => b.score - a.score || b.left.length - a.left.length)
    .map(({ left, right }) => [left, right])
}
