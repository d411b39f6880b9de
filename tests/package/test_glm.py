import dataclasses
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glm_core
from glm_core import (
    GLM,
    Bernoulli,
    Categorical,
    Exponential,
    Flat,
    Gamma,
    Gaussian,
    GaussianPrior,
    GaussianUnknown,
    LaplacePrior,
    Poisson,
)
from glm_core.glm import solve
from glm_core.glm.objective import Objective

n, p, K = 300, 4, 3
FAMILIES = {
    "Gaussian": Gaussian(2.0),
    "GaussianUnknown": Gaussian(variance=None),
    "Bernoulli": Bernoulli(),
    "Poisson": Poisson(),
    "Categorical": Categorical(K),
    "Gamma": Gamma(3.0),
    "GammaUnknown": Gamma(shape=None),
    "Exponential": Exponential(),
}
UNKNOWN = {name for name, family in FAMILIES.items() if family.dispersion is None}
PRIORS = [None, GaussianPrior(0.5), LaplacePrior(0.1)]


def data(name, seed=0, rows=n):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, p))
    eta = 0.4 + X @ [0.5, -0.7, 0.0, 0.2]
    if name == "Bernoulli":
        return X, (rng.random(rows) < 1 / (1 + np.exp(-eta))).astype(float)
    if name == "Poisson":
        return X, rng.poisson(np.exp(eta)).astype(float)
    if name == "Categorical":
        return X, np.digitize(eta + rng.logistic(size=rows), [-0.5, 1.0])
    if name.startswith(("Gamma", "Exponential")):
        shape = 1.0 if name == "Exponential" else 3.0
        return X, rng.gamma(shape, np.exp(0.4 * eta) / shape)
    return X, eta + rng.normal(size=rows)


def models():
    for name, family in FAMILIES.items():
        for prior in PRIORS:
            if name not in UNKNOWN or prior is None:
                half_line = isinstance(family, Gamma)  # no θ but the intercept makes all η < 0 here
                for intercept in (True,) if half_line else (True, False):
                    label = f"{name}-{type(prior).__name__}-{'' if intercept else 'no '}intercept"
                    yield pytest.param(
                        name, GLM(family, prior=prior, intercept=intercept), id=label
                    )


def score(fit, X, y, weights=None):
    """∇ of the log-likelihood over [1, X], from the family's own mean."""
    family = fit.family
    statistic = np.eye(K)[y] if isinstance(family, Categorical) else y
    residual = (statistic - fit.predict_mean(X)).reshape(len(X), -1)
    residual = residual * (1 if weights is None else weights[:, None])
    ones = np.ones((len(X), int(fit.has_intercept)))
    return (np.hstack([ones, X]).T @ residual / fit.dispersion).reshape(fit.theta.shape)


@pytest.mark.parametrize(("name", "model"), list(models()))
def test_the_optimum_satisfies_its_conditions(name, model):
    X, y = data(name)
    weights = np.random.default_rng(1).integers(0, 4, n).astype(float)
    fit = model.fit(X, y, weights=weights)
    slope = score(fit, X, y, weights)
    if fit.has_intercept:
        np.testing.assert_allclose(slope[0], 0, atol=1e-8)
        slope = slope[1:]
    theta = fit.coefficients
    if model.prior is None:
        np.testing.assert_allclose(slope, 0, atol=1e-8)
    elif isinstance(model.prior, GaussianPrior):
        np.testing.assert_allclose(slope, theta / model.prior.variance, atol=1e-8)
    else:
        strength = 1 / model.prior.scale
        zero = theta == 0
        np.testing.assert_allclose(slope[~zero], strength * np.sign(theta[~zero]), atol=1e-8)
        assert np.all(np.abs(slope[zero]) <= strength + 1e-8)
    assert fit.converged


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in UNKNOWN])
def test_a_strong_lasso_sets_every_coefficient_to_zero(name):
    fit = GLM(FAMILIES[name], prior=LaplacePrior(1e-4)).fit(*data(name))
    np.testing.assert_array_equal(fit.coefficients, 0)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("optimizer", ["newton", "gradient_descent"])
def test_both_optimisers_agree(name, optimizer):
    X, y = data(name)
    newton = GLM(FAMILIES[name]).fit(X, y)
    fit = GLM(FAMILIES[name]).fit(X, y, optimizer=optimizer, max_iter=2000)
    np.testing.assert_allclose(fit.theta, newton.theta, atol=2e-7)
    np.testing.assert_allclose(fit.standard_errors, newton.standard_errors, rtol=1e-6)


@pytest.mark.parametrize("name", FAMILIES)
def test_weights_are_frequencies(name):
    X, y = data(name)
    weights = np.random.default_rng(2).integers(0, 4, n)
    weighted = GLM(FAMILIES[name]).fit(X, y, weights=weights)
    repeated = GLM(FAMILIES[name]).fit(np.repeat(X, weights, axis=0), np.repeat(y, weights))
    for quantity in ("theta", "standard_errors", "log_likelihood", "deviance", "dispersion"):
        ours, theirs = getattr(weighted, quantity), getattr(repeated, quantity)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12, err_msg=quantity)


@pytest.mark.parametrize("name", FAMILIES)
def test_log_likelihood_is_the_sum_of_log_prob(name):
    X, y = data(name)
    fit = GLM(FAMILIES[name]).fit(X, y)
    np.testing.assert_allclose(fit.log_prob(X, y).sum(), fit.log_likelihood, rtol=1e-12)


def test_deviance_is_that_of_the_family():
    for name in set(FAMILIES) - UNKNOWN:
        X, y = data(name)
        fit = GLM(FAMILIES[name]).fit(X, y)
        eta = fit.linear_predictor(X) / fit.dispersion
        np.testing.assert_allclose(fit.deviance, fit.family.unit_deviance(y, eta).sum(), rtol=1e-11)


def test_log_posterior_adds_the_prior_of_the_coefficients_alone():
    prior = GaussianPrior(0.5)
    fit = GLM(Bernoulli(), prior=prior).fit(*data("Bernoulli"))
    added = fit.log_posterior - fit.log_likelihood
    np.testing.assert_allclose(added, prior.log_prob(fit.theta[1:]).sum(), rtol=1e-12)
    flat = GLM(Bernoulli(), prior=Flat()).fit(*data("Bernoulli"))
    assert flat.log_posterior == flat.log_likelihood


def test_offset_moves_the_intercept():
    for name in FAMILIES:
        X, y = data(name)
        offset = np.full((n, K), [0.0, 1.0, 3.0]) if name == "Categorical" else np.full(n, 3.0)
        plain = GLM(FAMILIES[name]).fit(X, y)
        moved = GLM(FAMILIES[name]).fit(X, y, offset=offset)
        np.testing.assert_allclose(moved.coefficients, plain.coefficients, atol=1e-12)
        there = moved.predict_mean(X, offset=offset)
        np.testing.assert_allclose(there, plain.predict_mean(X), rtol=1e-10)


def test_binomial_counts_are_proportions_with_weights():
    rng = np.random.default_rng(3)
    X, trials = rng.normal(size=(50, 2)), rng.integers(1, 9, 50)
    wins = rng.binomial(trials, 0.4)
    fit = GLM(Bernoulli()).fit(X, wins / trials, weights=trials)
    long_X = np.repeat(np.vstack([X, X]), np.concatenate([wins, trials - wins]), axis=0)
    long = GLM(Bernoulli()).fit(long_X, np.repeat([1, 0], [wins.sum(), (trials - wins).sum()]))
    np.testing.assert_allclose(fit.theta, long.theta, rtol=1e-9)
    np.testing.assert_allclose(fit.log_likelihood, long.log_likelihood, rtol=1e-12)


def test_two_classes_are_a_logistic_regression():
    X, y = data("Bernoulli")
    binary, classes = GLM(Bernoulli()).fit(X, y), GLM(Categorical(2)).fit(X, y)
    np.testing.assert_allclose(classes.theta[:, 0], -binary.theta, rtol=1e-10)
    np.testing.assert_allclose(classes.standard_errors[:, 0], binary.standard_errors, rtol=1e-8)


def test_one_hot_rows_are_labels():
    X, y = data("Categorical")
    labels, rows = GLM(Categorical(K)).fit(X, y), GLM(Categorical(K)).fit(X, np.eye(K)[y])
    np.testing.assert_allclose(rows.theta, labels.theta, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(rows.log_prob(X, np.eye(K)[y]), labels.log_prob(X, y), rtol=1e-9)


def test_reference_class_only_without_a_prior():
    X, y = data("Categorical")
    np.testing.assert_array_equal(GLM(Categorical(K)).fit(X, y).theta[:, -1], 0)
    free = GLM(Categorical(K), prior=GaussianPrior(1.0)).fit(X, y)
    assert np.all(free.theta[:, -1] != 0)
    np.testing.assert_allclose(free.theta.sum(axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("name", FAMILIES)
def test_subsample_start_and_blocks_find_the_same_optimum(name):
    X, y = data(name, rows=60_000)
    fit = GLM(FAMILIES[name]).fit(X, y)
    half = GLM(FAMILIES[name]).fit(np.asfortranarray(X), y, weights=np.full(len(y), 1.0))
    np.testing.assert_allclose(fit.theta, half.theta, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(score(fit, X, y), 0, atol=1e-6)


def test_no_copy_of_X():
    X, y = data("Bernoulli", rows=200_000)
    tracemalloc.start()
    GLM(Bernoulli()).fit(X, y)
    assert tracemalloc.get_traced_memory()[1] < 0.7 * X.nbytes + 3 * y.nbytes
    tracemalloc.stop()


def test_X_and_y_are_left_alone():
    X, y = data("Poisson")
    before = X.copy(), y.copy()
    GLM(Poisson()).fit(X, y)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])


def test_fit_is_immutable():
    fit = GLM(Bernoulli()).fit(*data("Bernoulli"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        fit.theta = 0
    with pytest.raises(ValueError, match="read-only"):
        fit.theta[0] = 0


@pytest.mark.parametrize("optimizer", ["newton", "gradient_descent"])
def test_history_is_the_path(optimizer):
    X, y = data("Bernoulli")
    fit = GLM(Bernoulli()).fit(X + 1, y, optimizer=optimizer, max_iter=20_000)
    history = fit.history
    assert history.theta.shape == (fit.n_iter + 1, p + 1)
    for theta, value in zip(history.theta[[0, -1]], history.value[[0, -1]], strict=True):
        eta = theta[0] + (X + 1) @ theta[1:]
        np.testing.assert_allclose(value, np.sum(np.logaddexp(0, eta) - y * eta), rtol=1e-9)
    assert np.all(np.diff(history.value) <= 1e-9)
    np.testing.assert_allclose(history.theta[-1], fit.theta, rtol=1e-6)


def test_predictions():
    X, y = data("Categorical")
    fit = GLM(Categorical(K)).fit(X, y)
    np.testing.assert_allclose(fit.predict_mean(X).sum(axis=1), 1)
    np.testing.assert_array_equal(fit.predict(X), fit.predict_mean(X).argmax(axis=1))
    X, y = data("Poisson")
    fit = GLM(Poisson()).fit(X, y)
    np.testing.assert_allclose(fit.predict(X), np.exp(fit.intercept + X @ fit.coefficients))


def test_models_that_make_no_sense_are_refused():
    with pytest.raises(TypeError, match="family must state a canonical_loss, like Gaussian"):
        GLM(GaussianUnknown())
    with pytest.raises(TypeError, match="prior must be"):
        GLM(Bernoulli(), prior=1.0)
    with pytest.raises(ValueError, match="variance must be a number where there is a prior"):
        GLM(Gaussian(variance=None), prior=GaussianPrior(1.0))
    with pytest.raises(ValueError, match="shape must be a number where there is a prior"):
        GLM(Gamma(shape=None), prior=LaplacePrior(1.0))
    with pytest.raises(ValueError, match=r"optimizer must be one of .* \(got 'sgd'\)"):
        GLM(Bernoulli()).fit(*data("Bernoulli"), optimizer="sgd")
    with pytest.raises(ValueError, match="must be 'newton' for a LaplacePrior"):
        GLM(Bernoulli(), prior=LaplacePrior(1.0)).fit(
            *data("Bernoulli"), optimizer="gradient_descent"
        )


def test_public_names():
    for name in ("GLM", "Fit", "newton", "gradient_descent", "SeparationWarning"):
        assert name in glm_core.__all__


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    name=st.sampled_from(sorted(FAMILIES)),
    scale=st.floats(-8, 8),
    shift=st.floats(-8, 8),
)
def test_units_and_origin_of_a_column_do_not_matter(seed, name, scale, shift):
    X, y = data(name, seed=seed % 7)
    unit, origin = 10.0**scale, np.sign(shift) * 10.0 ** abs(shift)
    moved = X.copy()
    moved[:, 1] = moved[:, 1] * unit + origin * unit
    fit, plain = GLM(FAMILIES[name]).fit(moved, y), GLM(FAMILIES[name]).fit(X, y)
    rounding = 1e-9 + 1e-15 * abs(origin)
    slopes = fit.coefficients.copy()
    slopes[1] *= unit
    np.testing.assert_allclose(slopes, plain.coefficients, rtol=1e3 * rounding, atol=10 * rounding)
    np.testing.assert_allclose(fit.log_likelihood, plain.log_likelihood, rtol=rounding)


@pytest.mark.parametrize("prior", PRIORS[:2], ids=["flat", "ridge"])
@pytest.mark.parametrize("name", ["Bernoulli", "Poisson", "Categorical"])
def test_a_subsample_shortens_the_way_and_leaves_the_answer(name, prior, monkeypatch):
    X, y = data(name, rows=60_000)
    model = GLM(FAMILIES[name], prior=prior)
    hessians = []
    evaluate = Objective._evaluate
    monkeypatch.setattr(
        Objective, "_evaluate", lambda self, t: hessians.append(len(self.y)) or evaluate(self, t)
    )
    short = model.fit(X, y)
    assert hessians.count(len(X)) == 0
    assert np.isfinite(short.standard_errors).all()
    assert hessians.count(len(X)) == 1
    monkeypatch.setattr(solve, "SUBSAMPLE", len(X))
    hessians.clear()
    straight = model.fit(X, y)
    assert hessians.count(len(X)) > 3
    np.testing.assert_allclose(short.theta, straight.theta, rtol=0, atol=1e-13)
    size = straight.standard_errors.ravel()
    off = np.abs(short.covariance - straight.covariance)
    assert np.all(off <= 1e-9 * np.outer(size, size))
    assert short.log_likelihood == pytest.approx(straight.log_likelihood, rel=1e-14)
    assert short.converged
    assert np.all(np.diff(short.history.value) < 1e-9 * abs(short.history.value[0]))
