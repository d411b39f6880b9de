"""How a problem is solved: which design, from where, by which optimiser."""

from dataclasses import dataclass, replace

import numpy as np

from glm_core.glm.design import Design, balanced, centred_if_needed, orthonormalised
from glm_core.glm.diagnosis import receding_direction
from glm_core.glm.feasible import feasible
from glm_core.optimize import Path, gradient_descent, newton
from glm_core.optimize.proximal import proximal_newton
from glm_core.optimize.quasi_newton import quasi_newton
from glm_core.priors import LaplacePrior

ILL_CONDITIONED = 1e-9  # reciprocal condition number of the scaled Hessian: 1e-4.5 of the design
SURELY = 1.9  # a row sum: all eigenvalues are between 0.1 and 1.9
SUBSAMPLE = 5000  # rows that find the starting point
FEWEST = 4  # times as many are there at least, or a subsample saves nothing


@dataclass(frozen=True)
class Solution:
    """The path in the coordinates of a design; `separated` is a direction without a maximum.

    `held` is the Gram matrix of the rows that do not move along it, and `curved` the design of the
    path's Hessian where that is another. A path without a Hessian leaves it for later.
    """

    path: Path
    design: Design
    separated: np.ndarray | None = None
    held: np.ndarray | None = None
    curved: Design | None = None


def by_gradient_descent(problem, tol, max_iter):
    """On the columns as they are: a badly scaled X shows in the path."""
    if isinstance(problem.prior, LaplacePrior):
        raise ValueError("optimizer must be 'newton' for a LaplacePrior (got 'gradient_descent')")
    objective = problem.objective()
    start = feasible(problem, objective, problem.null_model())
    problem.check_overflow(objective.value_and_gradient(start))
    known: dict = {"design": objective.design}
    if not problem.has_prior:
        known |= _as_given(by_newton(problem, tol, max_iter=100, warn=False), objective)
    path = gradient_descent(
        objective.value_and_gradient,
        start,
        tol=tol * problem.total_weight,
        max_iter=max_iter,
        warn=known.get("separated") is None,
    )
    hessian = objective(path.solution)[2]
    if problem.has_prior and _ill_conditioned(hessian, start):
        design = balanced(objective.design, problem.ridge_of_class, problem.weights)
        hessian = problem.objective(design)(design.inverse @ path.solution)[2]
        known["curved"] = design
    return Solution(replace(path, hessian=hessian), **known)


def _as_given(solution, objective):
    """What Newton learned about the data, in the coordinates of X as it is: gradient descent may
    stop long before it meets a direction that is flat or has no end."""
    direction, held = solution.separated, None
    if direction is not None:
        direction = solution.design.matrix() @ direction
        held = objective.held(direction)
    design = replace(objective.design, null=solution.design.null)
    return {"design": design, "separated": direction, "held": held}


@np.errstate(over="ignore", invalid="ignore")
def by_newton(problem, tol, max_iter, warn=True):
    """On centred columns where they lie far from zero, orthonormal ones where that is not enough.

    Near the optimum an error of √tol becomes one of tol; the last factor 0.01 makes the Hessian,
    and with it the standard errors, as accurate as θ. Many rows need less of it: d standard
    errors from the optimum the Hessian is wrong by about d/√n of itself.
    """
    design = centred_if_needed(problem.X, problem.intercept)
    objective = problem.objective(design)
    start = feasible(problem, objective, problem.null_model())
    settings = {"tol": problem.tolerance(0.01 * tol), "max_iter": max_iter}
    approach = None
    if not problem.loss.has_minimum:
        start, hessian = _start_from_subsample(problem, design, start)
        if hessian is not None and not isinstance(problem.prior, LaplacePrior):
            settings["tol"] = problem.tolerance(1e-3 * tol)  # a gradient more is cheap
            approach = quasi_newton(objective.value_and_gradient, start, hessian, **settings)
            settings["tol"] = problem.tolerance(0.1 * tol)
            if approach.converged and _moderate(hessian):
                return Solution(approach, design)
            start = approach.solution
    point = objective(start)
    problem.check_overflow(point)
    if isinstance(problem.prior, LaplacePrior):
        return Solution(proximal_newton(objective, start, problem.lasso, **settings), design)
    if _ill_conditioned(point[2], start):
        if problem.has_prior:
            design = balanced(design, problem.ridge_of_class, problem.weights)
        else:
            design = orthonormalised(design, problem.weights)
        objective, approach = problem.objective(design), None
        start = feasible(problem, objective, design.inverse @ problem.null_model())
    path = newton(objective, start, **settings, warn=warn)
    if approach is not None:
        path = path.after(approach)
    separated = _separated(problem, objective, path)
    return Solution(
        path, design, separated, None if separated is None else objective.held(separated)
    )


SOLVERS = {"newton": by_newton, "gradient_descent": by_gradient_descent}


def _start_from_subsample(problem, design, start):
    """The optimum of some thousand rows, then of more, and what they say about the Hessian of all:
    near enough to save passes over all of them. One standard error of theirs is near enough: that
    is how far from the optimum of all rows they are themselves."""
    hessian, stride = None, len(problem.X) // max(SUBSAMPLE, 20 * start.size)
    while stride >= FEWEST:
        sample = problem.objective(design, stride=stride)
        if hessian is not None:
            start = quasi_newton(
                sample.value_and_gradient, start, hessian / stride, tol=1.0
            ).solution
        path = newton(sample, start, tol=1.0, max_iter=20, warn=False)
        if not path.converged or path.stalled or not np.isfinite(path.solution).all():
            return start, None
        start, hessian = path.solution, stride * path.hessian
        if _ill_conditioned(hessian, start):
            return start, None
        stride = max(FEWEST, stride // 16) if stride > 2 * FEWEST else 0
    return start, hessian


def _moderate(hessian):
    """Is no variance near the end of the floats, so that the Hessian of all rows can wait?"""
    diagonal = np.diagonal(hessian)
    return bool(diagonal.min() > 1e-100 and diagonal.max() < 1e100)


def _ill_conditioned(hessian, theta):
    """Is the smallest eigenvalue, over the largest, of one class's Hessian tiny? Its diagonal is
    scaled to one. Columns that are hardly correlated need no eigenvalues: Gershgorin's circles."""
    if theta.ndim == 2:
        hessian = hessian.reshape(theta.shape + theta.shape)[:, 0, :, 0]
    diagonal = np.diagonal(hessian)
    if not (diagonal > 0).all():
        return True
    scale = 1 / np.sqrt(diagonal)
    scaled = scale[:, None] * hessian * scale
    if np.abs(scaled).sum(axis=1).max(initial=0.0) < SURELY:
        return False
    values = np.linalg.eigvalsh(scaled)
    return values[0] < ILL_CONDITIONED * values[-1]


def _separated(problem, objective, path):
    if path.stalled and not problem.has_prior and not problem.loss.has_minimum:
        return receding_direction(objective, path.direction)
    return None
