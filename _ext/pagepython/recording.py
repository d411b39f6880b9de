"""A check recorded while the book is built: what it draws, what is right there, and the slips.

The page compares numbers. It holds no reference answer: only what the reference gives at the
recorded inputs, in plain things, and the rules of acceptance of exercises with many right outputs.
"""

import base64
import json
import zlib
from functools import cache

import numpy as np

from glm_core.exercises import find
from glm_core.exercises._exercise import call
from glm_core.exercises._run import run
from glm_core.exercises._verdict import expected_of

from .rules import source_of
from .values import encode

SEEDS = (2711, 31415, 90210)  # a check in the notebook with the same seed draws the same
PLAIN = ("name", "chapter", "summary", "kind", "ordered", "rtol", "atol", "digits", "trials")


@cache
def recordable(name):
    """The record of an exercise, or None where the page cannot have it."""
    try:
        return record(name)
    except (SyntaxError, TypeError, ValueError):
        return None


def record(name):
    """The check of an exercise as JSON."""
    exercise = find(name)
    made = {field: getattr(exercise, field) for field in PLAIN if hasattr(exercise, field)}
    made |= {"seconds": exercise.seconds, "parameters": _parameters(exercise.reference)}
    references = [exercise.reference]
    if exercise.kind == "setting":
        made["opening"] = {key: encode(value) for key, value in exercise.opening.items()}
        made["judge"] = _rule(exercise.reference)
        return made
    if exercise.accept is not None:
        made["accept"] = _rule(exercise.accept, references)
    if exercise.call is not call:
        made["call"] = _rule(exercise.call, references)
    made["slips"] = list(exercise.slips)
    if exercise.kind == "value":
        whole = isinstance(exercise.reference(), int)
        return made | {"sets": [_trials(exercise, [()], None)], "whole": whole}
    made["sets"] = [_drawn(exercise, seed) for seed in SEEDS]
    edges = list(exercise.edges.values())
    return made | {"edges": list(exercise.edges), "at_edges": _trials(exercise, edges, None)}


def _parameters(function):
    code = function.__code__
    return list(code.co_varnames[: code.co_argcount])


def _rule(function, without=()):
    return {"name": function.__name__, "source": source_of(function, without)}


def _drawn(exercise, seed):
    rng = np.random.default_rng(seed)
    return _trials(exercise, [exercise.inputs(rng) for _ in range(exercise.trials)], seed)


def _trials(exercise, trials, seed):
    slips = exercise.slips.values()
    return {
        "seed": seed,
        "inputs": [
            [encode(value, _probes(exercise, inputs)) for value in inputs] for inputs in trials
        ],
        "expected": [encode(expected_of(exercise, inputs)) for inputs in trials],
        "slipped": [
            [encode(_slipped(exercise, wrong, inputs)) for inputs in trials] for wrong in slips
        ],
    }


def _slipped(exercise, wrong, inputs):
    if exercise.kind == "value":
        given = wrong if callable(wrong) else lambda: wrong
        return run(lambda answer: answer(), given, (), exercise.seconds).value
    return run(exercise.call, wrong, inputs, exercise.seconds).value


def _probes(exercise, inputs):
    """id of each function among the inputs: an argument that the reference gives it."""
    found: dict = {}

    def watched(function):
        def spy(x):
            found.setdefault(id(function), x)
            return function(x)

        return spy

    if any(map(callable, inputs)):
        shown = [watched(value) if callable(value) else value for value in inputs]
        with np.errstate(all="ignore"):
            exercise.call(exercise.reference, *shown)
    return found


def packed(recorded):
    """The script that hands a record to the page: JSON, compressed, in base64."""
    text = json.dumps(recorded, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeeze.compress(text.encode()) + squeeze.flush()
    held = base64.b64encode(data).decode()
    return f"pagePython.record({json.dumps(recorded['name'])},{json.dumps(held)});\n"
