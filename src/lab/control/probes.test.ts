import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../engine/protocol.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { probeCandidates, watchedLogProbs } from './probes.ts'
import { eventsUpTo } from '../run/go-back.ts'

const set = (name: string, prompt = 'double each'): RunEvent => ({
  type: 'probes-set',
  probes: [{ id: 'p1', name, prompt, watch: '', unknownWords: [] }],
})
const read = (
  step: number,
  probabilities: Record<number, number>,
  watched: number[] | null = null,
): RunEvent => ({
  type: 'probe-read',
  probe: 'p1',
  step,
  ids: Object.keys(probabilities).map(Number),
  logProbs: Object.values(probabilities).map(Math.log),
  watched,
})
const viewOf = (...events: RunEvent[]) => {
  const log = RunLog.of([...sampleRun(), ...events])
  return log.view(log.length)
}

describe('probes of a run', () => {
  it('are in the order of their steps, the latest reading of a step counting', () => {
    const [probe] = viewOf(set('a'), read(2, { 1: 0.5 }), read(0, { 1: 0.1 }), read(2, { 1: 0.6 })).probes
    expect(
      probe!.readings.map(({ step, logProbs }) => [step, Number(Math.exp(logProbs[0]!).toFixed(6))]),
    ).toEqual([
      [0, 0.1],
      [2, 0.6],
    ])
  })

  it('keep what was read under another name, and lose it under another prompt', () => {
    expect(viewOf(set('a'), read(0, { 1: 0.5 }), set('b')).probes[0]).toMatchObject({
      name: 'b',
      readings: [{ step: 0 }],
    })
    expect(viewOf(set('a'), read(0, { 1: 0.5 }), set('a', 'sort it')).probes[0]!.readings).toEqual([])
  })

  it('show candidates by their largest probability over time', () => {
    const [probe] = viewOf(set('a'), read(0, { 1: 0.6, 2: 0.3 }), read(1, { 3: 0.9, 1: 0.05 })).probes
    expect(probeCandidates(probe!, 2)).toEqual([
      { id: 3, values: [null, expect.closeTo(0.9)] },
      { id: 1, values: [expect.closeTo(0.6), expect.closeTo(0.05)] },
    ])
  })

  it('add up the watched answer', () => {
    const [probe] = viewOf(set('a'), read(0, { 1: 0.5 }, [-1, -2]), read(1, { 1: 0.5 }, [-0.5, -0.5])).probes
    expect(watchedLogProbs(probe!)).toEqual([-3, -1])
  })

  it('stay with the part of a run that is kept when it goes back', () => {
    const events = [...sampleRun({ steps: 3 }), set('a'), read(1, { 1: 0.5 }), read(2, { 1: 0.5 })]
    const log = RunLog.of(eventsUpTo(events, 1))
    const { probes, steps } = log.view(log.length)
    expect(steps).toHaveLength(1)
    expect(probes[0]!.readings.map(({ step }) => step)).toEqual([1])
  })
})
