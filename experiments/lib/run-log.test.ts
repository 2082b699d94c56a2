import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { printOf, RunLog } from './run-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'run-log-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('two that write one file side by side keep each other\u2019s runs', () => {
  const path = join(folder, 'deep', 'runs.jsonl')
  const [one, other] = [new RunLog<number>(path), new RunLog<number>(path)]
  one.add('a', 1)
  other.add('b', 2)
  one.add('c', 3)
  const later = new RunLog<number>(path)
  expect(['a', 'b', 'c', 'd'].map((key) => later.get(key))).toEqual([1, 2, 3, undefined])
})

test('a print is that of the content', () => {
  expect(printOf({ a: 1 })).toBe(printOf({ a: 1 }))
  expect(printOf({ a: 1 })).not.toBe(printOf({ a: 2 }))
})
