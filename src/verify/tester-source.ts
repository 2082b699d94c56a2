/**
 * JavaScript that runs in the tester's own interpreter, in which no candidate ever was: it evaluates an
 * assert or a call whose names stand for the candidate's, and asks for what they come to. Data comes back
 * as data. An object that is none comes back as a stand-in, which can be called, iterated and, where the
 * test is about objects, asked for its members; whatever would let it decide what a test makes of it
 * (a comparison, a sum, being true) refuses the test instead.
 */

/** An expression that evaluates to a function of the realm's tools, of `ask` and of the program's names. */
export const testerSource = `((tools, ask, owned, objectsAllowed) => {
  'use strict';
  const stop = {};
  class AssertionError extends Error {}
  AssertionError.prototype.name = 'AssertionError';
  const standIns = new WeakMap(), functions = [];
  const plainNames = new Set(['constructor', 'equals'].concat(...[Object, Function, Array, String, Number, Boolean, BigInt, Map, Set, Date, Promise].map(({ prototype }) => Object.getOwnPropertyNames(prototype))));
  let refused = null, ended = false, freeNow = objectsAllowed, failure = null, unused = new Set(), firstFunction = 0, shared = {};
  const refuse = (why) => { refused ??= why; throw stop; };
  const notData = (label) => refuse(label + ' is no plain data; a test compares data.');

  /* The text of a value that goes to the candidate: stand-ins by number, functions of the test by number. */
  const reduce = (value, depth) => {
    if (depth > 64) return refuse('What the test passes on is nested too deeply.');
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      const standIn = standIns.get(value);
      if (standIn) { unused.delete(standIn); return '[9,' + standIn.id() + ']'; }
    }
    if (typeof value === 'function') { functions.push(value); return '[10,' + (firstFunction + functions.length - 1) + ']'; }
    const all = (tag, items) => '[' + [tag, ...items.map((item) => reduce(item, depth + 1))].join(',') + ']';
    if (Array.isArray(value)) return all(0, Array.from(value));
    if (value instanceof Map) return all(11, [...value].flat());
    if (value instanceof Set) return all(12, [...value]);
    if (value instanceof Date) return all(13, [value.getTime()]);
    if (typeof value === 'object' && value !== null) {
      const proto = Object.getPrototypeOf(value);
      if (proto !== null && proto !== Object.prototype) return refuse('The test passes on an object that is no plain data.');
      return all(1, Object.entries(value).flat());
    }
    return tools.show(value);
  };
  const revive = (node) => {
    if (!Array.isArray(node)) return node;
    const [tag, ...rest] = node;
    if (tag === 0) return rest.map(revive);
    if (tag === 1) { const object = {}; for (let i = 0; i + 1 < rest.length; i += 2) Object.defineProperty(object, rest[i], { value: revive(rest[i + 1]), writable: true, configurable: true, enumerable: true }); return object; }
    if (tag === 9) return standIn(() => rest[0], rest[1], rest[2]);
    if (tag === 10) return functions[rest[0] - firstFunction];
    if (tag === 11) { const map = new Map(); for (let i = 0; i + 1 < rest.length; i += 2) map.set(revive(rest[i]), revive(rest[i + 1])); return map; }
    if (tag === 12) return new Set(rest.map(revive));
    if (tag === 13) return new Date(revive(rest[0]));
    try { return tools.read(JSON.stringify(node)); } catch { return notData(String(rest[0])); }
  };
  /* What the arguments became, for a test that looks at them afterwards. */
  const update = (given, after) => {
    if (Array.isArray(given) && Array.isArray(after)) {
      given.length = after.length;
      for (let i = 0; i < after.length; i++) given[i] = merged(given[i], after[i]);
    } else if (isPlain(given) && isPlain(after)) {
      for (const key of Object.keys(given)) if (!Object.hasOwn(after, key)) delete given[key];
      for (const key of Object.keys(after)) given[key] = merged(given[key], after[key]);
    } else if (given instanceof Map && after instanceof Map) {
      given.clear();
      for (const [key, item] of after) given.set(key, item);
    } else if (given instanceof Set && after instanceof Set) {
      given.clear();
      for (const item of after) given.add(item);
    }
  };
  const isPlain = (value) => typeof value === 'object' && value !== null && !standIns.has(value) && [null, Object.prototype].includes(Object.getPrototypeOf(value));
  const merged = (given, after) => {
    if (typeof given !== 'object' || given === null || typeof after !== 'object' || after === null || standIns.has(given)) return after;
    update(given, after);
    return given;
  };

  const perform = (operation, of, key, args, free) => {
    const [kind, text, message] = ask(operation, of, key, args === null ? '' : reduce(args, 0));
    if (kind === 'answer') {
      const [, value, after] = JSON.parse(text);
      freeNow = free;
      if (args !== null && operation !== 'set') args.forEach((given, i) => update(given, revive(after[i + 1])));
      const result = operation === 'data' ? value : revive(value);
      const made = typeof result === 'function' || (typeof result === 'object' && result !== null) ? standIns.get(result) : undefined;
      if (made && !free) unused.add(made);
      return result;
    }
    if (kind === 'threw') {
      const known = Object.hasOwn(globalThis, text) && globalThis[text].prototype instanceof Error ? globalThis[text] : Error;
      failure = new known(message);
      failure.name = text;
      throw failure;
    }
    if (kind === 'ended') { ended = true; throw stop; }
    return refuse(text);
  };

  /* An object of the candidate's. id: its number, asked for when it is first wanted; label: its name for people. */
  const standIn = (id, label, callable) => {
    const self = { id, label, free: freeNow };
    const member = (key) => {
      if (typeof key === 'string' && !self.free && plainNames.has(key)) return notData(label);
      unused.delete(self);
    };
    const target = callable ? function () {} : {};
    const proxy = new Proxy(target, {
      apply: (_, receiver, args) => { unused.delete(self); return perform('call', id(), '', args, self.free); },
      construct: (_, args) => { unused.delete(self); return perform('new', id(), '', args, true); },
      get: (_, key) => {
        if (key === Symbol.iterator) return () => { unused.delete(self); return iterator(perform('iterate', id(), '', null, self.free)); };
        if (key === Symbol.hasInstance) return (value) => { const other = typeof value === 'object' && value !== null ? standIns.get(value) : undefined; return other !== undefined && perform('is', id(), '', [value], false) === true; };
        if (key === Symbol.toPrimitive && self.free) return (hint) => (hint === 'string' ? (unused.delete(self), perform('text', id(), '', null, false)) : notData(label));
        if (typeof key === 'symbol') return key === Symbol.unscopables || key === Symbol.isConcatSpreadable ? undefined : notData(label);
        member(key);
        const found = perform('get', id(), key, null, self.free);
        const inner = typeof found === 'function' ? standIns.get(found) : undefined;
        if (!inner) return found;
        unused.delete(inner);
        /* Called as a method, it is called on what it was taken from. */
        return new Proxy(found, { apply: (__, receiver, args) => (receiver === proxy ? perform('method', id(), key, args, self.free) : Reflect.apply(found, receiver, args)) });
      },
      set: (_, key, value) => { member(key); perform('set', id(), key, [value], false); return true; },
      has: () => notData(label),
      ownKeys: () => notData(label),
      getOwnPropertyDescriptor: () => notData(label),
      deleteProperty: () => notData(label),
    });
    standIns.set(proxy, self);
    return proxy;
  };
  const iterator = (inner) => {
    const of = typeof inner === 'object' && inner !== null ? standIns.get(inner) : undefined;
    if (of) unused.delete(of);
    const step = () => {
      const { done, value } = of ? perform('method', of.id(), 'next', [], false) : inner.next();
      const made = typeof value === 'object' && value !== null ? standIns.get(value) : undefined;
      if (made && !free) unused.add(made);
      return { done: done === true, value };
    };
    return { next: step, return: () => ({ done: true, value: undefined }), [Symbol.iterator]() { return this; } };
  };

  /* Compared by what they hold: objects of the candidate's too, by their own fields. */
  const data = (value) => {
    const of = typeof value === 'object' && value !== null ? standIns.get(value) : undefined;
    if (!of) return value;
    unused.delete(of);
    return revive(perform('data', of.id(), '', null, false));
  };
  const deepEqual = (left, right) => {
    const a = data(left), b = data(right);
    if (Object.is(a, b) || a === b) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
    if (a instanceof Map || a instanceof Set) return Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && a.size === b.size && deepEqual([...a], [...b]);
    if (a instanceof Date || b instanceof Date) return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
  };
  const truth = (value) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') { const of = standIns.get(value); if (of) notData(of.label); }
    return Boolean(value);
  };
  const hold = (holds, message) => {
    if (!truth(holds)) throw new AssertionError(message === undefined ? '' : String(message));
    return true;
  };
  const is = (a, b) => { for (const each of [a, b]) if ((typeof each === 'object' && each !== null) || typeof each === 'function') unused.delete(standIns.get(each)); return Object.is(a, b) || a === b; };
  const equal = (a, b) => { is(a, b); return a == b; };
  const assert = (holds, message) => hold(holds, message);
  const thrown = (error, wanted) => {
    if (wanted instanceof RegExp) return wanted.test(String(error));
    if (typeof wanted === 'function') return standIns.has(wanted) ? standIns.get(wanted).label === error.name : wanted.prototype === undefined ? truth(wanted(error)) : error instanceof wanted;
    if (typeof wanted === 'object' && wanted !== null) return Object.keys(wanted).every((key) => (wanted[key] instanceof RegExp ? wanted[key].test(error[key]) : deepEqual(error[key], wanted[key])));
    return true;
  };
  assert.ok = assert;
  assert.equal = (a, b, message) => hold(equal(a, b), message);
  assert.notEqual = (a, b, message) => hold(!equal(a, b), message);
  assert.strictEqual = (a, b, message) => hold(is(a, b), message);
  assert.notStrictEqual = (a, b, message) => hold(!is(a, b), message);
  assert.deepEqual = assert.deepStrictEqual = (a, b, message) => hold(deepEqual(a, b), message);
  assert.notDeepEqual = assert.notDeepStrictEqual = (a, b, message) => hold(!deepEqual(a, b), message);
  assert.match = (text, pattern, message) => hold(pattern.test(text), message);
  assert.throws = (body, wanted, message) => {
    let threw = false;
    try { body(); } catch (error) { if (error === stop) throw error; threw = thrown(error, wanted); }
    return hold(threw, typeof wanted === 'string' ? wanted : message);
  };
  assert.doesNotThrow = (body) => { body(); return true; };
  const own = { assert, deepEqual, console: { assert, log() {}, error() {}, warn() {}, info() {} } };

  const named = (name) => {
    const [kind, text, callable] = ask('name', name, '', '');
    if (kind === 'missing') throw new ReferenceError("'" + name + "' is not defined");
    if (kind === 'ended') { ended = true; throw stop; }
    if (kind === 'function') {
      const found = standIn(() => text, name, true);
      standIns.get(found).free = objectsAllowed;
      return found;
    }
    const found = perform('value', text, '', null, objectsAllowed);
    if ((typeof found === 'object' && found !== null) || typeof found === 'function') unused.delete(standIns.get(found));
    return found;
  };
  const names = new Proxy({}, {
    has: (_, name) => typeof name === 'string' && (owned.includes(name) || Object.hasOwn(shared, name) || Object.hasOwn(own, name) || !(name in globalThis)) && name !== 'undefined',
    get: (_, name) => {
      if (typeof name !== 'string') return undefined;
      if (Object.hasOwn(shared, name)) return shared[name];
      return Object.hasOwn(own, name) && !owned.includes(name) ? own[name] : named(name);
    },
    set: (_, name, value) => { shared[name] = value; return true; },
  });
  const compiled = (source) => {
    try { return Function('names', 'with (names) { return (' + source + '\\n) }'); }
    catch { return Function('names', 'with (names) { ' + source + '\\n } return true'); }
  };
  const run = (body) => {
    refused = failure = null;
    ended = false;
    unused = new Set();
    shared = {};
    firstFunction += functions.length;
    functions.length = 0;
    try {
      const found = body();
      if (ended) return ['ended'];
      return refused === null ? found : ['refused', refused];
    } catch (error) {
      if (ended) return ['ended'];
      if (refused !== null) return ['refused', refused];
      if (error === failure) return ['failed'];
      if (error instanceof AssertionError) return ['unmet', error.message];
      return ['threw', String(error.name), String(error.message)];
    }
  };
  return {
    check: (source) => JSON.stringify(run(() => {
      const held = truth(compiled(source)(names));
      for (const { label } of unused) notData(label);
      return held ? ['held'] : ['unmet', ''];
    })),
    /* The value of an expression, as text for the host. */
    evaluate: (source) => JSON.stringify(run(() => {
      const value = compiled(source)(names);
      const of = (typeof value === 'object' && value !== null) || typeof value === 'function' ? standIns.get(value) : undefined;
      return ['value', of ? JSON.stringify(perform('data', of.id(), '', null, false)) : tools.show(value)];
    })),
    /* The candidate calls a function of the test's. */
    callBack: (id, json) => {
      try { return JSON.stringify(['value', JSON.parse(reduce(functions[id - firstFunction](...JSON.parse(json).slice(1).map(revive)), 0))]); }
      catch (error) { if (error === stop) throw error; return JSON.stringify(['threw', String(error.name), String(error.message)]); }
    },
  };
})`
