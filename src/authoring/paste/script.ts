/** JavaScript and TypeScript by their syntax tree: the function that is asked for, and tests of Jest, Mocha and node:assert. Other languages by the line that names the function. */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/javascript'
import { foreignSignature, isForeign } from './foreign.ts'
import {
  keptBody,
  type Found,
  type NotUnderstood,
  type Parameter,
  type PasteReader,
  type PastedTest,
} from './pasted.ts'
import { childrenOf, tooDeep, within } from './python-tree.ts'
import { claimsOf } from './script-tests.ts'
import { quoted } from './text.ts'

const typescript = parser.configure({ dialect: 'ts jsx' })
const starts =
  /^\s*(?:export\s+(?:default\s+)?)?(?:(?:async\s+)?function\b\s*\*?\s*[\p{L}\p{N}_$]*\s*[(<]|(?:var|let|const)\s+[\p{L}_$][\w$]*\s*(?::[^=]+)?=|class\s+[\p{L}_$][\w$]*[^:]*\{\s*$|import\s+.*\bfrom\s*['"]|(?:describe|test|it|xtest|xit|x?describe)(?:\.\w+)?\s*\(|(?:const|let|var)\s*\{.*\}\s*=\s*require)|^\s*\/\*\*/u
const longest = 60_000

interface Run {
  first: number
  end: number
  text: string
  tree: SyntaxNode
}

/** Code begins at a line that only code has, and goes on until its brackets are closed. */
function runsOf(lines: readonly string[], free: (index: number) => boolean): Run[] {
  const runs: Run[] = []
  for (let i = 0; i < lines.length; i++) {
    if (!free(i) || lines[i]!.length > 4000 || !starts.test(lines[i]!)) continue
    let end = i
    let size = 0
    while (end < lines.length && free(end) && size < longest) {
      const close = closed(lines, end)
      for (let k = end; k <= close; k++) size += lines[k]!.length
      end = close + 1
      let next = end
      while (next < lines.length && lines[next]!.trim() === '') next++
      if (
        next >= lines.length ||
        !(
          starts.test(lines[next]!) ||
          /^\s*(?:expect|assert|console\.assert|module\.exports)\b/.test(lines[next]!)
        )
      )
        break
      end = next
    }
    const text = lines.slice(i, end).join('\n')
    if (!tooDeep(text)) runs.push({ first: i, end, text, tree: typescript.parse(text).topNode })
    i = Math.max(i, end - 1)
  }
  return runs
}

/** The line where the brackets that open on a line are closed again. */
function closed(lines: readonly string[], from: number): number {
  if (/^\s*\/\*/.test(lines[from]!)) {
    let end = from
    while (end < lines.length - 1 && !lines[end]!.includes('*/')) end++
    return end
  }
  let depth = 0
  for (let i = from; i < Math.min(lines.length, from + 400); i++) {
    const line = lines[i]!.slice(0, 4000).replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, '')
    for (const char of line) depth += '{(['.includes(char) ? 1 : '})]'.includes(char) ? -1 : 0
    if (depth <= 0) return i
  }
  return from
}

export const readScript: PasteReader = (lines, free) => {
  const runs = runsOf(lines, free)
    .filter(({ text }) => !text.split('\n').some(isForeign))
    .filter(({ text }) => !/^\s*\/\*/.test(text) || /function|=>|class|=/.test(text))
  const taken: number[] = []
  const tests: PastedTest[] = []
  const notUnderstood: NotUnderstood[] = []
  const called: string[] = []
  let asked: Asked | null = null
  for (const run of runs) {
    const claims = claimsOf(run.text, run.tree)
    const functions = functionsOf(run.text, run.tree)
    if (claims.tests.length === 0 && claims.unread.length === 0 && functions.length === 0) continue
    for (let i = run.first; i < run.end; i++) taken.push(i)
    tests.push(...claims.tests)
    called.push(...claims.names)
    for (const { at, text } of claims.unread)
      notUnderstood.push({
        line: run.first + run.text.slice(0, at).split('\n').length,
        text: quoted(text),
        reason: 'This test could not be read. Write it under Tests.',
      })
    asked ??= functions.findLast((each) => !each.written) ?? functions.at(-1) ?? null
  }
  if (!asked && tests.length === 0) return foreignSignature(lines, free)
  const name = asked?.name ?? called[0]
  const found: Found = {
    taken,
    tests,
    notUnderstood,
    language: 'javascript',
    understood: [
      ...(asked ? [`The JavaScript function ${asked.name}`] : []),
      ...(asked?.written ? [keptBody] : []),
      ...(tests.length > 0
        ? [`${tests.length} ${tests.length === 1 ? 'test' : 'tests'} by expect or assert`]
        : []),
    ],
    ...(name !== undefined && { name }),
    ...(asked && {
      signature: `${asked.name}(${asked.parameters.map((each) => each.name).join(', ')})`,
      parameters: asked.parameters.map((each) => each.name),
      declared: { parameters: asked.parameters, returns: asked.returns },
      ...(asked.written && { solution: asked.source }),
    }),
  }
  return found
}

interface Asked {
  name: string
  parameters: Parameter[]
  returns: string
  written: boolean
  source: string
}

/** Functions at the top level, and the methods of LeetCode's class. */
function functionsOf(text: string, tree: SyntaxNode): Asked[] {
  const found: Asked[] = []
  const doc = docTypes(text)
  for (const top of childrenOf(tree)) {
    const node =
      top.name === 'ExportDeclaration'
        ? (childrenOf(top).find((each) => /Declaration$/.test(each.name)) ?? top)
        : top
    if (node.name === 'FunctionDeclaration')
      found.push(functionOf(text, node, node.getChild('VariableDefinition'), node, doc))
    else if (node.name === 'VariableDeclaration') {
      const value = childrenOf(node).find((each) => /^(?:FunctionExpression|ArrowFunction)$/.test(each.name))
      if (value) found.push(functionOf(text, value, node.getChild('VariableDefinition'), node, doc))
    } else if (node.name === 'ClassDeclaration') {
      const name = node.getChild('VariableDefinition')
      if (name && text.slice(name.from, name.to) !== 'Solution') continue
      for (const method of node.getChild('ClassBody')?.getChildren('MethodDeclaration') ?? [])
        found.push(functionOf(text, method, method.getChild('PropertyDefinition'), node, doc))
    }
  }
  return found.filter(({ name }) => name !== '' && !/^(?:TreeNode|ListNode|Node|main|check)$/.test(name))
}

function functionOf(
  text: string,
  node: SyntaxNode,
  name: SyntaxNode | null,
  whole: SyntaxNode,
  doc: DocTypes,
): Asked {
  const source = (each: SyntaxNode | null | undefined) => (each ? text.slice(each.from, each.to) : '')
  const parameters: Parameter[] = []
  const list = node.getChild('ParamList')
  for (const child of list ? childrenOf(list) : []) {
    if (/^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(child.name))
      parameters.push({ name: source(child), type: doc.parameters[parameters.length] ?? '' })
    else if (child.name === 'TypeAnnotation' && parameters.length > 0)
      parameters.at(-1)!.type = source(child).replace(/^:\s*/, '')
  }
  const body = node.getChild('Block')
  const written =
    body === null
      ? node.name === 'ArrowFunction'
      : childrenOf(body).some((each) => !['{', '}', 'LineComment', 'BlockComment'].includes(each.name)) &&
        [...within(body)].some((each) => each.name === 'ReturnStatement')
  return {
    name: source(name),
    parameters,
    returns: source(node.getChild('TypeAnnotation')).replace(/^:\s*/, '') || doc.returns,
    written,
    source: source(whole).replace(/^export\s+(?:default\s+)?/, ''),
  }
}

interface DocTypes {
  parameters: string[]
  returns: string
}

/** JSDoc's types, in order. */
function docTypes(text: string): DocTypes {
  return {
    parameters: [...text.matchAll(/@param\s*\{([^}\n]{1,80})\}/g)].map((found) => found[1]!),
    returns: /@returns?\s*\{([^}\n]{1,80})\}/.exec(text)?.[1] ?? '',
  }
}
