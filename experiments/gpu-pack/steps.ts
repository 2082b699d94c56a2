/** The parts of a pack that take the time of whole steps: the lab's, and PyTorch's on the same card. */
import { spawnSync } from 'node:child_process'
import type { Runtime } from 'ort-train'
import catalogue from '../../models/catalogue.json' with { type: 'json' }
import type { Precision } from '../../src/lm/precision.ts'
import { gpuProfile, type KernelTime } from '../lib/gpu-profile.ts'
import { openRandom } from '../lib/random-model.ts'
import { stepCost, stepParts, type StepPart } from '../measures/step-cost/measure.ts'

/** What a part has found, as a line, and whether that is as it should be. */
export interface Result {
  result: unknown
  line: string
  holds?: boolean
}

/** The shape of a stock model with random weights: seconds of each part of a step, the first told apart, then the time of each kernel in one more step. */
export const shape =
  (id: string, precision: Precision, steps: number) =>
  async (runtime: Runtime): Promise<Result> => {
    const found = catalogue.models.find((model) => model.id === id)
    if (!found) throw new Error(`The catalogue has no ${id}.`)
    const kernels: Partial<Record<StepPart, KernelTime[]>> = {}
    const { device } = runtime
    const profiled = device?.features.has('timestamp-query') ? 1 : 0
    const cost = await stepCost(runtime, (own) => openRandom(own, found.config, precision), {
      steps: steps + profiled,
      watch: async (step, part, work) => {
        if (step < steps) return work()
        const made = await gpuProfile(device!, work)
        kernels[part] = made.kernels
        return made.result
      },
    })
    const measured = cost.steps.slice(0, steps)
    const line = (step: (typeof measured)[number] | undefined) =>
      step
        ? `${step.whole.toFixed(2)} s (sample ${step.sample.toFixed(2)}, score ${step.score.toFixed(2)}, update ${step.update.toFixed(2)}, rescore ${step.rescore.toFixed(2)})`
        : 'none'
    const busy = Object.entries(kernels).map(
      ([part, times]) =>
        `${part} ${(times.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(2)}`,
    )
    return {
      result: { ...cost, steps: measured, kernels },
      line: `first step ${line(measured[0])}, then ${line(measured.at(-1))}; kernels alone ${busy.join(', ') || 'not known'} s; loaded in ${cost.load.toFixed(1)} s`,
    }
  }

/** The same step by PyTorch, transformers and peft on the same card, where this machine's Python has them. */
export const pytorch = (script: string, shape: string) => (): Promise<Result> => {
  const { stdout, status, error } = spawnSync('python3', [script, '--card', shape, '4'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (error || status !== 0)
    return Promise.resolve({
      result: null,
      line: 'left out: no Python here has torch, transformers and peft',
    })
  const steps = stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Record<StepPart, number>)
  const whole = steps.map((step) => stepParts.reduce((sum, part) => sum + step[part], 0))
  return Promise.resolve({
    result: { steps },
    line: `steps of ${whole.map((seconds) => seconds.toFixed(2)).join(', ')} s`,
  })
}
