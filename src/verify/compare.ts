/**
 * Whether what a program gave is what a test expects, by the problem's own rules: in any order, in any
 * case, within a tolerance. Both sides are brought to one form first; then they are equal or not.
 */
import type { Compare, Json, Problem } from '../problems/problem.ts'
import { sameOutput } from './output.ts'
import { equalsExpected, NotJson, showValue, toJson } from './value.ts'
import type { Value } from './value.ts'

type Rules = Pick<Compare, 'order' | 'case'> & { tolerance?: number | undefined }

/** How far numbers may be off, whichever part of the problem says so. */
export function toleranceOf({ compare, program }: Problem): number | undefined {
  return compare?.tolerance ?? (program.kind === 'stdin' ? program.tolerance : undefined)
}

/** A returned value against the expected one. */
export function sameValue(value: Value, expected: Json, rules: Rules): boolean {
  if (rules.order === undefined && rules.case === undefined)
    return equalsExpected(value, expected, rules.tolerance)
  const brought = toJson(broughtToForm(valueOf(expected), rules))
  return brought !== undefined && equalsExpected(broughtToForm(value, rules), brought, rules.tolerance)
}

/** What was printed against what should have been. */
export function sameText(actual: string, expected: string, rules: Rules): boolean {
  const form = (text: string) => {
    const cased = rules.case === 'any' ? text.toLowerCase() : text
    if (rules.order === undefined) return cased
    const lines = cased
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd())
    const inner =
      rules.order === 'any-nested'
        ? lines.map((line) => line.trim().split(/\s+/).sort(compareWords).join(' '))
        : lines
    return inner.sort(compareWords).join('\n')
  }
  return sameOutput(form(actual), form(expected), rules.tolerance)
}

/** Numbers by their size, so that those within a tolerance of each other stand at the same place. */
function compareWords(a: string, b: string): number {
  const [x, y] = [Number.parseFloat(a), Number.parseFloat(b)]
  return (Number.isNaN(x) || Number.isNaN(y) ? 0 : x - y) || (a < b ? -1 : a > b ? 1 : 0)
}

function valueOf(json: Json): Value {
  if (json === null || typeof json !== 'object') return json
  return Array.isArray(json)
    ? json.map(valueOf)
    : new Map(Object.entries(json).map(([key, item]) => [key, valueOf(item)]))
}

function broughtToForm(value: Value, rules: Rules, depth = 0): Value {
  if (typeof value === 'string') return rules.case === 'any' ? value.toLowerCase() : value
  if (value instanceof NotJson || value === null || typeof value !== 'object') return value
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [key, broughtToForm(item, rules, depth + 1)]))
  const items = value.map((item) => broughtToForm(item, rules, depth + 1))
  const loose = rules.order === 'any-nested' || (rules.order === 'any' && depth === 0)
  return loose ? items.sort(compareValues) : items
}

/** Any order of all values: by kind, then by size, item by item. */
function compareValues(a: Value, b: Value): number {
  const byKind = kindOf(a) - kindOf(b)
  if (byKind !== 0) return byKind
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b)
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const byItem = compareValues(a[i]!, b[i]!)
      if (byItem !== 0) return byItem
    }
    return a.length - b.length
  }
  const [x, y] = [showValue(a), showValue(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function kindOf(value: Value): number {
  if (value === null) return 0
  if (isNumber(value)) return 1
  if (typeof value === 'boolean') return 2
  if (typeof value === 'string') return 3
  return Array.isArray(value) ? 4 : 5
}
