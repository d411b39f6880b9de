"""Arrays and scalars: the thin Python side of the arrays that live in JavaScript."""

import _errors
import _nd
from jsffi import JsProxy, to_js

newaxis = None


class _Slices:
    def __getitem__(self, key):
        return key


slices = _Slices()
slice_type = type(slices[:])


def slice_of(*ends):
    """slice(stop), slice(start, stop), slice(start, stop, step), which MicroPython makes in brackets only."""
    start, stop, step = (None, ends[0], None) if len(ends) == 1 else ends if len(ends) == 3 else (ends[0], ends[1], None)
    return slices[start:stop:step]


def to_float(x=0.0):
    """float(x) of a number, a word, or an array of one number."""
    if type(x) is ndarray:
        if x.ndim:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        x = x._lone()
    return float(x.v if isinstance(x, generic) else x)

_binary, _unary, _info, _item = _nd.binary, _nd.unary, _nd.info, _nd.item


class LinAlgError(ValueError):
    pass


class AxisError(ValueError):
    pass


class UFuncTypeError(TypeError):
    pass


_ERRORS = {
    "ValueError": ValueError,
    "TypeError": TypeError,
    "IndexError": IndexError,
    "ZeroDivisionError": ZeroDivisionError,
    "OverflowError": OverflowError,
    "NotImplementedError": NotImplementedError,
    "LinAlgError": LinAlgError,
    "AxisError": AxisError,
    "UFuncTypeError": UFuncTypeError,
    "UFuncNoLoopError": UFuncTypeError,
}


def fail():
    """Raises what went wrong in JavaScript."""
    name, message = _nd.fault()
    raise _ERRORS.get(name, RuntimeError)(message)


def wrap(r):
    """What JavaScript gave, as an array or a scalar of Python."""
    t = type(r)
    if t is JsProxy:
        return ndarray(r)
    if t is float or t is int:
        return float64(r)
    if t is bool:
        return bool_(r)
    if t is str:
        return r[1:] if r[0] == "'" else float64(float(r[1:])) if r[0] == "f" else int64(int(r))
    if r is None:
        fail()
    raise RuntimeError("unexpected " + str(r))


def checked(r):
    if r is None:
        fail()
    return r


def give(x):
    """What JavaScript can take: an array, a number, a truth value, or a whole number as text."""
    t = type(x)
    if t is ndarray:
        return x._
    if t is float or t is bool:
        return x
    if t is int:
        return str(x)
    if t is float64:
        return x.v
    if t is int64:
        return str(x.v)
    if t is bool_:
        return x.v
    if t is list or t is tuple:
        return from_list(x)
    if t is str:
        return "'" + x
    if x is None:
        raise TypeError("unsupported operand type(s): an array cannot be made of None in the page's Python")
    if t is range or t is map or t is zip or hasattr(x, "__next__") or t is set:
        if t is not range:
            raise TypeError("float() argument must be a string or a real number, not '%s'" % t.__name__)
        return from_list(list(x))
    if hasattr(x, "__array__"):
        return give(x.__array__())
    if t is complex:
        raise TypeError("complex numbers are not in the page's Python. In the notebook they work.")
    raise TypeError("float() argument must be a string or a real number, not '%s'" % t.__name__)


def _rank(k):
    return 0 if k is bool or k is bool_ else 1 if k is int or k is int64 else 2 if k is float or k is float64 else 3


def from_list(x):
    """A JavaScript array of nested lists."""
    flat = []
    kinds = set()
    shape = []
    arrays = False

    def look(item):
        nonlocal arrays
        t = type(item)
        if t is ndarray:
            arrays = True
        elif t is list or t is tuple or t is range:
            for part in item:
                look(part)

    look(x)
    if arrays:
        return stack_lists(x)

    def walk(item, depth):
        t = type(item)
        if t is list or t is tuple or t is range:
            if len(shape) == depth:
                if flat:
                    ragged(depth)
                shape.append(len(item))
            elif shape[depth] != len(item):
                ragged(depth)
            for part in item:
                walk(part, depth + 1)
        else:
            if len(shape) != depth:
                ragged(depth)
            kinds.add(t)
            if t is float64 or t is int64 or t is bool_:
                item = item.v
            elif t is not float and t is not int and t is not bool and t is not str:
                if hasattr(item, "__array__"):
                    item = wrap(give(item)).item()
                else:
                    give(item)
            flat.append(item)

    def ragged(depth):
        raise ValueError(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after %d dimensions. The detected shape was %s + inhomogeneous part."
            % (max(depth, 1), _tuple(shape[:max(depth, 1)]))
        )

    walk(x, 0)
    rank = max([_rank(k) for k in kinds]) if kinds else 2
    kind = "bifU"[rank]
    if kind == "U":
        flat = [i if type(i) is str else str(i) for i in flat]
    elif kind == "f":
        flat = [float(i) for i in flat]
    elif kind == "i" and any(abs(i) >= 1 << 30 for i in flat):
        flat = [float(i) for i in flat]
    return checked(_nd.build(kind, to_js(shape), to_js(flat)))


def stack_lists(x):
    parts = [ndarray.of(part) for part in x]
    for part in parts[1:]:
        if part.shape != parts[0].shape:
            raise ValueError(
                "setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (%d,) + inhomogeneous part." % len(parts)
            )
    flat = [_nd.reshape(part._, to_js([1] + list(part.shape))) for part in parts]
    return checked(_nd.concatenate(to_js(flat), 0))


def _tuple(shape):
    return "(" + ", ".join([str(d) for d in shape]) + (",)" if len(shape) == 1 else ")")


def one_element(a, key, value):
    """Refuses a sequence where one element is set, as NumPy does: a truth value is made of any object."""
    t, kind = type(value), a.dtype.kind
    if kind == "b" or not (t is list or t is tuple or t is ndarray and value.ndim):
        return
    a[key]  # there is no such place: that is said first
    if kind == "i" and t is not ndarray:
        raise TypeError("int() argument must be a string, a bytes-like object or a real number, not '%s'" % t.__name__)
    raise ValueError("setting an array element with a sequence.")


def key_of(key):
    """A key of a[...] in the form JavaScript takes."""
    if type(key) is not tuple:
        key = (key,)
    out = []
    for k in key:
        t = type(k)
        if t is int:
            out.append(k)
        elif t is slice_type:
            out.append(["s", _end(k.start), _end(k.stop), _end(k.step)])
        elif k is None:
            out.append(None)
        elif k is Ellipsis:
            out.append("...")
        elif t is int64:
            out.append(k.v)
        elif t is ndarray:
            out.append(k._)
        elif t is list or t is tuple or t is range:
            made = from_list(k)
            out.append(checked(_nd.astype(made, "i")) if not len(k) else made)
        elif t is bool or t is bool_:
            out.append(_nd.as_(bool(k)))
        else:
            raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices")
    return to_js(out)


def _end(v):
    if v is None or type(v) is int:
        return v
    if type(v) is int64:
        return v.v
    if type(v) is float or type(v) is float64 or type(v) is str:
        raise TypeError("slice indices must be integers or None or have an __index__ method")
    return int(v)


def axis_of(axis):
    if axis is None:
        return None
    if type(axis) is tuple or type(axis) is list:
        return to_js([int(k) for k in axis])
    if type(axis) is float or type(axis) is float64:
        raise TypeError("'float' object cannot be interpreted as an integer")
    return int(axis)


def shape_of(shape):
    if type(shape) is int or type(shape) is int64:
        return to_js([int(shape)])
    if type(shape) is ndarray:
        shape = shape.tolist()
    if type(shape) is float or type(shape) is float64:
        raise TypeError("'float' object cannot be interpreted as an integer")
    for d in shape:
        if type(d) is float or type(d) is float64:
            raise TypeError("'float' object cannot be interpreted as an integer")
    return to_js([int(d) for d in shape])


class dtype:
    """The kind of an array's numbers: dtype('float64'), dtype('int64'), dtype('bool')."""

    def __init__(self, given, size=1):
        self.kind, self.bits = kind_of(given), getattr(given, "bits", 64)
        self._size = size
        self.name = {"f": "float64", "i": "int64", "b": "bool", "U": "str"}[self.kind]
        self.itemsize = {"f": 8, "i": 8, "b": 1, "U": 4}[self.kind]

    def __eq__(self, other):
        try:
            return self.kind == kind_of(other) and self.bits == getattr(other, "bits", 64)
        except TypeError:
            return False

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self.kind)

    def __str__(self):
        return self.name if self.kind != "U" else "<U%d" % self._size

    def __repr__(self):
        return "dtype('%s')" % self

    @property
    def type(self):
        return {"f": float64, "i": int64, "b": bool_, "U": str}[self.kind]


_KINDS = {
    "float": "f", "float64": "f", "double": "f", "f8": "f", "d": "f", "f": "f", "<f8": "f", "float32": "f", "float16": "f",
    "int": "i", "int64": "i", "i8": "i", "int32": "i", "i": "i", "intp": "i", "int8": "i", "int16": "i", "uint8": "i", "uint64": "i",
    "bool": "b", "?": "b", "b": "i", "str": "U", "U": "U",
}  # fmt: skip


def kind_of(given):
    if given is to_float or given is float or given is float64:
        return "f"
    if given is int or given is int64:
        return "i"
    if given is bool or given is bool_:
        return "b"
    if given is str:
        return "U"
    if type(given) is dtype:
        return given.kind
    if type(given) is str and given in _KINDS:
        return _KINDS[given]
    if given is floating:
        return "f"
    if given is integer:
        return "i"
    if hasattr(given, "_kind"):
        return given._kind
    raise TypeError("data type %r not understood: the page's Python has float, int, bool and str. In the notebook the others work." % (given,))


class _Plain:
    """What arrays and scalars share: the operators."""

    def __add__(self, o):
        return _two("add", self, o)

    def __radd__(self, o):
        return _two("add", o, self)

    def __sub__(self, o):
        return _two("subtract", self, o)

    def __rsub__(self, o):
        return _two("subtract", o, self)

    def __mul__(self, o):
        return _two("multiply", self, o)

    def __rmul__(self, o):
        return _two("multiply", o, self)

    def __truediv__(self, o):
        return _two("divide", self, o)

    def __rtruediv__(self, o):
        return _two("divide", o, self)

    def __floordiv__(self, o):
        return _two("floor_divide", self, o)

    def __rfloordiv__(self, o):
        return _two("floor_divide", o, self)

    def __mod__(self, o):
        return _two("remainder", self, o)

    def __rmod__(self, o):
        return _two("remainder", o, self)

    def __divmod__(self, o):
        return _two("floor_divide", self, o), _two("remainder", self, o)

    def __pow__(self, o):
        return _two("power", self, o)

    def __rpow__(self, o):
        return _two("power", o, self)

    def __lt__(self, o):
        return _two("less", self, o)

    def __le__(self, o):
        return _two("less_equal", self, o)

    def __gt__(self, o):
        return _two("greater", self, o)

    def __ge__(self, o):
        return _two("greater_equal", self, o)

    def __eq__(self, o):
        return _same("equal", self, o)

    def __ne__(self, o):
        return _same("not_equal", self, o)

    def __and__(self, o):
        return _two("bitwise_and", self, o)

    def __rand__(self, o):
        return _two("bitwise_and", o, self)

    def __or__(self, o):
        return _two("bitwise_or", self, o)

    def __ror__(self, o):
        return _two("bitwise_or", o, self)

    def __xor__(self, o):
        return _two("bitwise_xor", self, o)

    def __rxor__(self, o):
        return _two("bitwise_xor", o, self)

    def __lshift__(self, o):
        return _two("left_shift", self, o)

    def __rshift__(self, o):
        return _two("right_shift", self, o)

    def __neg__(self):
        return _one("negative", self)

    def __pos__(self):
        return _one("positive", self)

    def __abs__(self):
        return _one("absolute", self)

    def __invert__(self):
        return _one("invert", self)

    def __matmul__(self, o):
        return wrap(_nd.matmul(give(self), give(o)))

    def __rmatmul__(self, o):
        return wrap(_nd.matmul(give(o), give(self)))

    def sum(self, axis=None, dtype=None, keepdims=False, initial=None, where=None, out=None):
        return reduce("sum", self, axis, keepdims)

    def prod(self, axis=None, keepdims=False):
        return reduce("prod", self, axis, keepdims)

    def min(self, axis=None, keepdims=False, initial=None):
        return _bounded("min", "minimum", self, axis, keepdims, initial)

    def max(self, axis=None, keepdims=False, initial=None):
        return _bounded("max", "maximum", self, axis, keepdims, initial)

    def mean(self, axis=None, keepdims=False):
        return reduce("mean", self, axis, keepdims)

    def any(self, axis=None, keepdims=False):
        return reduce("any", self, axis, keepdims)

    def all(self, axis=None, keepdims=False):
        return reduce("all", self, axis, keepdims)

    def var(self, axis=None, ddof=0, keepdims=False):
        return reduce("var", self, axis, keepdims, ddof)

    def std(self, axis=None, ddof=0, keepdims=False):
        return _one("sqrt", reduce("var", self, axis, keepdims, ddof))

    def argmax(self, axis=None, keepdims=False):
        return position("argmax", self, axis, keepdims)

    def argmin(self, axis=None, keepdims=False):
        return position("argmin", self, axis, keepdims)

    def cumsum(self, axis=None):
        return wrap(_nd.scan("cumsum", give(self), axis_of(axis)))

    def cumprod(self, axis=None):
        return wrap(_nd.scan("cumprod", give(self), axis_of(axis)))

    def round(self, decimals=0):
        return wrap(_nd.round(give(self), int(decimals)))

    def clip(self, min=None, max=None):
        low = -float("inf") if min is None else min
        high = float("inf") if max is None else max
        out = wrap(_nd.ternary("clip", give(self), give(low), give(high)))
        whole = self.dtype.kind == "i" and all_whole(min) and all_whole(max)
        return out.astype(int) if whole else out

    def astype(self, kind, copy=True):
        made = wrap(_nd.astype(give(self), kind_of(kind)))
        return made if type(made) is ndarray else ndarray.of(made)  # an array without axes stays one

    def copy(self, order="C"):
        return ndarray(_nd.copy(give(self)))

    def conj(self):
        return self

    @property
    def real(self):
        return self


def all_whole(x):
    return x is None or type(x) is int or type(x) is int64 or (type(x) is ndarray and x.dtype.kind == "i")


def operand(o):
    """False for what an operator of an array hands back as not implemented."""
    t = type(o)
    return not (o is None or t is dict or t is set or (t is str) or t is type or t is slice_type)


def _two(op, a, b):
    if type(a) is ndarray and type(b) is ndarray:
        r = _binary(op, a._, b._)
    else:
        if not (operand(a) and operand(b)):
            names = [_type_name(a), _type_name(b)]
            if op in _COMPARE:
                raise TypeError("'%s' not supported between instances of '%s' and '%s'" % (_COMPARE[op], names[0], names[1]))
            raise TypeError("unsupported operand type(s) for %s: '%s' and '%s'" % (_SYMBOL.get(op, op), names[0], names[1]))
        r = _binary(op, give(a), give(b))
    return ndarray(r) if type(r) is JsProxy else wrap(r)


_COMPARE = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}
_SYMBOL = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "** or pow()"}


def _type_name(x):
    return "NoneType" if x is None else ("numpy." + type(x).__name__ if isinstance(x, _Plain) else type(x).__name__)


def _same(op, a, b):
    if b is None or type(b) in (dict, set, type, slice_type) or callable(b) and not isinstance(b, _Plain):
        answer = op == "not_equal"
        return full_like_bool(a, answer) if type(a) is ndarray else answer
    if (type(b) is list or type(b) is tuple) and type(a) is not ndarray:
        b = ndarray.of(b)
    return wrap(_binary(op, give(a), give(b)))


def full_like_bool(a, answer):
    return ndarray(_nd.full("b", to_js(list(a.shape)), answer))


def _one(op, a):
    r = _unary(op, give(a))
    return float64(r) if type(r) is float else wrap(r)


def reduce(op, a, axis=None, keepdims=False, ddof=0):
    return wrap(_nd.reduce(op, give(a), axis_of(axis), bool(keepdims), ddof))


def _bounded(op, pair, a, axis, keepdims, initial):
    """min or max, where `initial` stands for no element at all."""
    if initial is None:
        return reduce(op, a, axis, keepdims)
    if ndarray.of(a).size:
        return wrap(_binary(pair, give(initial), give(reduce(op, a, axis, keepdims))))
    return reduce("sum", a, axis, keepdims) * 0.0 + initial


def position(op, a, axis, keepdims=False):
    return wrap(_nd.reduce(op, give(a), axis_of(axis), bool(keepdims), 0))


class ndarray(_Plain):
    def __init__(self, handle):
        if type(handle) is not JsProxy:
            raise TypeError("use np.zeros, np.empty or np.array to make an array")
        self._ = handle

    @staticmethod
    def of(x):
        if type(x) is ndarray:
            return x
        made = give(x)
        return ndarray(made if type(made) is JsProxy else checked(_nd.as_(made)))

    @property
    def shape(self):
        return tuple([int(d) for d in _nd.shape(self._)])

    @shape.setter
    def shape(self, value):
        self._ = self.reshape(value)._

    @property
    def ndim(self):
        return _nd.rank(self._)

    @property
    def size(self):
        n = 1
        for d in self.shape:
            n *= d
        return n

    @property
    def dtype(self):
        kind = _nd.kind(self._)
        size = max([len(s) for s in self.ravel().tolist()] + [1]) if kind == "U" else 1
        return dtype(kind if kind != "b" else bool, size)

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.itemsize * self.size

    @property
    def T(self):
        return ndarray(_nd.transpose(self._, None))

    @property
    def flat(self):
        return iter(self.ravel())

    def __array__(self):
        return self

    def __len__(self):
        shape = self.shape
        if not shape:
            raise TypeError("len() of unsized object")
        return shape[0]

    def __iter__(self):
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return iter([wrap(_item(self._, i)) for i in range(len(self))])

    def __getitem__(self, key):
        if type(key) is int:
            r = _item(self._, key)
            return float64(r) if type(r) is float else wrap(r)
        return wrap(_nd.get(self._, key_of(key)))

    def __setitem__(self, key, value):
        places = key if type(key) is tuple else (key,)
        if len(places) == self.ndim and all([type(k) in (int, int64) for k in places]):
            one_element(self, key, value)
        checked(_nd.set(self._, key_of(key), give(value)))

    def __contains__(self, x):
        return bool((self == x).any())

    def _lone(self):
        if self.size != 1:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return wrap(_nd.value(self._))

    def __int__(self):
        if self.ndim:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return int(self._lone())

    __index__ = __int__

    def __bool__(self):
        n = self.size
        if n != 1:
            if n == 0:
                raise ValueError("The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.")
            raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")
        return bool(self._lone())

    def __hash__(self):
        raise TypeError("unhashable type: 'numpy.ndarray'")

    def __str__(self):
        return _nd.str(self._) if self.ndim else str(self._lone())

    def __repr__(self):
        return _nd.repr(self._)

    def __iadd__(self, o):
        return self._put("add", o)

    def __isub__(self, o):
        return self._put("subtract", o)

    def _put(self, op, o):
        if not operand(o):
            return _two(op, self, o)
        checked(_nd.put(op, self._, give(o)))
        return self

    def item(self, *at):
        if at:
            one = self.ravel()[at[0]] if len(at) == 1 and type(at[0]) is not tuple else self[at if len(at) > 1 else at[0]]
            return one.item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._lone().item()

    def tolist(self):
        if not self.ndim:
            return self.item()
        return _nested(_nd.list(self._), self.ndim, _nd.kind(self._))

    def reshape(self, *shape, order="C"):
        if len(shape) == 1:
            shape = shape[0]
        return ndarray(checked(_nd.reshape(self._, shape_of(shape))))

    def ravel(self):
        return self.reshape(-1)

    def flatten(self):
        return self.reshape(-1).copy()

    def transpose(self, *axes):
        if len(axes) == 1 and axes[0] is not None and type(axes[0]) is not int:
            axes = axes[0]
        return ndarray(checked(_nd.transpose(self._, axis_of(axes) if axes and axes[0] is not None else None)))

    def swapaxes(self, a, b):
        order = list(range(self.ndim))
        order[a], order[b] = order[b], order[a]
        return self.transpose(order)

    def squeeze(self, axis=None):
        shape = self.shape
        drop = range(len(shape)) if axis is None else [k % len(shape) for k in (axis if type(axis) is tuple else (axis,))]
        if axis is not None and any([shape[k] != 1 for k in drop]):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        kept = [d for k, d in enumerate(shape) if not (k in drop and d == 1)]
        return self.reshape(kept)

    def dot(self, o):
        o = ndarray.of(o)
        return self * o if not self.ndim or not o.ndim else self @ o

    def fill(self, value):
        self[...] = value

    def sort(self, axis=-1):
        self[...] = ndarray(_nd.scan("sort", self._, axis))

    def argsort(self, axis=-1, kind=None, stable=None):
        return wrap(_nd.scan("argsort", self._, axis_of(axis)))

    def nonzero(self):
        return tuple([ndarray(a) for a in _nd.nonzero(self._)])

    def take(self, at, axis=None):
        if axis is None:
            return self.ravel()[ndarray.of(at)]
        return self[(slices[:],) * (axis % self.ndim) + (ndarray.of(at),)]

    def repeat(self, n, axis=None):
        return ndarray(checked(_nd.repeat(self._, give(n), axis)))

    def diagonal(self, k=0):
        return ndarray(_nd.diagonal(self._, k))

    def trace(self):
        return self.diagonal().sum()

    def searchsorted(self, v, side="left"):
        return wrap(_nd.searchsorted(self._, give(v), side))

    def setflags(self, write=None, **rest):
        """Nothing is locked here."""

    def view(self):
        return self[...]

    def __deepcopy__(self, memo):
        return self.copy()

    def __copy__(self):
        return self.copy()

    def __getattr__(self, name):
        missing("ndarray", name, ndarray)


def missing(owner, name, cls=None):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError("'%s' has no %r in the page's Python%s. In the notebook it may be there." % (owner, name, nearest(name, cls)))


def nearest(name, owner):
    import difflib

    names = list(owner.__dict__.keys())
    for base in owner.__bases__ if isinstance(owner, type) else ():
        names += list(base.__dict__.keys())
    near = difflib.get_close_matches(name, [n for n in names if n[0] != "_"], 1)
    return "; the nearest that is: " + near[0] if near else ""


def _nested(js, depth, kind):
    if depth > 1:
        return [_nested(part, depth - 1, kind) for part in js]
    if kind == "f":
        return [float(x[1:]) if type(x) is str else float(x) for x in js]
    return [int(x) if type(x) is str else x for x in js] if kind == "i" else list(js)


class number:
    """The kind of all numbers, for isinstance and np.issubdtype."""


class integer(number):
    """The kind of int64."""


class floating(number):
    """The kind of float64."""


class generic(_Plain):
    """A single number: what a reduction or one place of an array gives."""

    shape = ()
    ndim = 0
    size = 1
    nbytes = 8

    def __matmul__(self, o):
        if type(o) is not ndarray:
            raise TypeError("unsupported operand type(s) for @: '%s' and '%s'" % (_type_name(self), _type_name(o)))
        return wrap(_nd.matmul(give(self), give(o)))

    __rmatmul__ = __matmul__

    def item(self):
        return self.v

    def tolist(self):
        return self.v

    def __array__(self):
        return ndarray(_nd.as_(give(self)))

    def __bool__(self):
        return bool(self.v)

    def __int__(self):
        return int(self.v)

    def __hash__(self):
        return hash(self.v)

    def __str__(self):
        return text(self.v)

    def __getitem__(self, key):
        if key == () or key is Ellipsis:
            return self
        if key is None or type(key) is tuple:
            return self.__array__()[key]
        raise IndexError("invalid index to scalar variable.")

    def __round__(self, n=None):
        return int(self.round()) if n is None else self.round(n)

    def reshape(self, *shape):
        return self.__array__().reshape(*shape)

    def ravel(self):
        return self.reshape(1)

    flatten = ravel

    def squeeze(self):
        return self

    def transpose(self):
        return self

    def dot(self, o):
        return self * o

    def copy(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def T(self):
        return self


def text(v):
    return _nd.pyfloat(v) if type(v) is float else str(v)


def _fast(op):
    """Sums, differences and products of two scalars need no array."""
    name = {"add": 0, "subtract": 1, "multiply": 2}[op]

    def plain(self, o):
        t = type(o)
        if t is float64:
            b = o.v
        elif t is float or t is int:
            b = o
        elif t is int64 or t is bool_:
            b = o.v
        else:
            return _two(op, self, o)
        return float64(self.v + b if name == 0 else self.v - b if name == 1 else self.v * b)

    def turned(self, o):
        t = type(o)
        if t is float or t is int:
            return float64(o + self.v if name == 0 else o - self.v if name == 1 else o * self.v)
        return _two(op, o, self)

    return plain, turned


class float64(generic, floating):
    def __init__(self, v=0.0):
        self.v = float(v)

    __add__, __radd__ = _fast("add")
    __sub__, __rsub__ = _fast("subtract")
    __mul__, __rmul__ = _fast("multiply")

    def __neg__(self):
        return float64(-self.v)

    def __abs__(self):
        return float64(abs(self.v))

    def __repr__(self):
        return "np.float64(%s)" % text(self.v)

    @property
    def dtype(self):
        return dtype(float)

    def is_integer(self):
        return self.v == int(self.v)

    def __getattr__(self, name):
        missing("float64", name, float64)


class int64(generic, integer):
    def __init__(self, v=0):
        self.v = int(v)

    def __index__(self):
        return self.v

    def __repr__(self):
        return "np.int64(%d)" % self.v

    @property
    def dtype(self):
        return dtype(int)

    def __getattr__(self, name):
        missing("int64", name, int64)


class _bool(generic):
    def __init__(self, v=False):
        self.v = bool(v)

    def __repr__(self):
        return "np.True_" if self.v else "np.False_"

    def __index__(self):
        raise TypeError("The numpy boolean is not an index")

    @property
    def dtype(self):
        return dtype(bool)

    def __getattr__(self, name):
        missing("bool", name, _bool)


bool_ = type("bool", (_bool,), {})
