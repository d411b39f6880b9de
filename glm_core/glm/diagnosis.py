"""Data without a unique, finite maximum: how a fit recognises them, and what it says."""

import numpy as np

from glm_core._warnings import warn

RECEDING = 0.01  # a last Newton step that still moves some η by more goes on forever
HELD = 1e-11  # of the largest eigenvalue: a direction that no row holds


class SeparationWarning(UserWarning):
    """The likelihood has no maximum: some coefficients run off to infinity."""


class CollinearityWarning(UserWarning):
    """The data do not determine every coefficient: columns of X depend on each other."""


class PerfectFitWarning(UserWarning):
    """The model passes through every observation: no noise is left to estimate its variance."""


def receding_direction(objective, direction):
    """The last Newton step if η still moves along it, scaled to move η by 1; else None."""
    design = objective.design
    reach = max(
        np.abs(design.times(design.block(rows), direction)).max() for rows in design.blocks()
    )
    return direction / reach if reach > RECEDING else None


def separated_coefficients(problem, solution, matrix):
    """Mask of the θ that the rows left behind do not determine, and the warning with its columns.

    θ runs off along a direction, and the rows that move along it fit ever better: they have no
    curvature left. Where the separation is complete none stay, and no θ is determined.
    """
    direction = matrix @ solution.separated
    classes = direction.size // len(direction)
    spread = np.repeat(_spread(problem, centred=True), classes)
    involved = _involved(direction.ravel(), spread, 1e-3).reshape(direction.shape)
    complete = not solution.held.any()
    columns = _names(involved, problem.intercept)
    what = problem.loss.extreme
    if problem.loss.decide is not None:
        what = f"{'all' if complete else 'some'} rows of a class from the others"
    warn(
        SeparationWarning,
        f"the data are {'completely' if complete else 'quasi-completely'} separable: {columns} can "
        f"tell {what}, so the likelihood has no maximum and coefficients run to infinity (the "
        "values are where the optimiser stopped). Add a prior such as GaussianPrior(1.0), or more "
        "data",
    )
    if complete:
        return np.ones_like(involved)
    null = np.kron(matrix, np.eye(classes)) @ _null_space(solution.held)
    return involved | _involved(null, spread, 1e-3).any(axis=1).reshape(involved.shape)


def _null_space(gram):
    """Directions that a Gram matrix does not see, one a column."""
    diagonal = np.diagonal(gram)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    values, vectors = np.linalg.eigh(scale[:, None] * gram * scale)
    return scale[:, None] * vectors[:, values <= HELD * values.max(initial=0.0)]


def collinear_coefficients(problem, null):
    """Mask of the rows of θ in the null space of [1, X]."""
    return _involved(null, _spread(problem), 1e-6).any(axis=1)


def warn_collinear(problem, involved):
    """Some columns of [1, X], those of a mask over θ, depend on each other."""
    n, q = problem.X.shape[0], problem.n_coefficients
    columns = _names(involved, problem.intercept, with_intercept=True)
    cause = f"a combination of {columns} is zero in every row"
    if n < q:
        cause = f"{n} rows cannot determine {q} coefficients"
    warn(
        CollinearityWarning,
        f"X is collinear: {cause}. Of all equally good solutions the shortest is returned; the "
        "standard errors of the coefficients concerned are infinite. Drop a column or add a "
        "GaussianPrior",
    )


def warn_perfect_fit(problem, rank, free):
    """No noise to estimate: too few rows, or η(y) is a linear function of X."""
    unknown, name = problem.loss.noise, type(problem.family).__name__
    cause = "the model passes through every observation"
    if free <= 0:
        rows = f"{problem.total_weight:g} observations"
        cause = f"{rows} leave no degree of freedom beside {rank} coefficients"
    warn(
        PerfectFitWarning,
        f"{unknown} cannot be estimated: {cause}. Give the {name} a known {unknown}",
    )


def _involved(directions, spread, share):
    """The coefficients whose column reaches a `share` of the largest along a direction."""
    reach = (np.abs(directions).T * spread).T
    return reach > share * reach.max(axis=0, initial=0.0)


def _spread(problem, centred=False):
    """Root mean square of each column of [1, X] in a sample of rows; 1 for a column of zeros."""
    sample = problem.X[:: max(1, len(problem.X) // 2000)]
    largest = np.abs(sample).max(axis=0)
    largest = np.where(largest > 0, largest, 1.0)
    sample = sample / largest  # a square of 1e200 is no number
    spread = sample.std(axis=0) if centred else np.sqrt(np.mean(sample**2, axis=0))
    spread = np.where(spread > 0, spread * largest, 1.0)
    return np.concatenate([[1.0], spread]) if problem.intercept else spread


def _names(mask, intercept, with_intercept=False):
    """The columns of X in a mask over θ, in words."""
    rows = mask if mask.ndim == 1 else mask.any(axis=1)
    columns = [str(j - intercept) for j in np.flatnonzero(rows) if j >= intercept]
    if len(columns) > 10:
        columns = [*columns[:10], "…"]
    words = f"column{'s' * (len(columns) > 1)} {', '.join(columns)} of X"
    if not columns:
        return "the intercept"
    and_intercept = with_intercept and intercept and rows[0]
    return f"{words} and the intercept" if and_intercept else words
