import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../engine/protocol.ts'
import { reduceRun, withDecoding } from './fold.ts'
import { RunLog } from './run-log.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { attemptOf, currentStep, emptyView, type AttemptView, type RunView } from './view.ts'

const foldAll = (events: readonly RunEvent[]): RunView => events.reduce(reduceRun, emptyView)

const runs = fc
  .record({
    seed: fc.nat(1000),
    steps: fc.integer({ min: 1, max: 6 }),
    attempts: fc.integer({ min: 1, max: 4 }),
    solved: fc.boolean(),
  })
  .map(({ seed, steps, attempts, solved }) =>
    sampleRun({ seed, steps, attempts, passes: solved ? steps * attempts : null }),
  )

describe('the fold', () => {
  it('gives the same view in whatever order moments are visited', () => {
    fc.assert(
      fc.property(
        runs,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }),
        (events, visits) => {
          const log = RunLog.of(events)
          for (const visit of visits) {
            const n = Math.round(visit * events.length)
            expect(log.view(n)).toEqual(foldAll(events.slice(0, n)))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('of a prefix and one more event is the fold of both', () => {
    fc.assert(
      fc.property(runs, fc.double({ min: 0, max: 1, noNaN: true }), (events, where) => {
        const n = Math.floor(where * (events.length - 1))
        expect(reduceRun(RunLog.of(events).view(n), events[n]!)).toEqual(RunLog.of(events).view(n + 1))
      }),
    )
  })

  it('is the same grown event by event, in pieces or at once, and after being cut and grown again', () => {
    fc.assert(
      fc.property(runs, fc.double({ min: 0, max: 1, noNaN: true }), (events, where) => {
        const cut = Math.floor(where * events.length)
        let grown = RunLog.empty
        for (const event of events) {
          grown = grown.append([event])
          grown.view(grown.length)
        }
        const whole = foldAll(events)
        expect(grown.view(events.length)).toEqual(whole)
        expect(grown.truncate(cut).append(events.slice(cut)).view(events.length)).toEqual(whole)
        expect(grown.truncate(cut).view(events.length)).toEqual(foldAll(events.slice(0, cut)))
      }),
      { numRuns: 40 },
    )
  })

  it('never changes a view that was given out', () => {
    const events = sampleRun({ steps: 3 })
    const log = RunLog.of(events)
    const early = log.view(10)
    const copy = structuredClone(early)
    log.view(events.length)
    log.append(sampleRun()).view(40)
    expect(early).toEqual(copy)
  })

  it('shares the steps that did not change', () => {
    const events = sampleRun({ steps: 4 })
    const log = RunLog.of(events)
    const before = log.view(events.length - 2)
    const after = log.view(events.length)
    expect(after.steps[0]).toBe(before.steps[0])
  })

  it('knows what a solved run came to', () => {
    const events = sampleRun({ steps: 5, attempts: 3, passes: 14 })
    const view = foldAll(events)
    expect(view).toMatchObject({ firstPass: 14, best: 14, passed: 1, sampled: 15, finished: 'solved' })
    expect(view.steps).toHaveLength(5)
    expect(currentStep(view)).toMatchObject({ step: 5, stage: 'update', passed: 1, judged: 3 })
  })

  it('names the beat that is complete', () => {
    const events = sampleRun({ steps: 1, attempts: 2 })
    const reached = events.map((_, i) => currentStep(foldAll(events.slice(0, i + 1)))?.stage ?? null)
    const firsts = ['sample', 'judge', 'reprompt', 'score', 'update'].map((stage) =>
      reached.indexOf(stage as never),
    )
    expect(firsts).toEqual([4, 6, 8, 10, 12])
    expect(reached.filter((stage) => stage !== null)).toEqual([
      ...Array(2).fill('sample'),
      ...Array(2).fill('judge'),
      ...Array(2).fill('reprompt'),
      ...Array(2).fill('score'),
      ...Array(4).fill('update'),
    ])
  })

  it('takes credit from the sampled token of both readers', () => {
    const events = sampleRun({ steps: 1 })
    const attempt = attemptOf(foldAll(events), 1)!
    expect(attempt.credit).toEqual(attempt.positions!.map((p) => p.teacher[0]! - p.student[0]!))
    expect(attempt.creditPeak).toBe(Math.max(...attempt.credit!.map(Math.abs)))
    expect(attempt.after).toHaveLength(attempt.tokens.length)
    expect(attempt.pieces).toHaveLength(attempt.tokens.length)
  })

  it('gives no peak to an attempt that teaches nothing', () => {
    expect(attemptOf(foldAll(sampleRun({ steps: 1, masked: [1] })), 1)).toMatchObject({
      creditPeak: 0,
      reprompt: { mask: 0 },
    })
  })

  it('counts, but does not act on, events of attempts and steps that are not there', () => {
    const view = foldAll(sampleRun({ steps: 1 }))
    const stray: RunEvent = { type: 'attempt-rescored', attempt: 99, after: [] }
    expect(reduceRun(view, stray)).toEqual({ ...view, events: view.events + 1 })
  })

  it('keeps the configurations before and after where a step begins under another', () => {
    const events = sampleRun({ steps: 1 })
    const view = foldAll(events)
    const config = { ...view.config!, temperature: 0.7 }
    const next = reduceRun(view, { type: 'step-started', step: 2, attempts: [3, 4], config })
    expect(currentStep(next)!.changed).toEqual({ before: view.config, after: config })
    expect(next.config).toBe(config)
    expect(next.finished).toBeNull()
  })

  it('takes an attempt from stage to stage, and leaves it where an event comes before its stage', () => {
    const events = sampleRun({ steps: 1, attempts: 1 })
    const reached = events.map((_, i) => attemptOf(foldAll(events.slice(0, i + 1)), 1)?.stage)
    expect([...new Set(reached)]).toEqual([
      undefined,
      'waiting',
      'sampled',
      'judged',
      'reprompted',
      'scored',
      'updated',
    ])
    const unread = events.filter((event) => event.type !== 'attempt-judged')
    expect(attemptOf(foldAll(unread), 1)).toEqual(
      attemptOf(
        foldAll(
          events.slice(
            0,
            events.findIndex((e) => e.type === 'attempt-judged'),
          ),
        ),
        1,
      ),
    )
    const attempt = attemptOf(foldAll(events), 1)!
    // @ts-expect-error Nobody has judged an attempt that is only sampled.
    const unjudged: AttemptView = { ...attempt, stage: 'sampled', passed: true }
    expect(unjudged.stage).toBe('sampled')
  })

  it('shows tokens while they are decoded, and never over an attempt that is done', () => {
    const events = sampleRun({ steps: 1, attempts: 2 })
    const view = foldAll(events.slice(0, 4))
    const shown = withDecoding(view, 1, [[1], [0, 1, 2]])
    expect(attemptOf(shown, 1)).toEqual(attemptOf(view, 1))
    expect(attemptOf(shown, 2)).toMatchObject({
      stage: 'sampling',
      pieces: ['xs', '.filter', '('],
      text: 'xs.filter(',
    })
  })

  it('scrubs a run of 200 steps without folding it anew', () => {
    const events = sampleRun({ steps: 200, attempts: 8, tokens: 2 })
    const log = RunLog.of(events)
    log.view(events.length)
    let reduced = 0
    const counting = events.map(
      (event) =>
        new Proxy(event, {
          get: (target, key, self) =>
            key === 'type' ? (reduced++, Reflect.get(target, key, self)) : Reflect.get(target, key, self),
        }),
    )
    const watched = RunLog.of(counting)
    watched.view(events.length)
    reduced = 0
    for (let i = 0; i < 50; i++) watched.view((i * 7919) % events.length)
    expect(reduced / 50).toBeLessThan(200)
  })
})
