/** An answer that is JSON: what each of its fields is, so that the feedback can name the one that is off. */
import type { Json } from '../../problems/problem.ts'
import { jsonOf } from './json-text.ts'
import type { PastedAnswer } from './pasted.ts'

const longest = 20_000

/** The object or list that a text is; null where it is none. */
export function jsonIn(text: string): Json[] | Record<string, Json> | null {
  if (!/^\s*[{[]/.test(text) || text.length > longest) return null
  return (jsonOf(text) ?? null) as Json[] | Record<string, Json> | null
}

/** An object of words, numbers, true and false, by its fields; null where a field holds more, which no field's rule compares. */
export function fieldsAnswer(text: string): Extract<PastedAnswer, { kind: 'fields' }> | null {
  const object = jsonIn(text)
  if (!object || Array.isArray(object)) return null
  const fields: string[] = []
  for (const [name, value] of Object.entries(object)) {
    const is =
      typeof value === 'string'
        ? 'text'
        : typeof value === 'number'
          ? 'number'
          : typeof value === 'boolean'
            ? 'true-false'
            : null
    if (
      is === null ||
      /[\s:]/.test(name) ||
      name === '' ||
      /[,\n]/.test(String(value)) ||
      String(value).trim() !== String(value) ||
      value === ''
    )
      return null
    fields.push(`${name}: ${is} = ${String(value)}`)
  }
  return fields.length === 0 ? null : { kind: 'fields', fields, names: Object.keys(object) }
}

/** The JSON that begins on a line, on one line, and which lines it takes; null where none does. */
export function blockAt(lines: readonly string[], at: number): { text: string; lines: number[] } | null {
  if (!/^\s*(?:```\w*\s*$|[{[])/.test(lines[at] ?? '')) return null
  const fenced = /^\s*```/.test(lines[at]!)
  let length = 0
  for (let end = at; end < lines.length && length < longest; end++) {
    length += lines[end]!.length
    if (!/[}\]]\s*$/.test(lines[end]!)) continue
    const value = jsonIn(lines.slice(fenced ? at + 1 : at, end + 1).join('\n'))
    if (value === null) continue
    const last = fenced && /^\s*```\s*$/.test(lines[end + 1] ?? '') ? end + 1 : end
    return { text: JSON.stringify(value), lines: Array.from({ length: last + 1 - at }, (_, i) => at + i) }
  }
  return null
}
