/** The lab without a page: a model from a folder on onnxruntime-node or Dawn, and the sandbox in this thread. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, ReadModel } from '../../src/engine/live-model.ts'
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import type { LanguageModel } from '../../src/lm/model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { Runtime } from 'ort-train'
import { arms } from '../../src/sdpo/arms.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { RunEvent } from '../../src/sdpo/events.ts'
import type { Judge } from '../../src/sdpo/judge.ts'
import type { Learner } from '../../src/sdpo/learner.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { Run, type RunParts } from '../../src/sdpo/run.ts'
import type { Execution } from '../../src/verify/job.ts'
import { createJudge } from '../../src/verify/create-judge.ts'
import { Sandbox } from '../../src/verify/sandbox.ts'
import { headlessRuntime } from './backend.ts'

export interface Headless {
  /** Hash of the weights: what was measured with others is not theirs. */
  weights: string
  source: Pick<ReadModel, 'info'>
  runtime: Runtime
  model: LlamaModel
  judge: Judge
}

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
  const json = (name: string) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>
  const weights = readFileSync(join(folder, 'model.safetensors'))
  const source = ReadModel.read(identityOf('tiny'), {
    config: json('config.json'),
    tokenizer: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json'),
    weights: new Uint8Array(weights),
    bytes: ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'].reduce(
      (sum, name) => sum + statSync(join(folder, name)).size,
      0,
    ),
  })
  return {
    weights: createHash('sha256').update(weights).digest('hex'),
    source,
    runtime,
    model: source.open(runtime, adapter),
    judge: rememberingJudge(),
  }
}

/** A run's learner at its start; null where the arm does not train. */
export function freshLearner(model: LlamaModel, config: RunConfig): LlamaLearner | null {
  return arms[config.arm].trains
    ? new LlamaLearner(model, LlamaLearner.initialTheta(model, config.seed))
    : null
}

/** A run of the lab on it. `detail` 'bare' leaves out what only pictures need. */
export function headlessRun(
  { source, runtime, model, judge }: Omit<Headless, 'model' | 'weights'> & { model: LanguageModel },
  problem: Problem,
  config: RunConfig,
  {
    detail = 'bare',
    emit = () => {},
    learner,
  }: { detail?: RunParts['detail']; emit?: (event: RunEvent) => void; learner: Learner | null },
): Run {
  return new Run({
    problem,
    config,
    model,
    learner,
    judge,
    modelInfo: source.info(config.adapter),
    backend: {
      name: runtime.backend,
      threads: runtime.threads,
      reason: `Recorded outside a page, on ${runtime.backend === 'node' ? 'onnxruntime-node' : 'Dawn'}.`,
    },
    startedAt: Date.now(),
    emit,
    detail,
  })
}

/** Small models write the same program again and again; the sandbox is deterministic, so each is run once. */
export function rememberingJudge(): Judge {
  const sandbox = new Sandbox({})
  const known = new Map<string, Promise<Execution>>()
  const { judge } = createJudge({
    execute: (job) => {
      const key = JSON.stringify([job.program, job.steps])
      const execution = known.get(key) ?? sandbox.run(job)
      known.set(key, execution)
      return execution
    },
    dispose: () => {},
  })
  return judge
}
