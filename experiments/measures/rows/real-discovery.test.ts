import { expect, test } from 'vitest'
import { realDiscoveryRows } from './real-discovery.ts'

test('an arm is held against the same arm reading other words, problem by problem, and those against no best-of-k', () => {
  const rows = realDiscoveryRows({
    basePasses: { a: 0, b: 0, easy: 3 },
    budget: 8,
    seeds: 2,
    firstSuccess: {
      'best-of-k': { a: [null, null], b: [null, null] },
      sdpo: { a: [1, 2], b: [3, null] },
      "sdpo, another problem's feedback": { a: [null, 5], b: [null, null] },
    },
  })
  const named = (name: string) => rows.find((row) => row.name === name)
  expect(named("discovered, sdpo less sdpo, another problem's feedback")).toMatchObject({
    value: 0.5,
    low: 0.5,
    high: 0.5,
  })
  expect(named("sdpo, another problem's feedback: discovered")?.value).toBe(0.25)
  expect(named('problems that sdpo discovers in some seed and best-of-k in none')?.value).toBe(2)
  expect(rows.filter(({ name }) => name.startsWith('problems that sdpo, another'))).toEqual([])
})
