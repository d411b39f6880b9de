"""isfunction and signature, as far as checks ask for them."""

from collections import OrderedDict
from textwrap import dedent

import _page


def _f():
    yield 1


_FUNCTIONS = (type(_f), type(lambda: 0), type((lambda x: lambda: x)(0)))


def isfunction(x):
    return type(x) in _FUNCTIONS


def isclass(x):
    return isinstance(x, type)


class Parameter:
    """One parameter of a function: its name, its kind and its default."""

    empty = type("empty", (), {})
    POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, VAR_KEYWORD = "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "VAR_KEYWORD"

    def __init__(self, name, kind=POSITIONAL_OR_KEYWORD, default=empty):
        self.name, self.kind, self.default = name, kind, default


class _Signature:
    def __init__(self, parameters):
        self.parameters = OrderedDict([(p.name, p) for p in parameters])


def signature(f):
    if hasattr(f, "parameters"):
        return _Signature([Parameter(name) for name in f.parameters])
    known = _page.defined.get(getattr(f, "__name__", ""))
    if known is None:
        raise ValueError("inspect.signature in the page's Python knows the functions that a cell defines by def at its top alone. In the notebook it works.")
    space, said = known
    return _Signature([Parameter(name, kind, eval(text, space) if text else Parameter.empty) for name, kind, text in said["parameters"]])


def getdoc(f):
    doc = _page.doc_of(f)
    if not doc:
        return doc
    first, _, rest = doc.partition("\n")
    return (first.strip() + "\n" + dedent(rest)).strip()


def getsource(f):
    raise OSError("inspect.getsource is not in the page's Python. In the notebook it works.")
