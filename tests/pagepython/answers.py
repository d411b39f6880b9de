"""Answers to the exercises as source that the page's Python can run: references, and slips."""

import ast
import inspect
from importlib import import_module

from pagepython.rules import source_of, source_of_expression


def reference_source(exercise):
    """(source, name) of the reference."""
    return source_of(exercise.reference), exercise.reference.__name__


def slip_sources(exercise):
    """(sentence, source) of each slip that is written in the exercise's own decorator."""
    module = import_module(exercise.reference.__module__)
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == exercise.reference.__name__:
            call = next(d for d in node.decorator_list if isinstance(d, ast.Call))
            slips = next((k.value for k in call.keywords if k.arg == "slips"), None)
            if isinstance(slips, ast.Dict):
                for sentence, value in zip(exercise.slips, slips.values, strict=True):
                    yield sentence, source_of_expression(value, module, "slip")
