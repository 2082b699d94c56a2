/** Methods of unittest's classes as asserts: what each claims, without the class. */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { PastedTest } from './pasted.ts'
import { testsOfBody, type TestsFound } from './python-tests.ts'
import { childrenOf, dedented, statementsOf, within } from './python-tree.ts'

/** What a method of unittest claims of its arguments. */
const claims: Readonly<Record<string, (a: string, b: string, c: string) => string>> = {
  assertEqual: (a, b) => `${a} == ${b}`,
  assertEquals: (a, b) => `${a} == ${b}`,
  assertListEqual: (a, b) => `${a} == ${b}`,
  assertDictEqual: (a, b) => `${a} == ${b}`,
  assertTupleEqual: (a, b) => `${a} == ${b}`,
  assertSetEqual: (a, b) => `set(${a}) == set(${b})`,
  assertSequenceEqual: (a, b) => `list(${a}) == list(${b})`,
  assertMultiLineEqual: (a, b) => `${a} == ${b}`,
  assertCountEqual: (a, b) => `sorted(${a}, key=repr) == sorted(${b}, key=repr)`,
  assertNotEqual: (a, b) => `${a} != ${b}`,
  assertIs: (a, b) => `${a} is ${b}`,
  assertIsNot: (a, b) => `${a} is not ${b}`,
  assertIsNone: (a) => `${a} is None`,
  assertIsNotNone: (a) => `${a} is not None`,
  assertTrue: (a) => `${a}`,
  assertFalse: (a) => `not ${a}`,
  assertIn: (a, b) => `${a} in ${b}`,
  assertNotIn: (a, b) => `${a} not in ${b}`,
  assertGreater: (a, b) => `${a} > ${b}`,
  assertGreaterEqual: (a, b) => `${a} >= ${b}`,
  assertLess: (a, b) => `${a} < ${b}`,
  assertLessEqual: (a, b) => `${a} <= ${b}`,
  assertIsInstance: (a, b) => `isinstance(${a}, ${b})`,
  assertAlmostEqual: (a, b, places) =>
    `abs(${a} - ${b}) < ${/^\d+$/.test(places) ? `10 ** -${places} / 2` : '5e-8'}`,
}

export function isTestClass(text: string, node: SyntaxNode): boolean {
  return (
    /^class\s+\w+\s*\([^)]*TestCase\b/.test(text.slice(node.from, node.to)) ||
    /^class\s+Test\w*\s*[:(]/.test(text.slice(node.from, node.to))
  )
}

/** Tests of all methods that begin with `test`; what of them could not be read, by name. */
export function testsOfClass(text: string, node: SyntaxNode): TestsFound & { unread: string[] } {
  const found = { tests: [] as PastedTest[], names: [] as string[], unread: [] as string[] }
  const body = node.getChild('Body')
  for (const method of body ? statementsOf(body) : []) {
    const def = method.name === 'DecoratedStatement' ? method.getChild('FunctionDefinition') : method
    const name = def?.getChild('VariableName')
    const inner = def?.getChild('Body')
    if (def?.name !== 'FunctionDefinition' || !name || !inner) continue
    const called = text.slice(name.from, name.to)
    if (!/^test/.test(called)) continue
    const read = testsOfTest(text, inner)
    if (read === null) {
      found.unread.push(called)
      continue
    }
    found.tests.push(...read.tests)
    found.names.push(...read.names)
    if (read.tests.length === 0) found.unread.push(called)
  }
  return found
}

/** Tests of the body of one test; null where it needs what a class prepares. */
export function testsOfTest(text: string, body: SyntaxNode): TestsFound | null {
  const code = statementsOf(body)
    .map((each) => asserted(dedented(text, each)))
    .join('\n')
  if (/\bself\b/.test(code)) return null
  return testsOfBody(code, statementsOf(parser.parse(code).topNode), null)
}

/** A statement with unittest's methods turned into asserts. */
function asserted(code: string): string {
  const tree = parser.parse(code).topNode
  const edits: { from: number; to: number; text: string }[] = []
  for (const node of within(tree)) {
    if (edits.some(({ from, to }) => node.from >= from && node.to <= to)) continue
    if (node.name === 'WithStatement') {
      const raises = raising(code, node)
      if (raises !== null) edits.push({ from: node.from, to: node.to, text: raises })
    } else if (node.name === 'ExpressionStatement' && node.firstChild?.name === 'CallExpression') {
      const claim = claimOf(code, node.firstChild)
      if (claim !== null) edits.push({ from: node.from, to: node.to, text: claim })
    }
  }
  let out = ''
  let at = 0
  for (const { from, to, text } of edits) {
    out += code.slice(at, from) + text
    at = to
  }
  return (out + code.slice(at)).trimEnd()
}

function argumentsOf(code: string, list: SyntaxNode): string[] {
  const args: string[] = []
  let from = list.from + 1
  for (const child of childrenOf(list)) {
    if (child.name !== ',' && child.name !== ')') continue
    if (code.slice(from, child.from).trim() !== '') args.push(code.slice(from, child.from).trim())
    from = child.to
  }
  return args
}

function claimOf(code: string, call: SyntaxNode): string | null {
  const method = /^self\s*\.\s*(\w+)$/.exec(code.slice(call.firstChild!.from, call.firstChild!.to))?.[1]
  if (method === undefined || !call.lastChild) return null
  const args = argumentsOf(code, call.lastChild)
  if (method === 'assertRaises' && args.length > 1)
    return raisesText('', args[0]!, `${args[1]!}(${args.slice(2).join(', ')})`)
  if (!Object.hasOwn(claims, method)) return null
  const delta = args.map((arg) => /^delta\s*=\s*(.+)$/s.exec(arg)?.[1]).find((each) => each !== undefined)
  if (method === 'assertAlmostEqual' && delta !== undefined && args.length > 2)
    return `assert abs(${args[0]!} - ${args[1]!}) <= ${delta}`
  const plain = args
    .filter((arg) => !/^(?:msg|delta)\s*=/.test(arg))
    .map((arg) => arg.replace(/^places\s*=\s*/, ''))
  return `assert ${claims[method]!(plain[0] ?? 'None', plain[1] ?? 'None', plain[2] ?? '')}`
}

/** `with self.assertRaises(E) as name: ...`; null for any other. */
function raising(code: string, node: SyntaxNode): string | null {
  const head =
    /^with\s+(?:self\.assertRaises(?:Regex)?|pytest\.raises)\s*\(\s*([\w.]+)[^)]*\)\s*(?:as\s+(\w+)\s*)?:/.exec(
      code.slice(node.from, node.to),
    )
  const body = node.getChild('Body')
  if (!head || !body) return null
  const inner = statementsOf(body)
    .map((each) => dedented(code, each))
    .join('\n')
  return raisesText(head[2] ?? '', head[1]!, inner)
}

/** A test that a piece of code raises an error. `name`: what the test calls the error; '' for nothing. */
export function raisesText(name: string, error: string, body: string): string {
  const kept =
    name === '' ? ['    pass'] : [`    ${name} = type('Raised', (), {'exception': raised, 'value': raised})`]
  return [
    'try:',
    ...body.split('\n').map((line) => `    ${line}`),
    `except ${error} as raised:`,
    ...kept,
    'else:',
    `    raise AssertionError('${error} is not raised')`,
  ].join('\n')
}
