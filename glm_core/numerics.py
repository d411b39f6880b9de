"""Elementary functions, stable for every finite input, on arrays and on traced values alike."""

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers
from glm_core._validation import is_traced, labels, quiet, real, require, whole


@quiet
def sigmoid(x: Numbers) -> Floats:
    """σ(x) = 1 / (1 + e⁻ˣ) = eˣ / (1 + eˣ), elementwise.

    The numerator is e to min(x, 0) and the denominator 1 + e to −|x|, so nothing overflows and
    the left tail keeps its digits down to the smallest subnormal number.
    """
    x = real("x", x)
    return np.exp(np.minimum(x, 0.0)) / (1.0 + np.exp(-np.abs(x)))


@quiet
def softplus(x: Numbers) -> Floats:
    """log(1 + eˣ), elementwise: −log σ(−x), and the log-partition function of the Bernoulli."""
    return np.logaddexp(0.0, real("x", x))


@quiet
def xlogy(x: Numbers, y: Numbers) -> Floats:
    """x log y, elementwise, with 0 log 0 = 0; x finite, y ≥ 0."""
    x = require("x", real("x", x), "finite", np.isfinite)
    y = require("y", real("y", y), "non-negative", lambda a: a >= 0)
    return special.xlogy(x, y)


@quiet
def logsumexp(x: Numbers, axis: int = -1, keepdims: bool = False) -> Floats:
    """log Σₖ exp(xₖ) along `axis`.

    With m = maxₖ xₖ it is m + log(1 + s), where s sums exp(xₖ − m) over all but one maximum:
    log1p then keeps what a dominated term adds, down to 1e-308.
    """
    m, s = _max_and_rest(_logits("x", x, axis), axis, keepdims)
    return m + np.log1p(s)


@quiet
def log_softmax(x: Numbers, axis: int = -1) -> Floats:
    """log πₖ = xₖ − log Σⱼ exp(xⱼ) along `axis`, in the shape of x.

    An entry −∞ is an impossible class; ValueError unless the maximum is finite.
    """
    x = _logits("x", x, axis)
    m, s = _max_and_rest(x, axis, keepdims=True)
    return (x - m) - np.log1p(s)


@quiet
def softmax(x: Numbers, axis: int = -1) -> Floats:
    """πₖ = exp(xₖ) / Σⱼ exp(xⱼ) along `axis`, in the shape of x: πₖ ≥ 0, with sum 1.

    An entry −∞ is an impossible class, πₖ = 0; ValueError unless the maximum is finite.
    """
    x = _logits("x", x, axis)
    m, s = _max_and_rest(x, axis, keepdims=True)
    return np.exp(x - m) / (1.0 + s)


def one_hot(y: Numbers, n_classes: int | None = None) -> Floats:
    """1(y = k) for k = 0, ..., K − 1 on a new last axis; K is `n_classes` or max y + 1."""
    y = real("y", y)
    if n_classes is None:
        if is_traced(y) or np.size(y) == 0:
            raise ValueError("n_classes must be given where y has no largest label (got None)")
        n_classes = int(np.max(whole("y", y))) + 1
    return 1.0 * (labels("y", y, n_classes)[..., None] == np.arange(n_classes))


@quiet
def log_excess(x: Numbers, t: Numbers) -> Floats:
    """x − t = x − log(1 + x) ≥ 0, where 1 + x = eᵗ, with full relative precision at x = 0.

    With s = x / (2 + x) the logarithm is 2 artanh s and x − 2s = xs, hence near 0
    x − log(1 + x) = xs − 2(s³/3 + s⁵/5 + ...), where nothing cancels. `t` serves far from 0 alone,
    where 1 + x may have lost its digits or overflown.
    Divergences are made of it: p log(p/q) − p + q = p (x − t) with 1 + x = q/p.
    """
    near, middle = np.clip(x, -0.2, 0.25), np.clip(x, -0.9, 9.0)
    s = near / (2.0 + near)
    tail = 0.0
    for k in range(19, 1, -2):
        tail = (tail + 1.0 / k) * s * s
    far = x - np.where(x == middle, np.log1p(middle), t)
    return np.where(x == near, near * s - 2.0 * s * tail, far)


def _logits(name, x, axis):
    """`x` as float64 whose maximum along `axis` is finite."""
    x = real(name, x)
    if not is_traced(x):
        if np.ndim(x) == 0 or np.size(x) == 0:
            raise ValueError(f"{name} must hold at least one number (got shape {np.shape(x)})")
        require(f"the maximum of {name}", np.max(x, axis=axis), "finite", np.isfinite)
    return x


@quiet
def _max_and_rest(x, axis, keepdims):
    """m = max x and Σ exp(x − m) − 1, the sum over all entries but one maximum."""
    m = np.max(x, axis=axis, keepdims=True)
    rest = np.where(x == m, 0.0, np.exp(x - m))
    ties = np.where(x == m, 1.0, 0.0)
    s = np.sum(rest, axis=axis, keepdims=keepdims) + (
        np.sum(ties, axis=axis, keepdims=keepdims) - 1.0
    )
    return (m if keepdims else np.max(x, axis=axis)), s
