"""Right answers in any form, wrong ones in any disguise: what the checks make of them."""

from collections import namedtuple
from decimal import Decimal
from fractions import Fraction
from itertools import count
from unittest.mock import MagicMock

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.special import entr, expit
from scipy.stats import norm

from glm_core.exercises import exercises, grade
from glm_core.exercises._compare import ALL, agreement
from glm_core.exercises._plain import Unusable, plain
from glm_core.exercises._show import show_apart

Pair = namedtuple("Pair", "mean variance")


class Equal:
    """Claims to equal, to contain and to be close to everything, and does arithmetic with it."""

    __array_priority__ = 1e9

    def _yes(self, *others, **options):
        return True

    def _self(self, *others, **options):
        return self

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _yes
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __abs__ = _self
    __neg__ = __pow__ = __matmul__ = __rmatmul__ = __getitem__ = __getattr__ = _self
    __array_ufunc__ = __array_function__ = _yes
    __hash__ = None

    def __float__(self):
        return 1.0

    def __len__(self):
        return 2


class Chameleon(Equal):
    """The same, and it says that it is a float."""

    __class__ = float


class EqualArray(np.ndarray):
    """An array whose comparisons, and whatever NumPy computes of it, are true."""

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.True_

    def __array_function__(self, func, types, args, kwargs):
        return True


class EqualFloat(float):
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __sub__ = __rsub__ = lambda self, other: 0.0
    __float__ = lambda self: 1.0  # noqa: E731
    __hash__ = None


class EqualWord(str):
    __eq__ = lambda self, other: True  # noqa: E731
    strip = lower = lambda self: self
    __hash__ = None


class AnySetting:
    """Whatever slider is asked for, here it stands."""

    def __init__(self, value):
        self.value = value

    def __getattr__(self, name):
        return self.value


def objects(*items):
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return array


EQUALS = [Equal, Chameleon, lambda: np.array([3.0, 7.0, 5.5]).view(EqualArray), MagicMock]
EQUALS += [lambda: EqualFloat(7.5), lambda: EqualWord("x"), lambda: np.nan, lambda: np.inf]
EQUALS += [lambda: MagicMock(spec=float), lambda: [Equal(), Equal()], lambda: (np.nan, np.nan)]
EQUALS += [lambda: objects(Equal(), Equal()), lambda: np.ma.masked]


@pytest.mark.parametrize("name", exercises())
@pytest.mark.parametrize("make", EQUALS, ids=lambda make: getattr(make, "__name__", "value"))
def test_what_equals_everything_is_no_answer(name, make):
    kind = exercises()[name].kind
    assert grade(name, make()).status == "wrong"
    if kind == "function":
        assert grade(name, lambda *inputs: make()).status == "wrong"
    if kind == "setting":
        assert grade(name, AnySetting(make())).status == "wrong"


def moments(values, p):
    mean = p @ values
    return mean, p @ (values - mean) ** 2


HELD = {
    "tuple": lambda m, v: (m, v),
    "list": lambda m, v: [m, v],
    "array": lambda m, v: np.array([m, v]),
    "row": lambda m, v: np.array([[m, v]]),
    "column": lambda m, v: np.array([[m], [v]]),
    "matrix": lambda m, v: np.asmatrix([m, v]),
    "objects": lambda m, v: np.array([m, v], dtype=object),
    "masked array without a mask": lambda m, v: np.ma.array([m, v]),
    "complex with no imaginary part": lambda m, v: np.array([m, v], dtype=complex),
    "Python floats": lambda m, v: (float(m), float(v)),
    "float32": lambda m, v: np.array([m, v], dtype=np.float32),
    "0-d and 1-element": lambda m, v: (np.array(m), np.array([v])),
    "named tuple": Pair,
    "generator": lambda m, v: (number for number in (m, v)),
    "map": lambda m, v: map(float, (m, v)),
    "dictionary's values": lambda m, v: {"mean": m, "variance": v}.values(),
    "fractions": lambda m, v: (Fraction(float(m)), Decimal(float(v))),
    "Series": lambda m, v: pd.Series([m, v], index=["mean", "variance"]),
    "nullable Series": lambda m, v: pd.Series([m, v], dtype="Float64"),
    "row of a table": lambda m, v: pd.DataFrame({"mean": [m], "variance": [v]}),
    "row of a table, taken out": lambda m, v: pd.DataFrame({"mean": [m], "v": [v]}).iloc[0],
}


@pytest.mark.parametrize("held", HELD)
def test_a_pair_may_be_held_in_anything(held):
    result = grade("moments-of-a-table", lambda *inputs: HELD[held](*moments(*inputs)))
    assert result, result
    swapped = grade("moments-of-a-table", lambda *inputs: HELD[held](*moments(*inputs)[::-1]))
    assert swapped.message.startswith("The variance comes first")


SEVERAL = {
    "list": list,
    "column": lambda pi: pi[:, None],
    "list of arrays": lambda pi: [np.array([p]) for p in pi],
    "Series": pd.Series,
    "column of a table": lambda pi: pd.DataFrame({"pi": pi})["pi"],
    "table of one column": lambda pi: pd.DataFrame({"pi": pi}),
    "float32": np.float32,
    "generator": lambda pi: (p for p in pi),
}


@pytest.mark.parametrize("held", SEVERAL)
def test_an_array_may_be_held_in_anything(held):
    def stable(eta):
        e = np.exp(eta - eta.max())
        return SEVERAL[held](e / e.sum())

    assert grade("stable-softmax", stable)
    assert not grade("stable-softmax", lambda eta: SEVERAL[held](stable_and_more(eta)))


def stable_and_more(eta):
    e = np.exp(eta - eta.max())
    return np.append(e / e.sum(), 0.0)


def parts_of_different_shapes(y, eta):
    return objects(np.mean(eta + y * np.exp(-eta)), (1 - y * np.exp(-eta)) / len(y))


def test_a_number_and_an_array():
    assert grade("exponential-loss", parts_of_different_shapes)
    assert grade("exponential-loss", lambda *given: list(parts_of_different_shapes(*given)))
    assert not grade("exponential-loss", lambda *given: parts_of_different_shapes(*given)[0])


ONE = [0.75, 3 / 4, "nine twelfths", np.float32(0.75), np.array(0.75), [0.75], (0.75,), 0.7501]
ONE += [Fraction(3, 4), Decimal("0.75"), pd.Series([0.75]), pd.DataFrame([[0.75]]), 0.75 + 0j]


@pytest.mark.parametrize("answer", ONE, ids=repr)
def test_one_number(answer):
    assert bool(grade("coin-map", answer)) is not isinstance(answer, str)


VALUES = [
    ("annotators-floor", 0.6365141682948128, "right."),
    ("annotators-floor", np.float32(0.6365142), "right."),
    ("annotators-floor", 0.6365, "right to four digits."),
    ("annotators-floor", 0.637, "right to three digits."),
    ("annotators-floor", 0.64, "0.64 is right to two digits: give three."),
    ("annotators-floor", -0.637, "The sign is wrong."),
    ("annotators-floor", 0.6931, "That is the ceiling for two classes, log 2."),
    ("annotators-floor", 0.65, "0.65 is not right."),
    ("coin-likelihood-ratio", 2.28, "right to three digits."),
    ("coin-likelihood-ratio", 2.3, "2.3 is right to two digits: give three."),
    ("horse-kick-standard-error", 0.055, "right to two digits."),
    ("reverse-multiplications", 50510, "The last Jacobian is a row already"),
    ("reverse-multiplications", 50501, "5.05e+04 is not right."),
    ("reverse-multiplications", np.int64(50500), "right."),
    ("reverse-multiplications", 50500.0, "right."),
    ("same-model", 1, "right."),
    ("same-model", 1.0, "right."),
    ("same-model", True, "The answer should be one number, but is True."),
    ("same-model", "1", "The answer should be one number, but is '1'."),
    ("same-model", 1.0001, "1 is not right."),
    ("no-maximum", (2, 3, 4), "right."),
    ("no-maximum", {4, 2, 3}, "right."),
    ("no-maximum", [4, 3, 2], "right."),
    ("no-maximum", (2, 4), "A bandwidth that goes to zero"),
    ("no-maximum", 3, "The answer should be 3 numbers in a row"),
    ("one-nat", [0.225, 0.225, 0.55], "right."),
    ("one-nat", pd.Series([0.225, 0.225, 0.55]), "right."),
    ("one-nat", (np.nan, np.nan), "The numbers must be probabilities"),
    ("die-variance", 10**400, "The answer should be one number"),
    ("die-variance", count(), "The answer should be one number"),
]


@pytest.mark.parametrize(("name", "answer", "message"), VALUES, ids=str)
def test_a_value_is_right_to_the_digits_that_are_asked_for(name, answer, message):
    result = grade(name, answer)
    assert result.message.startswith(message)
    assert bool(result) == message.startswith("right")


def ridge_by_search(X, y, lam):
    def loss(theta):
        return np.sum((y - X @ theta) ** 2) + lam * np.sum(theta[1:] ** 2)

    return minimize(loss, np.zeros(X.shape[1]), tol=1e-9).x


def ridge_by_simplex(X, y, lam):
    def loss(theta):
        return np.sum((y - X @ theta) ** 2) + lam * np.sum(theta[1:] ** 2)

    options = {"xatol": 1e-6, "fatol": 1e-9, "maxiter": 4000, "maxfev": 8000}
    return minimize(loss, np.zeros(X.shape[1]), method="Nelder-Mead", options=options).x


def maxent_by_search(values, mean):
    def log_z(at):
        exponent = at * (values - mean) / np.ptp(values)
        return exponent.max() + np.log(np.sum(np.exp(exponent - exponent.max())))

    at = minimize(log_z, np.zeros(1), tol=1e-10).x
    exponent = at * values / np.ptp(values)
    p = np.exp(exponent - exponent.max())
    return p / p.sum()


def maxent_by_programme(T, c):
    n = T.shape[1]
    rules = [lambda p: p.sum() - 1, lambda p: T @ p - c]
    return minimize(
        lambda p: -np.sum(entr(np.maximum(p, 0.0))),
        np.full(n, 1 / n),
        bounds=[(1e-12, 1)] * n,
        constraints=[{"type": "eq", "fun": rule} for rule in rules],
    ).x


def glm_by_search(X, y, mean, variance):
    def miss(theta):
        with np.errstate(all="ignore"):
            value = {1: 0.5 * (X @ theta) ** 2, 2: np.logaddexp(0, X @ theta), 3: np.exp(X @ theta)}
        kind = 2 if mean is expit else 3 if mean is np.exp else 1
        return np.sum(value[kind] - y * (X @ theta)), X.T @ (mean(X @ theta) - y)

    with np.errstate(all="ignore"):
        return minimize(miss, np.zeros(X.shape[1]), jac=True, tol=1e-8).x


def gradient_by_differences(y, share, mu, sigma):
    def log_likelihood(at):
        return np.sum(np.log(np.exp(np.log(share) + norm.logpdf(y[:, None], at, sigma)).sum(1)))

    steps = 1e-6 * np.eye(len(mu))
    return [(log_likelihood(mu + h) - log_likelihood(mu - h)) / 2e-6 for h in steps]


NUMERICAL = {
    "ridge-free-intercept": [ridge_by_search, ridge_by_simplex],
    "maxent-with-a-mean": [maxent_by_search],
    "fit-any-glm": [glm_by_search],
    "mixture-mean-gradient": [gradient_by_differences],
}


@pytest.mark.parametrize(
    ("name", "answer"), [(name, answer) for name, ways in NUMERICAL.items() for answer in ways]
)
def test_a_numerical_solution_is_right(name, answer):
    for seed in range(5):
        result = grade(name, answer, seed=seed)
        assert result, result
        assert result.message.startswith("right")


def test_a_numerical_programme_is_right_at_the_random_inputs():
    rng = np.random.default_rng(1)
    general = exercises()["maxent-in-general"]
    for _ in range(20):
        inputs = general.inputs(rng)
        p = maxent_by_programme(*inputs)
        assert general.accept(p, general.reference(*inputs), *inputs) is True


@pytest.mark.parametrize(
    ("noise", "message"),
    [(0.0, "right."), (1e-7, "right."), (3e-6, "right to five"), (3e-5, "right to four")],
)
def test_right_to_some_digits(noise, message):
    result = grade(
        "ridge-to-variance", lambda alpha, noise_variance: noise_variance / alpha * (1 + noise)
    )
    assert result
    assert result.message.startswith(message)


@pytest.mark.parametrize("noise", [1e-3, 3e-4, -1e-2])
def test_too_few_digits_are_shown_apart(noise):
    result = grade("original-prior-variances", lambda s, V: V / s**2 + noise * np.arange(len(s)))
    assert result.status == "wrong"
    given, right = result.message.removeprefix("It gives ").split(" is right,")[0].split(" where ")
    assert given != right


def test_no_factor_of_one():
    result = grade("original-prior-variances", lambda s, V: 1.0006 * V / s**2)
    assert result.status == "wrong"
    assert "times the right one" not in result.message


@pytest.mark.parametrize(
    ("a", "b"), [(1.492, 1.492 + 1e-9), ([1.0, 2.0], [1.0, 2.0 + 1e-14]), (0.0, 1e-300)]
)
def test_two_numbers_that_differ_are_never_shown_as_equal(a, b):
    assert len(set(show_apart(np.array(a), np.array(b)))) == 2


def test_exactly_zero_is_asked_for_where_it_is_the_point():
    def nearly(z, h, b):
        return np.sign(z) * np.maximum(np.abs(z) - 1 / (h * b), 1e-6)

    assert not grade("soft-threshold", nearly)


@pytest.mark.parametrize(
    ("a", "b", "digits"),
    [
        (0.637, 0.6365141682948128, 3),
        (0.6365, 0.6365141682948128, 4),
        (2.5, 2.5, ALL),
        (np.inf, np.inf, ALL),
        (np.inf, -np.inf, 0),
        (np.nan, 1.0, 0),
        (1e-12, 0.0, ALL),
        (1e-6, 0.0, 0),
        ([1.0, 2.0], [[1.0, 2.0]], ALL),
        ([1.0, 2.0], [1.0, 2.0, 3.0], 0),
        ([1000.0, 1.04], [1000.0, 1.0], 5),
    ],
)
def test_agreement(a, b, digits):
    assert agreement(plain(a), plain(b)) == digits


def test_plain_things():
    assert plain("word") == "word"
    assert plain(True) is True
    assert plain(np.False_) is False
    assert plain(None) is None
    assert plain([None, ...]) == (None, ...)
    assert np.isnan(plain(np.ma.array([1.0, 2.0], mask=[False, True]))[1])
    for odd in (
        object(),
        {"a": 1.0},
        1j,
        b"x",
        np.array(["2020-01-01"], dtype="M8[D]"),
        [1, object()],
    ):
        assert isinstance(plain(odd), Unusable)


class Unreadable:
    def __repr__(self):
        raise RuntimeError("no")

    def __array__(self, *given, **options):
        raise RuntimeError("no")


def test_an_answer_that_cannot_be_read_raises_nothing():
    assert grade("coin-map", Unreadable()).status == "wrong"
    assert grade("run-of-heads", Unreadable()).status == "wrong"
    assert grade("run-of-heads", lambda *given: Unreadable()).status == "wrong"
    assert grade("cover-both-bumps", Unreadable()).status == "wrong"


@pytest.mark.parametrize("sigma", [np.nan, np.inf, "2.1", None, [2.1, 2.1]])
def test_a_setting_is_of_finite_numbers(sigma):
    setting = MagicMock(gap=2.0, mu=0.0, sigma=sigma)
    assert grade("cover-both-bumps", setting).status == "wrong"
    assert "sigma" in grade("cover-both-bumps", setting).message


def test_a_setting_in_single_precision():
    assert grade("cover-both-bumps", MagicMock(gap=2, mu=np.float32(0.0), sigma=np.float32(2.1)))
