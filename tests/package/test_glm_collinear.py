"""Columns that depend on each other, under every prior; each right value has its source."""

import numpy as np
import pytest

from glm_core import (
    GLM,
    BayesianLinearRegression,
    Bernoulli,
    Categorical,
    CollinearityWarning,
    Exponential,
    Gamma,
    Gaussian,
    GaussianPrior,
    LaplacePrior,
    Poisson,
    laplace_approximation,
)

rng = np.random.default_rng(0)
n = 400
x = rng.normal(size=n)
eta = 0.3 + 0.5 * x
RESPONSES = {
    "Gaussian": (Gaussian(1.0), eta + rng.normal(size=n)),
    "Bernoulli": (Bernoulli(), (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)),
    "Poisson": (Poisson(), rng.poisson(np.exp(eta)).astype(float)),
    "Gamma": (Gamma(2.0), rng.gamma(2.0, np.exp(0.1 * x))),
    "Exponential": (Exponential(), rng.exponential(np.exp(0.1 * x))),
    "Categorical": (Categorical(3), rng.integers(0, 3, n)),
}
UNITS = [1.0, 1e-3, 1e4, 1e7]


def pair(name, unit, variance, prior, **options):
    """The fit on (x, x), and on √2 x alone: b₁ + b₂ is √2 b, b₁ − b₂ is left to the prior."""
    family, y = RESPONSES[name]
    model = GLM(family, prior=prior(variance), **options)
    column = unit * x[:, None]
    return model.fit(np.hstack([column, column]), y), model.fit(np.sqrt(2) * column, y)


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "name", [name for name in RESPONSES if name not in ("Gamma", "Exponential")]
)
def test_a_ridge_holds_what_equal_columns_leave_free(name, unit, intercept):
    """Var b₁ = (Var √2b + τ²)/2, since b₁ ± b₂ over √2 are independent: exact."""
    fit, alone = pair(name, unit, 1000.0, GaussianPrior, intercept=intercept)
    one, both = alone.coefficients[0], fit.coefficients
    np.testing.assert_allclose(both[0], one / np.sqrt(2), rtol=1e-6, atol=1e-12 / unit)
    np.testing.assert_allclose(both[1], both[0], rtol=1e-9, atol=1e-13 / unit)
    variance = (alone.standard_errors[-1] ** 2 + 1000.0) / 2
    for place in (-1, -2):
        np.testing.assert_allclose(fit.standard_errors[place] ** 2, variance, rtol=1e-6)
    assert fit.converged


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", ["Gamma", "Exponential"])
def test_a_ridge_on_equal_columns_of_a_family_on_a_half_line(name, unit):
    fit, alone = pair(name, unit, 1000.0, GaussianPrior)
    variance = (alone.standard_errors[-1] ** 2 + 1000.0) / 2
    np.testing.assert_allclose(fit.standard_errors[1:] ** 2, variance, rtol=1e-6)
    np.testing.assert_allclose(fit.theta[1:], alone.theta[1] / np.sqrt(2), rtol=1e-6)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", ["Gaussian", "Bernoulli", "Poisson", "Categorical"])
def test_evidence_and_draws_do_not_know_in_how_many_columns_x_stands(name, unit):
    """p(y) is an integral over b₁ + b₂ alone; the prior of the difference integrates to one."""
    fit, alone = pair(name, unit, 1000.0, GaussianPrior)
    ours, theirs = laplace_approximation(fit), laplace_approximation(alone)
    assert ours.log_evidence == pytest.approx(theirs.log_evidence, abs=1e-5)
    draws = ours.sample(4000, rng=np.random.default_rng(1))
    spread = draws.std(axis=0) / np.where(fit.standard_errors > 0, fit.standard_errors, 1.0)
    np.testing.assert_allclose(spread[1:], 1.0, atol=0.06)
    total = np.sqrt(0.5) * (draws[:, 1] + draws[:, 2]).std(axis=0)
    np.testing.assert_allclose(total, alone.standard_errors[-1], rtol=0.06)


def test_unlike_multiples_and_a_weak_prior():
    """√(τ²/2) = 22,360.7 at τ² = 1e9; for x and 3x what is left free is √(9τ²/10) and √(τ²/10)."""
    many = np.random.default_rng(2).normal(size=100_000)
    y = 3 * many + np.random.default_rng(3).normal(size=100_000)
    model = GLM(Gaussian(1.0), prior=GaussianPrior(1e9))
    fit = model.fit(np.column_stack([many, many]), y)
    np.testing.assert_allclose(fit.standard_errors[1:], 22360.67977, rtol=1e-8)
    fit = model.fit(np.column_stack([many, 3 * many]), y)
    np.testing.assert_allclose(fit.standard_errors[1:], [9e8**0.5, 1e8**0.5], rtol=1e-8)
    np.testing.assert_allclose(fit.theta[2], 3 * fit.theta[1], rtol=1e-6)


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize(
    ("unit", "prior", "noise"),
    [(1.0, 2.0, 0.5), (1.0, 1e10, 1.0), (1e7, 1.0, 1.0), (1.0, 1.0, 1e-15), (1e-8, 1e12, 1.0)],
)
def test_bayesian_regression_on_equal_columns(unit, prior, noise, intercept):
    """As above: the sum has the posterior of √2 x, the difference keeps its prior."""
    column, y = unit * x[:, None], RESPONSES["Gaussian"][1]
    model = BayesianLinearRegression(prior, noise, intercept=intercept)
    both, alone = model.fit(np.hstack([column, column]), y), model.fit(np.sqrt(2) * column, y)
    np.testing.assert_allclose(both.mean[-2:], alone.mean[-1] / np.sqrt(2), rtol=1e-6)
    variance = (alone.standard_deviations[-1] ** 2 + prior) / 2
    np.testing.assert_allclose(both.standard_deviations[-2:] ** 2, variance, rtol=1e-9)
    assert both.log_evidence == pytest.approx(alone.log_evidence, rel=1e-9)
    eta = both.linear_predictors(np.hstack([column, column])[:3], 4000, rng=rng)
    spread = np.sqrt(alone.predict(np.sqrt(2) * column[:3])[1] - noise)
    if noise > 1e-9:
        np.testing.assert_allclose(eta.std(axis=0), spread, rtol=0.06)


@pytest.mark.parametrize("optimizer", ["newton", "gradient_descent"])
def test_the_shortest_of_all_solutions(optimizer):
    """y = x on (x, 3x): (1, 3)/10 is the shortest θ with θ₁ + 3θ₂ = 1 (Lagrange)."""
    z = np.arange(6.0)
    settings = {"optimizer": optimizer, "max_iter": 1000}
    with pytest.warns(CollinearityWarning, match="shortest"):
        fit = GLM(Gaussian(1.0), intercept=False).fit(np.column_stack([z, 3 * z]), z, **settings)
    np.testing.assert_allclose(fit.theta, [0.1, 0.3], rtol=1e-7)
    with pytest.warns(CollinearityWarning, match="column 0 of X and the intercept"):
        fit = GLM(Gaussian(1.0)).fit(np.ones((6, 1)), z, **settings)
    np.testing.assert_allclose(fit.theta, [1.25, 1.25], rtol=1e-7)  # half the mean each


@pytest.mark.parametrize("name", ["Gaussian", "Bernoulli", "Poisson", "Categorical"])
@pytest.mark.parametrize("unit", [1.0, 1e4])
def test_every_family_returns_the_shortest(name, unit):
    """The minimum-norm property itself: θ̂ is orthogonal to the null space (1, 0, …), (1, 1, −1)."""
    family, y = RESPONSES[name]
    other = np.random.default_rng(4).normal(size=n)
    X = np.column_stack([x, other, x + other]) * unit
    with pytest.warns(CollinearityWarning):
        fit = GLM(family).fit(X, y)
    gap = np.array([0, 1, 1, -1]) @ fit.theta
    assert np.abs(gap).max() < 1e-9 * np.abs(fit.theta[1:]).max()
    assert np.isinf(fit.standard_errors.reshape(4, -1)[1:, 0]).all()


def test_lasso_of_a_column_and_its_triple():
    """By hand: of (x, 3x) the second is cheaper, θ₂ = (3x·y − 1/s)/(9x·x); the first is 0."""
    z, y = np.arange(-2.0, 4.0), 1e4 * np.array([-1.9, -1.2, 0.3, 0.8, 2.1, 2.9])
    model = GLM(Gaussian(1.0), prior=LaplacePrior(10.0), intercept=False)
    fit = model.fit(np.column_stack([z, 3 * z]), y)
    assert fit.theta[0] == 0
    assert fit.theta[1] == pytest.approx((3 * z @ y - 0.1) / (9 * z @ z), rel=1e-12)
    assert fit.converged
    assert fit.n_iter == 1


@pytest.mark.parametrize("seed", range(40))
def test_lasso_meets_its_conditions_in_mixed_units(seed):
    """Softmax of 13 × 3 in units of 1e2 to 1e4, logistic of 36 × 4 without intercept, and more."""
    draw = np.random.default_rng(seed)
    family, shape = [(Categorical(4), (13, 3)), (Bernoulli(), (36, 4)), (Poisson(), (20, 30))][
        seed % 3
    ]
    X = draw.normal(size=shape) * 10 ** draw.uniform(2, 4, shape[1])
    if seed % 2:
        X[:, -1] = 3 * X[:, 0]
    y = np.concatenate([np.arange(4), draw.integers(0, 4, shape[0] - 4)])
    y = np.minimum(y, 1) if isinstance(family, Bernoulli) else y
    intercept = not isinstance(family, Bernoulli)
    fit = GLM(family, prior=LaplacePrior(10 ** draw.uniform(-2, 2)), intercept=intercept).fit(X, y)
    target = np.eye(4)[y] if isinstance(family, Categorical) else y
    mean = fit.predict_mean(X)
    slope, size = X.T @ (target - mean), np.abs(X.T) @ (np.abs(target) + np.abs(mean))
    theta, limit = fit.coefficients, 1 / fit.prior.scale
    excess = np.where(
        theta == 0, np.maximum(np.abs(slope) - limit, 0), slope - limit * np.sign(theta)
    )
    assert np.max(np.abs(excess) / (size + limit)) < 1e-9
    assert fit.converged
