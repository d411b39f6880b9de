"""Where float64 ends nothing is reported: ∞, 0 and lost denormals are the results by design.

Callers who turn such reports into errors, by np.errstate or by a filter of warnings, get the same
numbers as all others.
"""

import warnings

import numpy as np
import pytest

import glm_core as g
from glm_core.bayes import BetaBernoulli, DirichletCategorical, GammaPoisson, GaussianGaussian

BIG, TINY = 1e308, 3e-308
X = np.array([-BIG, -800.0, -1.0, 0.0, 1e-300, -1e-300, 1.0, 40.0, 800.0, BIG])
POSITIVE = X[X > 0]
LOGITS = np.array([[BIG, -BIG, 0.0], [800.0, -800.0, 1.0], [-BIG] * 3, [1e-320, 0.0, 1.0]])
SURE = np.array([[1.0, 0, 0], [1 - 1e-16, 1e-16, 0], [TINY, 1 - TINY, 0], [0.2, 0.3, 0.5]])
LABELS = [0, 1, 2, 1]
CASES = {}


for name in ("sigmoid", "softplus", "softmax", "log_softmax", "logsumexp"):
    CASES[name] = lambda name=name: getattr(g, name)(X)
    CASES[f"{name} of rows"] = lambda name=name: getattr(g, name)(LOGITS)
for name in ("squared_error", "absolute_error"):
    CASES[name] = lambda name=name: getattr(g, name)(X, -X, axis=0)
for name in ("entropy", "cross_entropy", "kl_divergence"):
    rest = () if name == "entropy" else (SURE[::-1],)
    CASES[name] = lambda name=name, rest=rest: getattr(g, name)(SURE, *rest)
CASES |= {
    "student_t_loss": lambda: g.student_t_loss(X, -X, df=3.0),
    "binary": lambda: g.binary_cross_entropy([0, 0, 1, 1], [0, TINY, TINY, 1 - 1e-16]),
    "binary from logits": lambda: g.binary_cross_entropy_from_logits(np.ones(10), X),
    "categorical": lambda: g.categorical_cross_entropy(LABELS, SURE),
    "categorical rows": lambda: g.categorical_cross_entropy(SURE, SURE[::-1]),
    "from logits": lambda: g.categorical_cross_entropy_from_logits(LABELS, LOGITS),
    "rows from logits": lambda: g.categorical_cross_entropy_from_logits(SURE, LOGITS),
    "poisson": lambda: g.poisson_loss([0, 1, TINY], [TINY, 0, BIG]),
    "poisson from log mean": lambda: g.poisson_loss_from_log_mean(np.ones(10), X),
    "nll": lambda: g.Sequential(g.LogSoftmax(), g.NegativeLogLikelihood(LABELS)).forward(LOGITS),
}
for kind in (g.Sigmoid, g.Tanh, g.ReLU, g.LogSoftmax):
    CASES[kind.__name__] = lambda kind=kind: there_and_back(kind())
for prior in (g.GaussianPrior, g.LaplacePrior):
    for width in (TINY, BIG):
        CASES[f"{prior.__name__}({width})"] = lambda prior=prior, w=width: prior(w).log_prob(X)
for noise in (g.Laplace(TINY), g.Laplace(BIG), g.StudentT(TINY), g.StudentT(BIG, TINY)):
    CASES[f"{noise}"] = lambda noise=noise: noise.log_prob(X, 0.5)
    CASES[f"score of {noise}"] = lambda noise=noise: noise.score(X, -X)


def there_and_back(layer):
    return layer.forward(LOGITS), layer.backward(np.ones_like(LOGITS))


COUNTS, TIMES = np.array([0.0, 1.0, 1e12]), np.array([TINY, 1.0, BIG])
FAMILIES = [
    (g.Bernoulli(), X, np.array([0.0, 1.0])),
    (g.Categorical(3), LOGITS, np.array([0, 1, 2])),
    (g.Poisson(), X[1:-2], COUNTS),
    *((g.Gaussian(v), X, X) for v in (TINY, 1.0, BIG)),
    *((g.Gamma(k), -POSITIVE, TIMES) for k in (TINY, 1.0, 1e12, BIG)),
    (g.Exponential(), -POSITIVE, TIMES),
]
for family, eta, y in FAMILIES:
    rows = eta[:, None]
    for method in ("log_partition", "mean", "variance", "entropy"):
        CASES[f"{family}.{method}"] = lambda f=family, m=method, eta=eta: getattr(f, m)(eta)
    for method in ("log_prob", "unit_deviance"):
        CASES[f"{family}.{method}"] = lambda f=family, m=method, y=y, e=rows: getattr(f, m)(y, e)
    for method in ("kl_divergence", "cross_entropy"):
        CASES[f"{family}.{method}"] = lambda f=family, m=method, e=rows: getattr(f, m)(e, e[0])

HYPER = (TINY, 1.0, 1e12, BIG)
for a, b in [(a, b) for a in HYPER for b in HYPER]:
    models = BetaBernoulli(a, b), GammaPoisson(a, b), DirichletCategorical([a, b])
    for model in (*models, GaussianGaussian(a, b, 1.0)):
        at = [[0.0, 1.0], [0.25, 0.75], [-0.5, 1.5]]
        CASES[f"{model}.log_prob"] = lambda model=model, at=at: model.log_prob(at)
        CASES[f"{model}.log_evidence"] = lambda model=model: model.log_evidence([1, 0, 1])
        CASES[f"{model}.predictive"] = lambda model=model: model.predictive([0, 1])
        CASES[f"{model}.update"] = lambda model=model: model.update([1, 0]).mean
    for model in models:
        CASES[f"{model}.moments"] = lambda model=model: (model.mean, model.variance)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_reported_and_nothing_is_nan(name):
    call = CASES[name]
    with np.errstate(all="ignore"):
        calm = call()
    with np.errstate(all="raise"):
        raising = call()
    with warnings.catch_warnings(), np.errstate(all="warn"):
        warnings.simplefilter("error")
        warning = call()
    for other in (raising, warning):
        np.testing.assert_array_equal(np.asarray(other), np.asarray(calm))
    assert not np.isnan(np.asarray(calm)).any()


@pytest.mark.parametrize("value", [0.0, -1.0, 1e-320, 5e-324])
def test_a_parameter_has_an_inverse(value):
    for call in (g.Gaussian, g.Gamma, g.Laplace, g.StudentT, g.GaussianPrior, g.LaplacePrior):
        with pytest.raises(ValueError, match=r"must be (positive|at least 2\.3e-308)"):
            call(value)
