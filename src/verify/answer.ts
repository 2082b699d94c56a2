/**
 * Final answers: found in a response ("The correct answer is: W.", `\boxed{}`, `<answer>`, the last
 * number), and compared by the problem's rule. Patterns of a problem are not run here but in the sandbox.
 */
import type { AnswerRule } from '../problems/problem.ts'
import type { Extracted } from './extract.ts'
import { WHOLE, withoutThinking } from './extract.ts'
import { parseNumber, sameUnit } from './quantity.ts'
import type { Quantity } from './quantity.ts'

export type Answered = Extracted &
  ({ kind: 'text' } | { kind: 'number'; quantity: Quantity } | { kind: 'choice'; label: string })

/** An answer stands at the end; what is before this many characters is not looked at. */
const LAST_CHARS = 4000

/** The answer, or null where there is none in the form that the rule asks for. The most explicit mark wins, the last of equals. */
export function extractAnswer(response: string, rule: AnswerRule): Answered | null {
  const text = withoutThinking(response).trim().slice(-LAST_CHARS)
  if (text === '') return null
  for (const { text: marked, from } of marks(text)) {
    const answer = asAnswer(marked, from, rule, false)
    if (answer) return answer
  }
  return unmarked(text, rule)
}

/** Marked answers, the most explicit and the last first. */
function* marks(text: string): Generator<Extracted> {
  for (const [, inner] of [...text.matchAll(/<answer>([\s\S]*?)(?:<\/answer>|$)/gi)].reverse())
    yield { text: inner!.trim(), from: 'what stands in <answer>' }
  for (
    let at = text.lastIndexOf('\\boxed{');
    at >= 0;
    at = at === 0 ? -1 : text.lastIndexOf('\\boxed{', at - 1)
  ) {
    const inner = balanced(text, at + 6)
    if (inner !== null) yield { text: inner, from: 'what stands in \\boxed{}' }
  }
  for (const [, inner] of [...text.matchAll(/^####[ \t]*(.+)$/gm)].reverse())
    yield { text: inner!.trim(), from: 'what follows ####' }
  // "Answer: B", "the correct answer is: W.", "the final answer is therefore 12 m".
  const said = [
    ...text.matchAll(
      /\b(?:answer|option|choice|result|solution)\b[ \t*_]*(?:is|are|was|=|:)[ \t*_]*(?:[ \t]*:)?[ \t]*(?:therefore|thus|then|hence|simply|probably|option|choice)?[ \t]*(?:\n[ \t]*)*(.+)/gi,
    ),
  ].reverse()
  for (const [, inner] of said) yield { text: inner!.trim(), from: 'what is called the answer' }
}

/** What stands between the brace at `at` and the one that closes it. */
function balanced(text: string, at: number): string | null {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return text.slice(at + 1, i).trim()
  }
  return null
}

/** Without the marks that people put around an answer. */
function bare(text: string): string {
  let inner = text.trim()
  for (let before = ''; before !== inner;) {
    before = inner
    inner = inner
      .replace(/^(\*\*|__|\$\$?|`+|["“])([\s\S]*?)(\*\*|__|\$\$?|`+|["”])[.,;!]?$/, '$2')
      .replace(/^\\\(([\s\S]*)\\\)$/, '$1')
      .replace(/^\\(?:text|mathrm|mathbf)\{([^{}]*)\}$/, '$1')
      .replace(/(?<=[^\s.])[.;,!]+$/, '')
      .replace(/^\*+|\*+$/g, '')
      .trim()
  }
  return inner
}

/** @param alone nothing called it an answer: a label must stand by itself, or before its option's text */
function asAnswer(marked: string, from: string, rule: AnswerRule, alone: boolean): Answered | null {
  const text = bare(marked)
  switch (rule.type) {
    case 'exact':
    case 'regex':
      return text === '' ? null : { kind: 'text', text, from }
    case 'number': {
      const quantity = parseNumber(text)
      return quantity && { kind: 'number', text: quantity.text, from, quantity }
    }
    case 'choice': {
      const label = labelOf(text, rule, alone)
      return label === null ? null : { kind: 'choice', text: label, from, label }
    }
    default:
      return rule satisfies never
  }
}

/** The option that a marked answer names: by its label, or by its text. */
function labelOf(
  text: string,
  { options }: Extract<AnswerRule, { type: 'choice' }>,
  alone: boolean,
): string | null {
  const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
  const named = (
    alone
      ? /^[*_([{"']*\s*([^\s*_)\]}.:,"']+)\s*[*_)\]}"']*(?:[.:)]|$)/
      : /^[*_([{"']*\s*([^\s*_)\]}.:,"']+)\s*[*_)\]}"']*(?:[.:,)]|\s|$)/
  ).exec(text)?.[1]
  // "a" begins many a sentence: in small letters a label is all there is.
  const byLabel =
    options.find(({ label }) => label === named) ??
    options.find(({ label }) => same(text.replace(/^[([]|[)\].:]$/g, ''), label))
  return (byLabel ?? options.find((option) => option.text !== '' && same(option.text, text)))?.label ?? null
}

function unmarked(text: string, rule: AnswerRule): Answered | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const lastLine = lines.at(-1)!
  const from = lines.length === 1 ? WHOLE : 'the last line'
  switch (rule.type) {
    case 'exact':
    case 'regex':
      return asAnswer(lastLine, from, rule, true)
    case 'number': {
      const quantity = lastQuantity(lines)
      return (
        quantity && {
          kind: 'number',
          text: quantity.text,
          from: quantity.text === text.replace(/[.\s]+$/, '') ? WHOLE : 'the last number',
          quantity,
        }
      )
    }
    case 'choice': {
      const standing = lines.map((line) => labelOf(bare(line), rule, true)).filter((label) => label !== null)
      // The options told over again, line by line, choose none of them.
      if (new Set(standing).size > 1) return null
      const alone = asAnswer(lastLine, from, rule, true)
      if (alone) return alone
      const labels = rule.options.map(({ label }) => label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      const last = [
        ...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(${labels.join('|')})(?![\\p{L}\\p{N}'])`, 'gu')),
      ].at(-1)
      return last
        ? { kind: 'choice', text: last[1]!, label: last[1]!, from: 'the last option that is named' }
        : null
    }
    default:
      return rule satisfies never
  }
}

function lastQuantity(lines: readonly string[]): Quantity | null {
  for (const line of [...lines].reverse()) {
    let last: Quantity | null = null
    const start = /(?<![\w.,])(?:\\[dt]?frac|[-+\u2212]?\.?\d)/g
    for (let found = start.exec(line); found; found = start.exec(line)) {
      const quantity = parseNumber(line.slice(found.index))
      if (!quantity) continue
      last = quantity
      start.lastIndex = found.index + Math.max(1, quantity.text.length)
    }
    if (last) return last
  }
  return null
}

/** Whether an answer is right; `hint` says in what way it is not, without giving the right one away. Not for patterns. */
export function compareAnswer(
  answer: Answered,
  rule: Exclude<AnswerRule, { type: 'regex' }>,
): { right: boolean; hint?: string } {
  switch (rule.type) {
    case 'exact': {
      const form = (text: string) => {
        const spaced =
          rule.spaces === 'exact'
            ? text
            : rule.spaces === 'ignore'
              ? text.replace(/\s+/g, '')
              : text.trim().replace(/\s+/g, ' ')
        return rule.caseSensitive ? spaced : spaced.toLowerCase()
      }
      return { right: rule.accepted.some((accepted) => form(accepted) === form(answer.text)) }
    }
    case 'choice':
      return { right: answer.kind === 'choice' && answer.label === rule.right }
    case 'number':
      return answer.kind === 'number' ? compareNumber(answer.quantity, rule) : { right: false }
    default:
      return rule satisfies never
  }
}

function compareNumber(
  { value, unit }: Quantity,
  rule: Extract<AnswerRule, { type: 'number' }>,
): { right: boolean; hint?: string } {
  const units = { ...rule.units, ...(rule.unit !== undefined && { [rule.unit]: 1 }) }
  const given = rule.unit === undefined || unit === null ? null : unit
  const factor = given === null ? 1 : Object.entries(units).find(([name]) => sameUnit(name, given))?.[1]
  if (factor === undefined)
    return {
      right: false,
      hint: `The unit ${given} is not one of this answer: give it in ${Object.keys(units).join(' or ')}.`,
    }
  const inUnit = value * factor
  const tolerance = Math.max(
    rule.absoluteTolerance ?? 0,
    (rule.relativeTolerance ?? 0) * Math.abs(rule.value),
    1e-9 * Math.max(1, Math.abs(rule.value)),
  )
  if (Math.abs(inUnit - rule.value) <= tolerance * (1 + 1e-12)) return { right: true }
  return { right: false, hint: `It is too ${inUnit > rule.value ? 'large' : 'small'}.` }
}

/** What is asked for, to follow "End with ". */
export function answerForm(rule: AnswerRule): string {
  switch (rule.type) {
    case 'exact':
    case 'regex':
      return '"Answer: " and the answer'
    case 'choice':
      return `"Answer: " and the label of one option (${rule.options.map(({ label }) => label).join(', ')})`
    case 'number':
      return rule.unit === undefined ? '"Answer: " and a number' : `"Answer: " and a number in ${rule.unit}`
    default:
      return rule satisfies never
  }
}

/** The right answer, for the person. */
export function rightAnswer(rule: AnswerRule): string {
  switch (rule.type) {
    case 'exact':
      return rule.accepted[0]!
    case 'regex':
      return `/${rule.pattern}/${rule.flags ?? ''}`
    case 'choice':
      return rule.right
    case 'number':
      return rule.unit === undefined ? String(rule.value) : `${rule.value} ${rule.unit}`
    default:
      return rule satisfies never
  }
}
