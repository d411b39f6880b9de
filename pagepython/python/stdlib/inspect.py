"""isfunction and signature, as far as checks ask for them."""

from collections import OrderedDict


def _f():
    yield 1


_FUNCTIONS = (type(_f), type(lambda: 0), type((lambda x: lambda: x)(0)))


def isfunction(x):
    return type(x) in _FUNCTIONS


def isclass(x):
    return isinstance(x, type)


class _Signature:
    def __init__(self, parameters):
        self.parameters = OrderedDict([(name, name) for name in parameters])


def signature(f):
    if hasattr(f, "parameters"):
        return _Signature(f.parameters)
    raise ValueError("inspect.signature of your own functions is not in the page's Python. In the notebook it works.")


def getsource(f):
    raise OSError("inspect.getsource is not in the page's Python. In the notebook it works.")
