"""Tracing: run ordinary NumPy code once on stand-in arrays and record what it does.

NumPy hands every call that meets a :class:`Tracer` to ``__array_ufunc__`` or
``__array_function__``; each call becomes a node of a :class:`~explorables.trace.graph.Graph`. The
tracer knows nothing of figures or browsers.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import numpy as np

from . import operations as ops
from .errors import (
    BUILD,
    CHOOSE,
    advice,
    asks_class,
    fail,
    fail_as_mixed,
    fail_as_plain,
    is_printed,
    others,
)
from .registry import FUNCTIONS, INDEX, PAIRS, UFUNC_METHODS, UFUNCS

SPEC = re.compile(r"(?:[^{}\ue000]?[<>^])?[+ -]?0?\d*,?(?:\.\d+)?[feEgd%r]?")
TOKEN = re.compile("\ue000(\\d+)\\|([^\ue001]*)\ue001")


class Tracer:
    """A stand-in for a float64 array: its shape is known, its numbers are not yet.

    ``kind`` is ``"f"``, ``"i"`` (integral) or ``"b"`` (a condition), as in ``dtype.kind``.
    """

    def __init__(self, graph, node, kind="f"):
        self.graph, self.node, self.kind = graph, node, kind
        self.shape = graph.nodes[node].value.shape

    @property  # type: ignore[misc]
    def __class__(self):
        asks_class()
        return Tracer

    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: int(np.prod(self.shape, dtype=int)))
    dtype = property(lambda self: np.dtype({"f": float, "i": int, "b": bool}[self.kind]))
    T = property(lambda self: np.transpose(self))
    real = property(lambda self: self)
    imag = property(lambda self: 0.0 * self)

    def __repr__(self):
        return f"Tracer(shape={self.shape})"

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        name = f"np.{ufunc.__name__}" if hasattr(np, ufunc.__name__) else ufunc.__name__
        if any(out is not None for out in kwargs.pop("out", ())):
            fail(f"{name} with out= (or in-place +=)", "make a new array: a = a + b")
        for ignored in ("dtype", "casting", "order", "subok"):
            kwargs.pop(ignored, None)
        plain = [x for x in inputs if type(x) is not Tracer]
        if any(is_complex(x) for x in plain):
            return PAIRS["ufunc"](ufunc, method, inputs, kwargs)
        if any(getattr(x, "dtype", np.dtype(float)).kind in "OUS" for x in plain):
            return NotImplemented
        if method == "__call__" and ufunc in UFUNCS and not kwargs:
            return UFUNCS[ufunc](*inputs)
        if (ufunc, method) in UFUNC_METHODS and "where" not in kwargs:
            kwargs.pop("initial", None)
            return UFUNC_METHODS[ufunc, method](*inputs, **kwargs)
        call = name if method == "__call__" else f"{name}.{method}"
        remedy = "np.where(condition, a, b) does it" if kwargs else others(ufunc.__name__)
        return fail(f"{call} with {', '.join(kwargs)}" if kwargs else call, remedy)

    def __array_function__(self, function, types, args, kwargs):
        if any(getattr(kind, "is_pair", False) for kind in types):
            return NotImplemented  # a complex array takes part, and knows what to do
        name = f"{function.__module__}.{function.__name__}".replace("numpy", "np")
        kwargs = {k: v for k, v in kwargs.items() if not (v is None or v is np._NoValue)}
        if kwargs.pop("out", None) is not None:
            fail(f"{name} with out=", "use the returned array")
        if kwargs.get("dtype") in (float, int, np.float64):
            kwargs.pop("dtype")
        if function not in FUNCTIONS:
            fail(name, others(function.__name__))
        implementation = FUNCTIONS[function]
        try:
            return implementation(*args, **kwargs)
        except TypeError as error:
            if "argument" not in str(error):
                raise
            return fail(f"{name} with {', '.join(kwargs)}", "leave the option out")

    def __getattr__(self, name):
        if name in _METHODS:
            return partial(getattr(np, name), self)
        if name in ("item", "tolist", "view", "fill", "put"):
            fail(f".{name}", "keep the array as it is")
        raise AttributeError(f"a traced array has no attribute {name!r}")

    def reshape(self, *shape, **_):
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes):
        return np.transpose(self, axes[0] if len(axes) == 1 else axes or None)

    def flatten(self, order="C"):
        return np.ravel(self)

    def astype(self, dtype, **_):
        if np.dtype(dtype).kind in "iu" and self.kind == "f":
            whole: Any = np.trunc(self)
            return Tracer(self.graph, whole.node, "i")
        if np.dtype(dtype).kind == "b":
            return self != 0
        return Tracer(self.graph, self.node, "f") if np.dtype(dtype).kind == "f" else self

    def __getitem__(self, index):
        return INDEX["get"](self, index)

    def __setitem__(self, index, value):
        fail("a[...] = value", "use np.where, np.stack or np.concatenate")

    def __len__(self):
        if not self.shape:
            fail("len of one number", "only arrays have a length")
        return self.shape[0]

    def __iter__(self):
        if not self.shape:
            fail("a loop over one number", "loop over a fixed range and use np.where inside")
        return (self[i] for i in range(self.shape[0]))

    def __format__(self, spec):
        """A private token that becomes the live number: f"{sigma:.2f}"."""
        if self.shape:
            fail("formatting a whole array", "format one number at a time")
        if not SPEC.fullmatch(spec):
            fail(
                f"the format {spec!r}",
                "use .2f, .3e, .3g, .1% or d, with a width and + or , before",
            )
        if is_printed():
            return format(self.graph.nodes[self.node].value[()], spec or "g")
        return f"\ue000{self.node}|{spec or ('r' if self.kind == 'f' else 'd')}\ue001"

    def __str__(self):
        return repr(self) if self.shape else format(self, "")

    def __neg__(self):
        return np.negative(self)

    def __pos__(self):
        return self

    def __abs__(self):
        return np.absolute(self)

    def __invert__(self):
        return np.invert(self)

    def __round__(self, digits=0):
        return np.round(self, digits or 0)

    def __bool__(self):
        if self.graph.decide is not None and (self.size == 1 or self.graph.lanes):
            return self.graph.decide(self)
        return fail("`if`, `and`, `or`, `not`, `max` or `min`", CHOOSE, self)

    def __float__(self):
        rule = "use NumPy's function of the same name"
        fail_as_plain("float() or a function of `math`", rule, self)

    def __int__(self):
        fail("int()", "use np.floor, np.rint or np.trunc", self)

    def __complex__(self):
        fail("complex()", "only real numbers can be replayed", self)

    def __index__(self):
        fail(
            "range, a slice or an index",
            "for one entry, take(x, k); for the first n use "
            "np.where(np.arange(len(x)) < n, x, 0) or opacity=; or make the parameter a Choice",
            self,
        )

    def __array__(self, dtype=None, copy=None):
        fail_as_plain(
            "a plain array (np.array, np.full, x[slider], a[i] = slider, a function beyond NumPy)",
            advice(f"{BUILD}, fill with np.ones(n) * value, pick with take(x, k)", "array"),
            self,
        )


_METHODS = frozenset(
    "all any argmax argmin argsort clip copy cumprod cumsum diagonal dot max mean min prod ptp "
    "ravel repeat round sort squeeze std sum swapaxes take trace var".split()
)


def _operator(ufunc, swap=False):
    def method(self, other):
        if isinstance(other, str) and ufunc is np.add:
            fail("text + slider", 'use an f-string: f"μ = {mu:.2f}"')
        if other is None or isinstance(other, str):
            return NotImplemented
        return ufunc(other, self) if swap else ufunc(self, other)

    return method


_BINARY = dict(add="add", sub="subtract", mul="multiply", truediv="divide", pow="power")
_BINARY |= dict(floordiv="floor_divide", mod="remainder", matmul="matmul")
_BINARY |= {"and": "bitwise_and", "or": "bitwise_or", "xor": "bitwise_xor"}
_COMPARE = dict(lt="less", le="less_equal", gt="greater", ge="greater_equal")
_COMPARE |= dict(eq="equal", ne="not_equal")
for _name, _ufunc in {**_BINARY, **_COMPARE}.items():
    setattr(Tracer, f"__{_name}__", _operator(getattr(np, _ufunc)))
for _name, _ufunc in _BINARY.items():
    setattr(Tracer, f"__r{_name}__", _operator(getattr(np, _ufunc), swap=True))


def is_complex(x):
    return type(x) is complex or getattr(x, "dtype", np.dtype(float)).kind == "c"


def has_tracer(value):
    """True when ``value`` is traced, or a list or tuple that holds something traced."""
    if type(value) is Tracer:  # and no one asks for its class, which would look for the author
        return True
    return isinstance(value, list | tuple) and any(has_tracer(item) for item in value)


def as_node(graph, value):
    """(node, kind) of a tracer or of anything NumPy can make an array of."""
    if type(value) is not Tracer and has_tracer(value):
        value = np.stack(value)
    if type(value) is Tracer:
        if value.graph is not graph:
            fail_as_mixed((graph, value.graph))
        return value.node, value.kind
    array = np.asarray(value)
    if array.dtype.kind == "c":
        fail("a complex number", "keep real and imaginary parts as two real arrays")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"a traced operation needs real numbers (got {value!r})")
    return graph.constant(array), "i" if array.dtype.kind == "u" else array.dtype.kind


def record(op, *inputs, shape=None, **attr):
    """Record one operation of the table on tracers and arrays; returns the resulting tracer."""
    graph = next(x.graph for x in inputs if isinstance(x, Tracer))
    pairs = [as_node(graph, x) for x in inputs]
    nodes, kinds = [n for n, _ in pairs], [k for _, k in pairs]
    if op in ("add", "subtract") and kinds == ["b", "b"]:
        fail(f"{op} of two conditions", "use np.logical_or, or multiply them by 1.0 first")
    return Tracer(graph, graph.add(op, nodes, shape, attr), _kind(op, kinds))


def _kind(op, kinds):
    if op in ops.CONDITIONS or op in ops.COUNTS:
        return "b" if op in ops.CONDITIONS else "i"
    if op in ops.KEEP_KIND:
        kinds = kinds[:1] if op == "take" else kinds[1:] if op == "where" else kinds
        return max(kinds, key="bif".index)
    return "i" if op in ops.KEEP_INTEGERS and "f" not in kinds else "f"
