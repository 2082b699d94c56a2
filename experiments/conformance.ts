/**
 * npm run -s conformance -- FILE [--backend node|wasm|webgpu] [--model DIR]
 * Holds this project to a file of reference vectors (schemas: reference/README.md). Prints one JSON object
 * {section: {cases, failed, maxAbsError, maxRelError}}; failed cases are named on stderr; exits 1 if there are any, 2 on bad input.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { llamaConfigSchema } from '../src/lm/config.ts'
import { readSafetensors } from '../src/lm/safetensors.ts'
import type { Runtime } from '../src/runtime/runtime.ts'
import { conform } from './conformance/run.ts'
import type { Report } from './conformance/run.ts'

const usage = 'npm run -s conformance -- FILE [--backend node|wasm|webgpu] [--model DIR]'
const backends = ['node', 'wasm', 'webgpu'] as const
type Backend = (typeof backends)[number]

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { backend: { type: 'string', default: 'node' }, model: { type: 'string' } } })
  const [file, ...rest] = positionals
  const backend = backends.find((name) => name === values.backend)
  if (!file || rest.length > 0 || !backend) throw new Error(`Usage: ${usage}`)
  const { report, failures } = backend === 'webgpu' ? await inBrowser(resolve(file), values.model && resolve(values.model)) : await here(backend, file, values.model)
  for (const line of failures) console.error(line)
  console.log(JSON.stringify(report, null, 2))
  process.exitCode = failures.length > 0 ? 1 : 0
}

async function here(backend: Exclude<Backend, 'webgpu'>, file: string, model: string | undefined): Promise<{ report: Report; failures: string[] }> {
  let runtime: Promise<Runtime> | undefined
  return conform({
    file: JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>,
    runtime: () => (runtime ??= createRuntime(backend)),
    model: async () => {
      if (!model) throw new Error(`This file needs --model DIR, a folder with config.json and model.safetensors. ${usage}`)
      const bytes = await readFile(join(model, 'model.safetensors'))
      return {
        config: llamaConfigSchema.parse(JSON.parse(await readFile(join(model, 'config.json'), 'utf8'))),
        weights: readSafetensors(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer),
      }
    },
  })
}

async function createRuntime(backend: Exclude<Backend, 'webgpu'>): Promise<Runtime> {
  switch (backend) {
    case 'node':
      return (await import('../src/runtime/node.ts')).createNodeRuntime()
    case 'wasm':
      return (await import('../src/runtime/wasm.ts')).createWasmRuntime({ threads: 1, wasmBinary: await wasmBinary() })
    default:
      return backend satisfies never
  }
}

/** Node cannot fetch a file, so the browser's WebAssembly is handed over. */
async function wasmBinary(): Promise<ArrayBuffer> {
  const bytes = await readFile(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}

async function inBrowser(file: string, model: string | undefined): Promise<{ report: Report; failures: string[] }> {
  const { BrowserHost } = await import('../scripts/in-browser.ts')
  const host = await BrowserHost.open('webgpu', { allow: [dirname(file), ...(model ? [model] : [])] })
  try {
    return await host.call('experiments/conformance/in-browser.ts', 'conformOnWebGpu', host.url(file), model ? host.url(model) : null)
  } finally {
    await host.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
})
