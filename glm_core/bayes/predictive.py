"""p(y | data) = ∫ p(y | η) p(η | data) dη ≈ (1/S) Σₛ p(y | ηₛ): predictions averaged over draws."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import logsumexp

from glm_core._typing import Floats, Numbers
from glm_core._validation import finite
from glm_core.families import ExponentialFamily


@dataclass(frozen=True, eq=False)
class PosteriorPredictive:
    """An equal mixture of family members, one for each draw of η along the first axis."""

    family: ExponentialFamily
    eta: np.ndarray

    @property
    def mean(self) -> Floats:
        """E[T(y)] = (1/S) Σₛ ∇a(ηₛ): for a Bernoulli response, the predictive probability."""
        return np.mean(self.family.mean(self.eta), axis=0)

    @property
    def variance(self) -> Floats:
        """Var[y] = E[Var[y | η]] + Var[E[y | η]]: noise, and what is not known about η."""
        within = np.mean(self.family.variance(self.eta), axis=0)
        means = self.family.mean(self.eta)
        gap = means - np.mean(means, axis=0)
        matrices = np.ndim(within) == np.ndim(gap)  # (n, K, K) beside (S, n, K)
        squares = gap[..., :, None] * gap[..., None, :] if matrices else gap**2
        return within + np.mean(squares, axis=0)

    def log_prob(self, y: Numbers) -> Floats:
        """log (1/S) Σₛ p(y | ηₛ) in nats, one for each observation."""
        y, rows = finite("y", y), self._batch[1:]
        if np.shape(y) not in ((), rows):
            raise ValueError(f"y must have shape {rows} (got {np.shape(y)})")
        log_probs = self.family.log_prob(y, self.eta)
        return logsumexp(log_probs, axis=0) - np.log(np.shape(log_probs)[0])

    @property
    def _batch(self):
        """The shape of η, less the axis of a vector."""
        return np.shape(self.eta)[: np.ndim(self.eta) - (self.family.n_parameters > 1)]

    def sample(self, *, rng: np.random.Generator) -> Any:
        """One y for each draw and observation: shape (S, n)."""
        return self.family.sample(self.eta, rng=rng)


def posterior_predictive(
    family: ExponentialFamily, linear_predictors: Numbers
) -> PosteriorPredictive:
    """(1/S) Σₛ p(y | ηₛ), for η of shape (S, n), or (S, n, K) for a categorical response."""
    linear_predictors = finite("linear_predictors", linear_predictors)
    if np.ndim(linear_predictors) < 1 or np.shape(linear_predictors)[0] == 0:
        raise ValueError(
            f"linear_predictors must have shape (draws, n) (got {np.shape(linear_predictors)})"
        )
    if family.dispersion is None:
        raise ValueError(f"family must have a known dispersion (got {family!r})")
    return PosteriorPredictive(family, np.divide(linear_predictors, family.dispersion))
