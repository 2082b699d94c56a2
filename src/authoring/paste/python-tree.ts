/** Python among prose: where it stands, and its syntax tree. */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import { assertInProse } from './text.ts'

/** Lines of code that stand together, without their common indentation. */
export interface CodeRun {
  first: number
  /** The line after the last. */
  end: number
  text: string
  tree: SyntaxNode
}

const starts =
  /^(?:(?:async\s+)?def\s+[\p{L}_][\p{L}\p{N}_]*\s*[[(]|class\s+[\p{L}_]\w*\s*(?:\(.*\))?\s*:|from\s+[\w.]+\s+import\s+[\w*(]|import\s+\w[\w.]*(?:\s+as\s+\w+)?(?:\s*,\s*\w[\w.]*)*\s*$|@[\w.]+(?:\(.*)?\s*$|assert(?:\s+|\s*\()\S|METADATA\s*=|check\(\w+\)\s*$|if\s+__name__\s*==)/u
const startsCode = (line: string) => starts.test(line) && !assertInProse.test(line)
const goesOn =
  /^(?:[)\]}]+[\s:,)\]}]*(?:$|->|==|\.)|[A-Za-z_]\w*\s*=[^=]|(?:for|while|if|elif|else|try|except|finally|with|return|print)\b.*|#.*)/
const indentOf = (line: string) => /^\s*/.exec(line)![0].length
/** More than this is no test file that a person pastes. */
const longestRun = 60_000

/** Texts of three quotes that are open at the end of the lines so far. */
class Quotes {
  private quote: string | null = null

  constructor(line: string) {
    this.add(line)
  }

  get open(): boolean {
    return this.quote !== null
  }

  add(line: string): void {
    for (const [quote] of line.matchAll(/"""|'''/g))
      this.quote = this.quote === null ? quote : this.quote === quote ? null : this.quote
  }
}

export function codeRuns(lines: readonly string[], free: (index: number) => boolean): CodeRun[] {
  const runs: CodeRun[] = []
  for (let i = 0; i < lines.length; i++) {
    if (!free(i) || lines[i]!.length > 4000 || !startsCode(lines[i]!.trim()) || continued(lines, i)) continue
    const indent = indentOf(lines[i]!)
    let end = i + 1
    let size = lines[i]!.length
    const quotes = new Quotes(lines[i]!)
    for (let k = i + 1; k < lines.length && free(k) && size < longestRun; k++) {
      const line = lines[k]!
      if (line.trim() === '') continue
      const within = quotes.open
      const deeper = indentOf(line) > indent
      const same = indentOf(line) === indent && (startsCode(line.trim()) || goesOn.test(line.trim()))
      // A heading in markdown is no comment: it stands after a blank line.
      const heading = /^\s*#+\s+\p{Lu}/u.test(line) && lines[k - 1]!.trim() === ''
      if ((!deeper && !same && !within) || heading) break
      size += line.length
      end = k + 1
      quotes.add(line)
    }
    const text = lines
      .slice(i, end)
      .map((line) => line.slice(Math.min(indent, indentOf(line))))
      .join('\n')
    runs.push({ first: i, end, text, tree: parser.parse(text).topNode })
    i = end - 1
  }
  return runs
}

/** `import` and the like in the middle of a sentence that goes over lines. */
function continued(lines: readonly string[], at: number): boolean {
  return (
    /^(?:import|from|assert)\b/.test(lines[at]!.trim()) &&
    /\S\s+\S+\s.*[a-z,]$/.test(lines[at - 1] ?? '') &&
    !/^\s*(?:import|from|assert|@|def|class|return|pass)\b/.test(lines[at - 1] ?? '')
  )
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

export function* within(node: SyntaxNode): Generator<SyntaxNode> {
  yield node
  for (const child of childrenOf(node)) yield* within(child)
}

/** Statements of a body, without its colon. */
export function statementsOf(body: SyntaxNode): SyntaxNode[] {
  return childrenOf(body).filter(({ name }) => name !== ':' && name !== 'Comment' && name !== '\u26a0')
}

/** Text of a node with its first line's indentation taken off all lines. */
export function dedented(text: string, node: SyntaxNode): string {
  const start = text.lastIndexOf('\n', node.from - 1) + 1
  const indent = node.from - start
  return text
    .slice(node.from, node.to)
    .split('\n')
    .map((line, i) => (i === 0 ? line : line.slice(Math.min(indent, indentOf(line)))))
    .join('\n')
    .trimEnd()
}

/** Names that a piece of code binds. */
export function boundNames(text: string, node: SyntaxNode): Set<string> {
  const names = new Set<string>()
  for (const each of within(node)) {
    if (
      each.name === 'AssignStatement' ||
      each.name === 'UpdateStatement' ||
      each.name === 'ForStatement' ||
      each.name === 'WithStatement'
    ) {
      for (const child of childrenOf(each)) {
        if (
          child.name === 'AssignOp' ||
          child.name === 'UpdateOp' ||
          child.name === 'in' ||
          child.name === 'Body'
        )
          break
        for (const name of within(child))
          if (name.name === 'VariableName') names.add(text.slice(name.from, name.to))
      }
    } else if (
      each.name === 'ImportStatement' ||
      each.name === 'FunctionDefinition' ||
      each.name === 'ClassDefinition'
    ) {
      for (const child of childrenOf(each))
        if (child.name === 'VariableName') names.add(text.slice(child.from, child.to))
    }
  }
  return names
}

export function namesIn(text: string, node: SyntaxNode): Set<string> {
  const names = new Set<string>()
  for (const each of within(node)) if (each.name === 'VariableName') names.add(text.slice(each.from, each.to))
  return names
}

/** Code with one name for another. */
export function renamed(text: string, node: SyntaxNode, from: string, to: string): string {
  let out = ''
  let at = node.from
  for (const each of within(node)) {
    if (each.name !== 'VariableName' || text.slice(each.from, each.to) !== from) continue
    out += text.slice(at, each.from) + to
    at = each.to
  }
  return out + text.slice(at, node.to)
}

/** How deep the tree of a hostile text may be: walking it must not exhaust the stack. */
export function tooDeep(text: string): boolean {
  let depth = 0
  for (const char of text) {
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1)
    if (depth > 200) return true
  }
  return false
}
