"""Laws that every exponential family obeys: a new family is tested by existing."""

from collections.abc import Callable
from typing import NamedTuple

import mpmath as mp
import numpy as np
import pytest
from duck import assert_traceable
from fifty_digits import close, exp
from hypothesis import given
from hypothesis import strategies as st
from own_families import Geometric, Logarithmic, NegativeBinomial
from scipy import integrate, stats

from glm_core import (
    Bernoulli,
    Categorical,
    Exponential,
    ExponentialFamily,
    Gamma,
    Gaussian,
    GaussianUnknown,
    Laplace,
    Poisson,
    StudentT,
)


class Case(NamedTuple):
    """A family, natural parameters to try, and the same distribution in SciPy, from its mean."""

    family: ExponentialFamily
    etas: list
    scipy: Callable  # (mean, eta) → frozen distribution


# One line a family: all the laws below are tried on each of its etas.
FAMILIES = {
    Gaussian: Case(Gaussian(2.5), [-1.3, 0.0, 0.8], lambda m, _: stats.norm(m, np.sqrt(2.5))),
    GaussianUnknown: Case(
        GaussianUnknown(),
        [[0.6, -0.5], [-2.0, -1.7], [4.0, -0.8]],
        lambda m, _: stats.norm(m[0], np.sqrt(m[1] - m[0] ** 2)),
    ),
    Bernoulli: Case(Bernoulli(), [-2.0, 0.0, 1.7], lambda m, _: stats.bernoulli(m)),
    Categorical: Case(
        Categorical(3),
        [[0.0, 1.0, -1.0], [2.0, 2.0, 0.5], [-1.0, 0.3, 0.2]],
        lambda m, _: stats.rv_discrete(values=(np.arange(3), m)),
    ),
    Poisson: Case(Poisson(), [-1.0, 0.5, 2.0], lambda m, _: stats.poisson(m)),
    Gamma: Case(Gamma(2.5), [-0.3, -1.0, -4.0], lambda m, eta: stats.gamma(2.5, scale=-1 / eta)),
    Exponential: Case(Exponential(), [-0.3, -1.0, -4.0], lambda m, _: stats.expon(scale=m)),
    NegativeBinomial: Case(
        NegativeBinomial(2.5), [-2.0, -0.7, -0.3], lambda m, e: stats.nbinom(2.5, -np.expm1(e))
    ),
    Logarithmic: Case(Logarithmic(), [-2.0, -0.7, -0.3], lambda m, e: stats.logser(np.exp(e))),
    Geometric: Case(Geometric(), [-2.0, -0.7, -0.3], lambda m, e: stats.geom(-np.expm1(e), loc=-1)),
}


def subclasses(cls):
    """All families below `cls`, at any depth."""
    return {c for child in cls.__subclasses__() for c in {child, *subclasses(child)}}


CASES = [
    pytest.param(case.family, np.array(eta), id=f"{cls.__name__}-{eta}")
    for cls, case in FAMILIES.items()
    for eta in case.etas
]
OURS = [case.family for cls, case in FAMILIES.items() if cls.__module__.startswith("glm_core")]
every = pytest.mark.parametrize(("family", "eta"), CASES)


def those_that(method):
    """The cases whose family states a method that has no formula for all."""
    stated = [c for c in CASES if can(c.values[0], method)]
    return pytest.mark.parametrize(("family", "eta"), stated)


def can(family, method):
    """Does the family state `method`?"""
    return getattr(type(family), method) is not getattr(ExponentialFamily, method)


def frozen(family, eta):
    """The same distribution as SciPy knows it."""
    return FAMILIES[type(family)].scipy(family.mean(eta), eta)


def discrete(family):
    eta = np.array(FAMILIES[type(family)].etas[0])
    return hasattr(frozen(family, eta), "pmf")


def first(family):
    """Two values that every case allows: the first of its counts, or 0 and 1."""
    eta = np.array(FAMILIES[type(family)].etas[0])
    return (frozen(family, eta).support()[0] if discrete(family) else 0.0) + np.arange(2.0)


def expectation(family, eta, f):
    """E[f(y)] by summation or quadrature over SciPy's range."""
    reference = frozen(family, eta)
    if discrete(family):
        low, high = reference.support()
        y = np.arange(low, min(high, 400) + 1.0)
        weights = np.exp(family.log_prob(y, eta))
        return np.tensordot(weights, f(y), axes=1)
    low, high = reference.ppf(0), reference.ppf(1)
    middle = reference.mean()
    low, high = max(low, middle - 60 * reference.std()), min(high, middle + 60 * reference.std())
    total = 0.0
    for a, b in ((low, middle), (middle, high)):
        total = (
            total
            + integrate.quad_vec(
                lambda y: np.exp(family.log_prob(y, eta)) * f(y), a, b, epsabs=1e-13, epsrel=1e-12
            )[0]
        )
    return total


def gradient(f, x, step=1e-3):
    """∂f/∂x on a new last axis by Richardson's central differences, O(step⁶)."""
    x = np.asarray(x, dtype=float)
    basis = np.eye(x.size).reshape(x.size, *x.shape)

    def central(h):
        return np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in basis], axis=-1)

    d1, d2, d4 = central(step), central(2 * step), central(4 * step)
    return (64 * d1 - 20 * d2 + d4) / 45


def test_every_family_is_here():
    ours = {c for c in subclasses(ExponentialFamily) if c.__module__.startswith("glm_core")}
    assert ours - set(FAMILIES) == set(), "add a line to FAMILIES in this file"


def test_what_a_family_must_state_is_said_where_it_is_missing():
    class Bare(ExponentialFamily):
        pass

    with pytest.raises(TypeError, match="abstract methods") as caught:
        Bare()
    essence = {"sufficient_statistic", "log_base_measure", "log_partition", "mean", "variance"}
    assert essence | {"natural_parameter"} == set(Bare.__abstractmethods__)
    assert all(name in str(caught.value) for name in essence)
    with pytest.raises(NotImplementedError, match="Geometric must define entropy"):
        Geometric().entropy(-1.0)
    with pytest.raises(NotImplementedError, match="Geometric must define sample"):
        Geometric().sample(-1.0, rng=np.random.default_rng(0))


@every
def test_probabilities_sum_to_one(family, eta):
    assert expectation(family, eta, np.ones_like) == pytest.approx(1, abs=1e-12)


@every
def test_gradient_of_log_partition_is_the_mean(family, eta):
    slope = gradient(family.log_partition, eta).reshape(eta.shape)
    np.testing.assert_allclose(slope, family.mean(eta), rtol=1e-8, atol=1e-10)
    mean = expectation(family, eta, family.sufficient_statistic)
    np.testing.assert_allclose(mean, family.mean(eta), rtol=1e-11, atol=1e-12)


@every
def test_curvature_of_log_partition_is_the_variance(family, eta):
    slope = gradient(family.mean, eta)
    variance = family.variance(eta)
    np.testing.assert_allclose(slope.reshape(variance.shape), variance, rtol=1e-8, atol=1e-10)

    def square(y):
        centred = family.sufficient_statistic(y) - family.mean(eta)
        return centred**2 if eta.ndim == 0 else centred[..., :, None] * centred[..., None, :]

    np.testing.assert_allclose(expectation(family, eta, square), variance, rtol=1e-10, atol=1e-11)


@every
def test_with_dispersion_the_mean_stays_and_the_variance_follows(family, eta):
    if isinstance(family, GaussianUnknown):
        return
    doubled = family.with_dispersion(2 * family.dispersion)
    same = family.natural_parameter(family.mean(eta))
    moved = same * family.dispersion / doubled.dispersion
    np.testing.assert_allclose(doubled.mean(moved), family.mean(eta), rtol=1e-12)
    ratio = doubled.dispersion / family.dispersion
    np.testing.assert_allclose(doubled.variance(moved), ratio * family.variance(eta), rtol=1e-12)


@every
def test_link_and_mean_undo_each_other(family, eta):
    again = family.natural_parameter(family.mean(eta))
    if isinstance(family, Categorical):
        eta = eta - family.log_partition(eta)
    np.testing.assert_allclose(again, eta, rtol=1e-12, atol=1e-12)


@every
def test_agrees_with_scipy(family, eta):
    reference = frozen(family, eta)
    y = first(family) if discrete(family) else reference.ppf([0.01, 0.4, 0.97])
    log_prob = reference.logpmf(y) if discrete(family) else reference.logpdf(y)
    np.testing.assert_allclose(family.log_prob(y, eta), log_prob, rtol=1e-12)


@those_that("entropy")
def test_entropy_agrees_with_scipy(family, eta):
    entropy = float(frozen(family, eta).entropy())
    assert family.entropy(eta) == pytest.approx(entropy, rel=1e-12)


@every
def test_log_prob_is_the_textbook_form(family, eta):
    y = first(family)
    np.testing.assert_allclose(
        family.log_prob(y, eta), ExponentialFamily.log_prob(family, y, eta), rtol=1e-12
    )


@every
def test_divergence_is_the_bregman_divergence_of_a(family, eta):
    for other in np.array(FAMILIES[type(family)].etas):
        direct = family.kl_divergence(eta, other)
        bregman = ExponentialFamily.kl_divergence(family, eta, other)
        assert direct == pytest.approx(bregman, rel=1e-11, abs=1e-14)

        def log_ratio(y, other=other):
            return family.log_prob(y, eta) - family.log_prob(y, other)

        assert direct == pytest.approx(expectation(family, eta, log_ratio), rel=1e-10, abs=1e-12)
        if not can(family, "entropy"):
            continue
        cross = expectation(family, eta, lambda y, other=other: -family.log_prob(y, other))
        assert family.cross_entropy(eta, other) == pytest.approx(cross, rel=1e-11)


@every
def test_divergence_is_positive_and_zero_only_from_itself(family, eta):
    assert family.kl_divergence(eta, eta) == 0
    for delta in (1e-3, 1e-1):
        moved = eta * (1 + delta) if family.n_parameters == 1 and eta.any() else eta + 0.0
        moved = moved + (delta if not eta.any() else 0.0)
        if eta.ndim:
            moved[0] += delta
        assert family.kl_divergence(eta, moved) > 0


@every
def test_deviance_is_the_distance_to_the_best_log_prob(family, eta):
    if isinstance(family, GaussianUnknown):
        with pytest.raises(ValueError, match="family must have a known variance"):
            family.unit_deviance(1.0, eta)
        return
    y, best = np.array([0.0, 1.0]), np.array([0.0, 0.0])
    if not isinstance(family, Bernoulli | Categorical):
        y = np.array([1.0, 2.0])
        best = family.log_prob(y, family.natural_parameter(y))
        np.testing.assert_allclose(family.log_best(y), best, rtol=1e-12)
    half = family.unit_deviance(y, eta) / (2 * family.dispersion)
    np.testing.assert_allclose(half, best - family.log_prob(y, eta), rtol=1e-11, atol=1e-13)


@those_that("sample")
def test_sample_mean_is_the_mean(family, eta):
    y = family.sample(eta, 40_000, rng=np.random.default_rng(7))
    assert y.shape == (40_000,)
    statistic = family.sufficient_statistic(y)
    spread = np.sqrt(np.diag(np.atleast_2d(family.variance(eta))) / len(y))
    assert (np.abs(statistic.mean(axis=0) - family.mean(eta)) < 4.5 * spread).all()


@every
def test_shapes(family, eta):
    batch = np.stack([eta] * 6).reshape(2, 3, *eta.shape)
    assert family.log_prob(1.0, batch).shape == (2, 3)
    assert family.log_prob(np.ones(3), batch).shape == (2, 3)
    assert family.kl_divergence(batch, eta).shape == (2, 3)
    assert family.log_base_measure(np.ones((2, 3))).shape == (2, 3)
    assert family.mean(batch).shape == batch.shape
    assert family.variance(batch).shape == batch.shape + eta.shape


@those_that("entropy")
def test_shapes_of_entropies(family, eta):
    batch = np.stack([eta] * 6).reshape(2, 3, *eta.shape)
    assert family.entropy(batch).shape == (2, 3)


@those_that("sample")
def test_shapes_of_samples(family, eta):
    batch, rng = np.stack([eta] * 6).reshape(2, 3, *eta.shape), np.random.default_rng(1)
    assert family.sample(batch, rng=rng).shape == (2, 3)
    assert np.shape(family.sample(eta, rng=rng)) == ()


@every
def test_numbers_in_numbers_out(family, eta):
    results = [family.log_prob(1, eta), family.kl_divergence(eta, eta)]
    results += [family.entropy(eta)] if can(family, "entropy") else []
    results += [] if eta.ndim else [family.mean(eta), family.variance(eta)]
    assert all(isinstance(result, float) for result in results)


@every
def test_runs_on_traced_values(family, eta):
    methods = [family.log_partition, family.mean, family.variance]
    methods += [family.entropy] if can(family, "entropy") else []
    for method in methods:
        assert_traceable(method, eta)
    assert_traceable(family.natural_parameter, family.mean(eta))
    assert_traceable(family.kl_divergence, eta, eta * 1.1)
    if can(family, "entropy"):
        assert_traceable(family.cross_entropy, eta, eta * 1.1)
    assert_traceable(family.log_prob, np.ones(2), eta)
    if not isinstance(family, GaussianUnknown):
        assert_traceable(family.unit_deviance, np.ones(2), eta)


def test_the_gaussian_takes_a_traced_variance():
    def log_prob(mu, variance):
        return Gaussian(variance).log_prob(np.arange(3.0), mu / variance)

    assert_traceable(log_prob, np.array(1.5), np.array(0.7))
    assert_traceable(GaussianUnknown().from_mean_and_variance, np.array(1.5), np.array(0.7))


# ---- extreme arguments against mpmath at 50 digits ----

EXTREME = [0.0, -0.0, 40.0, -40.0, 710.0, -710.0, 1e4, -1e4, 1e308, -1e308]


def mp_softplus(x):
    return max(mp.mpf(x), mp.mpf(0)) + mp.log1p(exp(-abs(mp.mpf(x))))


@pytest.mark.parametrize("eta", EXTREME)
def test_bernoulli_at_extremes(eta):
    family, big = Bernoulli(), mp.mpf(eta)
    phi, rest = exp(-mp_softplus(-big)), exp(-mp_softplus(big))
    close(family.log_prob(1, eta), -mp_softplus(-big))
    close(family.log_prob(0, eta), -mp_softplus(big))
    close(family.mean(eta), phi)
    close(family.variance(eta), phi * rest)
    close(family.entropy(eta), phi * mp_softplus(-big) + rest * mp_softplus(big))
    for other in EXTREME:
        q = mp.mpf(other)
        truth = phi * (mp_softplus(-q) - mp_softplus(-big))
        truth += rest * (mp_softplus(q) - mp_softplus(big))
        close(family.kl_divergence(eta, other), truth)


@pytest.mark.parametrize("eta", EXTREME)
def test_categorical_with_two_classes_is_the_bernoulli(eta):
    two, one, pair = Categorical(2), Bernoulli(), [0.0, eta]
    close(two.log_prob(1, pair), one.log_prob(1, eta))
    close(two.log_prob(0, pair), one.log_prob(0, eta))
    close(two.entropy(pair), one.entropy(eta))
    np.testing.assert_allclose(two.variance(pair)[1, 1], one.variance(eta), rtol=1e-15)
    for other in EXTREME:
        close(two.kl_divergence(pair, [0.0, other]), one.kl_divergence(eta, other))


@pytest.mark.parametrize("eta", EXTREME)
@pytest.mark.parametrize("y", [0, 1, 7, 9, 10, 11, 100, 1e6])
def test_poisson_at_extremes(eta, y):
    truth = mp.mpf(y) * mp.mpf(eta) - exp(mp.mpf(eta)) - mp.loggamma(mp.mpf(y) + 1)
    close(Poisson().log_prob(y, eta), truth)


@pytest.mark.parametrize("y", [1, 5, 9, 10, 100, 1e4, 1e6])
@pytest.mark.parametrize("sigmas", [0, 1, -3, 20])
def test_poisson_keeps_its_digits_near_the_peak(y, sigmas):
    eta = float(np.log(max(y + sigmas * np.sqrt(y), 0.5)))
    truth = mp.mpf(y) * mp.mpf(eta) - mp.exp(mp.mpf(eta)) - mp.loggamma(mp.mpf(y) + 1)
    slope = abs(y - np.exp(eta))  # d log p / dη: what the rounding of e^η alone can do
    tolerance = 1e-15 * abs(float(truth)) + 3e-16 * slope
    assert abs(Poisson().log_prob(y, eta) - float(truth)) < 2 * tolerance + 1e-15


@pytest.mark.parametrize("eta", [-1e308, -1e4, -710.0, -40.0, -0.0, 3.0, 5.5, 5.6, 12.0, 20.0])
def test_poisson_entropy(eta):
    rate = exp(mp.mpf(eta))
    if eta < 6:
        terms = [mp.mpf(k) * eta - rate - mp.loggamma(k + 1) for k in range(600)]
        truth = -mp.fsum(exp(t) * t for t in terms)
    else:  # Stirling's expansion of the entropy
        series = 1 / (12 * rate) + 1 / (24 * rate**2) + 19 / (360 * rate**3)
        truth = mp.log(2 * mp.pi * mp.e * rate) / 2 - series
    close(Poisson().entropy(eta), truth, ulps=16)


@pytest.mark.parametrize("eta", EXTREME)
@pytest.mark.parametrize("other", EXTREME)
def test_poisson_divergence_at_extremes(eta, other):
    p, q = mp.mpf(eta), mp.mpf(other)
    if eta == other:
        truth = mp.mpf(0)
    elif max(p, q) > 1e6:
        truth = mp.inf
    else:
        truth = exp(q) - exp(p) - exp(p) * (q - p)
    close(Poisson().kl_divergence(eta, other), truth, ulps=8)


@pytest.mark.parametrize("eta", [-5e-324, -1e-300, -40.0, -710.0, -1e4, -1e308])
@pytest.mark.parametrize("y", [0.0, 1e-300, 1.0, 1e6])
def test_exponential_at_extremes(eta, y):
    rate = -mp.mpf(eta)
    close(Exponential().log_prob(y, eta), mp.log(rate) - rate * y)
    close(Exponential().mean(eta), 1 / rate)
    for other in (-1e-300, -40.0, -1e308):
        ratio = -mp.mpf(other) / rate
        close(Exponential().kl_divergence(eta, other), ratio - 1 - mp.log(ratio))


@pytest.mark.parametrize("shape", [0.3, 5.0, 99.0, 100.0, 1e3, 1e6, 1e12])
@pytest.mark.parametrize("sigmas", [0, 1, -3, 30])
def test_gamma_keeps_its_digits_near_the_peak(shape, sigmas):
    for mean in (1e-3, 7.0, 1e6):
        y, eta = max(mean * (1 + sigmas / np.sqrt(shape)), 1e-9 * mean), -shape / mean
        k, rate = mp.mpf(shape), -mp.mpf(eta)
        truth = k * mp.log(rate) + (k - 1) * mp.log(y) - rate * y - mp.loggamma(k)
        slope = abs(shape - rate * y)  # d log p / d log y: what the rounding of y/μ alone can do
        tolerance = 1e-14 * (abs(truth) + abs(np.log(mean)) + 10) + 4e-16 * slope
        assert abs(Gamma(shape).log_prob(y, eta) - truth) < tolerance


@pytest.mark.parametrize("eta", [-5e-324, -1e-300, -1.0, -1e308])
@pytest.mark.parametrize("y", [0.0, 1e-300, 1.0, 1e6])
@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0, 1e6])
def test_gamma_at_extremes_is_no_nan(shape, y, eta):
    family = Gamma(shape)
    for value in (family.log_prob(y, eta), family.unit_deviance(y, eta), family.mean(eta)):
        assert not np.isnan(value)
    assert family.unit_deviance(0.0, eta) == np.inf
    at_zero = np.log(-eta) if shape == 1 else np.inf if shape < 1 else -np.inf
    assert family.log_prob(0.0, eta) == at_zero


@pytest.mark.parametrize("shape", [1e-17, 1e-6, 1e-3, 0.1, 1.0, 30.0, 4e3, 6e3, 1e6, 1e12])
def test_the_likeliest_shape_undoes_its_equation(shape):
    half = float(mp.log(mp.mpf(shape)) - mp.digamma(mp.mpf(shape)))
    assert Gamma(None).likeliest_dispersion(2 * half) == pytest.approx(1 / shape, rel=1e-8)
    assert Gamma(7.0).likeliest_dispersion(2 * half) == 1 / 7.0


@pytest.mark.parametrize("eta", EXTREME)
def test_gaussian_at_extremes(eta):
    family, mu = Gaussian(4.0), 4 * mp.mpf(eta)
    constant = mp.log(8 * mp.pi) / 2
    for y in (0.0, 1e6, -1e308):
        close(family.log_prob(y, eta), -((y - mu) ** 2) / 8 - constant)
    for other in EXTREME:
        close(family.kl_divergence(eta, other), 2 * (mp.mpf(eta) - mp.mpf(other)) ** 2)


@pytest.mark.parametrize("family", [Gaussian(1.0), GaussianUnknown()], ids=repr)
def test_a_large_mean_does_not_blur_a_small_residual(family):
    eta = 1e6 if family.n_parameters == 1 else [1e6, -0.5]
    assert family.log_prob(1e6 + 1, eta) == stats.norm.logpdf(1.0)


# ---- bad input ----


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Gaussian(-1.0), ValueError, r"variance must be positive \(got -1.0\)"),
        (lambda: Gaussian("1"), TypeError, r"variance must hold real numbers \(got '1'\)"),
        (lambda: Gaussian(None).log_prob(1, 0), ValueError, r"variance must be .*\(got None"),
        (lambda: Gaussian().log_prob(np.nan, 0), ValueError, r"y must be free of NaN \(got nan\)"),
        (lambda: Gaussian().mean(np.inf), ValueError, r"eta must be finite \(got inf\)"),
        (lambda: Gaussian().log_prob([1, 2], [1, 2, 3]), ValueError, r"y and eta must broadcast"),
        (lambda: Bernoulli().log_prob(2, 0), ValueError, r"y must be 0 or 1 \(got 2.0\)"),
        (lambda: Bernoulli().natural_parameter(1.5), ValueError, r"mean must be in \[0, 1\]"),
        (lambda: Categorical(1), ValueError, r"n_classes must be an integer above 1 \(got 1\)"),
        (lambda: Categorical(3).log_prob(3, [0, 0, 0]), ValueError, r"y must be a class in 0..2"),
        (lambda: Categorical(3).mean([0, 0]), ValueError, r"eta must have shape \(..., 3\)"),
        (lambda: Poisson().log_prob(1.5, 0), ValueError, r"y must be a whole number from 0"),
        (lambda: Poisson().log_prob(-1, 0), ValueError, r"y must be a whole number .*\(got -1.0\)"),
        (lambda: Exponential().mean(1.0), ValueError, r"eta must be negative \(got 1.0\)"),
        (lambda: Gamma(0), ValueError, r"shape must be positive \(got 0.0\)"),
        (lambda: Gamma(None).log_prob(1, -1), ValueError, r"shape must be .*\(got None: only GLM"),
        (lambda: Gamma(None).mean(-1), ValueError, r"shape must be .*\(got None: only GLM"),
        (lambda: Gamma(2).log_prob(-1, -1), ValueError, r"y must be non-negative \(got -1.0\)"),
        (lambda: GaussianUnknown().mean([1, 1]), ValueError, r"eta\[..., 1\] must be below"),
        (lambda: GaussianUnknown().mean(1.0), ValueError, r"eta must have shape \(..., 2\)"),
        (lambda: Bernoulli().sample(0.0, rng=1), TypeError, r"rng must be a numpy.random.Gen"),
        (lambda: Poisson().sample(50.0, rng=np.random.default_rng()), ValueError, r"exp\(eta\)"),
        (lambda: StudentT(0), ValueError, r"df must be positive \(got 0.0\)"),
        (lambda: Laplace(-1), ValueError, r"scale must be positive \(got -1.0\)"),
    ],
)
def test_bad_input_names_argument_rule_and_value(call, error, message):
    with pytest.raises(error, match=message):
        call()


wild = st.one_of(st.floats(), st.integers(-(10**6), 10**6), st.none(), st.text(max_size=3))


@given(st.sampled_from([f for f in OURS if f.n_parameters == 1]), wild, wild)
def test_anything_is_answered_or_refused(family, y, eta):
    try:
        results = [family.log_prob(y, eta), family.kl_divergence(eta, eta)]
        results += [family.entropy(eta)] if can(family, "entropy") else []
    except (ValueError, TypeError) as refusal:
        results = [0.0 if "(got" in str(refusal) else np.nan]
    assert not np.isnan(results).any()


# ---- noise that is no exponential family ----

NOISES = [
    (Laplace(0.7), lambda mu: stats.laplace(mu, 0.7)),
    (StudentT(3, 0.7), lambda mu: stats.t(3, mu, 0.7)),
    (StudentT(1), lambda mu: stats.cauchy(mu)),
]


@pytest.mark.parametrize(("noise", "reference"), NOISES, ids=[repr(n) for n, _ in NOISES])
def test_noise(noise, reference):
    y, mu = np.array([-3.0, 0.2, 7.5]), 0.5
    np.testing.assert_allclose(noise.log_prob(y, mu), reference(mu).logpdf(y), rtol=1e-13)
    slope = gradient(lambda m: noise.log_prob(y, m), mu)[:, 0]
    np.testing.assert_allclose(noise.score(y, mu), slope, rtol=1e-8)
    draws = noise.sample(mu, 20_000, rng=np.random.default_rng(3))
    assert stats.kstest(draws, reference(mu).cdf).pvalue > 1e-3
    assert_traceable(noise.log_prob, y, np.array(mu))
    assert_traceable(noise.score, y, np.array(mu))


@pytest.mark.parametrize("y", [0.0, 1e-200, 1.0, 1e7, 1e9, 1e200, 1e308])
def test_student_t_tail_at_extremes(y):
    z = mp.mpf(y)
    truth = -2 * mp.log1p(z * z / 3) - mp.log(mp.sqrt(3) * mp.beta(mp.mpf(1) / 2, mp.mpf(3) / 2))
    close(StudentT(3).log_prob(y, 0.0), truth)


def test_student_t_becomes_gaussian():
    assert StudentT(1e12).log_prob(1.3, 0.0) == pytest.approx(stats.norm.logpdf(1.3), rel=1e-11)
