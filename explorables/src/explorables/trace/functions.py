"""NumPy's functions on traced arrays, written as compositions of the closed table of operations."""

from __future__ import annotations

import numpy as np
from scipy import special

from . import operations as ops
from .errors import fail
from .indexing import axis_of, take
from .registry import FUNCTIONS, UFUNC_METHODS, UFUNCS, implements
from .tracer import record


def _call(op):
    return lambda *inputs: record(op, *inputs)


def _logical(op, symbol):
    def apply(*inputs):
        if any(np.dtype(getattr(x, "dtype", type(x))).kind != "b" for x in inputs):
            fail(f"{symbol} on numbers", "it joins conditions such as (x > 0) & (x < 1)")
        return record(op, *inputs)

    return apply


def _power(base, exponent):
    simple = {2: "square", 0.5: "sqrt", -1: "reciprocal"}
    if isinstance(exponent, int | float) and exponent in simple:
        return record(simple[exponent], base)
    return record("power", base, exponent)


def _matmul(a, b):
    """`a @ b`; one-dimensional operands become a row or a column and lose that axis again."""
    row, column = np.ndim(a) == 1, np.ndim(b) == 1
    if not np.ndim(a) or not np.ndim(b):
        raise ValueError("matmul operands must be arrays (got a single number)")
    a = np.reshape(a, (1, -1)) if row else a
    b = np.reshape(b, (-1, 1)) if column else b
    result = record("matmul", a, b)
    shape = result.shape[:-2] + (() if row else result.shape[-2:-1])
    return np.reshape(result, shape + (() if column else result.shape[-1:]))


def _in_radians(x):
    return x * (np.pi / 180)


def _in_degrees(x):
    return x * (180 / np.pi)


UFUNCS |= {
    (getattr(np, op, None) or getattr(special, op)): _call(op)
    for op in [*ops.UNARY, *ops.BINARY, "betainc"]
}
UFUNCS |= {
    np.power: _power,
    np.float_power: _power,
    np.matmul: _matmul,
    np.positive: lambda x: x,
    np.fabs: _call("absolute"),
    np.radians: _in_radians,
    np.deg2rad: _in_radians,
    np.degrees: _in_degrees,
    np.rad2deg: _in_degrees,
    np.fmax: lambda a, b: np.where(np.isnan(a), b, np.where(np.isnan(b), a, np.maximum(a, b))),
    np.fmin: lambda a, b: np.where(np.isnan(a), b, np.where(np.isnan(b), a, np.minimum(a, b))),
    np.invert: _logical("logical_not", "~"),
    np.bitwise_and: _logical("logical_and", "&"),
    np.bitwise_or: _logical("logical_or", "|"),
    np.bitwise_xor: _logical("logical_xor", "^"),
    special.beta: lambda a, b: np.exp(special.betaln(a, b)),
}


def _axes(axis, ndim):
    axes = range(ndim) if axis is None else axis if isinstance(axis, tuple | list) else [axis]
    return sorted(axis_of(k, ndim) for k in axes)


def _reduction(op):
    def apply(a, axis=None, keepdims=False):
        return record(op, a, axis=_axes(axis, np.ndim(a)), keepdims=bool(keepdims))

    return apply


def _along(op, default):
    def apply(a, axis=default, kind=None, stable=None):
        flat = np.ravel(a) if axis is None else a
        return record(op, flat, axis=axis_of(-1 if axis is None else axis, flat.ndim))

    return apply


for _op in ("sum", "prod", "max", "min", "any", "all"):
    implements(getattr(np, _op))(_reduction(_op))
for _op in ("argmax", "argmin", "cumsum", "cumprod"):
    implements(getattr(np, _op))(_along(_op, None))
for _op in ("sort", "argsort"):
    implements(getattr(np, _op))(_along(_op, -1))


def _logsumexp(a, axis=0, keepdims=False):
    top = np.max(a, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    total = np.log(np.sum(np.exp(a - top), axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, tuple(_axes(axis, np.ndim(a))))


def _outer(ufunc):
    return lambda a, b: ufunc(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)


def _reduce(function):
    return lambda a, axis=0, keepdims=False: function(a, axis=axis, keepdims=keepdims)


UFUNC_METHODS |= {
    **{(u, "outer"): _outer(u) for u in UFUNCS if isinstance(u, np.ufunc) and u.nin == 2},
    **{  # type: ignore[misc]
        (ufunc, "reduce"): _reduce(function)
        for ufunc, function in [
            (np.add, np.sum), (np.multiply, np.prod), (np.maximum, np.max), (np.minimum, np.min),
            (np.logical_and, np.all), (np.logical_or, np.any), (np.logaddexp, _logsumexp),
        ]
    },
    (np.add, "accumulate"): lambda a, axis=0: np.cumsum(a, axis=axis),
    (np.multiply, "accumulate"): lambda a, axis=0: np.cumprod(a, axis=axis),
}  # fmt: skip


@implements(np.mean)
def mean(a, axis=None, keepdims=False):
    total = np.sum(a, axis=axis, keepdims=keepdims)
    return total / (np.size(a) / total.size)


@implements(np.var)
def var(a, axis=None, ddof=0, keepdims=False):
    squares = np.square(a - np.mean(a, axis=axis, keepdims=True))
    total = np.sum(squares, axis=axis, keepdims=keepdims)
    return total / (np.size(a) / total.size - ddof)


@implements(np.std)
def std(a, axis=None, ddof=0, keepdims=False):
    return np.sqrt(np.var(a, axis=axis, ddof=ddof, keepdims=keepdims))


@implements(np.quantile)
def quantile(a, q, axis=None, keepdims=False):
    if axis is None:
        a, axis = np.ravel(a), 0
    if np.ndim(q):
        return np.stack([quantile(a, share, axis, keepdims) for share in q])
    ordered, at = np.sort(a, axis=axis), q * (np.shape(a)[axis] - 1)
    below = take(ordered, np.floor(at), axis)
    result = below + (at - np.floor(at)) * (take(ordered, np.ceil(at), axis) - below)
    return np.expand_dims(result, axis) if keepdims else result


@implements(np.average)
def average(a, axis=None, weights=1.0):
    return np.sum(a * weights, axis=axis) / np.sum(weights * np.ones(np.shape(a)), axis=axis)


@implements(np.diff)
def diff(a, n=1, axis=-1):
    for _ in range(n):
        first = np.moveaxis(a, axis, 0)
        a = np.moveaxis(first[1:] - first[:-1], 0, axis)
    return a


@implements(vars(np).get("trapezoid") or vars(np)["trapz"])  # the latter before NumPy 2
def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = np.moveaxis(y, axis, -1) if np.ndim(y) > 1 else y
    return np.sum((dx if x is None else np.diff(x)) * (y[..., 1:] + y[..., :-1]) / 2, axis=-1)


@implements(np.where)
def where(condition, *values):
    if len(values) != 2:
        fail("np.where(condition) alone", "its length would change; use np.where(condition, a, b)")
    return record("where", condition, *values)


@implements(np.select)
def select(condlist, choicelist, default=0):
    for condition, choice in zip(condlist[::-1], choicelist[::-1], strict=True):
        default = np.where(condition, choice, default)
    return default


@implements(np.clip)
def clip(a, a_min=None, a_max=None, min=None, max=None):
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    if low is not None and high is not None:
        return record("clip", a, low, high)
    return np.minimum(a, high) if low is None else np.maximum(a, low)


@implements(np.round, np.around)
def round_(a, decimals=0):
    return np.rint(a) if decimals == 0 else np.rint(a * 10.0**decimals) / 10.0**decimals


@implements(np.searchsorted)
def searchsorted(a, v, side="left"):
    below = np.less if side == "left" else np.less_equal
    return np.sum(below(a, np.expand_dims(v, -1)), axis=-1)


@implements(np.interp)
def interp(x, xp, fp):
    at = np.clip(searchsorted(xp, x, "right") - 1, 0, np.size(xp) - 2)
    share = (x - take(xp, at)) / (take(xp, at + 1) - take(xp, at))
    return take(fp, at) + np.clip(share, 0.0, 1.0) * (take(fp, at + 1) - take(fp, at))


@implements(np.linspace)
def linspace(start, stop, num=50, endpoint=True):
    return start + np.linspace(0.0, 1.0, num, endpoint=endpoint) * (stop - start)


@implements(np.dot)
def dot(a, b):
    if 0 in (np.ndim(a), np.ndim(b)):
        return a * b
    return _matmul(a, b) if np.ndim(b) < 3 else fail("np.dot with more than two axes", "use @")


@implements(np.einsum)
def einsum(subscripts, *operands):
    if not isinstance(subscripts, str) or "." in subscripts:
        fail("this form of np.einsum", 'write the letters out: "ij,j->i"')
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    if not arrow:
        output = "".join(c for c in sorted(set(inputs) - {","}) if inputs.count(c) == 1)
    return record("einsum", *operands, subscripts=f"{inputs}->{output}")


@implements(np.linalg.solve)
def solve(a, b):
    if np.ndim(b) == 1:
        return np.reshape(record("solve", a, np.reshape(b, (-1, 1))), (-1,))
    return record("solve", a, b)


@implements(np.linalg.norm)
def norm(x, ord=2, axis=None, keepdims=False):
    if ord not in (1, 2) or (axis is None and np.ndim(x) == 2 and ord == 1):
        fail(f"np.linalg.norm with ord={ord}", "use ord 1 or 2 on vectors")
    size = np.sum(np.abs(x) if ord == 1 else np.square(x), axis=axis, keepdims=keepdims)
    return size if ord == 1 else np.sqrt(size)


def _triangle(below, shift):
    return lambda m, k=0: np.where(np.tri(m.shape[-2], m.shape[-1], k=k + shift) == below, m, 0.0)


FUNCTIONS |= {
    np.ptp: lambda a, **kw: np.max(a, **kw) - np.min(a, **kw),
    np.median: lambda a, axis=None, keepdims=False: quantile(a, 0.5, axis, keepdims),
    np.count_nonzero: lambda a, **kw: np.sum(a != 0, **kw),
    np.nan_to_num: lambda x, nan=0.0: np.where(np.isnan(x), nan, x),
    np.vdot: lambda a, b: np.sum(a * b),
    np.inner: lambda a, b: np.sum(a * b, axis=-1),
    np.outer: lambda a, b: np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1)),
    np.trace: lambda a: np.sum(np.diagonal(a)),
    np.diag: lambda v: np.diagonal(v) if v.ndim == 2 else np.reshape(v, (-1, 1)) * np.eye(v.size),
    np.tril: _triangle(True, 0),
    np.triu: _triangle(False, -1),
    np.linalg.inv: _call("inv"),
    np.linalg.det: _call("det"),
    np.linalg.cholesky: _call("cholesky"),
    np.linalg.eigh: lambda a: (record("eigh_values", a), record("eigh_vectors", a)),
    np.linalg.eigvalsh: _call("eigh_values"),
    np.linalg.slogdet: lambda a: (np.sign(np.linalg.det(a)), np.log(np.abs(np.linalg.det(a)))),
    np.zeros_like: lambda a: np.zeros(a.shape),
    np.ones_like: lambda a: np.ones(a.shape),
    np.full_like: lambda a, fill_value: np.broadcast_to(fill_value, np.shape(a)),
    np.copy: lambda a: a,
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a, axis=None: a.size if axis is None else a.shape[axis],
    np.iscomplexobj: lambda x: False,
    np.result_type: lambda *args: np.dtype(float),
}
