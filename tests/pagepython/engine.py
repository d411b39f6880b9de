"""The committed Python of the page, run in Node, and what it is compared with."""

import contextlib
import io
import os
import re
import shutil
import warnings
from functools import cache

import numpy as np
import pytest
from pagepython.engine import Engine


@cache
def engine():
    """One process for all tests."""
    if shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Node is needed to run the page's Python")
        pytest.skip("NOT CHECKED: Node is missing")
    return Engine()


def cpython(source):
    """(printed text, name of what was raised or "") of a program in CPython with NumPy."""
    out, space = io.StringIO(), {"np": np, "__name__": "__main__"}
    with contextlib.redirect_stdout(out), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, "<cell>", "exec"), space)
        except Exception as error:
            return out.getvalue(), type(error)
    return out.getvalue(), None


NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|[-+]?inf")


def same_text(a, b, rtol=1e-12, atol=0.0):
    """The same words and, where the text is not the same to a letter, numbers within `rtol` of the
    largest among them; brackets and commas must agree, blanks may not where digits differ."""
    if a == b:
        return True
    squeeze = lambda text: " ".join(NUMBER.sub("#", text).split())
    if squeeze(a).replace(" ", "") != squeeze(b).replace(" ", ""):
        return False
    p = [float(x) for x in NUMBER.findall(a)]
    q = [float(x) for x in NUMBER.findall(b)]
    if len(p) != len(q):
        return False
    scale = max([abs(x) for x in p if np.isfinite(x)], default=0.0)
    return all(
        x == y
        or (x != x and y != y)
        or abs(x - y) <= rtol * max(scale, 1e-300) + atol + abs(x) * rtol
        for x, y in zip(p, q, strict=True)
    )


NAMES = {"UFuncTypeError": "TypeError", "_UFuncNoLoopError": "TypeError", "AxisError": "ValueError"}


def error_family(error):
    """Names of CPython's exception and of those it is one of."""
    return [cls.__name__ for cls in type.mro(error)] if error else []


def raised(text):
    """The name of the exception at the end of a traceback."""
    return text.strip().split("\n")[-1].partition(":")[0] if text else ""


def disagreement(source):
    """None, or a sentence: how the page's Python differs from CPython at a program."""
    text, error = cpython(source)
    text = text.replace(", dtype=int8", "")  # of bool // bool; the page has whole numbers alone
    page_text, page_error = engine().run(source)
    if not same_text(text, page_text):
        return f"printed {page_text!r} where CPython prints {text!r} (raised: {page_error[-200:]!r}, {error})"
    name = raised(page_error)
    family = error_family(error)
    if bool(name) != bool(error) or (name and name not in family and NAMES.get(name) not in family):
        return f"raised {page_error[-300:]!r} where CPython raises {error}"
    return None
