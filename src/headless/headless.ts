/** The lab without a page: a run on a model that was opened in Node. */
import type { Runtime } from 'ort-train'
import type { LlamaModel } from '../lm/llama-model.ts'
import type { LanguageModel } from '../lm/model.ts'
import type { Problem } from '../problems/problem.ts'
import { arms } from '../sdpo/arms.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { ModelInfo, RunEvent } from '../sdpo/events.ts'
import type { Judge } from '../sdpo/judge.ts'
import type { Learner, LearnerSnapshot } from '../sdpo/learner.ts'
import { LlamaLearner } from '../sdpo/llama-learner.ts'
import type { RunSnapshot } from '../sdpo/run-snapshot.ts'
import { Run, type RunParts } from '../sdpo/run.ts'

export interface Headless {
  /** Hash of the weights: what was measured with others is not theirs. */
  weights: string
  source: { info(adapter: RunConfig['adapter']): ModelInfo }
  runtime: Runtime
  model: LlamaModel
}

/** A run's learner at its start; null where the arm does not train. */
export function freshLearner(model: LlamaModel, config: RunConfig): LlamaLearner | null {
  return arms[config.arm].trains
    ? new LlamaLearner(model, LlamaLearner.initialTheta(model, config.seed))
    : null
}

/** As the screen names them. */
const runtimeNames = {
  node: 'onnxruntime-node',
  wasm: 'onnxruntime-web\u2019s WebAssembly',
  webgpu: 'Dawn',
} as const satisfies Record<Runtime['backend'], string>

export interface HeadlessOptions {
  /** 'bare' leaves out what only pictures need. */
  detail?: RunParts['detail']
  emit?: (event: RunEvent) => void
  learner: Learner | null
  /** On which server, in a sentence; absent: on one of onnxruntime's backends. */
  served?: string
  /** A run that goes on, with the weights after as many of its steps as there are. */
  kept?: { run: RunSnapshot; weights: ReadonlyMap<number, LearnerSnapshot> }
}

/** A run of the lab on an opened model. */
export function headlessRun(
  {
    source,
    runtime,
    model,
    judge,
  }: Omit<Headless, 'model' | 'weights' | 'runtime'> & {
    runtime: Pick<Runtime, 'backend' | 'threads'>
    model: LanguageModel
    judge: Judge
  },
  problem: Problem,
  config: RunConfig,
  { detail = 'bare', emit = () => {}, learner, served, kept }: HeadlessOptions,
): Run {
  return new Run(
    {
      problem,
      config,
      model,
      learner,
      judge,
      modelInfo: source.info(config.adapter),
      backend: {
        name: served === undefined ? runtime.backend : 'server',
        threads: runtime.threads,
        reason: served ?? `Recorded outside a page, on ${runtimeNames[runtime.backend]}.`,
      },
      startedAt: Date.now(),
      emit,
      detail,
    },
    kept,
  )
}
