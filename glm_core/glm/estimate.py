"""From the solution of a problem to a `Fit`: back to the columns as given, with uncertainties."""

from dataclasses import replace

import numpy as np

from glm_core.glm import diagnosis
from glm_core.glm.canonical import SATURATED
from glm_core.glm.design import EPS
from glm_core.glm.fit import Fit
from glm_core.priors import Flat, LaplacePrior

NEGLIGIBLE = 1e-14  # of the largest eigenvalue: a direction that the data leave free


def estimate(problem, solution):
    """The `Fit` of a `Solution`."""
    path, matrix = solution.path, solution.design.matrix()
    problem.check_overflow([path.hessian])
    theta = matrix @ path.solution
    penalty = np.sum(0.5 * problem.ridge * theta**2 + problem.lasso * np.abs(theta))
    loss = path.value[-1] - penalty
    deviance = max(2 * (loss - problem.saturated), 0.0)
    null = solution.design.null
    rank = problem.n_coefficients - (0 if null is None else null.shape[1])
    dispersion = _dispersion(problem, solution, deviance, rank)
    with np.errstate(over="ignore", invalid="ignore"):
        covariance = _covariance(problem, path, matrix, dispersion)
    if np.isfinite(dispersion) and not np.isfinite(covariance).all():
        raise ValueError("X must be larger, in other units (the variance of a θ overflows)")
    loose = np.flatnonzero(_undetermined(problem, solution, matrix))
    covariance[loose, loose] = np.inf
    theta, covariance = _with_reference(problem, theta, covariance)
    for array in (theta, covariance):
        array.setflags(write=False)
    return Fit(
        family=problem.family,
        prior=problem.prior or Flat(),
        has_intercept=problem.intercept,
        theta=theta,
        covariance=covariance,
        log_likelihood=_log_likelihood(problem, loss, deviance),
        deviance=deviance,
        dispersion=dispersion,
        n_observations=problem.total,
        converged=path.converged and solution.separated is None,
        history=_history(problem, path, matrix),
    )


def _dispersion(problem, solution, deviance, rank):
    """φ: known, or Pearson's X² over the degrees of freedom that are left (a Gaussian's: RSS)."""
    if problem.family.dispersion is not None:
        return float(problem.family.dispersion)
    squares, free = deviance, problem.total - rank
    if problem.kind != "Gaussian":
        squares = problem.objective(solution.design).pearson(solution.path.solution)
    if free <= 0 or squares <= (100 * EPS * problem.size()) ** 2:
        diagnosis.warn_perfect_fit(problem, rank, free)
    return squares / free if free > 0 else np.inf


def _covariance(problem, path, matrix, dispersion):
    """φ M H⁻¹ Mᵀ over θ raveled; coefficients that a LaplacePrior holds at zero have none."""
    theta, hessian = path.solution, path.hessian
    if isinstance(problem.prior, LaplacePrior):
        kept = np.flatnonzero((problem.lasso == 0) | (theta != 0))
        inverse = np.zeros_like(hessian)
        inverse[np.ix_(kept, kept)] = _inverse(hessian[np.ix_(kept, kept)])
    else:
        inverse = _inverse(hessian)
    if theta.ndim == 2:
        matrix = np.kron(matrix, np.eye(theta.shape[1]))
    covariance = matrix @ inverse @ matrix.T
    if not np.isfinite(dispersion):
        return np.diag(np.full(len(covariance), np.inf))
    return covariance * dispersion


def _inverse(hessian):
    """H⁻¹ in the scale where H has a unit diagonal, leaving out directions without curvature."""
    diagonal = np.diagonal(hessian)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    values, vectors = np.linalg.eigh(scale[:, None] * hessian * scale)
    kept = values > NEGLIGIBLE * values.max(initial=0.0)
    vectors = scale[:, None] * vectors[:, kept]
    return (vectors / values[kept]) @ vectors.T


def _undetermined(problem, solution, matrix):
    """Mask over θ raveled, and a warning: collinear columns, separated classes."""
    loose = np.zeros(problem.shape, dtype=bool)
    null = solution.design.null
    if null is not None and null.shape[1]:
        involved = diagnosis.collinear_coefficients(problem, null)
        loose |= involved.reshape(-1, *[1] * (loose.ndim - 1))
    if solution.separated is not None:
        direction = matrix @ solution.separated
        loose |= diagnosis.separated_coefficients(problem, direction, solution.complete)
    return loose.ravel()


def _log_likelihood(problem, loss, deviance):
    """Σ wᵢ log p(yᵢ; ηᵢ), with the ML dispersion where it is unknown (a Gaussian's: RSS/n)."""
    if problem.kind == "Poisson":
        return problem.weighted_sum(problem.family.log_base_measure(problem.y)) - loss
    if problem.kind in SATURATED:
        return -loss
    dispersion = problem.family.likeliest_dispersion(deviance / problem.total)
    if dispersion == 0:
        return np.inf
    best = problem.family.with_dispersion(dispersion).log_best(problem.y)
    return problem.weighted_sum(best) - 0.5 * deviance / dispersion


def _with_reference(problem, theta, covariance):
    """Give the reference class its column of zeros."""
    if theta.ndim == 1 or theta.shape[1] == problem.n_classes:
        return theta, covariance
    full = np.pad(theta, ((0, 0), (0, 1)))
    places = np.arange(full.size).reshape(full.shape)[:, :-1].ravel()
    padded = np.zeros((full.size, full.size))
    padded[np.ix_(places, places)] = covariance
    return full, padded


def _history(problem, path, matrix):
    """The path in the coordinates of θ, per unit of the noise."""
    thetas = np.einsum("ij,tj...->ti...", matrix, path.theta)
    if thetas.ndim == 3 and thetas.shape[2] < problem.n_classes:
        thetas = np.pad(thetas, ((0, 0), (0, 0), (0, 1)))
    noise = problem.noise
    return replace(
        path, theta=thetas, value=path.value / noise, gradient_norm=path.gradient_norm / noise
    )
