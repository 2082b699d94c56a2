/**
 * Values that a candidate returned, read back outside its realm: decoded from text, compared with
 * the expected value and spelt for people here, in the host, where no candidate code runs.
 */
import type { Json } from '../problems/problem.ts'

/** A result that JSON has no word for (undefined, NaN, a function, a Map): it equals nothing, and shows as its name. */
export class NotJson {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

export type Value = null | boolean | number | string | Value[] | Map<string, Value> | NotJson

/** Reads the tagged text of `realm.ts`. Throws where the text is none of it. */
export function decodeValue(text: string): Value {
  return decode(JSON.parse(text) as unknown)
}

function decode(node: unknown): Value {
  if (!Array.isArray(node)) {
    if (node === null || typeof node === 'boolean' || typeof node === 'number' || typeof node === 'string') return node
    throw new TypeError('not a value from the sandbox')
  }
  const [tag, ...rest] = node as unknown[]
  if (tag === 0) return rest.map(decode)
  if (tag === 1) {
    const map = new Map<string, Value>()
    for (let i = 0; i + 1 < rest.length; i += 2) map.set(String(rest[i]), decode(rest[i + 1]))
    return map
  }
  if (tag === 2) return new NotJson(String(rest[0]))
  throw new TypeError('not a value from the sandbox')
}

/**
 * Whether a result is the expected JSON value: same type, same items in the same order, same keys
 * in any order. Numbers that are not both integers may differ by rounding (1e-9, relative above 1):
 * `0.1 + 0.2` is 0.3. -0 is 0.
 */
export function equalsExpected(value: Value, expected: Json): boolean {
  if (value instanceof NotJson) return false
  if (typeof value === 'number') return typeof expected === 'number' && sameNumber(value, expected)
  if (value === null || typeof value !== 'object') return value === expected
  if (expected === null || typeof expected !== 'object') return false
  if (Array.isArray(value)) {
    return Array.isArray(expected) && value.length === expected.length && value.every((item, i) => equalsExpected(item, expected[i] as Json))
  }
  if (Array.isArray(expected)) return false
  const keys = Object.keys(expected)
  return keys.length === value.size && keys.every((key) => value.has(key) && equalsExpected(value.get(key)!, expected[key] as Json))
}

function sameNumber(a: number, b: number): boolean {
  if (a === b) return true
  if (Number.isInteger(a) && Number.isInteger(b)) return false
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
}

/** JSON's spelling without spaces, `[1,"a",{"k":2}]`, and the names of what is not JSON. */
export function showValue(value: Value): string {
  if (value instanceof NotJson) return value.name
  if (Array.isArray(value)) return `[${value.map(showValue).join(',')}]`
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${showValue(item)}`).join(',')}}`
  return JSON.stringify(value)
}
