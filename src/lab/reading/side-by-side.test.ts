import { describe, expect, it } from 'vitest'
import { sampleRun, type SampleOptions } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { differences, signalOf, stepAt, stepsOf, verdict } from './side-by-side.ts'

const run = (name: string, options: SampleOptions) => {
  const log = RunLog.of(sampleRun(options))
  return { name, view: log.view(log.length) }
}

describe('two runs', () => {
  it('that are set alike say so, and else what differs', () => {
    expect(differences({ a: run('A', {}), b: run('B', {}) })).toEqual([
      'Nothing is set differently: the same problem, model, seed and settings.',
    ])
    expect(differences({ a: run('A', {}), b: run('B', { seed: 2, config: { temperature: 0.5 } }) })).toEqual([
      'Temperature: 1 \u2192 0.5',
      'Seed: 1 \u2192 2',
    ])
  })

  it('are told apart by their first pass', () => {
    const [first, late, never] = [run('A', { passes: 2 }), run('B', { passes: 5 }), run('C', {})]
    expect(verdict({ a: late, b: first })).toMatch(
      /^A passed at attempt 2, B at attempt 5: 3 attempts later\. One run each/,
    )
    expect(verdict({ a: first, b: never })).toBe('A passed at attempt 2; C has not passed in 6 attempts.')
    expect(verdict({ a: never, b: never })).toBe(
      'C has not passed in 6 attempts, and C has not passed in 6 attempts.',
    )
    expect(verdict({ a: first, b: first })).toBe('Both passed at attempt 2.')
  })

  it('have their signals and steps on the same axis', () => {
    const pair = { a: run('A', { steps: 2 }), b: run('B', { steps: 4 }) }
    expect(stepsOf(pair)).toBe(4)
    expect(signalOf(pair.b.view, 'klToStart')).toEqual([0.01, 0.02, 0.03, 0.04])
    expect(stepAt(pair.a.view, 3)).toBeNull()
    expect(stepAt(pair.b.view, 3)!.step).toBe(3)
  })
})
