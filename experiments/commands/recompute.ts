/**
 * `npm run -s recompute -- [--write] [FILE...]`: every printed figure and interval of docs/results (default: all files) again
 * from the raw tables beside it. Prints a line a file and what differs, then a summary; exits 1 where something differs.
 *
 *   --write   writes the rows as they are computed now, and exits 0: where a row was added, or is to be computed otherwise
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { optionsOf } from '../../scripts/command-options.ts'
import { reportText } from '../lib/report-text.ts'
import { curvesAgain, recompute, type RawReport } from '../measures/recompute.ts'

const { values, positionals } = optionsOf(import.meta.url, {
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
})
const folder = 'docs/results'
const files = positionals.length
  ? positionals
  : readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${folder}/${name}`)
const total = { same: 0, different: 0, not: 0 }
for (const file of files) {
  const report = JSON.parse(readFileSync(file, 'utf8')) as RawReport
  const { rows, same, different, hindrance } = recompute(report)
  console.log(
    `${file}: ${hindrance === null ? `${same} rows as printed, ${different.length} not` : `not computed again: ${hindrance}`}`,
  )
  for (const words of different) console.log(`  ${words}`)
  total.same += same
  total.different += different.length
  if (hindrance !== null) total.not += report.rows.length
  const curves = hindrance === null ? curvesAgain(report) : null
  if (curves && !isDeepStrictEqual(curves, report['curves'])) {
    total.different++
    console.log('  its curves are not those of its raw tables')
  }
  if (values.write && hindrance === null)
    writeFileSync(file, reportText({ ...report, rows, ...(curves && { curves }) }))
}
console.log(
  `${total.same} rows as printed, ${total.different} not; ${total.not} rows of files without raw tables`,
)
process.exitCode = total.different === 0 || values.write ? 0 : 1
