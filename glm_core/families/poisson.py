"""Counts."""

from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import generator, quiet, real, require, whole
from glm_core.families.base import ExponentialFamily
from glm_core.families.canonical import CanonicalLoss
from glm_core.log_gamma import LOG_2PI, log_saturated
from glm_core.numerics import log_excess

# Entropy: ½ log(2πeλ) − H = 1/(12λ) + 1/(24λ²) + ..., Evans & Boersma (1988)
EVANS_BOERSMA = (1375 / 1008, 863 / 2520, 9 / 80, 19 / 360, 1 / 24, 1 / 12)


class Poisson(ExponentialFamily):
    """p(y; λ) = λʸ e^(−λ) / y!, y = 0, 1, ...: η = log λ, T(y) = y, a(η) = e^η, b(y) = 1/y!.

    The log-probability is that of the best λ = y less half the deviance, y log(y/λ) − y + λ: unlike
    yη − e^η − log y! it does not cancel at large counts. Loader (2000), Fast and accurate
    computation of binomial probabilities.
    """

    @quiet
    def sufficient_statistic(self, y: Numbers) -> Floats:
        return whole("y", y)

    @quiet
    def log_base_measure(self, y: Numbers) -> Floats:
        return -special.gammaln(self.sufficient_statistic(y) + 1.0)

    @quiet
    def log_partition(self, eta: Numbers) -> Floats:
        return np.exp(self._eta(eta))

    mean = variance = log_partition

    @quiet
    def natural_parameter(self, mean: Numbers) -> Floats:
        return np.log(require("mean", real("mean", mean), "non-negative", lambda a: a >= 0))

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(y, eta)
        return _log_prob(self.sufficient_statistic(y), eta)

    @quiet
    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        y = require("y", real("y", y), "non-negative and finite", lambda a: (a >= 0) & (a < np.inf))
        y, eta = self._pair(y, eta)
        return 2.0 * _half_deviance(y, eta)

    @quiet
    def entropy(self, eta: Numbers) -> Floats:
        """−Σ p log p, summed up to λ = 256; beyond, ½ log(2πeλ) less Evans and Boersma's series."""
        eta = self._eta(eta)
        few, many = np.minimum(eta, np.log(256.0)), np.maximum(eta, np.log(256.0))
        log_p = _log_prob(np.arange(512.0), few[..., None])
        summed = -np.sum(np.where(log_p > -750.0, np.exp(log_p) * log_p, 0.0), axis=-1)
        series = 0.0
        for coefficient in EVANS_BOERSMA:
            series = (series + coefficient) * np.exp(-many)
        return 0.0 + np.where(eta == few, summed, 0.5 * (1.0 + LOG_2PI + many) - series)

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        """λ_q − λ_p − λ_p t with t = η_q − η_p, as a multiple of the larger rate."""
        p, q = self._eta(eta_p, "eta_p"), self._eta(eta_q, "eta_q")
        half = np.exp(0.5 * np.minimum(p, 1400.0))  # squared it is λ_p, or ∞ from λ_p = e⁷¹⁰ on
        fall, rise = np.minimum(q - p, 1.0), np.clip(q - p, 0.1, 1e4)
        falling = half * (half * log_excess(np.expm1(fall), fall))
        rising = np.exp(q) * (-np.expm1(-rise) - rise * np.exp(-rise))
        return 0.0 + np.where(q - p > 0.2, rising, falling)

    @property
    def canonical_loss(self) -> CanonicalLoss:
        return LOSS

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        rate = require("exp(eta)", self.mean(eta), "at most 9e18 to draw", lambda a: a <= 9e18)
        return generator(rng).poisson(rate, size)


@quiet
def _half_deviance(y, eta):
    """y log(y/λ) − y + λ, which is λ at y = 0."""
    rate, count = np.exp(eta), np.where(y > 0, y, 1.0)
    return np.where(y > 0, y * log_excess((rate - count) / count, eta - np.log(count)), rate)


def _log_prob(y, eta):
    """The log-probability at the best rate, less half the deviance."""
    return log_saturated(y) - _half_deviance(y, eta)


def _pieces(y, eta):
    """eᶯ − yη, eᶯ − y, eᶯ."""
    mean = np.exp(eta)
    return mean - y * eta, mean - y, mean


LOSS = CanonicalLoss(
    pieces=_pieces,
    response=lambda y: whole("y", y),
    link=np.log,
    saturated=lambda y: y - special.xlogy(y, y),
    at_edge=lambda mean: "y must hold a positive count (got only zeros)",
    extreme="apart rows that have no counts at all",
)
