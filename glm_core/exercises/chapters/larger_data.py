"""Exercises of the chapter on larger data."""

import numpy as np
from scipy.special import expit

from glm_core.exercises import exercise


def _blocks(rng):
    d = int(rng.integers(2, 5))
    sizes = rng.integers(3, 9, size=3)
    X = [np.column_stack([np.ones(n), rng.normal(size=(n, d))]) for n in sizes]
    return rng.normal(size=d + 1), tuple((x, (rng.random(len(x)) < 0.5) * 1.0) for x in X)


def _newton(theta, blocks, mean=False, sign=1.0, weights=True):
    gradient, hessian = 0.0, 0.0
    for X, y in blocks:
        phi = expit(X @ theta)
        share = 1 / len(y) if mean else 1.0
        curvature = phi * (1 - phi) if weights else np.ones(len(y))
        gradient = gradient + share * X.T @ (y - phi)
        hessian = hessian + share * X.T @ (curvature[:, None] * X)
    return theta + sign * np.linalg.solve(hessian, gradient)


def _padded(block, theta):
    """A block with a faint ridge of rows, so that its own step exists."""
    X, y = block
    return np.vstack([X, np.eye(len(theta))]), np.r_[y, np.full(len(theta), 0.5)]


def _moments(rng):
    first, second = (rng.normal(rng.normal(), 2.0, int(rng.integers(2, 12))) for _ in range(2))
    return tuple((len(y), float(np.mean(y)), float(np.var(y))) for y in (first, second))


@exercise(
    "floats-per-block",
    slips={
        "The intercept is a column, too: twenty features make 21 coefficients.": 421,
        "The matrix has 21 rows and 21 columns.": 43,
        "Do not forget the log-likelihood itself: one number more.": 462,
    },
)
def floats_per_block():
    """1 + 21 + 21²."""
    return 463


@exercise(
    "newton-by-blocks",
    inputs=_blocks,
    slips={
        "Add up sums, not means: a short block must not count as much as a long one.": (
            lambda theta, blocks: _newton(theta, blocks, mean=True)
        ),
        "The step goes up the log-likelihood: its sign is wrong.": lambda theta, blocks: _newton(
            theta, blocks, sign=-1.0
        ),
        "The weights φ(1 − φ) are missing from the Hessian.": lambda theta, blocks: _newton(
            theta, blocks, weights=False
        ),
        "That is the step of the first block alone.": lambda theta, blocks: _newton(
            theta, [_padded(blocks[0], theta)]
        ),
    },
)
def newton_by_blocks(theta, blocks):
    """θ + (Σ XᵀWX)⁻¹ Σ Xᵀ(y − φ), sums over the blocks."""
    return _newton(theta, blocks)


def _merged(first, second, between=True, weigh=True):
    (n, mean, variance), (k, other, spread) = first, second
    total = n + k
    middle = (n * mean + k * other) / total if weigh else (mean + other) / 2
    inside = (n * variance + k * spread) / total
    return total, middle, inside + between * n * k * (mean - other) ** 2 / total**2


@exercise(
    "merge-moments",
    inputs=_moments,
    slips={
        "The blocks' means differ, and that adds to the variance.": lambda a, b: _merged(
            a, b, between=False
        ),
        "The mean of means is right only for blocks of equal length.": lambda a, b: _merged(
            a, b, weigh=False
        ),
        "That is the standard deviation: the variance is asked for.": lambda a, b: (
            *_merged(a, b)[:2],
            np.sqrt(_merged(a, b)[2]),
        ),
    },
)
def merge_moments(first, second):
    """(n + k, the mean, the variance) of two blocks together, from those of each."""
    return _merged(first, second)


@exercise(
    "sum-or-not-step",
    slips={
        "Right: it is a sum over rows, in whatever order.": 1,
        "Right: counts and sums may be added.": 2,
        "Right: a sum over rows again, at one common θ.": 4,
    },
)
def sum_or_not_step():
    """Line 3: the median of medians is not the median."""
    return 3
