"""Minimise a smooth function whose Hessian is known roughly: BFGS."""

import numpy as np

from glm_core.optimize.line_search import line_search
from glm_core.optimize.path import Recorder

SLOW = 0.7  # of the decrement left after a step: a better Hessian would be worth its price


def quasi_newton(fun, start, hessian, *, tol=1e-8, max_iter=25):
    """θₜ₊₁ = θₜ − α Bₜ ∇f(θₜ), where B starts as H⁻¹ and learns from each step (BFGS).

    For a Hessian that is known roughly and dear to compute: `fun(theta)` returns value and gradient
    alone. After a step s with y = ∇f(θₜ₊₁) − ∇f(θₜ), B ← (I − ρsyᵀ) B (I − ρysᵀ) + ρssᵀ with
    ρ = 1/yᵀs, which makes By = s (Nocedal & Wright 2006, ch. 6). Ends where √(∇fᵀB∇f) ≤ tol, or as
    soon as a step leaves more than `SLOW` of that number: a better Hessian is then worth its price.
    A Hessian that is not positive definite gives no step at all.
    """
    theta, record, decrement = np.array(start, dtype=float), Recorder(), np.inf
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
        previous, decrement = decrement, np.sqrt(max(-slope, 0.0))
        if not tol < decrement <= SLOW * previous or len(record.values) > max_iter:
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
    return record.path(theta, bool(decrement <= tol))
