"""p(θ | y) ≈ N(θ; θ̂, H⁻¹), H = −∇² log p(θ̂ | y): a Gaussian laid on the mode.

Source: Bishop, Pattern Recognition and Machine Learning (2006), section 4.4.
"""

import numpy as np

from glm_core.bayes.posterior import LOG_2PI, GaussianPosterior
from glm_core.glm.fit import Fit
from glm_core.priors import Flat, LaplacePrior


def laplace_approximation(fit: Fit) -> GaussianPosterior:
    """N(θ̂, H⁻¹) and log p(y) ≈ log p(y, θ̂) + ½ d log 2π − ½ log det H, from the `Fit` of a GLM.

    Exact for a Gaussian response of known variance. ValueError where there is no such Gaussian: a
    prior with a kink, an estimated variance, coefficients that the data leave undetermined.
    """
    _check(fit)
    covariance, factor = fit.covariance, fit.uncertainty.factor
    shift = _undetermined_shift(fit)
    if shift is not None:
        keep = np.eye(len(shift)) - np.outer(shift, shift)
        covariance, factor = keep @ covariance @ keep, keep @ factor
    log_evidence = fit.log_posterior + _log_volume(factor, shift)
    needed = factor if _loses_digits(fit.covariance) else None
    return GaussianPosterior(fit.theta, covariance, log_evidence, fit.has_intercept, needed)


def _loses_digits(covariance):
    """Are the correlations so near to ±1 that the covariance cannot tell how near?"""
    uncertain = np.diagonal(covariance) > 0.0
    block = covariance[np.ix_(uncertain, uncertain)]
    scale = 1 / np.sqrt(np.diagonal(block))
    values = np.linalg.eigvalsh(scale[:, None] * block * scale)
    return len(values) > 0 and values[0] < 1e-9


def _check(fit):
    if isinstance(fit.prior, LaplacePrior):
        raise ValueError("fit must have a smooth prior: |θ| has no curvature (got LaplacePrior)")
    if fit.family.dispersion is None:
        unknown = fit.family.canonical_loss.noise
        raise ValueError(f"fit must have a known {unknown} (got {fit.family!r})")
    infinite = np.flatnonzero(np.isinf(np.diagonal(fit.covariance)))
    if len(infinite) or not fit.converged:
        raise ValueError(
            "fit must have found a single mode; a GaussianPrior gives one "
            f"(got converged={fit.converged}, undetermined coefficients {infinite.tolist()})"
        )


def _undetermined_shift(fit):
    """The unit vector of a common shift of K free intercepts: no probability depends on it."""
    if np.ndim(fit.theta) == 1 or isinstance(fit.prior, Flat) or not fit.has_intercept:
        return None
    shift = np.zeros_like(fit.theta)
    shift[0] = fit.theta.shape[1] ** -0.5
    return shift.ravel()


def _log_volume(factor, shift):
    """log ∫ exp(−½ θᵀHθ) dθ = ½ d log 2π + log |det F| over what is uncertain."""
    uncertain = np.any(factor != 0.0, axis=1)
    d = np.sum(uncertain) - (shift is not None)
    if shift is not None:
        factor = np.column_stack([factor, shift])
    rows = factor[uncertain].T
    rows = rows[np.argsort(-np.linalg.norm(rows, axis=1))]  # QR keeps small rows below large ones
    triangle = np.linalg.qr(rows, mode="r")
    return 0.5 * d * LOG_2PI + np.sum(np.log(np.abs(np.diagonal(triangle))))
