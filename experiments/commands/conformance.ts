/**
 * npm run -s conformance -- FILE [--backend node|wasm|webgpu|dawn] [--model DIR|FILE] [--precision f32|f16|q8]
 * Holds this project to a file of reference vectors (schemas: reference/README.md). Prints one JSON object
 * {section: {cases, failed, maxAbsError, maxRelError}}; failed cases are named on stderr; exits 1 if there are any, 2 on bad input.
 * With a model, wasm and webgpu run in Chromium; wasm without one runs in Node, and dawn (the WebGPU path on npm `webgpu`) always.
 */
import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { optionsOf } from '../../scripts/command-options.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import { bytesRange } from '../../src/lm/weights/bytes.ts'
import type { Runtime } from 'ort-train'
import {
  openLanguageModel,
  precisions,
  type OpenedModel,
  type PrecisionName,
} from '../conformance/language-model.ts'
import { conform } from '../conformance/run.ts'
import type { Report } from '../conformance/run.ts'

const usage =
  'npm run -s conformance -- FILE [--backend node|wasm|webgpu|dawn] [--model DIR|FILE] [--precision f32|f16|q8]'
const backends = ['node', 'wasm', 'webgpu', 'dawn'] as const
type Backend = (typeof backends)[number]

interface Request {
  backend: Backend
  file: string
  model: string | undefined
  precision: PrecisionName
}

async function main(): Promise<void> {
  const { values, positionals } = optionsOf(import.meta.url, {
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'node' },
      model: { type: 'string' },
      precision: { type: 'string', default: 'f32' },
    },
  })
  const [file, ...rest] = positionals
  const backend = backends.find((name) => name === values.backend)
  if (!file || rest.length > 0 || !backend || !(values.precision in precisions))
    throw new Error(`Usage: ${usage}`)
  const request = {
    backend,
    file: resolve(file),
    model: values.model && resolve(values.model),
    precision: values.precision as PrecisionName,
  }
  if (backend === 'dawn') (await import('../lib/dawn.ts')).restartWithVulkan()
  const { report, failures } =
    backend === 'webgpu' || (backend === 'wasm' && request.model)
      ? await inBrowser(backend, request)
      : await here(request)
  for (const line of failures) console.error(line)
  console.log(JSON.stringify(report, null, 2))
  process.exitCode = failures.length > 0 ? 1 : 0
}

async function here({
  backend,
  file,
  model,
  precision,
}: Request): Promise<{ report: Report; failures: string[] }> {
  let runtime: Promise<Runtime> | undefined
  let opened: Promise<OpenedModel> | undefined
  const start = () => (runtime ??= createRuntime(backend))
  return conform({
    file: JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>,
    runtime: start,
    model: async () => {
      if (!model)
        throw new Error(
          `This file needs --model DIR, a folder with config.json and model.safetensors. ${usage}`,
        )
      const bytes = await readFile(join(model, 'model.safetensors'))
      return {
        config: llamaConfigSchema.parse(JSON.parse(await readFile(join(model, 'config.json'), 'utf8'))),
        weights: readSafetensors(bytes),
      }
    },
    languageModel: () =>
      (opened ??= (async () => {
        if (!model)
          throw new Error(`This file needs --model FILE, a GGUF file, or a folder of safetensors. ${usage}`)
        const files = await Promise.all(
          filesOf(model).map(async (path) =>
            bytesRange(basename(path), new Uint8Array(await readFile(path))),
          ),
        )
        return openLanguageModel(await start(), files, precisions[precision])
      })()),
  })
}

/** The model's own files: one, or all of a folder. */
function filesOf(model: string): string[] {
  return statSync(model).isDirectory() ? readdirSync(model).map((name) => join(model, name)) : [model]
}

async function createRuntime(backend: Backend): Promise<Runtime> {
  switch (backend) {
    case 'node':
      return (await import('../../scripts/native-runtime.ts')).nativeRuntime()
    case 'wasm':
      return (await import('ort-train/web')).wasmRuntime({
        threads: 1,
        wasmBinary: await wasmBinary(),
      })
    case 'dawn':
      return (await (await import('../lib/dawn.ts')).createDawnRuntime()).runtime
    case 'webgpu':
      throw new Error('WebGPU is in the browser.')
    default:
      return backend satisfies never
  }
}

/** Node cannot fetch a file, so the browser's WebAssembly is handed over. */
async function wasmBinary(): Promise<ArrayBuffer> {
  const bytes = await readFile(
    createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  )
  return new Uint8Array(bytes).buffer
}

async function inBrowser(
  backend: 'wasm' | 'webgpu',
  { file, model, precision }: Request,
): Promise<{ report: Report; failures: string[] }> {
  const { BrowserHost } = await import('../../scripts/in-browser.ts')
  const host = await BrowserHost.open(backend, {
    allow: [dirname(file), ...(model ? [dirname(model), model] : [])],
  })
  try {
    return await host.call('experiments/conformance/in-browser.ts', 'conformInBrowser', {
      backend,
      file: host.url(file),
      folder: model ? host.url(model) : null,
      files: model ? filesOf(model).map((path) => host.url(path)) : [],
      precision,
    })
  } finally {
    await host.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
})
