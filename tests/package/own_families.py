"""Three families as a reader would write them in a notebook, from the contract alone."""

import numpy as np
from scipy.special import gammaln, xlogy

from glm_core import ExponentialFamily
from glm_core.families import CanonicalLoss


class NegativeBinomial(ExponentialFamily):
    """p(y; q) = Γ(y + r)/(Γ(r) y!) qʸ (1 − q)ʳ: η = log q < 0, a(η) = −r log(1 − e^η), r known."""

    def __init__(self, size):
        self.size = size

    def sufficient_statistic(self, y):
        return 1.0 * y

    def log_base_measure(self, y):
        return gammaln(y + self.size) - gammaln(self.size) - gammaln(y + 1.0)

    def log_partition(self, eta):
        return -self.size * np.log(-np.expm1(eta))

    def mean(self, eta):
        return self.size / np.expm1(-eta)

    def variance(self, eta):
        return self.mean(eta) / -np.expm1(eta)

    def natural_parameter(self, mean):
        return -np.log1p(self.size / mean)

    @property
    def canonical_loss(self):
        return CanonicalLoss(
            pieces=self.pieces, response=counts, link=self.natural_parameter, upper=0.0
        )

    def pieces(self, y, eta):
        inside = np.minimum(eta, -1e-300)
        loss = np.where(eta < 0, self.log_partition(inside) - y * eta, np.inf)
        return loss, self.mean(inside) - y, self.variance(inside)


def counts(y):
    if np.any((y < 0) | (y != np.floor(y))):
        raise ValueError(f"y must be counts (got {y[(y < 0) | (y != np.floor(y))][0]})")
    return y


class Geometric(NegativeBinomial):
    """p(y; q) = qʸ (1 − q): failures before the first success, the negative binomial of size 1."""

    def __init__(self):
        super().__init__(1.0)

    def log_base_measure(self, y):
        return 0.0 * xlogy(y, 1.0)


class Logarithmic(ExponentialFamily):
    """p(y; q) = −qʸ / (y log(1 − q)), y = 1, 2, …: η = log q < 0, a(η) = log(−log(1 − e^η)).

    The essence alone: no entropy, no canonical loss. Fisher, Corbet & Williams (1943).
    """

    def sufficient_statistic(self, y):
        return 1.0 * y

    def log_base_measure(self, y):
        return -np.log(y)

    def log_partition(self, eta):
        return np.log(-np.log1p(-np.exp(eta)))

    def mean(self, eta):
        return np.exp(eta) / np.expm1(eta) / np.log1p(-np.exp(eta))

    def variance(self, eta):
        return self.mean(eta) * (1.0 / -np.expm1(eta) - self.mean(eta))

    def natural_parameter(self, mean):
        eta, step = -350.0 + 0.0 * mean, 175.0
        for _ in range(70):  # halves the step each time; mean(η) rises
            eta = eta + np.where(self.mean(eta) < mean, step, -step)
            step = step / 2.0
        return eta
