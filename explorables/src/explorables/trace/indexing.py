"""Shapes and indices of traced arrays: what only moves entries about, and what picks them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .errors import MASK, fail
from .operations import evaluate
from .registry import FUNCTIONS, INDEX, implements
from .tracer import has_tracer, record


def axis_of(axis, ndim):
    """`axis` counted from the front."""
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis must lie in [{-ndim}, {ndim - 1}] (got {axis})")
    return int(axis) % ndim


def _pick(x, positions):
    """Entries of `x` (flattened) at fixed integer `positions`, in their shape."""
    at, flat = positions.ravel(), record("reshape", x, shape=(x.size,))
    steps = np.unique(np.diff(at))
    if at.size == x.size and (steps == 1).all() and at[0] == 0:
        return record("reshape", x, shape=positions.shape)
    if steps.size == 1 and steps[0]:
        flat = record("slice", flat, shape=(at.size,), start=[int(at[0])], step=[int(steps[0])])
    else:
        flat = record("take", flat, at, axis=0)
    return record("reshape", flat, shape=positions.shape)


def _structural(function):
    """A function that only moves entries about: it is asked where each entry goes."""

    def apply(x, *args, **kwargs):
        moved = function(np.arange(x.size).reshape(x.shape), *args, **kwargs)
        return [_pick(x, m) for m in moved] if isinstance(moved, list) else _pick(x, moved)

    return apply


for _function in (
    np.ravel, np.squeeze, np.expand_dims, np.swapaxes, np.moveaxis, np.flip, np.fliplr, np.flipud,
    np.roll, np.rot90, np.tile, np.repeat, np.diagonal, np.atleast_1d, np.atleast_2d, np.split,
    np.array_split, np.delete,
):  # fmt: skip
    FUNCTIONS[_function] = _structural(_function)


def getitem(x, index):
    """`x[index]`: fixed indices of every kind, and one index that moves."""
    index = index if isinstance(index, tuple) else (index,)
    moving = [k for k, part in enumerate(index) if has_tracer(part)]
    if not moving:
        return _pick(x, np.arange(x.size).reshape(x.shape)[index])
    (k,) = moving if len(moving) == 1 else fail("two moving indices", "take one axis at a time")
    if index[k].kind == "b":
        fail("x[condition]", MASK)
    fixed = tuple(slice(None) if j == k else part for j, part in enumerate(index))
    if any(not isinstance(part, int | slice) for part in fixed):
        fail("this index", "use integers and slices beside one moving index")
    axis = sum(isinstance(part, slice) for part in fixed[:k])
    return take(x[fixed] if len(fixed) > 1 else x, index[k], axis)


INDEX["get"] = getitem


def take(x: Any, k: Any, axis: int = 0) -> Any:
    """x[k] for fixed or computed data ``x`` and an entry ``k`` that may follow a slider.

    As ``np.take(x, k, axis)``, which cannot see that ``k`` moves when ``x`` is a plain array. A
    ``k`` beyond either end gives the entry at that end; negative ``k`` counts from the back.
    """
    if not (has_tracer(k) or has_tracer(x)):
        plain = [np.asarray(x, dtype=float), np.asarray(k, dtype=float)]
        return evaluate("take", plain, attr={"axis": axis})[()]
    if isinstance(x, list | tuple) and has_tracer(x):
        x = np.stack(x)
    return record("take", x, k, axis=axis_of(axis, np.ndim(x)))


@implements(np.take)
def _np_take(a, indices, axis=None, mode="clip"):
    return take(np.ravel(a), indices) if axis is None else take(a, indices, axis)


@implements(np.choose)
def choose(a, choices, mode="clip"):
    return take(np.stack(np.broadcast_arrays(*choices)), a)


@implements(np.reshape)
def reshape(a, shape, order="C"):
    shape = (shape,) if np.ndim(shape) == 0 else tuple(shape)
    return record("reshape", a, shape=np.empty(np.shape(a), bool).reshape(shape).shape)


@implements(np.transpose)
def transpose(a, axes=None):
    axes = [axis_of(k, a.ndim) for k in (range(a.ndim)[::-1] if axes is None else axes)]
    return record("transpose", a, axes=axes) if a.ndim > 1 else a


@implements(np.broadcast_to)
def broadcast_to(array, shape):
    shape = (shape,) if np.ndim(shape) == 0 else tuple(shape)
    return array if array.shape == shape else record("broadcast_to", array, shape=shape)


@implements(np.broadcast_arrays)
def broadcast_arrays(*arrays):
    shape = np.broadcast_shapes(*(np.shape(a) for a in arrays))
    return tuple(np.broadcast_to(a, shape) for a in arrays)


@implements(np.meshgrid)
def meshgrid(*xi, indexing="xy"):
    n = len(xi)
    flat = [np.reshape(x, [-1 if j == k else 1 for j in range(n)]) for k, x in enumerate(xi)]
    grids = np.broadcast_arrays(*flat)
    return tuple(np.swapaxes(g, 0, 1) for g in grids) if indexing == "xy" and n > 1 else grids


@implements(np.concatenate)
def concatenate(arrays, axis=0):
    if axis is None:
        arrays, axis = [np.ravel(a) for a in arrays], 0
    return record("concatenate", *arrays, axis=axis_of(axis, np.ndim(arrays[0])))


@implements(np.hstack)
def hstack(tup):
    arrays = [np.atleast_1d(a) for a in tup]
    return concatenate(arrays, 0 if arrays[0].ndim == 1 else 1)


FUNCTIONS |= {
    np.stack: lambda arrays, axis=0: concatenate([np.expand_dims(a, axis) for a in arrays], axis),
    np.vstack: lambda tup: concatenate([np.atleast_2d(a) for a in tup], 0),
    np.column_stack: lambda tup: concatenate(
        [np.reshape(a, (-1, 1)) if np.ndim(a) < 2 else a for a in tup], 1
    ),
    np.append: lambda arr, values, axis=None: concatenate([arr, values], axis),
}
