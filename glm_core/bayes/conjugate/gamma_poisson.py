"""A Poisson mean with a gamma prior."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import generator, is_traced, parameter, quiet, real, whole
from glm_core.bayes.conjugate.base import Conjugate, tails
from glm_core.log_gamma import log_poisson, log_saturated


@dataclass(frozen=True)
class GammaPoisson(Conjugate):
    """p(λ) = rateˢʰᵃᵖᵉ λˢʰᵃᵖᵉ⁻¹ e^(−rate λ) / Γ(shape) for a Poisson mean λ; data are counts."""

    shape: float
    rate: float

    def __post_init__(self):
        self._set(shape=parameter("shape", self.shape), rate=parameter("rate", self.rate))

    @property
    @quiet
    def mean(self) -> Floats:
        """E[λ] = shape / rate."""
        return self.shape / self.rate

    @property
    @quiet
    def variance(self) -> Floats:
        """Var[λ] = shape / rate²."""
        return self.shape / self.rate / self.rate

    @quiet
    def log_prob(self, rate: Numbers) -> Floats:
        """log p(λ) at λ = `rate`, −∞ below zero."""
        rate = real("rate", rate)
        inside = rate >= 0.0
        return np.where(inside, self._log_density(np.where(inside, rate, 1.0)), -np.inf)

    def _log_density(self, rate):
        """The textbook sum; where it cancels, s ≥ 100, a Poisson probability about its best."""
        log_z = special.gammaln(self.shape) - self.shape * np.log(self.rate)
        textbook = special.xlogy(self.shape - 1.0, rate) - self.rate * rate - log_z
        if is_traced(textbook) or np.all(self.shape < 100):
            return textbook
        count = np.maximum(self.shape - 1.0, 0.0)
        log_rate = np.log(self.rate) + np.log(rate)
        stable = np.log(self.rate) + log_poisson(count, self.rate * rate, log_rate)
        return np.where(self.shape < 100, textbook, np.where(rate > 0.0, stable, -np.inf))

    @quiet
    def interval(self, level: float = 0.95) -> tuple[Any, Any]:
        """The equal-tailed credible interval (lower, upper) of λ."""
        return tuple(special.gammaincinv(self.shape, tail) / self.rate for tail in tails(level))

    @quiet
    def sample(self, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws of λ."""
        return generator(rng).gamma(self.shape, 1.0 / self.rate, size)

    @quiet
    def predictive(self, y: Numbers) -> Floats:
        """Γ(s + y) / (Γ(s) y!) (r / (r + 1))ˢ (1 / (r + 1))ʸ: the negative binomial."""
        return np.exp(self._log_total(whole("y", y), 1))

    def _log_total(self, total, n):
        """log p(Σy = total) of n observations: s/(s + t) times a binomial about its best.

        Halved, s + t does not overflow.
        """
        s, r = self.shape, self.rate
        half = 0.5 * s + 0.5 * total
        log_both = np.log(half) + np.log(2.0)
        both = log_saturated(2.0 * np.minimum(half, 8e307), log_both)
        for count, odds in ((s, n / r), (total, r / n)):
            rate = 2.0 * (half / (1.0 + odds))
            both = both - log_poisson(count, rate, log_both - np.log1p(odds))
        return np.log(0.5 * s) - np.log(half) - both

    def _statistic(self, y):
        return np.reshape(whole("data", y), -1)

    def _count_in(self, total, n):
        return replace(self, shape=self.shape + total, rate=self.rate + n)

    def _log_evidence(self, y):
        """That of the total, and how it falls to the observations: a multinomial."""
        if len(y) == 0:
            return 0.0 * self.shape
        total = np.sum(y)
        among_them = np.sum(log_poisson(y, total / len(y))) if total > 0 else 0.0
        return self._log_total(total, len(y)) + among_them - log_saturated(total)
