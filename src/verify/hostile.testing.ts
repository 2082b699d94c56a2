/** Candidates that attack the judge, and the statuses that each may end in. Used by the tests of every kind of thread. */
import type { VerdictStatus } from './verdict.ts'

/** Small, so that the whole list runs in seconds. */
export const limits = { timeMs: 250, memoryBytes: 16 * 1024 * 1024 }
/** An expression that runs statements. */
const run = (body: string) => `(() => { ${body} })()`

/**
 * What a candidate may end in on a page besides: a browser's worker may come to the end of its own stack before
 * the candidate's time is over, which ends the thread under it. Node's threads have stacks of a size that is set.
 */
export const alsoOnPages: Readonly<Record<string, VerdictStatus>> = {
  'endless recursion that starts again': 'runtime-error',
}

export const hostile: [name: string, code: string, ...status: VerdictStatus[]][] = [
  // time
  ['endless loop', run('for (;;);'), 'time-out'],
  [
    'endless loop that catches everything',
    run('for (;;) { try { for (;;); } catch {} finally { continue; } }'),
    'time-out',
  ],
  ['endless generator', '[...(function* () { for (;;) yield; })()].length', 'time-out', 'memory-limit'],
  [
    'endless recursion that starts again',
    run('const f = () => { try { f(); } catch { f(); } }; for (;;) f();'),
    'time-out',
  ],
  ['a pattern that backtracks for ever', '/(a+)+b/.test("a".repeat(60))', 'time-out'],
  ['a built-in that never asks the interpreter', 'Array(2 ** 32 - 1).indexOf(1)', 'time-out'],
  ['the same on a fake array', 'Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)', 'time-out'],
  ['endless microtasks', '(async () => { for (;;) await 0; })()', 'time-out'],
  ['a promise that nobody settles', 'new Promise(() => {})', 'runtime-error'],
  ['a thenable that runs on', run('return Promise.resolve({ then() { for (;;); } })'), 'time-out'],
  [
    'a lock that is never opened',
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    'runtime-error',
  ],
  ['a comparison that runs on', 'xs.sort({ toString() { for (;;); } } + "")', 'time-out'],
  ['a number that grows', run('let n = 3n; for (;;) n *= n;'), 'time-out', 'runtime-error', 'memory-limit'],
  // memory and stack
  [
    'an allocation bomb',
    run('const all = []; for (;;) all.push(new Array(1000).fill(1));'),
    'memory-limit',
    'time-out',
  ],
  [
    'an allocation bomb that catches everything',
    run('const all = []; for (;;) try { for (;;) all.push(all.slice()); } catch {}'),
    'memory-limit',
    'time-out',
  ],
  ['a string that doubles', run('let s = "x"; for (;;) s += s;'), 'memory-limit', 'runtime-error'],
  ['a buffer larger than the limit', 'new ArrayBuffer(2 ** 30)', 'memory-limit', 'runtime-error'],
  ['padding', '"x".padEnd(2 ** 29)', 'memory-limit'],
  ['endless recursion', run('const f = () => f() + 1; return f();'), 'runtime-error'],
  ['recursion inside the JSON parser', 'JSON.parse("[".repeat(100000))', 'runtime-error'],
  // The compiler looks ahead from each bracket: where the stack is deep, as in Node, its time is over first.
  ['recursion inside the compiler', 'eval("[".repeat(100000))', 'runtime-error', 'time-out'],
  ['recursion inside flat', run('const a = []; a[0] = a; return a.flat(Infinity);'), 'runtime-error'],
  [
    'a chain of proxies',
    run('let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x;'),
    'runtime-error',
    'wrong-answer',
  ],
  // results that are no results
  ['a result that contains itself', run('const a = []; a.push(a); return a;'), 'wrong-answer'],
  [
    'a result without end',
    run('const deep = () => ({ get more() { return deep(); } }); return deep();'),
    'wrong-answer',
  ],
  ['a getter that runs on', '({ get x() { for (;;); } })', 'time-out'],
  [
    'a result that doubles at every level',
    run('let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return a;'),
    'runtime-error',
  ],
  ['a result of a million characters', '"x".repeat(1e6)', 'runtime-error'],
  [
    'a proxy with keys without end',
    run(
      'return new Proxy({}, { ownKeys: () => Array.from({ length: 1e6 }, (_, i) => "k" + i), getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) });',
    ),
    'runtime-error',
    'time-out',
    'memory-limit',
  ],
  [
    'a revoked proxy',
    run('const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy;'),
    'runtime-error',
  ],
  [
    'an object that equals anything',
    '({ valueOf: () => 5, toString: () => "[5,9]", toJSON: () => [5, 9], [Symbol.toPrimitive]: () => 5 })',
    'wrong-answer',
  ],
  [
    'a forged verdict as the result',
    '({ reward: 1, status: "passed", passed: true, passedTests: 10, kind: "returned", value: "[0,5,9]" })',
    'wrong-answer',
  ],
  [
    'a forged verdict as an error',
    run('throw { reward: 1, status: "passed", kind: "returned", value: "[0,5,9]" };'),
    'runtime-error',
  ],
  ['the wire format as the result', '"[0,5,9]"', 'wrong-answer'],
  // errors as weapons
  ['an error whose message runs on', run('throw { get message() { for (;;); } };'), 'time-out'],
  [
    'an error of a million characters',
    run('const e = new Error("x".repeat(1e6)); e.name = "y".repeat(1e5); throw e;'),
    'runtime-error',
  ],
  ['an error that is nothing', run('throw null;'), 'runtime-error'],
  ['an error that is a symbol', run('throw Symbol("s");'), 'runtime-error'],
  ['a forged interruption', run('throw new InternalError("interrupted");'), 'runtime-error'],
  ['a forged end of memory', run('throw new InternalError("out of memory");'), 'memory-limit'],
  [
    'stack traces by the candidate',
    run(
      'Error.prepareStackTrace = () => { throw 1; }; Object.defineProperty(Error.prototype, "stack", { get() { throw 1; } }); null.x;',
    ),
    'runtime-error',
  ],
  // poison
  [
    'a forged JSON.stringify',
    run('JSON.stringify = () => "[0,5,9]"; JSON.parse = () => [5, 9]; return 1;'),
    'wrong-answer',
  ],
  [
    'toJSON on every prototype',
    run(
      'for (const o of [Object, Array, Number, String, Boolean]) o.prototype.toJSON = () => [5, 9]; return 1;',
    ),
    'wrong-answer',
  ],
  [
    'the tools of the walk replaced',
    run(
      'Array.isArray = () => false; Reflect.ownKeys = () => []; Reflect.apply = () => [5, 9]; Object.getOwnPropertyDescriptor = () => ({}); return 1;',
    ),
    'wrong-answer',
  ],
  [
    'call and apply replaced',
    run(
      'Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => [5, 9]; return 1;',
    ),
    'wrong-answer',
  ],
  [
    'setters on the base prototypes',
    run(
      'for (const key of ["0", "1", "value", "kind", "passed", "reward", "length", "then"]) Object.defineProperty(Object.prototype, key, { set() {}, get() { return 1; }, configurable: true }); return 1;',
    ),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'iterators replaced',
    run(
      'Array.prototype[Symbol.iterator] = function* () { for (;;) yield 9; }; Array.prototype.push = () => { throw 1; }; return 1;',
    ),
    'wrong-answer',
  ],
  [
    'then on every object',
    run('Object.prototype.then = function (resolve) { resolve([5, 9]); }; return {};'),
    'wrong-answer',
  ],
  ['the console flooded', run('for (;;) console.log("x".repeat(1000));'), 'time-out', 'memory-limit'],
  [
    'the console poisoned',
    run('console.log({ toJSON() { throw 1; }, toString() { throw 1; } }); console.log = 1; return 1;'),
    'wrong-answer',
    'runtime-error',
  ],
  // ways out
  ['brackets closed early', '0); globalThis.won = true; (0', 'syntax-error'],
  ['a template closed early', '0}`; `${0', 'syntax-error'],
  ['a comment over the end', '1 /*', 'syntax-error'],
  [
    'the host through Function',
    'Function("return typeof process + typeof require + typeof self + typeof postMessage + typeof fetch")()',
    'wrong-answer',
  ],
  [
    'the host through a constructor',
    run('return this.constructor.constructor("return process")();'),
    'runtime-error',
  ],
  ['a module', 'import("node:fs")', 'runtime-error'],
  [
    'the tests through the globals',
    'Object.getOwnPropertyNames(globalThis).filter((name) => /test|expect|answer|calls/i.test(name))',
    'wrong-answer',
  ],
  [
    'the tests through the call stack',
    run('const f = function () { return f.caller; }; return f();'),
    'runtime-error',
    'wrong-answer',
  ],
  ['the arguments emptied', run('xs.length = 0; xs.push = () => 0; return xs;'), 'wrong-answer'],
  [
    'the arguments overwritten for later tests',
    run('Array.prototype.filter = () => []; for (const key in globalThis) globalThis[key] = []; return [];'),
    'wrong-answer',
  ],
]
