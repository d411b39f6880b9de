"""One of two outcomes."""

import numpy as np
from scipy import special

from glm_core._validation import finite, generator, proportion, quiet, require
from glm_core.families.base import ExponentialFamily
from glm_core.numerics import sigmoid, softplus


class Bernoulli(ExponentialFamily):
    """p(y; φ) = φʸ(1 − φ)¹⁻ʸ, y ∈ {0, 1}: η = log φ/(1 − φ), T(y) = y, a(η) = log(1 + e^η), b = 1.

    Each sum is over both outcomes, with log σ(η) = −softplus(−η): one minus φ is never formed, so
    a certain prediction keeps its digits.
    """

    @quiet
    def sufficient_statistic(self, y):
        return require("y", finite("y", y), "0 or 1", lambda a: (a == 0) | (a == 1))

    @quiet
    def log_base_measure(self, y):
        return 0.0 * self.sufficient_statistic(y)

    @quiet
    def log_partition(self, eta):
        return softplus(self._eta(eta))

    @quiet
    def mean(self, eta):
        return sigmoid(self._eta(eta))

    @quiet
    def variance(self, eta):
        return self.mean(eta) * sigmoid(-self._eta(eta))

    @quiet
    def natural_parameter(self, mean):
        return special.logit(proportion("mean", mean))

    @quiet
    def log_prob(self, y, eta):
        y, eta = self._pair(y, eta)
        return -_two_outcomes(self.sufficient_statistic(y), eta)

    @quiet
    def unit_deviance(self, y, eta):
        y, eta = self._pair(proportion("y", y), eta)
        best = special.xlogy(y, y) + special.xlogy(1.0 - y, 1.0 - y)
        return np.maximum(2.0 * (best + _two_outcomes(y, eta)), 0.0)

    @quiet
    def entropy(self, eta):
        eta = self._eta(eta)
        return sigmoid(eta) * softplus(-eta) + sigmoid(-eta) * softplus(eta)

    @quiet
    def kl_divergence(self, eta_p, eta_q):
        p, q = self._eta(eta_p, "eta_p"), self._eta(eta_q, "eta_q")
        one = sigmoid(p) * (softplus(-q) - softplus(-p))
        zero = sigmoid(-p) * (softplus(q) - softplus(p))
        return np.maximum(one + zero, 0.0)

    def sample(self, eta, size=None, *, rng):
        phi = self.mean(eta)
        return 1 * (generator(rng).random(np.shape(phi) if size is None else size) < phi)


def _two_outcomes(y, eta):
    """−y log σ(η) − (1 − y) log σ(−η)."""
    return y * softplus(-eta) + (1.0 - y) * softplus(eta)
