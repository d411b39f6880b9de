"""What a fit accepts as X, y, weights and offset, and what it says about the rest."""

import numpy as np

from glm_core._arrays import real_array
from glm_core._validation import (
    distribution,
    finite,
    labels,
    positive,
    proportion,
    real,
    require,
    whole,
)

KINDS = {  # the name of a family, and of its loss
    **{name: name for name in ("Gaussian", "Bernoulli", "Categorical", "Poisson", "Gamma")},
    "Exponential": "Gamma",
}
NOISE = {"Gaussian": "variance", "Gamma": "shape"}  # what a family calls its dispersion


def kind_of(family):
    """The kind of the family, which names its loss."""
    name = type(family).__name__
    if name not in KINDS:
        raise TypeError(f"family must be one of {', '.join(KINDS)} (got {family!r})")
    return KINDS[name]


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


def response(family, y, n):
    """y as the family wants it: (n,) floats, or (n,) labels or (n, K) probabilities for classes."""
    kind = kind_of(family)
    y = real_array("y", y)
    if y.shape == (n, 1):
        raise ValueError(f"y must have shape ({n},) (got {y.shape}); a column is y[:, 0]")
    if kind == "Categorical" and y.ndim == 2:
        y = distribution("y", y)
        if y.shape != (n, family.n_classes):
            expected = (n, family.n_classes)
            raise ValueError(f"y must have shape {expected} like X and classes (got {y.shape})")
        return y
    y = finite("y", y)
    if y.shape != (n,):
        raise ValueError(f"y must have shape ({n},), one value per row of X (got {y.shape})")
    checks = {"Gaussian": lambda y: y, "Bernoulli": _binary, "Poisson": _counts, "Gamma": _times}
    return checks.get(kind, lambda y: _labels(y, family.n_classes))(y)


def _binary(y):
    if y.min() < 0 or y.max() > 1:
        values = np.unique(y)
        shown = ", ".join(f"{v:g}" for v in values[:4]) + (", …" if len(values) > 4 else "")
        way_out = (
            f"recode, for example y == {values[-1]:g}"
            if len(values) <= 2
            else "more than two classes need Categorical"
        )
        raise ValueError(f"y must be 0 or 1, or a proportion between (got {shown}); {way_out}")
    return proportion("y", y)


def _counts(y):
    return whole("y", y)


def _times(y):
    rule = "between 1e-150 and 1e150, in other units"
    return require("y", positive("y", y), rule, lambda y: (y >= 1e-150) & (y <= 1e150))


def _labels(y, n_classes):
    return labels("y", y, n_classes).astype(int)


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
        return np.average(y, axis=0, weights=weights)
    counts = np.bincount(y, weights=weights, minlength=n_classes)
    return counts / counts.sum()


def check_mean(kind, mean):
    """ValueError where an intercept would have to be infinite."""
    if kind == "Bernoulli" and mean in (0, 1):
        problem = f"both classes must occur in y (got only {mean:g})"
    elif kind == "Poisson" and mean == 0:
        problem = "y must hold a positive count (got only zeros)"
    elif kind == "Categorical" and np.any(mean == 0):
        problem = f"every class must occur in y (got none of class {np.argmin(mean)})"
    else:
        return
    raise ValueError(
        f"{problem}: the intercept would be infinite; "
        "add such rows, drop the class, or fit with intercept=False and a prior"
    )
