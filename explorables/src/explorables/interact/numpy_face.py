"""``np`` as the author's function sees it: new arrays may be assigned to, draws are common random
numbers, and what NumPy computes beyond the table of operations is composed from it."""

from __future__ import annotations

import numpy as np

from ..trace.errors import fail
from ..trace.tracer import Tracer, has_tracer
from .cells import Cells, plain


def traced(*values):
    """Is one of these a stand-in, or an assignable array that holds one?"""
    return any(has_tracer(plain(v)) for v in values)


def _new(make):
    def fresh(*args, **kwargs):
        return Cells(make(*map(plain, args), **kwargs))

    return fresh


def _like(make):
    def fresh(a, *args, dtype=None, **kwargs):
        shape = np.shape(plain(a))
        return Cells(make(shape, *args, dtype=dtype or float))

    return fresh


def full(shape, fill_value, dtype=None, **_):
    fill_value = plain(fill_value)
    if not traced(fill_value):
        return Cells(np.full(shape, fill_value, dtype=dtype))
    return Cells(np.broadcast_to(fill_value, shape if isinstance(shape, tuple) else (shape,)))


def full_like(a, fill_value, **_):
    return full(np.shape(plain(a)), fill_value, dtype=float)


def _stacked(value):
    if isinstance(value, list | tuple) and has_tracer(value):
        return np.stack([_stacked(item) for item in value])
    return value


def array(value, dtype=None, **_):
    value = plain(value)
    if isinstance(value, Tracer):
        return Cells(value if dtype is None else value.astype(dtype))
    if has_tracer(value):
        return Cells(_stacked(value))
    made = np.array(value, dtype=dtype)
    return Cells(made) if made.dtype.kind in "biuf" else made


def asarray(value, dtype=None, **_):
    value = plain(value)
    return value if isinstance(value, Tracer | np.ndarray) else array(value, dtype)


def copy(a, **_):
    return Cells(np.array(plain(a)) if not traced(a) else plain(a))


def float64(value=0.0):
    value = plain(value)
    return value if isinstance(value, Tracer) else np.float64(value)


def percentile(a, q, axis=None, **kwargs):
    if not traced(a, q):
        return np.percentile(plain(a), plain(q), axis=axis, **kwargs)
    return np.quantile(
        plain(a), np.asarray(q) / 100 if not traced(q) else plain(q) / 100, axis=axis
    )


def heaviside(x, h):
    x = plain(x)
    return np.where(x < 0, 0.0, np.where(x == 0, h, 1.0)) if traced(x, h) else np.heaviside(x, h)


def sinc(x):
    x = plain(x)
    if not traced(x):
        return np.sinc(x)
    y = np.pi * np.where(x == 0, 1.0e-20, x)
    return np.sin(y) / y


def gradient(f, *spacing, axis=None, **kwargs):
    f, spacing = plain(f), plain(list(spacing))
    if not traced(f, *spacing):
        return np.gradient(f, *spacing, axis=axis, **kwargs)
    if np.ndim(f) != 1 or len(spacing) > 1:
        fail("np.gradient of more than one axis", "take one row or column at a time")
    if spacing and np.ndim(spacing[0]):
        h = np.diff(spacing[0])
        left, right = h[:-1], h[1:]
        inner = (left**2 * f[2:] + (right**2 - left**2) * f[1:-1] - right**2 * f[:-2]) / (
            left * right * (left + right)
        )
        ends = (f[1] - f[0]) / h[0], (f[-1] - f[-2]) / h[-1]
    else:
        h = spacing[0] if spacing else 1.0
        inner = (f[2:] - f[:-2]) / (2 * h)
        ends = (f[1] - f[0]) / h, (f[-1] - f[-2]) / h
    first, last = (np.reshape(e, (1,)) for e in ends)
    return np.concatenate([first, inner, last])


def convolve(a, v, mode="full"):
    a, v = plain(a), plain(v)
    if not traced(a, v):
        return np.convolve(a, v, mode)
    if np.size(v) > np.size(a):
        a, v = v, a
    n, m = np.size(a), np.size(v)
    at = np.arange(n + m - 1)[:, None] - np.arange(m)
    inside = (at >= 0) & (at < n)
    rows = np.concatenate([a, np.zeros(1)])[np.where(inside, at, n)]
    whole = rows @ v
    if mode == "full":
        return whole
    if mode == "same":
        return whole[(m - 1) // 2 : (m - 1) // 2 + n]
    return whole[m - 1 : n]


def histogram(a, bins=10, range=None, density=None, weights=None):
    """Counts between edges that may move; NumPy's edges, and its last bin closed on both sides."""
    a, bins, range, weights = plain(a), plain(bins), plain(range), plain(weights)
    if not traced(a, bins, range, weights):
        return np.histogram(a, bins, range, density=density, weights=weights)
    a = np.reshape(a, -1)
    if np.ndim(bins) == 0:
        if isinstance(bins, Tracer):
            fail("a number of bins", "make the parameter a Choice", bins)
        low, high = range if range is not None else (np.min(a), np.max(a))
        starts = low + np.arange(int(bins)) * ((high - low) / int(bins))  # np.linspace's numbers
        edges = np.concatenate(
            [starts, np.reshape(high, (1,))]
        )  # to the last: no datum changes side
    else:
        edges = np.stack(bins) if isinstance(bins, list | tuple) and has_tracer(bins) else bins
    share = np.ones(np.size(a)) if weights is None else weights
    left, right = np.reshape(edges[:-1], (-1, 1)), np.reshape(edges[1:], (-1, 1))
    last = np.arange(np.size(edges) - 1)[:, None] == np.size(edges) - 2
    inside = (a >= left) & ((a < right) | (last & (a <= right)))
    counts = np.sum(np.where(inside, share, 0.0), axis=1)
    if density:
        counts = counts / (np.sum(counts) * np.diff(edges))
    return counts, edges


def polyfit(x, y, deg, **kwargs):
    x, y = plain(x), plain(y)
    if not traced(x, y):
        return np.polyfit(x, y, deg, **kwargs)
    if isinstance(deg, Tracer):
        fail("a degree", "make the parameter a Choice", deg)
    powers = (
        np.stack([x**k for k in range(deg, -1, -1)], axis=-1)
        if traced(x)
        else np.vander(x, deg + 1)
    )
    if not traced(x):
        return np.linalg.pinv(powers) @ y
    scale = np.sqrt(np.sum(powers * powers, axis=0))
    scaled = powers / scale
    return np.linalg.solve(scaled.T @ scaled, scaled.T @ y) / scale


def polyval(p, x):
    p, x = plain(p), plain(x)
    if not traced(p, x):
        return np.polyval(p, x)
    total = 0.0 * x
    for k in range(len(p)):
        total = total * x + p[k]
    return total


def cov(m, y=None, **kwargs):
    m, y = plain(m), plain(y)
    if not traced(m, y):
        return np.cov(m, y, **kwargs)
    rows = np.stack([m, y]) if y is not None else np.atleast_2d(m)
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    return centred @ centred.T / (rows.shape[1] - 1)


def corrcoef(x, y=None, **kwargs):
    if not traced(x, y):
        return np.corrcoef(plain(x), plain(y), **kwargs)
    c = cov(x, y)
    d = np.sqrt(np.diagonal(c))
    return c / np.outer(d, d)


def maximum_of(a, axis=0):
    return np.maximum.accumulate(plain(a), axis=axis)


class vectorize:
    """A function of one number, called once on the whole array; an ``if`` inside goes both ways."""

    def __init__(self, pyfunc, *args, **kwargs):
        self.pyfunc, self._rest = pyfunc, (args, kwargs)

    def __call__(self, *args):
        args = plain(list(args))
        if not traced(*args):
            return np.vectorize(self.pyfunc, *self._rest[0], **self._rest[1])(*args)
        from .branches import each_way

        graph = next(a.graph for a in args if isinstance(a, Tracer))
        return each_way(graph, lambda: self.pyfunc(*args), lanes=True)


OWN = dict(
    zeros=_new(np.zeros), ones=_new(np.ones), empty=_new(np.zeros), zeros_like=_like(np.zeros),
    ones_like=_like(np.ones), empty_like=_like(np.zeros), full=full, full_like=full_like,
    array=array, asarray=asarray, copy=copy, float64=float64, percentile=percentile,
    heaviside=heaviside, sinc=sinc, gradient=gradient, convolve=convolve, histogram=histogram,
    polyfit=polyfit, polyval=polyval, cov=cov, corrcoef=corrcoef, vectorize=vectorize,
)  # fmt: skip


class Face:
    """A module with some names of ours; all others are its own."""

    def __init__(self, real, own):
        self._real, self._own = real, own

    def own_names(self):
        return [name for name in self._own if isinstance(name, str)]

    def __getattr__(self, name):
        if name in self._own:
            return self._own[name]
        return getattr(self._real, name)


def _arange(*args, **kwargs):
    args = plain(list(args))
    for a in args:
        if isinstance(a, Tracer):
            fail("the length of np.arange", "use np.linspace with a fixed number of points", a)
    return Cells(np.arange(*args, **kwargs))


def _linspace(start, stop, num=50, *args, **kwargs):
    num = plain(num)
    if isinstance(num, Tracer):
        fail("the length of np.linspace", "make the parameter a Choice", num)
    made = np.linspace(plain(start), plain(stop), num, *args, **kwargs)
    return Cells(made) if not isinstance(made, tuple) else made


OWN |= {"arange": _arange, "linspace": _linspace}
