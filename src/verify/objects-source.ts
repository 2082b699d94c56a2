/**
 * JavaScript that runs inside the candidate's realm, within the closure of `realmSource`: what the tester
 * asks of the candidate. Objects that are no data stay here, in a table; a number goes out in their place.
 * The candidate is called with data and gives data back. It is never asked whether a test holds.
 *
 * Beside the tags of `realmSource`: `[9, id, "label", callable]` an object that stays, `[10, id]` a function
 * of the test's, `[11, key, value, ...]` a Map, `[12, ...items]` a Set, `[13, ms]` a Date.
 */
export const objectsSource = `
  const objects = { __proto__: null };
  const { forEach: forEachInMap } = Map.prototype, { forEach: forEachInSet } = Set.prototype, { getTime } = RealDate.prototype;
  const hasInstance = Function.prototype[Symbol.hasInstance], iteratorKey = Symbol.iterator;
  const sizeOfMap = getOwnPropertyDescriptor(Map.prototype, 'size').get, sizeOfSet = getOwnPropertyDescriptor(Set.prototype, 'size').get;
  let held = 0, back = null, lastArguments = none;
  const refer = (value) => {
    objects[++held] = value;
    return spend('[9,' + held + ',' + stringify(typeof value === 'function' ? '[Function]' : apply(brand, value, none)) + ',' + (typeof value === 'function' ? 'true' : 'false') + ']');
  };
  /* A Map, a Set or a Date, told by what it holds; else a number for it. */
  const writeObject = (value, depth) => {
    const name = apply(brand, value, none);
    let out = '', known = true;
    try {
      if (name === '[object Map]') apply(sizeOfMap, value, none);
      else if (name === '[object Set]') apply(sizeOfSet, value, none);
      else if (name === '[object Date]') apply(getTime, value, none);
      else known = false;
    } catch (e) { known = false; }
    if (!known) return refer(value);
    if (name === '[object Date]') return spend('[13,' + write(apply(getTime, value, none), depth) + ']');
    if (name === '[object Map]') {
      out = spend('[11');
      apply(forEachInMap, value, [(item, key) => { out += spend(',') + write(key, depth + 1) + spend(',') + write(item, depth + 1); }]);
    } else {
      out = spend('[12');
      apply(forEachInSet, value, [(item) => { out += spend(',') + write(item, depth + 1); }]);
    }
    return out + ']';
  };
  const hasFunctions = (value) => {
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const field = getOwnPropertyDescriptor(value, keys[i]);
      if (field !== undefined && typeof field.value === 'function') return true;
    }
    return false;
  };
  const callback = (id) => (...items) => {
    const told = parse(back(id, writeAll(items, true)));
    if (told[0] !== 'value') { const error = new Error(told[2]); error.name = told[1]; throw error; }
    return revive(told[1]);
  };
  const writeAll = (value, withObjects) => {
    const before = [budget, rich];
    rich = withObjects;
    budget = maxChars;
    try { return write(value, 0); } finally { budget = before[0]; rich = before[1]; }
  };
  const asked = {
    connect: (host) => { back = host; },
    hold: (value) => { objects[++held] = value; return held; },
    /* One operation on what is held; a value, or a promise of one. */
    operate: (operation, id, key, json) => {
      const of = objects[id], list = lastArguments = json === '' ? none : revive(parse(json));
      switch (operation) {
        case 'value': case 'data': return of;
        case 'call': return apply(of, undefined, list);
        case 'method': return apply(of[key], of, list);
        case 'new': return construct(of, list);
        case 'get': return of[key];
        case 'set': of[key] = list[0]; return undefined;
        case 'is': return apply(hasInstance, of, list);
        case 'text': return text(of);
        case 'iterate': return of[iteratorKey]();
        default: throw new TypeError('no such operation');
      }
    },
    /* [value, arguments as the call left them]; '' where it is too much. */
    answer: (value, operation) => {
      try { return writeAll([value, lastArguments], operation !== 'data'); } catch (e) { if (e === tooLarge) return ''; throw e; }
    },
  };`
