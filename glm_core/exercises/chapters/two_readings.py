"""Exercises of the chapter on the two readings of a loss."""

import numpy as np
from scipy.optimize import linprog
from scipy.special import expit

from glm_core import datasets
from glm_core.exercises import exercise


@exercise(
    "price-of-a-level",
    slips={
        "Upside down: the level lies high because too little is dear.": 0.25,
        "Compare τ with 1 − τ, not with one.": 0.8,
        "One day in five lies above; compare the two charges, 0.8 and 0.2.": 5.0,
    },
)
def price_of_a_level():
    """τ/(1 − τ) for τ = 0.8."""
    return 0.8 / (1 - 0.8)


@exercise(
    "skewed-residuals",
    slips={
        "It breaks: which sentence of the chapter names no noise?": 1,
        "Adding up to zero does not make them symmetric: rain minus its mean is skewed.": 2,
        "The median is what absolute error finds.": 4,
    },
)
def skewed_residuals():
    """The place of the answer: least squares aims at E[Y | X] under any noise."""
    return 3


@exercise(
    "tilted-noise",
    slips={
        "That is what a unit costs when the prediction is too low: divide it by what a unit "
        "costs when it is too high.": 0.9,
        "That is the cost of the prediction that is too low: divide it by that of the other.": 1.8,
        "Upside down: which of the two is dear if 90 % are to lie below?": 0.1,
        "The two sides cost τ and 1 − τ a unit, not τ and 1.": 10.0,
    },
)
def tilted_noise():
    """τ/(1 − τ) for τ = 0.9."""
    return 0.9 / (1 - 0.9)


def _widths(rng):
    n = int(rng.integers(3, 8))
    return rng.normal(size=n), rng.normal(size=n), 0.5 * rng.normal(size=n)


def _z(y, mu, log_sigma):
    return (y - mu) * np.exp(-log_sigma)


@exercise(
    "two-heads-loss",
    inputs=_widths,
    slips={
        "Your gradients are those of the sum: the loss is a mean, so each entry is divided by n.": (
            lambda y, mu, s: (
                two_heads_loss(y, mu, s)[0],
                *(len(y) * g for g in two_heads_loss(y, mu, s)[1:]),
            )
        ),
        "The term log σ is missing: without it σ = ∞ would be best.": lambda y, mu, s: (
            np.mean(_z(y, mu, s) ** 2 / 2),
            two_heads_loss(y, mu, s)[1],
            -(_z(y, mu, s) ** 2) / len(y),
        ),
        "That is the gradient in σ: by the chain rule, multiply by dσ/d log σ = σ.": (
            lambda y, mu, s: (
                *two_heads_loss(y, mu, s)[:2],
                two_heads_loss(y, mu, s)[2] * np.exp(-s),
            )
        ),
        "The gradient in μ has the wrong sign: it is prediction minus observation, over σ².": (
            lambda y, mu, s: (
                two_heads_loss(y, mu, s)[0],
                -two_heads_loss(y, mu, s)[1],
                two_heads_loss(y, mu, s)[2],
            )
        ),
    },
)
def two_heads_loss(y, mu, log_sigma):
    """Mean of log σ + (y − μ)²/2σ², with its gradients in μ and log σ."""
    z, n = _z(y, mu, log_sigma), len(y)
    return np.mean(log_sigma + z**2 / 2), -z * np.exp(-log_sigma) / n, (1 - z**2) / n


def _fitted(rng):
    n, d = int(rng.integers(20, 40)), int(rng.integers(1, 3))
    X = np.column_stack([np.ones(n), rng.normal(size=(n, d))])
    return X, rng.integers(2, size=n).astype(float), 0.5 * rng.normal(size=d + 1)


def _bread_and_filling(X, y, theta):
    phi = expit(X @ theta)
    bread = np.linalg.inv(X.T @ ((phi * (1 - phi))[:, None] * X))
    return bread, X.T @ (((phi - y) ** 2)[:, None] * X)


def _roots(matrix):
    return np.sqrt(np.diag(matrix))


@exercise(
    "logistic-sandwich",
    inputs=_fitted,
    slips={
        "That is the textbook's: the filling is missing.": lambda X, y, theta: _roots(
            _bread_and_filling(X, y, theta)[0]
        ),
        "Those are variances: take the roots.": lambda X, y, theta: (
            logistic_sandwich(X, y, theta) ** 2
        ),
        "One slice of bread is missing: H⁻¹ stands on both sides of G.": lambda X, y, theta: _roots(
            np.abs(np.matmul(*_bread_and_filling(X, y, theta)))
        ),
        "The pull φ − y enters squared: G adds up (φ − y)² x xᵀ.": lambda X, y, theta: _roots(
            _bread_and_filling(X, y, theta)[0]
            @ (X.T @ (np.abs(expit(X @ theta) - y)[:, None] * X))
            @ _bread_and_filling(X, y, theta)[0]
        ),
        "You divided by n once too often: sums in H and in G need no n.": lambda X, y, theta: (
            logistic_sandwich(X, y, theta) / np.sqrt(len(y))
        ),
    },
)
def logistic_sandwich(X, y, theta):
    """Roots of the diagonal of H⁻¹ G H⁻¹, H = XᵀWX, G = Σ (φ − y)² x xᵀ."""
    bread, filling = _bread_and_filling(X, y, theta)
    return _roots(bread @ filling @ bread)


@exercise(
    "windy-day",
    rtol=2e-2,
    slips={
        "That is what least squares says: the mean of such a day, not its 0.9-quantile.": 7.23,
        "That is the 0.9-quantile of all days: put the wind to use.": 9.9,
    },
)
def windy_day():
    """The 0.9-quantile of the rain at a wind of 6 m/s, on the quantile line through all days."""
    seattle = datasets.load_seattle_weather()
    n, wind = seattle["wind"].size, seattle["wind"]
    costs = np.concatenate([[0.0, 0.0], np.full(n, 0.9), np.full(n, 0.1)])
    parts = np.column_stack([np.ones(n), wind, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * 2 + [(0, None)] * (2 * n)
    line = linprog(costs, A_eq=parts, b_eq=seattle["precipitation"], bounds=bounds).x[:2]
    return line[0] + 6 * line[1]


def _sample(rng):
    return rng.gamma(1.5, 2.0, int(rng.integers(4, 12))), float(rng.uniform(0.1, 0.9))


def _rounds(y, tau, count=300):
    m = np.mean(y)
    for _ in range(count):
        w = np.where(y > m, tau, 1 - tau)
        m = np.sum(w * y) / np.sum(w)
    return m


@exercise(
    "expectile",
    inputs=_sample,
    rtol=1e-5,
    slips={
        "That is the mean: the two sides must not cost the same.": lambda y, tau: np.mean(y),
        "That is the τ-quantile, which the pinball loss finds: here the misses are squared.": (
            lambda y, tau: np.quantile(y, tau)
        ),
        "The two sides are exchanged: too low costs τ.": lambda y, tau: _rounds(y, 1 - tau),
        "That is one round: the weights change with m, so repeat until it settles.": (
            lambda y, tau: _rounds(y, tau, 1)
        ),
    },
)
def expectile(y, tau):
    """The m with τ Σ max(y − m, 0) = (1 − τ) Σ max(m − y, 0)."""
    return _rounds(y, tau)
