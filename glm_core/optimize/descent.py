"""Downhill by the gradient alone."""

import numpy as np

from glm_core._validation import count, finite
from glm_core.optimize.line_search import INDISTINCT
from glm_core.optimize.path import Recorder, warn_not_converged

SMALLEST_RATE = 2.0**-200


def gradient_descent(fun, start, *, learning_rate=None, tol=1e-8, max_iter=100, warn=True):
    """θₜ₊₁ = θₜ − α ∇f(θₜ), until ‖∇f(θₜ)‖ ≤ tol.

    `fun(theta)` returns value and gradient. With a `learning_rate` α every step has that rate, even
    where it climbs or diverges; without one, α doubles after each step and halves until the value
    falls enough (Armijo). Returns the `Path`; warns with `ConvergenceWarning` if `max_iter` steps
    do not reach the tolerance.
    """
    max_iter, start = count("max_iter", max_iter), finite("start", start)
    theta, rate, record = np.array(start, dtype=float), learning_rate or 1.0, Recorder()
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
        warn_not_converged(
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
