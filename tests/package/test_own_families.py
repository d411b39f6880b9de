"""A family that a reader writes is one of GLM's as soon as it states its canonical loss."""

import numpy as np
import pytest
from own_families import Geometric, NegativeBinomial
from scipy import optimize

from glm_core import (
    GLM,
    Bernoulli,
    GaussianPrior,
    LaplacePrior,
    SeparationWarning,
    laplace_approximation,
)

rng = np.random.default_rng(11)
GROUP = np.repeat([0.0, 1.0], [60, 40])
Y = np.concatenate([rng.negative_binomial(2.5, 0.6, 60), rng.negative_binomial(2.5, 0.3, 40)])
X = rng.normal(size=(200, 2))
COUNTS = rng.negative_binomial(1.0, -np.expm1(-0.6 - 0.2 * np.abs(X[:, 0])))


@pytest.mark.parametrize("family", [NegativeBinomial(2.5), Geometric()], ids=lambda f: type(f))
def test_two_groups_have_their_closed_form(family):
    """Saturated in the groups: η = log m/(m + r), Var η̂ = 1/(n a″(η)), a″ = m(m + r)/r."""
    fit = GLM(family).fit(GROUP[:, None], Y)
    r, n = family.size, np.array([60, 40])
    m = np.array([Y[GROUP == 0].mean(), Y[GROUP == 1].mean()])
    eta, precision = np.log(m / (m + r)), n * m * (m + r) / r
    np.testing.assert_allclose(fit.theta, [eta[0], eta[1] - eta[0]], rtol=1e-10)
    errors = [precision[0] ** -0.5, np.sum(1 / precision) ** 0.5]
    np.testing.assert_allclose(fit.standard_errors, errors, rtol=1e-8)
    assert fit.log_likelihood == pytest.approx(fit.log_prob(GROUP[:, None], Y).sum(), rel=1e-12)
    best = family.log_best(Y.astype(float))
    assert fit.deviance == pytest.approx(2 * (best.sum() - fit.log_likelihood), rel=1e-10)
    np.testing.assert_allclose(fit.predict_mean([[0.0], [1.0]]), m, rtol=1e-10)


@pytest.mark.parametrize("optimizer", ["newton", "gradient_descent"])
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("prior", [None, GaussianPrior(0.5)])
def test_it_finds_the_optimum_of_scipy(prior, intercept, optimizer):
    """η < 0 in every row, and a start that is inside has to be found without an intercept."""
    columns = np.abs(X) if not intercept else X
    model = GLM(Geometric(), prior=prior, intercept=intercept)
    fit = model.fit(columns, COUNTS, optimizer=optimizer, max_iter=5000)
    Z = np.column_stack([np.ones(200), columns]) if intercept else columns

    def objective(theta):
        eta = Z @ theta
        if eta.max() >= 0:
            return np.inf
        penalty = 0.0 if prior is None else np.sum(theta[int(intercept) :] ** 2)
        return -np.sum(COUNTS * eta + np.log(-np.expm1(eta))) + penalty

    found = optimize.minimize(objective, fit.theta, method="Nelder-Mead", tol=1e-12)
    assert found.fun >= objective(fit.theta) - 1e-9
    np.testing.assert_allclose(found.x, fit.theta, atol=1e-5)


def test_lasso_laplace_and_separation_take_it_too():
    assert GLM(Geometric(), prior=LaplacePrior(1e-3)).fit(X, COUNTS).coefficients.tolist() == [0, 0]
    fit = GLM(NegativeBinomial(2.5), prior=GaussianPrior(1.0)).fit(X, COUNTS)
    assert np.isfinite(laplace_approximation(fit).log_evidence)
    with pytest.warns(SeparationWarning, match="column 0 of X can tell apart rows whose y is the"):
        fit = GLM(Geometric()).fit(GROUP[:, None], Y * (GROUP == 0))
    assert np.isinf(fit.standard_errors).tolist() == [False, True]
    with pytest.raises(ValueError, match="the mean of y must lie inside the range of the mean"):
        GLM(Geometric()).fit(GROUP[:, None], 0 * Y)
    with pytest.raises(ValueError, match="y must be counts"):
        GLM(Geometric()).fit(GROUP[:, None], Y - 0.5)


def test_a_subclass_is_taken_for_what_it_inherits():
    class Named(Bernoulli):
        pass

    y = (X[:, 0] + rng.normal(size=200) > 0).astype(float)
    ours, theirs = GLM(Named()).fit(X, y), GLM(Bernoulli()).fit(X, y)
    np.testing.assert_array_equal(ours.theta, theirs.theta)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
