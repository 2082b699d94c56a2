/** Python of the tester: what a test passes on to the program, as source text that makes it anew in the candidate's place. */
export const passedOnSource = `
# What the test passes on, as source text.
_made_here = {}
def _mark(function, text, name='_made'):
    _made_here[id(function)] = (function, text, name)
    return function
def _marker(text, name): return lambda function: _mark(function, text, name)

def _given(args, named): return '[' + ', '.join(map(_source, args)) + '], {' + ', '.join(repr(key) + ': ' + _source(each) for key, each in named.items()) + '}'

def _shown(args, named):
    def one(value):
        marked = _made_here.get(id(value))
        if marked is not None: return marked[1].split(chr(10))[0]
        if type(value) is _Ref: return _field(value, '_ref')[3]
        if type(value) is _Name: return value._name
        try: return repr(value)[:200]
        except BaseException: return '...'
    return '(' + ', '.join([one(each) for each in args] + [key + '=' + one(each) for key, each in named.items()]) + ')'

def _source(value):
    """Source text that makes the value anew in the candidate's place."""
    kind = type(value)
    if kind in (type(None), bool, int, str, bytes): return repr(value)
    if kind is float: return repr(value) if repr(value)[-1] not in 'fn' else 'float(' + repr(repr(value)) + ')'
    if kind is list: return '[' + ', '.join(map(_source, value)) + ']'
    if kind is tuple: return '(' + ''.join(_source(each) + ', ' for each in value) + ')'
    if kind is dict: return '{' + ', '.join(_source(key) + ': ' + _source(each) for key, each in value.items()) + '}'
    if kind is set or kind is frozenset: return kind.__name__ + '([' + ', '.join(map(_source, value)) + '])'
    if kind in _TAKEN: return '_build(' + repr(kind.__name__) + ', ' + ', '.join(map(_source, _TAKEN[kind](value))) + ')'
    if kind is _Unknown: raise _Need
    if kind is _Ref: return '_r[' + str(_field(value, '_ref')[0]) + ']'
    if kind is _Name: return '_n(' + repr(value._name) + ')'
    if kind is type and value in _pristine.values(): return value.__name__
    if kind is types.BuiltinFunctionType and type(value.__self__) is types.ModuleType: return '__import__(' + repr(value.__module__) + ').' + value.__name__
    if kind is type(str.upper): return value.__qualname__
    if kind is types.FunctionType and id(value) in _made_here:
        function, text, name = _made_here[id(value)]
        caught = dict(zip(value.__code__.co_freevars, (cell.cell_contents for cell in value.__closure__ or ())))
        for each in value.__code__.co_names:
            if each in value.__globals__ and each not in caught and each in _state.bound: caught[each] = value.__globals__[each]
        return '_function(' + repr(text) + ', ' + repr(name) + ', {' + ', '.join(repr(key) + ': ' + _source(each) for key, each in caught.items() if each is not value) + '})'
    if dict in kind.__mro__: return _source(dict(value))
    if kind is range: return repr(value)
    if hasattr(value, '__next__'): return 'iter(' + _source(list(value)) + ')'
    if kind is types.ModuleType: return '__import__(' + repr(value.__name__) + ')'
    _refuse('The test passes on a ' + kind.__name__ + ', which cannot be given to the program.')
`
