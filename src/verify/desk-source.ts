/**
 * JavaScript that runs inside the realm before the candidate does, within the closure of `realmSource`: the
 * parts of Node that programs take for granted beside the language. Standard error is kept apart from what is
 * printed. What is exported is found by its name.
 */
export const deskSource = `
  let complained = '';
  const complain = (...items) => {
    if (complained.length < 2000) complained += lineOf(items) + '\\n';
  };
  const quiet = () => {};
  hide(globalThis, 'console', { log: print, info: print, debug: print, table: print, dir: (item) => print(item), warn: complain, error: complain, trace: complain, assert: (holds, ...items) => { if (!holds) complain('Assertion failed', ...items); }, group: print, groupEnd: quiet, time: quiet, timeEnd: quiet, timeLog: quiet, count: quiet, countReset: quiet, clear: quiet });

  const copied = (value, seen) => {
    if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('it cannot be cloned');
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    if (value instanceof RealDate) return new RealDate(apply(RealDate.prototype.getTime, value, none));
    const made = isArray(value) ? [] : value instanceof RealMap ? new RealMap() : value instanceof RealSet ? new RealSet() : {};
    seen.set(value, made);
    if (value instanceof RealMap) for (const [key, item] of value) made.set(copied(key, seen), copied(item, seen));
    else if (value instanceof RealSet) for (const item of value) made.add(copied(item, seen));
    else for (const key of Object.keys(value)) made[key] = copied(value[key], seen);
    return made;
  };
  hide(globalThis, 'structuredClone', (value) => copied(value, new RealMap()));
  hide(globalThis, 'global', globalThis);

  const same = (a, b) => {
    if (Object.is(a, b)) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || isArray(a) !== isArray(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
  };
  class AssertionError extends Error {}
  hide(AssertionError.prototype, 'name', 'AssertionError');
  const hold = (holds, message) => { if (!holds) throw message instanceof Error ? message : new AssertionError(message ?? 'it does not hold'); };
  const assert = (holds, message) => hold(holds, message);
  Object.assign(assert, {
    AssertionError, ok: assert, fail: (message) => hold(false, message),
    equal: (a, b, message) => hold(a == b, message), notEqual: (a, b, message) => hold(a != b, message),
    strictEqual: (a, b, message) => hold(Object.is(a, b), message), notStrictEqual: (a, b, message) => hold(!Object.is(a, b), message),
    deepEqual: (a, b, message) => hold(same(a, b), message), deepStrictEqual: (a, b, message) => hold(same(a, b), message),
    throws: (body, message) => { let threw = false; try { body(); } catch { threw = true; } hold(threw, message); },
  });
  assert.strict = assert;
  const modules = { __proto__: null, assert, 'assert/strict': assert, os: { EOL: '\\n' }, util: { inspect: (item) => lineOf([item]), isDeepStrictEqual: same }, perf_hooks: { performance: { now: () => 0 } } };
  const require = (name) => {
    const found = modules[text(name).replace(/^node:/, '')];
    if (found === undefined) throw new Error("Cannot find module '" + text(name) + "'");
    return found;
  };
  const exported = { exports: {} };
  hide(globalThis, 'require', require);
  hide(globalThis, 'module', exported);
  hide(globalThis, 'exports', exported.exports);
  /* The candidate where it is no global function: what it exports, or a method of LeetCode's class. */
  const find = (name, Solution) => {
    const given = exported.exports;
    if (typeof given === 'function') return given;
    if (given !== null && typeof given === 'object' && typeof given[name] === 'function') return given[name];
    if (typeof Solution === 'function' && Solution.prototype !== undefined && typeof Solution.prototype[name] === 'function') return (...items) => new Solution()[name](...items);
    return undefined;
  };`
