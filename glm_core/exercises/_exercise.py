"""What an exercise is: a reference answer, fresh inputs for it, and the slips people make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from glm_core.exercises._registry import register


def call(answer: Callable, *inputs: Any) -> Any:
    """answer(*inputs): how an answer that is a function is put to use."""
    return answer(*inputs)


@dataclass(frozen=True)
class Exercise:
    """One exercise; see `exercise` and `setting` for the fields."""

    name: str
    chapter: str
    summary: str
    reference: Callable
    inputs: Callable | None = None
    edges: Mapping = field(default_factory=dict)
    slips: Mapping = field(default_factory=dict)
    accept: Callable | None = None
    ordered: bool = True
    call: Callable = call
    rtol: float = 1e-6
    atol: float = 1e-9
    digits: int | None = None
    trials: int = 20
    seconds: float = 5.0
    kind: str = "function"
    opening: Mapping = field(default_factory=dict)
    right: Mapping = field(default_factory=dict)


def exercise(name: str, *, inputs: Callable | None = None, **fields: Any) -> Any:
    """Registers the decorated function, which stays as it is, as the reference answer of `name`.

    inputs(rng)   a tuple of fresh random arguments; without it the answer is a value, not a
                  function, and the reference is called with no arguments
    edges         {sentence: arguments}: inputs that are always tried; the sentence is given to an
                  answer that is right everywhere else
    slips         {sentence: wrong function (or wrong value)}: mistakes that are recognised
    accept        accept(output, expected, *arguments) -> True, or a sentence that helps; for
                  exercises with many right outputs. Output and expected are plain: an array, or a
                  tuple of arrays of different shapes, whatever the answer held its numbers in
    rtol, atol    up to which an output is right; `_compare` has the rule
    digits        how many right digits are enough otherwise: 4 of a function, 3 of a value,
                  all of a value that is an int
    ordered       False where the answer is a choice of several things, in any order
    call          call(answer, *arguments) -> output, for answers that are classes or take turns
    trials, seconds
    """
    kind = "value" if inputs is None else "function"

    def decorate(reference):
        return _registered(reference, name, kind=kind, inputs=inputs, **fields)

    return decorate


def setting(name: str, *, opening: Mapping, right: Mapping, slips: Any = ()) -> Any:
    """Registers the decorated function as the judge of an explorable's setting.

    The judge takes the parameters it looks at by name, as numbers, and returns None when the
    setting is right, or a sentence that helps. `opening` holds the values at which the explorable
    opens (untouched, it counts as not attempted), `right` one setting that passes, `slips`
    {sentence: setting} some that do not.
    """

    def decorate(judge):
        return _registered(
            judge, name, kind="setting", opening=opening, right=right, slips=dict(slips)
        )

    return decorate


def _registered(reference, name, **fields):
    summary = (reference.__doc__ or "").strip().partition("\n")[0]
    if not summary:
        raise ValueError(f"the reference of an exercise must have a docstring (got none: {name})")
    chapter = reference.__module__.rpartition(".")[2]
    register(Exercise(name, chapter, summary, reference, **fields))
    return reference
