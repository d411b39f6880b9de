"""Exercises of the chapter on Bayesian prediction."""

import numpy as np
from scipy.special import betaln
from scipy.stats import norm
from scipy.stats import t as student

from glm_core.exercises import exercise


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


def _posterior(X, y, noise, V):
    precision = np.eye(X.shape[1]) / V + X.T @ X / noise
    return precision, np.linalg.solve(precision, X.T @ y / noise)


def _predict(X, y, noise, V, x, *, keep=1.0):
    precision, mean = _posterior(X, y, noise, V)
    return x @ mean, x @ np.linalg.solve(precision, x) + keep * noise


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
    """The place of the limit of xᵀSx + σ²."""
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
        "That is the plug-in variance: add xᵀSx.": lambda X, y, noise, V, x: (
            x @ _posterior(X, y, noise, V)[1],
            noise,
        ),
        "The prior is missing: 1/V on the diagonal.": lambda X, y, noise, _, x: _predict(
            X, y, noise, 1e12, x
        ),
        "The prior's precision is 1/V, not V.": lambda X, y, noise, V, x: _predict(
            X, y, noise, 1 / V, x
        ),
        "That is the standard deviation: the variance is asked for.": lambda *given: (
            _predict(*given)[0],
            np.sqrt(_predict(*given)[1]),
        ),
    },
)
def bayes_linear_prediction(X, y, noise, V, x):
    """(xᵀm, xᵀSx + σ²)."""
    return _predict(X, y, noise, V, x)


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


def _sample(rng):
    n = int(rng.integers(3, 12))
    return rng.normal(rng.normal(), rng.uniform(0.5, 3.0), n), float(rng.uniform(0.5, 0.98))


def _interval(y, level, df=None, inflate=True, ddof=1, quantile=None):
    n = len(y)
    quantile = student(n - 1 if df is None else df).ppf if quantile is None else quantile
    reach = quantile((1 + level) / 2) * np.std(y, ddof=ddof) * np.sqrt(inflate + 1 / n)
    return np.mean(y) - reach, np.mean(y) + reach


@exercise(
    "next-interval",
    inputs=_sample,
    slips={
        "That is the interval for the mean: the next observation has its own noise, too.": (
            lambda y, level: _interval(y, level, inflate=False)
        ),
        "That forgets that the mean is not known: the scale is s √(1 + 1/n).": lambda y, level: (
            np.mean(y) - student(len(y) - 1).ppf((1 + level) / 2) * np.std(y, ddof=1),
            np.mean(y) + student(len(y) - 1).ppf((1 + level) / 2) * np.std(y, ddof=1),
        ),
        "That is Gaussian: with an unknown variance take Student's t.": lambda y, level: _interval(
            y, level, quantile=norm.ppf
        ),
        "The degrees of freedom are n − 1.": lambda y, level: _interval(y, level, df=len(y)),
        "The sum of squares in s² is divided by n − 1.": lambda y, level: _interval(
            y, level, ddof=0
        ),
        "What lies outside is shared by both ends: take the quantile at (1 + level)/2.": (
            lambda y, level: _interval(y, 2 * level - 1)
        ),
    },
)
def next_interval(y, level):
    """ȳ ± t s √(1 + 1/n), t the quantile of Student's t with n − 1 degrees of freedom."""
    return _interval(y, level)


@exercise(
    "plug-in-step",
    slips={
        "A linear function of something symmetric is symmetric around its value at the centre.": 1,
        "A symmetric distribution has its mean in the middle, if it has one.": 2,
        "Two curves that go up and down by as much on the log-odds do not do so in probability.": 4,
    },
)
def plug_in_step():
    """The place of line 4: E[sigmoid(η)] is not sigmoid(E[η])."""
    return 3


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
