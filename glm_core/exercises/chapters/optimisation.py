"""Exercises of the chapter on optimisation."""

import numpy as np
from scipy.special import expit

from glm_core import GLM, Bernoulli, datasets
from glm_core.exercises import exercise


def _logistic(rng):
    n, d = rng.integers(8, 15), rng.integers(1, 4)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, d))])
    return X, rng.integers(2, size=n).astype(float), 0.5 * rng.normal(size=d + 1)


def _logistic_batch(rng):
    X, y, theta = _logistic(rng)
    rows = rng.integers(len(y), size=rng.integers(3, 6))
    return X, y, theta, np.append(rows, rows[0])


def _on_rows(X, y, theta, rows):
    """The gradient of the loss of these rows alone."""
    return X[rows].T @ (expit(X[rows] @ theta) - y[rows])


def _one_feature(rng):
    x = np.sort(rng.integers(0, 8, size=rng.integers(4, 8)).astype(float))
    x[0], x[-1] = -1.0, 9.0
    y = rng.integers(2, size=x.size).astype(float)
    if rng.random() < 0.5:
        y = np.sort(y)[:: rng.choice([-1, 1])]
    y[rng.integers(x.size)] = 1 - y[0] if np.ptp(y) == 0 else y[0]
    y[0] = 1 - y[1] if np.ptp(y) == 0 else y[0]
    return x, y


def _weights(X, theta):
    phi = expit(X @ theta)
    return phi * (1 - phi)


def _step(X, y, theta, sign=1.0):
    hessian = X.T @ (_weights(X, theta)[:, None] * X)
    return theta + sign * np.linalg.solve(hessian, X.T @ (y - expit(X @ theta)))


def _overlap(x, y):
    zeros, ones = x[y == 0], x[y == 1]
    return zeros.max() > ones.min() and ones.max() > zeros.min()


@exercise(
    "largest-rate",
    slips={
        "That is 1/λ_max: the best rate along the steepest direction, not the limit.": 0.125,
        "The steepest direction sets the limit: use the larger eigenvalue.": 4.0,
        "That is the best rate, 2/(λ_min + λ_max). How far can you go beyond it?": 0.235,
    },
)
def largest_rate():
    """2/λ_max for the eigenvalues 0.5 and 8."""
    return 0.25


@exercise(
    "sure-and-wrong",
    slips={
        "That is its weight. Its distance is large: what is the product?": 0.000999,
        "The sign: the prediction is too high, so it pulls down.": 0.999,
        "That is the distance z − η alone. Multiply by the weight.": -1000.0,
    },
)
def sure_and_wrong():
    """y − φ = 0 − 0.999."""
    return -0.999


@exercise(
    "convex-claims",
    slips={
        "With collinear columns the minima fill a line; with separable classes there is none.": 1,
        "With separable classes the loss falls for ever and there is none.": 2,
    },
)
def convex_claims():
    """The place of the claim that holds for every data set."""
    return 3


@exercise(
    "batch-gradient",
    inputs=_logistic_batch,
    slips={
        "The sign is wrong: the gradient of the loss is Xᵀ(φ − y).": (
            lambda X, y, theta, rows: -_on_rows(X, y, theta, rows) * len(y) / len(rows)
        ),
        "That is the sum over the rows drawn: on average m/n of the whole sum.": _on_rows,
        "That is the mean over the rows drawn: it estimates the mean, and the sum is n times as "
        "large.": lambda X, y, theta, rows: _on_rows(X, y, theta, rows) / len(rows),
        "A row that was drawn twice counts twice: otherwise rows that come often count too "
        "little.": lambda X, y, theta, rows: (
            _on_rows(X, y, theta, np.unique(rows)) * len(y) / len(np.unique(rows))
        ),
        "That is the gradient over all rows: only those drawn may be read.": (
            lambda X, y, theta, rows: _on_rows(X, y, theta, np.arange(len(y)))
        ),
        "The sigmoid is missing: compare y with φ, not with η.": lambda X, y, theta, rows: (
            X[rows].T @ (X[rows] @ theta - y[rows]) * len(y) / len(rows)
        ),
    },
)
def batch_gradient(X, y, theta, rows):
    """(n/m) Σ (φᵢ − yᵢ) xᵢ over the m rows drawn, φ = sigmoid(Xθ)."""
    return _on_rows(X, y, theta, rows) * len(y) / len(rows)


@exercise(
    "newton-step",
    inputs=_logistic,
    rtol=1e-5,
    slips={
        "The step goes uphill: subtract the solution of H v = ∇.": lambda X, y, theta: _step(
            X, y, theta, -1.0
        ),
        "The weights φ(1 − φ) are missing from the Hessian.": lambda X, y, theta: (
            theta - np.linalg.solve(X.T @ X, X.T @ (expit(X @ theta) - y))
        ),
        "That is the step alone: add it to theta.": lambda X, y, theta: _step(X, y, theta) - theta,
        "That is a gradient step: solve with the Hessian.": lambda X, y, theta: (
            theta - X.T @ (expit(X @ theta) - y)
        ),
    },
)
def newton_step(X, y, theta):
    """θ − (XᵀWX)⁻¹ Xᵀ(φ − y)."""
    return _step(X, y, theta)


@exercise(
    "has-logistic-estimate",
    inputs=_one_feature,
    trials=60,
    edges={
        "Classes that meet in a single point are still divided by a cut through it "
        "(quasi-separable): no estimate.": (
            np.array([0.0, 1.0, 1.0, 2.0]),
            np.array([0.0, 0.0, 1.0, 1.0]),
        ),
    },
    slips={
        "The ones may also lie below the zeros: look at both directions.": lambda x, y: bool(
            x[y == 0].max() > x[y == 1].min()
        ),
        "It is the other way round: an estimate exists when the classes overlap.": lambda x, y: (
            not bool(_overlap(x, y))
        ),
    },
)
def has_logistic_estimate(x, y):
    """True when no cut divides the classes, so that the logistic loss has a minimum."""
    return bool(_overlap(x, y))


@exercise(
    "short-steps",
    slips={
        "A good rate never makes a convex loss rise: falling in each step is as it should be.": 1,
        "No length proves anything: it is the rate that makes the steps short.": 3,
        "The slope tells the distance only together with the curvature, and that differs by "
        "direction.": 4,
    },
)
def short_steps():
    """The place of the mistake: a short step is a small product of rate and slope."""
    return 2


def _counts(rng):
    n = int(rng.integers(4, 9))
    return rng.poisson(3.0, n).astype(float), rng.normal(0.5, 0.7, n)


@exercise(
    "poisson-working-response",
    inputs=_counts,
    slips={
        "That is log y, the link itself: follow its tangent at μ.": lambda y, eta: (
            np.log(np.maximum(y, 1e-12)),
            np.exp(eta),
        ),
        "The weight is the inverse of the variance of z: 1/Var(z) = μ.": lambda y, eta: (
            eta + (y - np.exp(eta)) * np.exp(-eta),
            np.exp(-eta),
        ),
        "A step of y − μ is a step in μ: multiply by dη/dμ = 1/μ.": lambda y, eta: (
            eta + y - np.exp(eta),
            np.exp(eta),
        ),
        "That is the step alone: add it to η.": lambda y, eta: (
            y * np.exp(-eta) - 1,
            np.exp(eta),
        ),
    },
)
def poisson_working_response(y, eta):
    """z = η + (y − μ)/μ and w = μ, with μ = e^η."""
    return eta + y * np.exp(-eta) - 1, np.exp(eta)


def _condition(mass):
    birds = datasets.load_penguins(complete=True)
    X = np.column_stack([birds["flipper_length_mm"], mass(birds["body_mass_g"])])
    phi = GLM(Bernoulli()).fit(X, (birds["sex"] == "male") * 1.0).predict_mean(X)
    design = np.column_stack([np.ones(phi.size), X])
    return np.linalg.cond(design.T @ ((phi * (1 - phi))[:, None] * design))


@exercise(
    "grams-or-kilograms",
    rtol=2e-2,
    slips={
        "A factor 1000 in one column changes eigenvalues, and not all of them by the same factor: "
        "compute both.": 1000.0,
        "You divided the wrong way round: grams are worse.": lambda: 1 / grams_or_kilograms(),
    },
)
def grams_or_kilograms():
    """Condition number with grams over that with kilograms."""
    return _condition(lambda g: g) / _condition(lambda g: g / 1000)
