"""Exercises of the chapter on maximum likelihood."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, xlogy

from glm_core.exercises import exercise, setting

LOG_2PI = np.log(2 * np.pi)
MANY = "The product of many densities underflows before you take its logarithm: add logarithms."
FAR = (
    "Observations far from the mean must not give −∞: a density that underflows has no logarithm. "
    "Take the logarithm on paper, and code what remains."
)


def _sample(rng):
    return rng.normal(3.0, 4.0, rng.integers(3, 12)), rng.normal(3.0, 1.0), rng.uniform(0.5, 4.0)


def _density(y, mu, sigma):
    return np.exp(-0.5 * ((y - mu) / sigma) ** 2) / np.sqrt(2 * np.pi * sigma**2)


@exercise(
    "gaussian-log-likelihood",
    inputs=_sample,
    edges={
        MANY: (np.linspace(-2.0, 2.0, 10_000), 0.0, 1.0),
        FAR: (np.array([0.0, 1.0, 100.0]), 0.0, 1.0),
    },
    slips={
        "The sign is wrong: that is the negative log-likelihood, the loss.": (
            lambda y, mu, sigma: -gaussian_log_likelihood(y, mu, sigma)
        ),
        "That is the mean over the observations: the log-likelihood is their sum.": (
            lambda y, mu, sigma: gaussian_log_likelihood(y, mu, sigma) / len(y)
        ),
        "The part −(n/2) log(2πσ²) is missing: it matters as soon as σ is estimated too.": (
            lambda y, mu, sigma: -0.5 * np.sum(((y - mu) / sigma) ** 2)
        ),
        "Each observation has its own −log √(2πσ²): you have subtracted it once for all.": (
            lambda y, mu, sigma: (
                -0.5 * np.sum(((y - mu) / sigma) ** 2) - 0.5 * LOG_2PI - np.log(sigma)
            )
        ),
        "You divide by σ where σ² belongs: sigma is the standard deviation.": (
            lambda y, mu, sigma: gaussian_log_likelihood(y, mu, np.sqrt(sigma))
        ),
        FAR: lambda y, mu, sigma: np.sum(np.log(_density(y, mu, sigma))),
        MANY: lambda y, mu, sigma: np.log(np.prod(_density(y, mu, sigma))),
    },
)
def gaussian_log_likelihood(y, mu, sigma):
    """ℓ(μ, σ) = Σ log N(y; μ, σ²) of an array y, sigma being the standard deviation."""
    return -0.5 * np.sum(((y - mu) / sigma) ** 2) - len(y) * (0.5 * LOG_2PI + np.log(sigma))


def _coin(phi, heads, tails):
    return xlogy(heads, phi) + xlogy(tails, 1 - phi)


def _ends(heads, tails, c):
    best = heads / (heads + tails)
    level = _coin(best, heads, tails) - c

    def above(phi):
        return _coin(phi, heads, tails) - level

    return brentq(above, 1e-300, best, xtol=1e-14), brentq(above, best, 1 - 1e-16, xtol=1e-14)


def _bar(heads, tails, c):
    n, best = heads + tails, heads / (heads + tails)
    reach = np.sqrt(2 * c * best * (1 - best) / n)
    return best - reach, best + reach


@exercise(
    "likelihood-interval",
    inputs=lambda rng: (
        int(rng.integers(1, 30)),
        int(rng.integers(1, 30)),
        float(rng.uniform(0.5, 4.0)),
    ),
    edges={"A lopsided coin must work too.": (1, 400, 1.92)},
    rtol=1e-4,
    atol=1e-4,
    slips={
        "That is the symmetric bar of the parabola: read the ends off the curve itself.": _bar,
        "Your ends lie where the likelihood ratio is 2c: the drop c is that of the "
        "log-likelihood.": lambda heads, tails, c: _ends(heads, tails, 2 * c),
        "You dropped c/2: the log-likelihood itself falls by c.": (
            lambda heads, tails, c: _ends(heads, tails, c / 2)
        ),
        "The ends are in the wrong order: lower end first.": (
            lambda heads, tails, c: _ends(heads, tails, c)[::-1]
        ),
        "That is the interval of tails: φ is the probability of heads.": (
            lambda heads, tails, c: _ends(tails, heads, c)
        ),
    },
)
def likelihood_interval(heads, tails, c):
    """The two φ at which the log-likelihood of a coin lies c below its maximum."""
    return _ends(heads, tails, c)


def _curve(rng):
    """A log-likelihood of one parameter with its maximum and its observed information."""
    if rng.random() < 0.5:
        heads, tails = (int(v) for v in rng.integers(5, 200, 2))
        n, best = heads + tails, heads / (heads + tails)
        return (lambda phi: _coin(phi, heads, tails)), best, n / (best * (1 - best))
    n, total = int(rng.integers(20, 200)), int(rng.integers(30, 3000))
    best = total / n

    def poisson(mu):
        return total * np.log(mu) - n * mu - gammaln(total + 1)

    return poisson, best, n / best


def _curvature(log_likelihood, estimate):
    h = 1e-4 * estimate * min(1.0, (1 - estimate) / estimate if estimate < 1 else 1.0)
    rise = log_likelihood(estimate + h) + log_likelihood(estimate - h)
    return (rise - 2 * log_likelihood(estimate)) / h**2


@exercise(
    "standard-error-from-curve",
    inputs=lambda rng: _curve(rng)[:2],
    rtol=5e-3,
    slips={
        "That is the observed information: one over its square root is the standard error.": (
            lambda log_likelihood, estimate: -_curvature(log_likelihood, estimate)
        ),
        "That is one over the information, the variance: take the square root.": (
            lambda log_likelihood, estimate: -1 / _curvature(log_likelihood, estimate)
        ),
        "That is the root of the information: the standard error is one over it.": (
            lambda log_likelihood, estimate: np.sqrt(-_curvature(log_likelihood, estimate))
        ),
    },
)
def standard_error(log_likelihood, estimate):
    """1/√(−ℓ″(θ̂)) of a log-likelihood given as a function, to half a per cent."""
    return 1 / np.sqrt(-_curvature(log_likelihood, estimate))


@exercise(
    "coin-likelihood-ratio",
    slips={
        "That is the probability of three heads at φ = 0.3: divide by that of a fair coin.": 0.27,
        "The other way round: how much more likely is 0.3 than 0.5?": 0.44,
        "That is the difference of the log-likelihoods: the ratio is e to this power.": 0.82,
    },
)
def coin_likelihood_ratio():
    """L(0.3)/L(0.5) for three heads in ten tosses."""
    return 0.3**3 * 0.7**7 / 0.5**10


@exercise(
    "odds-of-the-coin",
    slips={
        "That is the estimate of φ: its odds are asked for.": 0.3,
        "These are the odds of tails.": 7 / 3,
        "That is the logarithm of the odds.": np.log(3 / 7),
    },
)
def odds_of_the_coin():
    """The MLE of φ/(1 − φ) for three heads in ten tosses."""
    return 3 / 7


@exercise(
    "horse-kick-standard-error",
    digits=2,
    slips={
        "That is the standard deviation of one corps-year: the mean of 200 is steadier.": 0.781,
        "That is the variance of the estimate: take the square root.": 0.003,
        "Divide the variance by n before you take the root, not the root by n.": 0.004,
        "That is the estimate itself.": 0.61,
    },
)
def horse_kick_standard_error():
    """√(μ̂/n) for 122 deaths in 200 corps-years."""
    return np.sqrt(122 / 200 / 200)


@exercise(
    "highest-taxi",
    slips={
        "That is the maximum likelihood estimate: it is too small, for θ is never below it.": 60,
        "That is twice the mean: without bias too, but not built on the largest number (and "
        "less precise).": 68,
        "The wrong way round: the maximum is too small on average, so make it larger.": 48,
    },
)
def highest_taxi():
    """(n + 1)/n times the largest of 11, 23, 42 and 60."""
    return 5 / 4 * 60


FEWER = "A fair coin is out, but it would be out with fewer tosses, too."


@setting(
    "twice-as-many-tails",
    opening={"heads": 3, "tails": 7},
    right={"heads": 12, "tails": 24},
    slips={
        "There must be exactly twice as many tails as heads.": {"heads": 12, "tails": 25},
        "A fair coin is still inside the interval: toss more.": {"heads": 11, "tails": 22},
        FEWER: {"heads": 20, "tails": 40},
    },
)
def twice_as_many_tails(heads, tails):
    """The fewest tosses, two thirds of them tails, that exclude a fair coin."""
    if heads < 1 or tails != 2 * heads:
        return "There must be exactly twice as many tails as heads."

    def drop(h):
        return _coin(1 / 3, h, 2 * h) - _coin(0.5, h, 2 * h)

    if drop(heads) < 1.96**2 / 2:
        return "A fair coin is still inside the interval: toss more."
    return FEWER if drop(heads - 1) > 1.96**2 / 2 else None


@exercise(
    "true-with-probability",
    slips={
        "That is where the log-likelihood is 1.92 below its top.": 1,
        "That is Wilks' theorem: it speaks of repeated studies.": 2,
        "It costs 0.82 nats, less than 1.92: it is inside the interval.": 4,
    },
)
def true_with_probability():
    """The sentence that makes the fixed parameter random and the interval fixed."""
    return 3


def _laplace(y):
    return -len(y) * (np.log(2 * np.mean(np.abs(y - np.median(y)))) + 1)


def _gaussian(y):
    return -len(y) / 2 * (np.log(2 * np.pi * np.var(y)) + 1)


@exercise(
    "gaussian-minus-laplace",
    inputs=lambda rng: (rng.normal(size=25) * rng.uniform(0.3, 4.0) + rng.exponential(size=25),),
    slips={
        "The best centre of a Laplace distribution is the median, not the mean.": lambda y: (
            _gaussian(y) + len(y) * (np.log(2 * np.mean(np.abs(y - np.mean(y)))) + 1)
        ),
        "The sign is wrong: Gaussian minus Laplace is asked for.": lambda y: (
            _laplace(y) - _gaussian(y)
        ),
        "That is the difference per observation: the whole log-likelihoods are asked for.": (
            lambda y: (_gaussian(y) - _laplace(y)) / len(y)
        ),
        "At its maximum the Gaussian's exponents add n/2 nats, the Laplace's n: both count.": (
            lambda y: _gaussian(y) + len(y) / 2 - _laplace(y) - len(y)
        ),
    },
)
def gaussian_minus_laplace(y):
    """max ℓ of a Gaussian minus max ℓ of a Laplace distribution, in nats."""
    return _gaussian(y) - _laplace(y)
