"""Exercises of the chapter on generalised linear models."""

import numpy as np
from scipy.special import expit, softmax

from glm_core.exercises import exercise, setting


@exercise(
    "odds-of-two-kilograms",
    slips={
        "That is the factor for one kilogram.": 2.01,
        "That is by how much the log-odds rise. The odds are their exponential.": 1.4,
        "That factor grows by 0.7 twice. Log-odds add, and odds multiply.": 2.4,
        "You doubled the factor of one kilogram: square it.": 4.03,
    },
)
def odds_of_two_kilograms():
    """exp(2 · 0.7), the factor of the odds for two units of a feature with coefficient 0.7."""
    return float(np.exp(1.4))


@exercise(
    "sum-of-predictions",
    slips={
        "That is the number of males: the probabilities of the other sex are asked for.": 168,
        "Half of them would be the sum for a coin. What does the intercept's equation say?": 166.5,
    },
)
def sum_of_predictions():
    """The number of females among 333 penguins of which 168 are male."""
    return 165


@exercise(
    "square-more",
    slips={
        "Convexity in θ needs only that η is linear in θ, whatever the columns are.": 1,
        "It is linear in θ: θ₀ + θ₁x + θ₂x². It is not linear in x.": 2,
        "The inverse link comes from the family, and that is still the Bernoulli.": 4,
    },
)
def square_more():
    """The place of what is true after a square is added to the features."""
    return 3


@setting(
    "even-odds-and-nine-to-one",
    opening={"theta_0": 0.0, "theta_1": 1.0},
    right={"theta_0": 0.0, "theta_1": 2.2},
    slips={
        "At x = 0 the odds are not even yet: there η is θ₀ alone.": {
            "theta_0": 1.0,
            "theta_1": 1.2,
        },
        "At x = 1 the odds are not nine to one yet: η must be log 9 there.": {
            "theta_0": 0.0,
            "theta_1": 0.9,
        },
    },
)
def even_odds_and_nine_to_one(theta_0, theta_1):
    """θ₀ and θ₁ with sigmoid(θ₀) = 0.5 and sigmoid(θ₀ + θ₁) = 0.9, to the sliders' step."""
    if abs(theta_0) > 0.051:
        return "At x = 0 the odds are not even yet: there η is θ₀ alone."
    if abs(theta_0 + theta_1 - np.log(9)) > 0.051:
        return "At x = 1 the odds are not nine to one yet: η must be log 9 there."
    return None


def _rows_and_columns(rng):
    n, p, k = int(rng.integers(1, 7)), int(rng.integers(1, 4)), int(rng.integers(3, 6))
    return rng.normal(size=(n, p)), rng.normal(size=(p + 1, k - 1))


def _eta(X, theta):
    return np.asarray(X) @ theta[1:] + theta[0]


def _with_reference(X, theta):
    eta = _eta(X, theta)
    return np.concatenate([eta, np.zeros((len(eta), 1))], axis=1)


def _overflowing(X, theta):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(_with_reference(X, theta))
        return e / e.sum(axis=1, keepdims=True)


@exercise(
    "class-probabilities",
    inputs=_rows_and_columns,
    edges={
        "Large η must work too: exp overflows beyond 709. Take the largest entry of a row away "
        "before the exponential.": (
            np.array([[1.0], [-1.0]]),
            np.array([[0.0, 1.0], [900.0, -800.0]]),
        ),
    },
    slips={
        "The reference class is missing: with η = 0 it takes part in the sum.": (
            lambda X, theta: softmax(_eta(X, theta), axis=1)
        ),
        "The reference is the last class: its zero belongs on the right.": lambda X, theta: softmax(
            np.roll(_with_reference(X, theta), 1, axis=1), axis=1
        ),
        "That is the sigmoid of each entry: the classes share one sum.": lambda X, theta: expit(
            _with_reference(X, theta)
        ),
        "The intercepts are missing: they stand in the first row of theta.": (
            lambda X, theta: softmax(_with_reference(X, np.vstack([0 * theta[:1], theta[1:]])), 1)
        ),
        "The sums should run over the classes, along each row.": lambda X, theta: softmax(
            _with_reference(X, theta), axis=0
        ),
    },
)
def class_probabilities(X, theta):
    """softmax(θ₀ + Xθ, 0): probabilities of K classes, the last one the reference."""
    return softmax(_with_reference(X, theta), axis=1)


def _identity(eta):
    return eta


def _problem(rng):
    n, p = int(rng.integers(5, 30)), int(rng.integers(1, 4))
    X = np.column_stack([np.ones(n), rng.normal(size=(n, p))])
    theta = rng.normal(size=p + 1) / 2
    inverse_link = (_identity, expit, np.exp)[rng.integers(3)]
    y = {
        _identity: lambda mu: rng.normal(mu),
        expit: lambda mu: (rng.random(n) < mu).astype(float),
        np.exp: lambda mu: rng.poisson(mu).astype(float),
    }[inverse_link](inverse_link(X @ theta))
    return X, y, theta + rng.normal(size=p + 1) / 2, inverse_link


@exercise(
    "score-of-a-glm",
    inputs=_problem,
    slips={
        "That is the gradient of the negative log-likelihood: the sign is wrong.": (
            lambda X, y, theta, h: X.T @ (h(X @ theta) - y)
        ),
        "The residual is data minus mean: put η through the inverse link first.": (
            lambda X, y, theta, h: X.T @ (y - X @ theta) if h is not _identity else 0 * theta
        ),
        "That is the gradient of the mean: a sum over the observations is asked for.": (
            lambda X, y, theta, h: X.T @ (y - h(X @ theta)) / len(y)
        ),
        "The inverse link is applied to η = Xθ, not to θ.": (
            lambda X, y, theta, h: X.T @ (y - X @ h(theta))
        ),
    },
)
def score_of_a_glm(X, y, theta, inverse_link):
    """Xᵀ(y − μ) with μ = inverse_link(Xθ)."""
    return X.T @ (y - inverse_link(X @ theta))


def _ones(eta):
    return np.ones_like(eta)


def _logistic_variance(eta):
    return expit(eta) * expit(-eta)


def _to_fit(rng):
    """Data with a finite estimate: each row occurs with different responses."""
    n, p = int(rng.integers(15, 40)), int(rng.integers(1, 4))
    X = np.column_stack([np.ones(n), rng.normal(size=(n, p))])
    eta = X @ rng.normal(size=p + 1)
    kind = rng.integers(3)
    if kind == 0:
        return X, rng.normal(eta), _identity, _ones
    if kind == 1:
        return (
            np.vstack([X, X]),
            np.repeat([0.0, 1.0], n) * (rng.random(2 * n) < 0.7),
            expit,
            (_logistic_variance),
        )
    return X, rng.poisson(np.exp(eta)) + 1.0, np.exp, np.exp


def _solves(theta, expected, X, y, mean, variance):
    if np.shape(theta) != (X.shape[1],):
        return f"Return one coefficient for each of the {X.shape[1]} columns of X."
    if not np.all(np.isfinite(theta)):
        return "The coefficients are not finite. Does a step overshoot? Halve it."
    with np.errstate(all="ignore"):
        gap = X.T @ (y - mean(X @ theta))
    scale = np.abs(X).T @ np.abs(y) + 1.0
    if np.all(np.abs(gap) <= 1e-4 * scale):
        return True
    return f"X'y and X'mu do not meet yet: they differ by up to {np.max(np.abs(gap)):.3g}."


@exercise(
    "fit-any-glm",
    inputs=_to_fit,
    accept=_solves,
    edges={
        "A long way from the start must work too: a full Newton step overshoots there.": (
            np.column_stack([np.ones(6), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]]),
            np.array([1.0, 4.0, 30.0, 160.0, 1200.0, 8000.0]),
            np.exp,
            np.exp,
        ),
    },
    slips={
        "Return one coefficient for each of the 2 columns of X.": lambda X, y, mean, variance: (
            np.zeros(1)
        ),
    },
)
def fit_any_glm(X, y, mean, variance):
    """θ with Xᵀy = Xᵀμ(θ), by Newton's method with halved steps."""
    theta = np.zeros(X.shape[1])
    for _ in range(200):
        eta = X @ theta
        gradient = X.T @ (y - mean(eta))
        step = np.linalg.lstsq(X.T @ (variance(eta)[:, None] * X), gradient, rcond=None)[0]
        size = 1.0
        with np.errstate(all="ignore"):
            while size > 1e-12:
                ahead = step @ X.T @ (y - mean(X @ (theta + size * step)))
                if ahead >= -0.5 * (step @ gradient):
                    break
                size /= 2
        theta = theta + size * step
        if np.abs(size * step).max() < 1e-12 * (1 + np.abs(theta).max()):
            break
    return theta


@exercise(
    "right-on-average",
    slips={
        "That is the row of ones of the equation.": 1,
        "Their average is the share of males: that is the same statement, divided by n.": 2,
        "Fitting means to solve the equations, and no more: this is a choice of words.": 4,
    },
)
def right_on_average():
    """The step from the average of all predictions to each group of them."""
    return 3


@exercise(
    "features-of-the-year",
    inputs=lambda rng: (rng.uniform(0, 365, size=7), int(rng.integers(2, 5))),
    slips={
        "The columns must go sin, cos, sin, cos: yours have all the sines first.": (
            lambda day, how_many: np.column_stack(
                [g(2 * np.pi * k * day / 365.25) for g in (np.sin, np.cos) for k in _to(how_many)]
            )
        ),
        "The cosine comes after the sine.": lambda day, how_many: np.column_stack(
            [g(2 * np.pi * k * day / 365.25) for k in _to(how_many) for g in (np.cos, np.sin)]
        ),
        "A whole turn is 2π: yours turn half as far in a year.": lambda day, how_many: (
            np.column_stack(
                [g(np.pi * k * day / 365.25) for k in _to(how_many) for g in (np.sin, np.cos)]
            )
        ),
    },
)
def features_of_the_year(day, how_many):
    """sin kωx and cos kωx for k = 1, …, how_many, with ω = 2π/365.25; shape (n, 2 how_many)."""
    return np.column_stack(
        [g(2 * np.pi * k * day / 365.25) for k in _to(how_many) for g in (np.sin, np.cos)]
    )


def _to(how_many):
    return range(1, how_many + 1)
