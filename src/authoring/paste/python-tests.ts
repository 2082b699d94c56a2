/** Python's tests as tests of a problem: asserts, doctests' calls, HumanEval's checks and unittest's methods, statement by statement. */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import { callTest, literal } from './calls.ts'
import type { PastedTest } from './pasted.ts'
import { boundNames, childrenOf, dedented, namesIn, renamed, statementsOf, within } from './python-tree.ts'

/** Names of Python's own that tests wrap a call in. */
const own = new Set(
  'abs all any bool bytes dict divmod enumerate float frozenset int isinstance len list map max min range repr reversed round set sorted str sum tuple type zip math'.split(
    ' ',
  ),
)

/** The function that an expression calls, where it is one of the program's. */
function calledIn(text: string, node: SyntaxNode): string | null {
  for (const each of within(node)) {
    if (each.name !== 'CallExpression' || each.firstChild?.name !== 'VariableName') continue
    const name = text.slice(each.firstChild.from, each.firstChild.to)
    if (!own.has(name)) return name
  }
  return null
}

/** Values that JSON has no word for are kept as the code that makes them: a tuple is no list to the program. */
function hasPythonOnly(node: SyntaxNode): boolean {
  for (const each of within(node)) {
    if (
      /^(?:TupleExpression|SetExpression|ComprehensionExpression|LambdaExpression|SetComprehensionExpression)$/.test(
        each.name,
      )
    )
      return true
    if (each.name === 'DictionaryExpression') {
      const keys = childrenOf(each).filter((_, i, all) => all[i + 1]?.name === ':')
      if (keys.some(({ name }) => name !== 'String')) return true
    }
  }
  return false
}

/** A call of the program that should give this value, as a test; null where it is none. */
export function callTestOf(
  text: string,
  call: SyntaxNode,
  expected: string,
): { test: PastedTest; name: string | null } | null {
  const code = text.slice(call.from, call.to)
  const name = calledIn(text, call)
  if (name === null) return null
  const direct =
    call.name === 'CallExpression' && text.slice(call.firstChild!.from, call.firstChild!.to) === name
  const named =
    direct &&
    childrenOf(call.lastChild!).some(
      (each) => each.name === 'AssignOp' || each.name === '*' || each.name === '**',
    )
  if (direct && !named && !hasPythonOnly(call.lastChild!)) {
    const read = callTest(code, expected)
    if (read) return { test: read.test, name }
  }
  const value = literal(expected)
  return value && !code.includes('\n') ? { test: { call: code, expected: value.value }, name } : null
}

/** One assert as a test: a comparison with a value becomes a call with its result. */
export function assertionOf(
  text: string,
  node: SyntaxNode,
): { test: PastedTest; name: string | null } | null {
  let claim = childrenOf(node)[1]
  if (!claim) return null
  while (claim.name === 'ParenthesizedExpression' && childrenOf(claim)[1]) claim = childrenOf(claim)[1]!
  const name = calledIn(text, claim)
  const source = (each: SyntaxNode) => text.slice(each.from, each.to)
  if (claim.name === 'BinaryExpression') {
    const [left, op, right] = childrenOf(claim)
    if (left && op && right && ['==', 'is'].includes(source(op))) {
      const read =
        callTestOf(text, left, source(right)) ??
        (source(op) === '==' ? callTestOf(text, right, source(left)) : null)
      if (read) return read
    }
  } else if (claim.name === 'CallExpression' && name !== null) {
    const read = callTestOf(text, claim, 'True')
    if (read && 'args' in read.test && source(claim.firstChild!) === name)
      return { test: { assert: dedented(text, node) }, name }
  }
  if (!name && ![...namesIn(text, claim)].length) return null
  return { test: { assert: dedented(text, node) }, name }
}

export interface TestsFound {
  tests: PastedTest[]
  /** Functions that they call. */
  names: string[]
}

/**
 * Statements of a test's body. Asserts that stand alone are a test each; those that need what other
 * statements bind are one test together with them. `candidate`: what the body calls the function by.
 */
export function testsOfBody(
  text: string,
  statements: readonly SyntaxNode[],
  candidate: { is: string; called: string } | null,
): TestsFound {
  const others = statements.filter(({ name }) => name !== 'AssertStatement' && name !== 'PassStatement')
  const bound = new Set(others.flatMap((each) => [...boundNames(text, each)]))
  const found: TestsFound = { tests: [], names: [] }
  const group: SyntaxNode[] = []
  for (const each of statements) {
    if (each.name === 'PassStatement') continue
    const alone = each.name === 'AssertStatement' && ![...namesIn(text, each)].some((name) => bound.has(name))
    if (!alone) {
      group.push(each)
      continue
    }
    const line = candidate ? renamed(text, each, candidate.is, candidate.called) : null
    const read = line === null ? assertionOf(text, each) : assertionInText(line)
    if (!read) continue
    found.tests.push(read.test)
    if (read.name !== null) found.names.push(read.name)
  }
  const checks = group.some((each) =>
    [...within(each)].some(({ name }) => name === 'AssertStatement' || name === 'RaiseStatement'),
  )
  if (checks) {
    const source = group
      .map((each) => {
        const whole = dedented(text, each)
        return candidate ? renamedText(whole, candidate.is, candidate.called) : whole
      })
      .join('\n')
    found.tests.push({ assert: source })
    for (const each of group) {
      const name = calledIn(text, each)
      if (name !== null) found.names.push(name)
    }
  }
  return found
}

function assertionInText(line: string): ReturnType<typeof assertionOf> {
  const tree = parsed(line)
  const node = statementsOf(tree)[0]
  return node?.name === 'AssertStatement' ? assertionOf(line, node) : null
}

function renamedText(code: string, from: string, to: string): string {
  const tree = parsed(code)
  return renamed(code, tree, from, to).trimEnd()
}

function parsed(code: string): SyntaxNode {
  return parser.parse(code).topNode
}
