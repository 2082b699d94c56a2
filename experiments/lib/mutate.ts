/** Inputs that are almost right: bytes, texts and JSON values changed at random, by a seeded generator. */
import type { Rng } from '../../src/rng.ts'

export function mutatedBytes(bytes: Uint8Array, rng: Rng): Uint8Array<ArrayBuffer> {
  let out = Uint8Array.from(bytes)
  for (let n = 1 + rng.below(4); n > 0; n--) {
    const at = rng.below(out.length + 1)
    switch (rng.below(6)) {
      case 0:
        if (at < out.length) out[at]! ^= 1 << rng.below(8)
        break
      case 1:
        out = out.slice(0, at)
        break
      case 2:
        // A length or a count, most likely: all its bytes at their extremes.
        out.fill(rng.pick([0, 0xff, 0x7f, 0x80]), at, at + rng.pick([1, 2, 4, 8]))
        break
      case 3:
        out = joined(out.slice(0, at), out.slice(rng.below(at + 1), at), out.slice(at))
        break
      case 4:
        out = joined(out.slice(0, at), out.slice(at + rng.below(64)))
        break
      default:
        // The first bytes are headers, where most is decided.
        if (out.length > 0) out[rng.below(Math.min(out.length, 256))] = rng.below(256)
    }
  }
  return out
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const oddities = [
  '"',
  '\\'.repeat(60),
  '#### ' + ' '.repeat(3000),
  '\u0000',
  '\ud800',
  '\u202e',
  '\n'.repeat(2000),
  '(a+)+$',
  '[['.repeat(500),
  '{{',
  '%7B%22',
  '9'.repeat(400),
  '-1',
  'NaN',
  '<script>',
  '__proto__',
  'constructor',
  'a'.repeat(5000) + '!',
]

export function mutatedText(text: string, rng: Rng): string {
  let out = text
  for (let n = 1 + rng.below(4); n > 0; n--) {
    const at = rng.below(out.length + 1)
    const end = Math.min(out.length, at + rng.below(80))
    switch (rng.below(5)) {
      case 0:
        out = out.slice(0, at) + out.slice(end)
        break
      case 1:
        out = out.slice(0, at) + rng.pick(oddities) + out.slice(at)
        break
      case 2:
        out = out.slice(0, at) + out.slice(at, end).repeat(1 + rng.below(40)) + out.slice(end)
        break
      case 3:
        out = out.slice(0, at)
        break
      default:
        out = out.slice(0, at) + String.fromCharCode(rng.below(0x10000)) + out.slice(at + 1)
    }
  }
  return out
}

const strangeValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e9,
  1e308,
  2 ** 31,
  2 ** 53,
  '',
  'x',
  ...oddities,
  [],
  {},
  [[[[[[]]]]]],
  { length: 1e9 },
  { toString: 1 },
  { constructor: { prototype: 1 } },
]

/** The value with a few of its parts, somewhere in it, exchanged, left out, doubled or named otherwise. */
export function mutatedValue(value: unknown, rng: Rng): unknown {
  let out = structuredClone(value)
  for (let n = 1 + rng.below(4); n > 0; n--) out = changed(out, rng)
  return out
}

function changed(value: unknown, rng: Rng): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length === 0 || rng.below(8) === 0) return rng.pick(strangeValues)
  const key = rng.pick(keys)
  if (Array.isArray(value)) {
    const at = Number(key)
    switch (rng.below(6)) {
      case 0:
        return value.toSpliced(at, 1)
      case 1:
        return value.toSpliced(at, 0, ...Array<unknown>(1 + rng.below(50)).fill(value[at]))
      default:
        return value.with(at, changed(value[at], rng))
    }
  }
  const { [key]: part, ...others } = value as Record<string, unknown>
  switch (rng.below(6)) {
    case 0:
      return others
    case 1:
      return { ...others, [rng.pick(['__proto__x', 'length', 'toString', `${key} `])]: part }
    default:
      return { ...others, [key]: changed(part, rng) }
  }
}
