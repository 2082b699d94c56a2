/** What the curve of this run says, in a sentence. */
import type { RunView } from '../run/view.ts'
import { count } from '../text/format.ts'

/** `budget`: attempts of the run, or more where more were made. `chance`: of a blind guess; null where guesses are not of a few. */
export function discoverySaid(whole: RunView, budget: number, chance: number | null): string {
  const { firstPass: first, sampled: made } = whole
  if (first === null)
    return made === 0 ? 'Nothing attempted yet.' : `Not solved in ${count(made, 'attempt', 'attempts')}.`
  return chance === null
    ? `Solved at attempt ${first} of ${budget}.`
    : `Attempt ${first} of ${budget} passes, as one blind guess in ${Math.round(1 / chance)} does.`
}

/** What has passed since the first pass, where the picture has come to it; '' where nothing has. */
export function sinceThen(view: RunView): string {
  return view.firstPass !== null && view.passed > 1
    ? ` Since then ${count(view.passed - 1, 'more has passed', 'more have passed')}.`
    : ''
}
