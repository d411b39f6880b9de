"""Downhill by gradient and Hessian."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from glm_core._typing import Array, ArrayLike
from glm_core._validation import count, finite
from glm_core.optimize.line_search import line_search
from glm_core.optimize.path import Path, Recorder


def newton(
    fun: Callable[[Any], tuple[Any, ...]],
    start: ArrayLike,
    *,
    tol: float = 1e-8,
    max_iter: int = 100,
    warn: bool = True,
) -> Path:
    """θₜ₊₁ = θₜ − α H⁻¹ ∇f(θₜ), until the Newton decrement λ = √(∇fᵀ H⁻¹ ∇f) ≤ tol.

    λ²/2 is the decrease that the quadratic model still promises; for a log-likelihood, λ is the
    distance to the maximum in standard errors. α is 1 unless that fails to decrease f; then it is
    halved. `fun(theta)` returns value, gradient and Hessian. Returns the `Path`; warns with
    `ConvergenceWarning` if `max_iter` steps do not reach the tolerance.
    """
    max_iter, start = count("max_iter", max_iter), finite("start", start)
    theta, record = np.array(start, dtype=float), Recorder()
    point, solved = fun(theta), None
    while True:
        value, gradient, hessian = point
        record.add(theta, value, gradient)
        if hessian is not solved:
            solved, downhill = hessian, _downhill(hessian)
        direction = downhill(gradient)
        record.promise(slope := np.vdot(gradient, direction))
        converged, stalled = record.decrement <= tol, record.stalled(tol)
        if converged or stalled or record.n_iter >= max_iter:
            break
        rate, point = line_search(fun, theta, direction, value, slope)
        if rate == 0:
            break
        theta = theta + rate * direction
    done = converged or stalled
    if warn and not done:
        record.warn("newton", f"Newton decrement = {record.decrement:.2g}")
    last = theta + direction if done else theta
    return record.path(last, done, stalled=stalled, hessian=hessian, direction=direction)


def _downhill(hessian: Array) -> Callable[[Array], Array]:
    """∇f → −H⁻¹ ∇f, solved after scaling H to a unit diagonal, so that units of θ do not matter."""
    diagonal = np.diagonal(hessian)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = scale[:, None] * hessian * scale
    solve = _definite(scaled) or _indefinite(scaled)
    return lambda gradient: -(scale * solve(scale * gradient.ravel())).reshape(gradient.shape)


@cache
def _lapack():
    """LAPACK's Cholesky factor and its solver; None in the page's Python. Not before a fit wants
    them: they would add a quarter to the time that the package takes to import."""
    try:
        from scipy.linalg.lapack import dpotrf, dpotrs
    except ImportError:
        return None
    return dpotrf, dpotrs


def _definite(matrix):
    """t → H⁻¹ t by Cholesky's factor; None where the matrix is not positive definite."""
    lapack = _lapack()
    if lapack is None or not matrix.size:
        try:
            np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            return None
        return lambda target: np.linalg.solve(matrix, target)
    dpotrf, dpotrs = lapack
    factor, failed = dpotrf(matrix, lower=1, clean=0)
    return None if failed else lambda target: dpotrs(factor, target, lower=1)[0]


def _indefinite(matrix):
    """t → V max(|Λ|, ε)⁻¹ Vᵀ t: downhill even where H is singular or has the wrong sign."""
    values, vectors = np.linalg.eigh(matrix)
    floor = 1e-10 * max(np.abs(values).max(), 1e-300)
    return lambda target: vectors @ ((vectors.T @ target) / np.maximum(np.abs(values), floor))
