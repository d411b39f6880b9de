"""Plain frozen records that know their own JSON, of numbers or of traced stand-ins alike."""

from __future__ import annotations

import math
import re
from dataclasses import MISSING, dataclass, fields

import numpy as np

from ..trace.errors import fail
from ..trace.tracer import Tracer, has_tracer

_MINUS_ZERO = re.compile(r"(?<![\w.])-(?=0(\.0*)?(?![\d.]))")


def as_data(name, value):
    """A number, a float64 array, a list of strings or a traced array, out of what was given."""
    if value is None or isinstance(value, Tracer):
        return value
    if isinstance(value, list | tuple):
        if has_tracer(value):
            return np.stack(value)
        if value and all(isinstance(item, str) for item in value):
            return list(value)
    array = np.asarray(value)
    if array.dtype.kind in "US" and array.ndim:
        return array.tolist()
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers (got {value!r})")
    return array.astype(float) if array.ndim else float(array)


def as_text(name, value):
    """A text out of what was given: numbers become texts, one that moves stays live."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | list | tuple | dict) or np.ndim(value):
        raise TypeError(f'{name} must be a text (got {value!r}): f"{{a:.2f}}" writes a number')
    if isinstance(value, Tracer):
        return str(value)
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return repr(float(value))
    raise TypeError(f'{name} must be a text (got {value!r}): f"{{a:.2f}}" writes a number')


def as_fixed(name, value):
    """Plain numbers that cannot move, as a tuple."""
    if has_tracer(value) or (np.ndim(value) and has_tracer(list(value))):
        fail(f"{name}", "state plain numbers, or make the parameter a Choice")
    return tuple(float(v) for v in value)


def as_domain(name, value):
    """(low, high), both plain numbers or one traced pair."""
    if value is None or isinstance(value, Tracer):
        return value
    pair = isinstance(value, list | tuple | np.ndarray) and len(value) == 2
    if not pair or any(v is None for v in value):
        raise ValueError(f"{name} must be (low, high), two numbers, or left out (got {value!r})")
    if has_tracer(value):
        return np.stack(value)
    low, high = (float(v) for v in value)
    if not (np.isfinite([low, high]).all() and low != high):
        raise ValueError(f"{name} must be two different finite numbers (got {value!r})")
    return (low, high)


@dataclass(frozen=True, eq=False)
class Record:
    """What marks, panels and readouts share; ``_named`` ones write their type."""

    _named = False

    def _put(self, name, value):
        object.__setattr__(self, name, value)

    def _require(self, name, rule, holds):
        value = getattr(self, name)
        if not holds(value):
            raise ValueError(f"{type(self).__name__} {name} must be {rule} (got {value!r})")

    def _derived(self):
        return {}

    def to_dict(self):
        """Plain JSON, numbers as numbers; what is at its default is left out."""
        return encode(self, _plain_number, plain_words)


def encode(value, number, words):
    """Plain JSON of a record: ``number`` writes numbers and arrays, ``words`` writes texts."""
    if isinstance(value, Record):
        stated = [f.name for f in fields(value) if _is_stated(value, f)]
        kept = {name: encode(getattr(value, name), number, words) for name in stated}
        kept |= value._derived() if number is _plain_number else {}
        return {"type": type(value).__name__, **kept} if value._named else kept
    if isinstance(value, tuple) or (isinstance(value, list) and isinstance(value[0], str)):
        return [encode(item, number, words) for item in value]
    if isinstance(value, str):
        return words(value)
    return value if value is None or isinstance(value, bool) else number(value)


def _is_stated(record, field):
    value = getattr(record, field.name)
    if field.default is MISSING or not isinstance(value, str | int | float | bool | None):
        return True
    return value != field.default


def plain_words(text):
    """A text as the page writes it: a number that rounds to zero has no sign."""
    return _MINUS_ZERO.sub("", text)


def format_number(value, spec):
    """A number as the page writes it, in a format such as .2f, +,.1e or d."""
    if spec.endswith("r"):
        return plain_words(format(repr(float(value)), spec[:-1]))
    return plain_words(format(round(value) if spec.endswith("d") else float(value), spec))


def _plain_number(value):
    array = np.asarray(value, dtype=float)
    return array.tolist() if np.isfinite(array).all() else _gaps(array.tolist())


def _gaps(value):
    """Numbers in nested lists; None where one is not finite."""
    if isinstance(value, list):
        return [_gaps(item) for item in value]
    return value if math.isfinite(value) else None
