/** What the last update of a live run took, in a line: seconds of its parts, tokens a second, what went into compiling, and memory. */
import { count, decimal, megabytes } from '../text/format.ts'
import { lastDone } from '../run/stages.ts'
import type { LabState } from '../state/store.ts'
import { runCost } from './run-cost.ts'

const seconds = (ms: number): string => (ms < 95 ? `${Math.round(ms)} ms` : `${decimal(ms / 1000, 1)} s`)

/** Compilation that is worth a word: more than a twentieth of a step. */
const worthSaying = 0.05

/** Null where no update of a live run on the model in use has been timed. */
export function stepProfileWords(state: LabState): string | null {
  const { live, engine, source } = state
  const { whole } = live
  if (source !== 'live' || !whole.model || whole.model.id !== engine.model?.id) return null
  const step = whole.steps.findLast((s) => s.timings !== null && s.step <= lastDone(whole))
  if (!step?.timings) return null
  const { sample, judge, score, update, compile = 0 } = step.timings
  const all = sample + judge + score + update
  const written = step.attempts.reduce((sum, attempt) => sum + attempt.tokens.length, 0)
  const rate = sample > 0 ? `, ${Math.round((1000 * written) / sample)} tokens a second` : ''
  const memory = runCost(state)?.memory
  return [
    `Step ${step.step}, ${count(step.attempts.length, 'attempt', 'attempts')}, took ${seconds(all)}: writing ${seconds(sample)}${rate}; judging ${seconds(judge)}; reading by student and teacher ${seconds(score)}; the update ${seconds(update)}.`,
    compile > worthSaying * all
      ? `Of this, ${seconds(compile)} went into compiling programs for these lengths; steps of the same lengths do not need it again.`
      : '',
    memory === undefined ? '' : `Weights and the vectors of a whole run: about ${megabytes(memory)}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
