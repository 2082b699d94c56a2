/** Rows of data in a pasted text or a file: one JSON object, a list of them, JSON lines, or what data set viewers give. */
import { z } from 'zod'
import { jsonOf } from './json-text.ts'
import type { NotUnderstood } from './pasted.ts'
import { questionRows } from './question-rows.ts'

export interface Data {
  rows: unknown[]
  left: NotUnderstood[]
}

/** No file that a person opens here is longer. */
const longestData = 20_000_000
const mostRows = 2000
const viewer = z.object({ rows: z.array(z.object({ row: z.record(z.string(), z.unknown()) })).min(1) })
const wrapped = z.union([
  z.object({ data: z.array(z.record(z.string(), z.unknown())).min(1) }).transform(({ data }) => data),
  z
    .object({ questions: z.array(z.record(z.string(), z.unknown())).min(1) })
    .transform(({ questions }) => questions),
  z
    .object({ examples: z.array(z.record(z.string(), z.unknown())).min(1) })
    .transform(({ examples }) => examples),
  z
    .object({ problems: z.array(z.record(z.string(), z.unknown())).min(1) })
    .transform(({ problems }) => problems),
])

/** The rows of a text; null where it is no data. */
export function rowsOf(text: string): Data | null {
  if (text.length > longestData) return null
  const asked = questionRows(text)
  if (asked) return limited(asked)
  const fenced = /^\s*```(?:jsonl?|)\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text.slice(0, 200_000))
  const trimmed = inBraces((fenced ? fenced[1]! : text).trim().replace(/^\ufeff/, ''))
  if (!/^[{[]/.test(trimmed) || !/[}\]]$/.test(trimmed)) return null
  if (trimmed.startsWith('[') && !/^\[\s*\{/.test(trimmed)) return null
  const whole = jsonOf(trimmed)
  if (whole !== undefined) return ofWhole(whole)
  return ofLines(trimmed)
}

/** The fields of a record that were copied without its braces. */
const inBraces = (text: string): string =>
  /^"\w{1,40}"\s*:/.test(text) && !text.endsWith('}') ? `{${text.replace(/,\s*$/, '')}}` : text

function ofWhole(value: unknown): Data | null {
  const shown = viewer.safeParse(value)
  if (shown.success) return limited(shown.data.rows.map(({ row }) => row))
  const inside = wrapped.safeParse(value)
  if (inside.success) return limited(inside.data)
  const rows = Array.isArray(value) ? (value as unknown[]) : [value]
  if (rows.length === 0 || rows.some((row) => typeof row !== 'object' || row === null || Array.isArray(row)))
    return null
  return limited(rows)
}

function ofLines(text: string): Data | null {
  const lines = text.split('\n')
  const rows: unknown[] = []
  const left: NotUnderstood[] = []
  lines.forEach((line, i) => {
    if (line.trim() === '') return
    const row = jsonOf(line.trim())
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) rows.push(row)
    else left.push({ line: i + 1, text: line.slice(0, 60), reason: 'This line is no JSON object.' })
  })
  // A text that only begins like data has hardly a line that is.
  return rows.length > 0 && rows.length > left.length ? { rows: rows.slice(0, mostRows), left } : null
}

function limited(rows: unknown[]): Data {
  return {
    rows: rows.slice(0, mostRows),
    left:
      rows.length > mostRows
        ? [
            {
              line: null,
              text: '',
              reason: `Only the first ${mostRows} of ${rows.length} rows can be chosen.`,
            },
          ]
        : [],
  }
}
