"""Complex arrays in a graph of real ones: a pair of stand-ins, real and imaginary part.

A pair takes what is written in its two parts: arithmetic, ``exp``, ``abs``, ``np.angle``, ``conj``,
indexing, what moves or adds up entries. Everything else is refused by name. Only real numbers are
drawn, so a figure shows ``np.abs``, ``np.real`` or ``np.imag`` of a pair.
"""

from __future__ import annotations

import numpy as np

from .errors import fail
from .registry import FUNCTIONS, PAIR_FUNCTIONS, PAIRS, UFUNCS
from .tracer import Tracer, is_complex

REMEDY = "take np.abs, np.angle, np.real or np.imag of the complex array first"


class Pair(np.lib.mixins.NDArrayOperatorsMixin):
    """A stand-in for a complex array: ``real`` and ``imag`` are traced, of one shape."""

    is_pair = True
    dtype = np.dtype(complex)
    kind = "c"

    def __init__(self, real, imag):
        shape = np.broadcast_shapes(np.shape(real), np.shape(imag))
        graph = next(x.graph for x in (real, imag) if isinstance(x, Tracer))
        self.real, self.imag = (_traced(graph, x, shape) for x in (real, imag))
        self.shape = shape

    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: int(np.prod(self.shape, dtype=int)))
    T = property(lambda self: np.transpose(self))

    def __repr__(self):
        return f"Pair(shape={self.shape})"

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return apply(ufunc, method, inputs, kwargs)

    def __array_function__(self, function, types, args, kwargs):
        name = f"{function.__module__}.{function.__name__}".replace("numpy", "np")
        kwargs = {k: v for k, v in kwargs.items() if not (v is None or v is np._NoValue)}
        if function not in PAIR_FUNCTIONS:
            fail(f"{name} of a complex array", REMEDY)
        try:
            return PAIR_FUNCTIONS[function](*args, **kwargs)
        except TypeError as error:
            if "argument" not in str(error):
                raise
            return fail(f"{name} of a complex array with {', '.join(kwargs)}", "leave it out")

    def conj(self):
        return Pair(self.real, -self.imag)

    conjugate = conj

    def __getitem__(self, index):
        return Pair(self.real[index], self.imag[index])

    def __setitem__(self, index, value):
        fail("assignment to an entry of a complex array", "use np.where(condition, z, 0)")

    def __len__(self):
        return len(self.real)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __getattr__(self, name):
        if name in _METHODS:
            return lambda *args, **kwargs: getattr(np, name)(self, *args, **kwargs)
        raise AttributeError(f"a complex traced array has no attribute {name!r}")

    def reshape(self, *shape):
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def __array__(self, dtype=None, copy=None):
        fail("a complex array where real numbers are wanted", REMEDY)

    def __bool__(self):
        fail("`if` on a complex number", REMEDY)

    def __complex__(self):
        fail("complex()", REMEDY)

    __float__ = __int__ = __complex__

    def __format__(self, spec):
        return fail("a complex number in a text", REMEDY)


_METHODS = frozenset("sum mean cumsum ravel squeeze swapaxes take transpose repeat".split())


def _traced(graph, x, shape):
    traced = x if isinstance(x, Tracer) else Tracer(graph, graph.constant(x))
    return np.broadcast_to(traced, shape)


def parts(x):
    """(real, imaginary) of a pair, a traced array, or anything NumPy makes an array of."""
    if isinstance(x, Tracer):
        return x, 0.0
    if not isinstance(x, Pair):
        x = np.asarray(x)
    return (x.real, x.imag) if is_complex(x) else (x, 0.0)


def pair(x):
    return x if type(x) is Pair else Pair(*parts(x))


def apply(ufunc, method, inputs, kwargs):
    """What a ufunc makes of inputs of which one is complex."""
    if method != "__call__" or kwargs or ufunc not in _ARITHMETIC:
        name = f"np.{ufunc.__name__}" + ("" if method == "__call__" else f".{method}")
        fail(f"{name} of a complex number", REMEDY)
    return _ARITHMETIC[ufunc](*inputs)


def _both(operation):
    def act(x, y):
        (a, b), (c, d) = parts(x), parts(y)
        return Pair(operation(a, c), operation(b, d))

    return act


def _multiply(x, y):
    if not is_complex(y):
        x, y = y, x
    (a, b), (c, d) = parts(x), parts(y)
    if not is_complex(x):
        return Pair(a * c, a * d)
    return Pair(a * c - b * d, a * d + b * c)


def _divide(x, y):
    (a, b), (c, d) = parts(x), parts(y)
    if not is_complex(y):
        return Pair(a / c, b / c)
    size = c * c + d * d
    return Pair((a * c + b * d) / size, (b * c - a * d) / size)


def _power(z, k):
    if not isinstance(k, int | np.integer) or not 0 <= k <= 16:
        fail("this power of a complex number", "a whole exponent from 0 to 16 can be replayed")
    result = Pair(np.ones(z.shape) + 0.0 * z.real, 0.0)
    for _ in range(k):
        result = _multiply(result, z)
    return result


def _exp(z):
    size = np.exp(z.real)
    return Pair(size * np.cos(z.imag), size * np.sin(z.imag))


_ARITHMETIC = {
    np.add: _both(np.add),
    np.subtract: _both(np.subtract),
    np.multiply: _multiply,
    np.divide: _divide,
    np.negative: lambda z: Pair(-z.real, -z.imag),
    np.positive: lambda z: z,
    np.conjugate: lambda z: z.conj(),
    np.absolute: lambda z: np.hypot(z.real, z.imag),
    np.square: lambda z: _multiply(z, z),
    np.power: _power,
    np.reciprocal: lambda z: _divide(1.0, z),
    np.exp: _exp,
}
PAIRS["ufunc"] = apply
UFUNCS[np.conjugate] = lambda x: x


def _each(function):
    """A function that treats the entries of one array alike, whatever they are."""
    return lambda z, *rest, **kwargs: Pair(
        function(z.real, *rest, **kwargs), function(z.imag, *rest, **kwargs)
    )


def _joined(function):
    """A function of a list of arrays."""

    def act(arrays, **kwargs):
        halves = [parts(x) for x in arrays]
        real = [a for a, _ in halves]
        imag = [np.zeros(np.shape(a)) if np.shape(b) != np.shape(a) else b for a, b in halves]
        return Pair(function(real, **kwargs), function(imag, **kwargs))

    return act


def _where(condition, *values):
    if len(values) != 2:
        fail("np.where(condition) alone", "its length would change; use np.where(condition, a, b)")
    (a, b), (c, d) = map(parts, values)
    return Pair(np.where(condition, a, c), np.where(condition, b, d))


def _angle(z, deg=False):
    return np.arctan2(z.imag, z.real) * (180 / np.pi if deg else 1.0)


def _angle_of_real(x, deg=False):
    return np.where(x < 0, 180.0 if deg else np.pi, 0.0)


_ALIKE = (
    np.sum, np.mean, np.cumsum, np.diff, np.reshape, np.transpose, np.ravel, np.squeeze,
    np.expand_dims, np.swapaxes, np.moveaxis, np.flip, np.roll, np.tile, np.repeat, np.take,
    np.broadcast_to, np.copy, np.fft.fftshift, np.fft.ifftshift,
)  # fmt: skip
PAIR_FUNCTIONS.update({function: _each(function) for function in _ALIKE})
PAIR_FUNCTIONS |= {
    np.concatenate: _joined(np.concatenate),
    np.stack: _joined(np.stack),
    np.where: _where,
    np.real: lambda z: z.real,
    np.imag: lambda z: z.imag,
    np.angle: _angle,
    np.shape: lambda z: z.shape,
    np.ndim: lambda z: z.ndim,
    np.size: lambda z, axis=None: z.size if axis is None else z.shape[axis],
    np.iscomplexobj: lambda z: True,
}
FUNCTIONS |= {
    np.real: lambda x: x,
    np.imag: lambda x: 0.0 * x,
    np.angle: _angle_of_real,
}
