/**
 * JavaScript that runs inside the sandbox before the candidate does: the realm's own tools, with
 * the intrinsics that they need captured in a closure, so that a candidate that poisons prototypes
 * or replaces `JSON` changes nothing here. The tools never see an expected value: the worst that a
 * candidate can do to them is to misreport its own result.
 *
 * Values leave the realm as text, in JSON with tags (decoded by `decodeValue`):
 * primitives as themselves; `[0, ...items]` an array; `[1, key, value, ...]` an object;
 * `[2, "text"]` anything that JSON has no word for (undefined, NaN, a function, a Map, a cycle).
 */

import { deskSource } from './desk-source.ts'
import { objectsSource } from './objects-source.ts'
import { stdinSource } from './stdin-source.ts'

/** The instant at which every candidate runs: 2020-01-01T00:00:00Z. */
const FIXED_TIME = 1577836800000

/** Deeper nesting than this is reported, not walked. */
const MAX_DEPTH = 64

/** A function's timers never come: it is called, and answers. */
const functionTimers = `
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) hide(globalThis, name, () => 0);
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) hide(globalThis, name, () => {});
  hide(globalThis, 'queueMicrotask', (job) => { Promise.resolve().then(job); });`

export interface RealmOptions {
  /** Source of an expression: a function that prepares one test's array of arguments. */
  wrapArguments?: string | undefined
  /** Longest text that `show` may return, in UTF-16 units. */
  maxChars: number
  /** Longest text that is kept of what is printed, in UTF-16 units, and whether more is thrown or dropped. */
  printed: { chars: number; overflow: 'drop' | 'throw' }
  /** A whole program: its standard input, with the few doors of Node that such programs go through. */
  stdin?: string | undefined
}

/** An expression that evaluates to the tools, among them those of `objectsSource`. */
export function realmSource({ wrapArguments, maxChars, printed, stdin }: RealmOptions): string {
  return `(() => {
  'use strict';
  const { parse, stringify } = JSON, { isArray } = Array, { apply, ownKeys, getPrototypeOf, construct } = Reflect;
  const { getOwnPropertyDescriptor, defineProperty } = Object, text = String, brand = Object.prototype.toString, slice = String.prototype.slice;
  const ObjectPrototype = Object.prototype, RealDate = Date, none = [], tooLarge = {};
  const imul = Math.imul, RealMap = Map, RealSet = Set, RealBigInt = BigInt, { exec } = RegExp.prototype;
  const { set: setInMap } = Map.prototype, { add: addToSet } = Set.prototype;

  /* The same run every time: a fixed clock and a seeded Math.random (mulberry32). */
  let seed = 0;
  const hide = (holder, key, value) => defineProperty(holder, key, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
  hide(Math, 'random', function random() {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  });
  const now = function now() { return ${FIXED_TIME}; };
  const FixedDate = function Date(...parts) {
    if (new.target === undefined) return text(new RealDate(${FIXED_TIME}));
    return construct(RealDate, parts.length === 0 ? [${FIXED_TIME}] : parts, new.target);
  };
  FixedDate.prototype = RealDate.prototype;
  hide(FixedDate, 'now', now);
  hide(FixedDate, 'UTC', RealDate.UTC);
  hide(FixedDate, 'parse', RealDate.parse);
  hide(RealDate.prototype, 'constructor', FixedDate);
  hide(globalThis, 'Date', FixedDate);
  delete globalThis.performance;

  /* console: kept as text, up to a limit. */
  let printed = '';
  const put = (piece) => {
    if (printed.length + piece.length > ${printed.chars} && ${printed.overflow === 'throw'}) { flooded = true; throw tooLarge; }
    if (printed.length < ${printed.chars}) printed += piece;
  };
  let flooded = false;
  const lineOf = (items) => {
    let line = '';
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      line += (i ? ' ' : '') + (typeof item === 'string' ? item : ${stdin === undefined ? 'spell' : 'inspect'}(item));
    }
    return line;
  };
  const print = (...items) => put(lineOf(items) + '\\n');
${deskSource}

  const maxChars = ${maxChars};
  let budget = 0, rich = false;
  const spend = (piece) => { budget -= piece.length; if (budget < 0) throw tooLarge; return piece; };
  const other = (name) => spend('[2,' + stringify(name) + ']');
  /* Own enumerable data, whatever the prototypes say. A key whose value is undefined is left out, as JSON does. */
  const write = (value, depth) => {
    switch (typeof value) {
      case 'string': return spend(stringify(value));
      case 'boolean': return spend(value ? 'true' : 'false');
      case 'number': return value === value && value - value === 0 ? spend('' + value) : other('' + value);
      case 'undefined': return other('undefined');
      case 'function': return rich ? refer(value) : other('[Function]');
      case 'symbol': return other('Symbol()');
      case 'bigint': return other('' + value + 'n');
    }
    if (value === null) return spend('null');
    if (depth > ${MAX_DEPTH}) return other('[nested deeper than ${MAX_DEPTH}]');
    if (isArray(value)) {
      let out = spend('[0');
      const length = value.length;
      for (let i = 0; i < length; i++) out += spend(',') + write(value[i], depth + 1);
      return out + ']';
    }
    const proto = getPrototypeOf(value);
    if (proto !== null && proto !== ObjectPrototype) {
      if (rich) return writeObject(value, depth);
      const name = apply(brand, value, none);
      if (name !== '[object Object]') return other(name);
    } else if (rich && hasFunctions(value)) return refer(value);
    let out = spend('[1');
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (typeof key !== 'string') continue;
      const field = getOwnPropertyDescriptor(value, key);
      if (field === undefined || !field.enumerable) continue;
      const item = value[key];
      if (item === undefined) continue;
      out += spend(',') + spend(stringify(key)) + spend(',') + write(item, depth + 1);
    }
    return out + ']';
  };
  /* For print: JSON's own spelling, as far as it goes. */
  const spell = (value) => {
    try { const spelt = stringify(value); return typeof spelt === 'string' ? spelt : text(value); } catch (e) { return '[unprintable]'; }
  };
  const wrap = ${wrapArguments ?? 'null'};
  let program = null;
${stdin === undefined ? functionTimers : stdinSource(stdin)}
  let calls = none;
  const revive = (node) => {
    if (!isArray(node)) return node;
    if (node[0] === 0) { const list = []; for (let i = 1; i < node.length; i++) defineProperty(list, i - 1, { __proto__: null, value: revive(node[i]), writable: true, configurable: true, enumerable: true }); return list; }
    if (node[0] === 1) { const object = {}; for (let i = 1; i + 1 < node.length; i += 2) defineProperty(object, node[i], { __proto__: null, value: revive(node[i + 1]), writable: true, configurable: true, enumerable: true }); return object; }
    if (node[0] === 9) return objects[node[1]];
    if (node[0] === 10) return callback(node[1]);
    if (node[0] === 11) { const map = new RealMap(); for (let i = 1; i + 1 < node.length; i += 2) apply(setInMap, map, [revive(node[i]), revive(node[i + 1])]); return map; }
    if (node[0] === 12) { const set = new RealSet(); for (let i = 1; i < node.length; i++) apply(addToSet, set, [revive(node[i])]); return set; }
    if (node[0] === 13) return new RealDate(revive(node[1]));
    if (node[1] === 'undefined') return undefined;
    if (node[1] === 'NaN') return NaN;
    if (node[1] === 'Infinity') return Infinity;
    if (node[1] === '-Infinity') return -Infinity;
    const digits = apply(exec, /^(-?\\d+)n$/, [node[1]]);
    if (digits !== null) return RealBigInt(digits[1]);
    throw new TypeError('not plain data');
  };
${objectsSource}
  return {
    /* All arguments are made before the candidate exists. */
    prepare: (json) => {
      calls = parse(json);
      if (wrap !== null) for (let i = 0; i < calls.length; i++) calls[i] = wrap(calls[i]);
    },
    begin: () => {
      seed = 1;
      printed = complained = '';
    },
    call: (program, i) => apply(program, undefined, calls[i]),
    ...asked,
    /* A value from its text; throws where JSON has no word for it. */
    read: (json) => revive(parse(json)),
    show: (value) => {
      budget = maxChars;
      try { return write(value, 0); } catch (e) { if (e === tooLarge) return ''; throw e; }
    },
    next: () => program.next(),
    isExit: (error) => program !== null && program.isExit(error),
    /* [name, message, stack] as JSON. Getters may run on, under the time limit. */
    describe: (error) => {
      const said = (of, key, otherwise) => { try { const found = of[key]; return typeof found === 'string' ? stringify(found) : otherwise; } catch (e) { return otherwise; } };
      if (typeof error === 'object' && error !== null) return '[' + said(error, 'name', '"Error"') + ',' + said(error, 'message', '""') + ',' + said(error, 'stack', '""') + ']';
      try { return '["Error",' + stringify('thrown ' + text(error)) + ',""]'; } catch (e) { return '["Error","",""]'; }
    },
    find,
    complaints: () => complained,
    printed: () => (flooded ? null : apply(slice, printed, [0, ${printed.chars}])),
  };
})()`
}
