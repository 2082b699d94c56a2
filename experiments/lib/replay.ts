/** A recorded run made again, update by update, to ask its model what was not asked then. */
import type { Run } from '../../src/sdpo/run.ts'
import type { RunEvent } from '../../src/sdpo/events.ts'

/** Nats by which an opinion may differ and be the same: far more than rounding, far less than is drawn. */
const tolerance = 0.005

/**
 * Runs it to its end and calls back after each of its updates, while attempts and opinions are the recorded ones: from
 * the first that is another on, the weights are another run's.
 * @param again the events that the run says now, as they come
 * @returns the first attempt that is another, or null
 */
export async function replay(
  run: Run,
  recorded: readonly RunEvent[],
  again: readonly RunEvent[],
  updated: (step: number) => Promise<void>,
): Promise<number | null> {
  let heard = 0
  for (let stage = await run.advance(); stage !== null; stage = await run.advance()) {
    if (stage !== 'update') continue
    for (; heard < again.length; heard++) {
      const other = differing(recorded, again[heard]!)
      if (other !== null) return other
    }
    await updated(run.currentStep)
  }
  return null
}

/** The attempt that an event speaks of, where the recording speaks of it otherwise. */
function differing(recorded: readonly RunEvent[], event: RunEvent): number | null {
  if (event.type !== 'attempt-sampled' && event.type !== 'attempt-scored') return null
  const { attempt } = event
  const same = recorded.some((before) => {
    if (event.type === 'attempt-sampled')
      return before.type === event.type && before.attempt === attempt && before.text === event.text
    return (
      before.type === event.type &&
      before.attempt === attempt &&
      event.positions.every(({ student, teacher }, i) => {
        const was = before.positions[i]
        return (
          was !== undefined &&
          Math.abs(was.student[0]! - student[0]!) < tolerance &&
          Math.abs(was.teacher[0]! - teacher[0]!) < tolerance
        )
      })
    )
  })
  return same ? null : attempt
}
