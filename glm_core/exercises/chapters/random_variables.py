"""Exercises of the chapter on random variables."""

import numpy as np
from scipy.special import ndtr

from glm_core.exercises import exercise, setting


def _table(rng):
    size = rng.integers(2, 7)
    return rng.normal(0.0, 5.0, size), rng.dirichlet(np.ones(size))


def _mean(values, p):
    return np.sum(p * values)


@exercise(
    "moments-of-a-table",
    inputs=_table,
    slips={
        "Your mean and variance weigh all values alike: each value has its own weight p.": (
            lambda values, p: (np.mean(values), np.var(values))
        ),
        "The variance is taken about the plain average of the values: take it about the mean "
        "that p gives.": lambda values, p: (
            _mean(values, p),
            np.sum(p * (values - np.mean(values)) ** 2),
        ),
        "That is the mean of the squares, E[Y²]: the square of the mean is missing.": (
            lambda values, p: (_mean(values, p), np.sum(p * values**2))
        ),
        "That is the standard deviation: its square is asked for.": lambda values, p: (
            _mean(values, p),
            np.sqrt(np.sum(p * (values - _mean(values, p)) ** 2)),
        ),
        "The variance comes first in your pair: the mean is asked for first.": lambda values, p: (
            moments_of_a_table(values, p)[::-1]
        ),
    },
)
def moments_of_a_table(values, p):
    """(Σ p y, Σ p (y − mean)²): mean and variance of a table."""
    mean = _mean(values, p)
    return mean, np.sum(p * (values - mean) ** 2)


@exercise(
    "draw-from-a-table",
    inputs=lambda rng: (rng.dirichlet(np.ones(rng.integers(2, 7))), rng.random(8)),
    edges={
        "A number that stands on a stair belongs to the class above it: class 1 begins at π₀.": (
            np.array([0.25, 0.5, 0.25]),
            np.array([0.25, 0.75, 0.0]),
        ),
        "By rounding, the last stair can end a hair below 1, and then a number above it gets a "
        "class that does not exist. The last stair is not needed at all.": (
            np.full(10, 0.1),
            np.array([np.nextafter(1.0, 0.0)]),
        ),
        "A class with probability 0 is never drawn.": (
            np.array([0.0, 0.5, 0.0, 0.5]),
            np.array([0.0, 0.5, 0.9]),
        ),
    },
    slips={
        "Your classes are numbered from 1: this exercise numbers them from 0.": lambda p, u: (
            draw_from_a_table(p, u) + 1
        ),
        "You compare u with the single probabilities: compare it with their running sum.": (
            lambda p, u: np.sum(u[:, None] >= p[:-1], axis=1)
        ),
        "That spreads u evenly over the classes: the steps must be as high as p.": lambda p, u: (
            np.floor(u * len(p))
        ),
    },
)
def draw_from_a_table(p, u):
    """The class k with π₀ + … + πₖ₋₁ ≤ u < π₀ + … + πₖ, for each of several u."""
    return np.searchsorted(np.cumsum(p)[:-1], u, side="right")


def _meets_the_bound(output, expected, k):
    values, p = output
    if values.ndim != 1 or values.shape != p.shape:
        return "Two arrays of one length are asked for: the values and their probabilities."
    if np.any(p < -1e-9) or not np.isclose(p.sum(), 1.0):
        return "The second array must hold probabilities: none negative, with sum 1."
    if not np.isclose(p @ values, 0.0, atol=1e-7):
        return "Its mean is not 0. A symmetric picture has the mean 0."
    if not np.isclose(p @ values**2, 1.0):
        return f"Its variance should be 1, and is {p @ values**2:.4g}, for k = {k:.4g}."
    far = p[np.abs(values) >= k * (1 - 1e-9)].sum()
    if not np.isclose(far, 1 / k**2):
        return f"P(|Y| ≥ k) should be 1/k² = {1 / k**2:.4g}, and is {far:.4g}, for k = {k:.4g}."
    return True


@exercise(
    "chebyshev-is-tight",
    inputs=lambda rng: (float(rng.uniform(1.05, 6.0)),),
    accept=_meets_the_bound,
    slips={
        "Its mean is not 0. A symmetric picture has the mean 0.": lambda k: (
            np.array([0.0, k]),
            np.array([1 - 1 / k**2, 1 / k**2]),
        ),
    },
)
def chebyshev_is_tight(k):
    """Values and probabilities with mean 0, variance 1 and P(|Y| ≥ k) = 1/k²."""
    return np.array([-k, 0.0, k]), np.array([0.5, k**2 - 1, 0.5]) / k ** np.array([2, 2, 2])


@setting(
    "narrowest-window",
    opening={"a": 1.2, "b": 2.2, "sigma": 1.0},
    right={"a": -0.65, "b": 0.7, "sigma": 1.0},
    slips={
        "This window holds half of the probability, and a narrower one does too: where is the "
        "density highest?": {"a": 0.0, "b": 3.0, "sigma": 1.0},
        "Leave σ at 1: a narrower bell has narrower windows.": {"a": -0.35, "b": 0.3, "sigma": 0.5},
    },
)
def narrowest_window(a, b, sigma):
    """The narrowest window that holds half of the probability of a bell with σ = 1."""
    if abs(sigma - 1.0) > 1e-9:
        return "Leave σ at 1: a narrower bell has narrower windows."
    held = abs(ndtr(b) - ndtr(a))
    if abs(held - 0.5) > 0.0101:
        return f"This window holds {held:.3f} of the probability: 0.5 is asked for."
    if abs(b - a) > 1.36:
        return (
            "This window holds half of the probability, and a narrower one does too: where is the "
            "density highest?"
        )
    return None


@exercise(
    "bus-density",
    slips={
        "That is the density per minute: time is measured in hours here.": 1 / 6,
        "That is the length of the support in hours. The area must be 1.": 0.1,
        "A density may exceed 1: it is an area that may not.": 1.0,
    },
)
def bus_density():
    """The height of a uniform density on six minutes, per hour."""
    return 10.0


@exercise(
    "die-variance",
    slips={
        "That is the mean (or a variance with 5 in the place of 6: this is no sample).": 3.5,
        "That is the mean of the squares: take the square of the mean away.": 91 / 6,
        "That is the standard deviation.": np.sqrt(35 / 12),
    },
)
def die_variance():
    """The variance of one throw of a fair die."""
    return 35 / 12


@exercise(
    "december-or-july",
    slips={
        "That is July against December: the question is the other way round.": 0.1,
        "That is a difference of probabilities: odds are multiplied by a ratio.": 0.6,
    },
)
def december_or_july():
    """The ratio of p(December | wet) and p(July | wet)."""
    return 0.65 / 0.09


@exercise(
    "product-of-densities",
    slips={
        "Independence means just that: the joint density is the product.": 1,
        "The area under a density is 1, at any scale.": 2,
        "That is true of numbers between 0 and 1. Are they?": 4,
    },
)
def product_of_densities():
    """The step in which a density is taken for a probability."""
    return 3


def _groups(rng):
    x = rng.integers(0, 4, size=int(rng.integers(12, 30)))
    return x, rng.normal(2.0 * x, 1.0)


@exercise(
    "within-and-between",
    inputs=_groups,
    edges={
        "Groups may have any names, not only 0, 1, 2: words are months too.": (
            np.array(["May", "June", "May", "July"]),
            np.array([1.0, 2.0, 3.0, 7.0]),
        ),
    },
    slips={
        "The group means count by the size of their group: yours count alike.": lambda x, y: (
            within_and_between(x, y)[0],
            np.var([y[x == g].mean() for g in np.unique(x)]),
        ),
        "The mean variance within groups is an average over all observations: large groups count "
        "for more.": lambda x, y: (
            np.mean([y[x == g].var() for g in np.unique(x)]),
            within_and_between(x, y)[1],
        ),
        "Within comes first, between second.": lambda x, y: within_and_between(x, y)[::-1],
    },
)
def within_and_between(x, y):
    """(E[Var(Y | X)], Var(E[Y | X])), as shares of the data give them."""
    group = np.unique(x, return_inverse=True)[1]
    means = (np.bincount(group, weights=y) / np.bincount(group))[group]
    return np.mean((y - means) ** 2), np.var(means)


@exercise(
    "uncorrelated-dependent",
    slips={
        "Once you know X, do you know more about Y?": 1,
        "Compute E[XY] = E[X³]: what do −1 and 1 add to it?": 3,
    },
)
def uncorrelated_dependent():
    """The relation of X on {−1, 0, 1} and its square."""
    return 2
