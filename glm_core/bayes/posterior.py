"""p(θ | y) = N(θ; m, S): a Gaussian over coefficients."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from glm_core._typing import Array, Floats, Numbers
from glm_core._validation import finite, generator
from glm_core.log_gamma import LOG_2PI


@dataclass(frozen=True, eq=False)
class GaussianPosterior:
    """N(θ; mean, covariance), with `covariance` over the entries of `mean` in row-major order.

    `log_evidence` is log ∫ p(y | θ) p(θ) dθ in nats. A flat prior counts with density one, so that
    evidence may be compared only between models that are flat in the same coefficients. `factor` is
    an F with S = F Fᵀ where S alone would have lost what it says of sums and differences.
    """

    mean: np.ndarray
    covariance: np.ndarray
    log_evidence: float
    intercept: bool = True
    factor: np.ndarray | None = None

    @property
    def standard_deviations(self) -> Array:
        """√diag S, in the shape of the mean."""
        return np.reshape(np.sqrt(np.einsum("ii->i", self.covariance)), np.shape(self.mean))

    def log_prob(self, theta: Numbers) -> Floats:
        """log N(θ; m, S) in nats; leading axes of `theta` are different points."""
        d = self.covariance.shape[0]
        factor = np.linalg.cholesky(self.covariance) if self.factor is None else self.factor
        theta = finite("theta", theta)
        lead = np.shape(theta)[: max(np.ndim(theta) - np.ndim(self.mean), 0)]
        if np.shape(theta) != (*lead, *np.shape(self.mean)):
            shape = np.shape(self.mean)
            raise ValueError(f"theta must have shape (..., {shape}) (got {np.shape(theta)})")
        whitened = np.linalg.solve(factor, np.reshape(theta - self.mean, (-1, d)).T)
        log_scale = self._log_det(factor) + 0.5 * d * LOG_2PI
        return np.reshape(-0.5 * np.sum(whitened**2, axis=0) - log_scale, lead)

    def sample(self, size: int, *, rng: np.random.Generator) -> Any:
        """m + F z, with S = F Fᵀ and z standard normal: shape (size, *θ)."""
        factor = self._root() if self.factor is None else self.factor
        z = generator(rng).standard_normal((size, np.shape(factor)[1]))
        return self.mean + np.reshape(z @ factor.T, (size, *np.shape(self.mean)))

    def _log_det(self, factor):
        if self.factor is not None:
            return np.linalg.slogdet(factor)[1]
        return np.sum(np.log(np.einsum("ii->i", factor)))

    def _root(self):
        """By eigenvalues rather than Cholesky: a reference class has no variance at all."""
        values, vectors = np.linalg.eigh(self.covariance)
        certain = np.reshape(self.standard_deviations == 0.0, (-1, 1))
        return np.where(certain, 0.0, vectors * np.sqrt(np.maximum(values, 0.0)))

    def linear_predictors(self, X: Numbers, size: int, *, rng: np.random.Generator) -> Array:
        """η = Φθ for `size` draws of θ: shape (size, n) or (size, n, K)."""
        phi, classes = self._design(X), np.shape(self.mean)[1:]
        theta = np.reshape(self.sample(size, rng=rng), (size, len(self.mean), -1))
        return np.reshape(phi @ theta, (size, len(phi), *classes))

    def _design(self, X):
        """Φ for an X with the columns of the fit."""
        phi, expected = design(X, self.intercept), len(self.mean)
        if np.shape(phi)[1] != expected:
            p, got = expected - self.intercept, np.shape(phi)[1] - self.intercept
            raise ValueError(f"X must have {p} columns as in the fit (got {got})")
        return phi


def design(X: Numbers, intercept: bool) -> Floats:
    """Φ = [1, X] with an intercept, X without."""
    X = finite("X", X)
    if np.ndim(X) != 2:
        raise ValueError(f"X must have shape (n, p) (got {np.shape(X)})")
    return np.concatenate([np.ones((np.shape(X)[0], 1)), X], axis=1) if intercept else X
