/** The number that a response answers with, and whether it is right. */
import type { AnswerRule } from '../../problems/problem.ts'
import { WHOLE } from '../extract/extracted.ts'
import type { Extracted } from '../extract/extracted.ts'
import { inUnitOf, mentionsOf, readQuantity } from '../numbers/index.ts'
import type { Mention, Quantity } from '../numbers/index.ts'
import { linesUp, marksOf } from './marks.ts'
import type { Mark } from './marks.ts'
import { bare } from './plain.ts'

type NumberRule = Extract<AnswerRule, { type: 'number' }>
export type NumberAnswer = Extracted & { kind: 'number'; quantity: Quantity }

/** What a mark says: a number, plainly or in the midst of a sentence; `unreadable` where digits stand there that are no one number. */
type Said = { quantity: Quantity; plain: boolean } | 'unreadable' | null

/** @param within a tag: what it holds is the answer, and tags in it are none */
export function extractNumber(text: string, within = false): NumberAnswer | null {
  let loose: NumberAnswer | null = null
  for (const mark of marksOf(text).reverse()) {
    if (within && mark.kind === 'tag') continue
    const said = saidBy(mark)
    if (said === null) continue
    if (said === 'unreadable') {
      if (mark.kind === 'said' && loose) continue
      return loose
    }
    const answer: NumberAnswer = {
      kind: 'number',
      text: said.quantity.text,
      from: mark.from,
      quantity: said.quantity,
    }
    if (said.plain) return loose && mark.kind === 'said' ? loose : answer
    loose ??= answer
  }
  return loose ?? unmarked(text)
}

function saidBy(mark: Mark): Said {
  const text = tail(bare(mark.text))
  const whole = readQuantity(text)
  if (whole) return { quantity: whole, plain: true }
  const mentions = mentionsOf(text).filter((each) => !each.denied)
  if (mark.kind === 'box') return /\d/.test(text) ? 'unreadable' : null
  if (mark.kind === 'tag') {
    const inner = mentions.length > 0 ? extractNumber(mark.text, true) : null
    return inner ? { quantity: inner.quantity, plain: true } : mentions.length > 0 ? 'unreadable' : null
  }
  const [first] = mentions
  if (first) {
    // "12 m/s, as it has to be"; "that Tom has 10 apples left".
    const leads =
      /^[\s$~\u2248*_(\\{\u20ac\u00a3]*(?:(?:about|approximately|approx\.?|roughly|around|nearly|exactly|only|just|simply)\s+)?[\s$({\\[-]*$/i.test(
        text.slice(0, first.at),
      )
    const chosen = leads ? chained(text, mentions) : mentions.at(-1)!
    return chosen.quantity ? { quantity: chosen.quantity, plain: leads } : 'unreadable'
  }
  // In words: "ten apples".
  const begin = /^(?:[\p{L}-]+\s+){0,5}?[\p{L}-]+/u.exec(text)?.[0]
  for (
    let words = begin;
    words !== undefined && words !== '';
    words = /^(.*)\s+[\p{L}-]+$/u.exec(words)?.[1]
  ) {
    const quantity = readQuantity(words)
    if (quantity) return { quantity, plain: true }
  }
  return null
}

/** The last side of a chain of equations, "10 = 2 * 5". */
function chained(text: string, mentions: readonly Mention[]): Mention {
  let last = mentions[0]!
  for (const next of mentions.slice(1)) {
    if (!/^[\s$\\(){}]*(?:=|\u2248|\\approx)[\s$\\(){}]*$/.test(text.slice(last.end, next.at))) break
    last = next
  }
  return last
}

/** What every number has that is not spelled in words. */
const DIGITS = /[\p{N}\u03c0\u221a]|\\(?:sqrt|pi)/u

function unmarked(text: string): NumberAnswer | null {
  const whole = readQuantity(bare(text))
  if (whole) return { kind: 'number', text: whole.text, from: WHOLE, quantity: whole }
  const lines = linesUp(text)
  for (const [i, line] of lines.entries()) {
    // Numbers in words count on the last line alone.
    if (i > 0 && !DIGITS.test(line)) continue
    const said = bare(line)
    // "(Check: 10 - 3 = 7.)"
    if (lines.length > 1 && /^\(.*\)$/.test(said) && !readQuantity(said)) continue
    const quantity = readQuantity(said)
    if (quantity) return { kind: 'number', text: quantity.text, from: 'the last line', quantity }
    const last = mentionsOf(withoutAside(tail(said)))
      .filter((each) => !each.denied)
      .at(-1)
    if (last)
      return (
        last.quantity && {
          kind: 'number',
          text: last.quantity.text,
          from: 'the last number',
          quantity: last.quantity,
        }
      )
  }
  return null
}

/** An answer stands at the end of a line, however long that is. */
const tail = (line: string) => (line.length <= FAR ? line : line.slice(-FAR).replace(/^\S*/, ''))
const FAR = 4000

/** Without a remark in brackets at the end. */
const withoutAside = (line: string) =>
  line.replace(/(?<=\S\s)\((?=[^()\d]{0,3}\p{L}{2})[^()]{0,300}\)[.\s]*$/u, '')

/** Whether a number is right, within its tolerance and in its unit; else in what way it is not. */
export function compareNumber(quantity: Quantity, rule: NumberRule): { right: boolean; hint?: string } {
  const value = inUnitOf(quantity, rule.unit, rule.units)
  if (value === null) {
    const units = [...Object.keys(rule.units ?? {}), ...(rule.unit === undefined ? [] : [rule.unit])]
    return {
      right: false,
      hint:
        units.length === 0
          ? `Write the number out: ${quantity.text} can be read in more than one way.`
          : `The unit ${quantity.unit} is not one of this answer: give it in ${units.join(' or ')}.`,
    }
  }
  const tolerance = Math.max(
    rule.absoluteTolerance ?? 0,
    (rule.relativeTolerance ?? 0) * Math.abs(rule.value),
    1e-9 * Math.max(Number.MIN_VALUE, Math.abs(rule.value)),
  )
  if (Math.abs(value - rule.value) <= tolerance * (1 + 1e-12)) return { right: true }
  return { right: false, hint: `It is too ${value > rule.value ? 'large' : 'small'}.` }
}
