/** What stands behind a number and says of what: a unit, or a thing that is counted. */
import { isPart, SCALES } from './number-words.ts'
import { isMark, isWord } from './tokens.ts'
import type { Token } from './tokens.ts'
import type { KnownUnit } from './unit-table.ts'
import { unitAt } from './units.ts'

/** After a number they make it another. */
export const OPERATIONS =
  /^(?:squared|cubed|factorial|times|plus|minus|over|divided|power|root|roots|choose|mod|modulo|to|raised|score|gross|or)$/i
/** Words that may follow a number and are no thing that is counted. */
const PROSE = new Set(
  'is are was were and as in for to because since which that so the a an by at of on with if when where while per approximately about units unit i we you he she it they this these from than then therefore thus hence but not or after before into total altogether each all more less left remaining exactly'.split(
    ' ',
  ),
)
/** Units that are also words, where another word follows them. */
const ALSO_WORDS = /^(?:in|a|as|at|an|u|d|h|t|st|pt|ha|mo|au|am|mi|no|second|seconds)$/

export function unitOf(
  text: string,
  tokens: readonly Token[],
  at: number,
): { unit: string; known: KnownUnit | null; next: number } | null {
  const token = tokens[at]
  if (!token) return null
  const known = unitAt(tokens, at)
  if (known) {
    const next = at + known.taken
    const word =
      known.taken === 1 &&
      token.kind === 'word' &&
      ALSO_WORDS.test(token.word) &&
      tokens[next]?.kind === 'word'
    if (!word) return { unit: written(text, tokens, at, next), known: known.unit, next }
  }
  const inText = countedInText(tokens, at)
  if (inText !== null) return { unit: written(text, tokens, at, inText), known: null, next: inText }
  let next = at
  while (next < at + 4) {
    const each = tokens[next]
    if (!isCounted(each) || PROSE.has(each.word.toLowerCase())) break
    next++
  }
  // 10 x: a variable.
  if (next === at + 1 && token.kind === 'word' && /^[A-Za-z]$/.test(token.word)) return null
  return next === at ? null : { unit: written(text, tokens, at, next), known: null, next }
}

function isCounted(token: Token | undefined): token is Extract<Token, { kind: 'word' }> {
  return (
    token?.kind === 'word' &&
    !OPERATIONS.test(token.word) &&
    !isPart(token.word) &&
    !SCALES.has(token.word.toLowerCase())
  )
}

/** The token behind `\text{ apples per day}`, of which the braces are left: a thing that is counted; null where it says something else. */
function countedInText(tokens: readonly Token[], at: number): number | null {
  const close = closing(tokens, at)
  if (close === null) return null
  const [first, ...rest] = tokens.slice(at + 1, close)
  if (!isCounted(first) || first.word.length < 2 || PROSE.has(first.word.toLowerCase())) return null
  return rest.every((token) => isCounted(token) && !isWord(token, /^(?:and|or|not)$/i)) ? close + 1 : null
}

function written(text: string, tokens: readonly Token[], from: number, to: number): string {
  return text
    .slice(tokens[from]!.at, tokens[to - 1]!.end)
    .replace(/\\(?:text|mathrm|mathbf|textbf|rm|mbox)\s*\{\s*([^{}]*)\}/g, '$1')
    .replace(/\\(?:text|mathrm|mathbf|textbf|rm|mbox|left|right|unit)(?![a-zA-Z])/g, '')
    .replace(/^[[(]([^[\]()]*)[\])]$/, '$1')
    .replace(/^\{(.*)\}$/, '$1')
    .replace(/\\[,;: ]/g, ' ')
    .trim()
}

/** The closing brace of the one at `at`; null where there is none. */
export function closing(tokens: readonly Token[], at: number): number | null {
  if (!isMark(tokens[at], '{')) return null
  let depth = 0
  for (let i = at; i < tokens.length; i++) {
    if (isMark(tokens[i], '{')) depth++
    if (isMark(tokens[i], '}') && --depth === 0) return i
  }
  return null
}
