"""Large parameters keep their digits: against mpmath, or the closed form, at enough digits.

Reported of others, where log Γ of large arguments is subtracted from itself: scipy#18093 (entropy
of a gamma), scipy#18386 (Student's t), stan-dev/math#2508 and #428 (beta and negative binomial).
"""

import mpmath as mp
import numpy as np
import pytest
from mpmath import log, loggamma, mpf

from glm_core import Exponential, Gamma, Gaussian, StudentT
from glm_core.bayes import BetaBernoulli, DirichletCategorical, GammaPoisson, GaussianGaussian
from glm_core.log_gamma import log_poisson, log_rising

SIZES = [1e-300, 1e-3, 0.5, 1.0, 1.5, 99.0, 101.0, 1e4, 1e8, 1e12, 1e100, 1e300]
DATA = [[1, 0, 1], [1], [0, 0], [1] * 7 + [0] * 5]


@pytest.fixture(autouse=True)
def enough_digits():
    with mp.workdps(700):
        yield


def close(value, expected, tol=1e-12):
    value, expected = float(value), float(expected)
    assert value == expected or abs(value - expected) <= tol * max(abs(expected), 1.0)


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


@pytest.mark.parametrize("b", SIZES)
@pytest.mark.parametrize("a", SIZES)
def test_beta_bernoulli(a, b):
    model, A, B = BetaBernoulli(a, b), mpf(a), mpf(b)
    close(model.mean, A / (A + B), 1e-15)
    variance = A * B / (A + B) ** 2 / (A + B + 1)
    assert float(model.variance) == pytest.approx(float(variance), rel=1e-13, abs=1e-320)
    close(model.predictive(0), B / (A + B), 1e-15)
    for data in DATA:
        ones = sum(data)
        evidence = log_beta(A + ones, B + len(data) - ones) - log_beta(A, B)
        close(model.log_evidence(data), evidence, 1e-13)
    for phi in (0.5, 0.3, 1e-10, 0.999, 1e-300):
        density = (A - 1) * log(mpf(phi)) + (B - 1) * log(1 - mpf(phi)) - log_beta(A, B)
        close(model.log_prob(phi), density)


@pytest.mark.parametrize("size", [1e3, 1e8, 1e12])
@pytest.mark.parametrize("deviations", [-3, -1, 0, 0.5, 2])
def test_beta_near_its_peak(size, deviations):
    A, B = mpf(size), mpf(2 * size)
    model = BetaBernoulli(size, 2 * size)
    phi = float(model.mean + deviations * np.sqrt(model.variance))
    density = (A - 1) * log(mpf(phi)) + (B - 1) * log(1 - mpf(phi)) - log_beta(A, B)
    close(model.log_prob(phi), density, 1e-9)


def test_the_largest_parameters():
    coin = BetaBernoulli(1e308, 1e308)
    assert coin.mean == coin.predictive() == 0.5
    assert coin.log_evidence([1, 0, 1]) == pytest.approx(3 * np.log(0.5), rel=1e-15)
    assert coin.interval() == (0.5, 0.5)
    assert coin.sample(rng=np.random.default_rng(0)) == 0.5
    classes = DirichletCategorical([1e308] * 4)
    np.testing.assert_array_equal(classes.mean, np.full(4, 0.25))
    assert classes.log_evidence([0, 1, 3]) == pytest.approx(3 * np.log(0.25), rel=1e-15)
    np.testing.assert_array_equal(classes.sample(rng=np.random.default_rng(0)), np.full(4, 0.25))
    assert GammaPoisson(1e308, 1e308).log_evidence([1, 1]) == pytest.approx(-2.0, rel=1e-15)


def log_negative_binomial(S, R, Y, n=1):
    value = loggamma(S + Y) - loggamma(S) - loggamma(Y + 1)
    return value + S * log(R / (R + n)) + Y * log(n / (R + n))


@pytest.mark.parametrize("rate", [1e-5, 1.0, 30.0, 1e12, 1e300])
@pytest.mark.parametrize("shape", SIZES)
def test_gamma_poisson(shape, rate):
    model, S, R = GammaPoisson(shape, rate), mpf(shape), mpf(rate)
    for y in (0, 1, 5, 1000, 10**12):
        expected = log_negative_binomial(S, R, mpf(y))
        if expected > -700:
            assert model.predictive(y) == pytest.approx(float(mp.exp(expected)), rel=1e-10)
        close(model.log_evidence([y]), expected)
    for data in ([3, 0, 2], [0, 0], [10**12, 10**12 + 10**6]):
        T, n = mpf(sum(data)), len(data)
        ways = loggamma(T + 1) - sum(loggamma(mpf(y) + 1) for y in data) - T * log(n)
        close(model.log_evidence(data), log_negative_binomial(S, R, T, n) + ways)
    for rate_of_counts in (1.0, 1e-3, 1e12):
        L = mpf(rate_of_counts)
        close(model.log_prob(rate_of_counts), S * log(R) + (S - 1) * log(L) - R * L - loggamma(S))


def test_gamma_poisson_of_the_report():
    assert GammaPoisson(1e12, 1).predictive(1e12) == pytest.approx(2.8209479177e-7, rel=1e-10)
    assert BetaBernoulli(1e12, 1e12).log_evidence([1, 0, 1]) == pytest.approx(-2.0794415417, 1e-10)


@pytest.mark.parametrize("alpha", [[1e12] * 3, [0.5, 1e12, 3.0], [200, 0.5, 0.2], [1e300, 1e3, 1]])
def test_dirichlet_categorical(alpha):
    model, A = DirichletCategorical(alpha), [mpf(a) for a in alpha]

    def log_z(alpha):
        return sum(map(loggamma, alpha)) - loggamma(sum(alpha))

    for data in ([0, 1, 2, 2], [1], [0] * 50):
        after = [a + data.count(k) for k, a in enumerate(A)]
        close(model.log_evidence(data), log_z(after) - log_z(A), 1e-13)
    for pi in ([0.25, 0.5, 0.25], [0.2, 0.3, 0.5], [1 / 3] * 3, [1e-9, 1 - 2e-9, 1e-9]):
        density = sum((a - 1) * log(mpf(p)) for a, p in zip(A, pi, strict=True)) - log_z(A)
        close(model.log_prob(pi), density, 1e-11)
    np.testing.assert_allclose(model.mean, [float(a / sum(A)) for a in A], rtol=1e-15)


@pytest.mark.parametrize("variance", [1e-12, 1.0, 1e200])
@pytest.mark.parametrize("noise", [1e-200, 1.0, 1e150])
def test_gaussian_gaussian(variance, noise):
    model, V, N = GaussianGaussian(3.0, variance, noise), mpf(variance), mpf(noise)
    after = model.update([1.0, 4.0])
    precision = 1 / V + 2 / N
    close(after.mean, (3 / V + 5 / N) / precision, 1e-14)
    assert after.variance == pytest.approx(float(1 / precision), rel=1e-14)
    joint = -log((2 * mp.pi) ** 2 * N * (N + 2 * V)) / 2
    gaps = [mpf(-2), mpf(1)]
    joint -= (sum(g**2 for g in gaps) / N - V * sum(gaps) ** 2 / N / (N + 2 * V)) / 2
    close(model.log_evidence([1.0, 4.0]), joint, 1e-13)


@pytest.mark.parametrize("rate", [1.0, 1e-8, 1e12])
@pytest.mark.parametrize("k", [*SIZES, 24.0, 25.0, 26.0, 1e10, 1e14, 1e16, 1e308])
def test_entropy_of_a_gamma(k, rate):
    K = mpf(k)
    expected = K + loggamma(K) + (1 - K) * mp.digamma(K) - log(mpf(rate))
    assert Gamma(k).entropy(-rate) == pytest.approx(float(expected), rel=1e-13, abs=1e-13)


def test_entropies_that_are_known():
    assert Gamma(1e10).entropy(-1) == pytest.approx(12.931863998141568, rel=1e-15)
    assert Exponential().entropy(-2) == pytest.approx(1 - np.log(2), rel=1e-15)
    assert Gaussian(1e300).entropy(0) == pytest.approx(
        0.5 * (1 + np.log(2 * np.pi) + 300 * np.log(10))
    )


@pytest.mark.parametrize("scale", [1e-5, 1.0, 1e100])
@pytest.mark.parametrize("df", [1e-5, 0.3, 1.0, 7.0, 19.9, 20.1, 1e3, 1e6, 1e12, 1e100, 1e308])
def test_student_t(df, scale):
    N, S = mpf(df), mpf(scale)
    for z in (0.0, 1e-200, 0.5, 1.0, 3.0, 1e4, 1e9, 1e100):
        y = z * scale
        tail = (N + 1) / 2 * mp.log1p((mpf(y) / S) ** 2 / N)
        expected = loggamma((N + 1) / 2) - loggamma(N / 2) - log(N * mp.pi) / 2 - log(S) - tail
        close(StudentT(df, scale).log_prob(y, 0), expected, 1e-13)


@pytest.mark.parametrize("x", [1e-5, 0.3, 9.99, 10.0, 10.5, 1e3, 1e8, 1e100])
@pytest.mark.parametrize("n", [0.5, 1.0, 3.0, 100.0, 1e6, 1e12])
def test_rising_factorials(x, n):
    expected = float(loggamma(mpf(x) + n) - loggamma(mpf(x)) - n * log(mpf(x)))
    assert log_rising(x, n) == pytest.approx(expected, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("y", [0, 0.3, 5, 12.5, 1e3, 1e8, 1e15])
@pytest.mark.parametrize("rate", [1e-300, 0.7, 12.0, 1.001e3, 1e8, 1e15])
def test_poisson_about_its_best(y, rate):
    Y, L = mpf(y), mpf(rate)
    close(log_poisson(y, rate), Y * log(L) - L - loggamma(Y + 1), 4e-15)
