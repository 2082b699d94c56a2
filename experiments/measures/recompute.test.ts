import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { recompute, type RawReport } from './recompute.ts'

const folder = new URL('../../docs/results/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as RawReport
/** Rows of the headline and of credit take a minute or more: the command computes them too. */
const slow = ['credit-even', 'credit-habit', 'headline-lists', 'headline-records'].flatMap((name) => [
  `${name}.json`,
  `${name}-decoupled.json`,
])
const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !slow.includes(name))

/** Written before their raw tables were kept, or measured: a file that is added is computed again or named here. */
const without = [
  'base-rate.json',
  'bench.json',
  'growth.json',
  'real-discovery-facts.json',
  'size.json',
  'speed-qwen2.5-0.5b-shape.json',
  'speed-smollm2.json',
]

test('every printed figure and interval comes out of the raw tables beside it', () => {
  const results = Object.fromEntries(names.map((name) => [name, recompute(read(name))]))
  expect(Object.entries(results).flatMap(([name, { different }]) => different.map((d) => [name, d]))).toEqual(
    [],
  )
  expect(names.filter((name) => results[name]!.hindrance !== null)).toEqual(without)
})

test('a figure that was typed by hand is found', () => {
  const report = read('level.json')
  const rows = report.rows.map((row, i) => (i === 3 ? { ...row, value: (row.value ?? 0) + 0.01 } : row))
  expect(recompute({ ...report, rows }).different).toHaveLength(1)
  expect(recompute({ ...report, rows: [...rows, { name: 'a new one', value: 1 }] }).different).toHaveLength(2)
})
