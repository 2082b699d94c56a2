/**
 * What-ifs of a recording: of attempts that it shows, what their self-teacher thinks under each of the other words
 * (src/lab/reading/what-if.ts), read with the weights of the attempt's own update.
 */
import { whatIfKinds, whatIfOf } from '../../src/lab/reading/what-if.ts'
import type { AttemptView, RunView, StepView } from '../../src/lab/run/view.ts'
import { presets } from '../../src/problems/presets.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { RunEvent, RunEventOf } from '../../src/sdpo/events.ts'
import type { Run } from '../../src/sdpo/run.ts'

/** Updates all of whose attempts have them; of the later ones the attempt has that tells most. */
const wholeUpdates = 1

/** Attempts of an update that get what-ifs: those that a teacher has read. */
function withWhatIfs({ step, attempts }: StepView): readonly AttemptView[] {
  const taught = attempts.filter((a) => a.reprompt?.mask === 1 && a.positions)
  if (step <= wholeUpdates) return taught
  const most = (of: readonly AttemptView[]) =>
    of.reduce<AttemptView[]>((best, a) => (best[0] && best[0].creditPeak >= a.creditPeak ? best : [a]), [])
  return most(taught)
}

/** @param run the run after this step, with the weights of the step still kept */
export async function whatIfsOf(
  run: Run,
  view: RunView,
  step: StepView,
  config: RunConfig,
): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  const { problem, question } = view
  if (!problem) return events
  for (const attempt of withWhatIfs(step))
    for (const what of whatIfKinds) {
      const whatIf = whatIfOf(what, { step, attempt, problem, problems: presets, question, config })
      if ('hindrance' in whatIf) continue
      const { pieces, from } = whatIf
      const { positions, unknownWords } = await run.reread(attempt.attempt, pieces)
      if (unknownWords.length > 0)
        console.log(`attempt ${attempt.attempt}, ${what}: cannot read ${unknownWords.join(' ')}`)
      events.push({
        type: 'attempt-reread',
        attempt: attempt.attempt,
        what,
        ...(from !== undefined && { from }),
        pieces: [...pieces],
        positions,
      } satisfies RunEventOf<'attempt-reread'>)
    }
  return events
}
