/** The browser's side: both engines in one page, one at a time. */
import { LlamaModel } from '../../../src/lm/llama-model.ts'
import { Rng } from '../../../src/rng.ts'
import { openRuntime } from '../../conformance/browser-runtime.ts'
import { openLanguageModel } from '../../conformance/language-model.ts'
import { median, timed } from '../row.ts'

/** Tokens a second. */
export interface Generation {
  one: number
  eight: number
  wllama: number
}

/** What is used of wllama 3. */
interface Wllama {
  loadModel(blobs: Blob[], params: { n_ctx: number; n_threads: number }): Promise<void>
  createCompletion(request: {
    prompt: string
    max_tokens: number
    temperature: number
    ignore_eos: boolean
  }): Promise<{ usage: { completion_tokens: number } }>
  exit(): Promise<void>
}

const tokens = 48
const text = 'Write a function that gives the sum of all even numbers of a list. '.repeat(6)

export async function generationHere({
  model: url,
  peer,
  threads,
  turns,
}: {
  model: string
  peer: string
  threads: number
  turns: number
}): Promise<Generation> {
  const blob = await (await fetch(url)).blob()
  const opened = await openLanguageModel(
    await openRuntime('wasm', threads),
    [
      {
        name: url.split('/').at(-1)!,
        size: blob.size,
        read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
      },
    ],
    'f32',
  )
  const { config, lora, runtime } = opened.model
  const [tokenizer] = opened.tokenizers
  const endless = Object.create(tokenizer!, { endTokenIds: { value: new Set() } }) as NonNullable<
    typeof tokenizer
  >
  const model = new LlamaModel(runtime, { config, tokenizer: endless, weights: opened.weights, lora })
  const prompt = tokenizer!.encode(text)
  const sampled = async (attempts: number, turn: number) => {
    const taken = await timed(() =>
      model.sample({
        prompt,
        theta: null,
        rngs: Array.from({ length: attempts }, (_, i) => Rng.of(turn, 'bench', i)),
        maxNewTokens: tokens,
        temperature: 0.7,
        topP: 1,
      }),
    )
    return (attempts * tokens) / taken
  }
  const { Wllama } = (await import(/* @vite-ignore */ `${peer}/index.js`)) as {
    Wllama: new (paths: { default: string }) => Wllama
  }
  const other = new Wllama({ default: `${peer}/wasm/wllama.wasm` })
  await other.loadModel([new File([blob], 'model.gguf')], { n_ctx: 1024, n_threads: threads })
  const completed = async (turn: number) => {
    let written = 0
    const taken = await timed(async () => {
      // Another beginning each time: what was read before is kept.
      const { usage } = await other.createCompletion({
        prompt: `${turn} ${text}`,
        max_tokens: tokens,
        temperature: 0.7,
        ignore_eos: true,
      })
      written = usage.completion_tokens
    })
    return written / taken
  }
  const rates: Generation[] = []
  for (let turn = 0; turn <= turns; turn++)
    rates.push({ one: await sampled(1, turn), wllama: await completed(turn), eight: await sampled(8, turn) })
  await other.exit()
  await model.dispose()
  const of = (name: keyof Generation) => median(rates.slice(1).map((rate) => rate[name]))
  return { one: of('one'), eight: of('eight'), wllama: of('wllama') }
}
