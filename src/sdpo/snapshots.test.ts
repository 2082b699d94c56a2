import { describe, expect, it } from 'vitest'
import { snapshotBytes, Snapshots } from './snapshots.ts'

const snapshot = (updates: number) => ({
  student: Float32Array.of(updates),
  teacher: new Float32Array(1),
  firstMoment: new Float32Array(1),
  secondMoment: new Float32Array(1),
  updates,
})
const filled = (steps: number, maxBytes?: number) => {
  const snapshots = new Snapshots(maxBytes)
  for (let step = 0; step <= steps; step++) snapshots.set(step, snapshot(step))
  return snapshots
}

describe('snapshots', () => {
  it('give back every step within their bound', () => {
    const snapshots = filled(9)
    expect(snapshots.steps()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(snapshots.get(4).student[0]).toBe(4)
  })

  it('give up old steps beyond it, never the start or the latest', () => {
    const snapshots = filled(40, 10 * 16)
    const steps = snapshots.steps()
    expect(steps.length).toBeLessThanOrEqual(10)
    expect(steps[0]).toBe(0)
    expect(steps.at(-1)).toBe(40)
  })

  it('of a long run are the latest ones and an even sample of those before', () => {
    const steps = filled(400, 30 * 16).steps()
    expect(steps).toHaveLength(30)
    expect(steps.slice(-8)).toEqual([393, 394, 395, 396, 397, 398, 399, 400])
    const gaps = steps.slice(1, 20).map((step, i) => step - steps[i]!)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * Math.min(...gaps))
  })

  it('are no more after five hundred updates than after thirty-two, however small they are', () => {
    expect(filled(31).steps()).toHaveLength(32)
    expect(filled(500).steps()).toHaveLength(32)
    for (const each of [16, 1e5, 1e6, 1e7, 1e8, 1e9])
      expect(snapshotBytes(each) / each).toBeLessThanOrEqual(32)
  })

  it('say what is nearest to a step that is gone', () => {
    const snapshots = filled(40, 4 * 16)
    const gone = Array.from({ length: 40 }, (_, i) => i).find((step) => !snapshots.has(step))!
    expect(() => snapshots.get(gone)).toThrow(/nearest earlier ones are of update 0/)
  })

  it('forget what comes after a step', () => {
    const snapshots = filled(9)
    snapshots.dropAfter(3)
    expect(snapshots.steps()).toEqual([0, 1, 2, 3])
  })
})
