"""Minimise f(θ) + Σⱼ pⱼ |θⱼ| exactly: proximal Newton, whose model is solved by an active set."""

import numpy as np

from glm_core.optimize.line_search import SMALLEST_STEP, SUFFICIENT_DECREASE
from glm_core.optimize.path import Recorder, warn_not_converged


def proximal_newton(fun, start, penalty, *, tol=1e-8, max_iter=100):
    """θₜ₊₁ = argmin of the quadratic model of f at θₜ plus Σⱼ pⱼ |θⱼ|, with line search.

    `penalty` has the shape of θ, 0 where there is none. Coefficients that the penalty holds at zero
    are zero exactly. Returns a `Path` whose gradient norm is that of the smallest subgradient.
    Warns with `ConvergenceWarning` if `max_iter` steps do not reach the tolerance.
    """
    theta, record, decrement = np.array(start, dtype=float), Recorder(), np.inf
    point = fun(theta)
    while True:
        smooth, gradient, hessian = point
        value = smooth + np.sum(penalty * np.abs(theta))
        record.add(theta, value, smallest_subgradient(gradient, theta, penalty))
        linear = hessian @ theta.ravel() - gradient.ravel()
        model = _lasso(hessian, linear, penalty.ravel(), theta.ravel()).reshape(theta.shape)
        direction = model - theta
        slope = np.sum(gradient * direction) + np.sum(penalty * (np.abs(model) - np.abs(theta)))
        previous, decrement = decrement, np.sqrt(max(-slope, 0.0))
        done = decrement <= tol or previous / 2 < decrement <= 1e4 * tol
        if done or len(record.values) > max_iter:
            break
        rate, point = _line_search(fun, theta, model, value, slope, penalty)
        if rate == 0:
            break
        theta = model if rate == 1 else theta + rate * direction
    if not done:
        warn_not_converged(
            "proximal_newton", len(record.values) - 1, f"decrement = {decrement:.2g}"
        )
    solution = model if done else theta
    return record.path(solution, bool(done), hessian=hessian, direction=direction)


def smallest_subgradient(gradient, theta, penalty):
    """The element of ∇f + p ∂|θ| nearest to zero: zero exactly at the optimum."""
    at_zero = np.sign(gradient) * np.maximum(np.abs(gradient) - penalty, 0)
    return np.where(theta == 0, at_zero, gradient + penalty * np.sign(theta))


def _lasso(H, b, penalty, x, max_sweeps=2000):
    """argmin ½ xᵀHx − bᵀx + Σ pⱼ|xⱼ|: sweep until the signs are right, then solve for them."""
    x = x.copy()
    for _ in range(max_sweeps):
        before = x.copy()
        _sweep(H, b, penalty, x)
        exact = _solve_with_signs(H, b, penalty, x)
        if exact is not None:
            return exact
        if np.array_equal(before, x):
            break
    return x


def _sweep(H, b, penalty, x):
    """One pass of coordinate descent, in place: each xⱼ is soft-thresholded in its turn."""
    for j in np.flatnonzero(np.diagonal(H) > 0):
        pull = b[j] - H[j] @ x + H[j, j] * x[j]
        x[j] = np.sign(pull) * max(abs(pull) - penalty[j], 0.0) / H[j, j]


def _solve_with_signs(H, b, penalty, x):
    """The optimum if the signs of x are those of the optimum, else None."""
    signs = np.sign(x)
    active = (signs != 0) | (penalty == 0)
    target = (b - penalty * signs)[active]
    solution = np.zeros_like(x)
    try:
        solution[active] = np.linalg.solve(H[np.ix_(active, active)], target)
    except np.linalg.LinAlgError:
        return None
    same = np.all((np.sign(solution) == signs) | (penalty == 0))
    pull = np.abs(b - H @ solution)[~active]
    return solution if same and np.all(pull <= penalty[~active] * (1 + 1e-12)) else None


def _line_search(fun, theta, model, value, slope, penalty):
    rate = 1.0
    while rate >= SMALLEST_STEP:
        trial = model if rate == 1 else theta + rate * (model - theta)
        point = fun(trial)
        slack = 1e-12 * abs(value) if slope > -1e-6 * abs(value) else 0.0
        reached = point[0] + np.sum(penalty * np.abs(trial))
        if reached <= value + SUFFICIENT_DECREASE * rate * slope + slack:
            return rate, point
        rate /= 2
    return 0.0, point
