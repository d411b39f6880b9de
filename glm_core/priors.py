"""Priors over coefficients: what is believed of θ before the data are seen.

The negative log-density is the penalty of the fit: a Gaussian prior is ridge (L2), a Laplace prior
is the lasso (L1). Every coefficient has the same independent prior; the intercept has none.
"""

from dataclasses import dataclass

import numpy as np

from glm_core._typing import Floats, Numbers
from glm_core._validation import finite, one_number, parameter, quiet
from glm_core.log_gamma import LOG_2PI


@dataclass(frozen=True)
class Flat:
    """log p(θ) = 0: no prior, the maximum of the posterior is the maximum of the likelihood."""

    def log_prob(self, theta: Numbers) -> Floats:
        """0 for each coefficient; the density is improper."""
        return finite("theta", theta) * 0.0


@dataclass(frozen=True)
class GaussianPrior:
    """log p(θ) = −θ²/(2V) − ½ log(2πV), with `variance` V > 0: the ridge penalty θ²/(2V)."""

    variance: float

    def __post_init__(self):
        one_number("variance", parameter("variance", self.variance))

    @quiet
    def log_prob(self, theta: Numbers) -> Floats:
        """Log-density of each coefficient in nats."""
        z = finite("theta", theta) / np.sqrt(self.variance)
        return -0.5 * (z**2 + LOG_2PI + np.log(self.variance))


@dataclass(frozen=True)
class LaplacePrior:
    """log p(θ) = −|θ|/s − log 2s, with `scale` s > 0: the lasso penalty |θ|/s."""

    scale: float

    def __post_init__(self):
        one_number("scale", parameter("scale", self.scale))

    @quiet
    def log_prob(self, theta: Numbers) -> Floats:
        """Log-density of each coefficient in nats."""
        return -np.abs(finite("theta", theta)) / self.scale - np.log(2.0) - np.log(self.scale)
