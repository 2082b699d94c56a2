/** The program in a response: code blocks among prose, thinking left out. */

/**
 * The code that should define `name`: the last fenced block that does (else the last fenced block), or
 * the unfenced lines from the first definition on. Null where there is no code. A fence that is never
 * closed (a cut attempt) runs to the end.
 */
export function extractFunction(response: string, name: string): string | null {
  const text = withoutThinking(response)
  const blocks = fencedBlocks(text)
  const defines = definition(name)
  const code = blocks.findLast((block) => defines.test(block)) ?? blocks.at(-1) ?? (FENCE.test(text) ? null : unfenced(text, defines))
  return code === null || code.trim() === '' ? null : withoutExports(code)
}

/** One expression: the last fenced block or the whole text, without the quotes and the semicolon that people put around one. */
export function extractExpression(response: string): string {
  const text = withoutThinking(response)
  const code = (fencedBlocks(text).at(-1) ?? text).trim()
  const quoted = /^`([^`]*)`$/.exec(code)
  return (quoted?.[1] ?? code).trim().replace(/;+$/, '').trimEnd()
}

/** Drops `<think>…</think>`; thinking that never ends is all that there is. */
function withoutThinking(text: string): string {
  return text.replace(/<think>[\s\S]*?(<\/think>|$)/g, '')
}

const FENCE = /^\s*(`{3,}|~{3,})\s*([^\s`]*)/m
/** A block in another language is no answer. */
const SCRIPT = /^(|js|javascript|mjs|cjs|node|jsx|ts|typescript)$/i

function fencedBlocks(text: string): string[] {
  const blocks: string[] = []
  let fence: { mark: string; script: boolean; lines: string[] } | null = null
  for (const line of text.split(/\r?\n/)) {
    const mark = FENCE.exec(line)
    if (fence === null) {
      if (mark) fence = { mark: mark[1]!, script: SCRIPT.test(mark[2]!), lines: [] }
    } else if (mark && mark[2] === '' && mark[1]!.startsWith(fence.mark)) {
      if (fence.script) blocks.push(fence.lines.join('\n'))
      fence = null
    } else fence.lines.push(line)
  }
  if (fence?.script) blocks.push(fence.lines.join('\n'))
  return blocks
}

function definition(name: string): RegExp {
  const escaped = name.replace(/\$/g, '\\$')
  return new RegExp(`\\bfunction\\s*\\*?\\s*${escaped}(?![\\w$])|(?<![\\w$.])${escaped}\\s*=(?![=>])`)
}

/** From the first line that begins a statement, if the name is defined there, to the last line that ends one. */
function unfenced(text: string, defines: RegExp): string | null {
  if (!defines.test(text)) return null
  const lines = text.split(/\r?\n/)
  const first = lines.findIndex((line) => /^\s*(export\s|async\s+function|function|const\s|let\s|var\s|class\s|\/\/|\/\*|['"]use strict)/.test(line) || defines.test(line))
  const last = lines.findLastIndex((line) => /[};)]\s*(\/\/.*)?$/.test(line) || defines.test(line))
  return lines.slice(first, last + 1).join('\n')
}

/** A script has no exports; the definitions behind them stay. */
function withoutExports(code: string): string {
  return code.replace(/^(\s*)export\s+(?:default\s+)?(?=(?:async\s+)?function\b|const\b|let\b|var\b|class\b)/gm, '$1')
}
