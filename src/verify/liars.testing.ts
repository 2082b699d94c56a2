/**
 * JavaScript candidates that answer what a test asks of them instead of what it calls them for, and tests of
 * every form that they could answer. No liar may pass any of the tests alone.
 */
import type { Problem, TestCase } from '../problems/problem.ts'
import { pick } from './variants.testing.ts'
import type { Variants } from './variants.testing.ts'

export function liarProblem(tests: TestCase[]): Problem {
  return {
    id: 'liars',
    title: 'Keep what exceeds 3',
    statement: 'Write solve(xs), which returns what exceeds 3.',
    program: { kind: 'function', name: 'solve' },
    tests,
    feedbackStyle: 'leetcode',
  }
}

export const honest = 'function solve(xs) { return xs.filter((x) => x > 3) }'

export const liarTests: TestCase[] = [
  ...[
    'deepEqual(solve([1, 5]), [5])',
    'assert.deepEqual(solve([1, 5]), [5])',
    'assert.deepStrictEqual([solve([1, 5])], [[5]])',
    'solve([1, 5])[0] === 5',
    'solve([1, 5])[0] == 5',
    'solve([1, 5]).length === 1 && solve([1, 5]).includes(5)',
    'solve([5]).includes(5) && !solve([5]).includes(1)',
    'solve([5, 9]).indexOf(9) === 1',
    'JSON.stringify(solve([1, 5])) === "[5]"',
    'String(solve([1, 5])) === "5"',
    'solve([1, 5]) == "5"',
    '`${solve([1, 5])}` === "5"',
    'solve([1, 5]).join() === "5"',
    'solve([1, 5]) + "" === "5"',
    'Math.abs(solve([1, 5]) - 5) < 1e-6',
    'solve([5]) >= 5 && solve([5]) <= 5',
    'assert.equal(solve([1, 5]), 5)',
    '[...solve([1, 5])][0] === 5',
    'solve([1, 5]).every((x) => x === 5) && solve([1, 5]).some((x) => x === 5)',
    'Object.keys(solve([1, 5])).length === 1 && Array.isArray(solve([1, 5])) && solve([1, 5])[0] === 5',
    '(() => { for (let i = 0; i < 9; i++) if (!deepEqual(solve([i]), i > 3 ? [i] : [])) return false; return true })()',
    'assert.throws(() => { if (deepEqual(solve([1, 5]), [5])) throw new Error("right") }, /right/)',
  ].map((assert) => ({ assert })),
  { call: 'solve([1, 5])', expected: [5] },
  { call: 'deepEqual(solve([1, 5]), [5])', expected: true },
  { call: 'solve([1, 5]) == 5', expected: true },
  { args: [[1, 5]], expected: [5] },
]

/** The liars. `LIE` stands for what is returned. */
const lies: [name: string, before: string, lie: string][] = [
  ['valueOf', '', '{ valueOf: () => 5, toString: () => "5", toJSON: () => [5] }'],
  ['toPrimitive', '', '{ [Symbol.toPrimitive]: () => 5, length: 1 }'],
  ['a proxy that says yes', '', 'new Proxy({}, { get: () => () => true, has: () => true })'],
  ['a proxy of a list', '', 'new Proxy([], { get: (t, k) => (k === "length" ? 1 : () => true) })'],
  ['a proxy of a function', '', 'new Proxy(function () {}, { get: () => () => true, apply: () => true })'],
  ['a Map', 'globalThis.Boolean = () => true;', 'new Map([[0, 1]])'],
  ['Boolean replaced', 'globalThis.Boolean = () => true;', 'new (class A {})()'],
  ['assert replaced', 'globalThis.assert = new Proxy(() => true, { get: () => () => true });', '[]'],
  ['deepEqual replaced', 'globalThis.deepEqual = () => true; var deepEqual = () => true;', '[]'],
  ['JSON replaced', 'JSON.stringify = () => "[5]"; globalThis.JSON = { stringify: () => "[5]" };', '[1]'],
  ['String replaced', 'globalThis.String = () => "5"; String.prototype.toString = () => "5";', '[1]'],
  ['Math replaced', 'Math.abs = () => 0; globalThis.Math = { abs: () => 0 };', '[1]'],
  [
    'Array replaced',
    'Array.isArray = () => true; Array.prototype.includes = () => true; Array.prototype.join = () => "5";',
    '[1]',
  ],
  ['Object replaced', 'Object.is = () => true; Object.keys = () => [1]; Object.hasOwn = () => true;', '[1]'],
  ['iterators replaced', 'Array.prototype[Symbol.iterator] = function* () { yield 5 };', '[1]'],
  ['a thenable', '', '{ then: (resolve) => resolve(new Proxy({}, { get: () => () => true })) }'],
  ['a promise of a liar', '', 'Promise.resolve({ valueOf: () => 5 })'],
  [
    'a class instance',
    'class A extends Array { includes() { return true } indexOf() { return 1 } every() { return true } some() { return true } join() { return "5" } };',
    'new A()',
  ],
  [
    'a list with methods',
    '',
    'Object.assign([], { includes: () => true, indexOf: () => 1, every: () => true, some: () => true, toString: () => "5" })',
  ],
  [
    'an instance that has everything',
    'class A { get length() { return 1 } includes() { return true } indexOf() { return 1 } every() { return true } some() { return true } toString() { return "5" } valueOf() { return 5 } };',
    'new A()',
  ],
  ['a generator of liars', '', '(function* () { yield { valueOf: () => 5 } })()'],
  [
    'species',
    'class A { static [Symbol.hasInstance]() { return true } }; Object.defineProperty(globalThis, "Array", { value: A });',
    'new A()',
  ],
  ['the source of the caller', '', 'solve.caller ? [5] : [Number(String(new Error().stack).match(/5\\]/))]'],
  [
    'the names of the tester',
    '',
    'typeof names !== "undefined" || typeof ask !== "undefined" || typeof tools !== "undefined" ? [5] : [1]',
  ],
  [
    'a setter on every object',
    'Object.defineProperty(Object.prototype, "0", { get: () => 5, set() {} });',
    '[]',
  ],
  [
    'Error replaced',
    'globalThis.Error = class { constructor() { return {} } };',
    'new Proxy({}, { get() { throw null } })',
  ],
]

export const liars: [name: string, code: string][] = lies.map(([name, before, lie]) => [
  name,
  `${before}\nfunction solve(xs) { return ${lie} }`,
])

/** A liar written another way. */
export function liarVariant(variants: Variants): [name: string, code: string] {
  const [name, before, lie] = pick(variants, lies)
  const returned = pick(variants, [
    lie,
    `[${lie}]`,
    `(() => ${lie})()`,
    `{ a: ${lie} }`,
    `Object.freeze(${lie})`,
    `new Map([[0, ${lie}]])`,
    `Object.assign([], { 0: ${lie} })`,
  ])
  const own = `v${variants.below(1000)}`
  const wrapped = returned.startsWith('{') ? `(${returned})` : returned
  const define = pick(variants, [
    `function solve(xs) { return ${wrapped} }`,
    `const solve = (xs) => (${wrapped})`,
    `const ${own} = (xs) => (${wrapped})\nvar solve = (...xs) => ${own}(...xs)`,
    `async function solve(xs) { return ${wrapped} }`,
    `let solve = function (xs) { const ${own} = ${wrapped}; return ${own} }`,
    `const solve = new Proxy(() => 0, { apply: () => (${wrapped}) })`,
  ])
  const noise = pick(variants, ['', `const ${own}_ = 1\n`, `/* ${own} */\n`, `"use strict";\n`])
  return [name, `${noise}${before}\n${define}`]
}
