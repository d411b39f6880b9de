"""Minimise f(θ) + Σⱼ pⱼ |θⱼ|: Newton's method with the penalty in its model."""

from collections.abc import Callable
from typing import Any

import numpy as np

from glm_core._typing import Array, ArrayLike
from glm_core.optimize.lasso import lasso
from glm_core.optimize.line_search import line_search
from glm_core.optimize.path import Path, Recorder


def proximal_newton(
    fun: Callable[[Any], tuple[Any, ...]],
    start: ArrayLike,
    penalty: Array,
    *,
    tol: float = 1e-8,
    max_iter: int = 100,
) -> Path:
    """θₜ₊₁ = argmin of the quadratic model of f at θₜ plus Σⱼ pⱼ |θⱼ|, with line search.

    `penalty` has the shape of θ, 0 where there is none. Coefficients that the penalty holds at zero
    are zero exactly. Returns a `Path` whose gradient norm is that of the smallest subgradient.
    Warns with `ConvergenceWarning` if `max_iter` steps do not reach the tolerance.
    """

    def penalised(theta):
        smooth, gradient, hessian = fun(theta)
        total = smooth + np.sum(penalty * np.abs(theta))
        return total, smallest_subgradient(gradient, theta, penalty), gradient, hessian

    theta, record = np.array(start, dtype=float), Recorder()
    point = penalised(theta)
    while True:
        value, subgradient, gradient, hessian = point
        record.add(theta, value, subgradient)
        linear = hessian @ theta.ravel() - gradient.ravel()
        model = lasso(hessian, linear, penalty.ravel(), theta.ravel()).reshape(theta.shape)
        direction = model - theta
        slope = np.sum(gradient * direction) + np.sum(penalty * (np.abs(model) - np.abs(theta)))
        record.promise(slope)
        done = record.decrement <= tol or record.stalled(tol)
        if done or record.n_iter >= max_iter:
            break
        rate, point = line_search(penalised, theta, direction, value, slope)
        if rate == 0:
            break
        theta = theta + rate * direction
    if not done:
        record.warn("proximal_newton", f"decrement = {record.decrement:.2g}")
    solution = model if done else theta
    return record.path(solution, done, hessian=hessian, direction=direction)


def smallest_subgradient(gradient: Array, theta: Array, penalty: Array) -> Array:
    """The element of ∇f + p ∂|θ| nearest to zero: zero exactly at the optimum."""
    at_zero = np.sign(gradient) * np.maximum(np.abs(gradient) - penalty, 0)
    return np.where(theta == 0, at_zero, gradient + penalty * np.sign(theta))
