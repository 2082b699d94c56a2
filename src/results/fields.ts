/**
 * Figures of docs/results put into sentences, so that no number is typed by hand. In a text,
 *
 *   {{file: row}}      value and interval of a row     {{file: row | value}}   the value alone
 *   {{file: row | %}}  the same in per cent            {{file: row | - | %}}   without its interval
 *   {{file: command}}  the command that made the file
 */

export interface ResultRow {
  name: string
  /** Null: not reached within the budget. */
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
  /** Attempts that each run had. */
  budget?: number
  config?: { budget?: number }
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
  const beyond = beyondBudget(read(file), row.name)
  const say = (x: number | null | undefined) => (x == null ? beyond : sayNumber(x, percent))
  if (isBound(read, file, row.name)) return `> ${say(row.value)}`
  const value = `${say(row.value)}${row.value === null ? '' : unit}`
  const unknown = row.value === null && row.low === null && row.high === null
  return row.low === undefined || alone || unknown ? value : `${value} [${say(row.low)}, ${say(row.high)}]`
}

/** What was not reached within the budget: more attempts than that; of what else is counted, it is not known how many. */
function beyondBudget({ budget, config }: ResultFile, row: string): string {
  const most = budget ?? config?.budget
  return most !== undefined && /attempts for 50 %$/.test(row) ? `> ${most}` : 'not reached'
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
function sayNumber(x: number, percent: boolean): string {
  const text = percent
    ? String(Math.round(100 * x))
    : Math.abs(x) >= 100
      ? String(Math.round(x))
      : String(Number(x.toPrecision(2)))
  return text.replace(/^-/, '\u2212')
}
