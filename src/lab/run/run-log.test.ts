import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import type { RunEvent } from '../../engine/protocol.ts'
import { reduceRun } from './fold.ts'
import { RunLog } from './run-log.ts'
import { emptyView, type AttemptView, type RunView } from './view.ts'

const long = sampleRun({ steps: 30, attempts: 3, tokens: 5, passes: 90, masked: [2] })
const folded = (events: readonly RunEvent[]) => events.reduce(reduceRun, emptyView)
/** Grown event by event, as a live run's is. */
const grown = (events: readonly RunEvent[]) =>
  events.reduce((log, event) => log.append([event]), RunLog.empty)
const keys = Object.keys(folded(long).steps[0]!.attempts[0]!) as (keyof AttemptView)[]
/** With every field read, whether it was at hand or made again. */
const read = (view: RunView) => ({
  ...view,
  steps: view.steps.map((step) => ({
    ...step,
    attempts: step.attempts.map((attempt) => ({
      ...Object.fromEntries(keys.map((key) => [key, attempt[key]])),
      reprompt: attempt.reprompt && { ...attempt.reprompt, pieces: attempt.reprompt.pieces },
    })),
  })),
})

describe('the log of a long run', () => {
  it('gives any moment as the plain fold does, grown or opened at once, packed or not', async () => {
    const [live, file] = [grown(long), RunLog.of(long)]
    for (const event of long.keys()) live.view(event)
    await file.warm(() => undefined)
    await file.pack(() => undefined)
    for (const n of [0, 1, 7, 100, 101, 250, long.length - 1, long.length]) {
      const plain = read(folded(long.slice(0, n)))
      expect(read(live.view(n))).toEqual(plain)
      expect(read(file.view(n))).toEqual(plain)
      expect(live.truncate(n).events).toEqual(long.slice(0, n))
      expect(file.slice(n, n + 60)).toEqual(long.slice(n, n + 60))
    }
    expect(live.stops()).toEqual(file.stops())
    expect(live.stops()).toEqual(grown(long.slice(0, 400)).append(long.slice(400)).stops())
  })

  it('keeps no distribution of a step that was done long ago in its views', async () => {
    const log = grown(long)
    const { steps } = log.view(log.length)
    const own = (attempt: AttemptView) => Object.hasOwn(attempt, 'positions')
    expect(steps.map(({ attempts }) => attempts.filter(own).length)).toEqual([
      ...Array<number>(21).fill(0),
      ...Array<number>(9).fill(3),
    ])
    // As long as nobody asks for them, lists and timelines are read without making anything again.
    expect(steps.flatMap(({ attempts }) => attempts.filter(({ passed }) => passed))).toHaveLength(1)
  })

  it('goes back to any step as its events do, and on from there', () => {
    const log = grown(long)
    for (const step of [1, 3, 15, 29]) {
      const back = log.upToStep(step)
      expect(back.events.at(-1)).toMatchObject({ type: 'attempt-rescored' })
      const again = back.append(long.slice(back.length))
      expect(read(again.view(again.length))).toEqual(read(folded(long)))
    }
    expect(log.length).toBe(long.length)
  })

  it('is right about events that speak of steps done long ago, which only a file of another hand has', () => {
    const strange = long.filter(
      (event) => event.type === 'attempt-judged' || event.type === 'attempt-rescored',
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: long.length }),
        fc.integer({ min: 0, max: strange.length - 1 }),
        fc.integer({ min: 0, max: long.length + 1 }),
        (at, which, n) => {
          const events = long.toSpliced(at, 0, strange[which]!)
          const log = grown(events)
          log.view(log.length)
          const plain = read(folded(events.slice(0, n)))
          expect(read(log.view(n))).toEqual(plain)
          expect(read(RunLog.of(events).view(n))).toEqual(plain)
        },
      ),
      { numRuns: 25 },
    )
  })
})
