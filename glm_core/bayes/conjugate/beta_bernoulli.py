"""A coin with a beta prior."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import finite, generator, is_traced, parameter, quiet, real, require
from glm_core.bayes.conjugate.base import Conjugate, tails
from glm_core.bayes.conjugate.dirichlet import (
    about_the_best,
    at_the_edge,
    drawable,
    exponents,
    inside,
    log_evidence,
    share_variance,
    shares,
)


@dataclass(frozen=True)
class BetaBernoulli(Conjugate):
    """p(φ) = φᵃ⁻¹ (1 − φ)ᵇ⁻¹ / B(a, b) for the probability φ of a one; data are zeros and ones."""

    a: float = 1.0
    b: float = 1.0

    def __post_init__(self):
        self._set(a=parameter("a", self.a), b=parameter("b", self.b))

    @property
    @quiet
    def mean(self) -> Floats:
        """E[φ] = a / (a + b)."""
        return 1.0 / (1.0 + self.b / self.a)

    @property
    @quiet
    def variance(self) -> Floats:
        """Var[φ] = E[φ] (1 − E[φ]) / (a + b + 1)."""
        return share_variance(self._alpha)[..., 0][()]

    @quiet
    def log_prob(self, phi: Numbers) -> Floats:
        """log p(φ), −∞ outside [0, 1]."""
        phi = real("phi", phi)
        possible = np.logical_and(phi >= 0.0, phi <= 1.0)
        return np.where(possible, self._log_density(np.where(possible, phi, 0.5)), -np.inf)

    def _log_density(self, phi):
        """The textbook sum; where it cancels, a or b ≥ 100, a binomial about its best."""
        log_z = special.betaln(self.a, self.b)
        textbook = special.xlogy(self.a - 1.0, phi) + special.xlog1py(self.b - 1.0, -phi) - log_z
        if is_traced(textbook) or np.all(np.maximum(self.a, self.b) < 100):
            return textbook
        alpha, pi = self._alpha, np.stack([phi, 1.0 - phi], axis=-1)
        gap = pi - shares(exponents(alpha))
        gap = np.where(phi < 0.5, gap[..., 0], -gap[..., 1])  # the smaller one has more digits
        stable = about_the_best(alpha, inside(alpha, pi), np.stack([gap, -gap], axis=-1))
        large = np.maximum(self.a, self.b) >= 100
        return at_the_edge(alpha, pi, np.where(large, stable, textbook))

    @quiet
    def interval(self, level: float = 0.95) -> tuple[Any, Any]:
        """The equal-tailed credible interval (lower, upper) of φ."""
        a, b = np.moveaxis(drawable(self._alpha), -1, 0)
        return tuple(special.betaincinv(a, b, tail) for tail in tails(level))

    @quiet
    def sample(self, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws of φ."""
        a, b = np.moveaxis(drawable(self._alpha), -1, 0)
        return generator(rng).beta(a, b, size)

    def predictive(self, y: Numbers = 1) -> Floats:
        """p(next = y): a / (a + b) for a one, b / (a + b) for a zero."""
        y = _zero_one("y", y)
        other = replace(self, a=self.b, b=self.a).mean
        chosen: Any = np.where(y == 1, self.mean, other)
        return chosen[()]

    @property
    def _alpha(self):
        """(a, b) on a last axis: the Dirichlet of two classes."""
        a, b = self.a + 0.0 * self.b, self.b + 0.0 * self.a
        return np.stack([a, b], axis=-1)

    def _statistic(self, y):
        return np.reshape(_zero_one("data", y), -1)

    def _count_in(self, ones, n):
        return replace(self, a=self.a + ones, b=self.b + (n - ones))

    def _log_evidence(self, y):
        ones = np.sum(y)
        return log_evidence(self._alpha, np.array([ones, len(y) - ones]))


def _zero_one(name, y):
    return require(name, finite(name, y), "0 or 1", lambda a: (a == 0) | (a == 1))
