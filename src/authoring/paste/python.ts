/**
 * Python as sites and test files hold it, by its syntax tree: the function that is asked for, with its
 * docstring, what is given beside it, its doctests, asserts, checks and unittest's classes.
 */
import type { SyntaxNode } from '@lezer/common'
import { keptBody, type NotUnderstood, type PasteReader, type PastedTest } from './pasted.ts'
import { definitionOf, docstringOf, type Definition } from './python-definition.ts'
import { readDocstring } from './python-docstring.ts'
import { testsOfParametrized } from './python-parametrized.ts'
import { assertionOf, testsOfBody } from './python-tests.ts'
import { childrenOf, codeRuns, dedented, statementsOf, tooDeep, type CodeRun } from './python-tree.ts'
import { isTestClass, testsOfClass, testsOfTest } from './python-unittest.ts'
import { quoted } from './text.ts'

interface Pieces {
  definitions: Definition[]
  imports: string[]
  tests: PastedTest[]
  /** Of HumanEval's checks: they stay hidden. */
  hidden: PastedTest[]
  names: string[]
  entry: string | null
  checks: { text: string; body: readonly SyntaxNode[]; candidate: string }[]
  notUnderstood: NotUnderstood[]
  taken: number[]
}

export const readPython: PasteReader = (lines, free) => {
  const pieces: Pieces = {
    definitions: [],
    imports: [],
    tests: [],
    hidden: [],
    names: [],
    entry: null,
    checks: [],
    notUnderstood: [],
    taken: [],
  }
  for (const run of codeRuns(lines, free)) if (!tooDeep(run.text)) readRun(run, pieces)
  const inside = new Set(pieces.taken)
  const outside = doctestsOutside(lines, (i) => free(i) && !inside.has(i))
  pieces.taken.push(...outside.taken)
  if (pieces.taken.length === 0) return null
  const docs = new Map(
    pieces.definitions.map((each) => [each, readDocstring(each.docstring ?? '', each.line)] as const),
  )
  const asked = askedOf(pieces, outside.names)
  const doc = asked && docs.get(asked)
  const name = asked?.name ?? pieces.entry ?? [...pieces.names, ...outside.names][0]
  for (const { text, body, candidate } of pieces.checks) {
    const read = testsOfBody(text, body, name === undefined ? null : { is: candidate, called: name })
    pieces.hidden.push(...read.tests)
  }
  const tests: PastedTest[] = [
    ...(doc?.tests ?? []),
    ...outside.tests,
    ...pieces.tests,
    ...pieces.hidden.map((test) => ({ ...test, hidden: true as const })),
  ]
  const helpers = pieces.definitions.filter((each) => each !== asked && !(asked?.method && each.method))
  // The function itself comes from no module.
  const imports = pieces.imports.filter(
    (line) =>
      !/^from\s+typing\b/.test(line) &&
      !(/^from\b/.test(line) && name !== undefined && new RegExp(`\\b${name}\\b`).test(line)),
  )
  const given = [...imports, ...helpers.map(({ source }) => source)].join('\n\n')
  const written = asked !== null && !asked.stub
  return {
    taken: pieces.taken,
    tests,
    notUnderstood: [...pieces.notUnderstood, ...(doc?.notUnderstood ?? []), ...outside.notUnderstood],
    understood: [
      ...(asked ? [`The Python function ${asked.name}`] : []),
      ...(written ? [keptBody] : []),
      ...(helpers.length > 0 ? [`${helpers.map((each) => each.name).join(', ')}, given to the program`] : []),
      ...(tests.length > 0
        ? [`${tests.length} ${tests.length === 1 ? 'test' : 'tests'} from doctests and asserts`]
        : []),
    ],
    language: 'python',
    ...(name !== undefined && { name }),
    ...(asked && {
      signature: asked.signature,
      parameters: asked.parameters.map((each) => each.name),
      declared: { parameters: asked.parameters, returns: asked.returns },
      ...(doc!.prose !== '' && { prose: doc!.prose }),
      ...(asked.method && { method: true as const }),
    }),
    ...(written && { solution: asked.source }),
    ...(given !== '' && (helpers.length > 0 || imports.length > 0) && { given }),
  }
}

function readRun(run: CodeRun, pieces: Pieces): void {
  const { text, tree, first } = run
  for (let i = run.first; i < run.end; i++) pieces.taken.push(i)
  const lineOf = lineCounter(text, first)
  const loose: SyntaxNode[] = []
  const imports: string[] = []
  let testFile = false
  for (const node of statementsOf(tree)) {
    const def = node.name === 'DecoratedStatement' ? node.lastChild! : node
    const source = text.slice(node.from, node.to)
    if (def.name === 'FunctionDefinition') {
      const read = definitionOf(text, node, def, false, lineOf)
      const rows = node === def ? null : testsOfParametrized(text, node, def)
      if (rows) {
        pieces.tests.push(...rows.tests)
        pieces.names.push(...rows.names)
        testFile = true
      } else if (/^test\w*$/.test(read.name) && read.parameters.length === 0) {
        const body = def.getChild('Body')
        const tested = body && testsOfTest(text, body)
        pieces.tests.push(...(tested?.tests ?? []))
        pieces.names.push(...(tested?.names ?? []))
        testFile = true
      } else if (/^(?:check|test_?\w*)$/.test(read.name)) {
        const body = def.getChild('Body')
        pieces.checks.push({
          text,
          body: body
            ? statementsOf(body).filter(
                (each) => each.firstChild?.name !== 'String' || each.name !== 'ExpressionStatement',
              )
            : [],
          candidate: read.parameters[0]?.name ?? 'candidate',
        })
      } else pieces.definitions.push(read)
    } else if (def.name === 'ClassDefinition') {
      testFile ||= isTestClass(text, def)
      readClass(text, def, pieces, lineOf)
    } else if (node.name === 'ImportStatement') imports.push(source)
    else if (/^METADATA\b/.test(source)) continue
    else if (/^if\s+__name__/.test(source)) loose.push(...assertsWithin(node))
    else if (/^check\s*\(\s*(\w+)\s*\)/.test(source)) pieces.entry = /\(\s*(\w+)/.exec(source)![1]!
    else if (node.name === 'AssertStatement') {
      const read = assertionOf(text, node)
      if (!read) {
        pieces.notUnderstood.push({
          line: lineOf(node.from),
          text: quoted(source),
          reason: 'It looks like a test, but says nothing of a function.',
        })
        continue
      }
      loose.push(node)
    } else loose.push(node)
  }
  // A test file imports the function itself, and what it is tested with.
  pieces.imports.push(...imports.filter((line) => !testFile && !/\b(?:unittest|pytest)\b/.test(line)))
  const read = testsOfBody(text, loose, null)
  pieces.tests.push(...read.tests)
  pieces.names.push(...read.names)
  if (read.tests.length === 0)
    for (const node of loose)
      pieces.notUnderstood.push({
        line: lineOf(node.from),
        text: quoted(text.slice(node.from, node.to)),
        reason: 'Code that is neither a function nor a test: it is left out.',
      })
}

/** The asserts of a script's main part, and what they are made with. */
function assertsWithin(node: SyntaxNode): SyntaxNode[] {
  const body = node.getChild('Body')
  const all = body ? statementsOf(body) : []
  return all.some((each) => each.name === 'AssertStatement')
    ? all.filter((each) => /^(?:Assert|Assign)Statement$/.test(each.name))
    : []
}

/** Lines of places in a text, from 1, where its first line is the one after `first`. Asked in order. */
function lineCounter(text: string, first: number): (at: number) => number {
  let line = first + 1
  let from = 0
  return (at) => {
    if (at < from) {
      line = first + 1
      from = 0
    }
    for (let next = text.indexOf('\n', from); next >= 0 && next < at; next = text.indexOf('\n', from)) {
      line++
      from = next + 1
    }
    return line
  }
}

function readClass(text: string, node: SyntaxNode, pieces: Pieces, lineOf: (at: number) => number): void {
  if (isTestClass(text, node)) {
    const read = testsOfClass(text, node)
    pieces.tests.push(...read.tests)
    pieces.names.push(...read.names)
    for (const method of read.unread)
      pieces.notUnderstood.push({
        line: lineOf(node.from),
        text: method,
        reason: 'This test could not be turned into an assert. Write it under Tests.',
      })
    return
  }
  const name = node.getChild('VariableName')
  const called = name ? text.slice(name.from, name.to) : ''
  const body = node.getChild('Body')
  const methods = body
    ? childrenOf(body)
        .map((each) => (each.name === 'DecoratedStatement' ? each.lastChild! : each))
        .filter((each) => each.name === 'FunctionDefinition')
    : []
  if (called === 'Solution') {
    for (const method of methods) {
      const read = definitionOf(text, method, method, true, lineOf)
      if (!read.name.startsWith('_')) pieces.definitions.push({ ...read, source: dedented(text, node) })
    }
    return
  }
  if (/^(?:TreeNode|ListNode|Node)$/.test(called)) return
  const stub = methods.every((method) => definitionOf(text, method, method, true, lineOf).stub)
  const init = methods
    .map((method) => definitionOf(text, method, method, true, lineOf))
    .find((each) => each.name === '__init__')
  pieces.definitions.push({
    name: called,
    parameters: init?.parameters ?? [],
    returns: '',
    signature: called,
    docstring: docstringOf(text, body),
    stub,
    source: dedented(text, node),
    method: false,
    line: lineOf(node.from),
  })
}

/** The function under test: named by a check, the only one without a body, what the tests call, else the last. */
function askedOf({ definitions, entry, names }: Pieces, more: readonly string[]): Definition | null {
  const called = [...names, ...more]
  const stubs = definitions.filter((each) => each.stub)
  return (
    definitions.findLast((each) => each.name === entry) ??
    stubs.at(-1) ??
    definitions.findLast((each) => called.includes(each.name)) ??
    (definitions.some((each) => each.method) ? definitions.find((each) => each.method) : undefined) ??
    definitions.at(-1) ??
    null
  )
}

/** `>>>` among prose. */
function doctestsOutside(
  lines: readonly string[],
  free: (index: number) => boolean,
): { taken: number[]; tests: PastedTest[]; names: string[]; notUnderstood: NotUnderstood[] } {
  const found = {
    taken: [] as number[],
    tests: [] as PastedTest[],
    names: [] as string[],
    notUnderstood: [] as NotUnderstood[],
  }
  for (let i = 0; i < lines.length; i++) {
    if (!free(i) || !/^\s*>>> /.test(lines[i]!) || lines[i]!.length > 4000) continue
    let end = i
    while (end < lines.length && free(end) && lines[end]!.trim() !== '') end++
    const read = readDocstring(lines.slice(i, end).join('\n'), i + 1)
    found.tests.push(...read.tests)
    found.names.push(...read.names)
    found.notUnderstood.push(...read.notUnderstood)
    for (let k = i; k < end; k++) found.taken.push(k)
    i = end
  }
  return found
}
