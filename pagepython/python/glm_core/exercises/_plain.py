"""What an answer says, in plain things, with MicroPython's types; `glm_core` has the same contract."""

import numpy as np
from numpy._core import generic, ndarray

MOST = 1000000
ROUNDING = 1e-9


class Unusable:
    """No number, no word, and nothing that holds some; `text` shows it."""

    def __init__(self, text):
        self.text = text

    def __eq__(self, other):
        return type(other) is Unusable and other.text == self.text


def plain(value):
    kind = type(value)
    if value is None or value is ...:
        return value
    if kind is bool or kind is np.bool_:
        return bool(value)
    if isinstance(value, str):
        return str(value)
    if kind is float:
        return np.array(value)
    if kind is int:
        return np.array(value * 1.0)
    if kind is ndarray:
        return value.astype(float) if value.dtype.kind != "U" and value.ndim else _lone(value)
    if isinstance(value, generic):
        return np.array(value.item() * 1.0)
    if kind in (list, tuple, range, set, frozenset, type({}.keys())) or hasattr(value, "__next__"):
        return _several(list(value), value, kind is set or kind is frozenset)
    if kind is complex:
        return np.array(value.real) if abs(value.imag) <= ROUNDING * abs(value) else _unusable(value)
    if hasattr(value, "__array__"):
        return plain(value.__array__())
    return _unusable(value)


def _lone(value):
    if value.dtype.kind == "U":
        return plain(value.tolist())
    return np.array(value.item() * 1.0)


def _several(items, value, is_set):
    if len(items) > MOST:
        return _unusable(value)
    items = [plain(item) for item in items]
    if any([type(item) is Unusable for item in items]):
        return _unusable(value)
    arrays = [_number(item) for item in items]
    if not items:
        return np.zeros(0)
    if any([array is None for array in arrays]):
        return tuple(items)
    if len(set([array.shape for array in arrays])) > 1:
        arrays = [array.squeeze() for array in arrays]
    if len(set([array.shape for array in arrays])) > 1:
        return tuple(items)
    return np.sort(np.stack(arrays), axis=0) if is_set else np.stack(arrays)


def _number(item):
    if type(item) is bool:
        return np.array(1.0 if item else 0.0)
    return item if type(item) is ndarray else None


def _unusable(value):
    try:
        return Unusable(" ".join(repr(value).split()))
    except Exception:
        return Unusable("an object of the type %s" % type(value).__name__)
