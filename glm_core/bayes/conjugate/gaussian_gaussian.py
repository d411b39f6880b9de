"""The mean of Gaussian data with a Gaussian prior."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import finite, generator, parameter, quiet
from glm_core.bayes.conjugate.base import Conjugate, tails
from glm_core.log_gamma import LOG_2PI


@dataclass(frozen=True)
class GaussianGaussian(Conjugate):
    """p(μ) = N(mean, variance) for the mean μ of Gaussian data whose noise variance is known."""

    mean: float
    variance: float
    noise_variance: float

    def __post_init__(self):
        self._set(
            mean=finite("mean", self.mean),
            variance=parameter("variance", self.variance),
            noise_variance=parameter("noise_variance", self.noise_variance),
        )

    @quiet
    def log_prob(self, mu: Numbers) -> Floats:
        """log p(μ) = −½ log 2πv − (μ − m)² / 2v."""
        return _log_gaussian(finite("mu", mu), self.mean, self.variance)

    @quiet
    def interval(self, level: float = 0.95) -> tuple[Any, Any]:
        """The central credible interval (lower, upper) of μ."""
        deviation = np.sqrt(self.variance)
        return tuple(self.mean + deviation * special.ndtri(tail) for tail in tails(level))

    @quiet
    def sample(self, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws of μ."""
        return generator(rng).normal(self.mean, np.sqrt(self.variance), size)

    @property
    @quiet
    def predictive_variance(self) -> Floats:
        """Var[next] = v + σ²: what is not known about μ, and the noise."""
        return self.variance + self.noise_variance

    @quiet
    def predictive(self, y: Numbers) -> Floats:
        """N(y; m, v + σ²)."""
        return np.exp(_log_gaussian(finite("y", y), self.mean, self.predictive_variance))

    def _log_evidence(self, y):
        """log N(ȳ; m, v + σ²/n) + what the spread about ȳ has to say."""
        n = np.shape(y)[0]
        if n == 0:
            return 0.0 * self.mean
        center = np.sum(y / n)
        gaps = y - center
        spread = np.sum(gaps * (gaps / np.expand_dims(self.noise_variance, -1)), axis=-1)
        scale = (n - 1) * (LOG_2PI + np.log(self.noise_variance)) + np.log(n)
        of_mean = _log_gaussian(center, self.mean, self.variance + self.noise_variance / n)
        return of_mean - 0.5 * (spread + scale)

    def _statistic(self, y):
        return np.reshape(finite("data", y), -1)

    def _count_in(self, total, n):
        """Precisions add; the mean is the average of m and ȳ weighted by their precisions."""
        if n == 0:
            return self
        noise = self.noise_variance / n
        own, theirs = 1.0 / (1.0 + self.variance / noise), 1.0 / (1.0 + noise / self.variance)
        mean = own * self.mean + theirs * (total / n)
        return replace(
            self, mean=mean, variance=np.minimum(self.variance, noise) * np.maximum(own, theirs)
        )


def _log_gaussian(y, mean, variance):
    gap = y - mean
    return -0.5 * (LOG_2PI + np.log(variance) + gap * (gap / variance))
