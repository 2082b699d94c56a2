/**
 * Figures of docs/results put into sentences, so that no number is typed by hand. In a text,
 *
 *   {{file: row}}      value and interval of a row     {{file: row | value}}   the value alone
 *   {{file: row | %}}  the same in per cent            {{file: row | - | %}}   without its interval
 *   {{file: command}}  the command that made the file
 */

export interface ResultRow {
  name: string
  /** Null: never reached within the budget. */
  value: number | null
  /** 90 % interval, where there is one. */
  low?: number | null
  high?: number | null
  bar?: string
  holds?: boolean
}

export interface ResultFile {
  command: string
  rows: readonly ResultRow[]
}

/** Throws on a file that is not there. */
export type ReadResult = (file: string) => ResultFile

/** The row of a file. Throws on one that is not there. */
export function rowOf(read: ReadResult, file: string, name: string): ResultRow {
  const row = read(file).rows.find((r) => r.name === name)
  if (!row) throw new Error(`docs/results/${file}.json has no row "${name}".`)
  return row
}

/** The text with all of its figures. Throws on a field that names nothing. */
export function filled(text: string, read: ReadResult): string {
  return text.replace(/\{\{([^}]+)\}\}/g, (_, field: string) => figure(field.trim(), read))
}

function figure(field: string, read: ReadResult): string {
  const [, file, what] = /^([\w-]+): (.+)$/.exec(field) ?? []
  if (!file || !what) throw new Error(`{{${field}}} is not a field of the form "file: row".`)
  if (what === 'command') return `\`${read(file).command}\``
  const [name, ...formats] = what.split(' | ')
  const row = rowOf(read, file, name!)
  const percent = formats.includes('%')
  const alone = formats.includes('value') || formats.includes('-')
  const unit = percent ? '\u202f%' : ''
  const say = (x: number | null | undefined) => sayNumber(x ?? null, percent)
  if (isBound(read, file, row.name)) return `> ${say(row.value)}`
  return row.low === undefined || alone
    ? `${say(row.value)}${row.value === null ? '' : unit}`
    : `${say(row.value)}${row.value === null ? '' : unit} [${say(row.low)}, ${say(row.high)}]`
}

/** Whether a ratio of attempts is a lower bound: what it divides was never reached within the budget, which stands in its place. */
function isBound(read: ReadResult, file: string, name: string): boolean {
  const [, group, other] = /^(.+): attempts for 50 %, (.+) \/ .+$/.exec(name) ?? []
  if (!other) return false
  return read(file).rows.some(
    (row) => row.name === `${group}: ${other}, attempts for 50 %` && row.value === null,
  )
}

/** Two figures; in per cent none behind the point. */
function sayNumber(x: number | null, percent: boolean): string {
  if (x === null) return 'never'
  const text = percent
    ? String(Math.round(100 * x))
    : Math.abs(x) >= 100
      ? String(Math.round(x))
      : String(Number(x.toPrecision(2)))
  return text.replace(/^-/, '\u2212')
}
