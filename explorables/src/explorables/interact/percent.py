"""``"mean %.2f" % x`` for stand-ins: an f-string with the same letters.

Python asks the text before it asks the stand-in, and the text asks for a plain number. So a
function's own texts with a ``%`` are replaced, in its code, by texts that know stand-ins.
"""

from __future__ import annotations

import re
from types import CodeType

import numpy as np

from ..trace.tracer import has_tracer
from .cells import plain

PLACE = re.compile(r"%(?:\((\w+)\))?([-+ 0]*)(\d*)(?:\.(\d+))?([diufFeEgGs%])")


class Text(str):
    """A text that ``%`` fills with numbers that may follow a slider."""

    def __mod__(self, values):
        values = plain(values)
        parts = values.values() if isinstance(values, dict) else values
        if not has_tracer(list(parts) if isinstance(parts, tuple | type({}.values())) else parts):
            return str.__mod__(self, values)
        rest = iter(values if isinstance(values, tuple) else (values,))

        def fill(place):
            name, flags, width, digits, kind = place.groups()
            if kind == "%":
                return "%"
            value = values[name] if name else next(rest)
            if not has_tracer(value):
                return place[0].replace(f"({name})", "") % value
            if kind in "diu":  # towards 0, as int() goes
                return format(np.trunc(value), f"{_before(flags)}{width}.0f")
            if kind == "s":
                return str(value)
            ends = f".{digits or 6}" if kind != "r" else ""
            return format(value, f"{_before(flags)}{width}{ends}{kind}")

        try:
            filled = PLACE.sub(fill, self)
        except StopIteration:
            raise TypeError("not enough arguments for format string") from None
        if isinstance(values, tuple) and next(rest, None) is not None:
            raise TypeError("not all arguments converted during string formatting")
        return filled


def _before(flags):
    sign = next((f for f in "+ " if f in flags), "")
    return ("<" if "-" in flags else "") + sign + ("0" if "0" in flags and "-" not in flags else "")


def fillable(value):
    """A text with a place for ``%`` to fill as a :class:`Text`; all else as it is."""
    return Text(value) if type(value) is str and PLACE.search(value) else value


def with_texts(code: CodeType) -> CodeType:
    """The code with such texts in the place of its own, also in functions defined inside."""
    consts = tuple(
        with_texts(c) if isinstance(c, CodeType) else fillable(c) for c in code.co_consts
    )
    same = all(a is b for a, b in zip(consts, code.co_consts, strict=True))
    return code if same else code.replace(co_consts=consts)
