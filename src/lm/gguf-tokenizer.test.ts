import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ggufTokenizerFiles } from './gguf-tokenizer.ts'
import { Tokenizer } from './tokenizer.ts'
import type { GgufMetadata } from './weights/gguf.ts'

/** One vocabulary whose merges reach over every border, tokenised by llama.cpp under each pre-tokenizer. */
const reference = JSON.parse(
  readFileSync(new URL('../../reference/gguf/pre-tokenizers.json', import.meta.url), 'utf8'),
) as {
  tokens: string[]
  merges: string[]
  token_type: number[]
  texts: string[]
  ids: Record<string, number[][]>
}
const template =
  "{{ strftime_now('%d %B %Y') }}{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n{% if not enable_thinking %}<think></think>{% endif %}"

const metadata = (changes: GgufMetadata = {}): GgufMetadata => ({
  'tokenizer.ggml.model': 'gpt2',
  'tokenizer.ggml.pre': 'smollm',
  'tokenizer.ggml.tokens': reference.tokens,
  'tokenizer.ggml.merges': reference.merges,
  'tokenizer.ggml.token_type': Int32Array.from(reference.token_type),
  'tokenizer.ggml.bos_token_id': reference.tokens.indexOf('<|im_start|>'),
  'tokenizer.ggml.eos_token_id': reference.tokens.indexOf('<|endoftext|>'),
  'tokenizer.chat_template': template,
  ...changes,
})
const tokenizer = (changes?: GgufMetadata) => new Tokenizer(ggufTokenizerFiles(metadata(changes)))

describe.each(Object.keys(reference.ids))('the pre-tokenizer %s', (pre) => {
  const read = tokenizer({ 'tokenizer.ggml.pre': pre })

  it("gives llama.cpp's ids", () => {
    for (const [i, text] of reference.texts.entries())
      expect(read.encode(text), JSON.stringify(text)).toEqual(reference.ids[pre]![i])
  })

  it('writes every text back, less its control tokens', () => {
    for (const text of reference.texts)
      expect(read.decode(read.encode(text))).toBe(text.replace(/<\|(endoftext|im_start|im_end)\|>/g, ''))
  })
})

describe('a tokenizer from GGUF', () => {
  const read = tokenizer()

  it('ends at the end token and at the end of a turn', () => {
    const id = (token: string) => reference.tokens.indexOf(token)
    expect(read.endTokenId).toBe(id('<|endoftext|>'))
    expect([...read.endTokenIds]).toEqual([id('<|endoftext|>'), id('<|im_end|>')])
  })

  it('puts a question by its template, without thinking and on a fixed day', () => {
    expect(read.renderChat([{ role: 'user', content: 'hi' }])).toBe(
      '26 July 2024<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n<think></think>',
    )
  })

  it('shows a token that is a part of a character by its bytes', () => {
    const pieces = read.encode('½ 👍🏽a').map((id) => read.piece(id))
    expect(pieces.join('')).not.toContain('\ufffd')
    const bytes = pieces.flatMap((piece) =>
      piece
        .match(/<0x..>|[^]/gu)!
        .flatMap((part) =>
          part.startsWith('<0x') ? [parseInt(part.slice(3, 5), 16)] : [...new TextEncoder().encode(part)],
        ),
    )
    expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe('½ 👍🏽a')
    expect(pieces).toContain('<0xC2>')
  })

  it('names what it cannot read', () => {
    expect(() => tokenizer({ 'tokenizer.ggml.pre': 'tekken' })).toThrow(
      expect.objectContaining({ reason: expect.stringContaining('"tekken"') }),
    )
    expect(() => tokenizer({ 'tokenizer.ggml.model': 'bert' })).toThrow(
      expect.objectContaining({ reason: expect.stringContaining('"bert"') }),
    )
    expect(() => ggufTokenizerFiles({})).toThrow('cannot be read')
    expect(() => tokenizer({ 'tokenizer.chat_template': [] })).toThrow('no chat template')
  })
})
