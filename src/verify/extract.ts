/** The program in a response: code blocks among prose, thinking left out; and in words, which part of the response it is. */
import type { Language } from '../problems/problem.ts'
import { WHOLE } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { withoutThinking } from './extract/thinking.ts'

/**
 * The code that should define `name`: the last fenced block in the language that does (else the last
 * fenced block), or the unfenced lines from the first definition on. Null where there is no code. A fence
 * that is never closed (a cut attempt) runs to the end. A block in another language is no answer.
 */
export function extractFunction(
  response: string,
  name: string,
  language: Language = 'javascript',
): Extracted | null {
  const text = withoutThinking(response)
  const defines = definition(name, language)
  return (
    ofBlocks(fencedBlocks(text, language), (block) => defines.test(block), `defines ${name}`) ??
    (FENCE.test(text) ? null : unfenced(text, language, defines))
  )
}

/** A whole program: the last fenced block in the language, or the lines of code of a response without any fence. */
export function extractProgram(response: string, language: Language): Extracted | null {
  const text = withoutThinking(response)
  return (
    ofBlocks(fencedBlocks(text, language), () => true, '') ??
    (FENCE.test(text) ? null : unfenced(text, language, CODE[language]))
  )
}

/** One expression: the last fenced block or the whole text, without the quotes and the semicolon that people put around one. */
export function extractExpression(response: string): Extracted {
  const text = withoutThinking(response)
  const blocks = fencedBlocks(text, 'javascript')
  const block = blocks.at(-1)
  const code = (block?.code ?? text).trim()
  const quoted = /^`([^`]*)`$/.exec(code)
  return {
    text: (quoted?.[1] ?? code).trim().replace(/;+$/, '').trimEnd(),
    from: block ? blockWords(blocks, blocks.length - 1, '') : WHOLE,
  }
}

const FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)/m
const TAGS = {
  javascript: /^(|js|javascript|mjs|cjs|node|jsx|ts|typescript)$/i,
  python: /^(|py|python[\d.]*|py3|ipython)$/i,
} as const

export interface Block {
  code: string
  tag: string
  closed: boolean
}

/** All fenced blocks, in order. */
export function allBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let fence: { mark: string; tag: string; lines: string[] } | null = null
  for (const line of text.split(/\r?\n/)) {
    const mark = FENCE.exec(line)
    if (fence === null) {
      if (mark) fence = { mark: mark[1]!, tag: mark[2]!, lines: [] }
    } else if (mark && mark[2] === '' && mark[1]!.startsWith(fence.mark)) {
      blocks.push({ code: fence.lines.join('\n'), tag: fence.tag, closed: true })
      fence = null
    } else fence.lines.push(line)
  }
  if (fence) blocks.push({ code: fence.lines.join('\n'), tag: fence.tag, closed: false })
  return blocks
}

function fencedBlocks(text: string, language: Language): Block[] {
  return allBlocks(text).filter(({ tag }) => TAGS[language].test(tag))
}

function ofBlocks(blocks: readonly Block[], fits: (code: string) => boolean, why: string): Extracted | null {
  if (blocks.length === 0) return null
  const fitting = blocks.findLastIndex(({ code }) => fits(code))
  const at = fitting < 0 ? blocks.length - 1 : fitting
  const { code } = blocks[at]!
  return code.trim() === ''
    ? null
    : { text: withoutExports(code), from: blockWords(blocks, at, fitting < 0 ? '' : why) }
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
  const code = lines.slice(first, last + 1).join('\n')
  if (code.trim() === '') return null
  const whole = code.trim() === text.trim()
  return {
    text: withoutExports(code),
    from: whole
      ? WHOLE
      : first === last
        ? `line ${first + 1}, outside any code block`
        : `lines ${first + 1} to ${last + 1}, outside any code block`,
  }
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

/** A script has no exports; the definitions behind them stay. */
function withoutExports(code: string): string {
  return code.replace(
    /^([ \t]*)export\s+(?:default\s+)?(?=(?:async\s+)?function\b|const\b|let\b|var\b|class\b)/gm,
    '$1',
  )
}
