"""Downhill by gradient and Hessian."""

import numpy as np

from glm_core._validation import count, finite
from glm_core.optimize.line_search import line_search
from glm_core.optimize.path import Recorder, warn_not_converged


def newton(fun, start, *, tol=1e-8, max_iter=100, warn=True):
    """θₜ₊₁ = θₜ − α H⁻¹ ∇f(θₜ), until the Newton decrement λ = √(∇fᵀ H⁻¹ ∇f) ≤ tol.

    λ²/2 is the decrease that the quadratic model still promises; for a log-likelihood, λ is the
    distance to the maximum in standard errors. α is 1 unless that fails to decrease f; then it is
    halved. `fun(theta)` returns value, gradient and Hessian. Returns the `Path`; warns with
    `ConvergenceWarning` if `max_iter` steps do not reach the tolerance.
    """
    max_iter, start = count("max_iter", max_iter), finite("start", start)
    theta, record, decrement = np.array(start, dtype=float), Recorder(), np.inf
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
        rate, point = line_search(fun, theta, direction, value, -(decrement**2))
        if rate == 0:
            break
        theta = theta + rate * direction
    if warn and not (converged or stalled):
        warn_not_converged("newton", len(record.values) - 1, f"Newton decrement = {decrement:.2g}")
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
