"""Exercises of the chapter on maximum entropy."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import softmax

from glm_core.exercises import exercise

# What a numerical search leaves: in the expectations (the gradient of its objective), and in p.
MISS, APART = 2e-5, 5e-4


def _values_and_mean(rng):
    values = np.sort(rng.normal(0.0, 3.0, rng.integers(3, 9)))
    inside = 0.1 + 0.8 * rng.random()
    return values, values[0] + inside * (values[-1] - values[0])


def _values_and_probabilities(rng):
    size = rng.integers(3, 8)
    return np.sort(rng.normal(0.0, 3.0, size)), rng.dirichlet(np.full(size, 2.0))


def _statistics_and_means(rng):
    points = rng.integers(5, 10)
    T = rng.normal(size=(rng.integers(1, 4), points))
    return T, T @ rng.dirichlet(np.full(points, 2.0))


def _two_points(values, mean):
    """All the probability on the two values next to the mean."""
    k = np.clip(np.searchsorted(values, mean, side="right"), 1, len(values) - 1)
    upper = (mean - values[k - 1]) / (values[k] - values[k - 1])
    p = np.zeros(len(values))
    p[k - 1], p[k] = 1 - upper, upper
    return p


def _is_tilted(p, expected, values, mean):
    if np.shape(p) != values.shape:
        return f"One probability for each of the {values.size} values is asked for."
    if np.any(np.isnan(p)):
        return "Some of the probabilities are nan. Does an exponential overflow?"
    if np.any(p < -1e-9) or not np.isclose(p.sum(), 1.0):
        return "The numbers must be probabilities: none negative, with sum 1."
    if not np.isclose(p @ values, mean, atol=MISS, rtol=0.0):
        return f"The mean should be {mean:.4g}, and is {p @ values:.4g}."
    if not np.allclose(p, expected, atol=APART):
        return "It has the right mean, and is not the most uncertain distribution that has it."
    return True


@exercise(
    "maxent-with-a-mean",
    inputs=_values_and_mean,
    accept=_is_tilted,
    edges={
        "Means close to the ends must work too: large multipliers overflow unless the largest "
        "exponent is subtracted first, and a search needs room.": (
            np.array([1.0, 2.0, 3.0, 40.0]),
            39.999,
        ),
    },
    slips={
        "It has the right mean, and is not the most uncertain distribution that has it.": (
            _two_points
        ),
        "That is the uniform distribution: the mean is not used.": lambda values, mean: np.full(
            len(values), 1 / len(values)
        ),
    },
)
def maxent_with_a_mean(values, mean):
    """The probabilities e^{λy}/Z over the values, with λ such that the mean is right."""
    scale = np.ptp(values)

    def miss(multiplier):
        return softmax(multiplier * values / scale) @ values - mean

    reach = 1.0
    while miss(-reach) > 0 or miss(reach) < 0:
        reach *= 2.0
    return softmax(brentq(miss, -reach, reach, xtol=1e-14) * values / scale)


def _is_another(other, expected, values, p):
    if np.shape(other) != values.shape:
        return f"One probability for each of the {values.size} values is asked for."
    if np.any(other < -1e-9):
        return "A probability became negative: do not walk so far."
    if not np.isclose(other.sum(), 1.0):
        return "The probabilities do not sum to 1: the direction's entries must sum to 0."
    if not np.isclose(other @ values, p @ values, atol=1e-6):
        return f"The mean should stay {p @ values:.4g}, and is {other @ values:.4g}."
    if np.max(np.abs(other - p)) < 1e-5:
        return "That is the same distribution."
    return True


@exercise(
    "another-with-the-same-mean",
    inputs=_values_and_probabilities,
    accept=_is_another,
    slips={
        "That is the same distribution.": lambda values, p: p.copy(),
        "The mean has to stay as it is: two values alone cannot trade probability.": (
            lambda values, p: (
                p + 0.5 * p.min() * np.eye(p.size)[0] - 0.5 * p.min() * np.eye(p.size)[1]
            )
        ),
        "A probability became negative: do not walk so far.": lambda values, p: (
            p + _direction(values) * 3 / np.max(np.abs(_direction(values)))
        ),
    },
)
def another_with_the_same_mean(values, p):
    """A different distribution over the same values with the same mean."""
    v = _direction(values)
    return p + 0.5 * np.min(p / np.maximum(np.abs(v), 1e-300)) * v


def _direction(values):
    """v with Σ v = 0 and Σ v y = 0, on the first three values."""
    a, b, c = values[:3]
    v = np.zeros(len(values))
    v[:3] = (c - b), (a - c), (b - a)
    return v


def _is_maxent(p, expected, T, c):
    if np.shape(p) != T.shape[1:]:
        return f"One probability for each of the {T.shape[1]} points is asked for."
    if np.any(np.isnan(p)):
        return "Some of the probabilities are nan. Does a Newton step overshoot?"
    if np.any(p < -1e-9) or not np.isclose(p.sum(), 1.0):
        return "The numbers must be probabilities: none negative, with sum 1."
    if not np.allclose(T @ p, c, atol=MISS, rtol=0.0):
        return f"The expectations miss c by up to {np.max(np.abs(T @ p - c)):.2g}."
    if not np.allclose(p, expected, atol=APART):
        return "The expectations are right, and another distribution with them is more uncertain."
    return True


@exercise(
    "maxent-in-general",
    inputs=_statistics_and_means,
    accept=_is_maxent,
    edges={
        "Two rows of T may say the same thing: then the covariance has no inverse, and there is "
        "still one answer.": (
            np.array([[0.0, 1.0, 2.0, 3.0], [0.0, 2.0, 4.0, 6.0]]),
            np.array([1.2, 2.4]),
        ),
        "A full Newton step can overshoot when c is near the border of what is possible: make it "
        "smaller until the objective goes down.": (np.array([[0.0, 1.0, 100.0]]), np.array([0.02])),
    },
    slips={
        "The expectations are right, and another distribution with them is more uncertain.": (
            lambda T, c: _least_squares_start(T, c)
        ),
    },
)
def maxent_in_general(T, c):
    """The probabilities e^{λ·T}/Z with E[T] = c, by Newton's method on log Z(λ) − λ·c."""

    def objective(at):
        exponent = (T - c[:, None]).T @ at
        top = exponent.max()
        return top + np.log(np.sum(np.exp(exponent - top)))

    multipliers = np.zeros(len(c))
    for _ in range(200):
        p = softmax(multipliers @ T)
        gradient = T @ p - c
        deviation = T - (T @ p)[:, None]
        step = np.linalg.lstsq(deviation * p @ deviation.T, -gradient, rcond=1e-12)[0]
        decrement, size = gradient @ step, 1.0
        while (
            objective(multipliers + size * step) > objective(multipliers) + 0.25 * size * decrement
        ):
            size /= 2
            if size < 1e-12:
                break
        multipliers = multipliers + (size * step if size >= 1e-12 else 0.0)
        if -decrement < 1e-24 or size < 1e-12:
            break
    return softmax(multipliers @ T)


def _least_squares_start(T, c):
    """A distribution with E[T] = c that is not the most uncertain one."""
    p = maxent_in_general(T, c)
    free = np.linalg.svd(np.vstack([np.ones(p.size), T]))[2][-1]
    return p + 0.5 * np.min(p / np.maximum(np.abs(free), 1e-300)) * free


@exercise(
    "half-red",
    slips={
        "That is log 3, where nothing at all is known.": np.log(3),
        "That is log 2: green and blue are still two.": np.log(2),
        "That is in bits: this exercise asks for nats.": 1.5,
    },
)
def half_red():
    """The largest entropy of three colours of which one has the probability 1/2."""
    return 1.5 * np.log(2)


@exercise(
    "waiting-nats",
    slips={
        "That is the entropy with the known mean: take the other one away.": 1 + np.log(10),
        "That is the entropy with the known ceiling: take it away from the other.": np.log(20),
        "That is in bits: this exercise asks for nats.": (1 - np.log(2)) / np.log(2),
    },
)
def waiting_nats():
    """How much more uncertainty a mean of 10 leaves than a ceiling of 20."""
    return 1 - np.log(2)


@exercise(
    "how-many-left",
    slips={
        "Three numbers, and the sum is a constraint as well.": 2,
        "Put v/2 on −1 and on 1, and the rest on 0.": 3,
    },
)
def how_many_left():
    """What mean and variance leave open on three values."""
    return 1


@exercise(
    "geometric-zero",
    slips={
        "That is r, the factor from one probability to the next: p(0) = 1 − r.": 0.75,
        "That is a Poisson variable with the mean 3, which is not as uncertain.": np.exp(-3.0),
        "That is 1/m. The mean of (1 − r) rᵏ is r/(1 − r).": 1 / 3,
    },
)
def geometric_zero():
    """The probability of 0 at maximum entropy on 0, 1, 2, … with mean 3."""
    return 0.25


@exercise(
    "two-largest",
    slips={
        "That is the first result of the chapter, on an interval.": 1,
        "The variance of a uniform density on an interval of length w is w²/12.": 2,
        "That is the theorem about the Gaussian.": 3,
    },
)
def two_largest():
    """The step that forgets among whom each of two densities is the largest."""
    return 4


def _spells(rng):
    return rng.geometric(rng.uniform(0.15, 0.6), size=60), int(rng.integers(2, 9))


@exercise(
    "share-of-long-spells",
    inputs=_spells,
    slips={
        "That is the share in the data: the share under the maximum-entropy distribution with the "
        "same mean is asked for.": lambda lengths, k: np.mean(lengths >= k),
        "That is the distribution on 0, 1, 2, …: a spell lasts one day at least.": (
            lambda lengths, k: (lengths.mean() / (1 + lengths.mean())) ** k
        ),
        "That is the share of spells longer than k days: those of exactly k count too.": (
            lambda lengths, k: (1 - 1 / lengths.mean()) ** k
        ),
        "That is an exponential, for lengths that are real numbers: these are whole.": (
            lambda lengths, k: np.exp(-k / lengths.mean())
        ),
    },
)
def share_of_long_spells(lengths, k):
    """P(Y ≥ k) = (1 − 1/m)^(k − 1): geometric on 1, 2, 3, … with the mean m of the lengths."""
    return (1 - 1 / np.mean(lengths)) ** (k - 1)
