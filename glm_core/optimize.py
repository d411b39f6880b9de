"""Minimise a smooth function and keep the whole path.

The optimisers know nothing of families, losses or data. They see a function of θ that returns
`(value, gradient)` or `(value, gradient, hessian)`; θ may have any shape, and the Hessian is a
square matrix over θ raveled.
"""

import math
import warnings
from dataclasses import dataclass, replace

import numpy as np

SUFFICIENT_DECREASE = 1e-4
SMALLEST_STEP = 2.0**-40
SMALLEST_RATE = 2.0**-200
INDISTINCT = 1e-10  # relative difference of two values that may be rounding: the slope decides


class ConvergenceWarning(UserWarning):
    """The optimiser stopped before its tolerance was met."""


@dataclass(frozen=True)
class Path:
    """θ₀, θ₁, …, θ_T as visited, with the value and the gradient norm at each.

    `theta` has shape (T + 1, *shape of θ), `value` and `gradient_norm` have shape (T + 1,).
    `solution` is θ_T, for Newton moved by one last step that is smaller than the tolerance;
    `hessian` and `direction` (that last step) belong to Newton.
    """

    theta: np.ndarray
    value: np.ndarray
    gradient_norm: np.ndarray
    solution: np.ndarray
    converged: bool
    stalled: bool = False
    hessian: np.ndarray | None = None
    direction: np.ndarray | None = None

    @property
    def n_iter(self):
        """Number of steps T."""
        return len(self.value) - 1

    def after(self, earlier):
        """This path with an earlier one, which ends where it begins, before it."""
        joined = {
            name: np.concatenate([getattr(earlier, name)[:-1], getattr(self, name)])
            for name in ("theta", "value", "gradient_norm")
        }
        return replace(self, **joined)


class _Recorder:
    def __init__(self):
        self.thetas, self.values, self.norms = [], [], []

    def add(self, theta, value, gradient):
        self.thetas.append(theta)
        self.values.append(value)
        self.norms.append(math.sqrt(np.vdot(gradient, gradient)))

    def path(self, solution, converged, **rest):
        columns = np.array(self.thetas), np.array(self.values), np.array(self.norms)
        return Path(*columns, solution, converged, **rest)


def gradient_descent(fun, start, *, learning_rate=None, tol=1e-8, max_iter=100, warn=True):
    """θₜ₊₁ = θₜ − α ∇f(θₜ), until ‖∇f(θₜ)‖ ≤ tol.

    `fun(theta)` returns value and gradient. With a `learning_rate` α every step has that rate, even
    where it climbs or diverges; without one, α doubles after each step and halves until the value
    falls enough (Armijo). Returns the `Path`; warns with `ConvergenceWarning` if `max_iter` steps
    do not reach the tolerance.
    """
    theta, rate, record = np.array(start, dtype=float), learning_rate or 1.0, _Recorder()
    value, gradient = fun(theta)[:2]
    record.add(theta, value, gradient)
    while record.norms[-1] > tol and len(record.values) <= max_iter and np.isfinite(value):
        if learning_rate is None:
            rate, point = _armijo(fun, theta, value, gradient, 2 * rate)
            if rate < SMALLEST_RATE:
                break
        else:
            point = fun(theta - rate * gradient)
        theta = theta - rate * gradient
        value, gradient = point[:2]
        record.add(theta, value, gradient)
    converged = bool(record.norms[-1] <= tol)
    if warn and not converged:
        _warn(
            "gradient_descent",
            len(record.values) - 1,
            f"‖gradient‖ = {record.norms[-1]:.2g}",
            ", or bring the parameters to similar units",
        )
    return record.path(theta, converged)


def _armijo(fun, theta, value, gradient, rate):
    """Halve α until f(θ − α∇f) ≤ f(θ) − ½ α ‖∇f‖², or, where rounding hides that, until the
    step does not pass the lowest point of its line."""
    squared_norm = np.sum(gradient**2)
    while rate >= SMALLEST_RATE:
        point = fun(theta - rate * gradient)
        if point[0] <= value - 0.5 * rate * squared_norm:
            break
        if abs(point[0] - value) <= INDISTINCT * abs(value) and np.sum(point[1] * gradient) >= 0:
            break
        rate /= 2
    return rate, point


def newton(fun, start, *, tol=1e-8, max_iter=100, warn=True):
    """θₜ₊₁ = θₜ − α H⁻¹ ∇f(θₜ), until the Newton decrement λ = √(∇fᵀ H⁻¹ ∇f) ≤ tol.

    λ²/2 is the decrease that the quadratic model still promises; for a log-likelihood, λ is the
    distance to the maximum in standard errors. α is 1 unless that fails to decrease f; then it is
    halved. `fun(theta)` returns value, gradient and Hessian. Returns the `Path`; warns with
    `ConvergenceWarning` if `max_iter` steps do not reach the tolerance.
    """
    theta, record, decrement = np.array(start, dtype=float), _Recorder(), np.inf
    point = fun(theta)
    while True:
        value, gradient, hessian = point
        record.add(theta, value, gradient)
        direction = newton_direction(gradient, hessian)
        previous, decrement = decrement, np.sqrt(max(-np.sum(gradient * direction), 0.0))
        converged = bool(decrement <= tol)
        stalled = bool(previous / 2 < decrement <= 1e4 * tol)  # rounding, or a maximum at infinity
        if converged or stalled or len(record.values) > max_iter:
            break
        rate, point = _line_search(fun, theta, direction, value, -(decrement**2))
        if rate == 0:
            break
        theta = theta + rate * direction
    if warn and not (converged or stalled):
        _warn("newton", len(record.values) - 1, f"Newton decrement = {decrement:.2g}")
    last = theta + direction if converged or stalled else theta
    return record.path(
        last, converged or stalled, stalled=stalled, hessian=hessian, direction=direction
    )


def newton_direction(gradient, hessian):
    """−H⁻¹ ∇f, solved after scaling H to a unit diagonal, so that units of θ do not matter."""
    diagonal = np.diagonal(hessian)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled, target = scale[:, None] * hessian * scale, scale * gradient.ravel()
    try:
        np.linalg.cholesky(scaled)
        step = np.linalg.solve(scaled, target)
    except np.linalg.LinAlgError:
        step = _solve_indefinite(scaled, target)
    return -(scale * step).reshape(gradient.shape)


def _solve_indefinite(matrix, target):
    """V max(|Λ|, ε)⁻¹ Vᵀ t: downhill even where the Hessian is singular or has the wrong sign."""
    values, vectors = np.linalg.eigh(matrix)
    floor = 1e-10 * max(np.abs(values).max(), 1e-300)
    return vectors @ ((vectors.T @ target) / np.maximum(np.abs(values), floor))


def _line_search(fun, theta, direction, value, slope):
    """Largest α in 1, ½, ¼, … with enough decrease; near the optimum the slope is the judge."""
    rate = 1.0
    while rate >= SMALLEST_STEP:
        point = fun(theta + rate * direction)
        if point[0] <= value + SUFFICIENT_DECREASE * rate * slope:
            return rate, point
        indistinct = abs(point[0] - value) <= INDISTINCT * abs(value)
        if indistinct and abs(np.sum(point[1] * direction)) <= 0.5 * abs(slope):
            return rate, point
        rate /= 2
    return 0.0, point


def _warn(name, n_iter, state, other_way_out=""):
    message = f"{name} stopped after {n_iter} iterations with {state}; raise max_iter or tol"
    warnings.warn(message + other_way_out, ConvergenceWarning, stacklevel=3)
