/**
 * Where JavaScript asserts are judged: a context of its own, in which the candidate never is, so that it
 * can neither change what `===` is asked about nor read what was expected. The names that an assert uses
 * stand for the candidate's; calls of them are asked for outside, and plain data comes back.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core'
import type { ProgramError } from './job.ts'
import { realmSource } from './realm-source.ts'
import { decodeValue, showValue } from './value.ts'

export type Asked = { kind: 'value'; text: string } | { kind: 'function' | 'beside' | 'missing' | 'failed' }
export type Checked =
  | { kind: 'held' }
  | { kind: 'unmet'; saw: string }
  | { kind: 'beside' }
  | { kind: 'threw'; error: ProgramError }

/** Longest text of a value that comes or goes. */
const MAX_CHARS = 65536

/** An expression that evaluates to `check(source)`; `tools` and `ask` are in its scope. */
const TESTER = `((tools, ask) => {
  'use strict';
  const beside = { beside: true };
  class AssertionError extends Error {}
  AssertionError.prototype.name = 'AssertionError';
  const deepEqual = (a, b) => {
    if (Object.is(a, b) || a === b) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
  };
  const hold = (holds, message) => {
    if (!holds) throw new AssertionError(message === undefined ? '' : String(message));
    return true;
  };
  const assert = (holds, message) => hold(holds, message);
  assert.ok = assert;
  assert.equal = (a, b, message) => hold(a == b, message);
  assert.notEqual = (a, b, message) => hold(a != b, message);
  assert.strictEqual = (a, b, message) => hold(Object.is(a, b), message);
  assert.notStrictEqual = (a, b, message) => hold(!Object.is(a, b), message);
  assert.deepEqual = assert.deepStrictEqual = (a, b, message) => hold(deepEqual(a, b), message);
  assert.notDeepEqual = (a, b, message) => hold(!deepEqual(a, b), message);
  assert.throws = (body, message) => {
    let threw = false;
    try { body(); } catch (error) { if (error === beside) throw error; threw = true; }
    return hold(threw, message);
  };
  const own = { assert, deepEqual, console: { assert } };
  const value = (text) => {
    try { return tools.read(text); } catch { throw beside; }
  };
  const call = (name) => (...args) => {
    const given = tools.show(args);
    if (given.includes('[2,"[Function]"]')) throw beside;
    const [kind, text] = ask(name, given);
    if (kind === 'value') return value(text);
    if (kind === 'failed') throw new Error('the call failed');
    throw beside;
  };
  const names = new Proxy({}, {
    has: (_, name) => typeof name === 'string' && (Object.hasOwn(own, name) || !(name in globalThis)) && name !== 'undefined',
    get: (_, name) => {
      if (typeof name !== 'string') return undefined;
      if (Object.hasOwn(own, name)) return own[name];
      const [kind, text] = ask(name, null);
      if (kind === 'function') return new Proxy(call(name), { construct() { throw beside; }, get() { throw beside; } });
      if (kind === 'value') return value(text);
      if (kind === 'missing') throw new ReferenceError("'" + name + "' is not defined");
      throw beside;
    },
  });
  return (source) => {
    let body;
    try { body = Function('names', 'with (names) { return (' + source + '\\n) }'); }
    catch { body = Function('names', 'with (names) { ' + source + '\\n } return true'); }
    try { return body(names) ? '["held"]' : '["unmet",""]'; }
    catch (error) {
      if (error === beside) return '["beside"]';
      if (error instanceof AssertionError) return JSON.stringify(['unmet', error.message]);
      return JSON.stringify(['threw', String(error.name), String(error.message)]);
    }
  };
})`

export class Tester {
  private readonly context: QuickJSContext
  private readonly held: QuickJSHandle[] = []
  private readonly checker: QuickJSHandle
  private seen: string[] = []

  constructor(runtime: QuickJSRuntime, ask: (name: string, args: string | null) => Asked) {
    const context = runtime.newContext()
    this.context = context
    const host = context.newFunction('ask', (name, args) => {
      const called = context.getString(name)
      const given = context.typeof(args) === 'string' ? context.getString(args) : null
      const asked = ask(called, given)
      if (asked.kind === 'value' && given !== null)
        this.seen.push(`${called}(${shown(given).slice(1, -1)}) = ${shown(asked.text)}`)
      const list = context.newArray()
      context.newString(asked.kind).consume((item) => context.setProp(list, 0, item))
      if (asked.kind === 'value')
        context.newString(asked.text).consume((item) => context.setProp(list, 1, item))
      return list
    })
    this.held.push(host)
    const tools = this.keep(
      context.evalCode(
        realmSource({ maxChars: MAX_CHARS, printed: { chars: 0, overflow: 'drop' } }),
        'realm.js',
      ),
    )
    const tester = this.keep(context.evalCode(TESTER, 'tester.js'))
    this.checker = this.keep(context.callFunction(tester, context.undefined, tools, host))
  }

  check(source: string): Checked {
    const { context } = this
    this.seen = []
    const text = context.newString(source)
    const result = context.callFunction(this.checker, context.undefined, text)
    text.dispose()
    if (result.error) {
      const { name = 'Error', message = '' } = (context.dump(result.error) ?? {}) as {
        name?: string
        message?: string
      }
      result.error.dispose()
      return { kind: 'threw', error: { name, message } }
    }
    const [kind, first = '', second = ''] = JSON.parse(context.getString(result.value)) as [
      string,
      string?,
      string?,
    ]
    result.value.dispose()
    switch (kind) {
      case 'held':
      case 'beside':
        return { kind }
      case 'unmet':
        return { kind, saw: [...this.seen, ...(first === '' ? [] : [`AssertionError: ${first}`])].join('\n') }
      default:
        return { kind: 'threw', error: { name: first, message: second } }
    }
  }

  dispose(): void {
    for (const handle of this.held.splice(0)) handle.dispose()
    this.context.dispose()
  }

  private keep(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    const handle = this.context.unwrapResult(result)
    this.held.push(handle)
    return handle
  }
}

function shown(text: string): string {
  return showValue(decodeValue(text))
}
