"""The one error of tracing: what cannot follow a slider, on which line, and the way out."""

from __future__ import annotations

import dis
import linecache
import re
import sys
import sysconfig
from pathlib import Path
from types import FrameType

from ..configuration import settings

_OURS = ("numpy", "scipy", "explorables", "matplotlib")
_LIBRARY = Path(sysconfig.get_path("stdlib"))
_TYPED = ("<ipython-input", "<stdin>", "<doctest")  # what an author types has no file, and is his
BUILD = "build the list with np.stack([...])"
IN_PLACE = f"arrays are not changed in place; use np.where, np.ones(n) * value, or {BUILD}"
FULL = "np.full and np.full_like make plain arrays; use np.ones(n) * value, np.ones_like(x) * value"
MASK = "its length would change; use np.where(condition, x, 0) or opacity="
DRAWS = (
    "matplotlib draws at once; `from explorables import interact` records what it draws (use "
    "@interact in place of @explore), or return Figure(line(x, y))"
)
STATS = (
    "write its formula with NumPy and scipy.special (ndtr, gammaln, betainc …), or use "
    "`from explorables import interact`, which knows the common distributions"
)
SOLVERS = "write the steps as a loop of NumPy, or make the parameter a Choice"
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
    place = _author_line()
    error = TraceError(f"{operation} {cannot}{place}: {remedy}")
    error.on = on
    _CLUES.append(f"an `except` caught that {operation} cannot follow a slider{place}")
    raise error


def fail_as_mixed(graphs):
    """Raise for an operation on values of two graphs."""
    remedy = "compute it inside this function"
    error = MixedError(f"a value kept from another figure {FOLLOW}{_author_line()}: {remedy}")
    error.graphs = graphs
    raise error


def fail_as_plain(otherwise, remedy, on):
    """Raise for what wants plain numbers, by what the author's line does to get there."""
    frame, called = _author()
    what = _library(called)
    if what is None and frame is not None:
        what = _operation(frame, on)
    operation, out = what or (otherwise, remedy)
    fail(operation, out, on)


def _library(called):
    """(operation, way out) where the author's line called a library that computes at once."""
    if called is None:
        return None
    module, function = called.f_globals.get("__name__", ""), called.f_code.co_name
    if module.startswith(("matplotlib", "mpl_toolkits")):
        return "matplotlib" if function == "wrapper" else f"matplotlib's {function}()", DRAWS
    if module.startswith("scipy.stats"):
        return f"scipy.stats ({function})", advice(STATS, "function")
    if module.startswith(("scipy.integrate", "scipy.optimize")):
        return f"{'.'.join(module.split('.')[:2])}.{function}", SOLVERS
    if module.startswith("scipy"):
        return f"{'.'.join(module.split('.')[:2])}.{function}", others(function)
    return None


def _operation(frame, on):
    """(operation, way out) of the author's own expression: an assignment, a mask, an old format."""
    name, words = _instruction(frame)
    if name.startswith(("STORE_SUBSCR", "STORE_SLICE")):
        return "assignment to an element", IN_PLACE
    if re.fullmatch(r"[^\[]+\[.*\]", words, re.S) and getattr(on, "kind", "") == "b":
        return "x[condition]", MASK
    if re.match(r"""[rbu]?["'].*%""", words, re.S):
        return "'…' % number", 'use an f-string: f"{a:.2f}"'
    return None


def _instruction(frame):
    """Name and source of what the frame is doing now."""
    code, last = frame.f_code, frame.f_lasti
    places = list(code.co_positions())
    row, end_row, start, end = places[last // 2] if last // 2 < len(places) else (None,) * 4
    if row is None or end_row is None or start is None or end is None:
        return dis.opname[code.co_code[last]], ""
    lines = [linecache.getline(code.co_filename, k) for k in range(row, end_row + 1)]
    lines[-1] = lines[-1].encode()[:end].decode(errors="ignore")
    lines[0] = lines[0].encode()[start:].decode(errors="ignore")
    return dis.opname[code.co_code[last]], "".join(lines)


def _author():
    """The author's frame, and the outermost frame of a library that it called."""
    frame: FrameType | None = sys._getframe(2)
    called = None
    while frame and is_quiet(frame):
        if frame.f_globals.get("__name__", "").partition(".")[0] != "explorables":
            called = frame
        frame = frame.f_back
    return frame, called


def is_quiet(frame):
    """Is this a line of a library, or of code that was made from a text?"""
    package, file = frame.f_globals.get("__name__", "").partition(".")[0], frame.f_code.co_filename
    if package in _OURS or package in settings.libraries:
        return True
    if file.startswith("<"):
        return not file.startswith(_TYPED)
    path = Path(file)
    return (
        "site-packages" in path.parts or "dist-packages" in path.parts or (_LIBRARY in path.parents)
    )


def is_printed():
    """Does the author's line print? What is printed has no place in the figure."""
    frame, _ = _author()
    if frame is None:
        return False
    return linecache.getline(frame.f_code.co_filename, frame.f_lineno).lstrip().startswith("print(")


def asks_class():
    """The author's own line asks for the class of a stand-in: noted for :func:`clues`."""
    frame = sys._getframe(2)
    if not is_quiet(frame) and re.search(
        r"\b(float|int|number|Number|Real|ndarray)\b", _text(frame)
    ):
        _CLUES.append(f"isinstance sees that a stand-in for a slider is no number{_place(frame)}")


_CLUES: list[str] = []  # what may explain a figure that differs from one run to the next


def clues():
    """What was noted since the last call, each once."""
    found = list(dict.fromkeys(_CLUES))
    _CLUES.clear()
    return found


def _text(frame):
    return linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()


def _place(frame):
    file, line = frame.f_code.co_filename, frame.f_lineno
    name = "the cell" if "ipykernel" in file else Path(file).name
    return f" ({name}, line {line}: {_text(frame)})"


def _author_line():
    frame, _ = _author()
    return "" if frame is None else _place(frame)


def refused(error):
    """The TraceError for a foreign error that met a stand-in's text, with the author's line."""
    place, trace = "", error.__traceback__
    while trace:
        if not is_quiet(trace.tb_frame):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            name = "the cell" if "ipykernel" in file else Path(file).name
            place = f" ({name}, line {line}: {linecache.getline(file, line).strip()})"
        trace = trace.tb_next
    what = "a seed" if "Seed" in str(error) else "what wants a plain number"
    return TraceError(f"{what} cannot follow a moving slider{place}: make the parameter a Choice")


def advice(own, kind):
    """Our advice, and what the book adds to it."""
    more = settings.remedies.get(kind)
    return f"{own}; {more}" if more else own


def others(name):
    """The way out for a function outside the table."""
    if name in ("nonzero", "unique", "argwhere", "flatnonzero", "extract", "compress"):
        return "its shape would depend on the slider; use np.where(condition, a, b)"
    if name == "copyto":
        return FULL
    if name in ("put", "place", "putmask", "fill_diagonal"):
        return IN_PLACE
    return advice("write it with operations that have a traced form", "function")
