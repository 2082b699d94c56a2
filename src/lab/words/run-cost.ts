/** What a run will cost, before it begins: seconds and tokens from a step that was measured on this device, memory from the model's size. */
import { stepSize } from '../../sdpo/arms.ts'
import { snapshotBytes } from '../../sdpo/snapshots.ts'
import { lastDone } from '../run/stages.ts'
import { count, megabytes } from '../text/format.ts'
import type { Rate } from '../race/race.ts'
import { armNames } from '../text/arm-names.ts'
import { duration, modelReady, tokenCount } from './race-words.ts'
import type { LabState } from '../state/store.ts'

export interface RunCost extends Rate {
  attempts: number
  /** The base weights, and the learner's vectors of every update; bytes. */
  memory: number
}

/** What one attempt costs, measured in the race's steps or in the live run's last update; null where neither was on this model. */
function measuredRate({ race, settings, live, engine, outlook }: LabState): Rate | null {
  const { arm } = settings.config
  const raced = race.rates[arm]
  if (raced) return raced
  const before = outlook.phase === 'measured' || outlook.phase === 'measuring' ? outlook : null
  if (before?.measured?.step && before.of.model === engine.model?.id) {
    const { step, samples } = before.measured
    const tokens = samples.reduce((sum, sample) => sum + sample.tokens, 0) / samples.length
    return { ms: step.ms / step.attempts, tokens }
  }
  const { whole } = live
  if (whole.model?.id !== engine.model?.id || whole.config?.arm !== arm) return null
  const step = whole.steps.findLast((s) => s.timings !== null && s.step <= lastDone(whole))
  if (!step?.timings) return null
  const { sample, judge, score, update } = step.timings
  const written = step.attempts.reduce((sum, a) => sum + a.tokens.length, 0)
  return {
    ms: (sample + judge + score + update) / step.attempts.length,
    tokens: written / step.attempts.length,
  }
}

/** At most: a run may end sooner. Null where nothing has been measured. */
export function runCost(state: LabState): RunCost | null {
  const rate = measuredRate(state)
  const { model } = state.engine
  if (!rate || !model) return null
  const { config } = state.settings
  const { budget } = config
  // Student, teacher and Adam's two moments, 4 bytes each, after every update and at the start.
  const each = model.adapterParameters * 4 * 4
  const vectors = each * (1 + Math.ceil(budget / stepSize(config)))
  return {
    ms: rate.ms * budget,
    tokens: rate.tokens * budget,
    attempts: budget,
    memory: model.parameters * 4 + Math.min(snapshotBytes(each), vectors),
  }
}

export function runCostWords(state: LabState): string {
  if (!modelReady(state)) return 'What a run will cost is known once the model is here.'
  const cost = runCost(state)
  const { budget, arm } = state.settings.config
  if (state.engine.model?.served)
    return `${armNames[arm]}, at most ${count(budget, 'attempt', 'attempts')}, each made on the server${state.engine.model.served === 'reads' ? ' and read there again' : ''}. Nothing is trained.`
  if (!cost)
    return state.race.phase === 'measuring'
      ? 'Measuring a step\u2026'
      : `${armNames[arm]}, at most ${count(budget, 'attempt', 'attempts')}. A measured step says what that takes.`
  return `${armNames[arm]}, at most ${count(cost.attempts, 'attempt', 'attempts')}: ${duration(cost.ms)}, ${tokenCount(cost.tokens)} tokens and about ${megabytes(cost.memory)} of memory, from a step measured on this device. It ends sooner where its stop rule says so.`
}
