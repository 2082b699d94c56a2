/**
 * The few pieces of Python's text that the reference's feedback depends on, so that its vectors hold
 * to the letter: `str`, `str.splitlines`, `str.strip`, and lengths in code points.
 */

/** Python's white space (`str.isspace`): more than JavaScript's at the control characters, less at U+FEFF. */
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** `str(value)` of a JSON value: a string as itself, `None`, `True`, `[1, 'a']`, `{'k': 1}`. */
export function pythonStr(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value)
}

function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return pythonNumber(value)
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${quoted(key)}: ${pythonRepr(item)}`)
    .join(', ')}}`
}

/** A whole number is printed as an int: JSON text that said `1.0` cannot be told from `1` here. */
function pythonNumber(x: number): string {
  if (Number.isInteger(x)) return Math.abs(x) < 1e21 ? BigInt(x).toString() : exponent(String(x))
  return Math.abs(x) < 1e-4 ? exponent(x.toExponential()) : String(x)
}

/** Python writes at least two digits of exponent: 1e-05. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = quote
  for (const c of text) {
    const code = c.codePointAt(0)!
    if (c === quote || c === '\\') out += `\\${c}`
    else if (c === '\n') out += '\\n'
    else if (c === '\r') out += '\\r'
    else if (c === '\t') out += '\\t'
    else if (code < 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0xad)
      out += `\\x${code.toString(16).padStart(2, '0')}`
    else out += c
  }
  return out + quote
}

/** `str.splitlines()`: every kind of line end, and no last empty line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** `str.rstrip()`. A loop, for a pattern that is anchored at the end alone takes quadratic time over white space within. */
export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && SPACE.test(text[end - 1]!)) end--
  return text.slice(0, end)
}

export function strip(text: string): string {
  let begin = 0
  while (begin < text.length && SPACE.test(text[begin]!)) begin++
  return stripEnd(text.slice(begin))
}

/** `len(text)`: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let n = 0
  for (const c of text) if (c) n++
  return n
}

/** `text[:n]` in code points. */
export function firstCodePoints(text: string, n: number): string {
  return text.length <= n ? text : Array.from(text).slice(0, n).join('')
}
