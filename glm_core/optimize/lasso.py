"""argmin ½ xᵀHx − bᵀx + Σ pⱼ|xⱼ|, exactly and in finitely many steps: an active set with signs.

Coordinate descent zigzags for hours where columns are nearly collinear. The active set, after Lee,
Battle, Raina & Ng (2006), Efficient sparse coding algorithms, does not mind: solve for the
coefficients that are not zero as if their signs were right, stop at the first that would change its
sign and leave it out, and take in those that pull hardest when all is solved. Each round lowers the
objective, so no set comes twice.
"""

import numpy as np

from glm_core._typing import Array

EPS = np.finfo(float).eps
NEGLIGIBLE = 1e-13  # of the largest eigenvalue of the scaled H: a direction without curvature
HEALTHY = 1e-5  # of the largest pivot of Cholesky: no direction is without curvature
LIMIT = 50  # steps for each coefficient: ten times what was ever seen


def lasso(H: Array, b: Array, penalty: Array, start: Array) -> Array:
    """The x of the smallest ½ xᵀHx − bᵀx + Σ pⱼ|xⱼ|, from `start`; a zero is exactly zero.

    H has shape (d, d) and no negative eigenvalue, the rest (d,); a pⱼ may be 0.
    """
    diagonal = np.diagonal(H)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))  # to a unit diagonal
    H, b, penalty = scale[:, None] * H * scale, scale * b, scale * penalty
    x = np.where(diagonal > 0, start / scale, 0.0)
    free = (penalty == 0) & (diagonal > 0)
    return scale * _active_set(H, b, penalty, x, free)


def _active_set(H, b, penalty, x, free):
    signs, active = np.sign(x), free | (x != 0)
    size, share, before = np.abs(H), 0.5, None
    for _ in range(LIMIT * len(x)):
        rounding = EPS * (size @ np.abs(x) + np.abs(b) + penalty)
        slope = b - penalty * signs - H @ x
        places = np.flatnonzero(active)
        left_out = _towards(H, slope, rounding, x, signs, places, free)
        if left_out is not None:
            active[left_out] = False
            continue
        pull = b - H @ x
        excess = np.where(active, 0.0, np.abs(pull) - penalty)
        excess[excess <= 8 * rounding] = 0.0
        stuck = before is not None and np.array_equal(active, before)
        if not excess.any() or (stuck and share == 1):
            break
        share = 1.0 if stuck else 0.5  # several at once led nowhere; one alone lowers the objective
        before, enter = active.copy(), (excess > 0) & (excess >= share * excess.max())
        active |= enter
        signs[enter] = np.sign(pull[enter])
    return x


def _towards(H, slope, rounding, x, signs, places, free):
    """Move the x at `places`, in place, to where the slope is zero, or until some become zero.

    Which, or None where it arrives. Where H has no curvature, but the objective a slope, the way
    has no other end: the penalty makes sure of a zero on it.
    """
    square, here = H[np.ix_(places, places)], x[places]
    for noise in (64 * rounding[places].max(initial=0.0), np.inf):
        step, endless = _step(square, slope[places], noise)
        back = ~free[places] & (signs[places] * step < 0)
        if back.any() or not endless:
            break
    ratio = np.full(len(places), np.inf)
    ratio[back] = -here[back] / step[back]
    reach = ratio.min(initial=np.inf)
    if reach > 1 and not endless:
        x[places] = here + step
        return None
    left_out = places[ratio <= reach]
    x[places] = here + reach * step
    x[left_out] = 0.0
    return left_out


def _step(H, slope, noise):
    """H⁻¹ slope; or, where H is flat and slopes by more than `noise`, the way down, without end."""
    try:
        if np.diagonal(np.linalg.cholesky(H)).min(initial=1.0) > HEALTHY:
            return np.linalg.solve(H, slope), False
    except np.linalg.LinAlgError:
        pass
    values, vectors = np.linalg.eigh(H)
    flat = values <= NEGLIGIBLE * values.max(initial=0.0)
    along = vectors.T @ slope
    endless = flat & (np.abs(along) > noise)
    if endless.any():
        return vectors[:, endless] @ along[endless], True
    return vectors[:, ~flat] @ (along[~flat] / values[~flat]), False
