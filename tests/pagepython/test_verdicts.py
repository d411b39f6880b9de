"""What the page says of an answer is what the notebook says of it, for every exercise."""

import json

import numpy as np
import pytest
from answers import reference_source, slip_sources
from engine import engine
from pagepython.recording import SEEDS, packed, record, recordable

from glm_core.exercises import exercises, grade

EXERCISES = exercises()
FUNCTIONS = [name for name, e in EXERCISES.items() if e.kind == "function" and recordable(name)]
BESIDES = {"per-millimetre"}  # a closure over a density: for the notebook alone
SETTINGS = [name for name, e in EXERCISES.items() if e.kind == "setting"]
RECORDS = {}


def recorded(name):
    if name not in RECORDS:
        RECORDS[name] = record(name)
    return RECORDS[name]


def in_page(name, source, answer, pick=0):
    made = recorded(name) | {"answer": answer, "seconds": 60}  # the machine of a test may be busy
    verdict = engine().ask("grade", record=made, source=source, pick=pick)
    return verdict["status"], verdict["message"]


def in_notebook(name, answer, pick=0):
    result = grade(name, answer, seed=SEEDS[pick])
    return result.status, result.message


def same(name, source, answer_name, answer, pick=0):
    assert in_page(name, source, answer_name, pick) == in_notebook(name, answer, pick)


def test_nearly_every_exercise_can_be_recorded():
    functions = {name for name, e in EXERCISES.items() if e.kind == "function"}
    assert functions - set(FUNCTIONS) <= BESIDES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_reference_is_right(name):
    source, answer = reference_source(EXERCISES[name])
    for pick in (0, 1):
        same(name, source, answer, EXERCISES[name].reference, pick)


CASES = [(n, k) for n in FUNCTIONS for k in range(len(EXERCISES[n].slips))]


@pytest.mark.parametrize(("name", "k"), CASES)
def test_each_slip_is_told_in_the_same_words(name, k):
    found = list(slip_sources(EXERCISES[name]))
    sentence, source = found[k]
    if "is not _identity" in source or "is _identity" in source:
        pytest.skip("the slip asks which function it was given: only the notebook's has that name")
    same(name, source, "slip", EXERCISES[name].slips[sentence])


def parameters(name):
    code = EXERCISES[name].reference.__code__
    return ", ".join(code.co_varnames[: code.co_argcount])


def bad_answers(name):
    given = parameters(name)
    return {
        "empty": f"def answer({given}): ...",
        "docstring": f'def answer({given}):\n    """Later."""\n    pass',
        "no return": f"def answer({given}):\n    x = 1",
        "too few parameters": "def answer():\n    return 1.0",
        "too many parameters": f"def answer({given}, one_more):\n    return 1.0",
        "an exception": f'def answer({given}):\n    raise KeyError("what?")',
        "division": f"def answer({given}):\n    return 1 / 0",
        "an unknown name": f"def answer({given}):\n    return foo + 1",
        "NaN": f"def answer({given}):\n    return float('nan')",
        "a print": f"def answer({given}):\n    print('hello')\n    return 123.456",
        "a word": f"def answer({given}):\n    return 'word'",
        "no function": "answer = 3.0",
        "not implemented": f"def answer({given}):\n    raise NotImplementedError",
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_no_answer_is_told_in_the_same_words(name):
    for source in bad_answers(name).values():
        space = {"np": np}
        exec(source, space)
        same(name, source, "answer", space["answer"])


def test_an_endless_loop_ends_with_the_same_words():
    source = "def answer(p):\n    while True:\n        pass"
    made = recorded("entropy-in-nats") | {"answer": "answer", "seconds": 1}
    verdict = engine().ask("grade", record=made, source=source, pick=0)
    assert verdict["status"] == "wrong"
    assert verdict["message"] == "It takes more than 1 s. Is there a loop without an end?"


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_a_figure_are_judged_alike(name):
    exercise = EXERCISES[name]

    class _Figure:
        def __init__(self, values):
            self.__dict__ |= values
            self.opening = dict(exercise.opening)

    for values in (dict(exercise.opening), dict(exercise.right), *exercise.slips.values()):
        verdict = engine().ask("grade", record=recorded(name), source=json.dumps(values), pick=0)
        if values == dict(exercise.opening):
            continue  # an opened figure says itself what it opened with
        said = grade(name, _Figure(values))
        assert (verdict["status"], verdict["message"]) == (said.status, said.message)


def test_another_right_solution_is_right():
    others = {
        "entropy-in-nats": "def f(p):\n    total = 0.0\n    for x in p:\n        if x > 0:\n            total -= x * np.log(x)\n    return total",
        "stable-softmax": "def f(eta):\n    z = [x - max(eta) for x in eta]\n    e = [np.exp(x) for x in z]\n    return [x / sum(e) for x in e]",
        "softmax-gradient": "def f(X, y, theta):\n    Y = np.zeros((len(y), theta.shape[1]))\n    Y[np.arange(len(y)), y] = 1\n    z = X @ theta\n    p = np.exp(z - z.max(axis=1)[:, None])\n    p /= p.sum(axis=1)[:, None]\n    return np.einsum('ni,nk->ik', X, p - Y)",
        "kl-divergence": "from scipy.special import rel_entr\ndef f(p, q):\n    return rel_entr(p, q).sum()",
        "moments-of-a-table": "def f(values, p):\n    m = np.dot(values, p)\n    return [m, np.dot(values**2, p) - m**2]",
        "has-logistic-estimate": "def f(x, y):\n    a, b = x[y == 0], x[y == 1]\n    return not (a.max() <= b.min() or b.max() <= a.min())",
    }
    for name, source in others.items():
        assert in_page(name, source, "f") == ("right", "right."), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_reference_answer_is_in_a_record(name):
    text, exercise = json.dumps(recorded(name)), EXERCISES[name]
    body = reference_source(exercise)[0].split("\n")[-1].strip()
    assert body not in text
    assert f"def {exercise.reference.__name__}(" not in text
    assert len(packed(recorded(name))) <= 100_000
