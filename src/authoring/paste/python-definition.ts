/** One definition of a piece of Python: its signature, its docstring, and its code without it. */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Parameter } from './pasted.ts'
import { childrenOf, dedented, statementsOf } from './python-tree.ts'

export interface Definition {
  name: string
  parameters: Parameter[]
  returns: string
  signature: string
  docstring: string | null
  /** Nothing but a docstring, `pass` or `...`. */
  stub: boolean
  source: string
  method: boolean
  line: number
}

export function definitionOf(
  text: string,
  whole: SyntaxNode,
  def: SyntaxNode,
  method: boolean,
  lineOf: (at: number) => number,
): Definition {
  const source = (node: SyntaxNode | null) => (node ? text.slice(node.from, node.to) : '')
  const name = source(def.getChild('VariableName'))
  const list = def.getChild('ParamList')
  const parameters: Parameter[] = []
  for (const child of list ? childrenOf(list) : []) {
    if (child.name === 'VariableName' && child.prevSibling?.name !== 'AssignOp')
      parameters.push({ name: source(child), type: '' })
    else if (child.name === 'TypeDef' && parameters.length > 0)
      parameters.at(-1)!.type = source(child).replace(/^:\s*/, '')
  }
  if (method && /^(?:self|cls)$/.test(parameters[0]?.name ?? '')) parameters.shift()
  const returns = source(def.getChild('TypeDef')).replace(/^->\s*/, '')
  const body = def.getChild('Body')
  const docstring = docstringOf(text, body)
  const inner = (body ? statementsOf(body) : []).filter(
    (node, i) =>
      !(i === 0 && docstring !== null) &&
      node.name !== 'PassStatement' &&
      !/^(?:\.\.\.|raise NotImplementedError\b.*|return\s*)$/.test(source(node)),
  )
  const end = body ? body.from : def.to
  return {
    name,
    parameters,
    returns,
    signature: text
      .slice(def.from, end)
      .replace(/^(?:async\s+)?def\s+/, '')
      .replace(/\(\s*(?:self|cls)\s*,?\s*/, '(')
      .replace(/\s+/g, ' ')
      .replace(/:?\s*$/, ''),
    docstring,
    stub: inner.length === 0,
    source: withoutDocstring(text, whole, body, docstring !== null),
    method,
    line: lineOf((body && statementsOf(body)[0]?.from) ?? def.from),
  }
}

export function docstringOf(text: string, body: SyntaxNode | null): string | null {
  const node = body && statementsOf(body)[0]
  const string = node?.name === 'ExpressionStatement' ? node.firstChild : null
  if (string?.name !== 'String') return null
  const found = /^[rbuRBU]{0,2}("""|'''|"|')([\s\S]*?)\1?$/.exec(text.slice(string.from, string.to))
  return found ? found[2]! : null
}

/** A docstring is the statement's: the solution does without. */
function withoutDocstring(text: string, whole: SyntaxNode, body: SyntaxNode | null, has: boolean): string {
  const code = dedented(text, whole)
  if (!has || !body) return code
  const inner = parser.parse(code).topNode
  const def = inner.firstChild?.name === 'DecoratedStatement' ? inner.firstChild.lastChild! : inner.firstChild
  const first = def?.getChild('Body') && statementsOf(def.getChild('Body')!)[0]
  if (!first) return code
  const start = code.lastIndexOf('\n', first.from - 1) + 1
  return (code.slice(0, start) + code.slice(first.to).replace(/^[^\n]*\n/, '')).trimEnd()
}
