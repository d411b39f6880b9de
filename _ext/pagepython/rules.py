"""A rule of acceptance as source: the function, and of its module only what it needs."""

import ast
import builtins
import inspect
import textwrap
from importlib import import_module
from types import ModuleType

import numpy as np


def source_of(function, without=()):
    """Python that defines `function` (under its own name) and all that it uses.

    Constants are written out; what a cached function without arguments gives is data, and so is its
    value. A rule that uses one of the functions `without` cannot be shipped.
    """
    parts: list[str] = []
    seen: set[str] = set()
    _add(function, parts, seen, set(map(id, without)))
    return "\n".join(["import numpy as np", *parts])


def _add(function, parts, seen, forbidden):
    if id(function) in forbidden:
        raise ValueError(f"a rule must not use the reference ({function.__name__} does)")
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise ValueError("only a function that is defined by def can be shipped as source")
    tree.decorator_list = []
    _shorten(tree)
    _needs(tree, inspect.unwrap(function).__globals__, function.__module__, parts, seen, forbidden)
    parts.append(ast.unparse(tree))


def _needs(tree, free, module, parts, seen, forbidden):
    """Definitions of the names that a piece of code takes from its module."""
    for name in _names(tree):
        if name in free and name not in seen and name != getattr(tree, "name", None):
            seen.add(name)
            _define(name, free[name], module, parts, seen, forbidden)


def source_of_expression(tree, module, name):
    """Python that makes an expression of a module the value of `name`."""
    parts: list[str] = []
    _needs(tree, vars(module), module.__name__, parts, set(), set())
    return "\n".join([*parts, f"{name} = {ast.unparse(tree)}"])


def _shorten(tree):
    """Without the docstring and the annotations."""
    if ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None


def _names(tree):
    found = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]
    return sorted(set(found) - set(dir(builtins)))


def _define(name, value, module, parts, seen, forbidden):
    if isinstance(value, ModuleType):
        parts.append(f"import {value.__name__} as {name}")
    elif callable(value) and getattr(value, "__module__", None) == module:
        if hasattr(value, "cache_info") and not inspect.signature(value).parameters:
            parts.append(f"{name} = lambda: {_literal(value())}")
        else:
            _add(value, parts, seen, forbidden)
    elif callable(value):
        parts.append("from {} import {} as {}".format(*_home(name, value), name))
    else:
        parts.append(f"{name} = {_literal(value)}")


HOMES = ("numpy", "scipy.special", "scipy.optimize", "scipy.stats", "glm_core.exercises._compare")


def _home(name, value):
    """The public module that a thing is imported from, and its name there."""
    own = getattr(value, "__name__", None) or getattr(value, "name", name)
    for home in HOMES:
        if getattr(import_module(home), own, None) is value:
            return home, own
    raise ValueError(f"the page's Python has no {name}")


def _literal(value):
    if isinstance(value, tuple):
        return "(" + "".join(_literal(item) + ", " for item in value) + ")"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    return repr(value)
