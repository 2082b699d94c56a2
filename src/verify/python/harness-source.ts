/**
 * Python that runs in the interpreter before any candidate: it takes the host's ways in and out of the
 * module table, loads what programs commonly import, and leaves the functions that an attempt is run by.
 * Everything is then kept as one picture of the memory, which every attempt starts from.
 *
 * Values leave as JSON with tags (decoded by `decodeValue`; read back by `read` for asserts):
 * primitives as themselves; `[0, ...items]` a list; `[1, key, value, ...]` a dict; `[2, "text"]` what has
 * no other word; `[3, "digits"]` an int beyond 2^53; `[4, ...items]` a tuple; `[5, ...items]` a set;
 * `[6, ...items]` a frozenset; `[7, "inf"]` a float without a number; `[8, "latin-1"]` bytes.
 * What a value is, is asked of its type's own table (`type.__mro__`), never of the value: a candidate's
 * `__class__`, `__eq__` or `__repr__` is not consulted. The worst that a candidate can do here is to
 * misreport its own result: no expected value is in the memory while it runs.
 */

/** Deeper nesting than this is reported, not walked. */
const MAX_DEPTH = 64

/** Imported by the harness, so that no attempt pays for them. */
const PRELOADED =
  'abc array bisect calendar cmath collections collections.abc copy dataclasses datetime decimal enum fractions functools hashlib heapq io itertools json math numbers operator queue random re statistics string struct textwrap time traceback types typing unicodedata'

export const harnessSource = `
import sys, gc, builtins, ast, json, random, types, typing, io, time, importlib, asyncio
for _name in ${JSON.stringify(PRELOADED)}.split():
    __import__(_name)

# The host's own modules: emptied, so that no reference to a JavaScript object is left to be found, and gone.
def _strip():
    host = ('js', 'pyodide', '_pyodide', 'pyodide_js', '_pyodide_core', 'ctypes', '_ctypes')
    sys.meta_path[:] = [finder for finder in sys.meta_path if '_pyodide' not in finder.__module__]
    for name in [name for name in sys.modules if name.split('.')[0] in host]:
        module = sys.modules.pop(name)
        if type(module) is types.ModuleType: module.__dict__.clear()
    for name in host: sys.modules[name] = None
    gc.collect()
_strip()

def _sleep(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end: pass
_sleep.__name__ = 'sleep'
time.sleep = _sleep

# asyncio without a network: a loop whose waiting is over at once, on a clock of its own.
class _Loop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector, self._now = self, 0.0
    def time(self): return self._now
    def select(self, timeout):
        if timeout is None: raise RuntimeError('the program awaits what never comes')
        self._now += timeout
        return []
    def _process_events(self, events): pass
    def _write_to_self(self): pass
class _Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = _Loop
asyncio._set_running_loop(None)
asyncio.events._event_loop_policy = _Policy()
importlib.reload(asyncio.runners)
asyncio.run, asyncio.Runner = asyncio.runners.run, asyncio.runners.Runner

_mro = type.__dict__['__mro__'].__get__
_type_name = type.__dict__['__name__'].__get__
_traceback = BaseException.__dict__['__traceback__'].__get__
_quote = json.encoder.encode_basestring_ascii
_loads = json.loads
_PLAIN = frozenset((type(None), bool, int, float, str, bytes, list, tuple, dict, set, frozenset))
_pristine = dict(builtins.__dict__)
_TYPING = {name: getattr(typing, name) for name in ('Any', 'Optional', 'Union', 'List', 'Dict', 'Set', 'Tuple', 'Callable', 'Iterable', 'Iterator', 'Sequence', 'Mapping', 'Deque', 'DefaultDict', 'FrozenSet', 'Type', 'TypeVar', 'Generic', 'Literal')}
_stdout, _stderr, _argv, _Wrapper, _File, _Buffered = sys.stdout, sys.stderr, sys.argv, io.TextIOWrapper, io.FileIO, io.BufferedReader
_random_state = random.Random(1).getstate()

class _TooLarge(BaseException): pass

def _base(value):
    for each in _mro(type(value)):
        if each in _PLAIN: return each
    return None

def encode(value, most):
    left = most
    parts = []
    def put(text):
        nonlocal left
        left -= len(text)
        if left < 0: raise _TooLarge
        parts.append(text)
    def items(tag, values, depth):
        put('[' + tag)
        for item in values:
            put(',')
            write(item, depth + 1)
        put(']')
    def write(value, depth):
        base = _base(value)
        if base is None: put('[2,' + _quote(_name_of(value)) + ']')
        elif base is type(None): put('null')
        elif base is bool: put('true' if value else 'false')
        elif base is str: put(_quote(str.__str__(value)))
        elif base is int:
            if -9007199254740992 < value < 9007199254740992: put(int.__repr__(value))
            elif int.bit_length(value) < 14000: put('[3,"' + int.__repr__(value) + '"]')
            else: put('[2,"an int of ' + int.__repr__(int.bit_length(value)) + ' bits"]')
        elif base is float:
            text = float.__repr__(value)
            put(text if text[-1] not in 'fn' else '[7,"' + text + '"]')
        elif depth > ${MAX_DEPTH}: put('[2,"[nested deeper than ${MAX_DEPTH}]"]')
        elif base is list: items('0', list.__iter__(value), depth)
        elif base is tuple: items('4', tuple.__iter__(value), depth)
        elif base is dict: items('1', (each for pair in dict.items(value) for each in pair), depth)
        elif base is set: items('5', set.__iter__(value), depth)
        elif base is frozenset: items('6', frozenset.__iter__(value), depth)
        else: put('[8,' + _quote(bytes.decode(bytes(value), 'latin-1')) + ']')
    write(value, 0)
    return ''.join(parts)

def _name_of(value):
    kind = _type_name(type(value))
    return '<class ' + _type_name(value) + '>' if kind == 'type' else '<' + kind + '>'

def _error(error, name=None):
    message = ''
    try: message = str(error)[:500]
    except BaseException: pass
    line = 'null'
    try:
        if isinstance(error, SyntaxError) and error.filename == 'solution.py':
            message = str(error.msg)[:500]
            line = int.__repr__(error.lineno)
        trace = _traceback(error)
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == 'solution.py': line = int.__repr__(trace.tb_lineno)
            trace = trace.tb_next
    except BaseException: pass
    return '"error":{"name":' + _quote(_type_name(type(error))) + ',"message":' + _quote(message) + ',"line":' + line + '}'

def _ended(body, most):
    """The outcome of running body, as JSON."""
    try:
        try: value = body()
        finally:
            for stream in (_stdout, _stderr, sys.stdout, sys.stderr):
                try: stream.flush()
                except BaseException: pass
        return '{"kind":"returned","value":' + _quote(encode(value, most)) + '}'
    except _TooLarge: return '{"kind":"output-limit"}'
    except MemoryError: return '{"kind":"memory-limit"}'
    except BaseException as error: return '{"kind":"threw",' + _error(error) + '}'

def compile_code(code):
    """JSON: null, or the syntax error."""
    global _code
    try: _code = compile(code, 'solution.py', 'exec', dont_inherit=True)
    except MemoryError: return '{"error":{"name":"SyntaxError","message":"nested too deeply","line":null}}'
    except BaseException as error: return '{' + _error(error) + '}'
    return 'null'

def _reset():
    random.setstate(_random_state)

def define(name, prelude, adapter):
    """Runs the candidate's code. JSON: its outcome, or "no-program"."""
    global _space, _called
    _space = {'__name__': 'solution', '__builtins__': builtins, **_TYPING}
    _called = {}
    _reset()
    def body():
        if prelude: exec(compile(prelude, 'prelude.py', 'exec', dont_inherit=True), _space)
        exec(_code, _space)
    outcome = _ended(body, 100)
    if '"returned"' not in outcome[:20] or name is None: return outcome
    if not _has(name): return '"no-program"'
    if adapter:
        program, space = _space[name], {**_space}
        def adapt():
            exec(compile(adapter, 'adapter.py', 'exec', dont_inherit=True), space)
            _called[name] = lambda *args, **named: space['adapted'](program, *args, **named)
        return _ended(adapt, 100)
    return outcome

def _has(name):
    if name not in _space and hasattr(_space.get('Solution'), name):
        # A method of LeetCode's class: a fresh object for each call.
        _space[name] = lambda *args, **named: getattr(_space['Solution'](), name)(*args, **named)
    return callable(_space.get(name))

def call(name, args, most):
    args = _loads(args)
    _reset()
    return _ended(lambda: _called.get(name, _space[name])(*args), most)

def evaluate(expression, most):
    """An expression over the candidate's names."""
    _reset()
    return _ended(lambda: eval(compile(expression, 'test', 'eval', dont_inherit=True), {**_space, **_called} if _called else _space), most)

def run_program(most):
    """The candidate as a whole program."""
    _reset()
    sys.stdin = sys.__stdin__ = _Wrapper(_Buffered(_File(0, closefd=False)), encoding='utf-8', errors='surrogateescape')
    def body():
        try: exec(_code, {'__name__': '__main__', '__builtins__': builtins})
        except SystemExit as end:
            if end.code not in (None, 0): raise
    return _ended(body, most)

# Asserts: run where no candidate ever was. A name that is not the test's own stands for the candidate's,
# and a call of it stands for a call that the candidate is asked for elsewhere: see asserts.ts.

class _Need(BaseException): pass
class _Beside(BaseException): pass

def _plain_source(value):
    """Source text of plain data, as an expression. Raises _Beside where the value is no plain data."""
    base = type(value)
    if base in (type(None), bool, int, str, bytes): return repr(value)
    if base is float: return repr(value) if repr(value)[-1] not in 'fn' else 'float(' + repr(repr(value)) + ')'
    if base is list: return '[' + ', '.join(map(_plain_source, value)) + ']'
    if base is tuple: return '(' + ''.join(_plain_source(each) + ', ' for each in value) + ')'
    if base is dict: return '{' + ', '.join(_plain_source(key) + ': ' + _plain_source(each) for key, each in value.items()) + '}'
    if base is set or base is frozenset: return base.__name__ + '([' + ', '.join(map(_plain_source, value)) + '])'
    raise _Beside

def read(node):
    """A value from its tagged form."""
    if type(node) is not list: return node
    tag, rest = node[0], node[1:]
    if tag == 0: return [read(each) for each in rest]
    if tag == 1: return {read(rest[i]): read(rest[i + 1]) for i in range(0, len(rest), 2)}
    if tag == 3: return int(rest[0])
    if tag == 4: return tuple(read(each) for each in rest)
    if tag == 5: return {read(each) for each in rest}
    if tag == 6: return frozenset(read(each) for each in rest)
    if tag == 7: return float(rest[0])
    if tag == 8: return rest[0].encode('latin-1')
    raise _Beside

def _assert_space(source, known):
    known = iter(known)
    tree = ast.parse(source, 'test')
    # "assert f(1) == 2, message" needs no import of its own for what tests use most.
    space = {'__builtins__': dict(_pristine), 'math': __import__('math')}
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {each for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names for each in ((alias.asname or alias.name.split('.')[0]),)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ExceptHandler)) and node.name}
    def stand_in(name):
        def called(*args, **named):
            text = name + '(' + ', '.join([_plain_source(each) for each in args] + [key + '=' + _plain_source(each) for key, each in named.items()]) + ')'
            outcome = next(known, None)
            if outcome is None: raise _Need(text)
            if outcome['kind'] == 'threw':
                error = _pristine.get(outcome['error']['name'])
                if not (isinstance(error, type) and issubclass(error, Exception)): error = type(outcome['error']['name'], (Exception,), {})
                raise error(outcome['error']['message'])
            if outcome['kind'] != 'returned': raise _Beside
            value, after = read(_loads(outcome['value']))
            for given, changed in zip(args, after):
                if type(given) is list: given[:] = changed
                elif type(given) in (dict, set):
                    given.clear()
                    given.update(changed)
            return value
        return called
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in _pristine and node.id not in space and node.id not in bound:
            space[node.id] = stand_in(node.id)
    return tree, space

def call_text(text, most):
    """A call of the candidate, with what it left of its arguments: (value, arguments)."""
    _reset()
    def body():
        node = ast.parse(text, 'test', 'eval').body
        args = [eval(compile(ast.Expression(each), 'test', 'eval'), {'__builtins__': dict(_pristine)}) for each in node.args]
        named = {each.arg: eval(compile(ast.Expression(each.value), 'test', 'eval'), {'__builtins__': dict(_pristine)}) for each in node.keywords}
        return _called.get(node.func.id, _space[node.func.id])(*args, **named), args
    return _ended(body, most)

def check(source, known):
    """JSON: held; unmet, with the assertion's message; need, with the next call; beside, where only the candidate's own place will do; or threw."""
    try:
        tree, space = _assert_space(source, _loads(known))
        exec(compile(tree, 'test', 'exec'), space)
        return '{"kind":"held"}'
    except _Need as need: return '{"kind":"need","call":' + _quote(need.args[0]) + '}'
    except _Beside: return '{"kind":"beside"}'
    except AssertionError as error: return '{"kind":"unmet",' + _error(error) + '}'
    except BaseException as error: return '{"kind":"threw",' + _error(error) + '}'

def check_beside(source):
    """The same, among the candidate's names, with builtins as they were."""
    _reset()
    def body():
        space = {**{name: value for name, value in _space.items() if name not in _pristine}, **_called, '__builtins__': dict(_pristine)}
        exec(compile(source, 'test', 'exec', dont_inherit=True), space)
        return True
    return _ended(body, 100)
`
