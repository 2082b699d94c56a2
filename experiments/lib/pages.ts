/**
 * The pages whose figures come from docs/results: docs/RESULTS.md, docs/PRESETS.md, and the section of README.md between its two marks. In
 * their templates a figure is a field (src/results/fields.ts), so that none of those that an experiment made is typed by hand.
 */
import { readFileSync } from 'node:fs'
import { claims, outcomeWords, type Claim } from '../../src/results/claims.ts'
import { loadPresets } from '../../src/problems/sets.ts'
import { filled, type ReadResult, type ResultFile } from '../../src/results/fields.ts'
import { presetTables } from './presets-page.ts'

const root = new URL('../../', import.meta.url)
const text = (path: string) => readFileSync(new URL(path, root), 'utf8')
const files = new Map<string, ResultFile>()

/** A file of docs/results by its name. Throws on one that is not there. */
const read: ReadResult = (name) => {
  const known = files.get(name) ?? (JSON.parse(text(`docs/results/${name}.json`)) as ResultFile)
  files.set(name, known)
  return known
}

function claimRow({ paper, outcome, here, why, files: made, exploratory }: Claim): string {
  return `| ${paper} | **${outcomeWords[outcome]}.** ${here}${exploratory ? ` ${exploratory}` : ''} | ${why} | ${made.join(', ')} |`
}

/** docs/RESULTS.md: {{claims}} of its template is the table of claims, {{commands}} that of their commands. Throws on a field that names nothing. */
export function resultsPage(): string {
  const table = [
    '| The paper | Here | Where it differs, and why | Figures of |',
    '|---|---|---|---|',
    ...claims.map(claimRow),
  ].join('\n')
  const commands = [
    '| Figures of | Command |',
    '|---|---|',
    ...[...new Set(claims.flatMap(({ files: made }) => made))]
      .sort()
      .map((file) => `| [${file}](results/${file}.json) | {{${file}: command}} |`),
  ].join('\n')
  return filled(
    text('experiments/lib/results.template.md')
      .replace('{{claims}}', () => table)
      .replace('{{commands}}', () => commands),
    read,
  )
}

/** docs/PRESETS.md: {{presets}} of its template is a table for each set. Throws on a field that names nothing. */
export async function presetsPage(): Promise<string> {
  const tables = presetTables(await loadPresets())
  return filled(
    text('experiments/lib/presets.template.md').replace('{{presets}}', () => tables),
    read,
  )
}

const marks = /(<!-- measured: [^>]* -->\n\n)[^]*?(\n<!-- \/measured -->)/

/** README.md with what is measured as the template has it. Throws where the marks are gone, and on a field that names nothing. */
export function readmePage(readme: string): string {
  if (!marks.test(readme)) throw new Error('README.md has lost the marks around what is measured.')
  const section = filled(text('experiments/lib/measured.template.md'), read)
  return readme.replace(marks, (_, before: string, after: string) => `${before}${section}${after}`)
}
