"""Every exercise, left empty, solved, and done wrong in each way that its author thought of.

The exercises are collected from the package: a chapter's file needs no test of its own.
"""

import re

import numpy as np
import pytest

from glm_core.exercises import (
    chapter_names,
    check,
    check_setting,
    exercise,
    exercises,
    grade,
    require,
)
from glm_core.exercises._exercise import Exercise

EXERCISES = exercises()
FUNCTIONS = {name: ex for name, ex in EXERCISES.items() if ex.kind == "function"}
ODD = [object(), "word", {}, [], np.nan, np.ones((2, 3, 4)), 1j]
SLIPS = [(name, sentence) for name, ex in EXERCISES.items() for sentence in ex.slips]


class Setting:
    """An explorable, as far as a check is concerned: parameters that can be read."""

    def __init__(self, values):
        vars(self).update(values)


def handed_in(exercise, wrong=None):
    """The reference, or the slip `wrong`, in the form in which a student hands it in."""
    if exercise.kind == "setting":
        return Setting(exercise.right if wrong is None else dict(exercise.opening) | dict(wrong))
    if wrong is None:
        return exercise.reference if exercise.kind == "function" else exercise.reference()
    return wrong() if exercise.kind == "value" and callable(wrong) else wrong


def raising(error):
    def answer(*inputs):
        raise error

    return answer


def empty(*inputs): ...


def only_given_lines(*inputs):
    prepared = [np.log(2.0)]
    prepared.append(0.0)


@pytest.mark.parametrize("name", EXERCISES)
def test_left_empty(name, capsys):
    for nothing in (None, ...):
        assert grade(name, nothing).status == "empty"
    check(name, ...)
    assert capsys.readouterr().out == f"○ {name}: not attempted yet.\n"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_left_empty_as_a_function(name):
    for nothing in (empty, lambda *inputs: ..., raising(NotImplementedError())):
        assert str(grade(name, nothing)) == f"○ {name}: not attempted yet."
    assert grade(name, only_given_lines).status == "empty"


@pytest.mark.parametrize("name", [n for n, ex in EXERCISES.items() if ex.kind == "setting"])
def test_left_as_the_explorable_opens(name):
    assert grade(name, Setting(EXERCISES[name].opening)).status == "empty"


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_is_right(name):
    for seed in range(5):
        result = grade(name, handed_in(EXERCISES[name]), seed=seed)
        assert result, result
        assert str(result) == f"✓ {name}: right."


@pytest.mark.parametrize(("name", "sentence"), SLIPS)
def test_each_slip_is_caught_with_its_own_sentence(name, sentence):
    exercise = EXERCISES[name]
    for seed in range(5):
        result = grade(name, handed_in(exercise, exercise.slips[sentence]), seed=seed)
        assert (result.status, result.message) == ("wrong", sentence)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("wrong", [ZeroDivisionError("by zero"), SystemExit(1), RecursionError()])
def test_an_answer_that_crashes_is_wrong_and_raises_nothing(name, wrong):
    result = grade(name, raising(wrong))
    assert result.status == "wrong"
    assert type(wrong).__name__ in result.message


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_an_odd_answer_is_wrong_and_raises_nothing(name, odd):
    assert grade(name, odd).status == "wrong"
    if name in FUNCTIONS:
        assert grade(name, lambda *inputs: odd).status == "wrong"


@pytest.mark.parametrize("name", EXERCISES)
def test_names_and_sentences_read_well(name):
    exercise = EXERCISES[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert exercise.chapter in chapter_names()
    for sentence in [*exercise.slips, *exercise.edges]:
        assert sentence[0].isupper()
        assert sentence.endswith((".", "?"))
        assert len(sentence) < 240


@pytest.mark.parametrize("chapter", chapter_names())
def test_a_chapter_has_two_or_more_exercises_in_code(chapter):
    assert sum(ex.kind == "function" for ex in exercises(chapter).values()) >= 2


def make(reference, **fields):
    fields = {"inputs": lambda rng: (rng.normal(size=3),)} | fields
    return Exercise("made-up", "tests", "a made-up exercise", reference, **fields)


@pytest.fixture
def graded(monkeypatch):
    """grade() of a made-up exercise."""

    def judge(exercise, answer, seed=None):
        monkeypatch.setattr("glm_core.exercises._grade.find", lambda name: exercise)
        return grade("made-up", answer, seed=seed)

    return judge


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda x: -np.sum(x), "The sign is wrong: your answer is always minus the right one."),
        (lambda x: np.mean(x), "Your answer is always 0.3333 times the right one."),
        (lambda x: x, "The answer should be one number, but is an array of shape (3,)."),
        (lambda x: str(np.sum(x)), "The answer should be one number, but is '"),
        (lambda x: np.sum(x) + 1.0, "It gives "),
        (7.0, "A function is asked for; this is 7."),
    ],
)
def test_what_can_be_said_without_knowing_the_slip(graded, answer, message):
    result = graded(make(lambda x: np.sum(x)), answer)
    assert result.status == "wrong"
    assert result.message.startswith(message)


def test_any_form_of_a_right_answer_is_accepted(graded):
    total = make(lambda x: np.sum(x))
    for right in (sum, lambda x: [sum(x)], lambda x: np.float32(np.sum(x)), np.sum, Total):
        assert graded(total, right)


class Total(float):
    def __new__(cls, x):
        return super().__new__(cls, sum(x))


def test_an_endless_loop_is_stopped(graded):
    def endless(x):
        while True:
            try:
                x = x + 1
            except Exception:
                pass

    result = graded(make(lambda x: x, seconds=0.2), endless)
    assert result.message == "It takes more than 0.2 s. Is there a loop without an end?"


def test_an_endless_nap_is_stopped(graded):
    import time

    result = graded(make(lambda x: x, seconds=0.1), lambda x: time.sleep(60))
    assert "loop without an end" in result.message


def test_an_endless_loop_is_stopped_outside_the_main_thread(graded):
    from concurrent.futures import ThreadPoolExecutor

    def endless(x):
        while True:
            x = x + 1

    with ThreadPoolExecutor() as pool:
        result = pool.submit(graded, make(lambda x: x, seconds=0.2), endless).result(timeout=300)
    assert "loop without an end" in result.message


def test_answers_may_print_warn_and_change_what_they_are_given(graded, capsys, recwarn):
    def noisy(x):
        print("here", x)
        np.log(-np.ones(1))
        x *= 2
        return np.sum(x) / 2

    assert graded(make(lambda x: np.sum(x)), noisy)
    assert capsys.readouterr() == ("", "")
    assert not recwarn.list


def test_an_edge_speaks_when_everything_else_is_right(graded):
    edges = {"Mind the empty sum.": (np.zeros(0),)}
    total = make(lambda x: np.sum(x), edges=edges)
    assert graded(total, lambda x: np.sum(x) if len(x) else np.nan).message == "Mind the empty sum."
    assert graded(total, lambda x: x[0] + x[1] + x[2]).message == "Mind the empty sum."


def test_many_right_answers(graded):
    def root(y, expected, x):
        return True if np.allclose(y**2, x) else "Its square is not x."

    exercise = make(np.sqrt, inputs=lambda rng: (rng.random(3),), accept=root)
    assert graded(exercise, np.sqrt)
    assert graded(exercise, lambda x: -np.sqrt(x))
    assert graded(exercise, lambda x: x).message == "Its square is not x."


def test_a_seed_repeats_a_check(graded):
    exercise = make(lambda x: np.sum(x))
    result = graded(exercise, lambda x: x[0])
    assert f"(seed {result.seed})" in result.message
    assert graded(exercise, lambda x: x[0], seed=result.seed).message == result.message
    assert graded(exercise, lambda x: x[0]).message != result.message


def test_a_notebook_may_have_exercises_of_its_own_under_any_name(monkeypatch):
    monkeypatch.setattr("glm_core.exercises._registry._IN_A_NOTEBOOK", {})

    def zero(x):
        """Zero."""
        return 0.0

    zero.__module__ = "__main__"
    exercise("entropy-in-nats", inputs=lambda rng: (rng.random(3),))(zero)
    assert grade("entropy-in-nats", lambda x: 0.0)
    assert EXERCISES.keys() == exercises().keys()


def test_an_unknown_name_is_the_authors_mistake():
    with pytest.raises(ValueError, match="did you mean: entropy-in-nats"):
        check("entropy-in-nat", None)


def test_require_speaks_through_an_assertion():
    with pytest.raises(AssertionError, match="not attempted yet"):
        require("entropy-in-nats", None)


def test_a_setting_is_read_from_the_traits(capsys):
    import ipywidgets

    weather = Setting({"rain": 0.14, "snow": 0.37, "sleet": 0.03, "hail": 0.46})
    assert check_setting(weather, "another-forecast").status == "empty"
    weather.rain, weather.snow, weather.sleet, weather.hail = 0.04, 0.17, 0.24, 0.55
    assert check_setting(weather, "another-forecast")
    assert not check_setting(ipywidgets.FloatSlider(), "another-forecast")
    assert "rain, snow, sleet, hail" in capsys.readouterr().out
