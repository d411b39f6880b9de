"""Answers that are functions: tried at random inputs, then at the edges."""

import dis
import inspect
import time

import numpy as np

from glm_core.exercises._compare import common_factor
from glm_core.exercises._run import OutOfTime, run
from glm_core.exercises._show import show
from glm_core.exercises._verdict import (
    NOT_ATTEMPTED,
    difference,
    expected_of,
    is_nothing,
    is_slip,
    right,
    verdict,
)

NO_RETURN = "nothing to check yet: the function gives None. Does it end with a return?"


def grade_function(exercise, answer, rng):
    """(status, sentence) of a function."""
    if inspect.isfunction(answer) and _has_empty_body(answer):
        return "empty", NOT_ATTEMPTED
    if not callable(answer):
        given = run(lambda answer: answer, answer, (), exercise.seconds)
        if given.error is None and is_nothing(given.value):
            return "empty", NOT_ATTEMPTED
        return "wrong", f"A function is asked for; this is {show(given.value)}."
    draws = [exercise.inputs(rng) for _ in range(exercise.trials)]
    status, found = _grade_trials(exercise, answer, draws)
    return (status, found) if status != "right" else _grade_edges(exercise, answer, draws, found)


def _grade_trials(exercise, answer, trials):
    """("right", digits), or "empty" or "wrong" and a sentence: that of a slip, or of one trial."""
    outputs = _outputs(exercise, answer, trials)
    nothing = next(filter(None, map(_nothing_came, outputs)), None)
    if nothing:
        return "empty", nothing
    trials = trials[: len(outputs)]
    expected = [expected_of(exercise, inputs) for inputs in trials]
    said = list(map(_said, [exercise] * len(trials), outputs, expected, trials))
    first = next((sentence for sentence in said if isinstance(sentence, str)), None)
    if first is None:
        return "right", min(said)
    if outputs[-1].error is not None:
        return "wrong", first
    values = [output.value for output in outputs]
    return "wrong", _slip(exercise, values, trials) or _factor(values, expected) or first


def _grade_edges(exercise, answer, draws, digits):
    """The same at each edge, for an answer that is right everywhere else."""
    trials = [*draws, *exercise.edges.values()]
    for sentence, inputs in exercise.edges.items():
        status, found = _grade_trials(exercise, answer, [inputs])
        if status != "right":
            values = [output.value for output in _outputs(exercise, answer, trials)]
            return "wrong", _slip(exercise, values, trials[: len(values)]) or sentence
        digits = min(digits, found)
    return "right", right(digits)


def _outputs(exercise, answer, trials):
    """What the answer gives, trial by trial, until one fails or the time is over."""
    end, outputs = time.process_time() + exercise.seconds, []
    for inputs in trials:
        left = max(end - time.process_time(), 0.01)
        outputs.append(run(exercise.call, answer, inputs, left))
        if outputs[-1].error is not None:
            break
    return outputs


def _nothing_came(output):
    """What to say when there is no answer in an output, or None when there is one."""
    if output.error is not None:
        return NOT_ATTEMPTED if isinstance(output.error, NotImplementedError) else None
    if not is_nothing(output.value):
        return None
    return NO_RETURN if output.value is None else NOT_ATTEMPTED


def _said(exercise, output, expected, inputs):
    """A number of digits, or a sentence."""
    if isinstance(output.error, OutOfTime):
        return f"It takes more than {exercise.seconds:g} s. Is there a loop without an end?"
    where = f"for {_arguments(exercise, inputs)} (seed {{seed}})"
    if output.error is not None:
        kind = type(output.error).__name__
        return f"It stops with {kind} ({_first_line(output.error)}) {where}."
    said = verdict(exercise, output.value, expected, inputs)
    if said != "":
        return said
    if exercise.accept is not None:
        return f"{show(output.value)} is not what is asked for {where}."
    return f"{difference(output.value, expected)}, {where}."


def _slip(exercise, values, trials):
    """The sentence of the first slip that gives the same values, which are known to be wrong."""
    slips = exercise.slips.items()
    return next((said for said, wrong in slips if is_slip(exercise, wrong, values, trials)), None)


def _factor(values, expected):
    factor = common_factor(values, expected)
    if factor is None:
        return None
    if np.isclose(factor, -1.0):
        return "The sign is wrong: your answer is always minus the right one."
    return f"Your answer is always {factor:.4g} times the right one."


def _has_empty_body(function):
    """Only `...`, `pass`, a docstring, or `return` with nothing."""
    instructions = list(dis.get_instructions(function))
    plain = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    constants = [i.argval for i in instructions if i.opname in {"LOAD_CONST", "RETURN_CONST"}]
    return {i.opname for i in instructions} <= plain and all(map(is_nothing, constants))


def _arguments(exercise, inputs):
    names = list(inspect.signature(exercise.reference).parameters)
    if len(names) != len(inputs):
        return show(inputs)
    return ", ".join(f"{name} = {show(value)}" for name, value in zip(names, inputs, strict=True))


def _first_line(error):
    return str(error).partition("\n")[0][:120] or "no message"
