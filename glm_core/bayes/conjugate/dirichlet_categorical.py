"""Class probabilities with a Dirichlet prior."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import (
    generator,
    is_traced,
    labels,
    on_simplex,
    parameter,
    quiet,
    same_classes,
    whole,
)
from glm_core.bayes.conjugate.base import Conjugate
from glm_core.bayes.conjugate.dirichlet import (
    drawable,
    log_density,
    log_evidence,
    share_variance,
    shares,
)
from glm_core.numerics import one_hot


@dataclass(frozen=True)
class DirichletCategorical(Conjugate):
    """p(π) ∝ Πₖ πₖ^(αₖ − 1) for class probabilities π; data are class numbers 0..K−1.

    `alpha` has shape (K,), or (..., K) for several models at once.
    """

    alpha: np.ndarray

    def __post_init__(self):
        object.__setattr__(self, "alpha", parameter("alpha", self.alpha))
        if np.ndim(self.alpha) < 1 or np.shape(self.alpha)[-1] < 2:
            raise ValueError(f"alpha must hold two or more classes (got {self.alpha})")

    @property
    @quiet
    def mean(self) -> Floats:
        """E[πₖ] = αₖ / Σα."""
        return shares(self.alpha)

    @property
    @quiet
    def variance(self) -> Floats:
        """Var[πₖ] = E[πₖ] (1 − E[πₖ]) / (Σα + 1)."""
        return share_variance(self.alpha)

    @quiet
    def log_prob(self, pi: Numbers) -> Floats:
        """log p(π), a density on the simplex, −∞ where an entry of `pi` is negative.

        ValueError unless the last axis of `pi` holds K numbers with the sum one.
        """
        pi = on_simplex("pi", pi)
        same_classes("pi", pi, "alpha", self.alpha)
        if is_traced(pi):
            return log_density(self.alpha, pi)
        inside = np.all(pi >= 0.0, axis=-1)
        some = np.where(inside[..., None], pi, 1.0 / pi.shape[-1])
        return np.where(inside, log_density(self.alpha, some), -np.inf)[()]

    @quiet
    def sample(self, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws of π, of shape (size, K), or (size, ..., K) for several models."""
        rng, alpha = generator(rng), drawable(self.alpha)
        if np.ndim(alpha) == 1:
            return rng.dirichlet(alpha, size)
        rows = [rng.dirichlet(row, size) for row in np.reshape(alpha, (-1, self._k))]
        draws = np.stack(rows, axis=-2)
        return np.reshape(draws, (*draws.shape[:-2], *np.shape(self.alpha)))

    def predictive(self, y: Numbers = None) -> Floats:
        """p(next = y) = α_y / Σα; without y, all K of them."""
        mean = self.mean
        if y is None:
            return mean
        return mean[..., np.asarray(labels("y", y, self._k), dtype=int)]

    @property
    def _k(self):
        return np.shape(self.alpha)[-1]

    def _statistic(self, y):
        return one_hot(np.reshape(whole("data", y), -1), self._k)

    def _count_in(self, counts, n):
        return replace(self, alpha=self.alpha + counts)

    def _log_evidence(self, rows):
        return log_evidence(self.alpha, np.sum(rows, axis=0))
