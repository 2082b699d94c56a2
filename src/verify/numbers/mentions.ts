/** Quantities in prose: where they stand, and whether the sentence says that they are not it. */
import { expressionAt } from './expression.ts'
import { CURRENCY, partAt } from './quantity.ts'
import type { Quantity } from './quantity.ts'
import { isMark, isWord, numeric, ownDigits, tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'

/** No number in prose with its unit has more marks. */
const WINDOW = 100

export interface Mention {
  /** Null where digits stand that are no whole number: a range, a list, an inequality, half of an expression. */
  quantity: Quantity | null
  at: number
  end: number
  /** "not 10", "rather than 10". */
  denied: boolean
}

const NOT_ITS_OWN =
  /^(?:step|question|example|figure|fig|equation|eq|problem|part|case|line|page|option|method|q|exercise|section|chapter)$/i
const DENIALS = /^(?:not|never|than|except|neither|nor|instead|without|nicht|pas|no)$/i

/** Every quantity in prose, in order. */
export function mentionsOf(given: string): Mention[] {
  const text = ownDigits(given)
  const tokens = tokensOf(text)
  const mentions: (Mention & { from: number; to: number })[] = []
  for (let i = 0; i < tokens.length;) {
    if (!begins(text, tokens, i)) {
      i++
      continue
    }
    const from =
      i > 0 && isMark(tokens[i - 1], '-', '+') && !tokens[i]!.spaced && signs(tokens, i - 1) ? i - 1 : i
    const part = partAt(text, tokens.slice(from, from + WINDOW), 0)
    const next = part ? from + part.next : afterDigits(tokens, i)
    const order = relationBefore(tokens, from)
    mentions.push({
      quantity: part && !order && !isMark(tokens[from - 1], '\u00b1', '^', '/', '*') ? part.quantity : null,
      at: tokens[from]!.at,
      end: tokens[next - 1]!.end,
      denied: denied(tokens, from),
      from,
      to: next,
    })
    i = next
  }
  return mentions.map((mention, i) => {
    const [before, after] = [mentions[i - 1], mentions[i + 1]]
    const listed = (before && joined(tokens, before, mention)) || (after && joined(tokens, mention, after))
    return {
      quantity: listed ? null : mention.quantity,
      at: mention.at,
      end: mention.end,
      denied: mention.denied,
    }
  })
}

/** Past what cannot be read: to where words begin again. */
function afterDigits(tokens: readonly Token[], at: number): number {
  let next = at + 1
  while (
    next < tokens.length &&
    !['word', 'relation'].includes(tokens[next]!.kind) &&
    !isMark(tokens[next], '.', ';', ':', '?', '(')
  )
    next++
  return next
}

function begins(text: string, tokens: readonly Token[], i: number): boolean {
  const token = tokens[i]!
  const before = tokens[i - 1]
  if (token.kind === 'number' || token.kind === 'part' || token.kind === 'unreadable') {
    if (before && !token.spaced && before.kind === 'word' && /[A-Za-z]$/.test(before.word)) return false
    if (isMark(before, '_') && !token.spaced) return false
    if (isWord(before, NOT_ITS_OWN)) return false
    // 1. First, ...
    const marker =
      isMark(tokens[i + 1], '.', ')') &&
      tokens[i + 2]?.spaced &&
      (i === 0 || /\n\s*$/.test(text.slice(Math.max(0, token.at - 8), token.at)))
    return !(marker && token.kind === 'number')
  }
  if (token.kind === 'command') return /^(?:[dtc]?frac|sqrt|SI|qty|num|pi|d?binom|log)$/.test(token.name)
  if (token.kind === 'mark' && CURRENCY.test(token.mark)) return numeric(tokens[i + 1])
  if (isMark(token, '\u221a')) return true
  return (
    isMark(token, '(') &&
    (numeric(tokens[i + 1]) || isMark(tokens[i + 1], '-')) &&
    expressionAt(tokens.slice(i, i + WINDOW), 0) !== null &&
    !/^(?:Check|Note)/.test(text.slice(token.at + 1, token.at + 6))
  )
}

/** Is the sign before a number its own? */
function signs(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  return (
    before === undefined || tokens[at]!.spaced || !['number', 'word', 'part', 'raised'].includes(before.kind)
  )
}

function relationBefore(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  return before?.kind === 'relation' && before.order
}

function denied(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0 && i >= at - 4; i--) {
    const token = tokens[i]!
    if (token.kind !== 'word') {
      if (token.kind === 'mark' && token.mark === "'") continue
      if (token.kind === 'mark' && token.mark === '\u2019') continue
      return false
    }
    if (DENIALS.test(token.word)) return true
    if (token.word === 't' && isMark(tokens[i - 1], "'", '\u2019')) return true
    if (
      /^(?:but|is|so|are)$/i.test(token.word) &&
      !isMark(tokens[i + 1], "'", '\u2019') &&
      i === at - 1 &&
      !DENIALS.test((tokens[i - 1] as { word?: string } | undefined)?.word ?? '')
    )
      return false
  }
  return false
}

/** `10, 12`, `10 and 12`, `10 to 12`: two quantities of one list or range. */
function joined(
  tokens: readonly Token[],
  a: Mention & { to: number },
  b: Mention & { from: number },
): boolean {
  const between = tokens.slice(a.to, b.from)
  if (between.length === 0 || between.length > 2) return false
  const bare = (mention: Mention) => (mention.quantity?.unit ?? null) === null
  if (between.length === 1 && isMark(between[0], ',', ';', ':')) return bare(a) && bare(b)
  const words = between.every(
    (token) =>
      isWord(token, /^(?:and|or|to|through|und|oder|bis|et|ou|y|o)$/i) ||
      isMark(token, ',', '\u2013', '\u2014', '&'),
  )
  return words && (a.quantity?.unit ?? null) === (bare(a) ? null : (b.quantity?.unit ?? ''))
}
