/** Answers in words: what of a response may be the answer, and whether it is an accepted one. */
import type { AnswerRule } from '../../problems/problem.ts'
import { WHOLE } from '../extract/extracted.ts'
import type { Extracted } from '../extract/extracted.ts'
import { formulaForm } from './formula.ts'
import { sameListed } from './listed-forms.ts'
import { linesUp, marksOf } from './marks.ts'
import { bare, plainText } from './plain.ts'

type ExactRule = Extract<AnswerRule, { type: 'exact' }>

/** The answer, and the shorter readings of it: "Paris, because ..." is Paris. The first that is accepted counts. */
export function extractText(text: string, accepts: (candidate: string) => boolean): Extracted | null {
  const marks = marksOf(text).reverse()
  // The last mark that bears something; one in prose ("the answer is obvious") is passed over for a plainer one before it.
  const strong = marks.find((mark) => mark.kind !== 'said' && bare(mark.text) !== '')
  const said = marks.find(
    (mark) => mark.kind === 'said' && bare(mark.text) !== '' && (!strong || mark.at > strong.end),
  )
  for (const mark of [said, strong])
    if (mark) {
      const found = readings(mark.text).find(accepts)
      if (found !== undefined) return { text: found, from: mark.from }
    }
  const marked = strong ?? said
  if (marked) return { text: readings(marked.text)[0]!, from: marked.from }
  return unmarked(text, accepts)
}

function unmarked(text: string, accepts: (candidate: string) => boolean): Extracted | null {
  const whole = fenced(text)
  const lines = linesUp(whole)
  const last = lines.find((line) => !(lines.length > 1 && /^\(.*\)[.]?$/.test(line)))
  if (last === undefined) return null
  const from = lines.length === 1 ? WHOLE : 'the last line'
  const all = lines.length > 1 ? bare(whole) : undefined
  if (all !== undefined && accepts(all)) return { text: all, from: WHOLE }
  const found = readings(last)
  const text0 = found.find(accepts) ?? found[0]
  return text0 === undefined || text0 === '' ? null : { text: text0, from }
}

/** What stands in the only code block, where the response is nothing else. */
function fenced(text: string): string {
  return /^\s*```[^\n`]{0,20}\n([^`]*)\n\s*```\s*$/.exec(text)?.[1] ?? text
}

const COPULA =
  /(?<=\s)(?:is|are|was|were|be|ist|est|es|\u00e9|\u00e8)\s+(?:(?:called|named|simply|therefore|the\s+(?:word|name|term|city|country))\s+)*|[=:\u2192]\s+/giu
const DENIED = /^(?:not|never|nicht|pas|no)\s/i

function readings(text: string): string[] {
  const first = bare(text)
  if (first === '') return ['']
  const found = [first]
  const line = /^[^\n]*/.exec(first)![0].slice(0, 600)
  const add = (candidate: string) => {
    const plain = bare(candidate)
    if (plain !== '' && !DENIED.test(plain)) found.push(plain)
  }
  add(line)
  const clause = (part: string) => {
    add(part)
    // "Paris, because", "Paris (France)", "Paris. I hope it is correct".
    const end =
      /[.!?](?=\s+\p{Lu}|\s*$)|,\s+(?:because|since|as|which|for|who|where|located|known)\s|,\s+(?:an?|the|one)\s+\p{Ll}[\p{L}-]*\s+(?:in|of|on|near|at|from|that|which|who|with|between)\s|\s+(?:because|since)\s|\s+[(\u2013\u2014]|\s-\s(?=\p{L}+\s+\p{L})|;/iu.exec(
        part,
      )
    if (end && end.index > 0) add(part.slice(0, end.index))
  }
  clause(line)
  // "The capital of France is Paris."
  const copulas = [...line.matchAll(COPULA)].slice(-4)
  for (const each of copulas.reverse()) {
    const rest = line.slice(each.index + each[0].length)
    if (!/\s(?:or|not)\s/i.test(` ${rest} `)) clause(rest)
  }
  for (const named of namedIn(line)) add(named)
  return found
}

const NEGATED =
  /\b(?:not|never|no|none|neither|nor|without|except|instead|rather|than|or|maybe|perhaps|might|could|may|unlikely|false|wrong|nicht|kein\w*|nie|pas|jamais|ni|nunca|n\u00e3o|non)\b|n['\u2019]t\b/iu
/** After them a sentence names who did it, or when and where. */
const NAMES = /\s(?:by|on|in|at|from|to|von|durch|am|im|par|por|en)\s+/giu
const DID =
  /\s(?:\p{L}+ed|was|is|were|are|wrote|won|made|built|led|sang|drew|did|has|had|became|took|gave|found|began|ran|won|sold|told|taught|held)(?=\s)/iu
const SUBJECT =
  /^(?!(?:true|false|yes|no|none|not|both|either|it|he|she|they|this|that|there|the answer)\b)[\p{L}\p{N}].{3,}$/iu

/** What one short sentence names without a copula: "It was written by Ann Lee", "Ann Lee wrote it". A sentence that denies names nothing. */
function namedIn(line: string): string[] {
  if (NEGATED.test(line) || line.split(/\s+/).length > 25) return []
  const found: string[] = []
  // Of "Smith was taught by Lee" Lee is not what is said of the question.
  for (const each of /^(?:it|this|that|the)\s/i.test(line) ? [...line.matchAll(NAMES)].slice(-4) : []) {
    const rest = line.slice(each.index + each[0].length)
    found.push(rest)
    const next = /\s(?:by|on|in|at|from|to|during|after|before|when|while|and)\s|,/iu.exec(rest)
    if (next) found.push(rest.slice(0, next.index))
  }
  const did = DID.exec(line)
  const subject = did && line.slice(0, did.index).replace(/[*_"`]+/g, '')
  if (subject && SUBJECT.test(subject)) found.push(subject)
  return found
}

/** Whether a text is an accepted one, by the rules of case and space; marks of Markdown and LaTeX aside. */
export function isAccepted(text: string, rule: ExactRule): boolean {
  const form = (each: string) => {
    const spaced =
      rule.spaces === 'exact'
        ? each
        : rule.spaces === 'ignore'
          ? each.replace(/\s+/g, '')
          : each.trim().replace(/\s+/g, ' ')
    return rule.caseSensitive ? spaced : spaced.toLowerCase()
  }
  const same = (a: string, b: string) =>
    form(bare(a)) === form(bare(b)) || form(tex(a)) === form(tex(b)) || sameFormula(a, b)
  return rule.accepted.some(
    (accepted) =>
      form(accepted) === form(text) ||
      (rule.spaces !== 'exact' && (same(accepted, text) || sameListed(accepted, text, same))),
  )
}

/** Both are formulas and the same but for the order of their parts; a name before "=" that only one of them has is left out. */
function sameFormula(a: string, b: string): boolean {
  const [x, y] = [sides(a), sides(b)]
  if (x.name !== null && y.name !== null && x.name !== y.name) return false
  const form = formulaForm(x.text)
  return form !== null && form === formulaForm(y.text)
}

function sides(text: string): { name: string | null; text: string } {
  const plain = text.replace(/\$/g, '').trim()
  const named = /^((?:[a-zA-Z]'*|\\?frac\{?d\w?\}?\{?d\w\}?|d\w\/d\w)(?:\(\w\))?)\s*=\s*(\S.*)$/s.exec(plain)
  return named ? { name: named[1]!.replace(/\s+/g, ''), text: named[2]! } : { name: null, text: plain }
}

/** One spelling of the same formula. */
function tex(text: string): string {
  // Neither a formula nor signs alone, as in `(-2, 2)`.
  if (!/[\\^_${}]/.test(text) && /\p{L}{2}/u.test(text)) return bare(text)
  return plainText(text)
    .replace(/\\[dtc]frac/g, '\\frac')
    .replace(/\\frac\s?(\d)\s?(\d)(?!\d)/g, '\\frac{$1}{$2}')
    .replace(/\\(frac|sqrt)\s?(\d)(?=\{|(?!\d))/g, '\\$1{$2}')
    .replace(/(\})(\d)(?!\d)(?=\s*$)/g, '$1{$2}')
    .replace(/([\^_])\{(\w)\}/g, '$1$2')
    .replace(/\s*([-+*/=^,()[\]{}])\s*/g, '$1')
    .trim()
}
