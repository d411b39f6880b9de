"""Losses are mean negative log-likelihoods: known numbers, the families behind them, extremes."""

import mpmath as mp
import numpy as np
import pytest
from duck import assert_traceable
from hypothesis import given
from hypothesis import strategies as st

from glm_core import (
    Bernoulli,
    Categorical,
    Gaussian,
    Laplace,
    Poisson,
    StudentT,
    absolute_error,
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    log_softmax,
    poisson_loss,
    poisson_loss_from_log_mean,
    sigmoid,
    softmax,
    squared_error,
    student_t_loss,
)

mp.mp.dps = 50
rng = np.random.default_rng(5)
Y = rng.normal(size=6)
MU = rng.normal(size=6)
BITS = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0])
COUNTS = np.array([0.0, 1.0, 4.0, 2.0, 0.0, 7.0])
LABELS = np.array([0, 2, 1, 1, 2, 0])
LOGITS = rng.normal(size=(6, 3))


def test_by_hand():
    assert squared_error([1, 2], [1, 4]) == 2
    assert absolute_error([1, 2], [1, 4]) == 1
    assert binary_cross_entropy([1], [0.25]) == np.log(4)
    assert categorical_cross_entropy([1], [[0.75, 0.25]]) == np.log(4)
    assert poisson_loss([2], [1]) == 1


def test_five_points_prefer_the_mean():
    y = [3, 4, 5, 6, 7]
    assert [squared_error(y, mu) for mu in (4, 5, 6)] == pytest.approx([3, 2, 3], rel=1e-15)


@pytest.mark.parametrize(
    ("loss", "log_prob", "scale", "constant"),
    [
        (squared_error(Y, MU), Gaussian(2.0).log_prob(Y, MU / 2), 0.25, 0.5 * np.log(4 * np.pi)),
        (absolute_error(Y, MU), Laplace(0.5).log_prob(Y, MU), 2.0, np.log(1.0)),
        (student_t_loss(Y, MU, df=3, scale=2), StudentT(3, 2).log_prob(Y, MU), 1.0, 0.0),
        (binary_cross_entropy(BITS, sigmoid(MU)), Bernoulli().log_prob(BITS, MU), 1.0, 0.0),
        (binary_cross_entropy_from_logits(BITS, MU), Bernoulli().log_prob(BITS, MU), 1.0, 0.0),
        (
            categorical_cross_entropy(LABELS, softmax(LOGITS)),
            Categorical(3).log_prob(LABELS, LOGITS),
            1.0,
            0.0,
        ),
        (
            categorical_cross_entropy_from_logits(LABELS, LOGITS),
            Categorical(3).log_prob(LABELS, LOGITS),
            1.0,
            0.0,
        ),
        (
            poisson_loss(COUNTS, np.exp(MU)),
            Poisson().log_prob(COUNTS, MU),
            1.0,
            -np.mean(Poisson().log_base_measure(COUNTS)),
        ),
        (
            poisson_loss_from_log_mean(COUNTS, MU),
            Poisson().log_prob(COUNTS, MU),
            1.0,
            -np.mean(Poisson().log_base_measure(COUNTS)),
        ),
    ],
)
def test_a_loss_is_a_mean_negative_log_likelihood(loss, log_prob, scale, constant):
    assert scale * loss + constant == pytest.approx(-np.mean(log_prob), rel=1e-14)


def test_rows_and_labels_are_the_same_thing():
    rows = np.eye(3)[LABELS]
    for f, prediction in (
        (categorical_cross_entropy, softmax(LOGITS)),
        (categorical_cross_entropy_from_logits, LOGITS),
    ):
        assert f(rows, prediction) == f(LABELS, prediction)


def test_soft_labels():
    rows = softmax(rng.normal(size=(6, 3)))
    direct = -np.mean(np.sum(rows * log_softmax(LOGITS), axis=-1))
    assert categorical_cross_entropy_from_logits(rows, LOGITS) == pytest.approx(direct, rel=1e-14)
    assert categorical_cross_entropy(rows, softmax(LOGITS)) == pytest.approx(direct, rel=1e-14)
    direct = -np.mean(0.3 * np.log(sigmoid(MU)) + 0.7 * np.log(sigmoid(-MU)))
    assert binary_cross_entropy_from_logits(0.3, MU) == pytest.approx(direct, rel=1e-14)


def test_a_grid_of_predictions_gives_a_surface():
    grid = np.linspace(-1, 1, 15).reshape(5, 3, 1)
    surface = squared_error(Y, grid + 0 * Y, axis=-1)
    assert surface.shape == (5, 3)
    assert surface[2, 1] == pytest.approx(squared_error(Y, grid[2, 1, 0]), rel=1e-15)


EXTREME = [0.0, -0.0, 40.0, -40.0, 710.0, -710.0, 1e4, -1e4, 1e308, -1e308]


@pytest.mark.parametrize("eta", EXTREME)
def test_logits_at_extremes(eta):
    big = mp.mpf(eta)
    truth = max(big, mp.mpf(0)) + mp.log1p(mp.exp(-min(abs(big), 1e5)))  # e to −1e5 is 0 here
    assert binary_cross_entropy_from_logits(0.0, eta) == pytest.approx(float(truth), rel=4e-16)
    assert binary_cross_entropy_from_logits(1.0, -eta) == pytest.approx(float(truth), rel=4e-16)
    pair = categorical_cross_entropy_from_logits([0], [[0.0, eta]])
    assert pair == pytest.approx(float(truth), rel=4e-16)


def test_certain_and_wrong_is_infinite_certain_and_right_is_free():
    assert binary_cross_entropy([1, 0], [0.0, 1.0]) == np.inf
    assert binary_cross_entropy([1, 0], [1.0, 0.0]) == 0
    assert categorical_cross_entropy([0], [[0.0, 1.0]]) == np.inf
    assert categorical_cross_entropy([1], [[0.0, 1.0]]) == 0
    assert poisson_loss([0, 1], [0.0, 0.0]) == np.inf
    assert poisson_loss([0], [0.0]) == 0


def test_huge_losses_have_a_mean():
    eta = np.array([1e308, 1e308, 1e308, -1e308])
    assert binary_cross_entropy_from_logits(np.zeros(4), eta) == pytest.approx(7.5e307, rel=1e-15)
    assert absolute_error(np.zeros(4), eta) == pytest.approx(1e308, rel=1e-15)
    assert poisson_loss_from_log_mean([1e6], [1e308]) == np.inf
    assert squared_error([0], [1e200]) == np.inf


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: squared_error([1, 2, 3], [[1], [2], [3]]),
            ValueError,
            r"y and mu must fit \(got shapes \(3,\) and \(3, 1\)\)",
        ),
        (lambda: squared_error([1, 2], [1, 2, 3]), ValueError, r"y and mu must fit"),
        (lambda: squared_error([], []), ValueError, r"y and mu must hold an observation"),
        (lambda: squared_error([np.nan], [1]), ValueError, r"y must be free of NaN \(got nan\)"),
        (lambda: absolute_error([1], [np.inf]), ValueError, r"mu must be finite \(got inf\)"),
        (
            lambda: binary_cross_entropy([2], [0.5]),
            ValueError,
            r"y must be in \[0, 1\] \(got 2.0\)",
        ),
        (lambda: binary_cross_entropy([1], [1.5]), ValueError, r"phi must be in \[0, 1\]"),
        (lambda: binary_cross_entropy(["a"], [0.5]), TypeError, r"y must hold real numbers"),
        (lambda: categorical_cross_entropy([0], [[0.5, 0.6]]), ValueError, r"the sum of pi must"),
        (lambda: categorical_cross_entropy([2], [[0.5, 0.5]]), ValueError, r"y must be a class in"),
        (
            lambda: categorical_cross_entropy_from_logits([[1, 1]], [[0, 0]]),
            ValueError,
            r"the sum of y must be 1 \(got 2.0\)",
        ),
        (
            lambda: categorical_cross_entropy_from_logits([0, 1], [[0, 0]] * 3),
            ValueError,
            r"y and eta must fit \(got shapes \(2, 2\) and \(3, 2\)\)",
        ),
        (lambda: categorical_cross_entropy_from_logits(0, 1.0), ValueError, r"eta must have"),
        (lambda: poisson_loss([-1], [1]), ValueError, r"y must be non-negative \(got -1.0\)"),
        (lambda: poisson_loss([1], [-1]), ValueError, r"mu must be non-negative \(got -1.0\)"),
        (lambda: student_t_loss([1], [1], df=0), ValueError, r"df must be positive \(got 0.0\)"),
    ],
)
def test_bad_input_names_argument_rule_and_value(call, error, message):
    with pytest.raises(error, match=message):
        call()


wild = st.one_of(
    st.floats(), st.lists(st.floats(), max_size=3), st.none(), st.text(max_size=3), st.just([[1.0]])
)


@given(
    st.sampled_from([squared_error, binary_cross_entropy, binary_cross_entropy_from_logits,
                     categorical_cross_entropy, categorical_cross_entropy_from_logits,
                     poisson_loss, poisson_loss_from_log_mean, absolute_error]),
    wild, wild,
)  # fmt: skip
def test_anything_is_answered_or_refused(loss, y, prediction):
    try:
        result = loss(y, prediction)
    except (ValueError, TypeError) as refusal:
        result = 0.0 if "(got" in str(refusal) else np.nan
    assert np.ndim(result) == 0
    assert not np.isnan(result)


def test_runs_on_traced_values():
    assert_traceable(squared_error, Y, MU)
    assert_traceable(absolute_error, Y, MU)
    assert_traceable(lambda y, mu: student_t_loss(y, mu, df=3), Y, MU)
    assert_traceable(binary_cross_entropy, BITS, sigmoid(MU))
    assert_traceable(binary_cross_entropy_from_logits, BITS, MU)
    assert_traceable(categorical_cross_entropy, np.eye(3)[LABELS], softmax(LOGITS))
    assert_traceable(lambda eta: categorical_cross_entropy_from_logits(LABELS, eta), LOGITS)
    assert_traceable(poisson_loss, COUNTS, np.exp(MU))
    assert_traceable(poisson_loss_from_log_mean, COUNTS, MU)
