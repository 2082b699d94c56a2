import { readFileSync } from 'node:fs'
import { expect, it, describe } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { llamaConfigSchema } from './config.ts'
import { formulaAdapter } from './formula-adapter.testing.ts'
import { ggufTokenizerFiles } from './gguf-tokenizer.ts'
import { LlamaModel } from './llama-model.ts'
import { LoadedWeights } from './loaded-weights.ts'
import { openPeft, peftFiles, thetaOfPeft } from './peft.ts'
import { smollm2Missing, smollm2Path } from './smollm2.testing.ts'
import { Tokenizer, type ChatMessage } from './tokenizer.ts'
import { bytesRange } from './weights/bytes.ts'
import { readGgufHeader } from './weights/gguf.ts'
import { openGguf } from './weights/gguf-source.ts'

const json = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`../../reference/${name}`, import.meta.url), 'utf8')) as T

describe.skipIf(!smollm2Path)(`SmolLM2 from its GGUF${smollm2Missing}`, async () => {
  if (!smollm2Path) return
  const { metadata } = await readGgufHeader(bytesRange('SmolLM2', new Uint8Array(readFileSync(smollm2Path))))
  const tokenizer = new Tokenizer(ggufTokenizerFiles(metadata))

  it("gives transformers' ids, the default system message in a chat included", () => {
    const { tokenize, chat } = json<{
      tokenize: { text: string; ids: number[] }[]
      chat: { user: string; ids: number[] }[]
    }>('smollm2.json')
    for (const { text, ids } of tokenize) expect(tokenizer.encode(text), text).toEqual(ids)
    for (const { user, ids } of chat)
      expect(tokenizer.encodeChat([{ role: 'user', content: user }])).toEqual(ids)
  })

  it("gives llama.cpp's ids for code, spaces, digits, scripts, emoji and special tokens", () => {
    const { texts, chats } = json<{
      texts: { text: string; ids: number[] }[]
      chats: { messages: ChatMessage[]; prompt: string; ids: number[] }[]
    }>('gguf/smollm2-tokens.json')
    for (const { text, ids } of texts) expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(ids)
    for (const { messages, prompt, ids } of chats) {
      expect(tokenizer.renderChat(messages)).toBe(prompt)
      expect(tokenizer.encodeChat(messages)).toEqual(ids)
    }
  })

  it("gives the log-probs of peft's SmolLM2 with an adapter that was made here", async () => {
    const source = await openGguf(
      bytesRange('SmolLM2', new Uint8Array(readFileSync(smollm2Path!))),
      ggufTokenizerFiles,
    )
    const config = llamaConfigSchema.parse(source.config)
    const reference = json<{
      adapter_config: { r: number; lora_alpha: number }
      cases: { prompt: number[]; response: number[]; base_log_probs: number[]; adapter_log_probs: number[] }[]
    }>('peft/SmolLM2-135M-Instruct.Q4_1.json')
    const { r: rank, lora_alpha: alpha } = reference.adapter_config
    const runtime = nativeRuntime({ threads: 2 })
    const model = new LlamaModel(runtime, {
      config,
      tokenizer,
      weights: await LoadedWeights.load(runtime, config, source, 'f32'),
      lora: { rank, scale: alpha / rank },
    })
    const files = peftFiles(formulaAdapter(config, { rank, a_scale: 0.05, b_scale: 0.02 }, 0.3), config, {
      rank,
      alpha,
      base: null,
    })
    const theta = thetaOfPeft(await openPeft(files), config, new Float32Array(model.thetaLength))
    for (const [policy, key] of [
      [null, 'base_log_probs'],
      [theta, 'adapter_log_probs'],
    ] as const) {
      const scored = await model.score(policy, reference.cases, 1)
      reference.cases.forEach(({ response, [key]: expected }, i) => {
        response.forEach((token, t) =>
          expect(
            Math.abs(scored[i]!.logProbs[t * config.vocabulary + token]! - expected[t]!),
            `${key}, row ${i}, token ${t}`,
          ).toBeLessThan(2e-3),
        )
      })
    }
    await model.dispose()
  }, 120_000)

  it('reads a prompt of two thousand tokens at once', () => {
    const { texts } = json<{ texts: { text: string }[] }>('gguf/smollm2-tokens.json')
    const prompt = texts
      .map(({ text }, i) => `${i} ${text}`)
      .join('\n')
      .repeat(3)
    const began = performance.now()
    expect(tokenizer.encode(prompt).length).toBeGreaterThan(2000)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
