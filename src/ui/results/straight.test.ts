import { expect, test } from 'vitest'
import { straight } from './straight.ts'

const point = (k: number, value: number) => ({ k, value, low: value / 2, high: value })

test('measured points stay, and what lies between is on the line', () => {
  const drawn = straight([point(0, 0), point(1, 0.2), point(5, 0.4)])
  expect(drawn.map(({ k }) => k)).toEqual([0, 1, 2, 3, 4, 5])
  expect(drawn[1]).toEqual({ k: 1, solved: 0.2, low: 0.1, high: 0.2 })
  expect(drawn[3]!.solved).toBeCloseTo(0.3)
  expect(drawn.at(-1)).toEqual({ k: 5, solved: 0.4, low: 0.2, high: 0.4 })
})

test('a long curve has no more steps than can be seen', () => {
  const drawn = straight([point(0, 0), point(1000, 0.5), point(2048, 1)])
  expect(drawn.length).toBeLessThanOrEqual(258)
  expect(drawn.at(-1)!.k).toBe(2048)
})
