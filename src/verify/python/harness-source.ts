/**
 * Python that runs in the interpreter before any candidate: it takes the host's ways in and out of the
 * module table, loads what programs commonly import, and leaves the functions that an attempt is run by.
 * Everything is then kept as one picture of the memory, which every attempt starts from.
 *
 * Values leave as JSON with tags (decoded by `decodeValue`; read back by `read` of tester-source.ts):
 * primitives as themselves; `[0, ...items]` a list; `[1, key, value, ...]` a dict; `[2, "text"]` what has
 * no other word; `[9, n, "text"]` an object that stays here; `[14, "name", ...parts]` a Decimal and its like; `[3, "digits"]` an int beyond 2^53; `[4, ...items]` a tuple; `[5, ...items]` a set;
 * `[6, ...items]` a frozenset; `[7, "inf"]` a float without a number; `[8, "latin-1"]` bytes.
 * What a value is, is asked of its type's own table (`type.__mro__`), never of the value: a candidate's
 * `__class__`, `__eq__` or `__repr__` is not consulted. The worst that a candidate can do here is to
 * misreport its own result: no expected value is in the memory while it runs.
 */

/** Deeper nesting than this is reported, not walked. */
const maxDepth = 64

/** Imported by the harness, so that no attempt pays for them. */
const preloaded =
  'abc array bisect calendar cmath collections collections.abc copy dataclasses datetime decimal enum fractions functools hashlib heapq io itertools json math numbers operator queue random re statistics string struct textwrap time traceback types typing unicodedata'

export const harnessSource = `
import sys, gc, builtins, ast, copy, json, random, types, typing, io, time, importlib, asyncio, math, decimal, fractions, collections, datetime
for _name in ${JSON.stringify(preloaded)}.split():
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
_refs = []

# What is data though JSON has no word for it: its parts, and how it is made of them again.
_numerator, _denominator = fractions.Fraction._numerator.__get__, fractions.Fraction._denominator.__get__
_TAKEN = {
    complex: lambda value: (complex.real.__get__(value), complex.imag.__get__(value)),
    range: lambda value: (range.start.__get__(value), range.stop.__get__(value), range.step.__get__(value)),
    bytearray: lambda value, of=bytearray: (bytes(value),),
    decimal.Decimal: lambda value, of=decimal.Decimal.__str__: (of(value),),
    fractions.Fraction: lambda value: (_numerator(value), _denominator(value)),
    collections.deque: lambda value, of=collections.deque.__iter__: (list(of(value)),),
    datetime.date: lambda value, of=datetime.date.isoformat: (of(value),),
    datetime.datetime: lambda value, of=datetime.datetime.isoformat: (of(value),),
    datetime.timedelta: lambda value, of=datetime.timedelta: (of.days.__get__(value), of.seconds.__get__(value), of.microseconds.__get__(value)),
}
_KINDS = {kind.__name__: kind for kind in _TAKEN}
def _build(name, *parts):
    kind = _KINDS[name]
    return kind.fromisoformat(*parts) if name in ('date', 'datetime') else kind(*parts)

class _TooLarge(BaseException): pass

def _base(value):
    for each in _mro(type(value)):
        if each in _PLAIN: return each
    return None

def encode(value, most, keep=False):
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
        if base is None:
            if not keep: put('[2,' + _quote(_name_of(value)) + ']')
            elif type(value) in _TAKEN: items('14,' + _quote(_type_name(type(value))), _TAKEN[type(value)](value), depth)
            else:
                _refs.append(value)
                put('[9,' + int.__repr__(len(_refs) - 1) + ',' + _quote(_name_of(value)) + ']')
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
        elif depth > ${maxDepth}: put('[2,"[nested deeper than ${maxDepth}]"]')
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
    return '"error":{"name":' + _quote(_type_name(type(error))) + ',"message":' + _quote(message) + ',"line":' + line + ',"bases":[' + ','.join(_quote(_type_name(each)) for each in _mro(type(error))) + ']}'

def _ended(body, most, keep=False):
    """The outcome of running body, as JSON."""
    try:
        try: value = body()
        finally:
            for stream in (_stdout, _stderr, sys.stdout, sys.stderr):
                try: stream.flush()
                except BaseException: pass
        return '{"kind":"returned","value":' + _quote(encode(value, most, keep)) + '}'
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
        try: exec(_code, _space)
        # A main part that reads what is not there, or ends the program, comes after what is asked for.
        except (EOFError, SystemExit) as end:
            if name is None or not _has(name) or getattr(end, 'code', None) not in (None, 0): raise
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

def begin():
    """Before the questions of one test."""
    global _refs
    _refs = []
    _reset()
    return 'null'

def _named(name):
    if name in _called: return _called[name]
    if name not in _space: raise NameError("name '" + name + "' is not defined")
    return _space[name]

def _function(text, name, caught):
    space = {**caught, '__builtins__': dict(_pristine)}
    exec(name + ' = ' + text if name == '_made' else text, space)
    return space[name]

def _some(iterator, most):
    """[what follows: 0 nothing, 1 more, 2 an error; items]."""
    items = [1]
    try:
        while len(items) <= most: items.append(next(iterator))
    except StopIteration: items[0] = 0
    except Exception as error:
        items[0] = 2
        _refs[:] = [_Fails(error) if each is iterator else each for each in _refs]
    return items

class _Fails:
    def __init__(self, error): self.error = error
    def __iter__(self): return self
    def __next__(self): raise self.error

def perform(text, most):
    """One question of a test: its value, and what it left of its arguments."""
    def body():
        after = []
        def calling(function, args, named):
            after[:] = args
            return function(*args, **named)
        def method(value, name, args, named): return calling(getattr(value, name), args, named)
        def isinstance_of(value, kind): return kind in _mro(type(value))
        space = {'__builtins__': dict(_pristine), '_n': _named, '_r': _refs, '_call': calling, '_method': method, '_some': _some, '_function': _function, '_build': _build, '_isinstance': isinstance_of}
        return [eval(compile(text, 'test', 'eval', dont_inherit=True), space), after]
    return _ended(body, most, True)

def run_program(most):
    """The candidate as a whole program."""
    _reset()
    sys.stdin = sys.__stdin__ = _Wrapper(_Buffered(_File(0, closefd=False)), encoding='utf-8', errors='surrogateescape')
    sys.stdin.mode, sys.stdout.mode = 'r', 'w'
    def body():
        try: exec(_code, {'__name__': '__main__', '__builtins__': builtins})
        except SystemExit as end:
            if end.code not in (None, 0): raise
    return _ended(body, most)
`
