/** Code blocks as models write them: fences that are indented, on one line, left open, closed without being opened, or within a docstring. */
import type { Language } from '../../problems/problem.ts'

export interface Block {
  code: string
  /** The language that is named behind the fence, without braces, file names and attributes. */
  tag: string
  closed: boolean
}

export interface Fenced {
  blocks: Block[]
  /** The text without its blocks and without fences that belong to none. */
  outside: string
}

const OPENING = /^([ \t]*)(`{3,}|~{3,})[ \t]*(.*)$/
const TAGS = {
  javascript:
    /^(?:|js|javascript\d*|mjs|cjs|node|nodejs|jsx|ts|typescript|tsx|mts|cts|es6|ecmascript|code|text|plaintext|txt|plain|solution)$/i,
  python:
    /^(?:|py|python[\d.]*|py3|ipython[\d.]*|pycon|python-repl|sage|code|text|plaintext|txt|plain|solution)$/i,
} as const satisfies Record<Language, RegExp>

export const inLanguage = (block: Block, language: Language): boolean => TAGS[language].test(block.tag)

/** `{python}`, `{.python}`, `python:file.py`, `python title="x"` are Python. */
function tagOf(info: string): string {
  return /^\{?\.?([^\s`{}:,;=(]*)/.exec(info.trim())![1]!
}

/** All fenced blocks, in order. */
export function fencesOf(given: string): Fenced {
  const lines = unquoted(fromHtml(given).split(/\r?\n/))
  const blocks: Block[] = []
  const outside: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const opening = OPENING.exec(line)
    const mark = opening?.[2]
    if (!opening || mark === undefined) {
      outside.push(line)
      continue
    }
    const info = opening[3]!
    const oneLine = mark[0] === '`' ? info.indexOf(mark) : -1
    if (oneLine >= 0) {
      const block = onOneLine(info.slice(0, oneLine))
      if (block) blocks.push(block)
      else outside.push(line)
      continue
    }
    const { end, body, closed } = bodyOf(lines, at + 1, mark, opening[1]!.length)
    // A fence with nothing after it closes what was never opened.
    if (!closed && info === '' && body.every((each) => each.trim() === '')) continue
    blocks.push({ code: body.join('\n'), tag: tagOf(info), closed })
    at = end
  }
  return { blocks, outside: outside.join('\n') }
}

/** `<pre><code class="language-python">`, and `<code>` over lines, are fences. */
function fromHtml(text: string): string {
  if (!/<(?:pre|code)\b/i.test(text)) return text
  return text.replace(
    /(?:<pre[^<>]{0,99}>\s{0,9})?<code(?:\s[^<>]{0,99}?(?:language|lang)-(\w+)[^<>]{0,99}|\s[^<>]{0,99})?>([^<\n]*\n[^<]*)<\/code>(?:\s{0,9}<\/pre>)?/gi,
    (_, tag: string | undefined, code: string) =>
      `\n\`\`\`${tag ?? ''}\n${code
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        .replace(/&amp;/g, '&')
        .trim()}\n\`\`\`\n`,
  )
}

/** Without the marks of a quotation, where a fence stands in one. */
function unquoted(lines: string[]): string[] {
  return lines.some((line) => /^\s{0,3}>\s?(?:`{3,}|~{3,})/.test(line))
    ? lines.map((line) => line.replace(/^\s{0,3}> ?/, ''))
    : lines
}

/** Code and a tag between fences on one line: "```python def f(x): return x```". */
function onOneLine(content: string): Block | null {
  const found = /^\s*\{?\.?([a-zA-Z][\w+#.-]*)\}?\s+(\S.*)$/.exec(content)
  const tagged = found && [TAGS.javascript, TAGS.python].some((tags) => tags.test(found[1]!))
  const code = tagged ? found[2]! : content.trim()
  return code === '' ? null : { code, tag: tagged ? found[1]! : '', closed: true }
}

/** The lines of a block whose fence was opened at `indent`; `end` is the line that closes it. */
function bodyOf(
  lines: readonly string[],
  from: number,
  mark: string,
  indent: number,
): { end: number; body: string[]; closed: boolean } {
  const body: string[] = []
  let loose: number | null = null
  const inner = (line: string) => {
    const own = /^[ \t]*/.exec(line)![0].length
    return line.slice(Math.min(own, indent))
  }
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]!
    const fence = OPENING.exec(line)
    if (fence && fence[2]!.startsWith(mark) && fence[3]!.trim() === '') {
      // Deeper than its opening a fence stands in a docstring, unless no other closes the block.
      if (fence[1]!.length <= indent + 3) return { end: at, body, closed: true }
      loose ??= at
    } else if (fence && fence[2]!.startsWith(mark) && loose !== null && fence[1]!.length <= indent) {
      return { end: loose, body: body.slice(0, loose - from), closed: true }
    }
    const last = closedAtEnd(line, mark)
    if (last !== null) {
      body.push(inner(last))
      return { end: at, body, closed: true }
    }
    body.push(inner(line))
  }
  return loose === null
    ? { end: lines.length, body, closed: false }
    : { end: loose, body: body.slice(0, loose - from), closed: true }
}

/** `return 2 * x` with the closing fence behind it on the line. */
function closedAtEnd(line: string, mark: string): string | null {
  const trimmed = line.trimEnd()
  if (!trimmed.endsWith(mark)) return null
  const code = trimmed.slice(0, -mark.length)
  return code.trim() !== '' && !code.includes(mark[0]!) ? code : null
}
