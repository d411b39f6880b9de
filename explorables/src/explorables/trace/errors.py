"""The one error of tracing: what cannot follow a slider, on which line, and the way out."""

from __future__ import annotations

import linecache
import re
import sys
from pathlib import Path
from types import FrameType

from ..configuration import settings

_OURS = ("numpy", "scipy", "explorables")
BUILD = "build the list with np.stack([...])"
IN_PLACE = f"arrays are not changed in place; use np.where, np.ones(n) * value, or {BUILD}"
CHOOSE = (
    "use np.where(condition, a, b), np.maximum or np.minimum, or make the parameter a Choice or "
    "Switch, which are real values in the function"
)


class TraceError(Exception):
    """The function does something with a slider that cannot be replayed without Python.

    The message names the operation, the line of the author's code, and the way out; ``on`` is the
    traced array that was asked for a plain value, where there is one.
    """

    on = None


class MixedError(TraceError):
    """Values of two graphs meet in one operation; ``graphs`` are the two."""

    graphs: tuple = ()


FOLLOW = "cannot follow a moving slider"
DIFFERENTIATE = "cannot be differentiated"


def fail(operation, remedy, on=None, cannot=FOLLOW):
    """Raise the one :class:`TraceError`, with the author's line."""
    error = TraceError(f"{operation} {cannot}{_author_line()}: {remedy}")
    error.on = on
    raise error


def fail_as_mixed(graphs):
    """Raise for an operation on values of two graphs."""
    remedy = "compute it inside this function"
    error = MixedError(f"a value kept from another figure {FOLLOW}{_author_line()}: {remedy}")
    error.graphs = graphs
    raise error


def fail_as_number(on=None):
    """Raise for what wants a plain number: NumPy asks for one when an element is assigned, too."""
    if re.match(r"[\w.]+\s*\[.*\]\s*[^=!<>\w\s]{0,2}=[^=]", _source()[2]):
        fail("assignment to an element", IN_PLACE, on)
    fail("float() or a function of `math`", "use NumPy's function of the same name", on)


def _source():
    """File, number and text of the author's line."""
    frame: FrameType | None = sys._getframe(2)
    quiet = {*_OURS, *settings.libraries}
    while frame and _is_quiet(frame, quiet):
        frame = frame.f_back
    if frame is None:
        return "", 0, ""
    file, line = frame.f_code.co_filename, frame.f_lineno
    return file, line, linecache.getline(file, line).strip()


def _is_quiet(frame, packages):
    """Is this a line of a library, or of code that was made from a text?"""
    package = frame.f_globals.get("__name__", "").partition(".")[0]
    return package in packages or frame.f_code.co_filename.startswith("<")


def _author_line():
    file, line, source = _source()
    name = "the cell" if "ipykernel" in file else Path(file).name
    return f" ({name}, line {line}: {source})" if file else ""


def advice(own, kind):
    """Our advice, and what the book adds to it."""
    more = settings.remedies.get(kind)
    return f"{own}; {more}" if more else own


def others(name):
    """The way out for a function outside the table."""
    if name in ("nonzero", "unique", "argwhere", "flatnonzero", "extract", "compress"):
        return "its shape would depend on the slider; use np.where(condition, a, b)"
    if name in ("copyto", "put", "place", "putmask", "fill_diagonal"):
        return IN_PLACE
    return advice("write it with operations that have a traced form", "function")
