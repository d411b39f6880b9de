"""What a student's object says, in plain things: the only form that is compared, shown or judged.

`plain(value)` is one of

    an array of float64     one number (no axes) or many, whatever held them
    True, False             a lone truth value
    a word                  str
    a tuple of these        where they have different shapes: (one number, three numbers)
    None or ...             nothing yet
    Unusable(text)          anything else

No method of the object decides how it compares: what claims to equal everything is `Unusable`.
"""

from collections.abc import Iterator, KeysView, Set, ValuesView
from dataclasses import dataclass
from itertools import islice
from numbers import Number

import numpy as np

HOLDERS = (list, tuple, range, Set, KeysView, ValuesView, Iterator)
MOST = 1_000_000  # things in one answer: some iterators have no end
ROUNDING = 1e-9  # an imaginary part this small beside the number is a rounding error


@dataclass(frozen=True)
class Unusable:
    """No number, no word, and nothing that holds some; `text` shows it."""

    text: str


def plain(value):
    """`value` in plain things. It may run what the student wrote: `_run.run` guards it."""
    kind = type(value)  # and not isinstance, which an object can answer for itself
    if value is None or value is ...:
        return value
    if kind is bool or issubclass(kind, np.bool_):
        return bool(value)
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, float):
        return np.array(float.__float__(value))
    if issubclass(kind, int):
        return _array(int.__float__, value)
    if issubclass(kind, HOLDERS):
        return _several(list(islice(iter(value), MOST + 1)), value, issubclass(kind, Set))
    if issubclass(kind, (np.ndarray, np.generic)) or hasattr(kind, "__array__"):
        return _from_array(value)
    if issubclass(kind, Number) and not issubclass(kind, complex):
        return _array(float, value)  # a fraction, a decimal
    return _array(_without_imaginary, value) if issubclass(kind, complex) else _unusable(value)


def _several(items, value, is_set):
    """One array where the items are numbers of one shape; a tuple of plain things otherwise."""
    if len(items) > MOST:
        return _unusable(value)
    if set(map(type, items)) <= {float, int}:
        return _array(sorted if is_set else list, items)
    items = [plain(item) for item in items]
    if any(isinstance(item, Unusable) for item in items):
        return _unusable(value)
    arrays = [_number(item) for item in items]
    if any(array is None for array in arrays):
        return tuple(items)
    if len({array.shape for array in arrays}) > 1:
        arrays = [array.squeeze() for array in arrays]
    if len({array.shape for array in arrays}) > 1:
        return tuple(items)
    return np.sort(np.stack(arrays), axis=0) if is_set else np.stack(arrays)


def _number(item):
    if type(item) is bool:
        return np.array(float(item))
    return item if type(item) is np.ndarray else None


def _from_array(value):
    """The numbers of an array, a series or a table; a masked one is NaN, since it is none."""
    array = np.ma.filled(value.astype(float), np.nan) if np.ma.isMaskedArray(value) else value
    array = np.array(array, subok=False)
    if array.dtype.kind in "biuf":
        return array.astype(float)
    if array.dtype.kind == "c":
        return _array(_without_imaginary, array)
    if array.dtype.kind not in "OU":
        return _unusable(value)
    return plain(array.tolist())


def _without_imaginary(value):
    value = np.array(value)
    if np.any(np.abs(value.imag) > ROUNDING * np.abs(value)):
        raise ValueError
    return value.real


def _array(convert, value):
    try:
        return np.array(convert(value), dtype=float)
    except (TypeError, ValueError, OverflowError):
        return _unusable(value)


def _unusable(value):
    try:
        return Unusable(" ".join(repr(value).split()))
    except Exception:
        return Unusable(f"an object of the type {type(value).__name__}")
