"""NumPy's names over the page's arrays."""

import math
import sys

import _nd
from jsffi import to_js
from numpy import _core
from numpy._core import (
    AxisError,
    axis_of,
    bool_,
    checked,
    dtype,
    float64,
    floating,
    generic,
    give,
    int64,
    integer,
    kind_of,
    ndarray,
    newaxis,
    number,
    position,
    reduce,
    shape_of,
    slice_type,
    slices,
    to_float,
    wrap,
)

__version__ = "2 (the page's own)"
pi, e, inf, nan, euler_gamma = math.pi, math.e, float("inf"), float("nan"), 0.5772156649015329
str_ = str
int_ = intp = int32 = int16 = int8 = uint8 = uint64 = uint32 = signedinteger = int64
double = float64
True_, False_ = bool_(True), bool_(False)
_of = ndarray.of


class ufunc:
    """A function of numbers that works on arrays element by element."""

    def __init__(self, name, count):
        self.__name__, self.nin, self._run = name, count, (_nd.unary, _nd.binary)[count - 1]

    def __call__(self, *args, out=None, where=True, dtype=None):
        if len(args) == self.nin + 1:
            out, args = args[-1], args[:-1]
        if len(args) != self.nin:
            raise TypeError("%s() takes from %d to %d positional arguments but %d were given" % (self.__name__, self.nin, self.nin + 1, len(args)))
        r = self._run(self.__name__, *[give(a) for a in args])
        r = float64(r) if type(r) is float else wrap(r)
        if out is None and where is True:
            return r
        target = zeros(broadcast_shapes(*[_of(a).shape for a in args]), r.dtype) if out is None else out
        if where is True:
            target[...] = r
        else:
            mask = broadcast_to(where, target.shape)
            target[mask] = broadcast_to(r, target.shape)[mask]
        return target

    def reduce(self, a, axis=0, keepdims=False, initial=None):
        simple = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min", "logical_and": "all", "logical_or": "any"}
        if self.__name__ in simple:
            return reduce(simple[self.__name__], a, axis, keepdims)
        a = _of(a)
        if axis is None:
            a, axis = a.ravel(), 0
        out = wrap(_nd.accumulate(self.__name__, a._, axis)[a.shape[axis] - 1])
        return expand_dims(out, axis) if keepdims else wrap(_nd.give(out._)) if type(out) is ndarray else out

    def accumulate(self, a, axis=0):
        return stack([wrap(part) for part in _nd.accumulate(self.__name__, _of(a)._, axis)], axis)

    def outer(self, a, b):
        a, b = _of(a), _of(b)
        return wrap(_nd.outer(self.__name__, a._, b._)).reshape(a.shape + b.shape)

    def at(self, a, where, b):
        places = _of(where).ravel().tolist()
        values = broadcast_to(b, (len(places),)).tolist()
        for place, value in zip(places, values):
            a[place] = self(a[place], value)

    def __repr__(self):
        return "<ufunc '%s'>" % self.__name__


_UNARY = (
    "negative absolute sign exp exp2 expm1 log log2 log10 log1p sqrt square cbrt reciprocal sin cos tan arcsin arccos arctan "
    "sinh cosh tanh arcsinh arccosh arctanh floor ceil rint trunc isnan isfinite isinf logical_not positive signbit degrees radians invert spacing"
)
_BINARY = (
    "add subtract multiply divide floor_divide remainder power maximum minimum logaddexp logaddexp2 arctan2 hypot copysign less less_equal "
    "greater greater_equal equal not_equal logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor left_shift right_shift "
    "fmax fmin fmod heaviside nextafter"
)
for _name in _UNARY.split():
    globals()[_name] = ufunc(_name, 1)
for _name in _BINARY.split():
    globals()[_name] = ufunc(_name, 2)
abs, mod, true_divide, deg2rad, rad2deg, fabs, bitwise_not = absolute, remainder, divide, radians, degrees, absolute, invert  # noqa
acos, asin, atan, atan2, pow, concat_ = arccos, arcsin, arctan, arctan2, power, None  # noqa
float_power = power  # noqa


def array(x, dtype=None, copy=True, ndmin=0):
    a = _of(x).copy() if type(x) is ndarray else _of(x)
    if dtype is not None:
        a = _of(a.astype(dtype))
    while a.ndim < ndmin:
        a = a[None]
    return a


def asarray(x, dtype=None):
    a = _of(x)
    return a if dtype is None or a.dtype == dtype else _of(a.astype(dtype))


asanyarray = ascontiguousarray = asarray


def zeros(shape, dtype=float):
    return ndarray(checked(_nd.full(kind_of(dtype), shape_of(shape), False)))


def ones(shape, dtype=float):
    return ndarray(checked(_nd.full(kind_of(dtype), shape_of(shape), True)))


def full(shape, value, dtype=None):
    kind = _of(value).dtype.kind if dtype is None else kind_of(dtype)
    return ndarray(checked(_nd.full(kind, shape_of(shape), give(value))))


empty = zeros


def zeros_like(a, dtype=None):
    a = _of(a)
    return zeros(a.shape, a.dtype if dtype is None else dtype)


def ones_like(a, dtype=None):
    a = _of(a)
    return ones(a.shape, a.dtype if dtype is None else dtype)


def full_like(a, value, dtype=None):
    a = _of(a)
    return full(a.shape, value, a.dtype if dtype is None else dtype)


empty_like = zeros_like


def eye(n, m=None, k=0, dtype=float):
    m = n if m is None else m
    return (arange(n)[:, None] + k == arange(m)).astype(dtype)


def identity(n, dtype=float):
    return eye(n, dtype=dtype)


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    kind = "f" if any_float(start, stop, step) else "i"
    a = ndarray(checked(_nd.arange(to_float(start), to_float(stop), to_float(step), kind)))
    return a if dtype is None else _of(a.astype(dtype))


def any_float(*xs):
    for x in xs:
        if type(x) is float or type(x) is float64:
            return True
    return False


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    if type(start) is ndarray or type(stop) is ndarray:
        t = linspace(0.0, 1.0, num, endpoint).reshape((num,) + (1,) * max(_of(start).ndim, _of(stop).ndim))
        a = start + t * (_of(stop) - start)
    else:
        a = ndarray(checked(_nd.linspace(to_float(start), to_float(stop), int(num), bool(endpoint))))
    if dtype is not None:
        a = a.astype(dtype)
    return (a, float64((stop - start) / (num - 1 if endpoint else num))) if retstep else a


def logspace(start, stop, num=50, endpoint=True, base=10.0):
    return power(base, linspace(start, stop, num, endpoint))  # noqa


def geomspace(start, stop, num=50, endpoint=True):
    a = start * power(stop / start, linspace(0.0, 1.0, num, endpoint))  # noqa
    if num > 0:
        a[0] = start
    if endpoint and num > 1:
        a[-1] = stop
    return a


def meshgrid(*xs, indexing="xy", sparse=False):
    xs = [_of(x).ravel() for x in xs]
    order = list(range(len(xs)))
    if indexing == "xy" and len(xs) > 1:
        order[0], order[1] = 1, 0
    shape = [0] * len(xs)
    for k, x in enumerate(xs):
        shape[order[k]] = len(x)
    out = []
    for k, x in enumerate(xs):
        own = [1] * len(xs)
        own[order[k]] = len(x)
        out.append(x.reshape(own) if sparse else broadcast_to(x.reshape(own), shape).copy())
    return tuple(out)


def indices(shape):
    return stack(meshgrid(*[arange(n) for n in shape], indexing="ij"))


def broadcast_to(a, shape):
    return ndarray(checked(_nd.broadcast(_of(a)._, shape_of(shape))))


def broadcast_shapes(*shapes):
    return tuple([int(d) for d in checked(_nd.broadcastShapes(to_js([list(s) for s in shapes])))])


def broadcast_arrays(*xs):
    shape = broadcast_shapes(*[_of(x).shape for x in xs])
    return tuple([broadcast_to(x, shape) for x in xs])


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
    if where is not None:
        a = _where(where, a, 0)
    if hasattr(a, "__next__"):
        a = list(a)
    total = reduce("sum", a, axis, keepdims)
    return total if initial is None else total + initial


def prod(a, axis=None, dtype=None, keepdims=False):
    return reduce("prod", a, axis, keepdims)


def max(a, axis=None, keepdims=False, initial=None, where=None, out=None):
    if where is not None:
        a = _where(where, a, initial)
    return _of(a).max(axis, keepdims, initial)


def min(a, axis=None, keepdims=False, initial=None, where=None, out=None):
    if where is not None:
        a = _where(where, a, initial)
    return _of(a).min(axis, keepdims, initial)


amax, amin = max, min


def mean(a, axis=None, keepdims=False, dtype=None, where=None):
    if where is not None:
        return sum(_where(where, a, 0), axis, keepdims=keepdims) / sum(broadcast_to(where, _of(a).shape), axis, keepdims=keepdims)
    return reduce("mean", a, axis, keepdims)


def var(a, axis=None, ddof=0, keepdims=False):
    return reduce("var", a, axis, keepdims, ddof)


def std(a, axis=None, ddof=0, keepdims=False):
    return sqrt(reduce("var", a, axis, keepdims, ddof))  # noqa


def any(a, axis=None, keepdims=False):
    return reduce("any", a, axis, keepdims)


def all(a, axis=None, keepdims=False):
    return reduce("all", a, axis, keepdims)


def argmax(a, axis=None, keepdims=False):
    return position("argmax", a, axis, keepdims)


def argmin(a, axis=None, keepdims=False):
    return position("argmin", a, axis, keepdims)


def ptp(a, axis=None, keepdims=False):
    return max(a, axis, keepdims) - min(a, axis, keepdims)


def average(a, axis=None, weights=None):
    if weights is None:
        return mean(a, axis)
    a, w = _of(a), _of(weights)
    if axis is not None and w.ndim == 1 and a.ndim > 1:
        own = [1] * a.ndim
        own[axis] = w.size
        w = w.reshape(own)
    return sum(a * w, axis) / sum(broadcast_to(w, a.shape) if w.ndim == a.ndim else w, axis)


def count_nonzero(a, axis=None):
    return sum(_of(a) != 0, axis)


def cumsum(a, axis=None):
    return _of(a).cumsum(axis)


def cumprod(a, axis=None):
    return _of(a).cumprod(axis)


cumulative_sum = cumsum


def sort(a, axis=-1, kind=None, stable=None):
    return wrap(_nd.scan("sort", give(a), axis_of(axis)))


def argsort(a, axis=-1, kind=None, stable=None):
    return wrap(_nd.scan("argsort", give(a), axis_of(axis)))


def lexsort(keys):
    order = arange(len(_of(keys[0])))
    for key in keys:
        order = order[argsort(_of(key)[order])]
    return order


def partition(a, k, axis=-1):
    return sort(a, axis)


argpartition = lambda a, k, axis=-1: argsort(a, axis)


def median(a, axis=None, keepdims=False):
    return quantile(a, 0.5, axis, keepdims=keepdims)


def quantile(a, q, axis=None, keepdims=False, method="linear"):
    a = _of(a).ravel() if axis is None else _of(a)
    k = 0 if axis is None else axis % a.ndim
    if method != "linear":
        raise NotImplementedError("np.quantile with another method than 'linear' is not in the page's Python. In the notebook it works.")
    s = sort(a, k) * 1.0
    n = a.shape[k]
    if n == 0:
        return nan_of(a, k)
    at = _of(q) * (n - 1)
    low = clip(floor(at), 0, n - 1).astype(int)  # noqa
    high = minimum(low + 1, n - 1)  # noqa
    lead = (slices[:],) * k
    part = at - low
    below, above = s[lead + (low,)], s[lead + (high,)]
    if _of(q).ndim:
        part = part.reshape(part.shape + (1,) * (a.ndim - 1 - k))
        if k:
            below, above = moveaxis(below, k, 0), moveaxis(above, k, 0)
            part = part.reshape((-1,) + (1,) * (below.ndim - 1))
    out = _lerp(below, above, part)
    bad = isnan(s).any(axis=k)  # noqa
    out = where(bad, nan, out) if any(bad) else out
    if keepdims:
        return expand_dims(_of(out), tuple(range(_of(a).ndim)) if axis is None else k)
    return out if type(out) is ndarray and out.ndim else wrap(_nd.value(give(out)))


def nan_of(a, k):
    return float64(nan) if a.ndim == 1 else full(a.shape[:k] + a.shape[k + 1 :], nan)


def _lerp(a, b, t):
    d = b - a
    return where(_of(t) >= 0.5, b - d * (1 - t), a + d * t)


def percentile(a, q, axis=None, keepdims=False):
    return quantile(a, _of(q) / 100, axis, keepdims)


def _without_nan(f):
    def run(a, axis=None, **k):
        a = _of(a)
        if axis is None:
            return f(a[~isnan(a)], **k)  # noqa
        rows = moveaxis(a, axis, -1)
        flat = rows.reshape((-1, rows.shape[-1]))
        return array([f(r[~isnan(r)], **k) for r in flat]).reshape(rows.shape[:-1])  # noqa

    return run


nansum, nanmean, nanstd, nanvar, nanmax, nanmin, nanmedian = [_without_nan(f) for f in (sum, mean, std, var, max, min, median)]
nanquantile = lambda a, q, axis=None: _without_nan(lambda v: quantile(v, q))(a, axis)


def _where(mask, a, b):
    return wrap(_nd.ternary("where", give(mask), give(a), give(b)))


def where(condition, *ab):
    if not ab:
        return _of(condition).nonzero()
    if len(ab) == 1:
        raise ValueError("either both or neither of x and y should be given")
    try:
        out = _where(condition, ab[0], ab[1])
    except TypeError:
        broadcast_shapes(shape(condition), shape(ab[0]), shape(ab[1]))  # NumPy looks at the shapes first
        raise
    return out if type(out) is ndarray else _of(out)


def select(conditions, choices, default=0):
    out = default
    for c, v in reversed(list(zip(conditions, choices))):
        out = where(c, v, out)
    return out


def piecewise(x, conditions, functions):
    x = _of(x)
    out = zeros(x.shape, x.dtype)
    if len(functions) == len(conditions) + 1:
        rest = ~conditions[0]
        for c in conditions[1:]:
            rest = rest & ~c
        conditions = list(conditions) + [rest]
    for c, f in zip(conditions, functions):
        out[c] = f(x[c]) if callable(f) else f
    return out


def clip(a, a_min=None, a_max=None, min=None, max=None, out=None):
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    return wrap_plain(a).clip(low, high)


def wrap_plain(a):
    return a if isinstance(a, (ndarray, generic)) else (wrap(_nd.give(_of(a)._)))


def round(a, decimals=0):
    if decimals and asarray(a).dtype == bool:
        raise TypeError("Cannot cast ufunc 'multiply' output from dtype('float64') to dtype('bool') with casting rule 'same_kind'")
    return wrap(_nd.round(give(a), int(decimals)))


around = round_ = round


def fix(a):
    return trunc(a)  # noqa


def nan_to_num(a, nan=0.0, posinf=None, neginf=None):
    a = where(isnan(a), nan, a)  # noqa
    a = where(a == inf, sys_max if posinf is None else posinf, a)
    return where(a == -inf, -sys_max if neginf is None else neginf, a)


sys_max = 1.7976931348623157e308


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    a, b = _of(a), _of(b)
    finite = isfinite(a) & isfinite(b)  # noqa
    near = _of(absolute(a - b) <= atol + rtol * absolute(b)) & finite | (a == b)  # noqa
    if equal_nan:
        near = near | (isnan(a) & isnan(b))  # noqa
    return near


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(isclose(a, b, rtol, atol, equal_nan).all())


def array_equal(a, b, equal_nan=False):
    a, b = _of(a), _of(b)
    if a.shape != b.shape:
        return False
    same = _of(a == b)
    return bool((same | (isnan(a) & isnan(b)) if equal_nan else same).all())  # noqa


def array_equiv(a, b):
    try:
        return bool(_of(_of(a) == _of(b)).all())
    except ValueError:
        return False


def shape(a):
    if a is None or type(a) is str or (hasattr(a, "__dict__") and not hasattr(a, "shape") and not hasattr(a, "__array__")):
        return ()  # any one thing
    return _of(a).shape


def ndim(a):
    return len(shape(a))


def size(a, axis=None):
    return _of(a).size if axis is None else _of(a).shape[axis]


def reshape(a, shape, order="C"):
    return _of(a).reshape(shape)


def ravel(a):
    return _of(a).ravel()


def transpose(a, axes=None):
    return _of(a).transpose(axes)


def matrix_transpose(a):
    return swapaxes(a, -1, -2)


permute_dims = transpose


def swapaxes(a, i, j):
    return _of(a).swapaxes(i, j)


def moveaxis(a, source, to):
    a = _of(a)
    sources = [k % a.ndim for k in (source if type(source) in (tuple, list) else (source,))]
    ends = [k % a.ndim for k in (to if type(to) in (tuple, list) else (to,))]
    order = [k for k in range(a.ndim) if k not in sources]
    for place, k in sorted(zip(ends, sources)):
        order.insert(place, k)
    return a.transpose(order)


def squeeze(a, axis=None):
    return _of(a).squeeze(axis)


def expand_dims(a, axis):
    a = _of(a)
    axes = axis if type(axis) in (tuple, list) else (axis,)
    rank = a.ndim + len(axes)
    for k in axes:
        if k < -rank or k >= rank:
            raise AxisError("axis %d is out of bounds for array of dimension %d" % (k, rank))
    axes = [k % rank for k in axes]
    rest = list(a.shape)
    return a.reshape([1 if k in axes else rest.pop(0) for k in range(rank)])


def atleast_1d(*xs):
    out = [_of(x) if _of(x).ndim else _of(x).reshape(1) for x in xs]
    return out[0] if len(out) == 1 else tuple(out)


def atleast_2d(*xs):
    out = [_of(x) if _of(x).ndim > 1 else _of(x).reshape((1, -1)) for x in xs]
    return out[0] if len(out) == 1 else tuple(out)


def concatenate(arrays, axis=0, dtype=None):
    out = wrap(_nd.concatenate(to_js([_of(a)._ for a in arrays]), axis))
    return out if dtype is None else out.astype(dtype)


concat = concatenate


def stack(arrays, axis=0):
    arrays = [_of(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to stack")
    for a in arrays:
        if a.shape != arrays[0].shape:
            raise ValueError("all input arrays must have the same shape")
    return concatenate([expand_dims(a, axis) for a in arrays], axis)


def vstack(arrays):
    return concatenate([atleast_2d(a) for a in arrays], 0)


row_stack = vstack


def hstack(arrays):
    arrays = [atleast_1d(a) for a in arrays]
    return concatenate(arrays, 0 if arrays[0].ndim == 1 else 1)


def column_stack(arrays):
    arrays = [_of(a) for a in arrays]
    return concatenate([a if a.ndim > 1 else a.reshape((-1, 1)) for a in arrays], 1)


def dstack(arrays):
    return concatenate([atleast_2d(a)[:, :, None] if _of(a).ndim < 3 else _of(a) for a in arrays], 2)


def append(a, values, axis=None):
    if axis is None:
        return concatenate([_of(a).ravel(), _of(values).ravel()])
    return concatenate([a, values], axis)


def insert(a, at, values, axis=None):
    a = _of(a).ravel() if axis is None else moveaxis(_of(a), axis, 0)
    k = at if at >= 0 else at + len(a)
    new = _of(values).ravel() if axis is None else broadcast_to(values, (1,) + a.shape[1:])
    out = concatenate([a[:k], new.astype(a.dtype), a[k:]])
    return out if axis is None else moveaxis(out, 0, axis)


def delete(a, at, axis=None):
    a = _of(a).ravel() if axis is None else _of(a)
    k = 0 if axis is None else axis
    keep = ones(a.shape[k], bool)
    keep[at] = False
    return a[(slices[:],) * k + (keep,)]


def split(a, parts, axis=0):
    a = _of(a)
    n = a.shape[axis]
    if type(parts) is int:
        if n % parts:
            raise ValueError("array split does not result in an equal division")
        cuts = [n // parts * k for k in range(1, parts)]
    else:
        cuts = [int(c) for c in parts]
    return _cut(a, cuts, axis)


def array_split(a, parts, axis=0):
    a = _of(a)
    n = a.shape[axis]
    if type(parts) is not int:
        return split(a, parts, axis)
    sizes = [n // parts + (1 if k < n % parts else 0) for k in range(parts)]
    cuts = [builtin_sum(sizes[: k + 1]) for k in range(parts - 1)]
    return _cut(a, cuts, axis)


def builtin_sum(xs):
    total = 0
    for x in xs:
        total += x
    return total


def _cut(a, cuts, axis):
    edges = [0] + cuts + [a.shape[axis]]
    return [a[(slices[:],) * axis + (slices[i:j],)] for i, j in zip(edges[:-1], edges[1:])]


def repeat(a, n, axis=None):
    return _of(a).repeat(n, axis)


def tile(a, reps):
    a = _of(a)
    reps = list(reps) if type(reps) in (tuple, list) else [int(reps)]
    rank = a.ndim if a.ndim > len(reps) else len(reps)
    reps = [1] * (rank - len(reps)) + reps
    a = a.reshape([1] * (rank - a.ndim) + list(a.shape))
    for k, n in enumerate(reps):
        if n != 1:
            a = concatenate([a] * n, k) if n else a[(slices[:],) * k + (slices[0:0],)]
    return a.copy()


def roll(a, shift, axis=None):
    a = _of(a)
    if axis is None:
        return roll(a.ravel(), shift, 0).reshape(a.shape)
    n = a.shape[axis]
    return a[(slices[:],) * (axis % a.ndim) + ((arange(n) - shift) % n,)]


def flip(a, axis=None):
    a = _of(a)
    axes = range(a.ndim) if axis is None else [k % a.ndim for k in (axis if type(axis) is tuple else (axis,))]
    return a[tuple([slices[::-1] if k in axes else slices[:] for k in range(a.ndim)])]


def flipud(a):
    return flip(a, 0)


def fliplr(a):
    return flip(a, 1)


def rot90(a, k=1):
    for _ in range(k % 4):
        a = flip(_of(a).T, 0)
    return a


def diff(a, n=1, axis=-1):
    a = _of(a)
    if not a.ndim:
        raise ValueError("diff requires input that is at least one dimensional")
    if a.dtype.kind == "b":
        return a[..., 1:] != a[..., :-1]
    for _ in range(n):
        lead = (slices[:],) * (axis % a.ndim)
        a = a[lead + (slices[1:],)] - a[lead + (slices[:-1],)]
    return a


def ediff1d(a):
    return diff(_of(a).ravel())


def gradient(f, *spacing, axis=None):
    f = _of(f)
    if f.ndim != 1:
        raise NotImplementedError("np.gradient in several dimensions is not in the page's Python. In the notebook it works.")
    x = spacing[0] if spacing else 1.0
    if _of(x).ndim == 0:
        inner = (f[2:] - f[:-2]) / (2.0 * x)
        return concatenate([[(f[1] - f[0]) / x], inner, [(f[-1] - f[-2]) / x]])
    h = diff(x)
    a, b = h[:-1], h[1:]
    inner = -b / (a * (a + b)) * f[:-2] + (b - a) / (a * b) * f[1:-1] + a / (b * (a + b)) * f[2:]
    return concatenate([[(f[1] - f[0]) / h[0]], inner, [(f[-1] - f[-2]) / h[-1]]])


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = _of(y)
    lead = (slices[:],) * (axis % y.ndim)
    d = dx if x is None else diff(_of(x), axis=axis if _of(x).ndim > 1 else -1)
    if x is not None and _of(x).ndim == 1 and y.ndim > 1:
        own = [1] * y.ndim
        own[axis] = d.shape[0]
        d = d.reshape(own)
    return sum(d * (y[lead + (slices[1:],)] + y[lead + (slices[:-1],)]) / 2.0, axis)


def interp(x, xp, fp, left=None, right=None):
    xp, fp = _of(xp), _of(fp)
    v = _of(x)
    k = clip(searchsorted(xp, v, side="right") - 1, 0, len(xp) - 2)
    slope = (fp[k + 1] - fp[k]) / (xp[k + 1] - xp[k])
    y = slope * (v - xp[k]) + fp[k]
    y = where(v == xp[-1], fp[-1], y)
    y = where(v < xp[0], fp[0] if left is None else left, y)
    y = where(v > xp[-1], fp[-1] if right is None else right, y)
    return y if v.ndim else wrap(_nd.value(y._))


def searchsorted(a, v, side="left", sorter=None):
    return wrap(_nd.searchsorted(give(a), give(v), side))


def digitize(x, bins, right=False):
    return searchsorted(bins, x, side="left" if right else "right")


def unique(a, return_index=False, return_inverse=False, return_counts=False, axis=None):
    if axis is not None:
        raise NotImplementedError("np.unique with an axis is not in the page's Python. In the notebook it works.")
    values, first, inverse, counts = [ndarray(r) for r in checked(_nd.unique(give(a) if type(a) is ndarray else _of(a)._))]
    asked = [values] + [r for r, want in ((first, return_index), (inverse, return_inverse), (counts, return_counts)) if want]
    return values if len(asked) == 1 else tuple(asked)


def isin(a, b, invert=False):
    a, values = _of(a), _of(b).ravel()
    found = (a[..., None] == values).any(axis=-1)
    return ~found if invert else found


def intersect1d(a, b):
    return unique(_of(a)[isin(a, b)])


def union1d(a, b):
    return unique(append(a, b))


def setdiff1d(a, b):
    return unique(_of(a)[~isin(a, b)])


def nonzero(a):
    return _of(a).nonzero()


def flatnonzero(a):
    return _of(a).ravel().nonzero()[0]


def argwhere(a):
    a = _of(a)
    return stack(a.nonzero(), 1) if a.ndim else zeros((int(a.any()), 0), int)


def bincount(x, weights=None, minlength=0):
    return ndarray(checked(_nd.bincount(give(x), None if weights is None else give(weights), int(minlength))))


def histogram(a, bins=10, range=None, density=False, weights=None):
    a = _of(a).ravel()
    if _of(bins).ndim == 0:
        low, high = (min(a), max(a)) if range is None else range
        if low == high:
            low, high = low - 0.5, high + 0.5
        bins = linspace(low, high, int(bins) + 1)
    edges = _of(bins)
    at = searchsorted(edges, a, side="right") - 1
    at = where(a == edges[-1], len(edges) - 2, at)
    inside = (at >= 0) & (at < len(edges) - 1)
    counts = bincount(at[inside], None if weights is None else _of(weights)[inside], len(edges) - 1)
    if density:
        counts = counts / diff(edges) / counts.sum()
    return counts, edges


def take(a, at, axis=None):
    return _of(a).take(at, axis)


def take_along_axis(a, at, axis):
    a = _of(a)
    grid = list(meshgrid(*[arange(d) for d in _of(at).shape], indexing="ij"))
    grid[axis] = _of(at)
    return a[tuple(grid)]


def put_along_axis(a, at, values, axis):
    grid = list(meshgrid(*[arange(d) for d in _of(at).shape], indexing="ij"))
    grid[axis] = _of(at)
    a[tuple(grid)] = values


def compress(condition, a, axis=None):
    return _of(a)[_of(condition)]


def extract(condition, a):
    return _of(a)[_of(condition)]


def ix_(*xs):
    out = []
    for k, x in enumerate(xs):
        x = _of(x)
        x = x.nonzero()[0] if x.dtype.kind == "b" else x
        out.append(x.reshape([-1 if j == k else 1 for j in range(len(xs))]))
    return tuple(out)


def unravel_index(i, shape):
    i, out = _of(i), []
    for d in reversed(shape):
        out.insert(0, i % d)
        i = i // d
    return tuple([wrap(_nd.give(_of(o)._)) for o in out])


def ndindex(*shape):
    shape = shape[0] if len(shape) == 1 and type(shape[0]) is tuple else shape
    places = [()]
    for n in shape:
        places = [p + (k,) for p in places for k in range(n)]
    return iter(places)


def ndenumerate(a):
    return iter([(p, a[p]) for p in ndindex(*_of(a).shape)])


def diag(a, k=0):
    a = _of(a)
    if a.ndim == 2:
        return a.diagonal(k).copy()
    if a.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    n = len(a) + (k if k >= 0 else -k)
    out = zeros((n, n), a.dtype)
    out.diagonal(k)[...] = a
    return out


def diagonal(a, offset=0):
    return _of(a).diagonal(offset)


def fill_diagonal(a, value):
    a.diagonal()[...] = value


def diag_indices(n):
    return arange(n), arange(n)


def trace(a):
    return _of(a).trace()


def tri(n, m=None, k=0):
    return (arange(n)[:, None] + k >= arange(n if m is None else m)) * 1.0


def tril(a, k=0):
    a = _of(a)
    return where(tri(*a.shape[-2:], k=k) > 0, a, zeros(1, a.dtype))


def triu(a, k=0):
    a = _of(a)
    return where(tri(*a.shape[-2:], k=k - 1) > 0, zeros(1, a.dtype), a)


def triu_indices(n, k=0):
    return triu(ones((n, n)), k).nonzero()


def tril_indices(n, k=0):
    return tril(ones((n, n)), k).nonzero()


def dot(a, b, out=None):
    a, b = _of(a), _of(b)
    if not a.ndim or not b.ndim:
        return a * b
    if a.ndim > 1 and b.ndim > 2:
        raise NotImplementedError("np.dot of stacks is not in the page's Python: write a @ b. In the notebook it works.")
    return _into(out, a @ b)


def _into(out, r):
    if out is None:
        return r
    out[...] = r
    return out


def matmul(a, b, out=None):
    return _into(out, wrap(_nd.matmul(give(a), give(b))))


def inner(a, b):
    a, b = _of(a), _of(b)
    return a * b if not a.ndim or not b.ndim else a @ (b.T if b.ndim > 1 else b)


vdot = lambda a, b: dot(ravel(a), ravel(b))
vecdot = lambda a, b, axis=-1: sum(_of(a) * b, axis)


def outer(a, b):
    return wrap(_nd.outer("multiply", give(ravel(a)), give(ravel(b))))


def kron(a, b):
    a, b = atleast_2d(a), atleast_2d(b)
    return (a[:, None, :, None] * b[None, :, None, :]).reshape((a.shape[0] * b.shape[0], a.shape[1] * b.shape[1]))


def cross(a, b):
    a, b = _of(a), _of(b)
    return stack([a[..., (k + 1) % 3] * b[..., (k + 2) % 3] - a[..., (k + 2) % 3] * b[..., (k + 1) % 3] for k in range(3)], -1)


def einsum(subscripts, *arrays, optimize=None, out=None):
    return _into(out, wrap(_nd.einsum(subscripts, to_js([_of(a)._ for a in arrays]))))


def tensordot(a, b, axes=2):
    a, b = _of(a), _of(b)
    if type(axes) is int:
        pa, pb = list(range(a.ndim - axes, a.ndim)), list(range(axes))
    else:
        pa, pb = [list(x) if type(x) in (tuple, list) else [x] for x in axes]
    pa, pb = [k % a.ndim for k in pa], [k % b.ndim for k in pb]
    ra, rb = [k for k in range(a.ndim) if k not in pa], [k for k in range(b.ndim) if k not in pb]
    n = 1
    for k in pa:
        n *= a.shape[k]
    shape = [a.shape[k] for k in ra] + [b.shape[k] for k in rb]
    return (a.transpose(ra + pa).reshape((-1, n)) @ b.transpose(pb + rb).reshape((n, -1))).reshape(shape)


def convolve(a, v, mode="full"):
    a, v = _of(a), _of(v)
    out = zeros(len(a) + len(v) - 1, (a * v[0]).dtype)
    for k in range(len(v)):
        out[k : k + len(a)] += v[k] * a
    if mode == "full":
        return out
    n, m = (len(a), len(v)) if len(a) >= len(v) else (len(v), len(a))
    if mode == "valid":
        return out[m - 1 : n]
    start = (m - 1) // 2
    return out[start : start + n]


def cov(a, y=None, rowvar=True, ddof=1, bias=False):
    a = atleast_2d(a)
    if y is not None:
        a = vstack([a, y])
    if not rowvar:
        a = a.T
    d = a - a.mean(axis=1, keepdims=True)
    c = d @ d.T / (a.shape[1] - (0 if bias else ddof))
    return c if c.size > 1 else c[0, 0]


def corrcoef(a, y=None, rowvar=True):
    c = cov(a, y, rowvar)
    s = sqrt(diag(c))  # noqa
    return c / outer(s, s)


def polyfit(x, y, deg):
    x = _of(x) * 1.0
    scale = vander(x, deg + 1)
    norm = sqrt((scale * scale).sum(axis=0))  # noqa
    return linalg.lstsq(scale / norm, y)[0] / norm


def polyval(p, x):
    total = zeros_like(_of(x) * 1) if type(x) is ndarray else 0
    for c in _of(p):
        total = total * x + c
    return total


def vander(x, n=None, increasing=False):
    x = _of(x)
    n = len(x) if n is None else n
    return stack([x ** (k if increasing else n - 1 - k) for k in range(n)], 1)


def apply_along_axis(f, axis, a):
    rows = moveaxis(_of(a), axis, -1)
    out = [f(r) for r in rows.reshape((-1, rows.shape[-1]))]
    made = array(out)
    return moveaxis(made.reshape(rows.shape[:-1] + made.shape[1:]), -1, axis) if made.ndim > 1 else made.reshape(rows.shape[:-1])


def vectorize(f):
    def run(*xs):
        xs = broadcast_arrays(*xs)
        out = array([f(*[v.item() for v in row]) for row in zip(*[x.ravel() for x in xs])])
        return out.reshape(xs[0].shape)

    return run


def fromiter(xs, dtype=float, count=-1):
    return array(list(xs), dtype=dtype)


def fromfunction(f, shape):
    return f(*meshgrid(*[arange(n) * 1.0 for n in shape], indexing="ij"))


def copy(a):
    return _of(a).copy()


def copyto(a, b):
    a[...] = b


def isscalar(x):
    return isinstance(x, (int, float, str, bool, generic))


def iscomplexobj(x):
    return type(x) is complex


def isrealobj(x):
    return not iscomplexobj(x)


def isreal(x):
    return ones(_of(x).shape, bool)


def issubdtype(kind, of):
    k = kind_of(kind)
    if of is number:
        return k in "fi"
    return k == kind_of(of)


def result_type(*xs):
    return dtype(max_kind([kind_of(x) if type(x) in (type, dtype) else _of(x).dtype.kind for x in xs]))


def max_kind(kinds):
    return sorted(kinds, key=lambda k: "bifU".index(k))[-1]


def can_cast(a, b):
    return "bif".index(kind_of(a)) <= "bif".index(kind_of(b))


def may_share_memory(a, b):
    return bool(_nd.shares(a._, b._))


shares_memory = may_share_memory


def resize(a, shape):
    shape = (shape,) if type(shape) is int else shape
    n = 1
    for d in shape:
        n *= d
    flat = _of(a).ravel()
    return tile(flat, n // flat.size + 1)[:n].reshape(shape)


def pad(a, width, mode="constant", constant_values=0):
    a = _of(a)
    if mode != "constant":
        raise NotImplementedError("np.pad with another mode than 'constant' is not in the page's Python. In the notebook it works.")
    if type(width) is int:
        width = [(width, width)] * a.ndim
    elif type(width[0]) is int:
        width = [width] * a.ndim
    out = full([d + b + c for d, (b, c) in zip(a.shape, width)], constant_values, a.dtype)
    out[tuple([slices[b : b + d] for d, (b, c) in zip(a.shape, width)])] = a
    return out


class float32:
    """Rounds to single precision; what comes back is float64, which is all that arrays hold here."""

    _kind, bits = "f", 32

    def __new__(cls, x=0.0):
        return wrap(_nd.single(give(x), 32))


class float16:
    """A name to compare with: no array has this kind here."""

    _kind, bits = "f", 16


def array2string(a, formatter=None, separator=" ", threshold=None, precision=None, **rest):
    form = None
    if formatter:
        kind = {"f": "float", "i": "int", "b": "bool"}[_of(a).dtype.kind]
        chosen = formatter.get(kind + "_kind", formatter.get(kind, formatter.get("all")))
        form = chosen and (lambda r: chosen(wrap(r).item()))
    before = _nd.setOptions(to_js({} if threshold is None else {"threshold": threshold}))
    try:
        return checked(_nd.array2string(give(a), separator, form, precision))
    finally:
        _nd.setOptions(before)


def array_repr(a):
    return repr(a)


def array_str(a):
    return str(a)


def format_float_positional(x, precision=None, trim="k", **rest):
    return _nd.pyfloat(to_float(x))


def set_printoptions(precision=None, suppress=None, linewidth=None, threshold=None, edgeitems=None, **rest):
    given = {"precision": precision, "suppress": suppress, "linewidth": linewidth, "threshold": threshold, "edgeitems": edgeitems}
    _nd.setOptions(to_js({k: v for k, v in given.items() if v is not None}))


class printoptions:
    def __init__(self, **given):
        self.given = given

    def __enter__(self):
        self.before = _nd.setOptions(to_js(self.given))

    def __exit__(self, *error):
        _nd.setOptions(self.before)


class errstate:
    """Division by zero and overflow pass in silence here, so there is nothing to switch."""

    def __init__(self, **how):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, f):
        return f


def seterr(**how):
    return how


class finfo:
    def __init__(self, kind=float):
        self.eps, self.tiny, self.max, self.min = float64(2.0**-52), float64(2.2250738585072014e-308), float64(sys_max), float64(-sys_max)
        self.smallest_normal, self.smallest_subnormal, self.epsneg, self.precision = self.tiny, float64(5e-324), float64(2.0**-53), 15


class iinfo:
    def __init__(self, kind=int):
        self.max, self.min = 9223372036854775807, -9223372036854775808


class _Rows:
    """np.r_[a, b, 0:5]"""

    def __init__(self, columns):
        self.columns = columns

    def __getitem__(self, key):
        parts = []
        for k in key if type(key) is tuple else (key,):
            if type(k) is slice_type:
                step = 1 if k.step is None else k.step
                k = arange(0 if k.start is None else k.start, k.stop, step)
            parts.append(atleast_1d(k))
        return column_stack(parts) if self.columns else concatenate(parts)


r_, c_ = _Rows(False), _Rows(True)


class _Exceptions:
    AxisError = AxisError
    VisibleDeprecationWarning = UserWarning
    ComplexWarning = UserWarning


exceptions = _Exceptions()


class ma:
    """No array is masked here."""

    class MaskedArray:
        pass

    @staticmethod
    def isMaskedArray(x):
        return False

    @staticmethod
    def count_masked(x):
        return 0


class complexfloating:
    """No array is complex here."""


complex128 = complexfloating

from numpy import linalg, random, testing  # noqa: E402


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    near = _core.nearest(name, sys.modules["numpy"])
    raise AttributeError("np.%s is not in the page's Python%s. In the notebook it works." % (name, near))
