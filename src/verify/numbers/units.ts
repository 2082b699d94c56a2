/** Units as they are written after a number: `m s^{-1}`, `km/hr`, `metres per second`, `\frac{\text{m}}{\text{s}}`, `[m/s]`. */
import { ownDigits, tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'
import { unitNamed } from './unit-table.ts'
import type { Dimensions, KnownUnit } from './unit-table.ts'

export interface UnitRead {
  unit: KnownUnit
  /** How many tokens it takes. */
  taken: number
}

const COMMANDS: Record<string, string> = {
  circ: '\u00b0', degree: '\u00b0', celsius: '\u00b0C', degreeCelsius: '\u00b0C', Omega: '\u03a9', ohm: '\u03a9', '%': '%', percent: '%',
  AA: '\u00c5', ell: '\u2113', euro: '\u20ac', pounds: '\u00a3',
} // prettier-ignore
const OPEN: Record<string, string> = { '(': ')', '{': '}', '[': ']' }
const DEEPEST = 8

/** The unit that tokens begin with, from `at`; null where they begin with none that is known. */
export function unitAt(tokens: readonly Token[], at: number, depth = 0): UnitRead | null {
  const first = factorAt(tokens, at, depth)
  if (!first) return null
  let { unit } = first
  let next = at + first.taken
  for (;;) {
    const token = tokens[next]
    if (!token) break
    const per =
      isMark(token, '/') ||
      isWord(token, 'per') ||
      (isWord(token, 'an') && !isWord(tokens[next + 1], 'a')) ||
      isCommand(token, 'per')
    const times =
      isMark(token, '*') ||
      isCommand(token, 'cdot') ||
      isCommand(token, 'times') ||
      (isMark(token, '-') && !token.spaced) ||
      (isMark(token, '.') && !token.spaced && !tokens[next + 1]?.spaced)
    const from = next + (per || times ? 1 : 0)
    const factor = factorAt(tokens, from, depth)
    if (!factor || (!per && !times && stands(tokens[next]!))) break
    unit = per ? over(unit, factor.unit) : product(unit, factor.unit)
    next = from + factor.taken
  }
  return { unit, taken: next - at }
}

/** Words that are units elsewhere and begin a phrase here: `10 m in total`, `10 s a day`. */
const stands = (token: Token) =>
  token.kind === 'word' &&
  /^(?:in|a|an|as|at|to|u|d|b|h|t|st|pt|ha|mo|ac|au)$/.test(token.word) &&
  token.spaced &&
  !/^[htd]$/.test(token.word)

function factorAt(tokens: readonly Token[], at: number, depth: number): UnitRead | null {
  const token = tokens[at]
  if (!token || depth > DEEPEST) return null
  if (token.kind === 'word' && /^(?:square|sq|cubic|cu)$/i.test(token.word)) {
    const skip = isMark(tokens[at + 1], '.') ? 2 : 1
    const base = atomAt(tokens, at + skip)
    const power = /^c/i.test(token.word) ? 3 : 2
    return base && { unit: raised(base.unit, power), taken: base.taken + skip }
  }
  if (isCommand(token, 'frac') || isCommand(token, 'dfrac') || isCommand(token, 'tfrac')) {
    const top = groupAt(tokens, at + 1, depth)
    const bottom = top && groupAt(tokens, at + 1 + top.taken, depth)
    return bottom && { unit: over(top.unit, bottom.unit), taken: 1 + top.taken + bottom.taken }
  }
  if (/^(?:per|pro)$/i.test(token.kind === 'word' ? token.word : '') && isCent(tokens[at + 1]))
    return known('%', 2)
  // s^{-1} in front: 12 /s.
  if (isMark(token, '/') || isWord(token, 'per')) {
    const inner = factorAt(tokens, at + 1, depth + 1)
    return inner && { unit: over(ONE, inner.unit), taken: 1 + inner.taken }
  }
  const base = groupAt(tokens, at, depth) ?? atomAt(tokens, at)
  if (!base) return null
  const power = powerAt(tokens, at + base.taken)
  return power ? { unit: raised(base.unit, power.value), taken: base.taken + power.taken } : base
}

const ONE: KnownUnit = { factor: 1, dimensions: {} }

function groupAt(tokens: readonly Token[], at: number, depth: number): UnitRead | null {
  const token = tokens[at]
  if (token?.kind !== 'mark') return null
  const close = OPEN[token.mark]
  if (close === undefined) return null
  const inner = unitAt(tokens, at + 1, depth + 1)
  return inner && isMark(tokens[at + 1 + inner.taken], close)
    ? { unit: inner.unit, taken: inner.taken + 2 }
    : null
}

function atomAt(tokens: readonly Token[], at: number): UnitRead | null {
  const token = tokens[at]
  if (!token) return null
  const next = tokens[at + 1]
  if (token.kind === 'command') {
    const sign = COMMANDS[token.name]
    if (sign === undefined) {
      if (token.name === 'mu' && next?.kind === 'word') return known(`\u03bc${next.word}`, 2)
      // siunitx: \meter\per\second, \kilo\gram.
      return known(token.name, 1) ?? (next?.kind === 'command' ? known(token.name + next.name, 2) : null)
    }
    return degrees(tokens, at, sign) ?? known(sign, 1)
  }
  // ^\circ, ^{\circ}
  if (isMark(token, '^')) {
    if (isCommand(next, 'circ') || isMark(next, '\u00b0'))
      return shifted(degrees(tokens, at + 1, '\u00b0') ?? known('\u00b0', 1), 1)
    if (isMark(next, '{') && isCommand(tokens[at + 2], 'circ') && isMark(tokens[at + 3], '}'))
      return shifted(degrees(tokens, at + 3, '\u00b0') ?? known('\u00b0', 1), 3)
    return null
  }
  if (token.kind === 'mark') return degrees(tokens, at, token.mark) ?? known(token.mark, 1)
  if (token.kind !== 'word') return null
  const small = token.word.toLowerCase()
  if (/^deg(?:ree)?s?$/.test(small)) {
    const scale =
      next?.kind === 'word'
        ? /^(?:c|celsius|centigrade)$/i.test(next.word)
          ? '\u00b0C'
          : /^(?:f|fahrenheit)$/i.test(next.word)
            ? '\u00b0F'
            : null
        : null
    return scale === null ? known('\u00b0', 1) : known(scale, 2)
  }
  if (/^light$/.test(small) && next?.kind === 'word' && /^years?$/i.test(next.word)) return known('ly', 2)
  if (/^(?:nautical)$/.test(small) && next?.kind === 'word' && /^miles?$/i.test(next.word))
    return known('nmi', 2)
  return known(token.word, 1)
}

function degrees(tokens: readonly Token[], at: number, sign: string): UnitRead | null {
  if (sign !== '\u00b0') return null
  let next = at + 1
  const braced = isMark(tokens[next], '{')
  if (braced) next++
  const word = tokens[next]
  if (word?.kind !== 'word') return null
  const scale = /^(?:C|Celsius|celsius)$/.test(word.word)
    ? '\u00b0C'
    : /^(?:F|Fahrenheit|fahrenheit)$/.test(word.word)
      ? '\u00b0F'
      : /^K$/.test(word.word)
        ? 'K'
        : null
  return scale === null || (braced && !isMark(tokens[next + 1], '}'))
    ? null
    : known(scale, next + 1 - at + (braced ? 1 : 0))
}

function known(word: string, taken: number): UnitRead | null {
  const unit = unitNamed(word)
  return unit ? { unit, taken } : null
}

const shifted = (read: UnitRead | null, by: number): UnitRead | null =>
  read && { ...read, taken: read.taken + by }

function powerAt(tokens: readonly Token[], at: number): { value: number; taken: number } | null {
  const token = tokens[at]
  if (!token) return null
  if (token.kind === 'raised') return { value: token.value, taken: 1 }
  if (token.kind === 'word' && /^(?:squared|cubed)$/i.test(token.word))
    return { value: /^s/i.test(token.word) ? 2 : 3, taken: 1 }
  if (token.kind === 'number' && !token.spaced && /^\d$/.test(token.raw))
    return { value: token.value, taken: 1 }
  if (isMark(token, '-') && !token.spaced) return signedAt(tokens, at)
  if (!isMark(token, '^')) return null
  const braced = isMark(tokens[at + 1], '{') || isMark(tokens[at + 1], '(')
  const inner = signedAt(tokens, at + (braced ? 2 : 1))
  return inner && { value: inner.value, taken: inner.taken + (braced ? 3 : 1) }
}

function signedAt(tokens: readonly Token[], at: number): { value: number; taken: number } | null {
  const minus = isMark(tokens[at], '-')
  const digits = tokens[at + (minus ? 1 : 0)]
  if (digits?.kind !== 'number' || !/^\d$/.test(digits.raw) || (minus && digits.spaced)) return null
  return { value: minus ? -digits.value : digits.value, taken: minus ? 2 : 1 }
}

const isCent = (token: Token | undefined) => token?.kind === 'word' && /^(?:cent|zent)$/i.test(token.word)
const isMark = (token: Token | undefined, mark: string) => token?.kind === 'mark' && token.mark === mark
const isWord = (token: Token | undefined, word: string) =>
  token?.kind === 'word' && token.word.toLowerCase() === word
const isCommand = (token: Token | undefined, name: string) => token?.kind === 'command' && token.name === name

function combined(a: Dimensions, b: Dimensions, sign: number): Dimensions {
  const sum: Record<string, number> = { ...a }
  for (const [base, power] of Object.entries(b)) {
    const total = (sum[base] ?? 0) + sign * power
    if (total === 0) delete sum[base]
    else sum[base] = total
  }
  return sum
}
const product = (a: KnownUnit, b: KnownUnit): KnownUnit => ({
  factor: a.factor * b.factor,
  dimensions: combined(a.dimensions, b.dimensions, 1),
})
const over = (a: KnownUnit, b: KnownUnit): KnownUnit => ({
  factor: a.factor / b.factor,
  dimensions: combined(a.dimensions, b.dimensions, -1),
})
function raised(unit: KnownUnit, power: number): KnownUnit {
  const dimensions: Record<string, number> = {}
  for (const [base, each] of Object.entries(unit.dimensions))
    if (each * power !== 0) dimensions[base] = each * power
  return { factor: unit.factor ** power, dimensions }
}

export const sameDimensions = (a: Dimensions, b: Dimensions): boolean => {
  const difference = combined(a, b, -1)
  return Object.keys(difference).length === 0
}

/** A unit by its text alone; null where it is none that is known. */
export function readUnit(text: string): KnownUnit | null {
  if (text.length > 80) return null
  const tokens = tokensOf(ownDigits(text))
  const read = unitAt(tokens, 0)
  return read && read.taken === tokens.length ? read.unit : null
}
