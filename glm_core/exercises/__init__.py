"""Exercises that check themselves: `check(name, answer)` in a notebook, `exercise` for authors.

A chapter's exercises are one file of `chapters/`, named after the chapter. An exercise is a
reference function under `@exercise`; its docstring's first line says what is asked:

    @exercise(
        "entropy-in-nats",
        inputs=lambda rng: (rng.dirichlet(np.ones(4)),),
        edges={"An outcome of probability 0 adds nothing: 0 log 0 = 0.": (np.array([1.0, 0.0]),)},
        slips={
            "Your entropy is in bits: this exercise asks for nats.": lambda p: entr(p).sum() / LN2,
            "The sign is wrong: an entropy is never negative.": lambda p: -entr(p).sum(),
        },
    )
    def entropy_in_nats(p):
        "H(p) = −Σ p log p of a probability vector p, in nats."
        return entr(p).sum()

The tests collect it, leave it empty, hand in its reference, and commit each of its slips.
"""

from glm_core.exercises._exercise import Exercise, exercise, setting
from glm_core.exercises._grade import Result, check, check_setting, grade, require
from glm_core.exercises._registry import chapter_names, exercises, find

__all__ = [
    "Exercise",
    "Result",
    "chapter_names",
    "check",
    "check_setting",
    "exercise",
    "exercises",
    "find",
    "grade",
    "require",
    "setting",
]
