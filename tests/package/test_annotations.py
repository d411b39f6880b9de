"""Whatever a reader can call says the types of what it takes and gives."""

import inspect
from importlib import import_module

import pytest

MODULES = [
    "glm_core", "glm_core.families", "glm_core.glm", "glm_core.optimize", "glm_core.bayes",
    "glm_core.exercises", "explorables", "explorables.interact",
]  # fmt: skip


def functions(module):
    """(name, function) for a module's public functions and its public classes' own methods."""
    for name in getattr(module, "__all__", None) or vars(module):
        thing = getattr(module, name)
        if name.startswith("_") or inspect.ismodule(thing):
            continue
        if inspect.isfunction(thing):
            yield name, thing
        if not inspect.isclass(thing):
            continue
        for method, function in vars(thing).items():
            function = inspect.unwrap(getattr(function, "fget", function))
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function) and (method == "__init__" or method[0] != "_"):
                yield f"{name}.{method}", function


def bare(name, function):
    """What of a function has no annotation; of a method its first parameter needs none."""
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())[1 if "." in name else 0 :]
    if not name.endswith("__init__") and signature.return_annotation is signature.empty:
        yield "return"
    yield from (p.name for p in parameters if p.annotation is p.empty)


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_is_annotated(name):
    if name.startswith("explorables"):
        pytest.importorskip("explorables")
    found = dict(functions(import_module(name)))
    assert found
    assert {f: list(bare(f, v)) for f, v in found.items() if list(bare(f, v))} == {}


def test_a_bare_function_would_be_found():
    class Told:
        def method(self, x: int, y):
            return x + y

    assert list(bare("Told.method", Told.method)) == ["return", "y"]
