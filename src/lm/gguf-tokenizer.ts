/**
 * The tokenizer that a GGUF file describes, in the shape of Hugging Face's `tokenizer.json` and `tokenizer_config.json`.
 * Of a byte-level one GGUF keeps vocabulary and merges but only the name of the pre-tokenizer (`tokenizer.ggml.pre`): what
 * each name splits by is fixed in llama.cpp (`llama-vocab.cpp`) and written out here.
 */
import { sentencePieceParts, type TokenizerParts } from './gguf-sentencepiece.ts'
import type { TokenizerFiles } from './tokenizer.ts'
import type { GgufMetadata } from './weights/gguf.ts'
import type { GgufNumbers } from './weights/gguf-values.ts'
import { unreadable, unsupported } from './weights/weights-error.ts'

const words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
const contractions = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
const modern = (digits: string) =>
  `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`

interface PreTokenizer {
  /** Applied one after the other; each match is a piece, and so is what lies between two. */
  splits: readonly string[]
  /** A piece that is a token as it stands is that token, whatever the merges say. */
  wholeWords?: boolean
}

const gpt2: PreTokenizer = { splits: [words] }
const digitByDigit: PreTokenizer = { splits: ['\\p{N}', words] }
const llama3: PreTokenizer = { splits: [modern('\\p{N}{1,3}')], wholeWords: true }
const preTokenizers: Readonly<Record<string, PreTokenizer>> = {
  default: { splits: ['[\\p{P}\\$\\+<=>\\^~\\|]+', words, '\\p{N}+', '[0-9][0-9][0-9]'] },
  'gpt-2': gpt2,
  smollm: digitByDigit,
  starcoder: digitByDigit,
  refact: digitByDigit,
  qwen2: { splits: [modern('\\p{N}')] },
  'deepseek-r1-qwen': { splits: [modern('\\p{N}')] },
  'llama-bpe': llama3,
  'smaug-bpe': { ...llama3, wholeWords: false },
}

/** `tokenizer.ggml.token_type`. */
const [control, userDefined] = [3, 4]

/** Special tokens that end a turn in the chat formats of the families that the lab runs. */
const turnEnds = ['<|im_end|>', '<|eot_id|>', '<|eom_id|>', '<end_of_turn>']

/** Throws `WeightsError`: no tokenizer, or one of a kind that is not read. */
export function ggufTokenizerFiles(metadata: GgufMetadata): TokenizerFiles {
  const value = <T extends 'string' | 'number'>(key: string, type: T) => {
    const found = metadata[`tokenizer.${key}`]
    return typeof found === type ? (found as T extends 'string' ? string : number) : undefined
  }
  const strings = (key: string): readonly string[] | undefined => {
    const found = metadata[`tokenizer.ggml.${key}`]
    return Array.isArray(found) ? (found as readonly string[]) : undefined
  }
  const numbers = (key: string): GgufNumbers => {
    const found = metadata[`tokenizer.ggml.${key}`]
    return ArrayBuffer.isView(found) ? found : new Float32Array()
  }
  const tokens = strings('tokens')
  const kind = value('ggml.model', 'string')
  if (!kind || !tokens)
    throw unreadable('The GGUF file', 'It has no tokenizer (tokenizer.ggml.model and tokenizer.ggml.tokens)')
  const types = numbers('token_type')
  const parts = (): TokenizerParts => {
    switch (kind) {
      case 'gpt2':
        return byteLevelParts(tokens, strings('merges'), value('ggml.pre', 'string') ?? 'default')
      case 'llama':
        return sentencePieceParts({
          tokens,
          types,
          scores: numbers('scores'),
          spacePrefix: metadata['tokenizer.ggml.add_space_prefix'] !== false,
        })
      default:
        throw unsupported(
          'The tokenizer in this GGUF file is of a kind that the lab does not read.',
          `tokenizer.ggml.model is ${JSON.stringify(kind)}; byte-level BPE ("gpt2") and SentencePiece ("llama") are read. The same model in safetensors brings its tokenizer.json.`,
        )
    }
  }
  const { model, ...around } = parts()
  const token = (key: string) => tokens[value(`ggml.${key}_token_id`, 'number') ?? -1]
  const eos = token('eos')
  if (eos === undefined)
    throw unreadable('The GGUF file', 'It does not say which token ends a turn (tokenizer.ggml.eos_token_id)')
  const ends = new Set(
    [eos, token('eot'), token('eom'), ...turnEnds]
      .map((content) => tokens.indexOf(content ?? ''))
      .filter((id) => id >= 0),
  )
  return {
    tokenizer: {
      version: '1.0',
      added_tokens: tokens.flatMap((content, id) =>
        types[id] === control || types[id] === userDefined
          ? [
              {
                id,
                content,
                special: types[id] === control,
                lstrip: false,
                rstrip: false,
                normalized: false,
                single_word: false,
              },
            ]
          : [],
      ),
      post_processor: null,
      ...around,
      model,
    },
    config: { bos_token: token('bos'), eos_token: eos, chat_template: value('chat_template', 'string') },
    generation: { eos_token_id: [...ends] },
  }
}

function byteLevelParts(
  tokens: readonly string[],
  merges: readonly string[] | undefined,
  pre: string,
): TokenizerParts {
  if (!merges) throw unreadable('The GGUF file', 'Its tokenizer has no merges')
  const preTokenizer = preTokenizers[pre]
  if (!preTokenizer)
    throw unsupported(
      'The tokenizer in this GGUF file splits text in a way that the lab does not know.',
      `tokenizer.ggml.pre is ${JSON.stringify(pre)}; known are ${Object.keys(preTokenizers).join(', ')}.`,
    )
  return {
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        ...preTokenizer.splits.map((Regex) => ({
          type: 'Split',
          pattern: { Regex },
          behavior: 'Isolated',
          invert: false,
        })),
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    decoder: { type: 'ByteLevel' },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(tokens.map((content, id) => [content, id])),
      merges,
      ignore_merges: preTokenizer.wholeWords ?? false,
    },
  }
}
