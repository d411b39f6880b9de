"""What a fit knows: estimates, their uncertainty, how well they fit, and predictions."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glm_core._validation import distribution
from glm_core.families import ExponentialFamily
from glm_core.glm.observations import check_finite, design_matrix, known_offset, response
from glm_core.optimize import Path
from glm_core.priors import Flat, GaussianPrior, LaplacePrior


@dataclass(frozen=True, eq=False)
class Fit:
    """θ̂ = argmax Σᵢ wᵢ log p(yᵢ; ηᵢ) + log p(θ), with all that was learned on the way.

    `theta` has the intercept first: shape (p + 1,), or (p + 1, K) for K classes, whose last column
    is zero if there was no prior. `covariance` is the inverse Hessian at the optimum over
    `theta.ravel()`; coefficients that the data leave free have an infinite variance there, and
    those that are zero by construction have none. Information is in nats. `dispersion` is the
    variance of a Gaussian, 1/shape of a Gamma (Pearson's X² over n − p where it was unknown) and 1
    for the other families. `log_likelihood` takes an unknown one at its ML value; R takes D/n for a
    Gamma and statsmodels X²/(n − p): `GLM(Gamma(shape=n / D))` and so on have those. `history` is
    the `Path` of the optimiser, in the coordinates of `theta`.
    """

    family: ExponentialFamily
    prior: Flat | GaussianPrior | LaplacePrior
    has_intercept: bool
    theta: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    deviance: float
    dispersion: float
    n_observations: float
    converged: bool
    history: Path

    @property
    def intercept(self):
        """θ₀, or zero without an intercept; one number per class for Categorical."""
        return self.theta[0] if self.has_intercept else 0.0 * self.theta.sum(axis=0)

    @property
    def coefficients(self):
        """θ₁, …, θ_p, one per column of X."""
        return self.theta[1:] if self.has_intercept else self.theta

    @property
    def standard_errors(self):
        """√diag of the covariance, in the shape of `theta`."""
        return np.sqrt(np.diagonal(self.covariance)).reshape(self.theta.shape)

    @property
    def log_posterior(self):
        """log p(y | θ̂) + log p(θ̂) in nats, up to the evidence; the intercept has no prior."""
        return self.log_likelihood + float(np.sum(self.prior.log_prob(self.coefficients)))

    @property
    def n_iter(self):
        """Number of steps of the optimiser."""
        return self.history.n_iter

    def linear_predictor(self, X, offset=None):
        """η = θ₀ + Xθ + offset, shape (n,) or (n, K); μ for the Gaussian, −1/μ for Gamma."""
        X = design_matrix(X)
        check_finite(X)
        if X.shape[1] != len(self.coefficients):
            expected = len(self.coefficients)
            raise ValueError(f"X must have {expected} columns as in the fit (got {X.shape[1]})")
        eta = X @ self.coefficients + self.intercept
        offset = known_offset(offset, len(X), getattr(self.family, "n_classes", None))
        return eta if offset is None else eta + offset

    def predict_mean(self, X, offset=None):
        """E[T(y) | x]: the mean, the probability of a 1, or the probabilities of the K classes.

        ValueError for an x where the η of a Gamma would not be negative.
        """
        return self.family.with_dispersion(1.0).mean(self.linear_predictor(X, offset))

    def predict(self, X, offset=None):
        """The likelier class for Bernoulli and Categorical, the mean otherwise."""
        kind = type(self.family).__name__
        if kind == "Bernoulli":
            return (self.linear_predictor(X, offset) > 0).astype(int)
        if kind == "Categorical":
            return self.linear_predictor(X, offset).argmax(axis=-1)
        return self.predict_mean(X, offset)

    def log_prob(self, X, y, offset=None):
        """log p(yᵢ; ηᵢ) of each row in nats; an unknown variance or shape has its ML value."""
        eta = self.linear_predictor(X, offset)
        y = response(self.family, y, len(eta))
        if y.ndim == 2:
            distribution("y", y)
            return np.sum(y * (eta - self.family.log_partition(eta)[:, None]), axis=-1)
        return self._likeliest.log_prob(y, eta / self._likeliest.dispersion)

    @cached_property
    def _likeliest(self):
        mean_deviance = self.deviance / self.n_observations
        return self.family.with_dispersion(self.family.likeliest_dispersion(mean_deviance))
