/**
 * JSON and Python literals as models write them, read by one pass: comments, trailing commas, single quotes, `None`,
 * `True`, bare keys, line ends within strings, tuples, and calls, `book(room="A")`.
 */
import type { Json } from '../../problems/problem.ts'

export interface PythonCall {
  name: string
  arguments: Record<string, Json>
  /** Arguments without a name, in order. */
  unnamed: Json[]
}

const DEEPEST = 64
const WORDS: Record<string, Json> = {
  null: null,
  None: null,
  true: true,
  True: true,
  false: false,
  False: false,
  NaN: null,
  undefined: null,
}
const NAME = /[A-Za-z_$][\w$]*/y
const DOTTED = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*/y
const NUMBER = /[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y
const SPACE = /(?:[\s\u00a0]+|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|#[^\n]*)+/y
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' }

class NotALiteral extends Error {}

/** The value that begins at `at`, and where it ends; null where none begins there. */
export function literalAt(text: string, at: number): { value: Json; end: number } | null {
  const reader = new Reader(text, at)
  try {
    const value = reader.value(0)
    return { value, end: reader.at }
  } catch (error) {
    if (error instanceof NotALiteral) return null
    throw error
  }
}

/** The call that begins at `at`: `book(room="A", day="Monday")`. */
export function callAt(text: string, at: number): { call: PythonCall; end: number } | null {
  const reader = new Reader(text, at)
  try {
    const call = reader.call()
    return call && { call, end: reader.at }
  } catch (error) {
    if (error instanceof NotALiteral) return null
    throw error
  }
}

class Reader {
  at: number
  private readonly text: string

  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at += found[0].length
    return found?.[0] ?? null
  }

  private space(): void {
    this.match(SPACE)
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false
    this.at++
    return true
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw new NotALiteral()
    this.space()
    const c = this.text[this.at]
    switch (c) {
      case '{':
        return this.object(depth)
      case '[':
        this.at++
        return this.items(']', depth)
      case '(':
        this.at++
        return this.items(')', depth)
      case '"':
      case "'":
        return this.string(c)
      case undefined:
        throw new NotALiteral()
      default: {
        const number = this.match(NUMBER)
        if (number !== null) return Number(number.replaceAll('_', ''))
        const word = this.match(NAME)
        const value = word === null ? undefined : Object.hasOwn(WORDS, word) ? WORDS[word] : undefined
        if (value === undefined) throw new NotALiteral()
        return value
      }
    }
  }

  private items(close: string, depth: number): Json[] {
    const items: Json[] = []
    for (;;) {
      this.space()
      if (this.take(close)) return items
      items.push(this.value(depth + 1))
      this.space()
      if (!this.take(',') && this.text[this.at] !== close) throw new NotALiteral()
    }
  }

  private object(depth: number): Json {
    this.at++
    const entries: [string, Json][] = []
    for (;;) {
      this.space()
      if (this.take('}')) return Object.fromEntries(entries)
      const c = this.text[this.at]
      const key = c === '"' || c === "'" ? this.string(c) : this.match(NAME)
      this.space()
      if (key === null || !this.take(':')) throw new NotALiteral()
      entries.push([key, this.value(depth + 1)])
      this.space()
      if (!this.take(',') && this.text[this.at] !== '}') throw new NotALiteral()
    }
  }

  private string(quote: string): string {
    this.at++
    let value = ''
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined) throw new NotALiteral()
      this.at++
      if (c === quote) return value
      if (c !== '\\') {
        value += c
        continue
      }
      const next = this.text[this.at++]
      if (next === undefined) throw new NotALiteral()
      if (next === 'u' && /^[\da-fA-F]{4}$/.test(this.text.slice(this.at, this.at + 4))) {
        value += String.fromCharCode(Number.parseInt(this.text.slice(this.at, this.at + 4), 16))
        this.at += 4
      } else value += ESCAPES[next] ?? next
    }
  }

  call(): PythonCall | null {
    const name = this.match(DOTTED)
    this.space()
    if (name === null || !this.take('(')) return null
    const named: [string, Json][] = []
    const unnamed: Json[] = []
    for (;;) {
      this.space()
      if (this.take(')')) return { name, arguments: Object.fromEntries(named), unnamed }
      const begin = this.at
      const key = this.match(NAME)
      this.space()
      if (key !== null && (this.take('=') || this.take(':'))) named.push([key, this.value(1)])
      else {
        this.at = begin
        unnamed.push(this.value(1))
      }
      this.space()
      if (!this.take(',') && this.text[this.at] !== ')') throw new NotALiteral()
    }
  }
}
