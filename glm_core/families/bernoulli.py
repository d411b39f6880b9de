"""One of two outcomes."""

from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import finite, generator, proportion, quiet, require
from glm_core.families.base import ExponentialFamily
from glm_core.families.canonical import CanonicalLoss
from glm_core.numerics import sigmoid, softplus


class Bernoulli(ExponentialFamily):
    """p(y; φ) = φʸ(1 − φ)¹⁻ʸ, y ∈ {0, 1}: η = log φ/(1 − φ), T(y) = y, a(η) = log(1 + e^η), b = 1.

    Each sum is over both outcomes, with log σ(η) = −softplus(−η): one minus φ is never formed, so
    a certain prediction keeps its digits.
    """

    @quiet
    def sufficient_statistic(self, y: Numbers) -> Floats:
        return require("y", finite("y", y), "0 or 1", lambda a: (a == 0) | (a == 1))

    @quiet
    def log_base_measure(self, y: Numbers) -> Floats:
        return 0.0 * self.sufficient_statistic(y)

    @quiet
    def log_partition(self, eta: Numbers) -> Floats:
        return softplus(self._eta(eta))

    @quiet
    def mean(self, eta: Numbers) -> Floats:
        return sigmoid(self._eta(eta))

    @quiet
    def variance(self, eta: Numbers) -> Floats:
        return self.mean(eta) * sigmoid(-self._eta(eta))

    @quiet
    def natural_parameter(self, mean: Numbers) -> Floats:
        return special.logit(proportion("mean", mean))

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(y, eta)
        return -_two_outcomes(self.sufficient_statistic(y), eta)

    @quiet
    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(proportion("y", y), eta)
        best = special.xlogy(y, y) + special.xlogy(1.0 - y, 1.0 - y)
        return np.maximum(2.0 * (best + _two_outcomes(y, eta)), 0.0)

    @quiet
    def entropy(self, eta: Numbers) -> Floats:
        eta = self._eta(eta)
        return sigmoid(eta) * softplus(-eta) + sigmoid(-eta) * softplus(eta)

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        p, q = self._eta(eta_p, "eta_p"), self._eta(eta_q, "eta_q")
        one = sigmoid(p) * (softplus(-q) - softplus(-p))
        zero = sigmoid(-p) * (softplus(q) - softplus(p))
        return np.maximum(one + zero, 0.0)

    @property
    def canonical_loss(self) -> CanonicalLoss:
        return LOSS

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        phi = self.mean(eta)
        return 1 * (generator(rng).random(np.shape(phi) if size is None else size) < phi)


def _two_outcomes(y, eta):
    """−y log σ(η) − (1 − y) log σ(−η)."""
    return y * softplus(-eta) + (1.0 - y) * softplus(eta)


def _pieces(y, eta):
    """log(1 + eᶯ) − yη, σ(η) − y, σ(η) σ(−η), all from e^{−|η|}."""
    small = np.exp(-np.abs(eta))
    one = 1 + small
    tail = small / one  # σ(−|η|): nothing is formed that would round to 1
    miss = ~np.signbit(eta) - y  # of the label that η calls likelier
    loss = miss * eta + np.log1p(small)
    return loss, miss - np.copysign(tail, eta), tail / one


def _zero_one(y):
    """Zeros and ones, or proportions; else ValueError with a way out."""
    if y.min() < 0 or y.max() > 1:
        values = np.unique(y)
        shown = ", ".join(f"{v:g}" for v in values[:4]) + (", …" if len(values) > 4 else "")
        way_out = (
            f"recode, for example y == {values[-1]:g}"
            if len(values) <= 2
            else "more than two classes need Categorical"
        )
        raise ValueError(f"y must be 0 or 1, or a proportion between (got {shown}); {way_out}")
    return proportion("y", y)


def _saturated(y):
    """−y log y − (1 − y) log(1 − y), 0 for zeros and ones."""
    if np.array_equal(y, np.asarray(y, dtype=bool)):
        return 0.0
    return -special.xlogy(y, y) - special.xlogy(1 - y, 1 - y)


LOSS = CanonicalLoss(
    pieces=_pieces,
    response=_zero_one,
    link=special.logit,
    saturated=_saturated,
    decide=lambda eta: (eta > 0).astype(int),
    at_edge=lambda mean: f"both classes must occur in y (got only {mean:g})",
)
