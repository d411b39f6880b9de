"""Downhill by the gradient alone."""

from collections.abc import Callable
from typing import Any

import numpy as np

from glm_core._typing import ArrayLike
from glm_core._validation import count, finite
from glm_core.optimize.line_search import line_search
from glm_core.optimize.path import Path, Recorder

SMALLEST_RATE = 2.0**-200


def gradient_descent(
    fun: Callable[[Any], tuple[Any, ...]],
    start: ArrayLike,
    *,
    learning_rate: float | None = None,
    tol: float = 1e-8,
    max_iter: int = 100,
    warn: bool = True,
) -> Path:
    """θₜ₊₁ = θₜ − α ∇f(θₜ), until ‖∇f(θₜ)‖ ≤ tol.

    `fun(theta)` returns value and gradient. With a `learning_rate` α every step has that rate, even
    where it climbs or diverges; without one, α doubles after each step and halves until the value
    falls enough: f(θ − α∇f) ≤ f(θ) − ½ α ‖∇f‖² (Armijo). Returns the `Path`; warns with
    `ConvergenceWarning` if `max_iter` steps do not reach the tolerance.
    """
    max_iter, start = count("max_iter", max_iter), finite("start", start)
    theta, rate, record = np.array(start, dtype=float), learning_rate or 1.0, Recorder()
    value, gradient = fun(theta)[:2]
    record.add(theta, value, gradient)
    while record.norms[-1] > tol and record.n_iter < max_iter and np.isfinite(value):
        if learning_rate is None:
            slope = -np.sum(gradient**2)
            reach = {"rate": 2 * rate, "decrease": 0.5, "smallest": SMALLEST_RATE}
            rate, point = line_search(fun, theta, -gradient, value, slope, **reach)
            if rate == 0:
                break
        else:
            point = fun(theta - rate * gradient)
        theta = theta - rate * gradient
        value, gradient = point[:2]
        record.add(theta, value, gradient)
    converged = record.norms[-1] <= tol
    if warn and not converged:
        state = f"‖gradient‖ = {record.norms[-1]:.2g}"
        record.warn("gradient_descent", state, ", or bring the parameters to similar units")
    return record.path(theta, converged)
