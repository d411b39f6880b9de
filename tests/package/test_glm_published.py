"""Fits that others have published: NIST, R and Stata as collected by statsmodels, scikit-learn.

Where a table carries fewer digits than 1e-8 (R stops Fisher scoring early, so that its standard
errors are those of the step before; Stata's Spector data were single precision) the tolerance
states what the table carries, and a fit by statsmodels at its tightest confirms the rest.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import gammaln
from sklearn import datasets as sklearn_datasets
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from statsmodels.discrete.tests.results.results_discrete import Anes, DiscreteL1, RandHIE, Spector
from statsmodels.genmod.tests.results import results_glm
from statsmodels.regression.tests.results import results_regression

from glm_core import (
    GLM,
    Bernoulli,
    Categorical,
    Exponential,
    Gamma,
    Gaussian,
    GaussianPrior,
    LaplacePrior,
    Poisson,
)


def load(name):
    data = getattr(sm.datasets, name).load_pandas()
    return np.array(data.exog, dtype=float), np.array(data.endog, dtype=float)


def constant_first(values):
    """statsmodels often lists the constant last."""
    return np.concatenate([values[-1:], values[:-1]])


def assert_digits(actual, printed, digits):
    """Equal to that many significant digits, as printed in a table."""
    np.testing.assert_allclose(actual, np.asarray(printed), rtol=0.6 * 10.0 ** (1 - digits))


def assert_agree(fit, reference, rtol=1e-8):
    """All numbers of a fit by statsmodels that is at its optimum."""
    np.testing.assert_allclose(fit.theta, reference.params, rtol=rtol)
    np.testing.assert_allclose(fit.standard_errors, reference.bse, rtol=rtol)
    covariance = reference.cov_params()
    np.testing.assert_allclose(
        fit.covariance, covariance, rtol=rtol, atol=rtol * np.abs(covariance).max()
    )
    np.testing.assert_allclose(fit.log_likelihood, reference.llf, rtol=rtol)


NIST_LONGLEY = {
    "theta": [
        -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683,
        -1.03322686717359, -0.511041056535807e-01, 1829.15146461355,
    ],
    "standard_errors": [
        890420.383607373, 84.9149257747669, 0.334910077722432e-01, 0.488399681651699,
        0.214274163161675, 0.226073200069370, 455.478499142212,
    ],
    "residual_sd": 304.854073561965,
}  # fmt: skip


def test_longley_as_certified_by_nist():
    fit = GLM(Gaussian(variance=None)).fit(*load("longley"))
    np.testing.assert_allclose(fit.theta, NIST_LONGLEY["theta"], rtol=1e-10)
    np.testing.assert_allclose(fit.standard_errors, NIST_LONGLEY["standard_errors"], rtol=1e-10)
    np.testing.assert_allclose(fit.dispersion**0.5, NIST_LONGLEY["residual_sd"], rtol=1e-12)


def test_longley_as_in_r():
    fit, r = GLM(Gaussian(variance=None)).fit(*load("longley")), results_regression.Longley()
    np.testing.assert_allclose(fit.theta, constant_first(np.array(r.params)), rtol=1e-9)
    np.testing.assert_allclose(fit.standard_errors, constant_first(np.array(r.bse)), rtol=1e-9)
    np.testing.assert_allclose([fit.dispersion, fit.deviance], [r.scale, r.ssr], rtol=1e-10)
    assert_digits(fit.log_likelihood, r.llf, 7)


def test_longley_without_centring_to_help():
    X, y = load("longley")
    X = np.column_stack([np.ones(len(X)), X])
    fit = GLM(Gaussian(variance=None), intercept=False).fit(X, y)
    np.testing.assert_allclose(fit.theta, NIST_LONGLEY["theta"], rtol=1e-8)


def test_spector_as_in_stata():
    fit, stata = GLM(Bernoulli()).fit(*load("spector")), Spector.logit
    order = [3, 0, 1, 2]
    np.testing.assert_allclose(fit.theta, np.array(stata.params)[order], rtol=2e-7)
    np.testing.assert_allclose(fit.standard_errors, np.array(stata.bse)[order], rtol=2e-7)
    np.testing.assert_allclose(fit.log_likelihood, stata.llf, rtol=1e-7)
    np.testing.assert_allclose(
        fit.covariance, np.array(stata.cov_params)[np.ix_(order, order)], rtol=4e-7
    )


def test_birth_weights_as_in_stata():
    stata = results_glm.Lbw()
    X = np.array(stata.exog, dtype=float)[:, :-1]
    fit = GLM(Bernoulli()).fit(X, np.array(stata.endog, dtype=float))
    assert_digits(fit.theta, constant_first(np.array(stata.params)), 7)
    assert_digits(fit.standard_errors, constant_first(np.array(stata.bse)), 5)
    np.testing.assert_allclose(fit.deviance, stata.deviance, rtol=1e-11)
    np.testing.assert_allclose(fit.log_likelihood, stata.llf, rtol=1e-11)
    np.testing.assert_allclose(fit.predict_mean(X), stata.fittedvalues, atol=1e-8)


def test_star98_binomial_counts_as_in_r():
    """Proportions with weights = trials; R adds the binomial coefficients to the likelihood."""
    X, counts = load("star98")
    trials, r = counts.sum(axis=1), results_glm.Star98()
    fit = GLM(Bernoulli()).fit(X, counts[:, 0] / trials, weights=trials)
    np.testing.assert_allclose(fit.theta, constant_first(np.array(r.params)), atol=6e-11)
    assert_digits(fit.standard_errors, constant_first(np.array(r.bse)), 7)
    np.testing.assert_allclose(fit.deviance, r.deviance, rtol=1e-11)
    coefficients = gammaln(trials + 1) - gammaln(counts + 1).sum(axis=1)
    np.testing.assert_allclose(fit.log_likelihood + coefficients.sum(), r.llf, rtol=1e-11)


def test_anes96_multinomial_as_in_stata():
    X, y = load("anes96")
    fit, stata = GLM(Categorical(7)).fit(X, (y - 1) % 7), Anes.mnlogit_basezero
    assert_digits(fit.theta[:, :-1], np.roll(stata.params, 1, axis=0), 6)
    assert_digits(fit.standard_errors[:, :-1], np.roll(stata.bse, 1, axis=0), 8)
    np.testing.assert_allclose(fit.log_likelihood, stata.llf, rtol=1e-10)
    np.testing.assert_array_equal(fit.theta[:, -1], 0)


def test_capital_punishment_as_in_r():
    X, y = load("cpunish")
    X[:, 3] = np.log(X[:, 3])
    fit, r = GLM(Poisson()).fit(X, y), results_glm.Cpunish()
    assert_digits(fit.theta, constant_first(np.array(r.params)), 7)
    assert_digits(fit.standard_errors, constant_first(np.array(r.bse)), 5)
    np.testing.assert_allclose(fit.deviance, r.deviance, rtol=1e-12)
    np.testing.assert_allclose(fit.log_likelihood, r.llf, rtol=1e-12)
    shifted = GLM(Poisson()).fit(X, y, offset=np.full(len(y), np.log(100.0)))
    assert_digits(shifted.theta, results_glm.Cpunish_offset().params, 7)


# Solved anew with 50 digits. R and statsmodels link 1/μ where η is −1/μ: the sign is theirs.
SCOTLAND = {
    "minus_theta": [
        -0.01776527027538733, 4.961768299423664e-5, 0.002034422589586181, -7.181428736787394e-5,
        0.0001118520129331956, -1.46751504201515e-7, -0.0005186831119354333,
        -2.427174979079098e-6,
    ],
    "standard_errors": [
        0.01147921703553402, 1.621576510422437e-5, 0.000532080185999973, 2.711663903669728e-5,
        4.05769094548294e-5, 1.236568505048013e-7, 0.0002402533747068496, 7.460253329328594e-7,
    ],
    "deviance": 0.08738851641699899,
    "dispersion": 0.00358428317349333,
    "log_likelihood": -82.47352132108637,
}  # fmt: skip


def test_scottish_vote_to_the_last_digit():
    fit = GLM(Gamma(shape=None)).fit(*load("scotland"))
    assert fit.converged
    np.testing.assert_allclose(-fit.theta, SCOTLAND["minus_theta"], rtol=1e-10)
    for name in ("standard_errors", "deviance", "dispersion", "log_likelihood"):
        np.testing.assert_allclose(getattr(fit, name), SCOTLAND[name], rtol=1e-10, err_msg=name)


def test_scottish_vote_as_in_r():
    X, y = load("scotland")
    fit, r = GLM(Gamma(shape=None)).fit(X, y), results_glm.Scotvote()
    assert_digits(-fit.theta, constant_first(np.array(r.params)), 7)
    assert_digits(fit.standard_errors, constant_first(np.array(r.bse)), 7)
    np.testing.assert_allclose(fit.deviance, r.deviance, rtol=1e-11)
    assert_digits([fit.dispersion, fit.dispersion * 24], [r.scale, r.pearson_chi2], 6)
    np.testing.assert_allclose(fit.predict_mean(X), r.fittedvalues, rtol=1e-8)


def test_scottish_vote_has_the_log_likelihood_of_each_program_at_its_shape():
    """R takes n/D, statsmodels (n − p)/X², Stata 1, and we the shape that makes it largest."""
    X, y = load("scotland")
    fit, r = GLM(Gamma(shape=None)).fit(X, y), results_glm.Scotvote()
    in_r = GLM(Gamma(shape=len(y) / fit.deviance)).fit(X, y)
    in_statsmodels = GLM(Gamma(shape=1 / fit.dispersion)).fit(X, y)
    in_stata = GLM(Exponential()).fit(X, y)
    np.testing.assert_allclose(-2 * in_r.log_likelihood + 2 + 2 * 8, r.aic_R, rtol=1e-11)
    np.testing.assert_allclose(in_statsmodels.log_likelihood, -83.0172021610673, rtol=1e-12)
    assert_digits(in_stata.log_likelihood, r.llf, 9)
    np.testing.assert_allclose(in_statsmodels.standard_errors, fit.standard_errors, rtol=1e-10)
    others = [in_r.log_likelihood, in_statsmodels.log_likelihood, in_stata.log_likelihood]
    assert all(fit.log_likelihood > other for other in others)


def test_randhie_as_in_stata():
    X, y = load("randhie")
    fit, stata = GLM(Poisson()).fit(X, y), RandHIE.poisson
    np.testing.assert_allclose(fit.theta, constant_first(np.array(stata.params)), atol=6e-13)
    np.testing.assert_allclose(fit.standard_errors, constant_first(np.array(stata.bse)), rtol=3e-8)
    np.testing.assert_allclose(fit.log_likelihood, stata.llf, rtol=1e-9)


@pytest.mark.parametrize(
    ("strength", "row"),
    [(0.1, 0), (0.4, 1), (0.5, 2)],
)
def test_lasso_on_spector_beats_the_published_optimum(strength, row):
    """statsmodels penalises its constant and unequal strengths; only the logic is comparable."""
    X, y = load("spector")
    published = DiscreteL1.sweep.params[row]
    fit = GLM(Bernoulli(), prior=LaplacePrior(1 / strength)).fit(X, y)
    eta = np.array(published)[0] + X @ np.array(published)[1:]
    theirs = np.sum(np.logaddexp(0, eta) - y * eta) + strength * np.abs(published[1:]).sum()
    ours = -fit.log_likelihood + strength * np.abs(fit.coefficients).sum()
    assert ours <= theirs


def test_lasso_on_spector_as_in_statsmodels():
    fit = GLM(Bernoulli(), prior=LaplacePrior(1 / 3)).fit(*load("spector"))
    np.testing.assert_allclose(fit.theta, DiscreteL1.logit.params, rtol=5e-6)
    np.testing.assert_array_equal(fit.theta[[1, 3]], 0)
    np.testing.assert_allclose(fit.standard_errors[[0, 2]], [2.5762388, 0.11241668], rtol=1e-5)


BINARY = ["spector", "fair"]
COUNTS = ["cpunish", "randhie", "strikes"]
LINEAR = ["longley", "stackloss", "ccard", "engel", "statecrime", "copper"]


@pytest.mark.parametrize("name", LINEAR)
def test_linear_models_agree_with_statsmodels(name):
    X, y = load(name)
    fit = GLM(Gaussian(variance=None)).fit(X, y)
    assert_agree(fit, sm.OLS(y, sm.add_constant(X, has_constant="add")).fit())


@pytest.mark.parametrize("name", BINARY)
def test_logistic_models_agree_with_statsmodels(name):
    X, y = load(name)
    y = (y > 0).astype(float)
    reference = sm.Logit(y, sm.add_constant(X)).fit(disp=0, tol=1e-14)
    assert_agree(GLM(Bernoulli()).fit(X, y), reference)


@pytest.mark.parametrize("name", COUNTS)
def test_poisson_models_agree_with_statsmodels(name):
    X, y = load(name)
    y = np.round(y)
    fit = GLM(Poisson()).fit(X, y)
    reference = sm.GLM(y, sm.add_constant(X), family=sm.families.Poisson())
    reference = reference.fit(tol=1e-14, tol_criterion="params")
    assert_agree(fit, reference)
    np.testing.assert_allclose(fit.deviance, reference.deviance, rtol=1e-8)


def test_frequency_weights_and_offset_agree_with_statsmodels():
    X, y = load("cpunish")
    X = np.column_stack([np.log(X[:, 0]), X[:, 3] / 1000])
    weights, offset = np.arange(len(y)) % 4 + 0.0, np.linspace(-1, 1, len(y))
    for family, reference in [
        (Poisson(), sm.families.Poisson()),
        (Gaussian(variance=None), sm.families.Gaussian()),
    ]:
        fit = GLM(family).fit(X, y, weights=weights, offset=offset)
        theirs = sm.GLM(y, sm.add_constant(X), reference, offset=offset, freq_weights=weights)
        theirs = theirs.fit(tol=1e-14, tol_criterion="params")
        np.testing.assert_allclose(fit.theta, theirs.params, rtol=1e-8)
        np.testing.assert_allclose(fit.standard_errors, theirs.bse, rtol=1e-8)
        np.testing.assert_allclose(fit.deviance, theirs.deviance, rtol=1e-10)


@pytest.mark.filterwarnings("ignore:The InversePower link")
@pytest.mark.parametrize("intercept", [True, False])
def test_gamma_with_weights_and_offset_agrees_with_statsmodels(intercept):
    X, y = load("scotland")
    X = X[:, [0, 2, 5]]
    weights, offset = np.arange(len(y)) % 4 + 0.0, np.linspace(-1e-3, 1e-3, len(y))
    fit = GLM(Gamma(shape=None), intercept=intercept).fit(X, y, weights=weights, offset=offset)
    Z = sm.add_constant(X) if intercept else X
    theirs = sm.GLM(y, Z, sm.families.Gamma(), offset=-offset, freq_weights=weights)
    theirs = theirs.fit(tol=1e-14, tol_criterion="params", start_params=-0.9 * fit.theta)
    np.testing.assert_allclose(-fit.theta, theirs.params, rtol=1e-8)
    np.testing.assert_allclose(fit.standard_errors, theirs.bse, rtol=1e-8)
    np.testing.assert_allclose(fit.deviance, theirs.deviance, rtol=1e-10)
    np.testing.assert_allclose(fit.dispersion, theirs.scale, rtol=1e-8)


def standardised(name):
    X, y = getattr(sklearn_datasets, f"load_{name}")(return_X_y=True)
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.mark.parametrize("variance", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("name", ["breast_cancer", "iris", "wine"])
def test_ridge_classification_agrees_with_scikit_learn(name, variance):
    X, y = standardised(name)
    classes = y.max() + 1
    family = Bernoulli() if classes == 2 else Categorical(int(classes))
    fit = GLM(family, prior=GaussianPrior(variance)).fit(X, y)
    reference = LogisticRegression(C=variance, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    reference.fit(X, y)
    theirs = np.concatenate([reference.intercept_[None], reference.coef_.T]).squeeze()
    np.testing.assert_allclose(
        fit.theta - fit.theta.mean(-1, keepdims=True) * (classes > 2), theirs, rtol=1e-7, atol=1e-8
    )
    np.testing.assert_allclose(
        fit.predict_mean(X).T[-1 if classes > 2 else slice(None)],
        reference.predict_proba(X)[:, -1],
        rtol=1e-8,
        atol=1e-12,
    )
    np.testing.assert_array_equal(fit.predict(X), reference.predict(X))


def test_diabetes_linear_ridge_and_lasso_agree_with_scikit_learn():
    X, y = sklearn_datasets.load_diabetes(return_X_y=True)
    plain = LinearRegression().fit(X, y)
    fit = GLM(Gaussian(1.0)).fit(X, y)
    np.testing.assert_allclose(fit.coefficients, plain.coef_, rtol=1e-9)
    np.testing.assert_allclose(fit.intercept, plain.intercept_, rtol=1e-12)
    ridge = Ridge(alpha=2.5 / 0.4, solver="cholesky").fit(X, y)
    fit = GLM(Gaussian(2.5), prior=GaussianPrior(0.4)).fit(X, y)
    np.testing.assert_allclose(fit.coefficients, ridge.coef_, rtol=1e-10)
    for alpha in (0.01, 0.3, 1.0, 3.0):
        lasso = Lasso(alpha=alpha, tol=1e-14, max_iter=1_000_000).fit(X, y)
        fit = GLM(Gaussian(1.0), prior=LaplacePrior(1 / (alpha * len(y)))).fit(X, y)
        np.testing.assert_allclose(fit.coefficients, lasso.coef_, rtol=1e-7, atol=1e-6)
        np.testing.assert_array_equal(fit.coefficients == 0, lasso.coef_ == 0)
