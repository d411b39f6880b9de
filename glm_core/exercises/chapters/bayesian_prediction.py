"""Exercises of the chapter on Bayesian prediction."""

from functools import cache

import numpy as np
from scipy.special import betaln, expit

from glm_core import GLM, Bernoulli, GaussianPrior, datasets
from glm_core.exercises import exercise, setting


def _coin(rng):
    return rng.uniform(0.5, 5.0), rng.uniform(0.5, 5.0), int(rng.integers(2, 8))


def _regression(rng):
    n, d = rng.integers(4, 12), rng.integers(2, 5)
    noise, V = rng.uniform(0.2, 3.0), rng.uniform(0.2, 3.0)
    return rng.normal(size=(n, d)), rng.normal(size=n), noise, V, rng.normal(size=d)


def _log_normal(x):
    return -0.5 * np.sum(np.asarray(x) ** 2) - 3.0


def _walk(rng):
    here, proposal = rng.normal(scale=1.5, size=(2, 2))
    return _log_normal, here, proposal, float(rng.uniform(0.02, 0.98))


def _peak(rng):
    return rng.uniform(1.2, 9.0), rng.uniform(1.2, 9.0)


def _posterior(Phi, y, noise, V):
    precision = np.eye(Phi.shape[1]) / V + Phi.T @ Phi / noise
    return precision, np.linalg.solve(precision, Phi.T @ y / noise)


def _predict(Phi, y, noise, V, phi, *, keep=1.0):
    precision, mean = _posterior(Phi, y, noise, V)
    return phi @ mean, phi @ np.linalg.solve(precision, phi) + keep * noise


@exercise(
    "seventh-toss",
    slips={
        "That is the MAP, the posterior's peak. The prediction is its mean.": 0.75,
        "That is maximum likelihood: the prior counts, too.": 0.83,
        "The prior is worth a + b = 4 tosses, two of them heads.": 0.60,
    },
)
def seventh_toss():
    """(2 + 5) / (4 + 6)."""
    return 0.7


@exercise(
    "what-remains",
    slips={
        "Your ignorance of θ goes to zero, but the next bird still has its own noise.": 1,
        "The prior is forgotten as the data grow.": 3,
        "That is how fast the ignorance shrinks; the noise of the new bird is not divided.": 4,
    },
)
def what_remains():
    """The place of the limit of φᵀSφ + σ²."""
    return 2


@exercise(
    "weighted-opinion",
    slips={
        "That is the plain average: weight with the precisions.": 4.3,
        "The weights are the wrong way round: the sharper source weighs more.": 4.1,
    },
)
def weighted_opinion():
    """(4 · 4 + 20 · 4.6) / 24."""
    return (4 * 4.0 + 20 * 4.6) / 24


@exercise(
    "run-of-heads",
    inputs=_coin,
    edges={"With no toss at all the probability is 1.": (2.0, 3.0, 0)},
    slips={
        "That treats φ as known: after each head you should expect heads more.": lambda a, b, k: (
            (a / (a + b)) ** k
        ),
        "That is the probability of heads after k heads: multiply all of them, from the first "
        "on.": lambda a, b, k: (a + k) / (a + b + k),
        "The first toss has no head before it: the first factor is a/(a + b).": lambda a, b, k: (
            np.exp(betaln(a + k + 1, b) - betaln(a + 1, b))
        ),
        "One factor too many: the last toss has k − 1 heads before it.": lambda a, b, k: np.exp(
            betaln(a + k + 1, b) - betaln(a, b)
        ),
    },
)
def run_of_heads(a, b, k):
    """B(a + k, b) / B(a, b)."""
    return np.exp(betaln(a + k, b) - betaln(a, b))


@exercise(
    "bayes-linear-prediction",
    inputs=_regression,
    slips={
        "The noise of the new response is missing from the variance.": lambda *given: _predict(
            *given, keep=0.0
        ),
        "That is the plug-in variance: add φᵀSφ.": lambda Phi, y, noise, V, phi: (
            phi @ _posterior(Phi, y, noise, V)[1],
            noise,
        ),
        "The prior is missing: 1/V on the diagonal.": lambda Phi, y, noise, _, phi: _predict(
            Phi, y, noise, 1e12, phi
        ),
        "The prior's precision is 1/V, not V.": lambda Phi, y, noise, V, phi: _predict(
            Phi, y, noise, 1 / V, phi
        ),
        "That is the standard deviation: the variance is asked for.": lambda *given: (
            _predict(*given)[0],
            np.sqrt(_predict(*given)[1]),
        ),
    },
)
def bayes_linear_prediction(Phi, y, noise, V, phi):
    """(φᵀm, φᵀSφ + σ²)."""
    return _predict(Phi, y, noise, V, phi)


def _far(x):
    return _log_normal(x) - 5000.0


UNDERFLOW = "Both densities underflow to 0 here: compare log u with the difference of logarithms."


def _naive(log_p, here, proposal, u):
    top, bottom = np.exp(log_p(proposal)), np.exp(log_p(here))
    return proposal if u * bottom < top else here


@exercise(
    "metropolis-step",
    inputs=_walk,
    trials=40,
    edges={UNDERFLOW: (_far, np.array([3.0, 0.0]), np.array([0.5, 0.0]), 0.5)},
    slips={
        UNDERFLOW: _naive,
        "You only climb: a worse point is accepted now and then, too.": (
            lambda log_p, here, proposal, u: proposal if log_p(proposal) > log_p(here) else here
        ),
        "The ratio is upside down: the proposal's density goes on top.": (
            lambda log_p, here, proposal, u: (
                proposal if np.log(u) < log_p(here) - log_p(proposal) else here
            )
        ),
        "Accept when u is below the ratio, not above it.": lambda log_p, here, proposal, u: (
            proposal if np.log(u) > log_p(proposal) - log_p(here) else here
        ),
        "Compare the logarithm of u, too, not u itself.": lambda log_p, here, proposal, u: (
            proposal if u < log_p(proposal) - log_p(here) else here
        ),
        "A refused proposal leaves you where you are.": lambda log_p, here, proposal, u: proposal,
    },
)
def metropolis_step(log_p, here, proposal, u):
    """The proposal if log u < log p(proposal) − log p(here), else the current point."""
    return proposal if np.log(u) < log_p(proposal) - log_p(here) else here


@cache
def _judged():
    """Logits and sexes of the penguins that judge the model of the chapter."""
    birds = datasets.load_penguins(complete=True)
    four = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    body = np.column_stack([birds[name] for name in four])
    body = (body - body.mean(axis=0)) / body.std(axis=0)
    male = (birds["sex"] == "male") * 1.0
    order = np.random.default_rng(0).permutation(male.size)
    fit = GLM(Bernoulli(), prior=GaussianPrior(100.0)).fit(body[order[:30]], male[order[:30]])
    return fit.linear_predictor(body[order[30:]]), male[order[30:]]


@setting(
    "honest-scale",
    opening={"s": 1.0},
    right={"s": 0.41},
    slips={
        "Still too sure: the slope is positive, so a smaller s has a smaller loss.": {"s": 0.7},
        "Too humble now: the slope is negative, so a larger s has a smaller loss.": {"s": 0.15},
    },
)
def honest_scale(s):
    """The scale of all logits at which the held-out negative log-likelihood is smallest."""
    logits, male = _judged()
    slope = lambda at: np.mean((expit(at * logits) - male) * logits)  # noqa: E731
    if slope(s - 0.03) < 0 < slope(s + 0.03):
        return None
    if slope(s) > 0:
        return "Still too sure: the slope is positive, so a smaller s has a smaller loss."
    return "Too humble now: the slope is negative, so a larger s has a smaller loss."


@exercise(
    "laplace-log-odds",
    inputs=_peak,
    slips={
        "That is the peak on the ruler of φ, carried over: on the log-odds the density has one "
        "more factor φ(1 − φ).": lambda a, b: (np.log((a - 1) / (b - 1)), 1 / a + 1 / b),
        "On the log-odds the density is proportional to φᵃ(1 − φ)ᵇ, with a and b themselves in the "
        "place of a − 1 and b − 1.": lambda a, b: (
            np.log((a - 1) / (b - 1)),
            1 / (a - 1) + 1 / (b - 1),
        ),
        "That is the curvature: the variance is its inverse.": lambda a, b: (
            np.log(a / b),
            a * b / (a + b),
        ),
        "The mean is wanted on the log-odds, not as a probability.": lambda a, b: (
            a / (a + b),
            1 / a + 1 / b,
        ),
        "That is the standard deviation: the variance is asked for.": lambda a, b: (
            np.log(a / b),
            np.sqrt(1 / a + 1 / b),
        ),
    },
)
def laplace_log_odds(a, b):
    """(log(a/b), 1/a + 1/b)."""
    return np.log(a / b), 1 / a + 1 / b
