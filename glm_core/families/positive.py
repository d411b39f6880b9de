"""Waiting times: the gamma family with a known shape, and the exponential, its shape 1."""

import numpy as np
from scipy import special

from glm_core._validation import finite, generator, positive, require
from glm_core.families.base import ExponentialFamily
from glm_core.numerics import log_excess


class Gamma(ExponentialFamily):
    """p(y; λ) = λᵏ yᵏ⁻¹ e^(−λy) / Γ(k), y ≥ 0, shape k known.

    η = −λ < 0, T(y) = y, a(η) = −k log(−η), b(y) = yᵏ⁻¹/Γ(k). The dispersion is 1/k.
    """

    def __init__(self, shape):
        self.shape = positive("shape", shape)
        self.dispersion = 1.0 / self.shape

    def sufficient_statistic(self, y):
        return require("y", finite("y", y), "non-negative", lambda a: a >= 0)

    def log_base_measure(self, y):
        k, y = self.shape, self.sufficient_statistic(y)
        return special.xlogy(k - 1.0, y) - special.gammaln(k)

    def log_partition(self, eta):
        return -self.shape * np.log(-self._eta(eta))

    @np.errstate(over="ignore")
    def mean(self, eta):
        return self.shape / -self._eta(eta)

    @np.errstate(over="ignore")
    def variance(self, eta):
        return self.mean(eta) / -self._eta(eta)

    def natural_parameter(self, mean):
        return -self.shape / positive("mean", mean)

    @np.errstate(over="ignore")
    def log_prob(self, y, eta):
        return super().log_prob(y, eta)

    @np.errstate(over="ignore", divide="ignore")
    def unit_deviance(self, y, eta):
        """2(y/μ − 1 − log(y/μ)) with μ = −k/η; ∞ at y = 0."""
        y, eta = self._pair(self.sufficient_statistic(y), eta)
        mu = self.mean(eta)
        return 2.0 * log_excess((y - mu) / mu, np.log(y) - np.log(mu))

    def entropy(self, eta):
        k = self.shape
        constant = k + special.gammaln(k) + (1.0 - k) * special.digamma(k)
        return constant - np.log(-self._eta(eta))

    @np.errstate(over="ignore")
    def kl_divergence(self, eta_p, eta_q):
        p, q = -self._eta(eta_p, "eta_p"), -self._eta(eta_q, "eta_q")
        return self.shape * log_excess((q - p) / p, np.log(q) - np.log(p))

    def sample(self, eta, size=None, *, rng):
        return generator(rng).gamma(self.shape, 1.0 / -self._eta(eta), size)

    def _eta(self, eta, name="eta"):
        return require(name, finite(name, eta), "negative", lambda a: a < 0)

    def __repr__(self):
        return f"Gamma(shape={self.shape})"


class Exponential(Gamma):
    """p(y; λ) = λ e^(−λy), y ≥ 0: η = −λ < 0, T(y) = y, a(η) = −log(−η), b = 1."""

    def __init__(self):
        super().__init__(1.0)

    def __repr__(self):
        return "Exponential()"
