"""One model and one set of observations: everything that is fixed while θ moves.

The working units are those of dispersion 1: the objective is the negative log-posterior times the
variance of the noise, so that an unknown variance needs no case of its own.
"""

from dataclasses import replace
from functools import cached_property

import numpy as np

from glm_core.glm import observations
from glm_core.glm.design import EPS, Design
from glm_core.glm.objective import Objective
from glm_core.priors import GaussianPrior, LaplacePrior


class Problem:
    """Checked data, the penalty of the prior, and the model that knows no X."""

    def __init__(self, model, X, y, weights, offset):
        self.family, self.prior, self.intercept = model.family, model.prior, model.intercept
        self.loss = observations.canonical_loss(model.family)
        self.n_classes = self.loss.n_classes
        self.X = observations.design_matrix(X)
        n = len(self.X)
        self.y = observations.response(self.loss, y, n)
        self.weights = observations.frequency_weights(weights, n)
        self.offset = observations.known_offset(offset, n, self.n_classes)
        self.total_weight = float(n if self.weights is None else self.weights.sum())
        self.mean_response = observations.mean_response(self.y, self.weights, self.n_classes)
        self.dispersion = model.family.dispersion or 1.0
        if self.intercept:
            observations.check_mean(self.loss, self.mean_response, self._link_of_mean)

    @property
    def has_prior(self):
        """Does the prior say anything?"""
        return isinstance(self.prior, GaussianPrior | LaplacePrior)

    @property
    def n_coefficients(self):
        """Columns of [1, X]."""
        return self.X.shape[1] + self.intercept

    @property
    def shape(self):
        """The shape of the θ that is free: the last class is the reference without a prior."""
        if self.n_classes is None:
            return (self.n_coefficients,)
        return (self.n_coefficients, self.n_classes - (not self.has_prior))

    @cached_property
    def ridge(self):
        """λ of the penalty ½λθ², with the shape of θ."""
        return self._penalty(GaussianPrior, "variance")

    @cached_property
    def lasso(self):
        """p of the penalty p|θ|, with the shape of θ."""
        return self._penalty(LaplacePrior, "scale")

    def _penalty(self, kind, width):
        penalty = np.zeros(self.shape)
        if isinstance(self.prior, kind):
            penalty[int(self.intercept) :] = self.dispersion / getattr(self.prior, width)
        return penalty

    def objective(self, design=None, stride=1):
        """f in working units, on every `stride`-th row."""
        every = slice(None, None, stride)
        design = design or Design(self.X, self.intercept)
        if stride > 1:
            design = replace(design, X=design.X[every])
        return Objective(
            self.loss,
            design,
            self.y[every],
            weights=None if self.weights is None else self.weights[every],
            offset=None if self.offset is None else self.offset[every],
            ridge=self._ridge_of(design) / stride if self.ridge.any() else 0.0,
        )

    @property
    def ridge_of_class(self):
        """λ for each coefficient of one class."""
        return self.ridge if self.ridge.ndim == 1 else self.ridge[:, 0]

    def _ridge_of(self, design):
        """Λ in the coordinates of a design."""
        if design.basis is None:
            return np.diag(self.ridge_of_class)
        return (design.basis.T * self.ridge_of_class) @ design.basis

    @cached_property
    def _link_of_mean(self):
        with np.errstate(divide="ignore"):
            return self.loss.link(self.mean_response)

    @cached_property
    def null_eta(self):
        """η of the model that knows no X; where infinite, that of θ = 0 or one that can be."""
        if np.isfinite(self._link_of_mean).all():
            return self._link_of_mean
        return np.minimum(0.0 * self.mean_response, self.loss.upper - 1)

    def null_model(self):
        """θ with every coefficient zero and the intercept at the link of the mean."""
        theta = np.zeros(self.shape)
        if self.intercept:
            eta = self.null_eta
            if self.offset is not None:
                eta = eta - np.average(self.offset, axis=0, weights=self.weights)
            if self.n_classes is not None:
                eta = (eta - (eta.mean() if self.has_prior else eta[-1]))[: theta.shape[1]]
            theta[0] = eta
        return theta

    @cached_property
    def saturated(self):
        """Σ wᵢ times the loss of a model that fits every row; 0 where `pieces` leave it out."""
        return 0.0 if self.loss.noise else self.weighted_sum(self.loss.saturated_loss(self.y.T))

    def weighted_sum(self, values):
        """Σ wᵢ vᵢ."""
        return float(np.asarray(values if self.weights is None else self.weights * values).sum())

    @cached_property
    def rounding(self):
        """√ Σ wᵢ (|yᵢ| + |offsetᵢ|)²: what rounding goes with; a label or a ratio counts 1."""
        if self.n_classes or (self.loss.noise and not self.loss.constant_curvature):
            return np.sqrt(self.total_weight)
        size = self.y if self.offset is None else np.abs(self.y) + np.abs(self.offset)
        return np.sqrt(self.weighted_sum(size**2))

    def tolerance(self, tol):
        """Newton decrement at which to stop: `tol` times √(half the null deviance), or rounding."""
        if self.loss.noise:
            null = self.weighted_sum(self.loss.pieces(self.y, self.null_eta)[0])
        else:  # the loss is linear in y
            of_mean = self.loss.pieces(np.asarray(self.mean_response), self.null_eta)[0]
            null = self.total_weight * float(of_mean) - self.saturated
        return tol * np.sqrt(max(null, 0.0)) + 8 * EPS * self.rounding

    def check_overflow(self, point):
        """ValueError if value, gradient or Hessian are not finite: X has not been looked at yet."""
        if not all(np.isfinite(part).all() for part in point):
            observations.check_finite(self.X)
            raise ValueError("X, y, weights and offset must be smaller (the objective overflows)")
