"""Posteriors against scipy.stats, quadrature and grids that are summed by brute force."""

import numpy as np
import pytest
from duck import assert_traceable
from scipy import integrate, stats
from scipy.special import expit, logsumexp

from glm_core import Bernoulli, Categorical, Gamma, Gaussian, Poisson
from glm_core.bayes import (
    BayesianLinearRegression,
    BetaBernoulli,
    Chain,
    DirichletCategorical,
    GammaPoisson,
    GaussianGaussian,
    laplace_approximation,
    metropolis,
    posterior_predictive,
)
from glm_core.glm import GLM
from glm_core.priors import GaussianPrior, LaplacePrior

COINS, COUNTS, HEIGHTS = [1, 0, 1, 1, 1, 0, 1], [3, 0, 2, 5, 1], [1.2, -0.4, 2.2, 0.9]

# model, its prior in scipy.stats, the data, their log-probability given θ, a next y
MODELS = {
    "beta": (
        BetaBernoulli(2.5, 1.5),
        stats.beta(2.5, 1.5),
        COINS,
        lambda y, t: stats.bernoulli.logpmf(y, t),
        1,
    ),
    "gamma": (
        GammaPoisson(2.5, 0.7),
        stats.gamma(2.5, scale=1 / 0.7),
        COUNTS,
        lambda y, t: stats.poisson.logpmf(y, t),
        4,
    ),
    "gaussian": (
        GaussianGaussian(0.5, 2.0, 0.8),
        stats.norm(0.5, np.sqrt(2.0)),
        HEIGHTS,
        lambda y, t: stats.norm.logpdf(y, t, np.sqrt(0.8)),
        1.7,
    ),
}


def integral(function, prior):
    """∫ function(θ) dθ over all but 1e-13 of the prior."""
    low, high = prior.ppf([1e-13, 1 - 1e-13])
    return integrate.quad(function, low, high, epsabs=0, epsrel=1e-11, limit=500)[0]


@pytest.mark.parametrize("name", MODELS)
def test_prior_is_the_density_of_scipy(name):
    model, prior, *_ = MODELS[name]
    theta = prior.ppf(np.linspace(0.01, 0.99, 7))
    np.testing.assert_allclose(model.log_prob(theta), prior.logpdf(theta), rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose([model.mean, model.variance], prior.stats("mv"), rtol=1e-13)
    np.testing.assert_allclose(model.interval(0.9), prior.interval(0.9), rtol=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_evidence_is_the_integral(name):
    model, prior, data, log_likelihood, _ = MODELS[name]
    evidence = integral(lambda t: prior.pdf(t) * np.exp(np.sum(log_likelihood(data, t))), prior)
    assert model.log_evidence(data) == pytest.approx(np.log(evidence), rel=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_update_is_bayes_rule(name):
    model, prior, data, log_likelihood, _ = MODELS[name]
    for theta in prior.ppf([0.2, 0.5, 0.8]):
        joint = prior.logpdf(theta) + np.sum(log_likelihood(data, theta))
        bayes = joint - model.log_evidence(data)
        assert model.update(data).log_prob(theta) == pytest.approx(bayes, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_predictive_is_the_average_over_the_posterior(name):
    model, prior, data, log_likelihood, y = MODELS[name]
    after = model.update(data)
    average = integral(lambda t: np.exp(after.log_prob(t) + log_likelihood(y, t)), prior)
    assert after.predictive(y) == pytest.approx(average, rel=1e-9)
    assert after.predictive(y) == pytest.approx(np.exp(after.log_evidence([y])), rel=1e-12)


ALL_MODELS = {name: (case[0], case[2]) for name, case in MODELS.items()}
ALL_MODELS["dirichlet"] = (DirichletCategorical([0.5, 2.0, 1.0]), [0, 2, 2, 1, 2])


@pytest.mark.parametrize("name", ALL_MODELS)
def test_the_order_of_the_data_and_their_packets_do_not_matter(name):
    model, data = ALL_MODELS[name]
    at_once, one_by_one = model.update(data), model
    log_evidence = 0.0
    for y in data[::-1]:
        log_evidence += one_by_one.log_evidence([y])
        one_by_one = one_by_one.update([y])
    np.testing.assert_allclose(at_once.mean, one_by_one.mean, rtol=1e-13)
    np.testing.assert_allclose(at_once.variance, one_by_one.variance, rtol=1e-13)
    assert model.log_evidence(data) == pytest.approx(log_evidence, rel=1e-12)


@pytest.mark.parametrize("name", ALL_MODELS)
def test_no_data_change_nothing(name):
    model, _ = ALL_MODELS[name]
    np.testing.assert_array_equal(model.update([]).mean, model.mean)
    assert model.log_evidence([]) == pytest.approx(0.0, abs=1e-14)


@pytest.mark.parametrize("name", ALL_MODELS)
def test_samples_have_the_mean_and_variance(name):
    model, data = ALL_MODELS[name]
    draws = model.update(data).sample(200_000, rng=np.random.default_rng(0))
    after = model.update(data)
    standard_error = np.sqrt(after.variance / 200_000)
    assert np.all(np.abs(np.mean(draws, axis=0) - after.mean) < 5 * standard_error)
    np.testing.assert_allclose(np.var(draws, axis=0), after.variance, rtol=0.03)


def test_dirichlet_of_two_classes_is_a_beta():
    classes, coin = DirichletCategorical([1.5, 2.5]), BetaBernoulli(2.5, 1.5)
    assert classes.log_evidence(COINS) == pytest.approx(coin.log_evidence(COINS), rel=1e-13)
    np.testing.assert_allclose(classes.update(COINS).predictive(1), coin.update(COINS).predictive())
    assert classes.log_prob(np.array([0.3, 0.7])) == pytest.approx(coin.log_prob(0.7))


def test_dirichlet_is_the_density_of_scipy():
    pi = np.array([0.2, 0.5, 0.3])
    model = DirichletCategorical([0.5, 2.0, 1.0])
    assert model.log_prob(pi) == pytest.approx(stats.dirichlet.logpdf(pi, model.alpha), rel=1e-12)
    np.testing.assert_allclose(model.predictive().sum(), 1.0)


def test_predictive_of_gamma_poisson_is_scipys_negative_binomial():
    y = np.arange(200)
    model = GammaPoisson(3.5, 0.4)
    p = stats.nbinom.pmf(y, 3.5, 0.4 / 1.4)
    np.testing.assert_allclose(model.predictive(y), p, rtol=1e-11)


def test_densities_end_where_the_support_ends():
    assert BetaBernoulli(2, 2).log_prob(np.array([-0.1, 1.1])).tolist() == [-np.inf, -np.inf]
    assert GammaPoisson(2, 2).log_prob(-1.0) == -np.inf
    assert BetaBernoulli(1, 1).log_prob(np.array([0.0, 1.0])).tolist() == [0.0, 0.0]


def test_gaussian_evidence_keeps_its_digits_far_from_the_prior():
    y = 1e8 + np.array([0.0, 1.0, 2.0])
    model = GaussianGaussian(0.0, 1e16, 1.0)
    near = GaussianGaussian(-1e8, 1e16, 1.0).log_evidence(y - 1e8)
    assert model.log_evidence(y) == pytest.approx(near, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: BetaBernoulli(0.0, 1.0), "a must be positive"),
        (lambda: GammaPoisson(1.0, -2.0), "rate must be positive"),
        (lambda: DirichletCategorical([1.0]), "alpha must hold two or more classes"),
        (lambda: GaussianGaussian(0.0, 1.0, np.nan), "noise_variance must be free of NaN"),
        (lambda: BetaBernoulli().update([0.5]), "data must be 0 or 1"),
        (lambda: GammaPoisson(1, 1).update([-1]), "data must be a whole number from 0"),
        (lambda: DirichletCategorical([1, 1]).update([2]), r"must be a class in 0\.\.1 \(got 2"),
        (lambda: GaussianGaussian(0, 1, 1).update([np.inf]), "data must be finite"),
        (lambda: BetaBernoulli().interval(95), "level must lie between 0 and 1"),
        (lambda: BayesianLinearRegression(0.0, 1.0), "prior_variance must be positive"),
    ],
)
def test_errors_name_the_argument(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def line(n=9, p=2, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    return X, X @ np.arange(1.0, p + 1) + 0.5 + 0.7 * rng.normal(size=n)


def test_evidence_of_a_regression_is_a_gaussian_density_of_the_data():
    X, y = line()
    fit = BayesianLinearRegression(2.0, 0.5, intercept=False).fit(X, y)
    marginal = stats.multivariate_normal(np.zeros(9), 2.0 * X @ X.T + 0.5 * np.eye(9))
    assert fit.log_evidence == pytest.approx(marginal.logpdf(y), rel=1e-12)


def test_evidence_under_a_flat_intercept_is_the_limit_of_broader_priors():
    X, y = line()
    broad = 1e9
    fit = BayesianLinearRegression(2.0, 0.5).fit(X, y)
    wide = BayesianLinearRegression(np.array([broad, 2.0, 2.0]), 0.5, intercept=False)
    wide = wide.fit(np.column_stack([np.ones(9), X]), y)
    assert fit.log_evidence == pytest.approx(
        wide.log_evidence + 0.5 * np.log(2 * np.pi * broad), rel=1e-7
    )
    np.testing.assert_allclose(fit.mean, wide.mean, rtol=1e-7)
    np.testing.assert_allclose(fit.covariance, wide.covariance, rtol=1e-6, atol=1e-9)


def test_posterior_and_predictive_are_gaussian_conditioning():
    X, y = line()
    new = np.random.default_rng(1).normal(size=(4, 2))
    posterior = BayesianLinearRegression(2.0, 0.5, intercept=False).fit(X, y)
    gain = 2.0 * new @ X.T @ np.linalg.inv(2.0 * X @ X.T + 0.5 * np.eye(9))
    mean, variance = posterior.predict(new)
    np.testing.assert_allclose(mean, gain @ y, rtol=1e-12)
    expected = np.diag(2.0 * new @ new.T - gain @ X @ new.T * 2.0) + 0.5
    np.testing.assert_allclose(variance, expected, rtol=1e-12)


def test_weights_repeat_rows():
    X, y = line()
    weights = np.array([0, 1, 2, 3, 1, 0, 1, 1, 2])
    model = BayesianLinearRegression(2.0, 0.5)
    weighted = model.fit(X, y, weights=weights)
    repeated = model.fit(np.repeat(X, weights, axis=0), np.repeat(y, weights))
    np.testing.assert_allclose(weighted.mean, repeated.mean, rtol=1e-12)
    np.testing.assert_allclose(weighted.covariance, repeated.covariance, rtol=1e-12)
    assert weighted.log_evidence == pytest.approx(repeated.log_evidence, rel=1e-12)


def test_columns_far_from_zero_and_in_odd_units_cost_no_digits():
    X, y = line(n=30)
    plain = BayesianLinearRegression(2.0, 0.5).fit(X, y)
    moved = BayesianLinearRegression(np.array([2e-16, 2.0]), 0.5).fit(
        X * [1e8, 1.0] + [0.0, 2.0**23], y
    )
    np.testing.assert_allclose(moved.mean[1:] * [1e8, 1.0], plain.mean[1:], rtol=1e-9)
    assert moved.log_evidence == pytest.approx(plain.log_evidence, rel=1e-9)


def test_more_columns_than_rows_have_a_posterior():
    X, y = line(n=3, p=8)
    posterior = BayesianLinearRegression(2.0, 0.5).fit(X, y)
    assert np.all(np.linalg.eigvalsh(posterior.covariance) > 0)
    mean, variance = posterior.predict(X)
    assert np.all(variance > 0.5)
    assert np.all(np.isfinite(mean))


def test_samples_and_density_of_a_posterior():
    X, y = line()
    posterior = BayesianLinearRegression(2.0, 0.5).fit(X, y)
    draws = posterior.sample(100_000, rng=np.random.default_rng(3))
    np.testing.assert_allclose(np.cov(draws.T), posterior.covariance, rtol=0.05, atol=2e-3)
    reference = stats.multivariate_normal(posterior.mean, posterior.covariance)
    np.testing.assert_allclose(posterior.log_prob(draws[:5]), reference.logpdf(draws[:5]))
    np.testing.assert_allclose(posterior.standard_deviations**2, np.diag(posterior.covariance))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.ones(3), np.ones(3)), r"X must have shape \(n, p\)"),
        ((np.ones((3, 2)), np.ones(2)), r"y must have shape \(3,\)"),
        ((np.ones((0, 2)), np.ones(0)), "weights must have a positive sum"),
        ((np.full((3, 2), np.nan), np.ones(3)), "X must be free of NaN"),
    ],
)
def test_regression_refuses_what_it_cannot_use(arguments, message):
    with pytest.raises(ValueError, match=message):
        BayesianLinearRegression(1.0, 1.0).fit(*arguments)


def test_laplace_is_exact_for_a_gaussian_response():
    X, y = line()
    laplace = laplace_approximation(GLM(Gaussian(0.5), prior=GaussianPrior(2.0)).fit(X, y))
    exact = BayesianLinearRegression(2.0, 0.5).fit(X, y)
    np.testing.assert_allclose(laplace.mean, exact.mean, rtol=1e-9)
    np.testing.assert_allclose(laplace.covariance, exact.covariance, rtol=1e-9, atol=1e-12)
    assert laplace.log_evidence == pytest.approx(exact.log_evidence, rel=1e-10)


def logistic(n=40):
    rng = np.random.default_rng(5)
    x = rng.normal(size=n)
    return x[:, None], (rng.random(n) < expit(0.4 + 1.2 * x)).astype(float)


def grid_of_logistic(X, y, variance):
    """The posterior of (θ₀, θ₁) on a grid, and the log of its integral."""
    b0, b1 = np.meshgrid(np.linspace(-4, 5, 901), np.linspace(-4, 8, 1001), indexing="ij")
    eta = b0[..., None] + b1[..., None] * X[:, 0]
    log_joint = np.sum(y * eta - np.logaddexp(0, eta), axis=-1)
    log_joint += stats.norm.logpdf(b1, 0, np.sqrt(variance))
    cell = np.log(0.01 * 0.012)
    return b0, b1, log_joint, logsumexp(log_joint) + cell


def test_laplace_and_metropolis_against_a_grid():
    X, y = logistic()
    b0, b1, log_joint, log_evidence = grid_of_logistic(X, y, 4.0)
    p = np.exp(log_joint - logsumexp(log_joint))
    mean = np.array([np.sum(p * b0), np.sum(p * b1)])
    deviation = np.sqrt([np.sum(p * (b0 - mean[0]) ** 2), np.sum(p * (b1 - mean[1]) ** 2)])

    laplace = laplace_approximation(GLM(Bernoulli(), prior=GaussianPrior(4.0)).fit(X, y))
    peak = np.unravel_index(np.argmax(log_joint), b0.shape)
    np.testing.assert_allclose(laplace.mean, [b0[peak], b1[peak]], atol=0.012)
    np.testing.assert_allclose(laplace.standard_deviations, deviation, rtol=0.1)
    assert laplace.log_evidence == pytest.approx(log_evidence, abs=0.1)

    def log_density(theta):
        eta = theta[0] + theta[1] * X[:, 0]
        prior = stats.norm.logpdf(theta[1], 0, 2.0)
        return np.sum(y * eta - np.logaddexp(0, eta)) + prior

    starts = laplace.sample(4, rng=np.random.default_rng(1))
    chain = metropolis(
        log_density, starts, 4000, step=0.7, rng=np.random.default_rng(2), warmup=500
    )
    assert np.all(chain.r_hat < 1.02)
    error = np.abs(np.mean(chain.samples, axis=0) - mean)
    assert np.all(error < 5 * deviation / np.sqrt(chain.ess))
    np.testing.assert_allclose(np.std(chain.samples, axis=0), deviation, rtol=0.08)


def softmax_data():
    rng = np.random.default_rng(7)
    X = rng.normal(size=(60, 2))
    logits = X @ np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    return X, np.argmax(logits + rng.gumbel(size=(60, 3)), axis=1)


def test_laplace_of_softmax_with_a_reference_class_leaves_it_alone():
    X, y = softmax_data()
    posterior = laplace_approximation(GLM(Categorical(3)).fit(X, y))
    draws = posterior.sample(10, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(draws[..., -1], 0.0)
    eta = posterior.linear_predictors(X, 10, rng=np.random.default_rng(0))
    np.testing.assert_allclose(eta[3], draws[3][0] + X @ draws[3][1:], rtol=1e-12)


def test_laplace_of_two_classes_with_priors_is_logistic_regression():
    """Two free columns with prior variance v differ by a column with prior variance 2v."""
    X, y = logistic()
    binary = laplace_approximation(GLM(Bernoulli(), prior=GaussianPrior(4.0)).fit(X, y))
    both = laplace_approximation(GLM(Categorical(2), prior=GaussianPrior(2.0)).fit(X, y))
    eta = np.diff(both.linear_predictors(X, 40_000, rng=np.random.default_rng(0)), axis=-1)[..., 0]
    phi = np.column_stack([np.ones(len(X)), X])
    np.testing.assert_allclose(np.mean(eta, axis=0), phi @ binary.mean, atol=0.03)
    variance = np.einsum("ni,ij,nj->n", phi, binary.covariance, phi)
    np.testing.assert_allclose(np.var(eta, axis=0), variance, rtol=0.04)
    # The sum of the slopes integrates to one, the length of (−1, 1)/√2 makes √2 of the intercept.
    expected = binary.log_evidence - 0.5 * np.log(2.0)
    assert both.log_evidence == pytest.approx(expected, rel=1e-9)


def test_laplace_asks_for_a_mode_with_curvature():
    X, y = logistic()
    with pytest.raises(ValueError, match="smooth prior"):
        laplace_approximation(GLM(Bernoulli(), prior=LaplacePrior(1.0)).fit(X, y))
    with pytest.raises(ValueError, match="known variance"):
        laplace_approximation(GLM(Gaussian(None)).fit(X, y))
    with pytest.raises(ValueError, match=r"known shape \(got Gamma\(shape=None\)"):
        laplace_approximation(GLM(Gamma(None)).fit(X, 1.0 + y))
    with pytest.warns(UserWarning, match="separable"):
        separated = GLM(Bernoulli()).fit(np.array([[-1.0], [-2.0], [1.0], [2.0]]), [0, 0, 1, 1])
    with pytest.raises(ValueError, match="single mode"):
        laplace_approximation(separated)


def test_metropolis_finds_a_gaussian():
    covariance = np.array([[1.0, 0.6], [0.6, 2.0]])
    precision = np.linalg.inv(covariance)
    chain = metropolis(
        lambda t: -0.5 * t @ precision @ t,
        np.zeros((4, 2)),
        10_000,
        step=1.5,
        rng=np.random.default_rng(0),
    )
    assert chain.samples.shape == (40_000, 2)
    assert 0.2 < chain.acceptance < 0.6
    assert np.all(chain.r_hat < 1.01)
    assert np.all(chain.ess > 1000)
    np.testing.assert_allclose(np.cov(chain.samples.T), covariance, atol=0.15)


def test_metropolis_in_one_dimension_and_with_hard_walls():
    chain = metropolis(
        lambda t: 0.0 if 0 < t < 1 else -np.inf, 0.5, 20_000, step=0.5, rng=np.random.default_rng(0)
    )
    assert chain.samples.shape == (20_000,)
    assert chain.samples.min() > 0
    assert chain.samples.max() < 1
    assert stats.kstest(chain.samples[::40], "uniform").pvalue > 1e-3


def test_r_hat_notices_chains_that_stay_apart_and_chains_that_drift():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(4, 1000, 1))
    assert Chain(noise, np.ones(4)).r_hat == pytest.approx(1.0, abs=0.01)
    assert Chain(noise + np.arange(4)[:, None, None], np.ones(4)).r_hat > 1.3
    assert Chain(noise + np.linspace(0, 3, 1000)[:, None], np.ones(4)).r_hat > 1.2
    stuck = np.zeros((2, 100, 1))
    stuck[1] = 1.0
    assert Chain(stuck, np.zeros(2)).r_hat == np.inf
    assert Chain(stuck, np.zeros(2)).ess < 5


@pytest.mark.parametrize("rho", [0.0, 0.6, 0.95])
def test_effective_size_of_an_autoregression(rho):
    """An AR(1) process with coefficient ρ is worth n (1 − ρ)/(1 + ρ) independent draws."""
    from scipy.signal import lfilter

    noise = np.random.default_rng(0).normal(size=(4, 50_000, 1))
    chains = lfilter([1.0], [1.0, -rho], noise, axis=1)
    ess = Chain(chains, np.ones(4)).ess
    assert ess == pytest.approx(200_000 * (1 - rho) / (1 + rho), rel=0.1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"step": 0.0}, "step must be positive"),
        ({"start": [np.nan]}, "start must be free of NaN"),
        ({"n_samples": 0}, "n_samples must be a whole number from 1"),
        ({"log_density": lambda t: np.nan}, "log_density must be a number below infinity"),
        ({"log_density": lambda t: -np.inf}, "start must have positive density"),
    ],
)
def test_metropolis_refuses_what_it_cannot_walk_on(change, message):
    arguments = {"log_density": lambda t: -np.sum(t**2), "start": [0.0], "n_samples": 10} | change
    with pytest.raises(ValueError, match=message):
        metropolis(**{"step": 1.0, "rng": np.random.default_rng(0)} | arguments)


def test_predictive_of_a_bernoulli_is_the_mean_probability():
    eta = np.random.default_rng(0).normal(size=(500, 3))
    predictive = posterior_predictive(Bernoulli(), eta)
    p = np.mean(expit(eta), axis=0)
    np.testing.assert_allclose(predictive.mean, p, rtol=1e-13)
    np.testing.assert_allclose(predictive.variance, p * (1 - p), rtol=1e-12)
    np.testing.assert_allclose(predictive.log_prob(np.ones(3)), np.log(p), rtol=1e-12)


def test_predictive_of_a_gaussian_adds_the_noise():
    X, y = line()
    posterior = BayesianLinearRegression(2.0, 0.5).fit(X, y)
    eta = posterior.linear_predictors(X, 50_000, rng=np.random.default_rng(0))
    predictive = posterior_predictive(Gaussian(0.5), eta)
    mean, variance = posterior.predict(X)
    np.testing.assert_allclose(predictive.mean, mean, atol=0.03)
    np.testing.assert_allclose(predictive.variance, variance, rtol=0.03)
    density = stats.norm.logpdf(y, mean, np.sqrt(variance))
    np.testing.assert_allclose(predictive.log_prob(y), density, atol=0.05)


def test_predictive_of_a_poisson_is_wider_than_any_of_its_parts():
    rng = np.random.default_rng(0)
    eta = np.log(rng.gamma(3.0, 0.5, size=(100_000, 1)))
    predictive = posterior_predictive(Poisson(), eta)
    exact = GammaPoisson(3.0, 2.0).predictive(np.arange(5))
    np.testing.assert_allclose(np.exp(predictive.log_prob(2.0)), exact[2], rtol=0.02)
    np.testing.assert_allclose(predictive.variance, 1.5 + 0.75, rtol=0.03)
    assert predictive.sample(rng=rng).shape == (100_000, 1)


def test_predictive_of_a_gamma_takes_the_linear_predictor_of_a_fit():
    eta = -np.random.default_rng(0).uniform(0.5, 2.0, size=(400, 2))
    predictive = posterior_predictive(Gamma(3.0), eta)
    np.testing.assert_allclose(predictive.mean, np.mean(-1 / eta, axis=0))
    density = stats.gamma(3.0, scale=-1 / eta / 3.0).pdf([0.7, 2.0]).mean(axis=0)
    np.testing.assert_allclose(predictive.log_prob([0.7, 2.0]), np.log(density))
    with pytest.raises(ValueError, match="family must have a known dispersion"):
        posterior_predictive(Gamma(None), eta)


def test_predictive_of_a_categorical_has_a_covariance_matrix():
    eta = np.random.default_rng(0).normal(size=(400, 2, 3))
    predictive = posterior_predictive(Categorical(3), eta)
    p = predictive.mean
    np.testing.assert_allclose(p.sum(axis=-1), 1.0)
    expected = np.eye(3) * p[:, :, None] - p[:, :, None] * p[:, None, :]
    np.testing.assert_allclose(predictive.variance, expected, atol=1e-13)
    np.testing.assert_allclose(predictive.log_prob([0, 2]), np.log(p[[0, 1], [0, 2]]))


def evidence_of_a_line(prior_variance, noise_variance, weights):
    X, y = line()
    posterior = BayesianLinearRegression(prior_variance, noise_variance).fit(X, y, weights=weights)
    mean, variance = posterior.predict(X)
    return posterior.log_evidence + np.sum(mean) + np.sum(variance)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (lambda a, b: BetaBernoulli(a, b).update([1, 0, 1]).log_prob(a / 9), (2.0, 3.0)),
        (lambda a, b: BetaBernoulli(a, b).log_evidence([1, 0, 1]), (2.0, 3.0)),
        (lambda s, r: GammaPoisson(s, r).update([2, 0]).predictive(1), (2.0, 3.0)),
        (lambda a: DirichletCategorical(a).update([1, 0, 1]).predictive(), ([1.0, 2.0],)),
        (lambda m, v, s: GaussianGaussian(m, v, s).log_evidence(HEIGHTS), (0.1, 2.0, 3.0)),
        (lambda m, y: GaussianGaussian(m, 1.0, 2.0).update(y).mean, (0.1, HEIGHTS)),
        (evidence_of_a_line, (2.0, 0.5, np.arange(9.0))),
    ],
)
def test_models_run_on_traced_values(function, arguments):
    assert_traceable(function, *map(np.asarray, arguments), rtol=1e-13)
