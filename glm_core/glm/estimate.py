"""From the solution of a problem to a `Fit`: back to the columns as given, with uncertainties."""

from dataclasses import replace
from functools import partial

import numpy as np

from glm_core.glm import diagnosis
from glm_core.glm.design import EPS
from glm_core.glm.fit import Fit
from glm_core.glm.threads import all_cores
from glm_core.glm.uncertainty import Common, Uncertainty
from glm_core.priors import Flat, GaussianPrior, LaplacePrior


def estimate(problem, solution):
    """The `Fit` of a `Solution`."""
    path, null = solution.path, solution.design.null
    if path.hessian is not None:
        problem.check_overflow([path.hessian])
    matrix, loose = _back(problem, solution)
    if loose.any():
        diagnosis.warn_collinear(problem, loose)
    theta = matrix @ path.solution
    if _all_classes(problem):
        theta -= theta.mean(axis=1, keepdims=True)  # zero but for rounding
    loss = path.value[-1] - (_penalty(problem, theta) if problem.has_prior else 0.0)
    deviance = max(2 * (loss - problem.saturated), 0.0)
    rank = problem.n_coefficients - (0 if null is None else null.shape[1])
    dispersion = _dispersion(problem, solution, deviance, rank)
    if solution.separated is not None:
        loose = loose | diagnosis.separated_coefficients(problem, solution, matrix)
    uncertainty = _uncertainty(problem, solution, matrix, dispersion, loose.ravel())
    return Fit(
        family=problem.family,
        prior=problem.prior or Flat(),
        has_intercept=problem.intercept,
        theta=_with_reference(problem, theta),
        log_likelihood=_log_likelihood(problem, loss, deviance),
        deviance=deviance,
        dispersion=dispersion,
        n_observations=problem.total_weight,
        converged=path.converged and solution.separated is None,
        history=_history(problem, path, matrix),
        uncertainty=uncertainty,
    )


def _penalty(problem, theta):
    """−log p(θ) in working units, up to a constant."""
    return np.sum(0.5 * problem.ridge * theta**2 + problem.lasso * np.abs(theta))


def _back(problem, solution):
    """M with θ = Mφ, and a mask of the θ that collinear columns leave free.

    Of the θ that differ by the null space of [1, X] it leads to the shortest.
    """
    matrix, null = solution.design.matrix(), solution.design.null
    loose = np.zeros(problem.shape, dtype=bool)
    if null is None or not null.shape[1]:
        return matrix, loose
    involved = diagnosis.collinear_coefficients(problem, null)
    loose |= involved.reshape(-1, *[1] * (loose.ndim - 1))
    null = np.linalg.qr(np.where(involved[:, None], null, 0.0))[0]
    return matrix - null @ (null.T @ matrix), loose


def _dispersion(problem, solution, deviance, rank):
    """φ: known, or Pearson's X² over the degrees of freedom that are left (a Gaussian's: RSS)."""
    if problem.family.dispersion is not None:
        return float(problem.family.dispersion)
    squares, free = deviance, problem.total_weight - rank
    if not problem.loss.constant_curvature:
        squares = problem.objective(solution.design).pearson(solution.path.solution)
    if free <= 0 or squares <= (100 * EPS * problem.rounding) ** 2:
        diagnosis.warn_perfect_fit(problem, rank, free)
    return squares / free if free > 0 else np.inf


def _uncertainty(problem, solution, matrix, dispersion, loose):
    """The covariance to be; coefficients that a LaplacePrior holds at zero have none."""
    path, shape = solution.path, (len(matrix), problem.n_classes or 1)
    kept = np.arange(path.solution.size)
    if isinstance(problem.prior, LaplacePrior):
        kept = np.flatnonzero((problem.lasso == 0) | (path.solution != 0))
    if solution.curved is not None:
        matrix = solution.curved.matrix()
    places = np.arange(shape[0] * shape[1]).reshape(shape)
    if path.solution.ndim == 2:
        places = places[:, : path.solution.shape[1]]
    result = Uncertainty(
        hessian=partial(_hessian, problem, solution) if path.hessian is None else path.hessian,
        matrix=matrix,
        kept=kept,
        dispersion=dispersion,
        loose=loose,
        places=places.ravel(),
        size=shape[0] * shape[1],
        common=_common(problem, solution) if _all_classes(problem) else None,
    )
    if path.hessian is not None and np.isfinite(dispersion) and result.may_overflow:
        variances = result.variances[result.places[~loose]]
        if not np.isfinite(variances).all():
            raise ValueError("X must be larger, in other units (the variance of a θ overflows)")
    return result


def _hessian(problem, solution):
    """The Hessian of all rows, when somebody asks; RuntimeError if the data are others by now."""
    path = solution.path
    with all_cores(problem.X.shape):
        value, _, hessian = problem.objective(solution.design)(path.theta[-1])
    if not abs(value - path.value[-1]) <= 1e-10 * abs(value):
        raise RuntimeError(
            "X, y, weights and offset must stay as they were in the fit until its first standard "
            f"error is computed (got {value} where the objective was {path.value[-1]})"
        )
    return hessian


def _all_classes(problem):
    """Has each of K classes its own coefficients, held together by a ridge?"""
    return problem.n_classes is not None and isinstance(problem.prior, GaussianPrior)


def _common(problem, solution):
    """What `Uncertainty` needs to know of that which all classes have in common."""
    design = solution.curved or solution.design
    one = design.constant()[0] if problem.intercept else None
    return Common(replace(design, basis=None).matrix(), problem.ridge_of_class, one)


def _log_likelihood(problem, loss, deviance):
    """Σ wᵢ log p(yᵢ; ηᵢ), with the ML dispersion where it is unknown (a Gaussian's: RSS/n)."""
    if problem.loss.decide is not None:  # labels and proportions: b = 1
        return -loss
    if problem.loss.noise is None:
        return problem.weighted_sum(problem.family.log_base_measure(problem.y)) - loss
    dispersion = problem.family.likeliest_dispersion(deviance / problem.total_weight)
    if dispersion == 0:
        return np.inf
    best = problem.family.with_dispersion(dispersion).log_best(problem.y)
    return problem.weighted_sum(best) - 0.5 * deviance / dispersion


def _with_reference(problem, theta):
    """Give the reference class its column of zeros."""
    if theta.ndim == 2 and theta.shape[1] < problem.n_classes:
        theta = np.pad(theta, ((0, 0), (0, 1)))
    theta.setflags(write=False)
    return theta


def _history(problem, path, matrix):
    """The path in the coordinates of θ, per unit of the dispersion."""
    if path.theta.ndim == 2:
        thetas = path.theta @ matrix.T
    else:
        thetas = np.einsum("ij,tjk->tik", matrix, path.theta)
    if thetas.ndim == 3 and thetas.shape[2] < problem.n_classes:
        thetas = np.pad(thetas, ((0, 0), (0, 0), (0, 1)))
    unit = problem.dispersion
    return replace(
        path, theta=thetas, value=path.value / unit, gradient_norm=path.gradient_norm / unit
    )
