"""From an answer to one sentence that helps."""

import secrets
from dataclasses import dataclass
from typing import Any

import numpy as np

from glm_core.exercises._functions import grade_function
from glm_core.exercises._registry import find
from glm_core.exercises._values import grade_setting, grade_value

_GRADERS = {"function": grade_function, "value": grade_value, "setting": grade_setting}


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


def check(name: str, answer: Any, *, seed: int | None = None) -> Result:
    """Tries `answer` at the exercise `name`, prints one line, and returns the Result.

    `seed` repeats the random inputs of an earlier check. A wrong or crashing answer never raises.
    """
    result = grade(name, answer, seed=seed)
    print(result)
    return result


def check_setting(explorable: Any, name: str) -> Result:
    """Looks at the sliders of `explorable`, prints one line, and returns the Result."""
    return check(name, explorable)


def require(name: str, answer: Any, *, seed: int | None = None) -> None:
    """AssertionError with the sentence unless `answer` is right: for graded assignments."""
    __tracebackhide__ = True  # the sentence is what matters, not this frame
    result = grade(name, answer, seed=seed)
    if not result:
        raise AssertionError(str(result))


def grade(name: str, answer: Any, *, seed: int | None = None) -> Result:
    """The Result of `answer`, without printing."""
    exercise = find(name)
    seed = secrets.randbits(32) if seed is None else seed
    status, message = _GRADERS[exercise.kind](exercise, answer, np.random.default_rng(seed))
    return Result(name, status, message.replace("{seed}", str(seed)), seed)
