"""Answers that are no functions: a value, and the setting of an explorable."""

import numpy as np

from glm_core.exercises._compare import ALL, agreement, number_of
from glm_core.exercises._plain import plain
from glm_core.exercises._run import run
from glm_core.exercises._show import show
from glm_core.exercises._verdict import (
    NOT_ATTEMPTED,
    WORDS,
    digits_asked,
    digits_right,
    expected_of,
    is_nothing,
    right,
    verdict,
)


def grade_value(exercise, answer, rng):
    """(status, sentence) of a value."""
    output = _read(exercise, lambda answer: answer, answer)
    if is_nothing(output.value) and output.error is None:
        return "empty", NOT_ATTEMPTED
    if callable(answer):
        return "wrong", "A value is asked for; this is a function. Did you forget to call it?"
    if output.error is not None:
        return "wrong", f"It cannot be read as a value: {type(output.error).__name__}."
    value, expected = output.value, expected_of(exercise, ())
    said = verdict(exercise, value, expected, ())
    if not isinstance(said, str):
        return "right", right(said)
    for sentence, wrong in exercise.slips.items():
        if digits_right(exercise, value, plain(wrong() if callable(wrong) else wrong)):
            return "wrong", sentence
    return "wrong", said or _hint(exercise, value, expected) or f"{show(value)} is not right."


def _hint(exercise, value, expected):
    """What can be said without knowing the slip."""
    if not isinstance(value, np.ndarray) or exercise.accept is not None:
        return None
    if digits_right(exercise, np.array(-value), expected):
        return "The sign is wrong."
    digits, asked = agreement(value, expected), digits_asked(exercise)
    if digits < 2 or asked == ALL:
        return None
    return f"{show(value)} is right to {WORDS[digits]} digits: give {WORDS[asked]}."


def grade_setting(exercise, explorable, rng):
    """(status, sentence) of what the sliders of an explorable are at: finite numbers, or words."""
    if explorable is None or explorable is ...:
        return "empty", NOT_ATTEMPTED
    values = {}
    for name, usual in exercise.opening.items():
        output = _read(exercise, lambda it, name=name: getattr(it, name), explorable)
        values[name] = _setting_of(output.value, usual)
        if output.error is not None or values[name] is None:
            names = ", ".join(exercise.opening)
            what = output.error or f"{name} is {show(output.value)}"
            return "wrong", f"An explorable with {names} is asked for: {what}."
    if values == _opening(exercise, explorable):
        return "empty", NOT_ATTEMPTED
    sentence = exercise.reference(**values)
    return ("right", right(ALL)) if sentence is None else ("wrong", sentence)


def _setting_of(value, usual):
    """A word where the slider has words, else a finite number; None for anything else."""
    if isinstance(usual, str):
        return value if isinstance(value, str) else None
    number = number_of(value)
    return number if number is not None and np.isfinite(number) else None


def _opening(exercise, explorable):
    """Where the sliders stood at first: of this explorable, or as the exercise knows it."""
    opening = {}
    for name, usual in exercise.opening.items():
        own = _read(exercise, lambda it, n=name, u=usual: it.opening.get(n, u), explorable)
        at_first = _setting_of(own.value, usual)
        opening[name] = _setting_of(plain(usual), usual) if at_first is None else at_first
    return opening


def _read(exercise, read, answer):
    """What can be read off an answer, in plain things, or the error that stopped it."""
    return run(read, answer, (), exercise.seconds)
