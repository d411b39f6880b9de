"""What is said of one plain output: right, right to some digits, or a sentence that helps."""

from glm_core.exercises._compare import ALL, agreement, in_order, like
from glm_core.exercises._plain import plain
from glm_core.exercises._run import run
from glm_core.exercises._show import misfit, show_apart

NOT_ATTEMPTED = "not attempted yet."
WORDS = ("no", "one", "two", "three", "four", "five", "six")


def right(digits):
    """The sentence for an answer that is right to so many digits."""
    if digits == ALL:
        return "right."
    return f"right to {WORDS[min(digits, 6)]} digits."


def is_nothing(value):
    """Is the plain value None, ..., or several of these?"""
    if isinstance(value, tuple) and len(value):
        return all(map(is_nothing, value))
    return value is None or value is ...


def digits_right(exercise, output, expected):
    """To how many digits an output is right; 0 where they are not enough."""
    if not exercise.ordered:
        output, expected = in_order(output), in_order(expected)
    digits = agreement(output, expected, exercise.rtol, exercise.atol)
    return digits if digits >= digits_asked(exercise) else 0


def digits_asked(exercise):
    """How many digits are enough."""
    if exercise.digits is not None:
        return exercise.digits
    if exercise.kind == "function":
        return 4
    return ALL if isinstance(exercise.reference(), int) else 3


def verdict(exercise, output, expected, inputs):
    """A number of digits, or a sentence (empty where there is nothing special to say)."""
    if exercise.accept is not None:
        return _accepted(exercise, output, expected, inputs)
    digits = digits_right(exercise, output, expected)
    return digits or misfit(output, expected) or ""


def _accepted(exercise, output, expected, inputs):
    """What the exercise's own rule says."""
    try:
        said = exercise.accept(like(output, expected), expected, *inputs)
    except Exception:  # the rule could not even be tried on such an output
        return misfit(output, expected) or ""
    return said if isinstance(said, str) else ALL if said else ""


def is_slip(exercise, wrong, outputs, trials):
    """Does the mistake `wrong` give these outputs?"""
    return all(
        digits_right(exercise, output, run(exercise.call, wrong, inputs, exercise.seconds).value)
        for output, inputs in zip(outputs, trials, strict=True)
    )


def difference(output, expected):
    """Both, with as many digits as it takes to see that they differ."""
    return "It gives {} where {} is right".format(*show_apart(output, expected))


def expected_of(exercise, inputs):
    """The right output, in plain things."""
    return plain(exercise.call(exercise.reference, *inputs))
