/**
 * JavaScript that runs inside the realm of a whole program, within the closure of `realmSource`: standard
 * input by the few doors of Node that such programs go through (`require('fs')`, `require('readline')`,
 * `process`), and `readline()` and `print()` as some judges have them. What waits (timers, listeners) runs
 * in the order in which it was asked for, at once.
 */
export function stdinSource(stdin: string): string {
  return `
  const input = ${JSON.stringify(stdin)}, jobs = [];
  let at = 0;
  const later = (job) => { jobs[jobs.length] = job; };
  const nextLine = () => {
    if (at >= input.length) return null;
    const end = input.indexOf('\\n', at), line = input.slice(at, end < 0 ? input.length : end);
    at = end < 0 ? input.length : end + 1;
    return line[line.length - 1] === '\\r' ? line.slice(0, -1) : line;
  };
  const rest = () => { const text = input.slice(at); at = input.length; return text; };
  const emitter = () => {
    const heard = { __proto__: null };
    const self = {
      on: (name, hear) => { (heard[name] = heard[name] || []).push(hear); return self; },
      emit: (name, ...items) => { for (const hear of heard[name] || []) hear(...items); },
    };
    self.once = self.addListener = self.on;
    return self;
  };
  const exit = { name: 'exit' };
  const standardInput = emitter();
  Object.assign(standardInput, { fd: 0, setEncoding: () => standardInput, resume: () => standardInput, pause: () => standardInput, read: () => (at < input.length ? rest() : null) });
  standardInput[Symbol.asyncIterator] = async function* () { if (at < input.length) yield rest(); };
  const hear = standardInput.on;
  standardInput.on = standardInput.addListener = standardInput.once = (name, listener) => {
    hear(name, listener);
    if (name === 'data') later(() => { if (at < input.length) standardInput.emit('data', rest()); });
    if (name === 'readable') later(() => { standardInput.emit('readable'); });
    if (name === 'end' || name === 'close') later(() => { later(() => listener()); });
    return standardInput;
  };
  const writeOut = (piece) => { put(text(piece)); return true; };
  const process = { stdin: standardInput, stdout: { write: writeOut, fd: 1 }, stderr: { write: (piece) => { if (complained.length < 2000) complained += text(piece); return true; }, fd: 2 }, argv: ['node', 'solution.js'], env: {}, platform: 'linux', exitCode: 0, exit: () => { throw exit; }, on: () => process, nextTick: (job, ...items) => later(() => job(...items)) };
  const isInput = (file) => file === 0 || file === '/dev/stdin' || (typeof file === 'object' && file === standardInput);
  const fs = { readFileSync: (file, options) => {
    if (!isInput(file)) throw new Error('the sandbox has no file ' + text(file));
    const all = rest();
    return options === undefined || options === null ? { toString: () => all, trim: () => all.trim(), split: (by) => all.split(by) } : all;
  }, writeSync: (fd, piece) => (fd === 1 ? put(text(piece)) : undefined), writeFileSync: (file, piece) => { if (file !== 1 && file !== '/dev/stdout') throw new Error('the sandbox has no file ' + text(file)); put(text(piece)); } };
  const readline = { createInterface: () => {
    const lines = emitter();
    let closed = false;
    const close = () => { if (!closed) { closed = true; lines.emit('close'); } };
    const step = () => {
      if (closed) return;
      const line = nextLine();
      if (line === null) return close();
      lines.emit('line', line);
      later(step);
    };
    let reading = false;
    const listen = lines.on;
    lines.on = lines.once = lines.addListener = (name, listener) => { listen(name, listener); if (name === 'line' && !reading) { reading = true; later(step); } else if (name === 'close' && !reading) later(() => { if (!reading) close(); }); return lines; };
    lines.question = (prompt, answer) => { const line = nextLine(); if (line !== null) later(() => answer(line)); };
    lines.close = close;
    lines.prompt = lines.setPrompt = () => {};
    lines[Symbol.asyncIterator] = async function* () { for (let line = nextLine(); line !== null; line = nextLine()) yield line; };
    return lines;
  } };
  const promised = { createInterface: (...items) => {
    const lines = readline.createInterface(...items), { question } = lines;
    lines.question = (prompt) => new Promise((resolve) => question(prompt, resolve));
    return lines;
  } };
  Object.assign(modules, { fs, readline, process, 'readline/promises': promised, 'fs/promises': { readFile: async (file, options) => fs.readFileSync(file, options) } });
  readline.promises = promised;
  hide(globalThis, 'process', process);
  hide(globalThis, 'readline', () => nextLine() ?? '');
  hide(globalThis, 'print', (...items) => print(...items));
  hide(globalThis, 'setTimeout', (job, _, ...items) => { later(() => job(...items)); return 0; });
  hide(globalThis, 'setImmediate', (job, ...items) => { later(() => job(...items)); return 0; });
  hide(globalThis, 'queueMicrotask', (job) => { Promise.resolve().then(job); });
  /* As Node prints a value that is no text. */
  const inspect = (value, nested) => {
    if (typeof value === 'string') return nested ? "'" + value + "'" : value;
    if (isArray(value)) return value.length === 0 ? '[]' : '[ ' + value.map((item) => inspect(item, true)).join(', ') + ' ]';
    if (typeof value === 'bigint') return value + 'n';
    if (typeof value === 'function') return '[Function: ' + (value.name || '(anonymous)') + ']';
    if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : text(value);
    const keys = Object.keys(value);
    return keys.length === 0 ? '{}' : '{ ' + keys.map((key) => key + ': ' + inspect(value[key], true)).join(', ') + ' }';
  };
  program = {
    /* Runs what waits, one job a call; false when none is left. */
    next: () => {
      const job = jobs.shift();
      if (job === undefined) return false;
      job();
      return true;
    },
    isExit: (error) => error === exit,
  };`
}
