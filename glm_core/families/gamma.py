"""Waiting times: the gamma family with a known shape, and the exponential, its shape 1."""

from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import finite, generator, is_traced, parameter, positive, quiet, require
from glm_core.families.base import ExponentialFamily
from glm_core.families.canonical import CanonicalLoss
from glm_core.log_gamma import LOG_2PI, log_saturated
from glm_core.numerics import log_excess


class Gamma(ExponentialFamily):
    """p(y; λ) = λᵏ yᵏ⁻¹ e^(−λy) / Γ(k), y ≥ 0, shape k known.

    η = −λ = −k/μ < 0, T(y) = y, a(η) = −k log(−η), b(y) = yᵏ⁻¹/Γ(k). The dispersion is φ = 1/k,
    the squared coefficient of variation. `Gamma(shape=None)` says that k is unknown: `GLM` then
    estimates it, and every method here that needs the number raises ValueError.
    McCullagh & Nelder (1989), ch. 8.
    """

    def __init__(self, shape: float | None):
        known: Any = None if shape is None else parameter("shape", shape)
        self._shape, self.dispersion = known, None if shape is None else 1.0 / known

    @property
    def shape(self) -> Floats:
        """k."""
        if self._shape is None:
            raise ValueError("shape must be a number here (got None: only GLM estimates it)")
        return self._shape

    @quiet
    def sufficient_statistic(self, y: Numbers) -> Floats:
        return require("y", finite("y", y), "non-negative", lambda a: a >= 0)

    @quiet
    def log_base_measure(self, y: Numbers) -> Floats:
        k, y = self.shape, self.sufficient_statistic(y)
        return special.xlogy(k - 1.0, y) - special.gammaln(k)

    @quiet
    def log_partition(self, eta: Numbers) -> Floats:
        return -self.shape * np.log(-self._eta(eta))

    @quiet
    def mean(self, eta: Numbers) -> Floats:
        return self.shape / -self._eta(eta)

    @quiet
    def variance(self, eta: Numbers) -> Floats:
        return self.mean(eta) / -self._eta(eta)

    @quiet
    def natural_parameter(self, mean: Numbers) -> Floats:
        return -self.shape / positive("mean", mean)

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        """The textbook sum; where it cancels, k ≥ 100, the best log-density less k/2 deviances."""
        y, k = self.sufficient_statistic(y), self.shape
        textbook = super().log_prob(y, eta)
        if is_traced(k) or np.all(k < 100):
            return textbook
        some = np.where(y > 0, y, 1.0)
        stable = self.log_best(some) - 0.5 * k * self.unit_deviance(some, eta)
        return np.where(k < 100, textbook, np.where(y > 0, stable, -np.inf))[()]

    @quiet
    def log_best(self, y: Numbers) -> Floats:
        """log p(y; μ = y) = k log k − k − log Γ(k) − log y for y > 0, without cancellation."""
        return log_saturated(self.shape) + np.log(self.shape) - np.log(positive("y", y))

    @quiet
    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        """2(y/μ − 1 − log(y/μ)) with μ = −k/η; ∞ at y = 0."""
        y, eta = self._pair(self.sufficient_statistic(y), eta)
        log_ratio = np.log(y) + np.log(-eta) - np.log(self.shape)
        return 2.0 * log_excess(y * -eta / self.shape - 1.0, log_ratio)

    def with_dispersion(self, dispersion: float) -> ExponentialFamily:
        return Gamma(1.0 / positive("dispersion", dispersion))

    def likeliest_dispersion(self, mean_deviance: float) -> float:
        """1/k with log k − ψ(k) = d/2 for the mean unit deviance d, where k is unknown.

        Newton's method in 1/k from an approximation whose relative error is below 1e-7 at the ends,
        where log k − ψ(k) cancels or ψ′ overflows. Minka (2002), Estimating a Gamma distribution.
        """
        if self.dispersion is not None or mean_deviance == 0:
            return mean_deviance if self.dispersion is None else self.dispersion
        half = 0.5 * mean_deviance
        root = np.hypot(half - 3.0, np.sqrt(24.0 * half))
        phi = 0.5 * (root + half - 3.0) if half > 3.0 else 12.0 * half / (root - half + 3.0)
        for _ in range(4 if 1e-4 < half < 1e8 else 0):
            gap = -np.log(phi) - special.digamma(1.0 / phi) - half
            phi += phi * phi * gap / (phi - special.polygamma(1, 1.0 / phi))
        return phi

    @quiet
    def entropy(self, eta: Numbers) -> Floats:
        return _entropy_of_shape(self.shape) - np.log(-self._eta(eta))

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        p, q = -self._eta(eta_p, "eta_p"), -self._eta(eta_q, "eta_q")
        return self.shape * log_excess((q - p) / p, np.log(q) - np.log(p))

    @property
    def canonical_loss(self) -> CanonicalLoss:
        return LOSS

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        return generator(rng).gamma(self.shape, 1.0 / -self._eta(eta), size)

    def _eta(self, eta, name="eta"):
        return require(name, finite(name, eta), "negative", lambda a: a < 0)

    def __repr__(self) -> str:
        return f"Gamma(shape={self._shape})"


@np.errstate(divide="ignore")
def _pieces(y, eta):
    """y/μ − 1 − log(y/μ), μ − y, μ², with μ = −1/η; ∞ where η ≥ 0."""
    inside = eta < 0
    mean = -1 / np.where(inside, eta, -1.0)
    ratio = y / mean  # and not log y − log μ: near 1 the logarithm takes up its rounding error
    return np.where(inside, ratio - 1 - np.log(ratio), np.inf), mean - y, mean**2


def _times(y):
    rule = "between 1e-150 and 1e150, in other units"
    return require("y", positive("y", y), rule, lambda y: (y >= 1e-150) & (y <= 1e150))


LOSS = CanonicalLoss(
    pieces=_pieces,
    response=_times,
    link=lambda mean: -1 / mean,
    upper=0.0,
    has_minimum=True,
    noise="shape",
)


class Exponential(Gamma):
    """p(y; λ) = λ e^(−λy), y ≥ 0: η = −λ < 0, T(y) = y, a(η) = −log(−η), b = 1."""

    def __init__(self):
        super().__init__(1.0)

    def __repr__(self) -> str:
        return "Exponential()"


def _entropy_of_shape(k):
    """k + log Γ(k) + (1 − k) ψ(k); from 25 on ½ log(2πek) − 1/(3k) and so on, where that cancels.

    The series is −1/(2k) + Σ B₂ₙ k⁻²ⁿ (k/(2n − 1) − 1/(2n)), from those of log Γ and ψ.
    """
    small, large = np.minimum(k, 25.0), np.maximum(k, 25.0)
    direct = small + special.gammaln(small) + (1.0 - small) * special.digamma(small)
    series = -0.5 / large
    for n, bernoulli in enumerate((1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66), start=1):
        power = bernoulli * (1.0 / large) ** (2 * n - 1)
        series = series + power / (2 * n - 1) - power / (2 * n) / large
    return np.where(k < 25, direct, 0.5 * (1.0 + LOG_2PI + np.log(large)) + series)[()]
