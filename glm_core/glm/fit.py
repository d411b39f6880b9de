"""What a fit knows: estimates, their uncertainty, how well they fit, and predictions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glm_core._typing import Array, ArrayLike, Floats
from glm_core.families import ExponentialFamily
from glm_core.glm.observations import (
    canonical_loss,
    check_finite,
    design_matrix,
    known_offset,
    response,
)
from glm_core.glm.uncertainty import Uncertainty
from glm_core.optimize import Path
from glm_core.priors import Flat, GaussianPrior, LaplacePrior


@dataclass(frozen=True, eq=False)
class Fit:
    """θ̂ = argmax Σᵢ wᵢ log p(yᵢ; ηᵢ) + log p(θ), with all that was learned on the way.

    `theta` has the intercept first: shape (p + 1,), or (p + 1, K) for K classes, whose last column
    is zero if there was no prior. Information is in nats. `dispersion` is the
    variance of a Gaussian, 1/shape of a Gamma (Pearson's X² over n − p where it was unknown) and 1
    for the other families. `log_likelihood` takes an unknown one at its ML value; R takes D/n for a
    Gamma and statsmodels X²/(n − p): `GLM(Gamma(shape=n / D))` and so on have those. `history` is
    the `Path` of the optimiser, in the coordinates of `theta`. Standard errors and covariance are
    computed when first asked for; X and y must be what they were by then, or it is a RuntimeError.
    """

    family: ExponentialFamily
    prior: Flat | GaussianPrior | LaplacePrior
    has_intercept: bool
    theta: np.ndarray
    log_likelihood: float
    deviance: float
    dispersion: float
    n_observations: float
    converged: bool
    history: Path
    uncertainty: Uncertainty

    @property
    def intercept(self) -> Floats:
        """θ₀, or zero without an intercept; one number per class for Categorical."""
        return self.theta[0] if self.has_intercept else 0.0 * self.theta.sum(axis=0)

    @property
    def coefficients(self) -> Array:
        """θ₁, …, θ_p, one per column of X."""
        return self.theta[1:] if self.has_intercept else self.theta

    @property
    def covariance(self) -> Array:
        """φ times the inverse Hessian at the optimum, over `theta.ravel()`.

        Computed when first asked for. Coefficients that the data leave free have an infinite
        variance, those that are zero by construction have none.
        """
        return self.uncertainty.covariance

    @property
    def standard_errors(self) -> Array:
        """√diag of the covariance, in the shape of `theta`; computed when asked for."""
        return np.sqrt(self.uncertainty.variances).reshape(self.theta.shape)

    @property
    def log_posterior(self) -> float:
        """log p(y | θ̂) + log p(θ̂) in nats, up to the evidence; the intercept has no prior."""
        return self.log_likelihood + float(np.sum(self.prior.log_prob(self.coefficients)))

    @property
    def n_iter(self) -> int:
        """Number of steps of the optimiser."""
        return self.history.n_iter

    def linear_predictor(self, X: ArrayLike, offset: ArrayLike | None = None) -> Array:
        """η = θ₀ + Xθ + offset, shape (n,) or (n, K); μ for the Gaussian, −1/μ for Gamma."""
        columns = design_matrix(X)
        check_finite(columns)
        if columns.shape[1] != len(self.coefficients):
            expected, got = len(self.coefficients), columns.shape[1]
            raise ValueError(f"X must have {expected} columns as in the fit (got {got})")
        eta = columns @ self.coefficients + self.intercept
        known = known_offset(offset, len(columns), canonical_loss(self.family).n_classes)
        return eta if known is None else eta + known

    def predict_mean(self, X: ArrayLike, offset: ArrayLike | None = None) -> Array:
        """E[T(y) | x]: the mean, the probability of a 1, or the probabilities of the K classes.

        ValueError for an x where the η of a Gamma would not be negative.
        """
        return self.family.with_dispersion(1.0).mean(self.linear_predictor(X, offset))

    def predict(self, X: ArrayLike, offset: ArrayLike | None = None) -> Any:
        """The likelier class for Bernoulli and Categorical, the mean otherwise."""
        decide = canonical_loss(self.family).decide
        if decide is None:
            return self.predict_mean(X, offset)
        return decide(self.linear_predictor(X, offset))

    def log_prob(self, X: ArrayLike, y: ArrayLike, offset: ArrayLike | None = None) -> Floats:
        """log p(yᵢ; ηᵢ) of each row in nats; an unknown variance or shape has its ML value."""
        eta = self.linear_predictor(X, offset)
        seen = response(canonical_loss(self.family), y, len(eta))
        if seen.ndim == 2:
            return np.sum(seen * (eta - self.family.log_partition(eta)[:, None]), axis=-1)
        return self._likeliest.log_prob(seen, eta / self._likeliest.dispersion)

    @cached_property
    def _likeliest(self):
        mean_deviance = self.deviance / self.n_observations
        return self.family.with_dispersion(self.family.likeliest_dispersion(mean_deviance))
