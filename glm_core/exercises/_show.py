"""Plain things in a few characters, and sentences about the kind and shape of an output."""

from typing import Any

import numpy as np

from glm_core.exercises._compare import like
from glm_core.exercises._plain import Unusable

LENGTH = 120


def show(value, digits=4):
    """`value` in a few characters, numbers with `digits` digits."""
    text = " ".join(_text(value, digits).split())
    return text if len(text) <= LENGTH else text[: LENGTH - 3] + "…"


def _text(value, digits):
    if isinstance(value, tuple):
        return "(" + ", ".join(_text(item, digits) for item in value) + ")"
    if isinstance(value, Unusable):
        return value.text
    if callable(value):
        return "a function"
    if isinstance(value, str | bool) or value is None or value is ...:
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(_text(item, digits) for item in value) + "]"
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":  # words
        return np.array2string(array, separator=", ", threshold=12)
    array = array.astype(float) + 0.0
    number: Any = {"float": f"{{:.{digits}g}}".format}
    return np.array2string(array, formatter=number, separator=", ", threshold=12)


def show_apart(value, other):
    """Both as text, with as many digits as it takes to tell them apart."""
    for digits in range(4, 18):
        texts = show(value, digits), show(other, digits)
        if texts[0] != texts[1]:
            return texts
    return texts


def misfit(output, expected):
    """A sentence about the kind or the shape of an output, or None if these are right."""
    output = like(output, expected)
    if isinstance(expected, str):
        return None if isinstance(output, str) else f"A word is asked for; this is {show(output)}."
    if isinstance(expected, tuple):
        if isinstance(output, tuple) and len(output) == len(expected):
            return next(filter(None, map(misfit, output, expected)), None)
        return f"A tuple of {len(expected)} things is asked for; this is {show(output)}."
    if isinstance(expected, bool):
        return None if isinstance(output, bool) else f"True or False is asked for; {_this(output)}."
    if not isinstance(output, np.ndarray):
        return f"The answer should be {_wanted(expected)}, but is {show(output)}."
    if output.shape != expected.shape:
        return f"The answer should be {_wanted(expected)}, but is {_kind(output)}."
    return None


def _this(output):
    return f"this is {show(output)}"


def _kind(array):
    return "one number" if array.ndim == 0 else f"an array of shape {array.shape}"


def _wanted(array):
    return f"{array.size} numbers in a row" if array.ndim == 1 else _kind(array)
