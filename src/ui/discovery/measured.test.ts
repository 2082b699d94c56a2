import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { ResultFile } from '../../results/fields.ts'
import { measuredOn } from './measured-on.ts'

it.each(['lists', 'records'])('what is said of the measured curve of %s is what was measured', (family) => {
  const { rows, command } = JSON.parse(
    readFileSync(`docs/results/headline-${family}.json`, 'utf8'),
  ) as ResultFile
  expect(rows.find(({ name }) => name === `${family}, hard: problems`)!.value).toBe(measuredOn.problems)
  expect(command).toContain(`--seeds ${measuredOn.seeds} `)
})
