"""The Dirichlet density and evidence, for parameters of any size; the beta has two classes."""

import math

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers
from glm_core._validation import is_traced
from glm_core.log_gamma import log_rising, log_saturated
from glm_core.numerics import log_excess


def shares(alpha: Numbers) -> Floats:
    """αₖ / Σα on the last axis, also where the sum overflows."""
    scaled = alpha / np.max(alpha, axis=-1, keepdims=True)
    return scaled / np.sum(scaled, axis=-1, keepdims=True)


def share_variance(alpha: Numbers) -> Floats:
    """m (1 − m) / (Σα + 1), with m the share; halved, the sum does not overflow."""
    share = shares(alpha)
    others = share @ (1.0 - np.eye(np.shape(alpha)[-1]))  # 1 − m without its cancellation
    total = np.sum(0.5 * alpha, axis=-1, keepdims=True) + 0.5
    return 0.5 * share / total * others


def drawable(alpha: Numbers) -> Floats:
    """Parameters whose sum is finite, with the same shares: so large, nothing spreads."""
    overflows = np.sum(0.5 * alpha, axis=-1, keepdims=True) > 8e307
    return np.where(overflows, 1e-8 * alpha, alpha)


def log_evidence(alpha: Numbers, counts) -> Floats:
    """Σₖ log Γ(αₖ + cₖ)/Γ(αₖ) − log Γ(Σα + Σc)/Γ(Σα).

    Of each rising factorial n log x is taken out: the logarithms of shares are left.
    """
    share = shares(alpha)
    log_share = np.where(share > 1e-290, np.log(share), np.log(alpha) - _log_sum(alpha)[..., None])
    log_shares = np.where(counts > 0, counts * log_share, 0.0)
    excess = np.sum(log_rising(alpha, counts), axis=-1)
    of_all = log_rising(_finite_sum(alpha), np.sum(counts, axis=-1))
    return np.sum(log_shares, axis=-1) + excess - of_all


def log_density(alpha: Numbers, pi: Numbers) -> Floats:
    """log p(π), the textbook sum; where it cancels, α ≥ 100, a multinomial about its best."""
    log_z = np.sum(special.gammaln(alpha), axis=-1) - special.gammaln(np.sum(alpha, axis=-1))
    textbook = np.sum(special.xlogy(alpha - 1.0, pi), axis=-1) - log_z
    if is_traced(textbook) or np.all(alpha < 100):
        return textbook
    some = inside(alpha, pi)
    stable = about_the_best(alpha, some, some - shares(exponents(alpha)))
    stable = stable + _finite_sum(exponents(alpha)) * _excess(pi)
    return at_the_edge(alpha, pi, np.where(np.any(alpha >= 100, axis=-1), stable, textbook))[()]


def inside(alpha: Numbers, pi: Numbers) -> Floats:
    """π with something in the place of a zero that decides alone (`at_the_edge`)."""
    return np.where((pi == 0) & (alpha != 1), 0.5, pi)


def at_the_edge(alpha: Numbers, pi: Numbers, log_density: Numbers) -> Floats:
    """−∞ where some π with α > 1 is zero, else ∞ where one with α < 1 is."""
    nowhere = np.any((pi == 0) & (alpha > 1), axis=-1)
    peak = np.any((pi == 0) & (alpha < 1), axis=-1)
    return np.where(nowhere, -np.inf, np.where(peak, np.inf, log_density))


def _excess(pi):
    """Σπ − 1, without a rounding error of its own: many classes that are nearly certain count."""
    return np.apply_along_axis(lambda row: math.fsum([*row, -1.0]), -1, pi)


def exponents(alpha: Numbers) -> Floats:
    """c = α − 1, and α where that would be negative."""
    return np.where(alpha < 1, alpha, alpha - 1.0)


def about_the_best(alpha: Numbers, pi: Numbers, gap) -> Floats:
    """log p(π) from `gap` = π − c/Σc, how far π is from the peak, with Σ gap = 0.

    With c the exponents (and a factor α/π where α < 1) the density is Γ(Σα)/Γ(Σc + 1) times a
    multinomial probability of c, which is that at the peak less half the deviance.
    """
    c, small = exponents(alpha), alpha < 1
    total, log_total = _finite_sum(c), _log_sum(c)
    best = np.sum(log_saturated(c), axis=-1) - log_saturated(total, log_total)
    deviance = np.sum(_half_deviances(c, total, log_total, pi, gap), axis=-1)
    left = np.sum(~small, axis=-1) - 1.0  # Σα − Σc − 1
    factors = left * (log_total + np.log1p(1.0 / total)) + log_rising(total + 1.0, np.abs(left))
    factors = np.where(left < 0, -log_total, factors)
    return factors + best - deviance + np.sum(np.where(small, np.log(alpha / pi), 0.0), axis=-1)


def _half_deviances(c, total, log_total, pi, gap):
    """c log(c/λ) − c + λ with λ = π Σc, which is λ at c = 0."""
    share, rate = np.where(c > 0, shares(c), 1.0), pi * total[..., None]
    near = c * log_excess(gap / share, np.log(pi / share))
    far = rate - c * (1.0 + np.log(pi) + log_total[..., None] - np.log(c))
    return np.where(c > 0, np.where(pi > 2.0 * share, far, near), rate)


def _finite_sum(c):
    """Σc on the last axis, or the largest number where it overflows."""
    return np.minimum(2.0 * np.sum(0.5 * c, axis=-1), 1.7e308)


def _log_sum(c):
    """log Σc on the last axis, also where the sum overflows."""
    top = np.max(c, axis=-1)
    return np.log(top) + np.log(np.sum(c / top[..., None], axis=-1))
