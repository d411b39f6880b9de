"""Exercises of the chapter on MAP."""

import numpy as np

from glm_core.exercises import exercise


def _with_ones(rng):
    n, d = rng.integers(8, 15), rng.integers(1, 4)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, d)) + 1.0])
    return X, 3.0 + X @ rng.normal(size=d + 1) + rng.normal(size=n), rng.uniform(0.5, 5.0)


def _pull(rng):
    return rng.normal(scale=2.0, size=6), rng.uniform(0.5, 3.0), rng.uniform(0.3, 2.0)


def _rows(rng):
    n, d = rng.integers(2, 9), rng.integers(2, 5)
    V = rng.uniform(0.1, 3.0, size=d)
    return rng.normal(size=(n, d)), rng.normal(size=n), rng.uniform(0.3, 2.0), V


def _features(rng):
    n, d = rng.integers(6, 12), rng.integers(2, 5)
    return rng.normal(size=(n, d)) + 2.0, rng.normal(size=n) + 5.0


def _ridge(X, y, penalty):
    return np.linalg.solve(X.T @ X + np.diag(penalty), X.T @ y)


def _free(X, lam):
    return np.r_[0.0, np.full(X.shape[1] - 1, lam)]


def _soft(z, threshold):
    return np.sign(z) * np.maximum(np.abs(z) - threshold, 0.0)


@exercise(
    "ridge-constant",
    slips={
        "That is V/σ², the wrong way up: a wide prior must give a weak penalty.": 0.125,
        "That is 1/(2V), which belongs beside a negative log-likelihood: here the noise was "
        "multiplied out.": 1.0,
        "Divide variances by variances: σ² is already the 4.": 32.0,
        "Standard deviation of the noise over V: the noise enters with its variance.": 4.0,
    },
)
def ridge_constant():
    """σ²/V for σ² = 4 and V = 1/2."""
    return 8.0


@exercise(
    "double-c",
    slips={
        "Divide by C: the penalty is ‖θ‖²/(2C). Which V has the penalty ‖θ‖²/(2V)?": 1,
        "The variance is C itself, so the standard deviation only grows by √2.": 3,
        "A logistic regression has no noise variance to set.": 4,
    },
)
def double_c():
    """The place of what doubling C does to the prior."""
    return 2


@exercise(
    "coin-map",
    slips={
        "That is the mean of the posterior. The MAP is its highest point.": 0.71,
        "That is maximum likelihood: the prior counts, too.": 0.88,
        "A Beta prior with a = 3 counts as a − 1 = 2 heads.": 0.77,
    },
)
def coin_map():
    """(7 + 3 − 1) / (8 + 6 − 2)."""
    return 9 / 12


@exercise(
    "ridge-free-intercept",
    inputs=_with_ones,
    slips={
        "You penalise the intercept as well: its entry on the diagonal is 0.": lambda X, y, lam: (
            _ridge(X, y, np.full(X.shape[1], lam))
        ),
        "That is plain least squares: the penalty is missing.": lambda X, y, lam: _ridge(
            X, y, np.zeros(X.shape[1])
        ),
        "The factor is λ, not 2λ: both gradients have the same 2.": lambda X, y, lam: _ridge(
            X, y, _free(X, 2 * lam)
        ),
        "The factor is λ, not λ/2: both gradients have the same 2.": lambda X, y, lam: _ridge(
            X, y, _free(X, lam / 2)
        ),
        "The factor is λ itself, not its square.": lambda X, y, lam: _ridge(X, y, _free(X, lam**2)),
    },
)
def ridge_free_intercept(X, y, lam):
    """(XᵀX + λ diag(0, 1, …, 1))⁻¹ Xᵀy."""
    return _ridge(X, y, _free(X, lam))


@exercise(
    "soft-threshold",
    inputs=_pull,
    edges={"At z = 0 the answer is 0, not NaN.": (np.array([0.0, 3.0]), 1.0, 1.0)},
    slips={
        "Small values must become exactly 0: take the larger of |z| − 1/(hb) and 0.": (
            lambda z, h, b: np.sign(z) * (np.abs(z) - 1 / (h * b))
        ),
        "The curvature h is missing: the threshold is 1/(hb).": lambda z, h, b: _soft(z, 1 / b),
        "Both derivatives: the square has the slope h(θ − z), so no 2 is left over.": (
            lambda z, h, b: _soft(z, 2 / (h * b))
        ),
        "That is upside down: a narrow prior, a small b, must pull harder.": lambda z, h, b: _soft(
            z, b / h
        ),
        "That is a hard threshold: what survives must be shortened, too.": lambda z, h, b: np.where(
            np.abs(z) > 1 / (h * b), z, 0.0
        ),
        "The sign is lost: negative values stay negative.": lambda z, h, b: np.abs(
            _soft(z, 1 / (h * b))
        ),
        "That is ridge, which never reaches 0: the penalty here is |θ|/b.": lambda z, h, b: (
            z * h / (h + 1 / b)
        ),
    },
)
def soft_threshold(z, h, b):
    """sign(z) max(|z| − 1/(hb), 0)."""
    return _soft(z, 1 / (h * b))


def _same_fit(output, expected, X, y, noise, V):
    if not isinstance(output, tuple) or len(output) != 2:
        return "Return two arrays: (X_more, y_more)."
    more_X, more_y = output
    if more_y.shape == (len(more_X), 1):
        more_y = more_y[:, 0]
    if more_X.ndim != 2 or more_X.shape[1] != X.shape[1] or more_y.shape != more_X.shape[:1]:
        return f"X_more needs {X.shape[1]} columns, and y_more one number for each of its rows."
    if len(more_X) <= len(X):
        return "A larger data set is asked for: hers needs more rows than X has."
    if np.linalg.matrix_rank(more_X) < X.shape[1]:
        return "The rows do not settle all coefficients: each one needs its pseudo-observation."
    right = _ridge(X, y, noise / V)
    fitted = np.linalg.lstsq(more_X, more_y, rcond=None)[0]
    if np.allclose(fitted, right, rtol=1e-4, atol=1e-6):
        return True
    for wrong, sentence in (
        (_ridge(X, y, (noise / V) ** 2), "Her residuals get squared: take a square root first."),
        (_ridge(X, y, 1 / V), "The noise is missing: the penalty of θⱼ² is σ²/Vⱼ."),
        (_ridge(X, y, V / noise), "That is upside down: a small Vⱼ must pull hard."),
        (_ridge(X, y, V), "That is upside down: a small Vⱼ must pull hard."),
    ):
        if np.allclose(fitted, wrong, rtol=1e-4, atol=1e-6):
            return sentence
    return "Least squares on your rows gives another θ than the MAP."


def _stacked(X, y, diagonal):
    return np.vstack([X, np.diag(diagonal)]), np.r_[y, np.zeros(len(diagonal))]


@exercise(
    "prior-as-rows",
    inputs=_rows,
    accept=_same_fit,
    slips={
        "Her residuals get squared: take a square root first.": lambda X, y, noise, V: _stacked(
            X, y, noise / V
        ),
        "The noise is missing: the penalty of θⱼ² is σ²/Vⱼ.": lambda X, y, noise, V: _stacked(
            X, y, 1 / np.sqrt(V)
        ),
        "That is upside down: a small Vⱼ must pull hard.": lambda X, y, noise, V: _stacked(
            X, y, np.sqrt(V / noise)
        ),
        "A larger data set is asked for: hers needs more rows than X has.": lambda X, y, noise, V: (
            np.eye(X.shape[1])[: len(X)],
            _ridge(X, y, noise / V)[: len(X)],
        ),
    },
)
def prior_as_rows(X, y, noise, V):
    """X with the rows diag(σ/√V) below it, y with as many zeros."""
    return _stacked(X, y, np.sqrt(noise / V))


def _left_out(X, y, lam, penalised=False):
    keep = ~np.eye(len(y), dtype=bool)
    design = np.column_stack([np.ones(len(y)), X])
    penalty = np.r_[lam if penalised else 0.0, np.full(X.shape[1], lam)]
    fits = [_ridge(design[rest], y[rest], penalty) for rest in keep]
    return np.mean([(y[i] - design[i] @ fit) ** 2 for i, fit in enumerate(fits)])


def _fitted(X, y, lam):
    design = np.column_stack([np.ones(len(y)), X])
    penalty = np.r_[0.0, np.full(X.shape[1], lam)]
    hat = design @ np.linalg.solve(design.T @ design + np.diag(penalty), design.T)
    return y - hat @ y, np.diagonal(hat)


def _left(rng):
    return (*_features(rng), rng.uniform(0.3, 5.0))


@exercise(
    "left-out-error",
    inputs=_left,
    slips={
        "That is the error on the birds of the fit: each one helped to predict itself.": (
            lambda X, y, lam: np.mean(_fitted(X, y, lam)[0] ** 2)
        ),
        "The intercept is free: leave it out of the penalty.": lambda X, y, lam: _left_out(
            X, y, lam, penalised=True
        ),
        "The residual is divided by 1 − Aᵢᵢ before it is squared.": lambda X, y, lam: np.mean(
            _fitted(X, y, lam)[0] ** 2 / (1 - _fitted(X, y, lam)[1])
        ),
        "The mean takes part in the fit, too: A has 1/n on its diagonal besides.": (
            lambda X, y, lam: np.mean(
                (_fitted(X, y, lam)[0] / (1 - _fitted(X, y, lam)[1] + 1 / len(y))) ** 2
            )
        ),
        "That is a root mean squared error: leave the root away.": lambda X, y, lam: np.sqrt(
            _left_out(X, y, lam)
        ),
    },
)
def left_out_error(X, y, lam):
    """(1/n) Σ (yᵢ − ŷ₋ᵢ)², each ŷ₋ᵢ from the fit to the others."""
    return _left_out(X, y, lam)


@exercise(
    "colleague-step",
    slips={
        "Take the logarithm of the density: that is right.": 1,
        "Posterior is prior times likelihood: that is right.": 2,
        "The constant falls as the variance grows: that is right, whatever the factor.": 4,
    },
)
def colleague_step():
    """Line 3: beside a mean the factor is 1/(2nV)."""
    return 3


@exercise(
    "lasso-wakes-up",
    inputs=_features,
    slips={
        "The factor 2 of the derivative of the square is missing.": lambda X, y: np.max(
            np.abs(X.T @ (y - y.mean()))
        ),
        "The intercept is free: with θ = 0 it takes the mean of y, so the residuals are "
        "y − ȳ.": lambda X, y: 2 * np.max(np.abs(X.T @ y)),
        "Every coefficient must sleep: the strongest pull decides, not the sum.": lambda X, y: (
            2 * np.sum(np.abs(X.T @ (y - y.mean())))
        ),
        "A negative pull wakes a coefficient as well: take absolute values.": lambda X, y: (
            2 * np.max(X.T @ (y - y.mean()))
        ),
    },
)
def lasso_wakes_up(X, y):
    """2 maxⱼ |xⱼᵀ(y − ȳ)|: the smallest λ at which every coefficient is zero."""
    return 2 * np.max(np.abs(X.T @ (y - y.mean())))
