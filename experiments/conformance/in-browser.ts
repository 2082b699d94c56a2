/** The browser's side of `conformance --backend wasm|webgpu`: the same sections on the page's own runtime. */
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import { bytesRange } from '../../src/lm/weights/bytes.ts'
import type { Runtime } from 'ort-train'
import { openRuntime } from './browser-runtime.ts'
import { openLanguageModel, precisions, type OpenedModel, type PrecisionName } from './language-model.ts'
import { conform } from './run.ts'
import type { Report } from './run.ts'

export interface BrowserRequest {
  backend: 'wasm' | 'webgpu'
  /** URLs of this page's origin, like all here. */
  file: string
  /** The model as a folder with config.json and model.safetensors; null without a model. */
  folder: string | null
  /** The model's files. */
  files: string[]
  precision: PrecisionName
}

export async function conformInBrowser({
  backend,
  file,
  folder,
  files,
  precision,
}: BrowserRequest): Promise<{ report: Report; failures: string[] }> {
  let runtime: Promise<Runtime> | undefined
  let opened: Promise<OpenedModel> | undefined
  const start = () => (runtime ??= openRuntime(backend))
  return conform({
    file: (await (await get(file)).json()) as Record<string, unknown>,
    runtime: start,
    model: async () => {
      if (folder === null)
        throw new Error('This file needs --model DIR, a folder with config.json and model.safetensors.')
      return {
        config: llamaConfigSchema.parse(await (await get(`${folder}/config.json`)).json()),
        weights: readSafetensors(await (await get(`${folder}/model.safetensors`)).arrayBuffer()),
      }
    },
    languageModel: () =>
      (opened ??= (async () => {
        if (files.length === 0)
          throw new Error('This file needs --model FILE, a GGUF file, or a folder of safetensors.')
        return openLanguageModel(await start(), await Promise.all(files.map(fetched)), precisions[precision])
      })()),
  })
}

const fetched = async (url: string) =>
  bytesRange(url.split('/').at(-1)!, new Uint8Array(await (await get(url)).arrayBuffer()))

async function get(url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  return response
}
