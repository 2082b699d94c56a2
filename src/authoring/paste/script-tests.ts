/** What JavaScript's tests claim, as tests of a problem: `expect(f(1)).toBe(2)`, `assert.deepEqual(f(1), 2)`. */
import type { SyntaxNode } from '@lezer/common'
import { callTest } from './calls.ts'
import type { PastedTest } from './pasted.ts'
import { childrenOf, within } from './python-tree.ts'

export interface Claims {
  tests: PastedTest[]
  names: string[]
  unread: { at: number; text: string }[]
}

/** What a matcher claims of a value, as an expression that is true. */
const matchers: Readonly<Record<string, (a: string, b: string, c: string) => string>> = {
  toBe: (a, b) => `${a} === ${b}`,
  toEqual: (a, b) => `deepEqual(${a}, ${b})`,
  toStrictEqual: (a, b) => `deepEqual(${a}, ${b})`,
  eql: (a, b) => `deepEqual(${a}, ${b})`,
  equal: (a, b) => `${a} === ${b}`,
  toBeTruthy: (a) => `Boolean(${a})`,
  toBeFalsy: (a) => `!(${a})`,
  toBeNull: (a) => `${a} === null`,
  toBeUndefined: (a) => `${a} === undefined`,
  toBeDefined: (a) => `${a} !== undefined`,
  toBeNaN: (a) => `Number.isNaN(${a})`,
  toHaveLength: (a, b) => `(${a}).length === ${b}`,
  toContain: (a, b) => `(${a}).includes(${b})`,
  toBeGreaterThan: (a, b) => `${a} > ${b}`,
  toBeGreaterThanOrEqual: (a, b) => `${a} >= ${b}`,
  toBeLessThan: (a, b) => `${a} < ${b}`,
  toBeLessThanOrEqual: (a, b) => `${a} <= ${b}`,
  toBeCloseTo: (a, b, digits) => `Math.abs((${a}) - (${b})) < 10 ** -${digits || 2} / 2`,
  toMatch: (a, b) => `new RegExp(${b}).test(${a})`,
}
const known = new Set(
  'assert deepEqual expect Boolean Number String Array Object Math JSON RegExp Symbol BigInt Set Map Error describe test it require'.split(
    ' ',
  ),
)

export function claimsOf(text: string, tree: SyntaxNode): Claims {
  const found: Claims = { tests: [], names: [], unread: [] }
  for (const node of within(tree)) {
    if (node.name !== 'ExpressionStatement') continue
    const call = node.firstChild
    if (call?.name !== 'CallExpression') continue
    const source = text.slice(call.from, call.to)
    const claim = /^expect\s*\(/.test(source)
      ? expectation(text, call)
      : /^(?:assert|console\.assert|t\.)/.test(source)
        ? assertion(text, call)
        : null
    if (claim === null) continue
    const locals = localNames(text, node)
    const uses = [...within(call)]
      .filter(({ name }) => name === 'VariableName')
      .map(({ from, to }) => text.slice(from, to))
    if (claim === 'unread' || uses.some((name) => locals.has(name))) {
      found.unread.push({ at: node.from, text: source })
      continue
    }
    const read = claim.equal ? callTest(claim.call, claim.expected) : null
    found.tests.push(read && 'args' in read.test ? read.test : { assert: claim.source })
    const name = uses.find((each) => !known.has(each))
    if (name !== undefined) found.names.push(name)
  }
  return found
}

interface Claim {
  source: string
  /** Equality of a call with a value. */
  equal: boolean
  call: string
  expected: string
}

function argumentsOf(text: string, list: SyntaxNode | null): string[] {
  return list
    ? childrenOf(list)
        .filter(({ name }) => !['(', ')', ','].includes(name))
        .map(({ from, to }) => text.slice(from, to))
    : []
}

function expectation(text: string, call: SyntaxNode): Claim | 'unread' {
  const chain: string[] = []
  let at: SyntaxNode | null = call.firstChild
  while (at?.name === 'MemberExpression') {
    const property = at.lastChild!
    chain.unshift(text.slice(property.from, property.to))
    at = at.firstChild
  }
  if (at?.name !== 'CallExpression' || text.slice(at.firstChild!.from, at.firstChild!.to) !== 'expect')
    return 'unread'
  const [value] = argumentsOf(text, at.getChild('ArgList'))
  const args = argumentsOf(text, call.getChild('ArgList'))
  const not = chain.includes('not')
  const matcher = chain.at(-1)!
  if (value === undefined) return 'unread'
  if (/^(?:toThrow|toThrowError)$/.test(matcher)) {
    const source = `(() => { try { (${value})(); return false } catch { return true } })()`
    return { source: not ? `!${source}` : source, equal: false, call: '', expected: '' }
  }
  if (!Object.hasOwn(matchers, matcher)) return 'unread'
  const source = matchers[matcher]!(value, args[0] ?? 'undefined', args[1] ?? '')
  return {
    source: not ? `!(${source})` : source,
    equal: !not && /^(?:toBe|toEqual|toStrictEqual|eql|equal)$/.test(matcher),
    call: value,
    expected: args[0] ?? '',
  }
}

function assertion(text: string, call: SyntaxNode): Claim | 'unread' {
  const callee = text.slice(call.firstChild!.from, call.firstChild!.to)
  const args = argumentsOf(text, call.getChild('ArgList'))
  const method = callee.split('.').at(-1)!
  const [a = '', b = ''] = args
  if (/^(?:equal|strictEqual|deepEqual|deepStrictEqual|is|same)$/.test(method) && args.length > 1)
    return { source: `deepEqual(${a}, ${b})`, equal: true, call: a, expected: b }
  if (/^(?:assert|ok|true)$/.test(method) && args.length > 0) {
    const sides = /^(.+?\))\s*===?\s*([^=].*)$/s.exec(a)
    return { source: a, equal: sides !== null, call: sides?.[1] ?? '', expected: sides?.[2] ?? '' }
  }
  return 'unread'
}

/** Names that the blocks around a statement bind: without them it cannot stand alone. */
function localNames(text: string, node: SyntaxNode): Set<string> {
  const names = new Set<string>()
  for (let block = node.parent; block; block = block.parent) {
    if (block.name !== 'Block') continue
    for (const each of childrenOf(block))
      if (each.name === 'VariableDeclaration')
        for (const name of each.getChildren('VariableDefinition')) names.add(text.slice(name.from, name.to))
  }
  return names
}
