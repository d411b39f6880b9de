"""Elementary functions against mpmath at 50 digits, at ordinary and at extreme arguments."""

import mpmath as mp
import numpy as np
import pytest
from duck import assert_traceable
from fifty_digits import close, exp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from glm_core import log_softmax, logsumexp, one_hot, sigmoid, softmax, softplus, xlogy
from glm_core.numerics import log_excess

EXTREME = [s * x for x in (0.0, 5e-324, 1e-17, 0.3, 1, 40, 710, 745, 1e4, 1e308) for s in (1, -1)]
reals = st.floats(allow_nan=False, allow_infinity=False)


def truth_log1p_exp(x):
    x = mp.mpf(x)
    return x + mp.log1p(exp(-x)) if x > 0 else mp.log1p(exp(x))


@pytest.mark.parametrize("x", EXTREME)
def test_sigmoid_and_softplus_at_extremes(x):
    big = mp.mpf(x)
    close(sigmoid(x), 1 / (1 + exp(-big)) if x >= 0 else exp(big) / (1 + exp(big)))
    close(softplus(x), truth_log1p_exp(x))


@pytest.mark.parametrize("a", EXTREME)
@pytest.mark.parametrize("b", [0.0, -710.0, 40.0, 1e308, -1e308])
def test_two_class_softmax_is_the_sigmoid_at_extremes(a, b):
    gap = mp.mpf(a) - mp.mpf(b)
    exact = mp.mpf(a - b) == gap
    ulps = 4 if exact else 4 + min(abs(gap), 745)  # e to a rounded gap is off by |gap| half-ulps
    log_pi, pi = log_softmax([a, b]), softmax([a, b])
    close(log_pi[0], -truth_log1p_exp(-gap), ulps)
    close(log_pi[1], -truth_log1p_exp(gap), ulps)
    close(pi[0], exp(-truth_log1p_exp(-gap)), ulps)
    close(pi[1], exp(-truth_log1p_exp(gap)), ulps)
    close(logsumexp([a, b]), max(mp.mpf(a), mp.mpf(b)) + mp.log1p(exp(-abs(gap))))


@given(arrays(float, st.integers(1, 6), elements=reals))
def test_softmax_is_a_distribution_for_every_finite_input(x):
    pi = softmax(x)
    assert pi.min() >= 0
    assert pi.sum() == pytest.approx(1, abs=1e-14)
    assert not np.isnan(log_softmax(x)).any()
    assert np.log(pi[np.argmax(x)]) == pytest.approx(log_softmax(x).max(), abs=1e-14)


@given(arrays(float, (3, 4), elements=st.floats(-700, 700)), st.floats(-300, 300))
def test_softmax_does_not_see_a_common_shift(x, shift):
    np.testing.assert_allclose(softmax(x + shift), softmax(x), rtol=1e-12, atol=1e-13)


def test_axis_and_keepdims():
    x = np.random.default_rng(1).normal(size=(2, 3, 4))
    direct = np.log(np.exp(x).sum(axis=1))
    np.testing.assert_allclose(logsumexp(x, axis=1), direct, rtol=1e-14)
    np.testing.assert_allclose(logsumexp(x, axis=1, keepdims=True)[:, 0], direct, rtol=1e-14)
    np.testing.assert_allclose(softmax(x, axis=0).sum(axis=0), 1, rtol=1e-14)


def test_a_class_of_logit_minus_infinity_is_impossible():
    assert softmax([0.0, -np.inf]).tolist() == [1.0, 0.0]
    assert logsumexp([2.0, -np.inf]) == 2.0


def test_equal_logits_keep_the_logarithm_of_their_number():
    assert logsumexp([0.0] * 8) == np.log(8)
    assert logsumexp([1e308, 1e308]) == 1e308


@pytest.mark.parametrize("x", [1e-300, 1e-8, -1e-8, 1e-3, -0.05, 0.2, 0.24999, 0.26, -0.3, 5.0])
def test_log_excess(x):
    close(log_excess(x, np.log1p(x)), mp.mpf(x) - mp.log1p(mp.mpf(x)), ulps=16)


def test_xlogy_and_one_hot():
    assert xlogy(0.0, 0.0) == 0.0
    assert xlogy(1.0, 0.0) == -np.inf
    assert one_hot([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert one_hot(1, 2).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sigmoid(np.nan), r"x must be free of NaN \(got nan\)"),
        (lambda: softplus("a"), r"x must hold real numbers \(got 'a'\)"),
        (lambda: softmax(1.0), r"x must hold at least one number \(got shape \(\)\)"),
        (lambda: logsumexp([]), r"x must hold at least one number \(got shape \(0,\)\)"),
        (lambda: softmax([np.inf, 0]), r"the maximum of x must be finite \(got inf\)"),
        (lambda: log_softmax([-np.inf]), r"the maximum of x must be finite \(got -inf\)"),
        (lambda: softmax([[1, 2], [3]]), r"x must be a regular array \(got \[\[1, 2\], \[3\]\]\)"),
        (lambda: xlogy(1, -1), r"y must be non-negative \(got -1.0\)"),
        (lambda: xlogy(np.inf, 1), r"x must be finite \(got inf\)"),
        (lambda: one_hot([0, 3], 3), r"y must be a class in 0..2 \(got 3.0\)"),
        (lambda: one_hot([0.5], 3), r"y must be a whole number from 0 \(got 0.5\)"),
        (lambda: one_hot([]), r"n_classes must be given where .* \(got None\)"),
    ],
)
def test_bad_input_names_argument_rule_and_value(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


@pytest.mark.parametrize("f", [sigmoid, softplus, softmax, log_softmax, logsumexp])
def test_runs_on_traced_values(f):
    assert_traceable(f, np.array([[1.0, -40.0, 3.0], [710.0, 1e308, -1e308]]))


def test_two_arguments_run_on_traced_values():
    assert_traceable(xlogy, np.array([0.0, 0.5]), np.array([0.0, 2.0]))
    assert_traceable(lambda y: one_hot(y, 3), np.array([0.0, 2.0]))
