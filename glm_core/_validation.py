"""What, the rule, the value: the checks that every public function shares.

They look at concrete values only. A traced value (any array that implements
``__array_function__`` and is no NumPy array) passes through untouched.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from glm_core._arrays import real_array, show

SMALLEST = np.finfo(float).tiny  # below, digits are lost, and the inverse overflows


F = TypeVar("F", bound=Callable[..., Any])


def quiet(function: F) -> F:
    """`function`, silent where float64 ends: ∞, 0 and a lost denormal are its results by design."""
    return np.errstate(all="ignore")(function)


def is_traced(value):
    """Does `value` stand for an array, without being one?"""
    return hasattr(type(value), "__array_function__") and not isinstance(value, np.ndarray)


def require(name, value, rule, holds):
    """`value`, where `holds(value)`; else ValueError: name, rule, first value that breaks it."""
    if not is_traced(value):
        ok = np.asarray(holds(value))
        if not ok.all():
            broken = np.asarray(value)[~np.broadcast_to(ok, np.shape(value))]
            if broken.size:
                raise ValueError(f"{name} must be {rule} (got {broken[0]})")
    return value


def array(name, value):
    """`value` as an array in its own precision; a list that holds traced values is stacked."""
    if is_traced(value):
        return value
    if isinstance(value, list | tuple) and any(is_traced(item) for item in value):
        return np.stack([real(name, item) for item in value])
    return real_array(name, value)


def _floats(name, value):
    value = array(name, value)
    return value if is_traced(value) else value.astype(float, copy=False)[()]  # a number, not 0-d


def real(name, value):
    """`value` as float64 without NaN; a list that holds traced values is stacked."""
    return require(name, _floats(name, value), "free of NaN", lambda a: ~np.isnan(a))


def finite(name, value):
    """`value` as finite float64."""
    if isinstance(value, float) and math.isfinite(value):  # most are: one number, and right
        return np.asarray(value, dtype=float)[()]
    numbers = _floats(name, value)
    if is_traced(numbers) or np.isfinite(numbers).all():  # one look at what is right
        return numbers
    return require(name, real(name, numbers), "finite", np.isfinite)


def positive(name, value):
    """`value` as finite, positive float64."""
    numbers = finite(name, value)
    if isinstance(numbers, float) and numbers > 0:
        return numbers
    return require(name, numbers, "positive", lambda a: a > 0)


def parameter(name, value):
    """`value` as finite, positive float64 whose inverse is finite: a variance, a scale, a shape."""
    rule, numbers = "at least 2.3e-308, in other units", positive(name, value)
    if isinstance(numbers, float) and numbers >= SMALLEST:
        return numbers
    return require(name, numbers, rule, lambda a: a >= SMALLEST)


def whole(name, value):
    """`value` as float64 whole numbers from 0."""
    rule = "a whole number from 0"
    return require(name, finite(name, value), rule, lambda a: (a >= 0) & (a == np.floor(a)))


def proportion(name, value):
    """`value` as float64 in [0, 1]."""
    return require(name, real(name, value), "in [0, 1]", lambda a: (a >= 0) & (a <= 1))


def labels(name, value, n_classes):
    """`value` as class labels 0, ..., n_classes − 1, float64."""
    return require(
        name, whole(name, value), f"a class in 0..{n_classes - 1}", lambda a: a < n_classes
    )


def distribution(name, value):
    """`value` as float64 probabilities whose last axis sums to 1, to 1e-8.

    Those that come in a lower precision may miss 1 by its rounding errors, and are divided by
    their sum: those errors are no message.
    """
    require(name, real(name, value), "non-negative", lambda a: a >= 0)
    return on_simplex(name, value)


def on_simplex(name, value):
    """`value` as float64 numbers whose last axis sums to 1, like `distribution`."""
    p = real(name, value)
    if is_traced(p):
        return p
    if np.ndim(p) == 0 or p.size == 0:
        raise ValueError(f"{name} must hold at least one probability (got {show(value)})")
    precision = real_array(name, value).dtype
    epsilon = np.finfo(precision).eps if precision.kind == "f" else 0.0
    total = p.sum(axis=-1)
    slack = max(1e-8, epsilon * p.shape[-1])
    require(f"the sum of {name}", total, "1", lambda s: np.abs(s - 1) <= slack)
    return p if slack == 1e-8 else p / total[..., None]


def same_classes(first, a, second, b):
    """ValueError unless the arrays `a` and `b` agree on the last axis and broadcast on the rest."""
    if is_traced(a) or is_traced(b):
        return
    if a.shape[-1:] != b.shape[-1:]:
        raise ValueError(
            f"{first} and {second} must have the same number of outcomes "
            f"(got {a.shape[-1]} and {b.shape[-1]})"
        )
    broadcastable(first, a, second, b)


def broadcastable(first, a, second, b):
    """ValueError unless the arrays `a` and `b` broadcast."""
    if is_traced(a) or is_traced(b):
        return
    try:
        np.broadcast_shapes(np.shape(a), np.shape(b))
    except ValueError:
        shapes = f"{np.shape(a)} and {np.shape(b)}"
        raise ValueError(f"{first} and {second} must broadcast (got shapes {shapes})") from None


def generator(rng):
    """`rng`, a NumPy random Generator."""
    if not isinstance(rng, np.random.Generator):
        way_out = "; pass np.random.default_rng(...)"
        raise TypeError(f"rng must be a numpy.random.Generator (got {show(rng)}){way_out}")
    return rng


def count(name, value, least=0):
    """`value`, a whole number from `least`."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} must be a whole number from {least} (got {show(value)})")
    return int(value)


def one_number(name, value):
    """ValueError unless `value` is a single number."""
    if np.ndim(value):
        raise ValueError(f"{name} must be one number (got {show(value)})")
    return value
