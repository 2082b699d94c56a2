/**
 * Values as people write them in tests: JSON, and also JavaScript's and Python's spelling of it (single
 * quotes, bare keys, trailing commas, None, True). Reads; never runs.
 */
import type { Json } from '../problems/problem.ts'

/** What is wrong at which character of the text (0-based). */
export class LiteralError extends Error {
  override name = 'LiteralError'

  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

const words: Readonly<Record<string, Json>> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
  undefined: null,
}

class Reader {
  at = 0
  private depth = 0

  constructor(readonly text: string) {}

  fail(message: string): never {
    throw new LiteralError(message, this.at)
  }

  space(): void {
    this.take(/\s*/y)
  }

  peek(): string {
    this.space()
    return this.text[this.at] ?? ''
  }

  /** `pattern` is sticky, so that a long text is never cut or searched: reading stays linear in it. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (!match) return null
    this.at += match[0].length
    return match[0]
  }

  value(): Json {
    const next = this.peek()
    if (next === '[' || next === '(' || next === '{') {
      if (++this.depth > DEEPEST) this.fail(`Lists and records lie more than ${DEEPEST} deep here.`)
      const value = next === '{' ? this.record() : this.list(next, next === '[' ? ']' : ')')
      this.depth--
      return value
    }
    if (next === '"' || next === "'" || next === '`') return this.string(next)
    const number = this.take(/[-+\u2212]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy)
    if (number !== null) return Number(number.replace('\u2212', '-').replaceAll('_', ''))
    const start = this.at
    const word = this.take(/[A-Za-z_$][\w$]*/y)
    if (word !== null && Object.hasOwn(words, word)) return words[word]!
    this.at = start
    return next === ''
      ? this.fail('A value is missing.')
      : this.fail(
          `${JSON.stringify(word ?? next)} is not a value: write numbers, "text", true, false, null, [lists] and {records}.`,
        )
  }

  /** Values up to a closing mark, which is taken. */
  list(open: string, close: string): Json[] {
    this.at += open.length
    const values: Json[] = []
    for (;;) {
      if (this.peek() === close) break
      values.push(this.value())
      const mark = this.peek()
      if (mark === ',') this.at++
      else if (mark !== close)
        this.fail(
          mark === ''
            ? `"${close}" is missing.`
            : `"," or "${close}" was expected, not ${JSON.stringify(mark)}.`,
        )
    }
    this.at += close.length
    return values
  }

  private record(): Json {
    this.at++
    const entries: [string, Json][] = []
    for (;;) {
      const next = this.peek()
      if (next === '}') break
      const key =
        next === '"' || next === "'" ? this.string(next) : this.take(/[\p{L}_$][\p{L}\p{N}_$]*|\d+/uy)
      if (key === null)
        this.fail(
          next === '' ? '"}" is missing.' : `${JSON.stringify(next)} cannot begin the name of a field.`,
        )
      if (this.peek() !== ':') this.fail(`":" is missing after ${key}.`)
      this.at++
      entries.push([key, this.value()])
      const mark = this.peek()
      if (mark === ',') this.at++
      else if (mark !== '}')
        this.fail(mark === '' ? '"}" is missing.' : `"," or "}" was expected, not ${JSON.stringify(mark)}.`)
    }
    this.at++
    return Object.fromEntries(entries)
  }

  /** Where the text that begins here ends; -1 where it does not. Only a \` goes over line ends. */
  private closing(quote: string): number {
    for (let i = this.at + 1; i < this.text.length; i++) {
      const char = this.text[i]
      if (char === quote) return i
      if (char === '\\') i++
      else if (char === '\n' && quote !== '`') return -1
    }
    return -1
  }

  private string(quote: string): string {
    const start = this.at
    const end = this.closing(quote)
    if (end < 0) this.fail(`The text that begins here has no closing ${quote}.`)
    this.at = end + 1
    return this.text
      .slice(start + 1, end)
      .replace(/\\(u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[\s\S])/gi, (_, code: string) => {
        if (/^[ux]./i.test(code)) {
          const point = Number.parseInt(code.replace(/[^0-9a-f]/gi, ''), 16)
          if (point <= 0x10ffff) return String.fromCodePoint(point)
          this.at = start
          return this.fail('This text names a character that does not exist.')
        }
        return escapes[code] ?? code
      })
  }
}

/** Lists and records within each other, at most: a pasted megabyte of brackets must not exhaust the stack. */
const DEEPEST = 200

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
}

/** One value that is the whole text. @throws LiteralError */
export function readLiteral(text: string): Json {
  const reader = new Reader(text)
  const value = reader.value()
  if (reader.peek() !== '')
    reader.fail(`${JSON.stringify(shortened(reader.text.slice(reader.at)))} is left over after the value.`)
  return value
}

function shortened(text: string): string {
  const trimmed = text.slice(0, 200).trim()
  return trimmed.length > 60 ? `${trimmed.slice(0, 59)}\u2026` : trimmed
}

/** The values between brackets that begin the text, and what comes after them. @throws LiteralError */
export function readArguments(text: string): { args: Json[]; rest: string; at: number } {
  const reader = new Reader(text)
  if (reader.peek() !== '(') reader.fail('"(" is missing.')
  const args = reader.list('(', ')')
  return { args, rest: text.slice(reader.at), at: reader.at }
}

/** A value as tests show it: a space after commas, keys bare where they can be. */
export function writeLiteral(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(writeLiteral).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(
        ([key, of]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${writeLiteral(of)}`,
      )
      .join(', ')}}`
  }
  return JSON.stringify(value)
}
