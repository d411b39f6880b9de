"""What, the rule, the value: the checks that every public function shares.

They look at concrete values only. A traced value (any array that implements
``__array_function__`` and is no NumPy array) passes through untouched.
"""

import numpy as np


def is_traced(value):
    """Does `value` stand for an array, without being one?"""
    return hasattr(type(value), "__array_function__") and not isinstance(value, np.ndarray)


def show(value):
    """`value` in one short line, for an error message."""
    text = " ".join(repr(value.tolist() if isinstance(value, np.ndarray) else value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def require(name, value, rule, holds):
    """`value`, where `holds(value)`; else ValueError: name, rule, first value that breaks it."""
    if not is_traced(value):
        ok = np.broadcast_to(holds(value), np.shape(value))
        if not ok.all():
            raise ValueError(f"{name} must be {rule} (got {np.asarray(value)[~ok][0]})")
    return value


def real(name, value):
    """`value` as float64 without NaN; a list that holds traced values is stacked."""
    if is_traced(value):
        return value
    if isinstance(value, list | tuple) and any(is_traced(item) for item in value):
        return np.stack([real(name, item) for item in value])
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be a regular array (got {show(value)})") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers (got {show(value)})")
    array = array.astype(float, copy=False)[()]  # [()] makes a number of a 0-d array
    return require(name, array, "free of NaN", lambda a: ~np.isnan(a))


def finite(name, value):
    """`value` as finite float64."""
    return require(name, real(name, value), "finite", np.isfinite)


def positive(name, value):
    """`value` as finite, positive float64."""
    return require(name, finite(name, value), "positive", lambda a: a > 0)


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
    """`value` as float64 probabilities whose last axis sums to 1 (to 1e-8)."""
    p = real(name, value)
    if is_traced(p):
        return p
    if p.ndim == 0 or p.size == 0:
        raise ValueError(f"{name} must hold at least one probability (got {show(value)})")
    require(name, p, "non-negative", lambda a: a >= 0)
    total = p.sum(axis=-1)
    require(f"the sum of {name}", total, "1", lambda s: np.abs(s - 1) <= 1e-8)
    return p


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
        raise TypeError(f"rng must be a numpy.random.Generator (got {show(rng)})")
    return rng
