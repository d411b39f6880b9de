"""Derivatives, in reverse, of what works on whole arrays: sums, sorts, shapes.

The entries are those of :mod:`~explorables.trace.rules`, with the operation's settings as keywords;
here a rule gives the shape of its input itself. An operation of any number of inputs has one
function, which is told which input is asked for.
"""

from __future__ import annotations

import numpy as np

from .indexing import take
from .operations import evaluate
from .tracer import record


def summed_to(g, shape):
    """g summed over what broadcasting had repeated: the transpose of ``broadcast_to``."""
    if g.shape == shape:
        return g
    new = g.ndim - len(shape)
    axes = [k for k in range(g.ndim) if k < new or (shape[k - new] == 1 and g.shape[k] != 1)]
    return np.reshape(np.sum(g, axis=axes), shape)


def _kept(g, x, axis):
    """g of a reduction, its axes back as 1."""
    return np.reshape(g, [1 if k in axis else n for k, n in enumerate(x.shape)])


def _rows(x, axis):
    """(what is reduced as rows, a function that puts such rows back)."""
    order = [k for k in range(x.ndim) if k not in axis] + list(axis)
    length = int(np.prod([x.shape[k] for k in axis], dtype=int))
    moved = tuple(x.shape[k] for k in order)
    rows = np.reshape(np.transpose(x, order), (x.size // max(length, 1), length))
    return rows, lambda r: np.transpose(np.reshape(r, moved), np.argsort(order))


def _products_before(rows):
    """Product of all earlier entries of a row, 1 at its first."""
    ones = np.ones((rows.shape[0], 1))
    return np.cumprod(np.concatenate([ones, rows[:, :-1]], axis=1), axis=1)


def _prod(g, z, x, axis, keepdims):
    """∂/∂xᵢ ∏ xⱼ = ∏ of the others, with no division: entries may be 0."""
    rows, back = _rows(x, axis)
    after = np.flip(_products_before(np.flip(rows, 1)), 1)
    return _kept(g, x, axis) * back(_products_before(rows) * after)


def _extreme(g, z, x, axis, keepdims):
    """The largest entry has it all; equals share it."""
    best = x == _kept(z, x, axis)
    return _kept(g, x, axis) * (best / np.sum(best, axis=axis, keepdims=True))


def _cumsum(g, z, x, axis):
    return np.flip(np.cumsum(np.flip(g, axis), axis=axis), axis)


def _cumprod(g, z, x, axis):
    """∂L/∂xᵢ = (∏ before i) Σₖ gₖ ∏ from i + 1 to k, k ≥ i: entries may be 0."""
    rows, back = _rows(x, [axis])
    n = rows.shape[1]
    after = np.where(np.tri(n, k=0) == 0, rows[:, None, :], 1.0)
    terms = _rows(g, [axis])[0][:, None, :] * np.cumprod(after, axis=2)
    return back(_products_before(rows) * np.sum(np.where(np.tri(n, k=-1) == 0, terms, 0.0), axis=2))


def _sort(g, z, x, axis):
    rows, back = _rows(x, [axis])
    rank = np.argsort(np.argsort(rows, axis=1), axis=1)
    at = rank + rows.shape[1] * np.arange(rows.shape[0])[:, None]
    return back(take(np.reshape(_rows(g, [axis])[0], -1), at))


def _put_back(g, x, at):
    """Entries of g added up where they were picked from: x flattened, at positions ``at``."""
    at, flat = at.ravel().astype(int), np.reshape(g, -1)
    if at.size and np.array_equal(at, at[0] + np.arange(at.size)):
        around = [np.zeros(at[0]), flat, np.zeros(x.size - at[0] - at.size)]
        return np.reshape(np.concatenate([a for a in around if a.size]), x.shape)
    counts = np.bincount(at, minlength=x.size)
    slots = np.full((x.size, int(counts.max(initial=1))), at.size)
    order = np.argsort(at, kind="stable")
    column = np.arange(at.size) - np.repeat(np.cumsum(counts) - counts, counts)
    slots[at[order], column] = order
    if (slots == at.size).any():
        flat = np.concatenate([flat, [0.0]])
    return np.reshape(np.sum(flat[slots], axis=1) if slots.shape[1] > 1 else flat[slots], x.shape)


def _numbered(x):
    return np.arange(float(x.size)).reshape(x.shape)


def _slice(g, z, x, start, step):
    return _put_back(g, x, evaluate("slice", [_numbered(x)], z.shape, dict(start=start, step=step)))


def _take(g, z, x, index, axis):
    """Back to where each entry came from; by a matrix of 0 and 1 where the index moves."""
    if x.graph.is_constant(index.node):
        plain = [_numbered(x), x.graph.nodes[index.node].value]
        return _put_back(g, x, evaluate("take", plain, attr={"axis": axis}))
    n = x.shape[axis]
    k = np.rint(np.nan_to_num(np.reshape(index, (1, -1))))
    k = np.clip(np.where(k < 0, k + n, k), 0, n - 1)
    picked = (np.arange(n)[:, None] == k) * 1.0
    before = int(np.prod(x.shape[:axis], dtype=int))
    blocks = np.reshape(g, (before, index.size, x.size // (before * n)))
    return np.reshape(record("matmul", picked, blocks), x.shape)


def _concatenate(k, g, z, *arrays, axis):
    start = sum(a.shape[axis] for a in arrays[:k])
    own = slice(start, start + arrays[k].shape[axis])
    return g[(slice(None),) * axis + (own,)]


def _dft(part):
    """The sums go back with the other sign."""
    return lambda g, z, a, b, inverse: record("dft", g[0], g[1], inverse=not inverse)[part]


ROLLED = "loops are rolled up after tracing: differentiate before that"

ARRAY_RULES = {
    "sum": (lambda g, z, x, axis, keepdims: np.broadcast_to(_kept(g, x, axis), x.shape),),
    "prod": (_prod,),
    "max": (_extreme,),
    "min": (_extreme,),
    **{op: (None,) for op in ("any", "all", "argmax", "argmin", "argsort")},
    "cumsum": (_cumsum,),
    "cumprod": (_cumprod,),
    "sort": (_sort,),
    "reshape": (lambda g, z, x: np.reshape(g, x.shape),),
    "transpose": (lambda g, z, x, axes: np.transpose(g, np.argsort(axes)),),
    "broadcast_to": (lambda g, z, x: summed_to(g, x.shape),),
    "concatenate": _concatenate,
    "slice": (_slice,),
    "take": (_take, None),
    "dft": (_dft(0), _dft(1)),
    "scan": ROLLED,
}
