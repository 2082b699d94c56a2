/** All of cases: what people paste is a problem, or is told why not, and each response is judged as it says. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'

it('every case is as its file says', () => {
  const files = readdirSync('cases').flatMap((name) => (name.endsWith('.txt') ? [`cases/${name}`] : []))
  const { stdout, status } = spawnSync('npx', ['tsx', 'experiments/commands/cases.ts', ...files], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  const lines = stdout.trim().split('\n')
  expect(lines.slice(0, -1).filter((line) => !line.startsWith('right'))).toEqual([])
  expect(lines.at(-1)).toMatch(/^\d{4} right, 0 wrong, 0 threw, 0 without a problem$/)
  expect(status).toBe(0)
}, 180_000)
