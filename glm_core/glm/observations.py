"""What a fit accepts as X, y, weights and offset, and what it says about the rest."""

import numpy as np

from glm_core._arrays import real_array
from glm_core._validation import distribution, finite, real, require
from glm_core.families.canonical import CanonicalLoss


def canonical_loss(family):
    """The record by which the family says what a fit needs; TypeError if it has none."""
    loss = getattr(family, "canonical_loss", None)
    if not isinstance(loss, CanonicalLoss):
        having = "Gaussian, Bernoulli, Categorical, Poisson, Gamma or Exponential"
        raise TypeError(f"family must state a canonical_loss, like {having} (got {family!r})")
    return loss


def design_matrix(X):
    """X as float64 of shape (n, p), without a copy if it is that; finiteness is checked later."""
    X = real_array("X", X)
    if X.ndim != 2:
        raise ValueError(
            f"X must be two-dimensional, a row per observation (got shape {X.shape}); "
            "a single feature x is x[:, None]"
        )
    if len(X) == 0:
        raise ValueError(f"X must have at least one row (got shape {X.shape})")
    return X.astype(float, copy=False)


def check_finite(X):
    """ValueError that names the first column with a NaN or infinite entry."""
    bad = np.argwhere(~np.isfinite(X))
    if len(bad):
        row, column = bad[0]
        raise ValueError(f"X must be finite (got {X[row, column]} in row {row}, column {column})")


def response(loss, y, n):
    """y as the family wants it: (n,) floats, or (n,) labels or (n, K) probabilities for classes."""
    y = real_array("y", y)
    if y.shape == (n, 1):
        raise ValueError(f"y must have shape ({n},) (got {y.shape}); a column is y[:, 0]")
    if loss.n_classes is not None and y.ndim == 2:
        y = distribution("y", y)
        if y.shape != (n, loss.n_classes):
            expected = (n, loss.n_classes)
            raise ValueError(f"y must have shape {expected} like X and classes (got {y.shape})")
        return y
    y = finite("y", y)
    if y.shape != (n,):
        raise ValueError(f"y must have shape ({n},), one value per row of X (got {y.shape})")
    return loss.response(y)


def frequency_weights(weights, n):
    """None, or non-negative weights (n,) of which some are positive."""
    if weights is None:
        return None
    weights = require("weights", finite("weights", weights), "non-negative", lambda w: w >= 0)
    if weights.shape != (n,):
        raise ValueError(f"weights must have shape ({n},) (got {weights.shape})")
    if not weights.any():
        raise ValueError("weights must not all be zero (got only zeros)")
    return weights


def known_offset(offset, n, n_classes):
    """None, or an offset of η: (n,), or (n, K) for K classes."""
    if offset is None:
        return None
    offset = require("offset", real("offset", offset), "finite", np.isfinite)
    expected = (n,) if n_classes is None else (n, n_classes)
    if offset.shape != expected:
        raise ValueError(f"offset must have shape {expected} (got {offset.shape})")
    return offset


def mean_response(y, weights, n_classes):
    """The weighted mean of T(y): a number, or the frequencies of the K classes."""
    if n_classes is None or y.ndim == 2:
        return y.mean(axis=0) if weights is None else np.average(y, axis=0, weights=weights)
    counts = np.bincount(y, weights=weights, minlength=n_classes)
    return counts / counts.sum()


def check_mean(loss, mean, eta):
    """ValueError where an intercept, the η of the mean, would have to be infinite."""
    if not np.isfinite(eta).all():
        raise ValueError(
            f"{loss.at_edge(mean)}: the intercept would be infinite; "
            "add such rows, drop the class, or fit with intercept=False and a prior"
        )
