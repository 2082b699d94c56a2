/** The program in a response: code blocks among prose, thinking left out; and in words, which part of the response it is. */
import type { Language } from '../problems/problem.ts'
import { cleaned } from './extract/clean.ts'
import { WHOLE } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { fencesOf, inLanguage } from './extract/fences.ts'
import type { Block } from './extract/fences.ts'
import { withNeeds } from './extract/needs.ts'
import { withoutThinking } from './extract/thinking.ts'

/**
 * The code that should define `name`: the last fenced block in the language that does (else the last
 * fenced block), with the blocks before it that it needs; or the unfenced lines from the first definition
 * on; or inline code. Null where there is no code. A fence that is never closed (a cut attempt) runs to
 * the end. A block in another language is no answer.
 */
export function extractFunction(
  response: string,
  name: string,
  language: Language = 'javascript',
): Extracted | null {
  const { blocks, outside } = fencesOf(withoutThinking(response))
  const defines = definition(name, language)
  if (blocks.length > 0)
    return ofBlocks(blocks, language, name, (block) => defines.test(block), `defines ${name}`)
  // One span of inline code is the whole response.
  const only = /^\s*`[^`\n]+`\s*$/.test(outside) ? inline(outside, language, defines) : null
  return only ?? unfenced(outside, language, defines) ?? inline(outside, language, defines)
}

/** A whole program: the last fenced block in the language, or the lines of code of a response without any fence. */
export function extractProgram(response: string, language: Language): Extracted | null {
  const { blocks, outside } = fencesOf(withoutThinking(response))
  if (blocks.length > 0)
    return ofBlocks(blocks, language, null, (code) => !isTranscript(code), 'is a program')
  return unfenced(outside, language, CODE[language])
}

/** What a program printed, shown in a block without a tag, is no program. */
const isTranscript = (code: string) => !/[a-z_]\w*\s?\(|=|;/i.test(code)

/**
 * One expression: the last fenced block, inline code in prose, or the whole text, without what people put
 * around one: "Answer:", `return`, `const result =`, a comment, a semicolon. A function of the parameters is called.
 */
export function extractExpression(response: string, parameters: readonly string[] = []): Extracted {
  const { blocks: all, outside } = fencesOf(withoutThinking(response))
  const blocks = all.filter((block) => inLanguage(block, 'javascript'))
  const block = blocks.at(-1)
  const text = (block?.code ?? outside).trim()
  const spans = [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)]
  const span = spans.at(-1)
  // A template literal among other code is no inline code.
  const prose =
    block === undefined &&
    span &&
    (span[0] === text ||
      (/^\p{Lu}?[\p{L}']+[ ,:]/u.test(text) && /[\s(]$/.test(text.slice(0, span.index) || ' ')))
  const said =
    /^(?:the\s+)?(?:final\s+)?(?:answer|solution|expression|code)\s*(?:is)?\s*:?[ \t]*\n?(?=\S)/i.exec(
      text,
    )?.[0] ?? ''
  const code = prose ? span[1]! : said !== '' && said.includes(':') ? text.slice(said.length) : text
  return {
    text: asExpression(code, parameters),
    from: block
      ? blockWords(blocks, blocks.length - 1, '')
      : prose && span[0] !== text
        ? 'the inline code'
        : WHOLE,
  }
}

function asExpression(given: string, parameters: readonly string[]): string {
  const code = given
    .replace(/^(?:\s*\/\/[^\n]*\n)+/, '')
    .replace(/\s\/\/[^\n'"`]*$/, '')
    .trim()
    .replace(/;+$/, '')
    .replace(/^return\s+/, '')
    .replace(/^(?:const|let|var)\s+[\w$]+\s*=(?![=>])\s*/, '')
    .trimEnd()
  const isFunction = /^(?:async\s+)?(?:function\b[^(]{0,80}\(|\([\w$,\s]*\)\s*=>|[\w$]+\s*=>)/.test(code)
  return isFunction && parameters.length > 0 ? `(${code})(${parameters.join(', ')})` : code
}

function ofBlocks(
  all: readonly Block[],
  language: Language,
  name: string | null,
  fits: (code: string) => boolean,
  why: string,
): Extracted | null {
  const blocks = all.filter((block) => inLanguage(block, language))
  if (blocks.length === 0) return null
  const fitting = blocks.findLastIndex(({ code }) => fits(code))
  const at = fitting < 0 ? blocks.length - 1 : fitting
  const { code, taken } = withNeeds(blocks, at, name, language)
  const text = cleaned(code, language)
  const where = blockWords(blocks, at, fitting < 0 ? '' : why)
  return text.trim() === '' ? null : { text, from: taken === 0 ? where : `${where}, with ${taken} before it` }
}

function blockWords(blocks: readonly Block[], at: number, why: string): string {
  const which =
    blocks.length === 1
      ? 'the code block'
      : at === blocks.length - 1
        ? `the last of ${blocks.length} code blocks`
        : `code block ${at + 1} of ${blocks.length}, the last that ${why}`
  return blocks[at]!.closed ? which : `${which}, which is never closed`
}

/** Inline code that defines what is asked for: "The function is `double = lambda x: 2 * x`." */
function inline(text: string, language: Language, defines: RegExp): Extracted | null {
  const span = [...text.matchAll(/`([^`\n]+)`/g)].findLast((found) => defines.test(found[1]!))
  return span ? { text: cleaned(span[1]!, language), from: 'the inline code' } : null
}

function definition(name: string, language: Language): RegExp {
  const escaped = name.replace(/\$/g, '\\$')
  return language === 'python'
    ? new RegExp(
        `^[ \\t]*(?:async\\s+def|def|class)\\s+${escaped}\\b|^${escaped}\\s*(?::[^=\\n]*)?=(?!=)`,
        'mu',
      )
    : new RegExp(
        `\\b(?:function(?:\\s*\\*)?|class)\\s*${escaped}(?![\\w$])|(?<![\\w$.])${escaped}\\s*=(?![=>])`,
      )
}

/** A line that is code, for the eye: how a statement begins. */
const STATEMENT = {
  javascript:
    /^\s*(export\s|import\s|async\s+function|function|const\s|let\s|var\s|class\s|for\s*\(|while\s*\(|if\s*\(|console\.|process\.|require\(|\(async\b|\(function\b|\(\(\)\s*=>|\/\/|\/\*|['"]use strict)/,
  python:
    /^\s*(import\s|from\s+\S+\s+import\b|def\s|async\s+def\s|class\s|@\w|if\s.*:|for\s.*:|while\s.*:|with\s.*:|try:|except\b.*:|else:|elif\s.*:|finally:|return\b|print\(|[A-Za-z_][\w.[\], \t]*[-+*/%|&]?=(?!=)|#|[\w.]+\(.*\)\s*$)/,
} as const
/** A line that ends a statement, or goes on with one. */
const ENDING = { javascript: /[};)]\s*(\/\/.*)?$/, python: /^\s+\S|^$/ } as const
/** What a whole program does, and prose does not. */
const CODE = {
  javascript: /\bconsole\.\w+\s*\(|\bprocess\.std|\brequire\s*\(|\bprint\s*\(|\breadline\s*\(/,
  python: /\bprint\s*\(|\binput\s*\(|\bsys\.std|^[ \t]*(?:import\s+\w+|from\s+\w+\s+import\b)/m,
} as const

/** From the first line that begins a statement, if the code is there at all, to the last line that ends one. */
function unfenced(text: string, language: Language, defines: RegExp): Extracted | null {
  if (!defines.test(text)) return null
  const lines = text.split(/\r?\n/)
  const begins = (line: string) => STATEMENT[language].test(line) || defines.test(line)
  const first = lines.findIndex(begins)
  const last =
    language === 'python'
      ? lastOfPython(lines, first, begins)
      : lines.findLastIndex((line) => ENDING.javascript.test(line) || defines.test(line))
  const code = dedented(lines.slice(first, last + 1)).join('\n')
  if (code.trim() === '') return null
  const whole = code.trim() === text.trim()
  return {
    text: cleaned(code, language),
    from: whole
      ? WHOLE
      : first === last
        ? `line ${first + 1}, outside any code block`
        : `lines ${first + 1} to ${last + 1}, outside any code block`,
  }
}

/** Code in a list or a quote begins where its first line does. */
function dedented(lines: readonly string[]): string[] {
  const margin = /^[ \t]*/.exec(lines[0] ?? '')![0]
  return lines.map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line))
}

/** Up to the first line at the margin that is prose. */
function lastOfPython(lines: readonly string[], first: number, begins: (line: string) => boolean): number {
  let last = first
  let open = 0
  for (let i = first; i < lines.length; i++) {
    const line = lines[i]!
    if (open <= 0 && !ENDING.python.test(line) && !begins(line) && !/^[)\]}'"]/.test(line)) break
    if (line.trim() !== '') last = i
    // Inside brackets lines may begin anywhere.
    open += opened(line)
  }
  return last
}

/** By how many brackets a line of Python opens more than it closes, those in its strings and its comment aside. */
function opened(line: string): number {
  let open = 0
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (quote !== '') {
      if (c === '\\') i++
      else if (c === quote) quote = ''
    } else if (c === '"' || c === "'") quote = c
    else if (c === '#') break
    else if ('([{'.includes(c)) open++
    else if (')]}'.includes(c)) open--
  }
  return open
}
