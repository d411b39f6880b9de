"""Minimise a smooth function whose Hessian is known roughly: BFGS."""

from collections.abc import Callable
from typing import Any

import numpy as np

from glm_core._typing import Array, ArrayLike
from glm_core.optimize.line_search import line_search
from glm_core.optimize.path import Path, Recorder

SLOW = 0.7  # of the decrement left after a step: a better Hessian would be worth its price


def quasi_newton(
    fun: Callable[[Any], tuple[Any, ...]],
    start: ArrayLike,
    hessian: Array,
    *,
    tol: float = 1e-8,
    max_iter: int = 25,
) -> Path:
    """θₜ₊₁ = θₜ − α Bₜ ∇f(θₜ), where B starts as H⁻¹ and learns from each step (BFGS).

    For a Hessian that is known roughly and dear to compute: `fun(theta)` returns value and gradient
    alone. After a step s with y = ∇f(θₜ₊₁) − ∇f(θₜ), B ← (I − ρsyᵀ) B (I − ρysᵀ) + ρssᵀ with
    ρ = 1/yᵀs, which makes By = s (Nocedal & Wright 2006, ch. 6). Ends where √(∇fᵀB∇f) ≤ tol, or as
    soon as a step leaves more than `SLOW` of that number: a better Hessian is then worth its price.
    A Hessian that is not positive definite gives no step at all.
    """
    theta, record = np.array(start, dtype=float), Recorder()
    value, gradient = fun(theta)
    try:
        inverse = np.linalg.inv(np.linalg.cholesky(hessian))
    except np.linalg.LinAlgError:  # not positive definite: no guide at all
        record.add(theta, value, gradient)
        return record.path(theta, False)
    inverse = inverse.T @ inverse
    while True:
        record.add(theta, value, gradient)
        direction = -(inverse @ gradient.ravel()).reshape(theta.shape)
        slope = np.sum(gradient * direction)
        record.promise(slope)
        slow = record.decrement > SLOW * record.previous
        if record.decrement <= tol or slow or record.n_iter >= max_iter:
            break
        rate, point = line_search(fun, theta, direction, value, slope)
        if rate == 0:
            break
        step, change = rate * direction.ravel(), (point[1] - gradient).ravel()
        theta, (value, gradient) = theta + rate * direction, point
        curvature, moved = step @ change, inverse @ change
        if curvature > 0:
            outer = np.outer(moved, step)
            scale = (1 + change @ moved / curvature) / curvature
            inverse += scale * np.outer(step, step) - (outer + outer.T) / curvature
    converged = record.decrement <= tol
    return record.path(theta + direction if converged else theta, converged)
