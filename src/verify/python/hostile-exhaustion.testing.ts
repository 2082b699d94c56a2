/** Candidates in Python that use without end: time, memory, the stack. */
import { goodPython, fn } from './hostile-candidate.testing.ts'
import type { HostileCandidate } from './hostile-candidate.testing.ts'

export const exhaustion: readonly HostileCandidate[] = [
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
]
