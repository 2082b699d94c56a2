/**
 * `npm run -s recompute -- [FILE...]`: every printed figure and interval of docs/results (default: all files) again from the
 * raw tables beside it. Prints a line a file and what differs, then a summary; exits 1 where something differs.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { recompute, type RawReport } from '../measures/recompute.ts'

const folder = 'docs/results'
const files = process.argv.slice(2).length
  ? process.argv.slice(2)
  : readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${folder}/${name}`)
const total = { same: 0, different: 0, not: 0 }
for (const file of files) {
  const report = JSON.parse(readFileSync(file, 'utf8')) as RawReport
  const { same, different, hindrance } = recompute(report)
  console.log(
    `${file}: ${hindrance === null ? `${same} rows as printed, ${different.length} not` : `not computed again: ${hindrance}`}`,
  )
  for (const words of different) console.log(`  ${words}`)
  total.same += same
  total.different += different.length
  if (hindrance !== null) total.not += report.rows.length
}
console.log(
  `${total.same} rows as printed, ${total.different} not; ${total.not} rows of files without raw tables`,
)
process.exitCode = total.different === 0 ? 0 : 1
