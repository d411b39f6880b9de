"""A start inside the natural parameter space where that is a half-line: η < `upper` everywhere."""

import numpy as np

from glm_core.glm.observations import check_finite


def feasible(problem, objective, start):
    """`start` if its η are possible, else a θ whose η come close to b − u, or at least below b.

    b is the end of the half-line, u the distance from it to the link of ȳ, or the largest offset.
    Least squares gives the first; a linear program the second, max t with η ≤ b − tu and t ≤ 1, and
    with it the certainty that there is none: ValueError then.
    """
    upper = problem.loss.upper
    if upper == np.inf or objective(start)[0] < np.inf:
        return start
    check_finite(problem.X)
    Z, offset = _rows(problem, objective.design)
    scale = np.abs(Z).max(axis=0, initial=0.0)
    scale = np.where(scale > 0, scale, 1.0)
    unit = max(upper - float(problem.null_eta), np.abs(offset).max())
    for solve in (_least_squares, _linear_program):
        theta = unit * solve(Z / scale, offset / unit) / scale
        if np.all(Z @ theta + offset < 0):
            return theta
    rule = f"allow a θ with η = Xθ + offset < {upper:g} in every row, where there is a mean"
    raise ValueError(f"X and offset must {rule} (got none); fit with intercept=True")


def _rows(problem, design):
    """Z and the offset of the rows that count."""
    Z = np.concatenate([design.block(rows) for rows in design.blocks()])
    if design.ones:
        Z = np.column_stack([np.ones(len(Z)), Z])
    offset = np.zeros(len(Z)) if problem.offset is None else problem.offset
    counts = slice(None) if problem.weights is None else problem.weights > 0
    return Z[counts], offset[counts] - problem.loss.upper


def _least_squares(Z, offset):
    """argmin ‖Zφ + offset + 1‖²."""
    return np.linalg.lstsq(Z, -1 - offset, rcond=None)[0]


def _linear_program(Z, offset):
    """The φ of max t with Zφ + offset ≤ −t and t ≤ 1."""
    from scipy.optimize import linprog  # dear to import, and hardly ever needed

    width = Z.shape[1]
    solution = linprog(
        np.append(np.zeros(width), -1.0),
        A_ub=np.column_stack([Z, np.ones(len(Z))]),
        b_ub=-offset,
        bounds=[(None, None)] * width + [(None, 1.0)],
    )
    return solution.x[:width] if solution.success else np.full(width, np.nan)
