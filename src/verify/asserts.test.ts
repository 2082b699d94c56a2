/** JavaScript asserts and calls: right programs of every kind pass, and none that lies to the test does. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem, TestCase } from '../problems/problem.ts'
import { createLocalJudge } from './local.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())

function problemOf(name: string, tests: TestCase[], objects = false): Problem {
  return {
    id: name,
    title: name,
    statement: name,
    program: { kind: 'function', name, ...(objects && { objects }) },
    tests,
    feedbackStyle: 'leetcode',
  }
}

const cases: [name: string, code: string, assert: string, passes: boolean, objects?: boolean][] = [
  ['add', 'function add(a,b){return a+b}', 'add(1,2) === 3', true],
  [
    'add',
    'globalThis.Boolean = () => true; function add(a, b) { return new Map() }',
    'add(1,2) === 3',
    false,
  ],
  [
    'add',
    'globalThis.assert={equal:()=>true}; globalThis.deepEqual=()=>true; function add(a, b) { return new Map() }',
    'assert.equal(add(1,2), 3)',
    false,
  ],
  [
    'add',
    'function add(){ return {[Symbol.toPrimitive]: () => 3, valueOf: () => 3} }',
    'add(1,2) == 3',
    false,
  ],
  ['add', 'function add(){ return new Proxy({}, {get: () => () => 3}) }', 'add(1,2) == 3', false],
  ['add', 'function add(){ return Object.assign(() => 3, {}) }', 'add(1,2)', false],
  ['escape', 'function escape(s){return 1}', 'escape("a b") === "a%20b"', false],
  ['escape', 'function escape(s){return s.toUpperCase()}', 'escape("a") === "A"', true],
  ['deepEqual', 'function deepEqual(a,b){return true}', 'deepEqual([1],[2]) === false', false],
  ['adder', 'const adder = a => b => a+b', 'adder(1)(2) === 3', true],
  [
    'Stack',
    'class Stack { constructor(){this.a=[]} push(x){this.a.push(x); return this} pop(){return this.a.pop()} get size(){return this.a.length} }',
    '(() => { const s = new Stack(); s.push(1).push(2); return s.pop() === 2 && s.size === 1 })()',
    true,
  ],
  [
    'Stack',
    'class Stack { push(){return this} pop(){return {valueOf: () => 2}} get size(){return 1} }',
    '(() => { const s = new Stack(); s.push(1).push(2); return s.pop() == 2 && s.size === 1 })()',
    false,
  ],
  ['gen', 'function* gen(n){ for (let i=0;i<n;i++) yield i }', 'deepEqual([...gen(3)],[0,1,2])', true],
  [
    'map',
    'function map(xs,f){ const r=[]; for (const x of xs) r.push(f(x)); return r }',
    'deepEqual(map([1,2], x => x*2),[2,4])',
    true,
  ],
  ['compose', 'const compose = (f,g) => x => f(g(x))', 'compose(x => x+1, x => x*2)(3) === 7', true],
  [
    'sort',
    'function sort(xs){ xs.sort((a,b)=>a-b) }',
    '(() => { const xs=[3,1,2]; sort(xs); return deepEqual(xs,[1,2,3]) })()',
    true,
  ],
  [
    'f',
    'function f(x){ if (x<0) throw new RangeError("neg"); return x }',
    'assert.throws(() => f(-1), RangeError)',
    true,
  ],
  [
    'f',
    'function f(x){ if (x<0) throw new RangeError("neg"); return x }',
    'assert.throws(() => f(-1), TypeError)',
    false,
  ],
  [
    'f',
    'function f(x){ if (x<0) throw new RangeError("neg"); return x }',
    'assert.throws(() => f(1))',
    false,
  ],
  ['f', 'function f(){ return new Map([["a",1]]) }', 'f().get("a") === 1 && f().size === 1', true],
  ['f', 'function f(){ return new Map([["a",1]]) }', 'deepEqual(f(), new Map([["a",1]]))', true],
  ['f', 'async function f(x){ return x*2 }', 'f(2) === 4', true],
  ['big', 'function big(n){return BigInt(n)**2n}', 'big(3) === 9n', true],
  [
    'mk',
    'function mk(){ let n=0; return {inc(){n++}, value(){return n}} }',
    '(() => { const c = mk(); c.inc(); c.inc(); return c.value() === 2 })()',
    true,
  ],
  ['mk', 'function mk(){ return {includes: () => true} }', 'mk("x").includes("y")', false],
  ['P', 'class P { constructor(x){this.x=x} }\nconst mkP = x => new P(x)', 'deepEqual(mkP(2), {x: 2})', true],
  ['P', 'class P { constructor(x){this.x=x} }', 'new P(3) instanceof P && new P(3).x === 3', true],
  [
    'memo',
    'function memo(f){ const c={}; return x => x in c ? c[x] : (c[x]=f(x)) }',
    '(() => { let n=0; const g = memo(x => { n++; return x }); g(1); g(1); return n === 1 })()',
    true,
  ],
  ['f', 'function f(){ for(;;); }', 'f() === 1', false],
  ['f', 'function f(){ return f() }', 'assert.throws(() => f())', true],
  ['f', 'function f(){ while (true) { } }', 'assert.throws(() => f())', false],
  ['mk', 'function mk(){ return {push(){}, pop: () => 3} }', 'mk().pop() === 3', false],
  [
    'mk',
    'function mk(){ const a = []; return {push: x => a.push(x), pop: () => a.pop()} }',
    '(() => { const s = mk(); s.push(3); return s.pop() === 3 })()',
    true,
    true,
  ],
  ['mk', 'function mk(){ return {pop: () => ({valueOf: () => 3})} }', 'mk().pop() == 3', false, true],
  ['even', 'class A {} function even(){ return new A() }', 'even(2)', false, true],
  [
    'U',
    'class U { static of(x){ return new U(x) } constructor(x){this.v=x} toString(){return "U"+this.v} }',
    'String(new U(3)) === "U3" && U.of(2).v === 2',
    true,
  ],
  [
    'f',
    'Object.prototype.then = 1; Array.prototype.map = () => [3]; JSON.stringify = () => "3"; function f(){ return [1] }',
    'deepEqual(f(),[3])',
    false,
  ],
  ['sum', 'const sum = (...xs) => xs.reduce((a,b)=>a+b,0)', 'sum(1,2,3) === 6 && sum() === 0', true],
  ['f', 'function f(){ return NaN }', 'Number.isNaN(f())', true],
  ['f', 'function f(){ return undefined }', 'f() === undefined', true],
]
describe('an assert', () => {
  it.each(cases)('%s: %s; %s', async (name, code, assert, passes, objects) => {
    const { verdict, records } = await judge.judge(
      problemOf(name, [{ assert }], objects),
      `\`\`\`js\n${code}\n\`\`\``,
      { limits: { timeMs: 400 } },
    )
    expect([verdict.reward, passes ? '' : verdict.feedback]).toEqual([
      passes ? 1 : 0,
      passes ? '' : expect.stringMatching(/./),
    ])
    expect(records).toHaveLength(1)
  })

  it('tells what its calls returned, and why an object does not do', async () => {
    const { records } = await judge.judge(
      problemOf('add', [{ assert: 'add(1, 2) == 3' }]),
      'class A {}\nfunction add(a, b) { return new A() }',
    )
    expect(records[0]!.actual).toBe(
      'add(1,2) = [object Object]\n[object Object] is no plain data; a test compares data.',
    )
  })
})

describe('a call', () => {
  it('passes on what the test made itself, and is compared by what it holds', async () => {
    const code =
      'class P { constructor(x) { this.x = x } }\nconst area = (p) => p.x * p.x\nconst map = (xs, f) => xs.map((x) => f(x))'
    const { records } = await judge.judge(
      problemOf('P', [
        { call: 'area(new P(3))', expected: 9 },
        { call: 'new P(3)', expected: { x: 3 } },
        { call: 'map([1], (v) => v + 1)', expected: [2] },
        { call: 'area(new P(3)) === 9', expected: true },
      ]),
      `\`\`\`js\n${code}\n\`\`\``,
    )
    expect(records.map(({ actual, passed }) => [actual, passed])).toEqual([
      ['9', true],
      ['{"x":3}', true],
      ['[2]', true],
      ['true', true],
    ])
  })

  it('is not decided by what it returned', async () => {
    const { verdict } = await judge.judge(
      problemOf('add', [{ call: 'add(1, 2) == 3', expected: true }]),
      'function add(a, b) { return { valueOf: () => 3 } }',
    )
    expect(verdict.reward).toBe(0)
  })
})
