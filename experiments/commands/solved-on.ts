/**
 * `npm run solved-on -- [--model NAME REPORT.json ...]`: which presets a model solved, from reports of the
 * experiments `solve`, `base-rate` and `real-discovery`, into src/problems/solved-on.json. Without arguments the bundled model's
 * own, from docs/results; figures of other models stay as they are. `--check` only compares, and fails where
 * the table says something else.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'
import { optionsOf } from '../../scripts/command-options.ts'
import { tableOf, type ReportOfPresets } from '../lib/solved-table.ts'
import { loadPresets } from '../../src/problems/sets.ts'
import { solvedOn, solvedOnSchema } from '../../src/problems/solved-on.ts'

const { values, positionals } = optionsOf(import.meta.url, {
  allowPositionals: true,
  options: { model: { type: 'string', default: 'tiny' }, check: { type: 'boolean', default: false } },
})
const files =
  positionals.length > 0 ? positionals : ['docs/results/solve.json', 'docs/results/base-rate.json']
const reports = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as ReportOfPresets)
const others = solvedOn.filter(({ model }) => model !== values.model)
const ids = new Set((await loadPresets()).map(({ id }) => id))
// A report may be of short problems too, which nobody is offered.
const own = z
  .array(solvedOnSchema)
  .parse(tableOf(values.model, reports).filter(({ preset }) => ids.has(preset)))
// The bundled model first: whichever was written last, the file is the same.
const table = [...others, ...own].sort(
  (a, b) => Number(b.model === 'tiny') - Number(a.model === 'tiny') || a.model.localeCompare(b.model, 'en'),
)
const text = await format(JSON.stringify(table), { ...(await resolveConfig('package.json')), parser: 'json' })
const path = new URL('../../src/problems/solved-on.json', import.meta.url)
if (values.check) {
  if (readFileSync(path, 'utf8') !== text) {
    console.error(`src/problems/solved-on.json is not what ${files.join(' and ')} say: npm run solved-on`)
    process.exitCode = 1
  }
} else writeFileSync(path, text)
