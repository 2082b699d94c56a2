/**
 * Python by which asserts and calls are judged: run in the interpreter as it was before any candidate. The
 * names of the program stand for the candidate's. What they come to is asked for: the test is run as far as
 * it goes, what it asks is done in the candidate's own attempt, and the test is run again with the answers.
 * So that a loop of asserts is asked about at once, an answer that is not known yet is taken to be as hoped.
 *
 * Data comes back as data. An object that is none comes back as a stand-in, which can be called, iterated
 * and, where the test is about objects, asked for its members; whatever would let it decide what a test
 * makes of it (a comparison, a sum, being true) refuses the test instead.
 */
export const testerSource = `
class _Need(BaseException): pass
class _Refused(BaseException): pass

class _State:
    def __init__(self, known, owned, objects, prelude):
        self.known, self.owned, self.objects, self.prelude = known, owned, objects, prelude
        self.ops, self.open, self.refused, self.raised, self.errors = [], False, None, None, {}

def _refuse(why):
    if _state.refused is None: _state.refused = why
    raise _Refused

def _not_data(label): _refuse(label + ' is no plain data; a test compares data.')

class _Unknown:
    """An answer that is still asked for."""
    __hash__ = None
    def __bool__(self): return True
    def __contains__(self, item): return True
    def __call__(self, *args, **named): return self
    def __getattr__(self, name): return self
    def __getitem__(self, key): return self
    def _same(self, *args): return self
    def _stop(self, *args): raise _Need
    __iter__ = __len__ = __index__ = __int__ = __float__ = __complex__ = __str__ = __repr__ = __format__ = _stop
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __neg__ = __pos__ = __abs__ = __round__ = _same
_ARITHMETIC = [prefix + name for name in 'add sub mul truediv floordiv mod pow divmod and or xor lshift rshift matmul'.split() for prefix in ('', 'r')]
for _name in _ARITHMETIC: setattr(_Unknown, '__' + _name + '__', _Unknown._same)

_PLAIN_NAMES = frozenset(name for kind in _PLAIN for name in dir(kind))

def _ask(text, shown, free, given=None):
    state = _state
    at = len(state.ops)
    state.ops.append([text, shown])
    if state.open or at >= len(state.known) or state.known[at][0] != text:
        state.open = True
        return _Unknown()
    answer = state.known[at][1]
    if answer['kind'] == 'threw':
        state.raised = _raised(answer['error'])
        raise state.raised
    value, after = read(_loads(answer['value']), free, shown)
    for before, changed in zip(given or (), after):
        if type(before) is list and type(changed) is list: before[:] = changed
        elif type(before) is type(changed) and type(before) in (dict, set):
            before.clear()
            before.update(changed)
    return value

def _error_type(name, bases=()):
    if name in _state.errors: return _state.errors[name]
    known = _pristine.get(name)
    if isinstance(known, type) and issubclass(known, Exception): return known
    base = _error_type(bases[0], bases[1:]) if bases and bases[0] not in ('BaseException', 'object') else Exception
    _state.errors[name] = made = type(str(name), (base,), {})
    return made

def _raised(error):
    made = _error_type(error['name'], [str(each) for each in error.get('bases', [])[1:]])
    try: return made(error['message'])
    except Exception: return Exception(error['message'])

class _Name:
    """A function or a class of the candidate's, by its name."""
    def __init__(self, name): self._name = name
    def __call__(self, *args, **named):
        return _ask('_call(_n(' + repr(self._name) + '), ' + _given(args, named) + ')', self._name + _shown(args, named), _is_free(self._name), args)

def _is_data(value, depth=0):
    kind = type(value)
    if kind in (list, tuple, set, frozenset): return depth < 60 and all(_is_data(each, depth + 1) for each in value)
    if kind is dict: return depth < 60 and all(_is_data(each, depth + 1) for pair in value.items() for each in pair)
    return kind in _PLAIN

class _GivenName(_Name):
    """A function that is given with the problem: from data to data it is called here, where asking for it would stop a loop at every turn."""
    def __init__(self, name, function): self._name, self._function = name, function
    def __call__(self, *args, **named):
        all_given = (*args, *named.values())
        for each in all_given:
            if type(each) is _Unknown: return each
        if all(_is_data(each) for each in all_given):
            given, others = copy.deepcopy(args), copy.deepcopy(named)
            try: value = self._function(*given, **others)
            except Exception: value = _Unknown
            if _is_data(value) and given == args and others == named: return value
        return super().__call__(*args, **named)

def _functions_of(prelude):
    """The functions that a prelude defines, by name."""
    space = {'__name__': 'prelude', '__builtins__': dict(_pristine), **_TYPING}
    try: exec(compile(prelude, 'prelude.py', 'exec', dont_inherit=True), space)
    except Exception: return {}
    return {name: value for name, value in space.items() if type(value) is types.FunctionType}

def _is_free(name): return _state.objects or name[:1].isupper()
def _value_of(name): return _ask('_n(' + repr(name) + ')', name, _is_free(name))

class _Ref:
    """An object of the candidate's."""
    def __init__(self, at, label, free, shown):
        _set_field(self, '_ref', (at, label, free, shown))
    def __getattribute__(self, name):
        at, label, free, shown = _field(self, '_ref')
        if name == '__class__' or (not free and name in _PLAIN_NAMES): _not_data(label)
        return _ask('getattr(_r[' + str(at) + '], ' + repr(name) + ')', shown + '.' + name, free)
    def __setattr__(self, name, value):
        at, label, free, shown = _field(self, '_ref')
        if not free and name in _PLAIN_NAMES: _not_data(label)
        _ask('setattr(_r[' + str(at) + '], ' + repr(name) + ', ' + _source(value) + ')', shown + '.' + name, free)
    def __call__(self, *args, **named):
        at, label, free, shown = _field(self, '_ref')
        return _ask('_call(_r[' + str(at) + '], ' + _given(args, named) + ')', shown + _shown(args, named), free, args)
    def __iter__(self):
        at, label, free, shown = _field(self, '_ref')
        inner = _ask('iter(_r[' + str(at) + '])', 'iter(' + shown + ')', free)
        if type(inner) is _Unknown: raise _Need
        return _items(inner)
    def __next__(self):
        at, label, free, shown = _field(self, '_ref')
        return _ask('next(_r[' + str(at) + '])', 'next(' + shown + ')', free)
    def __enter__(self): return _method(self, '__enter__')
    def __exit__(self, *error): _method(self, '__exit__', None, None, None)
    def __instancecheck__(self, other):
        if type(other) is not _Ref: return False
        return _ask('_isinstance(_r[' + str(_field(other, '_ref')[0]) + '], _r[' + str(_field(self, '_ref')[0]) + '])', 'isinstance', False) is True
    def __setitem__(self, key, value): _method(self, '__setitem__', key, value)
    def __delitem__(self, key): _method(self, '__delitem__', key)
    __hash__ = None
_field, _set_field = object.__getattribute__, object.__setattr__

def _refusing(name):
    return lambda self, *args: _not_data(_field(self, '_ref')[1])
for _name in ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'bool', 'index', 'complex', 'ror', 'rand']: setattr(_Ref, '__' + _name + '__', _refusing(_name))

def _whole(name, wants):
    """What a free object gives for a built-in function: data of one type, or the test is refused."""
    def asked(self, *args):
        at, label, free, shown = _field(self, '_ref')
        # list() asks for a length too, and goes on without one.
        if not free and name == '__len__': raise TypeError('a test cannot ask ' + label + ' for its length')
        if not free: _not_data(label)
        value = _method(self, name, *args)
        if type(value) is _Unknown: raise _Need
        return value if type(value) is wants else _not_data(label)
    return asked
for _name, _type in {'len': int, 'str': str, 'repr': str, 'format': str, 'contains': bool, 'int': int, 'float': float}.items(): setattr(_Ref, '__' + _name + '__', _whole('__' + _name + '__', _type))

def _between(name):
    """Arithmetic among objects that the test made itself."""
    def asked(self, *args):
        if not _field(self, '_ref')[2] or not all(type(each) is _Ref for each in args): _not_data(_field(self, '_ref')[1])
        return _method(self, name, *args)
    return asked
for _name in _ARITHMETIC + ['neg', 'pos', 'abs', 'round']: setattr(_Ref, '__' + _name + '__', _between('__' + _name + '__'))
def _item(self, key):
    at, label, free, shown = _field(self, '_ref')
    return _ask('_method(_r[' + str(at) + '], "__getitem__", ' + _given((key,), {}) + ')', shown + '[' + _shown((key,), {})[1:-1] + ']', free)
_Ref.__getitem__ = _item

def _method(value, name, /, *args, **named):
    if type(value) is not _Ref: return value if type(value) is _Unknown else getattr(value, name)(*args, **named)
    at, label, free, shown = _field(value, '_ref')
    if not free and name in _PLAIN_NAMES: _not_data(label)
    return _ask('_method(_r[' + str(at) + '], ' + repr(name) + ', ' + _given(args, named) + ')', shown + '.' + name + _shown(args, named), free, args)

def _items(inner):
    """The items of an iterator, a few at a time, so that one without end can be begun."""
    if type(inner) is not _Ref:
        yield from inner
        return
    at, label, free, shown = _field(inner, '_ref')
    most = 16
    while True:
        part = _ask('_some(_r[' + str(at) + '], ' + str(most) + ')', shown, free)
        if type(part) is _Unknown: raise _Need
        if type(part) is not list or not part or type(part[0]) is not int: _not_data(label)
        yield from part[1:]
        if part[0] == 0: return
        if part[0] == 2: next(inner)
        most = min(most * 4, 4096)

def _identical(a, b): return type(a) is _Unknown or type(b) is _Unknown or a is b
def _different(a, b): return type(a) is _Unknown or type(b) is _Unknown or a is not b

def read(node, free=False, shown=''):
    """A value from its tagged form."""
    if type(node) is not list: return node
    tag, rest = node[0], node[1:]
    inner = lambda each: read(each, free, shown)
    if tag == 0: return [inner(each) for each in rest]
    if tag == 1: return {inner(rest[i]): inner(rest[i + 1]) for i in range(0, len(rest), 2)}
    if tag == 3: return int(rest[0])
    if tag == 4: return tuple(inner(each) for each in rest)
    if tag == 5: return {inner(each) for each in rest}
    if tag == 6: return frozenset(inner(each) for each in rest)
    if tag == 7: return float(rest[0])
    if tag == 8: return rest[0].encode('latin-1')
    if tag == 9: return _Ref(int(rest[0]), str(rest[1]), free, shown)
    if tag == 14: return _build(rest[0], *[inner(each) for each in rest[1:]])
    _not_data(str(rest[0]))

class _Foreign(ast.NodeTransformer):
    """Puts what is asked for in place of the candidate's names."""
    def __init__(self, foreign): self.foreign = foreign
    def is_foreign(self, node): return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in self.foreign
    def calling(self, name, *args, keywords=()): return ast.Call(ast.Name(name, ast.Load()), list(args), list(keywords))
    def visit_Call(self, node):
        if self.is_foreign(node.func):
            node.args = [self.visit(each) for each in node.args]
            node.keywords = [self.visit(each) for each in node.keywords]
            return node
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute):
            return self.calling('_method', node.func.value, ast.Constant(node.func.attr), *node.args, keywords=node.keywords)
        return node
    def visit_Name(self, node):
        return self.calling('_value_of', ast.Constant(node.id)) if self.is_foreign(node) else node
    def visit_ExceptHandler(self, node):
        kinds = [] if node.type is None else node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        made = [self.calling('_error_type', ast.Constant(each.id)) if self.is_foreign(each) else each for each in kinds]
        if isinstance(node.type, ast.Tuple): node.type.elts = made
        elif made: node.type = made[0]
        node.body = [self.visit(each) for each in node.body]
        return node
    def visit_Compare(self, node):
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            return self.calling('_identical' if isinstance(node.ops[0], ast.Is) else '_different', node.left, node.comparators[0])
        return node
    def visit_Lambda(self, node):
        text = ast.unparse(node)
        self.generic_visit(node)
        return self.calling('_mark', node, ast.Constant(text))
    def visit_FunctionDef(self, node):
        text = ast.unparse(node)
        self.generic_visit(node)
        node.decorator_list.append(self.calling('_marker', ast.Constant(text), ast.Constant(node.name)))
        return node

def _hopeful(name, real):
    return _mark(lambda *args, **named: next((each for each in args if type(each) is _Unknown), None) or real(*args, **named), name)

def _prepared(source, mode):
    tree = ast.parse(source, 'test', mode)
    # "assert f(1) == 2, message" needs no import of its own for what tests use most.
    space = {'__builtins__': {**_pristine, **{name: _hopeful(name, _pristine[name]) for name in ('len', 'sorted', 'sum', 'abs', 'round', 'min', 'max', 'all', 'any', 'isinstance')}}, 'math': math}
    nodes = list(ast.walk(tree))
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {each for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names for each in ((alias.asname or alias.name.split('.')[0]),)}
    bound |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)) and node.name}
    loaded = {node.id for node in nodes if isinstance(node, ast.Name)} - bound
    foreign = {name for name in loaded if name in _state.owned or (name not in _pristine and name not in space)}
    _state.bound = bound
    tree = ast.fix_missing_locations(_Foreign(foreign).visit(tree))
    given = _functions_of(_state.prelude) if _state.prelude and any(name in _state.prelude for name in foreign) else {}
    for name in foreign: space[name] = _GivenName(name, given[name]) if name in given and name not in _state.owned else _Name(name)
    for helper in (_method, _value_of, _identical, _different, _mark, _marker, _error_type): space[helper.__name__] = helper
    return compile(tree, 'test', mode), space

def check(source, known, owned, objects, prelude, mode):
    """JSON: held; value; unmet, with the assertion's message; refused, with the reason; need, with all that is asked; failed, as the last answer did; or threw."""
    global _state
    state = _state = _State(_loads(known), owned.split(), objects, prelude)
    _made_here.clear()
    try:
        code, space = _prepared(source, mode)
        if mode == 'exec': exec(code, space)
        else:
            value = eval(code, space)
            if not state.open and state.refused is None: return '{"kind":"value","value":' + _quote(encode(value, 65536)) + '}'
        told = '"held"'
    except _TooLarge: told = '"refused","why":"The value is too long."'
    except AssertionError as error: told = '"failed"' if error is state.raised else '"unmet",' + _error(error)
    except BaseException as error: told = '"failed"' if error is state.raised else '"threw",' + _error(error)
    if state.refused is not None: return '{"kind":"refused","why":' + _quote(state.refused) + '}'
    if state.open: return '{"kind":"need","ops":' + json.dumps(state.ops) + '}'
    return '{"kind":' + told + '}'
`
