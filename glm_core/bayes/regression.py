"""θ | y ~ N(m, S) with S⁻¹ = P + ΦᵀΦ/σ² and m = SΦᵀy/σ²: linear regression without approximation.

Source: Bishop, Pattern Recognition and Machine Learning (2006), sections 3.3 and 3.5.
"""

from dataclasses import dataclass

import numpy as np

from glm_core._typing import Array, ArrayLike
from glm_core._validation import finite, is_traced, parameter, require
from glm_core.bayes.posterior import LOG_2PI, GaussianPosterior, design
from glm_core.glm.design import Design, balanced

ILL_CONDITIONED = 1e-9  # reciprocal condition number of the precision, scaled to a unit diagonal


@dataclass(frozen=True)
class BayesianLinearRegression:
    """y ~ N(Φθ, σ²) with θ ~ N(0, prior_variance) for each coefficient and a flat prior on θ₀.

    `prior_variance` is a number or one for each column of X. With `intercept=False` there is no
    flat prior: give X a column of ones to have an intercept with the same prior as the rest.
    """

    prior_variance: float
    noise_variance: float
    intercept: bool = True

    def __post_init__(self):
        parameter("prior_variance", self.prior_variance)
        parameter("noise_variance", self.noise_variance)

    def fit(
        self, X: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None
    ) -> "LinearPosterior":
        """p(θ | y), for X of shape (n, p) and y of shape (n,); weights count observations."""
        columns, seen, counts = self._checked(X, y, weights)
        # A flat intercept lets the columns be centred: the same posterior, far better conditioned.
        center = np.zeros(columns.shape[1])
        if self.intercept:
            center = counts @ columns / np.sum(counts)
        phi = design(columns - center, self.intercept)
        mean, covariance, root, log_evidence = self._solve(phi, seen, counts)
        if self.intercept:
            first = np.concatenate([np.ones(1), -center])
            back = np.concatenate([first[None, :], np.eye(len(first))[1:]])
            mean, covariance = back @ mean, back @ covariance @ back.T
            root = None if root is None else back @ root
        return LinearPosterior(
            mean, covariance, log_evidence, self.intercept, root, self.noise_variance
        )

    def _solve(self, phi, y, weights):
        """Mean, covariance, an F with S = F Fᵀ where that is needed, and log-evidence."""
        prior, w = self._prior_precision(phi.shape[1]), weights / self.noise_variance
        basis = self._basis(phi, w, prior, weights)
        plain = basis is None
        columns = phi if plain else basis.block(slice(None))
        penalty = np.eye(phi.shape[1]) * prior
        penalty = penalty if plain else basis.basis.T @ penalty @ basis.basis
        precision = (columns.T * w) @ columns + penalty
        # Columns are measured so that the diagonal is one: units of 1e8 cost no digits.
        scale = 1.0 / np.sqrt(np.einsum("ii->i", precision))
        factor = np.linalg.cholesky(precision * scale * scale[:, None])
        half = np.linalg.solve(factor, np.eye(phi.shape[1]) * scale)
        covariance = half.T @ half
        mean = covariance @ (columns.T @ (w * y))
        mean = mean + covariance @ (columns.T @ (w * (y - columns @ mean)) - penalty @ mean)
        log_det = 2.0 * np.sum(np.log(np.einsum("ii->i", factor) / scale))
        root = None
        if not plain:
            mean, root = basis.basis @ mean, basis.basis @ half.T
            covariance = root @ root.T
            log_det = log_det - 2.0 * np.linalg.slogdet(basis.basis)[1]
        misfit = np.sum(w * (y - phi @ mean) ** 2) + np.sum(prior * mean**2)
        log_evidence = -0.5 * (misfit + log_det + self._log_scale(phi, weights))
        return mean, covariance, root, log_evidence

    def _basis(self, phi, w, prior, weights):
        """Other columns for the same posterior, where the precision of these would lose the prior:
        collinear ones, of which only the prior says something."""
        if any(map(is_traced, (phi, w, prior))):
            return None
        precision = (phi.T * w) @ phi + np.diag(prior)
        scale = 1.0 / np.sqrt(np.diagonal(precision))
        values = np.linalg.eigvalsh(precision * scale * scale[:, None])
        if len(values) == 0 or values[0] > ILL_CONDITIONED * values[-1]:
            return None
        return balanced(Design(phi, False), prior * self.noise_variance, weights)

    def _log_scale(self, phi, weights):
        """The normalisers of likelihood and prior; each flat coefficient gives one 2π back."""
        proper = self._prior_precision(phi.shape[1])[int(self.intercept) :]
        of_noise = np.sum(weights) * (LOG_2PI + np.log(self.noise_variance))
        return of_noise - np.sum(np.log(proper)) - int(self.intercept) * LOG_2PI

    def _prior_precision(self, d):
        flat = np.zeros(int(self.intercept))
        return np.concatenate([flat, np.ones(d - len(flat)) / self.prior_variance])

    def _checked(self, X, y, weights):
        X = design(X, False)
        n, p = np.shape(X)
        y = finite("y", y)
        weights = np.ones(n) if weights is None else finite("weights", weights)
        require("weights", weights, "non-negative", lambda a: a >= 0)
        for name, value in {"y": y, "weights": weights}.items():
            if np.shape(value) != (n,):
                raise ValueError(f"{name} must have shape ({n},) (got {np.shape(value)})")
        if np.shape(self.prior_variance) not in ((), (p,)):
            shape = np.shape(self.prior_variance)
            raise ValueError(f"prior_variance must be a number or have shape ({p},) (got {shape})")
        if self.intercept and not is_traced(weights) and not np.sum(weights) > 0:
            raise ValueError(f"weights must have a positive sum beside an intercept (got {n} rows)")
        return X, y, weights


@dataclass(frozen=True, eq=False)
class LinearPosterior(GaussianPosterior):
    """N(θ; mean, covariance) of a linear regression, intercept first."""

    noise_variance: float = 1.0

    def predict(self, X: ArrayLike) -> tuple[Array, Array]:
        """(φᵀm, φᵀSφ + σ²): mean and variance of a new y at each row of X."""
        phi = self._design(X)
        variance = np.sum((phi @ self.covariance) * phi, axis=1) + self.noise_variance
        return phi @ self.mean, variance
