/** Code without what a page, a terminal or a module adds to it. */
import type { Language } from '../../problems/problem.ts'

const ENTITIES: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  nbsp: ' ',
}

export function cleaned(code: string, language: Language): string {
  const plain = withoutEntities(
    code.replace(/[\u00a0\u202f\ufeff\u200b]/g, (c) => (c === '\u00a0' || c === '\u202f' ? ' ' : '')),
  )
  return language === 'python' ? withoutPrompts(plain) : withoutExports(plain)
}

/** Escaped for a page, and all of it: code that escapes text itself has the signs, too. */
function withoutEntities(code: string): string {
  const rest = code.replace(/&(?:lt|gt|amp|quot|nbsp|#39|#x27);/g, '')
  if (rest.length === code.length || /[<>&]/.test(rest)) return code
  return code.replace(/&(lt|gt|amp|quot|nbsp|#39|#x27);/g, (_, name: string) => ENTITIES[name]!)
}

const PROMPT = /^[ \t]*(?:>>>|In \[\d{1,4}\]:)(?: |$)/

/** What was typed into an interpreter, without its prompts and answers. */
function withoutPrompts(code: string): string {
  const lines = code.split('\n')
  const first = lines.find((line) => line.trim() !== '')
  if (first === undefined || !PROMPT.test(first)) return code
  return lines
    .filter((line) => PROMPT.test(line) || /^[ \t]*\.\.\.(?: |$)/.test(line))
    .map((line) => line.replace(PROMPT, '').replace(/^[ \t]*\.\.\.(?: |$)/, ''))
    .join('\n')
}

/** A script has no exports; the definitions behind them stay. */
function withoutExports(code: string): string {
  return code
    .replace(
      /^([ \t]*)export\s+(?:default\s+)?(?=(?:async\s+)?function\b|const\b|let\b|var\b|class\b)/gm,
      '$1',
    )
    .replace(/^[ \t]*export[ \t]*\{[^{}\n]{0,400}\}[ \t]*;?[ \t]*$/gm, '')
    .replace(/^[ \t]*export[ \t]+default[ \t]+[\w$]+[ \t]*;?[ \t]*$/gm, '')
}
