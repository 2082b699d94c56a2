import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { ResultFile } from '../../results/fields.ts'
import { discoveryCurves } from '../../results/files.ts'
import { measuredArms } from '../results/measured-arms.ts'
import { measuredOn } from './measured-on.ts'

it.each(['lists', 'records'])('what is said of the measured curve of %s is what was measured', (family) => {
  const { rows, command } = JSON.parse(
    readFileSync(`docs/results/headline-${family}.json`, 'utf8'),
  ) as ResultFile
  expect(rows.find(({ name }) => name === `${family}, hard: problems`)!.value).toBe(measuredOn.problems)
  expect(command).toContain(`--seeds ${measuredOn.seeds} `)
})

it('every curve that is drawn ends where the row of its arm does', () => {
  const read = (family: string): ResultFile =>
    JSON.parse(readFileSync(`docs/results/headline-${family}.json`, 'utf8')) as ResultFile
  const rows = ['lists', 'records'].flatMap((family) => read(family).rows)
  for (const [title, curves] of Object.entries(discoveryCurves))
    for (const window of ['1', '3', '6', '9'])
      for (const { curve } of measuredArms) {
        const { k, value } = curves[curve(window)]!.at(-1)!
        const row = rows.find(({ name }) => name === `${title}: ${curve(window)}, discovery@${k}`)!
        expect(value).toBeCloseTo(row.value!, 12)
      }
})
