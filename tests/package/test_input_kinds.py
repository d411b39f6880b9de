"""Masked, sparse, nullable, single-precision and nested inputs: right, or told what to pass.

Reported of others: sherpa#695 and astropy#4824 (masks dropped in silence), numpy#16688 (float32
probabilities), statsmodels#9127 and scikit-learn#25953 (tables of mixed or nullable columns),
tensorflow#18651 (a column of labels), optax#896 and pytorch/xla#2553 (0 · −∞), amltk#41 (seeds).
"""

import warnings
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

import glm_core as g
from glm_core.bayes import (
    BayesianLinearRegression,
    BetaBernoulli,
    DirichletCategorical,
    GammaPoisson,
    GaussianGaussian,
    GaussianPosterior,
    metropolis,
    posterior_predictive,
)

RNG = np.random.default_rng(0)
X = RNG.normal(size=(12, 2))
REAL, BINARY, COUNT = X[:, 0] + 0.5, np.arange(12.0) % 2, np.arange(12.0) % 3
FIT = g.GLM(g.Gaussian(1.0)).fit(X, REAL)
LINEAR = BayesianLinearRegression(1.0, 1.0).fit(X, REAL)
TWO, P = [0.5, 1.5], [0.25, 0.75]
MISSING = r"must (hold real numbers|be free of NaN|be finite)"
ON_THE_LINE = ("squared_error", "absolute_error", "poisson_loss", "poisson_loss_from_log_mean")


def loss(name, first):
    """The loss `name` as a function of y, or of the prediction."""
    function = getattr(g, name)
    return (lambda y: function(y, [1.0, 2.0])) if first else (lambda mu: function([1.0, 2.0], mu))


# what is called with one array of shape (2,), (12,) or (12, 2) in the place that is tried
TAKES = {
    **{name: (loss(name, True), [1.0, 2.0]) for name in ON_THE_LINE},
    **{f"prediction of {name}": (loss(name, False), [1.0, 2.0]) for name in ON_THE_LINE},
    "student_t_loss": (lambda y: g.student_t_loss(y, 0.0, df=3), TWO),
    "binary_cross_entropy": (lambda y: g.binary_cross_entropy(y, P), [0.0, 1.0]),
    "its prediction": (lambda phi: g.binary_cross_entropy([0, 1], phi), P),
    "its logits": (lambda eta: g.binary_cross_entropy_from_logits([0, 1], eta), TWO),
    "categorical_cross_entropy": (lambda pi: g.categorical_cross_entropy([1], [pi]), P),
    "categorical logits": (lambda eta: g.categorical_cross_entropy_from_logits([1], [eta]), TWO),
    "labels": (lambda y: g.categorical_cross_entropy(y, [P, P]), [0.0, 1.0]),
    **{name: (getattr(g, name), TWO)
       for name in ("sigmoid", "softplus", "softmax", "log_softmax", "logsumexp")},
    "xlogy": (lambda x: g.xlogy(x, 2.0), TWO),
    "one_hot": (g.one_hot, [0.0, 1.0]),
    "entropy": (g.entropy, P),
    "cross_entropy": (lambda q: g.cross_entropy(P, q), P),
    "kl_divergence": (lambda p: g.kl_divergence(p, P), P),
    "Bernoulli eta": (g.Bernoulli().mean, TWO),
    "Bernoulli y": (lambda y: g.Bernoulli().log_prob(y, 0.3), [0.0, 1.0]),
    "Categorical": (g.Categorical(2).entropy, TWO),
    "Poisson": (lambda y: g.Poisson().log_prob(y, 0.3), [0.0, 1.0]),
    "Gaussian": (lambda y: g.Gaussian(1.0).log_prob(y, 0.3), TWO),
    "GaussianUnknown": (lambda y: g.GaussianUnknown().log_prob(y, [0.3, -0.5]), TWO),
    "Gamma": (lambda y: g.Gamma(2.0).log_prob(y, -1.0), TWO),
    "Exponential mean": (g.Exponential().natural_parameter, TWO),
    "Gaussian variance": (lambda v: g.Gaussian(v).entropy(0.0), TWO),
    "Gamma shape": (lambda k: g.Gamma(k).entropy(-1.0), TWO),
    "Laplace": (lambda y: g.Laplace(1.0).log_prob(y, 0.0), TWO),
    "StudentT": (lambda df: g.StudentT(df).log_prob(0.3, 0.0), TWO),
    "GaussianPrior": (g.GaussianPrior(2.0).log_prob, TWO),
    "LaplacePrior": (g.LaplacePrior(2.0).log_prob, TWO),
    "Flat": (g.Flat().log_prob, TWO),
    "GLM y": (lambda y: g.GLM(g.Gaussian(1.0)).fit(X, y).theta, REAL),
    "GLM y of Bernoulli": (lambda y: g.GLM(g.Bernoulli()).fit(X[:, :0], y).theta, BINARY),
    "GLM y of Poisson": (lambda y: g.GLM(g.Poisson()).fit(X, y).theta, COUNT),
    "GLM y of Gamma": (lambda y: g.GLM(g.Gamma(1.0)).fit(X[:, :0], y).theta, COUNT + 1),
    "GLM y of Categorical": (lambda y: g.GLM(g.Categorical(3)).fit(X[:, :0], y).theta, COUNT),
    "GLM X": (lambda x: g.GLM(g.Gaussian(1.0)).fit(x, REAL).theta, X),
    "GLM weights": (lambda w: g.GLM(g.Gaussian(1.0)).fit(X, REAL, weights=w).theta, COUNT + 1),
    "GLM offset": (lambda o: g.GLM(g.Gaussian(1.0)).fit(X, REAL, offset=o).theta, COUNT),
    "Fit.predict": (FIT.predict, X),
    "Fit.log_prob": (lambda y: FIT.log_prob(X, y), REAL),
    "Beta data": (lambda y: BetaBernoulli(1, 2).update(y).mean, [0.0, 1.0]),
    "Beta evidence": (BetaBernoulli(1, 2).log_evidence, [0.0, 1.0]),
    "Beta log_prob": (BetaBernoulli(1, 2).log_prob, P),
    "Beta a": (lambda a: BetaBernoulli(a, 2.0).mean, TWO),
    "Gamma data": (lambda y: GammaPoisson(1.0, 2.0).update(y).mean, [0.0, 1.0]),
    "Gamma log_prob": (GammaPoisson(1.0, 2.0).log_prob, TWO),
    "Gamma predictive": (GammaPoisson(1.0, 2.0).predictive, [0.0, 1.0]),
    "GammaPoisson shape": (lambda s: GammaPoisson(s, 2.0).mean, TWO),
    "Dirichlet data": (lambda y: DirichletCategorical([1, 2]).update(y).mean, [0.0, 1.0]),
    "Dirichlet log_prob": (DirichletCategorical([1, 2]).log_prob, P),
    "Dirichlet alpha": (lambda a: DirichletCategorical(a).mean, TWO),
    "Gaussian data": (lambda y: GaussianGaussian(0.0, 1.0, 1.0).update(y).mean, TWO),
    "Gaussian log_prob": (GaussianGaussian(0.0, 1.0, 1.0).log_prob, TWO),
    "Gaussian predictive": (GaussianGaussian(0.0, 1.0, 1.0).predictive, TWO),
    "GaussianGaussian variance": (lambda v: GaussianGaussian(0.0, v, 1.0).log_prob(0.5), TWO),
    "regression X": (lambda x: BayesianLinearRegression(1.0, 1.0).fit(x, REAL).mean, X),
    "regression y": (lambda y: BayesianLinearRegression(1.0, 1.0).fit(X, y).mean, REAL),
    "regression predict": (lambda x: LINEAR.predict(x)[0], X),
    "posterior log_prob": (GaussianPosterior(np.zeros(2), np.eye(2), 0.0).log_prob, TWO),
    "predictors": (lambda e: posterior_predictive(g.Poisson(), e).mean, X),
    "start": (lambda s: metropolis(lambda t: -t @ t, s, 4, step=1.0,
                                   rng=np.random.default_rng(0)).samples, TWO),
    "Linear": (lambda z: g.Linear(np.eye(2)).forward(z), X),
    "weights of a layer": (lambda w: g.Linear(w).parameters["weights"], X),
    **{kind.__name__: (lambda z, kind=kind: kind().forward(z), X)
       for kind in (g.Sigmoid, g.Tanh, g.ReLU, g.LogSoftmax)},
    "delta": (lambda d: backward(d), X),
    "layer y": (lambda y: g.NegativeLogLikelihood(y).forward(np.log([P, P])), [0.0, 1.0]),
}  # fmt: skip
EACH = pytest.mark.parametrize("name", TAKES)


def backward(delta):
    layer = g.Tanh()
    layer.forward(X)
    return layer.backward(delta)


def same(value, expected, rtol=1e-12):
    np.testing.assert_allclose(np.asarray(value, dtype=float), expected, rtol=rtol, atol=rtol)


@EACH
def test_a_mask_is_never_dropped(name):
    call, values = TAKES[name]
    masked = np.ma.array(values, mask=np.arange(np.size(values)).reshape(np.shape(values)) == 1)
    with pytest.raises(ValueError, match="must not be masked"):
        call(masked)
    with pytest.raises(ValueError, match="must not be masked"):
        call(list(masked))
    same(call(np.ma.array(values)), call(np.array(values)))


@EACH
def test_a_sparse_array_is_told_to_become_dense(name):
    call, values = TAKES[name]
    for kind in (sp.csr_array, sp.coo_matrix):
        with pytest.raises(TypeError, match=r"must be a dense array .*; pass \S*.toarray\(\)"):
            call(kind(np.atleast_2d(values)))


@EACH
def test_objects_that_are_numbers_count_as_numbers(name):
    call, values = TAKES[name]
    same(call(np.array(values, dtype=object)), call(np.array(values)))
    same(call(np.array(values).tolist()), call(np.array(values)))


@EACH
def test_objects_that_are_none_are_named(name):
    call, values = TAKES[name]
    for odd in ("a", None, 1j, pd.NA, object()):
        some = np.array(values, dtype=object)
        some[(-1,) * some.ndim] = odd
        with pytest.raises(TypeError, match="must hold real numbers"):
            call(some)


@EACH
def test_single_precision(name):
    call, values = TAKES[name]
    same(call(np.array(values, dtype=np.float32)), call(np.array(values)), 1e-5)


@EACH
def test_series_and_tables(name):
    call, values = TAKES[name]
    if np.ndim(values) == 1:
        tables = pd.Series(values), pd.Series(values, dtype="Float64")
        missing = pd.Series([*values[:-1], None], dtype="Float64")
    else:
        tables = pd.DataFrame(values), pd.DataFrame(values).astype("Float64")
        missing = pd.DataFrame([*values[:-1], [None, 1.0]]).astype("Float64")
    for table in tables:
        same(call(table), call(np.array(values)))
    with pytest.raises((TypeError, ValueError), match=MISSING):
        call(missing)


def test_a_table_of_numbers_and_truth_values():
    table = pd.DataFrame({"x": REAL, "yes": BINARY == 1})
    as_numbers = np.column_stack([REAL, BINARY])
    same(
        g.GLM(g.Poisson()).fit(table, COUNT).theta, g.GLM(g.Poisson()).fit(as_numbers, COUNT).theta
    )
    with pytest.raises(TypeError, match=r"got 'Gentoo'.; encode categories as numbers first"):
        g.GLM(g.Poisson()).fit(pd.DataFrame({"x": REAL, "s": ["Gentoo"] * 12}), COUNT)


def test_fractions_and_numbers_that_overflow():
    assert g.entropy([Fraction(1, 2), Fraction(1, 2)]) == pytest.approx(np.log(2))
    with pytest.raises(ValueError, match=r"p must be at most 1\.8e308"):
        g.entropy([10**400, 1])


SOFTMAX = g.softmax(RNG.normal(size=(50, 1000))).astype(np.float32)


def test_probabilities_in_single_precision():
    assert g.entropy(np.full(10, 0.1, np.float32)) == pytest.approx(np.log(10), rel=1e-14)
    exact = SOFTMAX / SOFTMAX.sum(axis=1, keepdims=True, dtype=float)
    same(g.entropy(SOFTMAX), g.entropy(exact))
    assert np.all(g.kl_divergence(SOFTMAX, SOFTMAX) == 0.0)
    labels = np.arange(50)
    assert g.categorical_cross_entropy(labels, SOFTMAX) == g.categorical_cross_entropy(
        labels, exact
    )
    coarse = {"a": np.float32(0.1), "b": np.float32(0.9)}
    assert g.entropy(coarse) == pytest.approx(g.entropy([0.1, 0.9]), rel=1e-6)
    assert g.entropy(np.full(3, 1 / 3, np.float16)) == pytest.approx(np.log(3), rel=1e-6)


@pytest.mark.parametrize("p", [[0.1, 0.9 + 2e-8], np.array([0.1, 0.9001], np.float32)])
def test_a_sum_that_is_not_one_is_no_rounding_error(p):
    with pytest.raises(ValueError, match="the sum of p must be 1"):
        g.entropy(p)


PI = np.array([[0.2, 0.8], [0.3, 0.7]])
COLUMNS = [
    lambda y: g.categorical_cross_entropy(y, PI),
    lambda y: g.categorical_cross_entropy_from_logits(y, np.log(PI)),
    lambda y: g.GLM(g.Categorical(2)).fit([[0.0], [1.0]], y),
    lambda y: g.GLM(g.Bernoulli()).fit([[0.0], [1.0]], y),
    lambda y: g.GLM(g.Poisson()).fit([[0.0], [1.0]], y),
]


@pytest.mark.parametrize("call", COLUMNS)
@pytest.mark.parametrize("column", [[[1], [1]], [[0], [1]], np.ones((2, 1))])
def test_a_column_of_labels_is_called_a_column(call, column):
    with pytest.raises(
        ValueError, match=r"got (shape )?\(2, 1\)\); a column (of labels )?is y\[:, 0\]"
    ):
        call(column)


def test_labels_without_their_column():
    assert COLUMNS[0]([1, 1]) == pytest.approx(-np.mean(np.log([0.8, 0.7])), rel=1e-15)
    assert COLUMNS[0]([[0, 1], [0, 1]]) == pytest.approx(0.2899092476264711, rel=1e-15)


def test_a_layer_is_told_that_its_rows_are_no_distributions():
    with pytest.raises(ValueError, match="must be non-negative"):
        g.NegativeLogLikelihood([[5, -3]]).forward(np.log([P]))
    with pytest.raises(ValueError, match="the sum of y must be 1"):
        g.NegativeLogLikelihood([[1.0, 1.0]]).forward(np.log([P]))


@pytest.mark.parametrize("logits", [[1e308, -1e308], [0.0, -np.inf], [800.0, -800.0]])
@pytest.mark.parametrize("y", [[0], [[1.0, 0.0]]])
def test_an_impossible_class_that_did_not_come_costs_nothing(logits, y):
    net = g.Sequential(g.LogSoftmax(), g.NegativeLogLikelihood(y))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert net.forward(np.array([logits])) == 0.0
        assert np.all(net.backward() == 0.0)


DRAWS = {
    "BetaBernoulli": lambda rng: BetaBernoulli(1, 2).sample(rng=rng),
    "GammaPoisson": lambda rng: GammaPoisson(1, 2).sample(rng=rng),
    "DirichletCategorical": lambda rng: DirichletCategorical([1, 2]).sample(rng=rng),
    "GaussianGaussian": lambda rng: GaussianGaussian(0, 1, 1).sample(rng=rng),
    "GaussianPosterior": lambda rng: LINEAR.sample(3, rng=rng),
    "linear_predictors": lambda rng: LINEAR.linear_predictors(X, 3, rng=rng),
    "PosteriorPredictive": lambda rng: posterior_predictive(g.Poisson(), X).sample(rng=rng),
    "metropolis": lambda rng: metropolis(lambda t: -t @ t, [0.0], 4, step=1.0, rng=rng),
    "Linear.random": lambda rng: g.Linear.random(2, 3, rng=rng),
    "gradient_check": lambda rng: g.gradient_check(g.Tanh(), X, rng=rng),
    "Bernoulli": lambda rng: g.Bernoulli().sample(TWO, rng=rng),
    "Categorical": lambda rng: g.Categorical(2).sample(TWO, rng=rng),
    "Poisson": lambda rng: g.Poisson().sample(TWO, rng=rng),
    "Gaussian": lambda rng: g.Gaussian(1.0).sample(TWO, rng=rng),
    "GaussianUnknown": lambda rng: g.GaussianUnknown().sample([0.0, -1.0], rng=rng),
    "Gamma": lambda rng: g.Gamma(1.0).sample([-1.0], rng=rng),
    "Laplace": lambda rng: g.Laplace().sample(TWO, rng=rng),
    "StudentT": lambda rng: g.StudentT(3).sample(TWO, rng=rng),
}


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize("rng", [42, "seed", np.random, np.random.RandomState(0)], ids=str)
def test_a_seed_is_told_to_become_a_generator(name, rng):
    way_out = r"rng must be a numpy.random.Generator .*; pass np.random.default_rng\(...\)"
    with pytest.raises(TypeError, match=way_out):
        DRAWS[name](rng)
    DRAWS[name](np.random.default_rng(0))


@pytest.mark.parametrize("columns", [0, 1, 3])
def test_another_number_of_columns(columns):
    other = np.zeros((4, columns))
    message = rf"X must have 2 columns as in the fit \(got {columns}\)"
    for call in (
        LINEAR.predict,
        lambda x: LINEAR.linear_predictors(x, 2, rng=RNG),
        FIT.predict,
        BayesianLinearRegression(1.0, 1.0, intercept=False).fit(X, REAL).predict,
    ):
        with pytest.raises(ValueError, match=message):
            call(other)


def test_priors_are_the_same_for_every_coefficient():
    for call in (g.GaussianPrior, g.LaplacePrior):
        with pytest.raises(ValueError, match=r"must be one number \(got \[1.0, 2.0\]\)"):
            call([1, 2])


def test_hyperparameters_may_be_lists():
    two = BetaBernoulli([1.0, 2.0], [3.0, 4.0])
    same(
        two.log_prob([0.2, 0.3]),
        [BetaBernoulli(1, 3).log_prob(0.2), BetaBernoulli(2, 4).log_prob(0.3)],
    )
    same(two.log_evidence([1, 0]), [BetaBernoulli(1, 3).log_evidence([1, 0]), -np.log(21 / 4)])
    same(two.update([1]).mean, [2 / 5, 3 / 7])
    assert GammaPoisson([1.0, 2.0], 3.0).sample(rng=RNG).shape == (2,)
    same(GaussianGaussian([1.0, 2.0], [1.0, 1.0], 1.0).update([3.0]).mean, [2.0, 2.5])
    assert repr(BetaBernoulli(1, 2.5)) == "BetaBernoulli(a=1, b=2.5)"


def test_dirichlet_off_the_simplex():
    model = DirichletCategorical([2.0, 2.0])
    assert model.log_prob([-0.2, 1.2]) == -np.inf
    assert model.log_prob([0.0, 1.0]) == -np.inf
    same(model.log_prob([[-0.2, 1.2], [0.5, 0.5]]), [-np.inf, np.log(1.5)])
    with pytest.raises(ValueError, match=r"the sum of pi must be 1 \(got 0.5\)"):
        model.log_prob([0.2, 0.3])
    with pytest.raises(ValueError, match="the same number of outcomes"):
        model.log_prob([0.2, 0.3, 0.5])


def test_several_dirichlets_draw_at_once():
    alpha = np.array([[1.0, 2.0], [300.0, 4.0], [5.0, 5.0]])
    draws = DirichletCategorical(alpha).sample(20_000, rng=np.random.default_rng(1))
    assert draws.shape == (20_000, 3, 2)
    same(draws.sum(axis=-1), 1.0)
    same(draws.mean(axis=0), DirichletCategorical(alpha).mean, 0.02)
    assert DirichletCategorical(alpha).sample(rng=RNG).shape == (3, 2)
    assert DirichletCategorical(alpha).sample((4, 5), rng=RNG).shape == (4, 5, 3, 2)


def test_metropolis_takes_a_density_of_one_number_in_an_array():
    arguments = {"step": 1.0, "n_samples": 10, "start": [0.5]}
    chain = metropolis(lambda t: -0.5 * t**2, rng=np.random.default_rng(0), **arguments)
    other = metropolis(lambda t: -0.5 * t @ t, rng=np.random.default_rng(0), **arguments)
    same(chain.samples, other.samples)
    with pytest.raises(ValueError, match=r"log_density must give one number \(got shape \(2,\)"):
        metropolis(lambda t: np.zeros(2), rng=np.random.default_rng(0), **arguments)
    for change in ({"n_samples": None}, {"n_samples": 2.5}, {"warmup": -1}, {"warmup": None}):
        with pytest.raises(ValueError, match="must be a whole number from"):
            metropolis(lambda t: -t @ t, rng=RNG, **(arguments | change))


def test_predictive_pairs_each_response_with_its_row():
    eta = RNG.normal(size=(5, 4))
    predictive = posterior_predictive(g.Poisson(), eta)
    assert predictive.log_prob([0, 1, 2, 3]).shape == (4,)
    with pytest.raises(ValueError, match=r"y must have shape \(4,\)"):
        predictive.log_prob(np.zeros((4, 1)))


def square(theta):
    return theta @ theta, 2 * theta, 2 * np.eye(len(theta))


@pytest.mark.parametrize("max_iter", [None, -1, 2.5, True, np.inf])
def test_how_many_steps_is_a_whole_number(max_iter):
    for call in (
        lambda: g.newton(square, [1.0], max_iter=max_iter),
        lambda: g.gradient_descent(square, [1.0], max_iter=max_iter),
        lambda: g.GLM(g.Poisson()).fit(X, COUNT, max_iter=max_iter),
    ):
        with pytest.raises(ValueError, match="max_iter must be a whole number from 0"):
            call()


@pytest.mark.parametrize("optimiser", [g.newton, g.gradient_descent])
def test_a_start_is_checked(optimiser):
    with pytest.raises(ValueError, match="start must not be masked"):
        optimiser(square, np.ma.array([1.0, 2.0], mask=[False, True]))
    same(optimiser(square, pd.Series([1.0, 2.0], dtype="Float64")).solution, [0.0, 0.0], 1e-7)
