/**
 * `npx tsx experiments/write-results.ts`: writes docs/RESULTS.md from experiments/results.template.md, every figure put in
 * from docs/results/*.json, so that no number is typed by hand. In the template,
 *
 *   {{file: row}}      value and interval of a row     {{file: row | value}}   the value alone
 *   {{file: row | %}}  the same in per cent            {{file: command}}       the command that made the file
 *
 * Throws on a file or row that does not exist.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Row } from './experiments/report.ts'

interface ResultFile {
  command: string
  rows: (Omit<Row, 'value' | 'low' | 'high'> & { value: number | null; low?: number | null; high?: number | null })[]
}

const files = new Map<string, ResultFile>()

function read(name: string): ResultFile {
  const known = files.get(name) ?? (JSON.parse(readFileSync(new URL(`../docs/results/${name}.json`, import.meta.url), 'utf8')) as ResultFile)
  files.set(name, known)
  return known
}

function figure(field: string): string {
  const [, file, what] = /^([\w-]+): (.+)$/.exec(field) ?? []
  if (!file || !what) throw new Error(`{{${field}}} is not a field of the form "file: row".`)
  if (what === 'command') return `\`${read(file).command}\``
  const [, name, format] = /^(.*?)(?: \| (value|%))?$/.exec(what)!
  const row = read(file).rows.find((r) => r.name === name)
  if (!row) throw new Error(`docs/results/${file}.json has no row "${name}".`)
  const percent = format === '%'
  const say = (x: number | null) => (x === null ? 'never' : percent ? String(Math.round(100 * x)) : Math.abs(x) >= 100 ? String(Math.round(x)) : String(Number(x.toPrecision(2))))
  const unit = percent ? ' %' : ''
  return row.low === undefined || format === 'value' ? `${say(row.value)}${unit}` : `${say(row.value)}${unit} [${say(row.low)}, ${say(row.high!)}]`
}

const template = readFileSync(new URL('./results.template.md', import.meta.url), 'utf8')
writeFileSync(new URL('../docs/RESULTS.md', import.meta.url), template.replace(/\{\{([^}]+)\}\}/g, (_, field: string) => figure(field.trim())))
