"""The least that a traced value is: an array by protocol only, which must never be read.

`assert_traceable(f, x, y)` runs f on such values; `reveal` takes the values out.
"""

import numpy as np


class Duck(np.lib.mixins.NDArrayOperatorsMixin):
    """Forwards ufuncs and NumPy functions to a hidden array; refuses everything that reads it."""

    def __init__(self, values):
        self._values = np.asarray(values, dtype=float)

    shape = property(lambda self: self._values.shape)
    ndim = property(lambda self: self._values.ndim)
    size = property(lambda self: self._values.size)
    dtype = property(lambda self: np.dtype(float))
    T = property(lambda self: Duck(self._values.T))

    def __len__(self):
        return len(self._values)

    def __getitem__(self, key):
        return Duck(self._values[key])

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if method != "__call__" or "out" in kwargs:
            raise AssertionError(f"np.{ufunc.__name__}: only plain calls can be traced")
        return Duck(ufunc(*(reveal(x) for x in inputs), **kwargs))

    def __array_function__(self, function, types, args, kwargs):
        result = function(*reveal(args), **reveal(kwargs))
        if function in (np.ndim, np.shape, np.size):  # shapes are known while tracing
            return result
        return [Duck(r) for r in result] if isinstance(result, list | tuple) else Duck(result)

    def _read(self, *args, **kwargs):
        raise AssertionError("a traced value was read: no branch on it, no np.asarray of it")

    __array__ = __bool__ = __float__ = __int__ = __index__ = __iter__ = _read


def reveal(x):
    """`x` with every duck in it replaced by its values."""
    if isinstance(x, Duck):
        return x._values
    if isinstance(x, list | tuple):
        return type(x)(reveal(item) for item in x)
    return {key: reveal(item) for key, item in x.items()} if isinstance(x, dict) else x


def assert_traceable(function, *arguments, rtol=1e-15):
    """`function` gives the same on ducks as on arrays, with each argument traced alone and all."""
    expected = function(*arguments)
    for traced in [range(len(arguments)), *([i] for i in range(len(arguments)))]:
        mixed = [Duck(a) if i in traced else a for i, a in enumerate(arguments)]
        result = function(*mixed)
        assert isinstance(result, Duck), f"{function} lost the traced value"
        np.testing.assert_allclose(reveal(result), expected, rtol=rtol)
