/**
 * Numbers with their units, as people and models write them: one reader for a problem's right answer and for a
 * response. Either the whole of what stands there is understood, or nothing is: the 10 of `10^6`, of `10 million` and
 * of `(10, 12)` is never an answer. Where a text can be read two ways (`10-12`, `1/2π`) it is not read.
 */
import { closing, OPERATIONS, unitOf } from './counted-unit.ts'
import { expressionAt } from './expression.ts'
import { isPart, SCALES } from './number-words.ts'
import { isMark, isWord, numeric, ownDigits, tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'
import type { Dimensions, KnownUnit } from './unit-table.ts'
import { sameDimensions, unitAt } from './units.ts'

export interface Quantity {
  value: number
  /** As written, without the mark-up around it; null where there is none. */
  unit: string | null
  /** What the unit is, where it is a unit and no thing that is counted. */
  known: KnownUnit | null
  /** What was read, of the text. */
  text: string
}

/** No number with its unit is longer. */
const LONGEST = 300
const APPROXIMATELY =
  /^(?:about|approximately|approx|roughly|around|nearly|almost|exactly|only|just|simply|ca|circa|environ|etwa|rund|the|value|number|of)$/i
export const CURRENCY = /^[\u20ac\u00a3\u00a5\u20b9]$/

interface Part {
  quantity: Quantity
  /** The first token after it. */
  next: number
}

/** The quantity that a whole text is, be it behind a name and a sign (`x = 10 m`), a sum (`2 * 5 = 10`) or "about"; else null. */
export function readQuantity(given: string): Quantity | null {
  if (given.length > LONGEST) return null
  const text = ownDigits(given)
  const tokens = withoutEnd(tokensOf(text))
  let from = 0
  let depth = 0
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'mark' && '([{'.includes(token.mark)) depth++
    if (token.kind === 'mark' && ')]}'.includes(token.mark)) depth--
    if (token.kind === 'relation' && depth === 0) {
      if (token.order) return null
      from = i + 1
    }
    if (token.kind === 'mark' && /[\u00b1\u2026]/.test(token.mark)) return null
    if (token.kind === 'command' && /^(?:pm|dots|ldots|cdots|infty)$/.test(token.name)) return null
  }
  if (
    from > 0 &&
    tokens
      .slice(0, from)
      .some((token) => isWord(token, /^(?:or|and)$/i) || (token.kind === 'mark' && /[,;]/.test(token.mark)))
  )
    return null
  const first = tokens[from]
  const wrapped = first?.kind === 'mark' && '{('.includes(first.mark) ? unwrapped(tokens.slice(from)) : null
  const inner = wrapped ?? tokens.slice(from)
  let at = 0
  while (isWord(inner[at], APPROXIMATELY) || isMark(inner[at], '.')) at++
  const part = partAt(text, inner, at)
  if (!part) return null
  return part.next === inner.length ? part.quantity : null
}

/** A text that is one group: `{10 m}`. */
function unwrapped(tokens: readonly Token[]): readonly Token[] | null {
  let inner = tokens
  for (;;) {
    const [first, last] = [inner[0], inner.at(-1)]
    const pair =
      first?.kind === 'mark' && last?.kind === 'mark' && ['{}', '()', '[]'].includes(first.mark + last.mark)
    if (!pair) return inner
    let depth = 0
    const closes = inner.findIndex((token) => {
      if (token.kind !== 'mark') return false
      if ('([{'.includes(token.mark)) depth++
      return ')]}'.includes(token.mark) && --depth === 0
    })
    if (closes !== inner.length - 1) return inner
    inner = inner.slice(1, -1)
  }
}

function withoutEnd(tokens: Token[]): Token[] {
  let end = tokens.length
  while (end > 0 && isMark(tokens[end - 1], '.', ',', ';', ':', '?')) end--
  return tokens.slice(0, end)
}

/** The quantity that tokens begin with. Null where there is none, or where what follows makes it another. */
export function partAt(text: string, tokens: readonly Token[], at: number): Part | null {
  const first = tokens[at]
  if (first?.kind === 'command' && /^(?:SI|qty|num)$/.test(first.name)) return siunitx(text, tokens, at)
  const currency = first?.kind === 'mark' && CURRENCY.test(first.mark) ? first.mark : null
  const begin = currency === null ? at : at + 1
  const expression = expressionAt(tokens, begin)
  if (!expression) return null
  let { value } = expression
  let next = begin + expression.taken
  const last = tokens[next - 1]!
  const clinging = tokens[next]
  if (clinging?.kind === 'word' && !clinging.spaced && last.kind === 'number') {
    if (/^(?:st|nd|rd|th)$/.test(clinging.word) && /^\d+$/.test(last.raw)) next++
    else if (clinging.word === 'k') {
      value *= 1000
      next++
    } else if (/^(?:1\d|20)\d0$/.test(last.raw) && clinging.word === 's') return null
    else if (
      !SCALES.has(clinging.word.toLowerCase()) &&
      !unitAt(tokens, next) &&
      !/[^\u0000-\u024f]/.test(clinging.word[0]!)
    )
      return null
  }
  for (let scale = scaleAt(tokens, next); scale !== null; scale = scaleAt(tokens, next)) {
    value *= scale
    next++
  }
  if (expression.literal && Number.isInteger(value) && isWord(tokens[next], /^and$/i)) {
    const fraction = expressionAt(tokens, next + 1)
    if (
      fraction &&
      fraction.value > 0 &&
      fraction.value < 1 &&
      !(fraction.literal && tokens[next + 1]!.kind === 'number')
    ) {
      value += fraction.value
      next += 1 + fraction.taken
    }
  }
  if (spoilt(tokens, next)) return null
  const unit = currency === null ? unitOf(text, tokens, next) : null
  if (unit) {
    next = unit.next
    const smaller = unit.known ? smallerPart(text, tokens, next, unit.known) : null
    if (smaller) {
      value += smaller.value
      next = smaller.next
    }
  }
  // "10 units" names none.
  else if (isWord(tokens[next], /^units?$/i)) next++
  else if (
    isMark(tokens[next], '{') &&
    isWord(tokens[next + 1], /^units?$/i) &&
    isMark(tokens[next + 2], '}')
  )
    next += 3
  if (spoilt(tokens, next)) return null
  const read =
    currency === null
      ? (unit ?? { unit: null, known: null })
      : { unit: currency, known: unitOf(currency, tokensOf(currency), 0)!.known }
  return {
    quantity: {
      value,
      unit: read.unit,
      known: read.known,
      text: text.slice(tokens[at]!.at, tokens[next - 1]!.end).trim(),
    },
    next,
  }
}

/** Kinds of units that are written one after the other, and whether "and" or a comma may join them. */
const COMPOUND: readonly { dimensions: Dimensions; joined: boolean }[] = [
  { dimensions: { s: 1 }, joined: true },
  { dimensions: { m: 1 }, joined: false },
  { dimensions: { kg: 1 }, joined: false },
]

/** The minutes of `2 hours 30 minutes`, the inches of `5 ft 10 in`: so much of the unit before them. */
function smallerPart(
  text: string,
  tokens: readonly Token[],
  at: number,
  larger: KnownUnit,
): { value: number; next: number } | null {
  const kind = COMPOUND.find(({ dimensions }) => sameDimensions(dimensions, larger.dimensions))
  if (!kind) return null
  let begin = at
  if (kind.joined && isMark(tokens[begin], ',')) begin++
  if (kind.joined && isWord(tokens[begin], /^(?:and|und|et|y|e)$/i)) begin++
  if (tokens[begin]?.kind !== 'number') return null
  const part = partAt(text, tokens, begin)
  const unit = part?.quantity.known
  if (!part || !unit || !sameDimensions(unit.dimensions, larger.dimensions)) return null
  const share = (part.quantity.value * unit.factor) / larger.factor
  return unit.factor < larger.factor && share < 1 ? { value: share, next: part.next } : null
}

function scaleAt(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at]
  if (token?.kind !== 'word') return null
  return SCALES.get(token.word.toLowerCase()) ?? null
}

/** What stands behind a quantity and makes another of it, or of which it is a half. */
function spoilt(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  switch (token?.kind) {
    case undefined:
    case 'relation':
      return false
    case 'number':
    case 'part':
    case 'unreadable':
    case 'raised':
      return true
    case 'command':
      return (
        !/^(?:circ|degree|quad|qquad|SI|because|therefore|checkmark|blacksquare|end)$/.test(token.name) &&
        !unitAt(tokens, at)
      )
    case 'word':
      if (/^[A-Za-z]$/.test(token.word) && !/^[aAI]$/.test(token.word) && !unitAt(tokens, at)) return true
      return (
        (OPERATIONS.test(token.word) &&
          !(isWord(token, /^to$/i) && !numeric(tokens[at + 1]) && !isWord(tokens[at + 1], /^the$/i))) ||
        isPart(token.word)
      )
    case 'mark':
      if (isMark(token, '^', '!', '_', '\u00b1', '|', '\u2026')) return !unitAt(tokens, at)
      if (isMark(token, '*', '/')) return !unitAt(tokens, at) && tokens[at + 1] !== undefined
      if (isMark(token, '+', '-', '\u2013', '\u2014', ':'))
        return (
          numeric(tokens[at + 1]) ||
          (!token.spaced && tokens[at + 1] !== undefined && !tokens[at + 1]!.spaced && isMark(token, '+'))
        )
      return false
    default:
      return token satisfies never
  }
}

/** `\SI{12}{m/s}`, `\qty{12}{\meter\per\second}`, `\num{12}`. */
function siunitx(text: string, tokens: readonly Token[], at: number): Part | null {
  const close = closing(tokens, at + 1)
  const value = close === null ? null : partAt(text, tokens.slice(0, close), at + 2)
  if (!value || value.next !== close) return null
  const end = closing(tokens, close + 1)
  if (end === null) return { quantity: value.quantity, next: close + 1 }
  const unit = unitOf(text, tokens.slice(0, end), close + 2)
  if (!unit || unit.next !== end) return null
  return { quantity: { ...value.quantity, unit: unit.unit, known: unit.known }, next: end + 1 }
}
