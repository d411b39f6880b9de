"""Arrays that may be assigned to while a function is traced: ``y = np.zeros(n); y[i] = slider``."""

from __future__ import annotations

import numpy as np

from ..trace.tracer import Tracer, as_node, has_tracer


class Pickable(np.ndarray):
    """A plain array of which an entry may be picked that follows a slider: ``x[np.argmax(y)]``.

    What ufuncs, slices and methods make of it is pickable too; everything else about it is
    NumPy's.
    """

    def __getitem__(self, index):
        index = plain(index)
        return picked(self, index) if follows(index) else super().__getitem__(index)

    def __array_wrap__(self, array, context=None, return_scalar=False):
        made = super().__array_wrap__(array, context)
        return made if made.ndim else made.view(np.ndarray)[()]  # as of any plain array

    def __repr__(self):
        return repr(self.view(np.ndarray))


def pickable(value):
    """A plain array of numbers as a :class:`Pickable` on the same memory; all else as it is."""
    numbers = type(value) is np.ndarray and value.dtype.kind in "biuf"
    return value.view(Pickable) if numbers else value


def follows(index):
    """Does a whole number in this index follow a slider? (No index may be a fraction.)"""
    parts = index if isinstance(index, tuple) else (index,)
    return any(type(part) is Tracer and part.kind == "i" for part in parts)


def picked(array, index):
    """array[index] of a plain array as one operation."""
    parts = index if isinstance(index, tuple) else (index,)
    graph = next(part.graph for part in parts if type(part) is Tracer)
    numbers = np.asarray(array)
    return Tracer(graph, graph.constant(numbers), as_node(graph, numbers)[1])[index]


class Cells(np.lib.mixins.NDArrayOperatorsMixin):
    """A mutable array: what was there at first, and single entries put in since.

    Entries wait in a dictionary until the array is read as a whole, so that a loop that fills it
    reads its last entry without any operation.
    """

    def __init__(self, base):
        self._base, self._waiting = pickable(base), {}

    shape = property(lambda self: self._base.shape)
    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: int(np.prod(self.shape, dtype=int)))
    dtype = property(lambda self: self._base.dtype)
    T = property(lambda self: np.transpose(self.value))

    @property
    def value(self):
        """The array as it stands: plain, or a stand-in."""
        if self._waiting:
            places = np.fromiter(self._waiting, dtype=int)
            self._put(places, np.stack([np.asarray(v) if not isinstance(v, Tracer) else v
                                        for v in self._waiting.values()]))  # fmt: skip
            self._waiting = {}
        return self._base

    def _put(self, places, entries):
        """Flat ``places`` become ``entries``: one joined array, and one pick from it."""
        if not has_tracer(entries) and not isinstance(self._base, Tracer):
            np.asarray(self._base).reshape(-1)[places] = entries
            return
        order = np.arange(self.size)
        order[places] = self.size + np.arange(places.size)
        both = np.concatenate([np.reshape(self._base, -1), np.reshape(entries, -1)])
        self._base = both[order].reshape(*self.shape)

    def __setitem__(self, index, new):
        new = plain(new)
        places = np.arange(self.size).reshape(self.shape)[plain_index(index)]
        if np.ndim(places) == 0:
            one = np.reshape(new, ()) if np.ndim(new) else new
            if not isinstance(one, Tracer) and not isinstance(self._base, Tracer):
                self._waiting.pop(int(places), None)
                np.asarray(self._base).reshape(-1)[int(places)] = one
            else:
                self._waiting.pop(int(places), None)
                self._waiting[int(places)] = one
            return
        _ = self.value
        if has_tracer(new) or isinstance(new, list | tuple):
            new = np.stack(new) if isinstance(new, list | tuple) and has_tracer(new) else new
        entries = np.broadcast_to(new, places.shape)
        self._put(places.ravel(), np.reshape(entries, -1))

    def __getitem__(self, index):
        index = plain_index(index)
        whole = isinstance(index, int | np.integer) or (
            isinstance(index, tuple) and all(isinstance(i, int | np.integer) for i in index)
        )
        if whole:
            place = np.arange(self.size).reshape(self.shape)[index]
            if np.ndim(place) == 0 and int(place) in self._waiting:
                return self._waiting[int(place)]
            if np.ndim(place) == 0 and not isinstance(self._base, Tracer):
                return np.asarray(self._base).reshape(-1)[int(place)]
        return self.value[index]

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        result = getattr(ufunc, method)(*map(plain, inputs), **kwargs)
        if out is None:
            return result
        (target,) = out
        target[...] = result
        return target

    def __array_function__(self, function, types, args, kwargs):
        return function(*plain(args), **{k: plain(v) for k, v in kwargs.items()})

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.value, dtype=dtype)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.value, name)

    def __float__(self):
        return float(self.value)

    def __bool__(self):
        return bool(self.value)

    def __repr__(self):
        return repr(self.value)

    def copy(self):
        return Cells(self.value.copy() if isinstance(self.value, np.ndarray) else self.value)


def plain(value):
    """Arrays as they stand now in the place of assignable ones, also inside lists and tuples."""
    if isinstance(value, Cells):
        return value.value
    if isinstance(value, list | tuple):
        return type(value)(plain(item) for item in value)
    return value


def plain_index(index):
    return plain(index)
