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

/** A `bigint` is an int of Python's beyond 2^53. */
export type Value = null | boolean | number | bigint | string | Value[] | Map<string, Value> | NotJson

/** Reads the tagged text of the JavaScript realm and of the Python harness (its tuples are lists here). Throws where the text is none of it. */
export function decodeValue(text: string): Value {
  return decode(JSON.parse(text) as unknown)
}

function decode(node: unknown): Value {
  if (!Array.isArray(node)) {
    if (node === null || typeof node === 'boolean' || typeof node === 'number' || typeof node === 'string')
      return node
    throw new TypeError('not a value from the sandbox')
  }
  const [tag, ...rest] = node as unknown[]
  if (tag === 0 || tag === 4) return rest.map(decode)
  if (tag === 1) {
    const map = new Map<string, Value>()
    for (let i = 0; i + 1 < rest.length; i += 2) map.set(keyOf(decode(rest[i])), decode(rest[i + 1]))
    return map
  }
  if (tag === 2) return new NotJson(String(rest[0]))
  if (tag === 3 && typeof rest[0] === 'string' && /^-?\d+$/.test(rest[0])) return BigInt(rest[0])
  if (tag === 5)
    return new NotJson(
      rest.length === 0 ? 'set()' : `{${rest.map((item) => showValue(decode(item))).join(', ')}}`,
    )
  if (tag === 6) return new NotJson(`frozenset({${rest.map((item) => showValue(decode(item))).join(', ')}})`)
  if (tag === 7) return new NotJson(String(rest[0]))
  if (tag === 9) return new NotJson(String(rest[1] ?? 'object'))
  if (tag === 10) return new NotJson('[Function]')
  if (tag === 11) return new NotJson(`Map(${showValue(decode([0, ...rest]))})`)
  if (tag === 12) return new NotJson(`Set(${showValue(decode([0, ...rest]))})`)
  if (tag === 13) return new NotJson(`Date(${String(rest[0])})`)
  if (tag === 14)
    return new NotJson(
      `${String(rest[0])}(${rest
        .slice(1)
        .map((part) => showValue(decode(part)))
        .join(', ')})`,
    )
  if (tag === 8) return new NotJson(`b${JSON.stringify(rest[0])}`)
  throw new TypeError('not a value from the sandbox')
}

/** Keys of a dict that are no strings are spelt as in JSON. */
function keyOf(key: Value): string {
  return typeof key === 'string' ? key : showValue(key)
}

/**
 * Whether a result is the expected JSON value: same type, same items in the same order, same keys
 * in any order. Numbers that are not both integers may differ by rounding (1e-9, relative above 1):
 * `0.1 + 0.2` is 0.3. -0 is 0. With a `tolerance`, numbers may differ by it, absolutely or relatively.
 */
export function equalsExpected(value: Value, expected: Json, tolerance?: number): boolean {
  if (value instanceof NotJson) return false
  if (typeof value === 'bigint') return typeof expected === 'number' && Number(value) === expected
  if (typeof value === 'number') return typeof expected === 'number' && sameNumber(value, expected, tolerance)
  if (value === null || typeof value !== 'object') return value === expected
  if (expected === null || typeof expected !== 'object') return false
  if (Array.isArray(value)) {
    return (
      Array.isArray(expected) &&
      value.length === expected.length &&
      value.every((item, i) => equalsExpected(item, expected[i] as Json, tolerance))
    )
  }
  if (Array.isArray(expected)) return false
  const keys = Object.keys(expected)
  return (
    keys.length === value.size &&
    keys.every((key) => value.has(key) && equalsExpected(value.get(key)!, expected[key] as Json, tolerance))
  )
}

function sameNumber(a: number, b: number, tolerance?: number): boolean {
  if (a === b) return true
  if (tolerance !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))) return true
  if (Number.isInteger(a) && Number.isInteger(b)) return false
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
}

/** JSON's spelling without spaces, `[1,"a",{"k":2}]`, and the names of what is not JSON. */
export function showValue(value: Value): string {
  if (value instanceof NotJson) return value.name
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(showValue).join(',')}]`
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${showValue(item)}`).join(',')}}`
  return JSON.stringify(value)
}

/** The value as JSON; undefined where a part of it has no word there. */
export function toJson(value: Value): Json | undefined {
  if (value instanceof NotJson || typeof value === 'bigint') return undefined
  if (Array.isArray(value)) {
    const items = value.map(toJson)
    return items.some((item) => item === undefined) ? undefined : (items as Json[])
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [key, toJson(item)] as const)
    return entries.some(([, item]) => item === undefined) ? undefined : (Object.fromEntries(entries) as Json)
  }
  return value
}
