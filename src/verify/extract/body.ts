/**
 * A completion of a Python function: the model goes on where the statement's signature ends, so the response is the
 * function's body alone, indented. It is judged under that signature.
 */
import { cleaned } from './clean.ts'
import type { Extracted } from './extracted.ts'
import { fencesOf } from './fences.ts'
import { withoutThinking } from './thinking.ts'

/** The body that the response begins with, under the signature that the statement has for `name`; null where it begins with none, or the statement names no parameters. */
export function extractBody(response: string, name: string, statement: string): Extracted | null {
  const { blocks, outside } = fencesOf(withoutThinking(response))
  if (blocks.length > 1) return null
  const code = blocks[0]?.code ?? outside
  if (new RegExp(`\\b(?:def|class)\\s+${name}\\b|^\\s*${name}\\s*=`, 'm').test(code)) return null
  const lines = code.replace(/^(?:[ \t]*\r?\n)+/, '').split(/\r?\n/)
  const end = lines.findIndex((line) => /^\S/.test(line))
  const body = (end < 0 ? lines : lines.slice(0, end)).join('\n').trimEnd()
  if (!/^[ \t]+(?:return|yield)\b/m.test(body)) return null
  const signature = signatureOf(statement, name)
  return signature === null
    ? null
    : { text: `${signature}\n${cleaned(body, 'python')}`, from: `the body of ${name}` }
}

function signatureOf(statement: string, name: string): string | null {
  for (const { index } of statement.matchAll(new RegExp(`(?<![\\w.])${name}\\(`, 'g'))) {
    const parameters = bracketed(statement, index + name.length)
    if (parameters === null) continue
    if (/\bdef[ \t]+$/.test(statement.slice(Math.max(0, index - 20), index)) || isDeclared(parameters))
      return `def ${name}${parameters}:`
  }
  return null
}

/** Names, perhaps with types and defaults, and no values: `(xs: List[int], most=3)`. */
function isDeclared(parameters: string): boolean {
  const inner = parameters.slice(1, -1)
  let depth = 0
  let from = 0
  const parts: string[] = []
  for (let i = 0; i <= inner.length; i++) {
    if ('([{'.includes(inner[i] ?? ' ')) depth++
    if (')]}'.includes(inner[i] ?? ' ')) depth--
    if (i < inner.length && (inner[i] !== ',' || depth > 0)) continue
    parts.push(inner.slice(from, i).trim())
    from = i + 1
  }
  return parts.every(
    (part) => part === '' || /^\*{0,2}(?!(?:True|False|None)\b)[A-Za-z_]\w*\s*(?:[:=].*)?$/s.test(part),
  )
}

/** What stands in the brackets that open at `at`, with them. */
function bracketed(text: string, at: number): string | null {
  let open = 0
  for (let i = at; i < text.length && i < at + 2000; i++) {
    if ('([{'.includes(text[i]!)) open++
    if (')]}'.includes(text[i]!) && --open === 0) return text.slice(at, i + 1)
  }
  return null
}
