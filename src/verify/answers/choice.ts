/**
 * The option that a response chooses. Options are named by label or by their text; a sentence takes one ("the answer
 * is B", "B is correct") or puts it aside ("not B", "rather than C", "eliminated: (A)"). The last one that is taken
 * counts, and where none is taken outright, one that stands alone. Two of equal standing are no choice.
 */
import type { AnswerRule } from '../../problems/problem.ts'
import { inUnitOf, readQuantity } from '../numbers/index.ts'
import { namedOptions } from './choice-reading.ts'
import type { Named } from './choice-reading.ts'
import { plainText } from './plain.ts'

type ChoiceRule = Extract<AnswerRule, { type: 'choice' }>

const FAR = 12_000

export interface Chosen {
  label: string
  /** Nothing took it outright. */
  weak: boolean
}

/** The option that a text as a whole is, by its label or its text: `(B)`, `b) gold`, `\textbf{(B)}`, `gold`, `0.50` for the option 1/2. */
export function optionAlone(given: string, rule: ChoiceRule): string | null {
  if (given.length > 2000) return null
  const text = plainText(given)
  const small = text.toLowerCase()
  for (const { label } of rule.options) {
    const name = label.toLowerCase()
    const core = small.replace(/^[\s*_([{"'`$:]+/, '').replace(/^(?:option|choice|answer)[\s:(]+/, '')
    if (!core.startsWith(name)) continue
    const rest = core.slice(name.length)
    if (/^[\s*_)\]}"'`.:,;$!\u3002]*$/.test(rest)) return label
    const behind = /^[\s*_]{0,4}[)\]}.:,\u2013\u2014-]{0,3}[\s*_"'`$]{0,4}/.exec(rest)![0]
    const option = rule.options.find((each) => each.label === label)!
    if (behind !== '' && sameText(rest.slice(behind.length), option.text)) return label
  }
  const byText = rule.options.filter((option) => option.text.trim() !== '' && sameText(text, option.text))
  if (byText.length === 1) return byText[0]!.label
  const number = readQuantity(text)
  if (!number) return null
  const equal = rule.options.filter((option) => {
    const value = readQuantity(plainText(option.text))
    if (!value) return false
    const same = number.unit === null ? number.value : inUnitOf(number, value.unit ?? undefined)
    return same !== null && Math.abs(same - value.value) <= 1e-9 * Math.max(1, Math.abs(value.value))
  })
  return equal.length === 1 ? equal[0]!.label : null
}

function sameText(a: string, b: string): boolean {
  const form = (text: string) =>
    plainText(text)
      .toLowerCase()
      .replace(/[\s*_`"'$]+/g, ' ')
      .replace(/^[ .]+|[ .;,!]+$/g, '')
  return form(a) === form(b) && form(b) !== ''
}

/** The option that prose chooses; null where it chooses none, or leaves it open. */
export function optionChosen(whole: string, rule: ChoiceRule): Chosen | null {
  // What is chosen is said at the end, or alone on the first line.
  const text = whole.length <= FAR ? whole : whole.slice(-FAR).replace(/^\S*/, '')
  const named = namedOptions(text, rule)
  const taken = named.findLast((each) => each.stand === 'taken')
  if (taken) {
    const beside = named.filter((each) => each.sentence === taken.sentence)
    if (beside.some((each) => each.stand === 'open')) return null
    const byLabel = beside.findLast((each) => each.stand === 'taken' && each.byLabel)
    return { label: (byLabel ?? taken).label, weak: false }
  }
  const alone = linesAlone(text, rule)
  if (alone.length > 0)
    return new Set(alone).size === 1 ? { label: alone[0]!, weak: true } : firstAlone(whole, rule)
  const open = named.filter((each) => each.stand === 'named' && !isRetold(named, each))
  const last = open.at(-1)
  if (!last || named.some((each) => each.stand === 'open')) return null
  const beside = open.filter((each) => each.sentence === last.sentence)
  return new Set(beside.map((each) => each.label)).size === 1 ? { label: last.label, weak: true } : null
}

/** The options told over again choose none of them. */
function isRetold(all: readonly Named[], one: Named): boolean {
  return one.paired && new Set(all.filter((each) => each.paired).map((each) => each.label)).size > 1
}

function linesAlone(text: string, rule: ChoiceRule): string[] {
  return text
    .split('\n')
    .map((line) => (line.length > 300 ? null : optionAlone(line.trim(), rule)))
    .filter((label) => label !== null)
}

/** A label on the first line and an explanation of all below it: but not the options in a row. */
function firstAlone(text: string, rule: ChoiceRule): Chosen | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const first = optionAlone(lines[0]!.trim(), rule)
  const bare =
    first !== null &&
    plainText(lines[0]!)
      .replace(/[^\p{L}\p{N}]/gu, '')
      .toLowerCase() === first.toLowerCase()
  return bare && lines.length > 1 && optionAlone(lines[1]!.trim(), rule) === null
    ? { label: first, weak: true }
    : null
}
