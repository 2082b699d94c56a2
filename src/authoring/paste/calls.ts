/** Tests that are calls with what they should give, as people and test files write them, a line each. */
import type { Json } from '../../problems/problem.ts'
import { LiteralError, readArguments, readLiteral } from '../literal.ts'
import type { Found, Language, NotUnderstood, PasteReader, PastedTest } from './pasted.ts'
import { asksForCode, spokenCalls } from './spoken-calls.ts'
import { assertInProse, quoted } from './text.ts'

/** Longer lines are no test that a person wrote. */
const longestLine = 4_000
/** Nor are longer values. */
const longestValue = 20_000

/** A value, or null where the text is none. */
export function literal(text: string): { value: Json } | null {
  if (text.length > longestValue) return null
  try {
    return { value: readLiteral(text) }
  } catch (error) {
    if (error instanceof LiteralError) return null
    throw error
  }
}

/** `name(values)`, where all of it can be read; null otherwise. */
function readCall(text: string): { name: string; args: Json[] } | null {
  const name = /^\s*([\p{L}_$][\p{L}\p{N}_$]{0,99})\s*(?=\()/u.exec(text)
  if (!name || text.length > longestValue) return null
  try {
    const { args, rest } = readArguments(text.slice(name[0].length))
    return rest.trim() === '' ? { name: name[1]!, args } : null
  } catch (error) {
    if (error instanceof LiteralError) return null
    throw error
  }
}

/** A call and the value that it should give, as a test; null where the value cannot be read. */
export function callTest(call: string, expected: string): { test: PastedTest; name: string | null } | null {
  const value = literal(expected)
  if (!value) return null
  const read = readCall(call)
  if (read) return { test: { args: read.args, expected: value.value }, name: read.name }
  const name = /^\s*([\p{L}_$][\p{L}\p{N}_$]{0,99})\s*\(/u.exec(call)?.[1] ?? null
  return name === null ? null : { test: { call: call.trim(), expected: value.value }, name }
}

interface Comparison {
  call: string
  expected: string
  language: Language | null
}

/** The two sides of what a test file claims. */
function comparison(line: string): Comparison | null {
  const trimmed = line.trim().replace(/;$/, '')
  const inner = (pattern: RegExp) => pattern.exec(trimmed)?.[1]
  const pair = inner(
    /^(?:self\.)?assert(?:Equals?|_equal|\.(?:equal|strictEqual|deepEqual|deepStrictEqual))\((.*)\)$/,
  )
  if (pair !== undefined) return split(pair, /,/y, trimmed.startsWith('assert.') ? 'javascript' : 'python')
  const expects =
    inner(/^expect\((.*)\)$/) !== undefined
      ? /^expect\((.*)\)\.(?:toBe|toEqual|toStrictEqual)\((.*)\)$/.exec(trimmed)
      : null
  if (expects) return { call: expects[1]!, expected: expects[2]!, language: 'javascript' }
  const console = inner(/^console\.assert\((.*)\)$/)
  if (console !== undefined) return split(console, /={2,3}/y, 'javascript')
  const assert = inner(/^assert\s+(.*)$/)
  if (assert !== undefined) return split(assert, /==|\bis\b/y, 'python')
  const call = inner(/^assert\s*\((.*)\)$/)
  if (call !== undefined) return split(call, /={2,3}/y, call.includes('===') ? 'javascript' : null)
  return null
}

/** At the first mark outside brackets and quotes. What follows a comma after it is the assertion's own message. */
function split(text: string, mark: RegExp, language: Language | null): Comparison | null {
  let depth = 0
  let quote = ''
  let left: string | null = null
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (quote !== '') {
      if (char === '\\') i++
      else if (char === quote) quote = ''
      continue
    }
    if (char === '"' || char === "'" || char === '`') quote = char
    else if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
    else if (depth === 0 && left !== null && char === ',')
      return { call: left, expected: text.slice(from, i), language }
    else if (depth === 0 && left === null) {
      mark.lastIndex = i
      const found = mark.exec(text)
      if (!found) continue
      left = text.slice(0, i)
      from = i + found[0].length
      i = from - 1
    }
  }
  return left === null ? null : { call: left, expected: text.slice(from), language }
}

/** One assert as a test of `name` (`candidate` is the function under test in HumanEval's checks). */
function assertTest(
  line: string,
): { test: PastedTest; name: string | null; language: Language | null } | null {
  if (line.length > longestLine) return null
  const claim = comparison(line)
  if (claim) {
    const read = callTest(claim.call, claim.expected)
    if (read) return { ...read, language: claim.language }
  }
  const trimmed = line.trim()
  if (
    (/^assert\b(?!\s*$)/.test(trimmed) && !assertInProse.test(trimmed)) ||
    /^console\.assert\(.+\)/.test(trimmed)
  ) {
    const name =
      /\b([\p{L}_$][\p{L}\p{N}_$]{0,99})\s*\(/u.exec(
        trimmed.replace(
          /^(?:console\.)?assert(?:\.\w+)?\s*\(?\s*(?:not\s+|!)?(?:(?:abs|round|len|sorted|list|set|tuple|math\.isclose|isinstance|Math\.abs)\s*\(\s*)*/,
          '',
        ),
      )?.[1] ?? null
    return { test: { assert: trimmed }, name, language: /^assert\s+[^(]/.test(trimmed) ? 'python' : null }
  }
  return null
}

const bullet = /^\s*(?:[-*\u2022]\s+|\(?\d{1,3}[.)]\s+)?(?:e\.g\.,?\s+|for example,?\s+)?/i

/** `f([2, 7]) -> 9`, `f(2) == 4`, `[2, 7] -> 9`. */
function arrowTest(line: string): { test: PastedTest; name: string | null } | null {
  if (line.length > longestLine) return null
  const text = line
    .slice(bullet.exec(line)![0].length)
    .replace(/^`|`[.;]?$/g, '')
    .replace(/;\s*$/, '')
  const called = /^([\p{L}_$][\p{L}\p{N}_$]{0,99})?\s*(?=\()/u.exec(text)
  if (called) {
    try {
      const { args, rest } = readArguments(text.slice(called[0].length))
      const arrow =
        /^\s*`?\s*(?:->|\u2192|\u21d2|=>|={1,3}|\b(?:returns|gives|should (?:be|return)|is)\b)\s*`?/.exec(
          rest,
        )
      const value = arrow && literal(rest.slice(arrow[0].length).replace(/`?\s*(?:(?:\/\/|#).*)?\.?$/, ''))
      if (value) return { test: { args, expected: value.value }, name: called[1] ?? null }
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error
    }
  }
  const sides = split(text, /->|\u2192|\u21d2|=>/y, null)
  if (!sides) return null
  const [input, output] = [literal(sides.call), literal(sides.expected)]
  return input && output ? { test: { args: [input.value], expected: output.value }, name: null } : null
}

const looksLikeTest = /^\s*(?:[-*\u2022]\s+)?(?:[\p{L}_$][\p{L}\p{N}_$]{0,99})?\(.*(?:->|\u2192|=>|={2,3})/u

/** Asserts, and arrows where a text has them. */
export const readCalls: PasteReader = (lines, free) => {
  const taken: number[] = []
  const tests: PastedTest[] = []
  const notUnderstood: NotUnderstood[] = []
  let name: string | undefined
  let language: Language | undefined
  const code = asksForCode(lines)
  lines.forEach((line, i) => {
    if (!free(i) || line.trim() === '') return
    const asserted = assertTest(line)
    const read = asserted ?? arrowTest(line)
    if (read) {
      taken.push(i)
      tests.push(read.test)
      name ??= read.name ?? undefined
      language ??= asserted?.language ?? undefined
      return
    }
    const spoken = code ? spokenCalls(line) : []
    if (spoken.length > 0) {
      tests.push(...spoken.map(({ test }) => test))
      name ??= spoken[0]!.name
    } else if (line.length < 500 && looksLikeTest.test(line)) {
      notUnderstood.push({
        line: i + 1,
        text: quoted(line),
        reason: 'It looks like a test, but its values cannot be read. It stays in the statement.',
      })
    }
  })
  if (tests.length === 0 && notUnderstood.length === 0) return null
  const found: Found = {
    taken,
    notUnderstood,
    understood:
      tests.length === 0 ? [] : [`${tests.length} ${tests.length === 1 ? 'call' : 'calls'} with a result`],
    ...(tests.length > 0 && { tests }),
    ...(name && name !== 'f' && { name }),
    ...(language && { language }),
  }
  return found
}
