/** The marks of a number, an expression or a unit as people and LaTeX write them. One pass over the text. */

export type Token = { at: number; end: number; /** White space stands before it. */ spaced: boolean } & (
  | { kind: 'number'; value: number; raw: string }
  /** `2,3,4` or `0x1F`: digits that are no number. */
  | { kind: 'unreadable' }
  /** `½`. */
  | { kind: 'part'; value: number }
  /** `²`, `⁻¹`. */
  | { kind: 'raised'; value: number }
  /** `=`, `≈`; with `order` for `<`, `≥`, `≠`, after which no number is the answer. */
  | { kind: 'relation'; order: boolean }
  | { kind: 'command'; name: string }
  | { kind: 'word'; word: string }
  | { kind: 'mark'; mark: string }
)

const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'
const PARTS: Record<string, number> = {
  '\u00bd': 1 / 2, '\u2153': 1 / 3, '\u2154': 2 / 3, '\u00bc': 1 / 4, '\u00be': 3 / 4, '\u2155': 1 / 5,
  '\u2156': 2 / 5, '\u2157': 3 / 5, '\u2158': 4 / 5, '\u2159': 1 / 6, '\u215a': 5 / 6, '\u215b': 1 / 8,
  '\u215c': 3 / 8, '\u215d': 5 / 8, '\u215e': 7 / 8,
} // prettier-ignore

const SPACE =
  /(?:\s|~|\u200b|\u2060|\\[,;:! ]|\\q?quad(?![a-zA-Z])|\\(?:left|right|displaystyle|limits|[bB]igg?[lr]?)(?![a-zA-Z])|\\(?:text|mathrm|mathbf|mathit|mathsf|textbf|textit|textrm|mbox|rm|bf|operatorname|boxed|fbox|unit)(?![a-zA-Z])\*?|\\[$()[\]])+/uy
const GROUPS: readonly [pattern: RegExp, separators: RegExp, decimal: string][] = [
  [/[1-9]\d{0,2}(?:,\d{3}){1,12}(?![\d,]*\d)(?:\.\d+)?/y, /,/g, '.'],
  [/[1-9]\d{0,2}(?:\{,\}\d{3}){1,12}(?!\d)(?:\.\d+)?/y, /\{,\}/g, '.'],
  [/[1-9]\d?(?:,\d{2}){1,12},\d{3}(?![\d,]*\d)(?:\.\d+)?/y, /,/g, '.'],
  [/[1-9]\d{0,2}(?:\\[,;: ]\d{3}){1,12}(?!\d)(?:[.,]\d+)?/y, /\\[,;: ]/g, '.'],
  [/[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f\u2007~]\d{3}){1,12}(?![\d/])(?:[.,]\d+)?/y, /[ \u00a0\u2009\u202f\u2007~]/g, '.'],
  [/[1-9]\d{0,2}(?:['\u2019]\d{3}){1,12}(?!\d)(?:[.,]\d+)?/y, /['\u2019]/g, '.'],
  [/[1-9]\d{0,2}(?:_\d{3}){1,12}(?!\d)(?:\.\d+)?/y, /_/g, '.'],
  [/[1-9]\d{0,2}(?:\.\d{3}){2,12}(?!\d)(?:,\d+)?/y, /\./g, ','],
  [/[1-9]\d{0,2}(?:\.\d{3}){1,12},\d+/y, /\./g, ','],
] // prettier-ignore
const PLAIN = /\d+(?:(?:,|\{,\})\d+(?![,.]?\d)|\.\d+(?![,.]?\d)|(?![,.]?\d))|\.\d+/y
/** Digits and nothing that may go on as a number. */
const SIMPLE = /\d+(?![\d.,{\\'\u2019_~\u00a0\u2009\u202f\u2007eExXbBoO]| \d)/y
const REPEATING = /(\d+)\.(\d*)\\overline\{(\d{1,12})\}/y
const EXPONENT = /[eE]([-+\u2212]?\d{1,4})(?!\w|\.\d)/y
const DIGITS = /[\d.,]*\d/y
const RADIX = /0[xXbBoO][\da-fA-F_]*/y
const COMMAND = /\\([a-zA-Z]+|%)/y
const WORD = /[\p{L}\p{M}\u00b5\u2126\u212b]+/uy
const RAISED = /[\u207b\u207a]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+/y
const RELATIONS = new Set('= \u2248 \u2243 \u2245 \u2261 \u21d2 \u2192 \u2252'.split(' '))
const ORDERS = new Set('< > \u2264 \u2265 \u2260 \u2262 \u2208'.split(' '))
const RELATION_NAMES = new Set(
  'approx simeq cong doteq equiv to rightarrow Rightarrow implies approxeq iff'.split(' '),
)
const ORDER_NAMES = new Set('le leq ge geq ne neq lt gt in leqslant geqslant ll gg notin'.split(' '))

/** A unit set in another type, and its power behind the braces: `\\text{ m/s}^2`. */
const POWER_BEHIND =
  /(\\(?:text|mathrm|mathsf|mathbf|textbf|textrm|rm|mbox)\s?\{[^{}]{0,60})\}(\^(?:\d|\{-?\d\}))/g

/** Digits of other scripts as those of this one, and the power of a unit within its braces: as many characters. */
export function ownDigits(text: string): string {
  return text
    .replace(POWER_BEHIND, '$1$2}')
    .replace(/[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (c) => {
      const code = c.charCodeAt(0)
      const zero = [0xff10, 0x0660, 0x06f0, 0x0966].find((first) => code >= first && code < first + 10)!
      return String(code - zero)
    })
}

function after(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

type Read = Token extends infer T ? (T extends Token ? Omit<T, 'at' | 'spaced'> : never) : never

/** All marks of a text, whose digits are `ownDigits`. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let spaced = true
  for (let at = 0; at < text.length;) {
    const space = after(SPACE, text, at)
    if (space) {
      spaced = true
      at += space[0].length
      continue
    }
    const read = tokenAt(text, at)
    if (read.kind === 'mark' && '$`"\u201c\u201d'.includes(read.mark)) spaced = true
    else {
      tokens.push({ ...read, at, spaced } as Token)
      spaced = false
    }
    at = read.end
  }
  return tokens
}

/** A sign in words, up to its number. */
const MINUS = /(?:minus|negative)\s+(?=\$?\d)/iy

function tokenAt(text: string, at: number): Read {
  const c = text[at]!
  if ((c >= '0' && c <= '9') || (c === '.' && /\d/.test(text[at + 1] ?? ''))) return numberAt(text, at)
  const minus = after(MINUS, text, at)
  if (minus) return { kind: 'mark', mark: '-', end: at + minus[0].length }
  const word = after(WORD, text, at)
  if (word) return { kind: 'word', word: word[0], end: at + word[0].length }
  if (PARTS[c] !== undefined) return { kind: 'part', value: PARTS[c], end: at + 1 }
  const raised = after(RAISED, text, at)
  if (raised) {
    const digits = raised[0].replace(/[^\u207b\u207a]/g, (each) => String(SUPERSCRIPTS.indexOf(each)))
    return {
      kind: 'raised',
      value: Number(digits.replace('\u207b', '-').replace('\u207a', '')),
      end: at + raised[0].length,
    }
  }
  const command = after(COMMAND, text, at)
  if (command) {
    const name = command[1]!
    const end = at + command[0].length
    if (RELATION_NAMES.has(name)) return { kind: 'relation', order: false, end }
    if (ORDER_NAMES.has(name)) return { kind: 'relation', order: true, end }
    return { kind: 'command', name, end }
  }
  if (RELATIONS.has(c)) {
    const twice = text[at + 1] === '=' || text[at + 1] === '>' ? 2 : 1
    return { kind: 'relation', order: false, end: at + twice }
  }
  if (ORDERS.has(c)) return { kind: 'relation', order: true, end: at + (text[at + 1] === '=' ? 2 : 1) }
  if (c === '!' && text[at + 1] === '=') return { kind: 'relation', order: true, end: at + 2 }
  if (text.startsWith('->', at)) return { kind: 'relation', order: false, end: at + 2 }
  if (text.startsWith('...', at) || c === '\u2026')
    return { kind: 'mark', mark: '\u2026', end: at + (c === '.' ? 3 : 1) }
  return starAt(text, at) ?? { kind: 'mark', mark: SAME_MARK[c] ?? c, end: at + 1 }
}

const SAME_MARK: Record<string, string> = {
  '\u2212': '-', '\u2010': '-', '\u2011': '-', '\uff0d': '-', '\u00d7': '*', '\u22c5': '*', '\u00b7': '*', '\u2219': '*',
  '\u2022': '*', '\u2217': '*', '\u00f7': '/', '\u2215': '/', '\u2044': '/', '\uff0c': ',', '\u3001': ',', '\uff08': '(', '\uff09': ')',
} // prettier-ignore

/** `**` is a power between numbers, else stress, as `*` is a product or stress. */
function starAt(text: string, at: number): Read | null {
  if (text[at] !== '*' && text[at] !== '_') return null
  let end = at
  while (text[end] === text[at]) end++
  if (text[at] === '_') return end - at > 1 ? { kind: 'mark', mark: '$', end } : null
  const before = text[at - 1] ?? ' '
  const next = text[end] ?? ' '
  const power = end - at === 2 && /[\d)\]}]/.test(before) && /[-\d(]/.test(next)
  if (power) return { kind: 'mark', mark: '^', end }
  const product =
    end - at === 1 &&
    /\s/.test(before) === /\s/.test(next) &&
    /[\s\d)\]}\p{L}]/u.test(before) &&
    /[\s\d(\\\p{L}-]/u.test(next)
  return product ? { kind: 'mark', mark: '*', end } : { kind: 'mark', mark: '$', end }
}

function numberAt(text: string, at: number): Read {
  const simple = after(SIMPLE, text, at)
  if (simple) return { kind: 'number', value: Number(simple[0]), raw: simple[0], end: at + simple[0].length }
  const repeating = after(REPEATING, text, at)
  if (repeating) {
    const [all, whole, fixed, period] = repeating
    const value =
      Number(`${whole}.${fixed}`) + Number(period) / (10 ** period!.length - 1) / 10 ** fixed!.length
    return { kind: 'number', value, raw: all, end: at + all.length }
  }
  const radix = after(RADIX, text, at)
  if (radix) return { kind: 'unreadable', end: at + radix[0].length }
  for (const [pattern, separators, decimal] of GROUPS) {
    const found = after(pattern, text, at)
    if (!found) continue
    const digits = found[0].replace(separators, '').replace(',', '.')
    if (decimal === '.' || digits.includes('.') || !found[0].includes(','))
      return scaled(text, at, found[0], digits)
  }
  const plain = after(PLAIN, text, at)
  // 1179,000 is either 1179 or a million: neither is read.
  if (plain && /^(?!0,)\d+(?:,|\{,\})\d{3}$/.test(plain[0]))
    return { kind: 'unreadable', end: at + plain[0].length }
  if (plain) return scaled(text, at, plain[0], plain[0].replace(/\{,\}|,/, '.'))
  return { kind: 'unreadable', end: at + Math.max(1, after(DIGITS, text, at)?.[0].length ?? 1) }
}

function scaled(text: string, at: number, raw: string, digits: string): Read {
  const end = at + raw.length
  const exponent = after(EXPONENT, text, end)
  const value = Number(exponent ? `${digits}e${exponent[1]!.replace('\u2212', '-')}` : digits)
  return {
    kind: 'number',
    value,
    raw: exponent ? `${raw}${exponent[0]}` : raw,
    end: end + (exponent?.[0].length ?? 0),
  }
}

export const isMark = (token: Token | undefined, ...marks: string[]) =>
  token?.kind === 'mark' && marks.includes(token.mark)
export const isWord = (token: Token | undefined, words: RegExp) =>
  token?.kind === 'word' && words.test(token.word)

export const numeric = (token: Token | undefined) =>
  token?.kind === 'number' || token?.kind === 'part' || token?.kind === 'unreadable'
