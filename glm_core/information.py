"""Entropy, cross-entropy and Kullback–Leibler divergence of discrete distributions.

A distribution is an array whose last axis sums to 1, or a mapping outcome → probability.
Shannon (1948); Kullback & Leibler (1951).
"""

from collections.abc import Mapping

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers
from glm_core._validation import distribution, is_traced, quiet, real, require, same_classes, show

COARSE = (np.dtype(np.float16), np.dtype(np.float32))  # sums of these miss 1 by more than 1e-8


@quiet
def entropy(p: Numbers, *, base: float | None = None) -> Floats:
    """H(p) = −Σₖ pₖ log pₖ, with 0 log 0 = 0.

    `p` has shape (..., K), the result (...). In nats, or in units of log `base`.
    ValueError unless p ≥ 0 and its last axis sums to 1.
    """
    p = distribution("p", _values("p", p))
    return _in_base(-np.sum(special.xlogy(p, p), axis=-1), base)


@quiet
def cross_entropy(p: Numbers, q: Numbers, *, base: float | None = None) -> Floats:
    """H(p, q) = −Σₖ pₖ log qₖ: the cost of coding p by q; ∞ where q = 0 < p.

    `p` and `q` have shape (..., K) and broadcast; two mappings must have the same outcomes.
    """
    p, q = _pair(p, q)
    return _in_base(-np.sum(special.xlogy(p, q), axis=-1), base)


@quiet
def kl_divergence(p: Numbers, q: Numbers, *, base: float | None = None) -> Floats:
    """D(p‖q) = Σₖ pₖ log(pₖ / qₖ) = H(p, q) − H(p) ≥ 0; ∞ where q = 0 < p.

    `p` and `q` have shape (..., K) and broadcast; two mappings must have the same outcomes.
    """
    p, q = _pair(p, q)
    divergence = np.sum(_relative_entropy(p, q), axis=-1)
    return _in_base(np.maximum(divergence, 0.0), base)  # rounding alone can take it below 0


def _relative_entropy(p, q):
    """p log(p/q), also where p/q overflows, as it does in SciPy before 1.15."""
    terms = special.rel_entr(p, q)
    if is_traced(terms) or np.isfinite(terms).all():
        return terms
    apart = special.xlogy(p, p) - special.xlogy(p, np.maximum(q, np.nextafter(0, 1)))
    return np.where(np.isinf(terms) & (q > 0), apart, terms)


def _in_base(nats, base):
    """`nats` in units of log `base`; adding 0 turns −0 into 0."""
    if base is None:
        return nats + 0.0
    base = require(
        "base", real("base", base), "finite and above 1", lambda b: (b > 1) & (b < np.inf)
    )
    return nats / np.log(base) + 0.0


def _values(name, p):
    """The probabilities of a mapping on a last axis; anything else as it is."""
    if not isinstance(p, Mapping):
        return p
    if not p:
        raise ValueError(f"{name} must have at least one outcome (got {{}})")
    values = [real(f"{name}[{key!r}]", value) for key, value in p.items()]
    stacked = np.stack(values, axis=-1)
    precisions = [value.dtype for value in p.values() if getattr(value, "dtype", None) in COARSE]
    return stacked.astype(min(precisions)) if precisions and not is_traced(stacked) else stacked


def _pair(p, q):
    """`p` and `q` as arrays, with the outcomes of two mappings in one order."""
    if isinstance(p, Mapping) != isinstance(q, Mapping):
        raise TypeError(f"p and q must be both mappings or both arrays (got {show(p)}, {show(q)})")
    if isinstance(p, Mapping):
        if p.keys() != q.keys():
            different = show([*(p.keys() ^ q.keys())])
            raise ValueError(f"p and q must have the same outcomes (got {different} in one only)")
        q = {outcome: q[outcome] for outcome in p}
    p, q = distribution("p", _values("p", p)), distribution("q", _values("q", q))
    same_classes("p", p, "q", q)
    return p, q
