import { readFileSync } from 'node:fs'
import { expect, it, describe } from 'vitest'
import { ggufTokenizerFiles } from './gguf-tokenizer.ts'
import { smollm2Missing, smollm2Path } from './smollm2.testing.ts'
import { Tokenizer, type ChatMessage } from './tokenizer.ts'
import { bytesRange } from './weights/bytes.ts'
import { readGgufHeader } from './weights/gguf.ts'

const json = <T>(name: string) => JSON.parse(readFileSync(new URL(`../../reference/${name}`, import.meta.url), 'utf8')) as T

describe.skipIf(!smollm2Path)(`SmolLM2's tokenizer from its GGUF${smollm2Missing}`, async () => {
  if (!smollm2Path) return
  const { metadata } = await readGgufHeader(bytesRange('SmolLM2', new Uint8Array(readFileSync(smollm2Path))))
  const tokenizer = new Tokenizer(ggufTokenizerFiles(metadata))

  it("gives transformers' ids, the default system message in a chat included", () => {
    const { tokenize, chat } = json<{ tokenize: { text: string; ids: number[] }[]; chat: { user: string; ids: number[] }[] }>('smollm2.json')
    for (const { text, ids } of tokenize) expect(tokenizer.encode(text), text).toEqual(ids)
    for (const { user, ids } of chat) expect(tokenizer.encodeChat([{ role: 'user', content: user }])).toEqual(ids)
  })

  it("gives llama.cpp's ids for code, spaces, digits, scripts, emoji and special tokens", () => {
    const { texts, chats } = json<{ texts: { text: string; ids: number[] }[]; chats: { messages: ChatMessage[]; prompt: string; ids: number[] }[] }>('gguf/smollm2-tokens.json')
    for (const { text, ids } of texts) expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(ids)
    for (const { messages, prompt, ids } of chats) {
      expect(tokenizer.renderChat(messages)).toBe(prompt)
      expect(tokenizer.encodeChat(messages)).toEqual(ids)
    }
  })

  it('reads a prompt of two thousand tokens at once', () => {
    const { texts } = json<{ texts: { text: string }[] }>('gguf/smollm2-tokens.json')
    const prompt = texts.map(({ text }, i) => `${i} ${text}`).join('\n').repeat(3)
    const began = performance.now()
    expect(tokenizer.encode(prompt).length).toBeGreaterThan(2000)
    expect(performance.now() - began).toBeLessThan(500)
  })
})
