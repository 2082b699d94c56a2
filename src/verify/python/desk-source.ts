/**
 * Python that makes the interpreter behave as a desk's where programs count on it: caches that do not use up
 * the host's stack, threads that run when they are started, 64 bits where they serve as "large".
 */
export const deskSource = `
import functools, threading, array, struct

# The cache of functools is C: each call through it takes a piece of the host's stack, of which a browser has
# little. In Python a cached recursion is as deep as any other.
def _cached(function, maxsize, typed, make_info):
    memo, missing, hits, misses = collections.OrderedDict() if maxsize else {}, object(), 0, 0
    def wrapper(*args, **named):
        nonlocal hits, misses
        key = args if not named and not typed else functools._make_key(args, named, typed)
        found = memo.get(key, missing)
        if found is not missing:
            hits += 1
            if maxsize: memo.move_to_end(key)
            return found
        misses += 1
        found = function(*args, **named)
        if maxsize != 0: memo[key] = found
        if maxsize and len(memo) > maxsize: memo.popitem(last=False)
        return found
    def cache_clear():
        nonlocal hits, misses
        memo.clear()
        hits = misses = 0
    wrapper.cache_info = lambda: make_info(hits, misses, maxsize, len(memo))
    wrapper.cache_clear = cache_clear
    return wrapper
functools._lru_cache_wrapper = _cached

# There is one thread: another runs to its end when it is started.
def _start(self):
    self._started.set()
    try: self.run()
    except SystemExit: pass
    except Exception: traceback.print_exc()
threading.Thread.start = _start
threading.Thread.join = lambda self, timeout=None: None
threading.Thread.is_alive = lambda self: False
threading.stack_size = lambda size=0: 0

_resource = types.ModuleType('resource')
_resource.RLIM_INFINITY, _resource.RLIMIT_STACK, _resource.RLIMIT_AS, _resource.RLIMIT_DATA, _resource.RLIMIT_CPU = -1, 3, 9, 2, 0
_resource.setrlimit = lambda kind, limits: None
_resource.getrlimit = lambda kind: (-1, -1)
sys.modules['resource'] = _resource

sys.maxsize = 2 ** 63 - 1
_wide = {'l': 'q', 'L': 'Q'}
class _Array(array.array):
    def __new__(cls, typecode, *args): return super().__new__(cls, _wide.get(typecode, typecode), *args)
_Array.__name__ = _Array.__qualname__ = 'array'
_Array.__module__ = 'array'
array.array = array.ArrayType = _Array
def _widened(name):
    real = getattr(struct, name)
    def wide(form, *args, **named):
        text = form.decode() if isinstance(form, bytes) else form
        return real(text if text[:1] in ('=', '<', '>', '!') else text.replace('l', 'q').replace('L', 'Q'), *args, **named)
    wide.__name__ = name
    return wide
for _name in ('pack', 'unpack', 'calcsize', 'iter_unpack', 'unpack_from', 'pack_into', 'Struct'): setattr(struct, _name, _widened(_name))
`
