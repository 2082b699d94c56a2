/** The lab without a page, on the backend that the command chose, with a judge that runs no program twice. */
import type { Runtime } from 'ort-train'
import { openBundled } from '../../src/headless/bundled.ts'
import type { Headless as Opened } from '../../src/headless/headless.ts'
import { rememberingJudge } from '../../src/headless/judge.ts'
import { openStock } from '../../src/headless/stock.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Judge } from '../../src/sdpo/judge.ts'
import { headlessRuntime } from './backend.ts'

export { freshLearner, headlessRun } from '../../src/headless/headless.ts'

export type Headless = Opened & { judge: Judge }

/** A model from a folder as the lab bundles one. */
export function openHeadless({
  folder = 'models/tiny',
  threads = 2,
  adapter,
  runtime = headlessRuntime({ threads }),
}: {
  folder?: string
  threads?: number
  adapter: RunConfig['adapter']
  runtime?: Runtime
}): Headless {
  return { ...openBundled({ folder, adapter, runtime }), judge: rememberingJudge() }
}

/** A GGUF file, or a folder of safetensors. */
export async function openReal({
  threads,
  ...options
}: Omit<Parameters<typeof openStock>[0], 'runtime'> & { threads: number }): Promise<Headless> {
  return {
    ...(await openStock({ ...options, runtime: headlessRuntime({ threads }) })),
    judge: rememberingJudge(),
  }
}
