"""How a problem is solved: which design, from where, by which optimiser."""

from dataclasses import dataclass, replace

import numpy as np

from glm_core.design import Design, centred_if_needed, orthonormalised
from glm_core.diagnosis import receding_direction
from glm_core.optimize import Path, gradient_descent, newton
from glm_core.priors import LaplacePrior
from glm_core.proximal import proximal_newton

ILL_CONDITIONED = 1e-9  # reciprocal condition number of the scaled Hessian: 1e-4.5 of the design
SUBSAMPLE = 5000  # rows that find the starting point, where there are four times as many


@dataclass(frozen=True)
class Solution:
    """The path in the coordinates of a design; `separated` is a direction without a maximum.

    The separation is `complete` if along that direction every row comes to fit exactly.
    """

    path: Path
    design: Design
    separated: np.ndarray | None = None
    complete: bool = False


def by_gradient_descent(problem, tol, max_iter):
    """On the columns as they are: a badly scaled X shows in the path."""
    if isinstance(problem.prior, LaplacePrior):
        raise ValueError("optimizer must be 'newton' for a LaplacePrior (got 'gradient_descent')")
    objective, start = problem.objective(), problem.null_model()
    problem.check_overflow(objective.value_and_gradient(start))
    known = Solution(None, objective.design)
    if not problem.informed:
        known = _as_given(by_newton(problem, tol, max_iter=100, warn=False), objective.design)
    path = gradient_descent(
        objective.value_and_gradient,
        start,
        tol=tol * problem.total,
        max_iter=max_iter,
        warn=known.separated is None,
    )
    return replace(known, path=replace(path, hessian=objective(path.solution)[2]))


def _as_given(solution, design):
    """What Newton learned about the data, in the coordinates of X as it is: gradient descent may
    stop long before it meets a direction that is flat or has no end."""
    direction = solution.separated
    if direction is not None:
        direction = solution.design.matrix() @ direction
    return replace(solution, design=replace(design, null=solution.design.null), separated=direction)


@np.errstate(over="ignore", invalid="ignore")
def by_newton(problem, tol, max_iter, warn=True):
    """On centred columns where they lie far from zero, orthonormal ones where that is not enough.

    Near the optimum an error of √tol becomes one of tol; the last factor 0.01 makes the Hessian,
    and with it the standard errors, as accurate as θ.
    """
    design = centred_if_needed(problem.X, problem.intercept)
    objective, start = problem.objective(design), problem.null_model()
    if problem.kind != "Gaussian":
        start = _start_from_subsample(problem, design, start)
    point = objective(start)
    problem.check_overflow(point)
    if not problem.informed and _reciprocal_condition(point[2], start) < ILL_CONDITIONED:
        design = orthonormalised(design, problem.weights)
        objective = problem.objective(design)
        start = np.linalg.lstsq(design.matrix(), problem.null_model(), rcond=None)[0]
    settings = {"tol": problem.tolerance(0.01 * tol), "max_iter": max_iter}
    if isinstance(problem.prior, LaplacePrior):
        return Solution(proximal_newton(objective, start, problem.lasso, **settings), design)
    path = newton(objective, start, **settings, warn=warn)
    separated = _separated(problem, objective, path)
    complete = separated is not None and problem.fits_exactly(path.value[-1])
    return Solution(path, design, separated, complete)


SOLVERS = {"newton": by_newton, "gradient_descent": by_gradient_descent}


def _start_from_subsample(problem, design, start):
    """The optimum of some thousand rows, then of more: near enough to save passes over all."""
    rows = max(SUBSAMPLE, 40 * start.size)
    while 4 * rows <= len(problem.X):
        sample = problem.objective(design, stride=len(problem.X) // rows)
        path = newton(sample, start, tol=1e-2, max_iter=20, warn=False)
        if not path.converged or path.stalled or not np.isfinite(path.solution).all():
            break
        start, rows = path.solution, 16 * rows
    return start


def _reciprocal_condition(hessian, theta):
    """Smallest over largest eigenvalue of the Hessian of one class, scaled to a unit diagonal."""
    if theta.ndim == 2:
        hessian = hessian.reshape(theta.shape + theta.shape)[:, 0, :, 0]
    diagonal = np.diagonal(hessian)
    if not np.all(diagonal > 0):
        return 0.0
    scale = 1 / np.sqrt(diagonal)
    values = np.linalg.eigvalsh(scale[:, None] * hessian * scale)
    return values[0] / values[-1] if len(values) else 1.0


def _separated(problem, objective, path):
    if path.stalled and not problem.informed and problem.kind != "Gaussian":
        return receding_direction(objective, path.direction)
    return None
