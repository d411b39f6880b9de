"""The Gaussian, with its variance known or unknown."""

from typing import Any

import numpy as np

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import finite, generator, is_traced, parameter, positive, quiet, require
from glm_core.families.base import ExponentialFamily
from glm_core.families.canonical import CanonicalLoss
from glm_core.log_gamma import LOG_2PI
from glm_core.numerics import log_excess


class Gaussian(ExponentialFamily):
    """p(y; μ) = exp(−(y − μ)²/(2σ²)) / √(2πσ²), σ² known.

    η = μ/σ², T(y) = y, a(η) = σ²η²/2, b(y) = exp(−y²/(2σ²)) / √(2πσ²).
    `Gaussian(variance=None)` says that σ² is unknown: `GLM` then estimates it, and every method
    here that needs the number raises ValueError. For both parameters as natural ones see
    `GaussianUnknown`.
    """

    def __init__(self, variance: float | None = 1.0):
        self.dispersion = None if variance is None else parameter("variance", variance)

    @quiet
    def sufficient_statistic(self, y: Numbers) -> Floats:
        return finite("y", y)

    @quiet
    def log_base_measure(self, y: Numbers) -> Floats:
        y = self.sufficient_statistic(y)
        return -0.5 * (y * (y / self._sigma2) + LOG_2PI + np.log(self._sigma2))

    @quiet
    def log_partition(self, eta: Numbers) -> Floats:
        eta = self._eta(eta)
        return 0.5 * (self._sigma2 * eta) * eta

    @quiet
    def mean(self, eta: Numbers) -> Floats:
        return self._sigma2 * self._eta(eta)

    @quiet
    def variance(self, eta: Numbers) -> Floats:
        return self._sigma2 + 0.0 * self._eta(eta)

    @quiet
    def natural_parameter(self, mean: Numbers) -> Floats:
        return finite("mean", mean) / self._sigma2

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(y, eta)
        residual = self.sufficient_statistic(y) - self.mean(eta)
        return -0.5 * (residual * (residual / self._sigma2) + LOG_2PI + np.log(self._sigma2))

    @quiet
    def log_best(self, y: Numbers) -> Floats:
        """log p(y; μ = y) = −½ log 2πσ²."""
        return 0.0 * finite("y", y) - 0.5 * (LOG_2PI + np.log(self._sigma2))

    @quiet
    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(finite("y", y), eta)
        return np.square(y - self.mean(eta))

    def with_dispersion(self, dispersion: float) -> ExponentialFamily:
        return Gaussian(dispersion)

    def likeliest_dispersion(self, mean_deviance: float) -> float:
        return mean_deviance if self.dispersion is None else self.dispersion

    @quiet
    def entropy(self, eta: Numbers) -> Floats:
        return 0.5 * (1.0 + LOG_2PI + np.log(self.variance(eta)))

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        difference = self._eta(eta_p, "eta_p") - self._eta(eta_q, "eta_q")
        return 0.5 * (self._sigma2 * difference) * difference

    @property
    def canonical_loss(self) -> CanonicalLoss:
        return LOSS

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        return generator(rng).normal(self.mean(eta), np.sqrt(self._sigma2), size)

    @property
    def _sigma2(self):
        if self.dispersion is None:
            raise ValueError("variance must be a number here (got None: only GLM estimates it)")
        return self.dispersion

    def __repr__(self) -> str:
        return f"Gaussian(variance={self.dispersion})"


def _pieces(y, eta):
    """½(η − y)², η − y, 1."""
    residual = eta - y
    return 0.5 * residual**2, residual, 1.0


LOSS = CanonicalLoss(
    pieces=_pieces,
    response=lambda y: y,
    link=np.positive,
    has_minimum=True,
    constant_curvature=True,
    noise="variance",
)


class GaussianUnknown(ExponentialFamily):
    """p(y; μ, σ²) = exp(−(y − μ)²/(2σ²)) / √(2πσ²), both unknown: two natural parameters.

    η = (μ/σ², −1/(2σ²)), T(y) = (y, y²), a(η) = −η₁²/(4η₂) − ½ log(−2η₂) = μ²/(2σ²) + log σ,
    b = 1/√(2π). η has shape (..., 2) with η₂ < 0; its mean is (E[y], E[y²]).
    """

    n_parameters = 2

    @quiet
    def from_mean_and_variance(self, mu: Numbers, variance: Numbers) -> Floats:
        """η = (μ/σ², −1/(2σ²))."""
        mu, variance = finite("mu", mu), parameter("variance", variance)
        return _last(mu / variance, 0.0 * mu - 0.5 / variance)

    @quiet
    def to_mean_and_variance(self, eta: Numbers) -> tuple[Any, Any]:
        """μ = −η₁/(2η₂) and σ² = −1/(2η₂)."""
        eta = self._eta(eta)
        return -0.5 * (eta[..., 0] / eta[..., 1]), -0.5 / eta[..., 1]

    @quiet
    def sufficient_statistic(self, y: Numbers) -> Floats:
        y = finite("y", y)
        return _last(y, np.square(y))

    @quiet
    def log_base_measure(self, y: Numbers) -> Floats:
        return 0.0 * finite("y", y) - 0.5 * LOG_2PI

    @quiet
    def log_partition(self, eta: Numbers) -> Floats:
        mu, variance = self.to_mean_and_variance(eta)
        return 0.5 * (mu * (mu / variance) + np.log(variance))

    @quiet
    def mean(self, eta: Numbers) -> Floats:
        mu, variance = self.to_mean_and_variance(eta)
        return _last(mu, np.square(mu) + variance)

    @quiet
    def variance(self, eta: Numbers) -> Floats:
        """[[σ², 2μσ²], [2μσ², 4μ²σ² + 2σ⁴]], the covariance matrix of (y, y²)."""
        mu, v = self.to_mean_and_variance(eta)
        shared = 2.0 * mu * v
        return np.stack([_last(v, shared), _last(shared, 2.0 * (mu * shared + v * v))], axis=-2)

    @quiet
    def natural_parameter(self, mean: Numbers) -> Floats:
        mean = finite("mean", mean)
        spread = mean[..., 1] - np.square(mean[..., 0])
        return self.from_mean_and_variance(mean[..., 0], positive("E[y²] − E[y]²", spread))

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(finite("y", y), eta)
        mu, variance = self.to_mean_and_variance(eta)
        return -0.5 * ((y - mu) * ((y - mu) / variance) + LOG_2PI + np.log(variance))

    @quiet
    def entropy(self, eta: Numbers) -> Floats:
        return 0.5 * (1.0 + LOG_2PI + np.log(self.to_mean_and_variance(eta)[1]))

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        (m, v), (n, w) = self.to_mean_and_variance(eta_p), self.to_mean_and_variance(eta_q)
        spread = log_excess((v - w) / w, np.log(v) - np.log(w))
        return 0.5 * (spread + (m - n) * ((m - n) / w))

    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        """Not defined: with a variance of its own one observation's density has no upper bound."""
        raise ValueError("family must have a known variance for a deviance (got GaussianUnknown())")

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        mu, variance = self.to_mean_and_variance(eta)
        return generator(rng).normal(mu, np.sqrt(variance), size)

    def _eta(self, eta, name="eta"):
        eta = finite(name, eta)
        if is_traced(eta):
            return eta
        if np.shape(eta)[-1:] != (2,):
            raise ValueError(f"{name} must have shape (..., 2) (got {np.shape(eta)})")
        require(f"{name}[..., 1]", eta[..., 1], "below −1e-300", lambda a: a < -1e-300)
        with np.errstate(over="ignore"):
            finite(f"the mean −{name}[..., 0] / (2 {name}[..., 1])", eta[..., 0] / eta[..., 1])
        return eta


def _last(*columns):
    """Arrays of one shape side by side on a new last axis."""
    return np.stack(columns, axis=-1)
