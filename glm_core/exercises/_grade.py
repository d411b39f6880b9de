"""From an answer to one sentence that helps."""

import dis
import inspect
import secrets
import time
from dataclasses import dataclass

import numpy as np

from glm_core.exercises._compare import common_factor, misfit, numbers, same, show
from glm_core.exercises._registry import find
from glm_core.exercises._run import OutOfTime, run

RIGHT = "right."
NOT_ATTEMPTED = "not attempted yet."
NO_RETURN = "nothing to check yet: the function gives None. Does it end with a return?"


@dataclass(frozen=True)
class Result:
    """What became of an answer; it prints as one line and is true when the answer is right."""

    exercise: str
    status: str  # "right", "wrong", or "empty"
    message: str
    seed: int | None = None

    def __bool__(self):
        return self.status == "right"

    def __repr__(self):
        mark = {"right": "✓", "wrong": "✗", "empty": "○"}[self.status]
        return f"{mark} {self.exercise}: {self.message}"

    def _ipython_display_(self):
        """Nothing: `check` has printed the line already."""


def check(name, answer, *, seed=None):
    """Tries `answer` at the exercise `name`, prints one line, and returns the Result.

    `seed` repeats the random inputs of an earlier check. A wrong or crashing answer never raises.
    """
    result = grade(name, answer, seed=seed)
    print(result)
    return result


def check_setting(explorable, name):
    """Looks at the sliders of `explorable`, prints one line, and returns the Result."""
    return check(name, explorable)


def require(name, answer, *, seed=None):
    """AssertionError with the sentence unless `answer` is right: for graded assignments."""
    __tracebackhide__ = True  # the sentence is what matters, not this frame
    result = grade(name, answer, seed=seed)
    if not result:
        raise AssertionError(str(result))


def grade(name, answer, *, seed=None):
    """The Result of `answer`, without printing."""
    exercise = find(name)
    seed = secrets.randbits(32) if seed is None else seed
    status, message = _GRADERS[exercise.kind](exercise, answer, np.random.default_rng(seed))
    return Result(name, status, message.replace("{seed}", str(seed)), seed)


def _grade_function(exercise, answer, rng):
    if _is_nothing(answer) or (inspect.isfunction(answer) and _has_empty_body(answer)):
        return "empty", NOT_ATTEMPTED
    if not callable(answer):
        return "wrong", f"A function is asked for; this is {show(answer)}."
    draws = [exercise.inputs(rng) for _ in range(exercise.trials)]
    status, message = _grade_trials(exercise, answer, draws)
    return (status, message) if status != "right" else _grade_edges(exercise, answer, draws)


def _grade_trials(exercise, answer, trials):
    """Right, empty, or a sentence: that of a known slip, or about the first trial that fails."""
    outputs = _outputs(exercise, answer, trials)
    nothing = next(filter(None, map(_nothing_came, outputs)), None)
    if nothing:
        return "empty", nothing
    trials = trials[: len(outputs)]
    expected = [exercise.call(exercise.reference, *inputs) for inputs in trials]
    verdicts = map(_verdict, [exercise] * len(trials), outputs, expected, trials)
    first = next((verdict for verdict in verdicts if verdict is not True), None)
    if first is None:
        return "right", RIGHT
    if outputs[-1].error is not None:
        return "wrong", first
    values = [output.value for output in outputs]
    return "wrong", _slip(exercise, values, trials) or _factor(values, expected) or first


def _grade_edges(exercise, answer, draws):
    """The same at each edge, for an answer that is right everywhere else."""
    trials = [*draws, *exercise.edges.values()]
    for sentence, inputs in exercise.edges.items():
        if _grade_trials(exercise, answer, [inputs])[0] != "right":
            values = [output.value for output in _outputs(exercise, answer, trials)]
            return "wrong", _slip(exercise, values, trials[: len(values)]) or sentence
    return "right", RIGHT


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
    if not _is_nothing(output.value):
        return None
    return NO_RETURN if output.value is None else NOT_ATTEMPTED


def _verdict(exercise, output, expected, inputs):
    """True, or a sentence."""
    where = f"for {_arguments(exercise, inputs)} (seed {{seed}})"
    if isinstance(output.error, OutOfTime):
        return f"It takes more than {exercise.seconds:g} s. Is there a loop without an end?"
    if output.error is not None:
        kind = type(output.error).__name__
        return f"It stops with {kind} ({_first_line(output.error)}) {where}."
    if exercise.accept is not None:
        verdict = _accepted(exercise, output.value, expected, inputs)
        return verdict or f"{show(output.value)} is not what is asked for {where}."
    if same(output.value, expected, exercise.rtol, exercise.atol):
        return True
    right = f"It gives {show(output.value)} where {show(expected)} is right, {where}."
    return misfit(output.value, expected) or right


def _accepted(exercise, value, expected, inputs):
    """What the exercise's own rule says: True, a sentence, or something false."""
    try:
        verdict = exercise.accept(value, expected, *inputs)
    except Exception:  # the rule could not even be tried on such an output
        return misfit(value, expected)
    return verdict if isinstance(verdict, str) else bool(verdict)


def _slip(exercise, values, trials):
    """The sentence of the first slip that gives the same values, which are known to be wrong."""
    for sentence, wrong in exercise.slips.items():
        slipped = [run(exercise.call, wrong, inputs, exercise.seconds).value for inputs in trials]
        if all(map(_alike, [exercise] * len(values), values, slipped)):
            return sentence
    return None


def _alike(exercise, value, slipped):
    try:
        return same(value, slipped, exercise.rtol, exercise.atol)
    except (AttributeError, TypeError, ValueError):
        return False


def _factor(values, expected):
    factor = common_factor(values, expected)
    if factor is None:
        return None
    if np.isclose(factor, -1.0):
        return "The sign is wrong: your answer is always minus the right one."
    return f"Your answer is always {factor:.4g} times the right one."


def _grade_value(exercise, answer, rng):
    if _is_nothing(answer):
        return "empty", NOT_ATTEMPTED
    if callable(answer):
        return "wrong", "A value is asked for; this is a function. Did you forget to call it?"
    expected = exercise.reference()
    if exercise.accept is not None:
        verdict = _accepted(exercise, answer, expected, ())
    else:
        verdict = same(answer, expected, exercise.rtol, exercise.atol) or misfit(answer, expected)
    if verdict is True:
        return "right", RIGHT
    for sentence, wrong in exercise.slips.items():
        if _alike(exercise, answer, wrong() if callable(wrong) else wrong):
            return "wrong", sentence
    negated = _negated(exercise, answer, expected)
    return "wrong", verdict or negated or f"{show(answer)} is not right."


def _negated(exercise, answer, expected):
    answer, expected = numbers(answer), numbers(expected)
    if answer is None or expected is None:
        return None
    negated = same(-answer, expected, exercise.rtol, exercise.atol)
    return "The sign is wrong." if negated else None


def _grade_setting(exercise, explorable, rng):
    if _is_nothing(explorable):
        return "empty", NOT_ATTEMPTED
    try:
        values = {name: getattr(explorable, name) for name in exercise.opening}
    except AttributeError as error:
        return "wrong", f"An explorable with {', '.join(exercise.opening)} is asked for: {error}."
    opening = dict(exercise.opening) | dict(getattr(explorable, "opening", {}))
    if all(_alike(exercise, value, opening[name]) for name, value in values.items()):
        return "empty", NOT_ATTEMPTED
    sentence = exercise.reference(**values)
    return ("right", RIGHT) if sentence is None else ("wrong", sentence)


_GRADERS = {"function": _grade_function, "value": _grade_value, "setting": _grade_setting}


def _is_nothing(value):
    if isinstance(value, (tuple, list)) and len(value):
        return all(item is None or item is ... for item in value)
    return value is None or value is ...


def _has_empty_body(function):
    """Only `...`, `pass`, a docstring, or `return` with nothing."""
    instructions = list(dis.get_instructions(function))
    plain = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    constants = [i.argval for i in instructions if i.opname in {"LOAD_CONST", "RETURN_CONST"}]
    return {i.opname for i in instructions} <= plain and all(_is_nothing(c) for c in constants)


def _arguments(exercise, inputs):
    names = list(inspect.signature(exercise.reference).parameters)
    if len(names) != len(inputs):
        return show(inputs)
    return ", ".join(f"{name} = {show(value)}" for name, value in zip(names, inputs, strict=True))


def _first_line(error):
    return str(error).partition("\n")[0][:120] or "no message"
