/** A SentencePiece vocabulary from GGUF, against llama.cpp and transformers. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ggufTokenizerFiles } from './gguf-tokenizer.ts'
import { Tokenizer } from './tokenizer.ts'

const reference = JSON.parse(
  readFileSync(new URL('../../reference/gguf/sentencepiece.json', import.meta.url), 'utf8'),
) as {
  tokens: string[]
  scores: number[]
  token_type: number[]
  texts: string[]
  ids: Record<'prefix' | 'none' | 'transformers', number[][]>
}

const tokenizer = (spacePrefix?: boolean) =>
  new Tokenizer(
    ggufTokenizerFiles({
      'tokenizer.ggml.model': 'llama',
      'tokenizer.ggml.tokens': reference.tokens,
      'tokenizer.ggml.scores': Float32Array.from(reference.scores),
      'tokenizer.ggml.token_type': Int32Array.from(reference.token_type),
      'tokenizer.ggml.bos_token_id': 1,
      'tokenizer.ggml.eos_token_id': 2,
      ...(spacePrefix !== undefined && { 'tokenizer.ggml.add_space_prefix': spacePrefix }),
      'tokenizer.chat_template':
        '{{ bos_token }}{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}',
    }),
  )

describe.each([
  ['prefix', true],
  ['none', false],
] as const)('SentencePiece of GGUF, space before a text: %s', (name, spacePrefix) => {
  const read = tokenizer(spacePrefix)

  it("gives llama.cpp's ids, and transformers' where it reads the same way", () => {
    for (const [i, text] of reference.texts.entries()) {
      expect(read.encode(text), JSON.stringify(text)).toEqual(reference.ids[name][i])
      if (spacePrefix) expect(read.encode(text), JSON.stringify(text)).toEqual(reference.ids.transformers[i])
    }
  })

  // What follows a special token is read with a space before it, as the reference has it.
  it('writes every text without special tokens back, but for a byte order mark that it has as bytes', () => {
    for (const text of reference.texts.filter((own) => !/<\||<think>/.test(own)))
      expect(read.decode(read.encode(text))).toBe(text.replaceAll('\ufeff', ''))
  })
})

describe('SentencePiece of GGUF', () => {
  const read = tokenizer()

  it('has a space where a word begins, and names a byte', () => {
    expect(
      read
        .encode('is the number')
        .map((id) => read.piece(id))
        .join(''),
    ).toBe(' is the number')
    expect(read.encode('\u2603').map((id) => read.piece(id))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^<0x[0-9A-F]{2}>$/)]),
    )
    expect(read.readsAll).toBe(true)
  })

  it('puts a question by its template', () => {
    const ids = read.encodeChat([{ role: 'user', content: 'What is 17 + 25?' }])
    expect([ids[0], reference.tokens[ids[1]!], reference.tokens[ids.at(-1)!]]).toEqual([
      1,
      '<|im_start|>',
      '<|im_end|>',
    ])
  })
})
