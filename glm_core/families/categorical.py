"""One of K outcomes without an order."""

from typing import Any

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import distribution, finite, generator, is_traced, labels, quiet, show
from glm_core.families.base import ExponentialFamily
from glm_core.families.canonical import CanonicalLoss
from glm_core.numerics import log_softmax, logsumexp, one_hot, softmax


class Categorical(ExponentialFamily):
    """p(y; π) = π_y, y ∈ {0, ..., K − 1}: η = log π + c, T(y) = one-hot, a(η) = log Σₖ e^ηₖ, b = 1.

    η has shape (..., K) and is known up to a constant; the link takes the one whose a(η) is 0.
    """

    def __init__(self, n_classes: int):
        if not isinstance(n_classes, int | np.integer) or n_classes < 2:
            raise ValueError(f"n_classes must be an integer above 1 (got {show(n_classes)})")
        self.n_classes = self.n_parameters = int(n_classes)

    @quiet
    def sufficient_statistic(self, y: Numbers) -> Floats:
        return one_hot(y, self.n_classes)

    @quiet
    def log_base_measure(self, y: Numbers) -> Floats:
        return 0.0 * self.sufficient_statistic(y)[..., 0]

    @quiet
    def log_partition(self, eta: Numbers) -> Floats:
        return logsumexp(self._eta(eta))

    @quiet
    def mean(self, eta: Numbers) -> Floats:
        return softmax(self._eta(eta))

    @quiet
    def variance(self, eta: Numbers) -> Floats:
        """diag π − ππᵀ; the diagonal πₖ Σⱼ πⱼ over j ≠ k, without 1 − πₖ."""
        pi, same = self.mean(eta), np.eye(self.n_classes)
        between = (1.0 - same) * pi[..., :, None] * pi[..., None, :]
        return same * np.sum(between, axis=-1, keepdims=True) - between

    @quiet
    def natural_parameter(self, mean: Numbers) -> Floats:
        return np.log(self._eta(distribution("mean", mean), "mean"))

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        y, eta = self._pair(y, eta)
        return np.sum(np.where(self.sufficient_statistic(y) > 0, log_softmax(eta), 0.0), axis=-1)

    @quiet
    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        return -2.0 * self.log_prob(y, eta)

    @quiet
    def entropy(self, eta: Numbers) -> Floats:
        return -_expected(self.mean(eta), log_softmax(self._eta(eta)))

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        p, q = self._eta(eta_p, "eta_p"), self._eta(eta_q, "eta_q")
        return np.maximum(_expected(softmax(p), log_softmax(p) - log_softmax(q)), 0.0)

    @property
    def canonical_loss(self) -> CanonicalLoss:
        return CanonicalLoss(
            pieces=_pieces,
            response=lambda y: labels("y", y, self.n_classes).astype(int),
            link=np.log,
            saturated=_saturated,
            n_classes=self.n_classes,
            decide=lambda eta: eta.argmax(axis=-1),
            at_edge=_missing_class,
        )

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        pi = self.mean(eta)
        u = generator(rng).random(pi.shape[:-1] if size is None else size)
        return np.sum(u[..., None] > np.cumsum(pi, axis=-1)[..., :-1], axis=-1)

    def _eta(self, eta, name="eta"):
        eta = finite(name, eta)
        if not is_traced(eta) and np.shape(eta)[-1:] != (self.n_classes,):
            shape = f"(..., {self.n_classes})"
            raise ValueError(f"{name} must have shape {shape} (got {np.shape(eta)})")
        return eta

    def __repr__(self) -> str:
        return f"Categorical(n_classes={self.n_classes})"


@quiet
def _expected(pi, values):
    """Σₖ πₖ valuesₖ, where an impossible outcome adds 0."""
    return np.sum(np.where(pi > 0, pi * values, 0.0), axis=-1)


def _pieces(y, eta):
    """log Σ eᶯᵏ − y·η, π − y, π with classes along the first axis."""
    top = eta.max(axis=0)
    mean = np.exp(eta - top)
    total = mean.sum(axis=0)
    mean /= total
    return top + np.log(total) - np.sum(y * eta, axis=0), mean - y, mean


def _saturated(y):
    """−Σₖ yₖ log yₖ with classes along the first axis, 0 for labels."""
    return 0.0 if np.ndim(y) == 1 else -special.xlogy(y, y).sum(axis=0)


def _missing_class(mean):
    return f"every class must occur in y (got none of class {np.argmin(mean)})"
