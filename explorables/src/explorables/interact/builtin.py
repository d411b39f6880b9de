"""Python's own functions for stand-ins: ``int``, ``float``, ``max``, ``min``, ``print``."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from ..trace.tracer import Tracer
from .cells import Cells, plain


def _is_traced(value):
    return isinstance(plain(value), Tracer)


class _Number(type):
    """A class that converts like the real one and leaves stand-ins as numbers that follow."""

    real: type
    kinds: str
    follow: Callable[[Tracer], Any]

    def __call__(cls, *args, **kwargs):
        if args and _is_traced(args[0]):
            return cls.follow(plain(args[0]))
        return cls.real(*args, **kwargs)

    def __instancecheck__(cls, value):
        traced = isinstance(value, Tracer) and not value.shape and value.kind in cls.kinds
        return traced or isinstance(value, cls.real)

    def __eq__(cls, other):
        return other is cls.real or other is cls

    def __hash__(cls):
        return hash(cls.real)


class float(metaclass=_Number):
    real, kinds, dtype = builtins.float, "f", np.dtype(np.float64)
    follow = staticmethod(lambda x: x.astype(builtins.float))


class int(metaclass=_Number):
    real, kinds, dtype = builtins.int, "i", np.dtype(np.int64)
    follow = staticmethod(lambda x: x.astype(builtins.int))


def _extreme(real, pair, whole):
    def apply(*args, **kwargs):
        values = [plain(a) for a in args]
        if len(values) == 1 and _is_traced(values[0]):
            return whole(values[0])
        items = list(values[0]) if len(values) == 1 and not isinstance(values[0], str) else values
        if any(map(_is_traced, items)):
            return reduce(pair, items)
        return real(*args, **kwargs)

    return apply


def _print(*args, **kwargs):
    """What is printed has no place in a figure that moves."""


def _sum(items, start=0):
    items = plain(items)
    return np.sum(items) if isinstance(items, Tracer) else builtins.sum(items, start)


def _len(value):
    return len(value)


NAMES = {
    "float": float,
    "int": int,
    "max": _extreme(builtins.max, np.maximum, np.max),
    "min": _extreme(builtins.min, np.minimum, np.min),
    "print": _print,
    "sum": _sum,
}
__all__ = ["NAMES", "Cells"]
