import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actsOf,
  stages,
  expectedStage,
  lastDone,
  stopAfter,
  stopBefore,
  stopsOf,
  throughAct,
} from './stages.ts'
import { RunLog } from './run-log.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { currentStep, emptyView } from './view.ts'

describe('stops', () => {
  it('are the five acts of every step, and the view there has just completed that act', () => {
    const events = sampleRun({ steps: 3, attempts: 2 })
    const stops = stopsOf(events)
    expect(stops.map((stop) => stop.stage)).toEqual([...stages, ...stages, ...stages])
    const log = RunLog.of(events)
    for (const stop of stops)
      expect(currentStep(log.view(stop.at))).toMatchObject({ step: stop.step, stage: stop.stage })
    expect(stops.at(-1)!.at).toBe(events.length)
  })

  it('grow with the log: those of a prefix agree but for the act under way', () => {
    const events = sampleRun({ steps: 2, attempts: 3 })
    const all = stopsOf(events)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: events.length }), (n) => {
        const known = stopsOf(events.slice(0, n))
        expect(known.slice(0, -1)).toEqual(all.slice(0, Math.max(0, known.length - 1)))
        if (known.length > 0) expect(known.at(-1)!.at).toBe(n)
      }),
    )
  })

  it('are fewer for arms without a teacher', () => {
    const judged = sampleRun({ steps: 2 }).filter((e) =>
      [
        'run-started',
        'vocabulary',
        'step-started',
        'attempt-sampled',
        'attempt-judged',
        'run-finished',
      ].includes(e.type),
    )
    expect(stopsOf(judged).map((stop) => stop.stage)).toEqual(['sample', 'judge', 'sample', 'judge'])
  })

  it('include what the log ends with, such as words named after the run', () => {
    const events = [...sampleRun({ steps: 1 }), { type: 'vocabulary' as const, pieces: { 99: 'late' } }]
    expect(stopsOf(events).at(-1)!.at).toBe(events.length)
  })

  it('are found forwards and backwards', () => {
    const stops = stopsOf(sampleRun({ steps: 2 }))
    expect(stopAfter(stops, 0)).toEqual(stops[0])
    expect(stopAfter(stops, stops[3]!.at)).toEqual(stops[4])
    expect(stopAfter(stops, stops.at(-1)!.at)).toBeNull()
    expect(stopBefore(stops, stops[3]!.at)).toEqual(stops[2])
    expect(stopBefore(stops, 0)).toBeNull()
  })
})

describe('acts of one update', () => {
  it('follow one another without gaps, and every moment in them is of that update', () => {
    const events = sampleRun({ steps: 3, attempts: 2 })
    const log = RunLog.of(events)
    for (const step of [1, 2, 3]) {
      const acts = actsOf(events, stopsOf(events), step)
      expect(acts.map((act) => act.stage)).toEqual(stages)
      acts.forEach((act, i) => i > 0 && expect(act.from).toBe(acts[i - 1]!.to))
      for (let at = acts[0]!.from; at <= acts.at(-1)!.to; at++)
        expect(currentStep(log.view(at))!.step).toBe(step)
      expect(currentStep(log.view(acts[0]!.from - 1))?.step ?? 0).toBe(step - 1)
    }
    expect(actsOf(events, stopsOf(events), 4)).toEqual([])
  })

  it('are done by degrees', () => {
    const act = { stage: 'judge', from: 10, to: 14 } as const
    expect([8, 10, 11, 14, 20].map((at) => throughAct(act, at))).toEqual([0, 0, 0.25, 1, 1])
  })
})

describe('the act to expect', () => {
  const at = (stage: string | null) => ({
    ...emptyView,
    steps: [{ ...RunLog.of(sampleRun({ steps: 1 })).view(99).steps[0]!, stage: stage as never }],
  })
  it.each([
    ['sdpo', ['judge', 'reprompt', 'score', 'update', 'sample']],
    ['grpo', ['judge', 'score', 'update', 'sample']],
    ['best-of-k', ['judge', 'sample']],
  ] as const)('follows the arm %s', (arm, expected) => {
    expect(expectedStage(emptyView, arm)).toBe('sample')
    const order =
      arm === 'sdpo' ? stages : arm === 'grpo' ? ['sample', 'judge', 'score', 'update'] : ['sample', 'judge']
    expect(order.map((stage) => expectedStage(at(stage), arm))).toEqual(expected)
  })

  it('knows which step is done', () => {
    const events = sampleRun({ steps: 2 })
    const log = RunLog.of(events)
    const stops = stopsOf(events)
    expect(lastDone(log.view(0))).toBe(0)
    expect(stops.map((stop) => lastDone(log.view(stop.at)))).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 2])
  })
})
