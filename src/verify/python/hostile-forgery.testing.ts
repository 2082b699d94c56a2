/** Candidates in Python that give results that are no results, or poison what judges them. */
import { fn } from './hostile-candidate.testing.ts'
import type { HostileCandidate } from './hostile-candidate.testing.ts'

export const forgery: readonly HostileCandidate[] = [
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
]
