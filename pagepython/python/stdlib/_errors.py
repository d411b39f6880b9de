"""The exceptions of CPython that MicroPython lacks, among the builtins."""

import builtins


def _add(name, base):
    if not hasattr(builtins, name):
        setattr(builtins, name, type(name, (base,), {}))


_add("FloatingPointError", ArithmeticError)
_add("TimeoutError", OSError)
_add("Warning", Exception)
for _name in ("UserWarning", "RuntimeWarning", "DeprecationWarning", "FutureWarning"):
    _add(_name, Warning)  # noqa: F821
builtins.RecursionError, builtins.IOError = RuntimeError, OSError
