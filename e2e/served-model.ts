/**
 * The bundled model on a server of its own for the page's tests, as vLLM would serve it: `tsx e2e/served-model.ts ORIGIN KEY`
 * allows pages of that origin and wants that key. It prints its address, and that of another that allows no page. Under /bare it has no prompt_logprobs, under /cut its
 * answers end in the middle, under /once its sixth alone does, under /busy it is asked too much.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { wasmRuntime } from 'ort-train/web'
import { openBundled } from '../src/headless/bundled.ts'
import { defaultRunConfig } from '../src/sdpo/config.ts'
import { serveModel, type Trouble } from '../src/lm/wire/model-server.testing.ts'

const [origin, key] = process.argv.slice(2)
const wasmBinary = readFileSync(
  createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
)
const { model } = openBundled({
  folder: fileURLToPath(new URL('../models/tiny', import.meta.url)),
  adapter: defaultRunConfig.adapter,
  runtime: await wasmRuntime({ threads: 1, wasmBinary: new Uint8Array(wasmBinary).buffer }),
})

let answers = 0
const troubles: Record<string, Trouble> = {
  bare: (_, body) => ({ status: 200, body: body.replaceAll('"prompt_logprobs"', '"something_else"') }),
  cut: (_, body) => ({ status: 200, body: body.slice(0, 40), cut: true }),
  // Not what it is checked by: an attempt of the run after it, once.
  once: (_, body) => (++answers === 6 ? { status: 200, body: body.slice(0, 40), cut: true } : null),
  busy: () => ({ status: 429, headers: { 'Retry-After': '7' }, body: '{"error":{"message":"slow down"}}' }),
}
const server = await serveModel(model, 'tiny-on-a-server', { origin: origin ?? null, key: key ?? null })
server.trouble = (path, body) =>
  path.endsWith('completions') ? (troubles[/^\/(\w+)\/v1/.exec(path)?.[1] ?? '']?.(path, body) ?? null) : null
// A server of the same model that allows no page: the browser keeps its answers from whoever asks.
const closed = await serveModel(model, 'tiny-on-a-server', { key: key ?? null })
console.log(`${server.url} ${closed.url}`)
