"""One model and one set of observations: everything that is fixed while θ moves.

The working units are those of dispersion 1: the objective is the negative log-posterior times the
variance of the noise, so that an unknown variance needs no case of its own.
"""

from dataclasses import replace
from functools import cached_property

import numpy as np

from glm_core.glm import observations
from glm_core.glm.canonical import LOSSES, SATURATED, null_parameter
from glm_core.glm.design import EPS, Design
from glm_core.glm.objective import Objective
from glm_core.priors import GaussianPrior, LaplacePrior


class Problem:
    """Checked data, the penalty of the prior, and the model that knows no X."""

    def __init__(self, model, X, y, weights, offset):
        self.family, self.prior, self.intercept = model.family, model.prior, model.intercept
        self.kind = observations.kind_of(model.family)
        self.n_classes = getattr(model.family, "n_classes", None)
        self.X = observations.design_matrix(X)
        n = len(self.X)
        self.y = observations.response(model.family, y, n)
        self.weights = observations.frequency_weights(weights, n)
        self.offset = observations.known_offset(offset, n, self.n_classes)
        self.total = float(n if self.weights is None else self.weights.sum())
        self.mean = observations.mean_response(self.y, self.weights, self.n_classes)
        self.noise = model.family.dispersion or 1.0
        if self.intercept:
            observations.check_mean(self.kind, self.mean)

    @property
    def informed(self):
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
        return (self.n_coefficients, self.n_classes - (not self.informed))

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
            penalty[int(self.intercept) :] = self.noise / getattr(self.prior, width)
        return penalty

    def objective(self, design=None, stride=1):
        """f in working units, on every `stride`-th row."""
        every = slice(None, None, stride)
        design = design or Design(self.X, self.intercept)
        if stride > 1:
            design = replace(design, X=design.X[every])
        return Objective(
            self.kind,
            design,
            self.y[every],
            weights=None if self.weights is None else self.weights[every],
            offset=None if self.offset is None else self.offset[every],
            ridge=self.ridge / stride if isinstance(self.prior, GaussianPrior) else 0.0,
            n_classes=self.n_classes,
        )

    @cached_property
    def _null_eta(self):
        return null_parameter(self.kind, self.mean)

    def null_model(self):
        """θ with every coefficient zero and the intercept at the link of the mean."""
        theta = np.zeros(self.shape)
        if self.intercept:
            eta = self._null_eta
            if self.offset is not None:
                eta = eta - np.average(self.offset, axis=0, weights=self.weights)
            if self.n_classes is not None:
                eta = (eta - (eta.mean() if self.informed else eta[-1]))[: theta.shape[1]]
            theta[0] = eta
        return theta

    @cached_property
    def saturated(self):
        """Σ wᵢ times the loss of a model that fits every row exactly; zero for labels."""
        if self.kind not in SATURATED or (self.n_classes and self.y.ndim == 1):
            return 0.0
        if self.kind == "Bernoulli" and np.array_equal(self.y, self.y.astype(bool)):
            return 0.0
        return self.weighted_sum(SATURATED[self.kind](self.y.T))

    def weighted_sum(self, values):
        """Σ wᵢ vᵢ."""
        return float(np.sum(values if self.weights is None else self.weights * values))

    def fits_exactly(self, loss):
        """Is this Σ wᵢℓᵢ that of a model without any deviance?"""
        return bool(2 * (loss - self.saturated) < 1e-6 * self.total)

    def size(self):
        """√ Σ wᵢ yᵢ²: what the rounding errors go with. A label or a ratio y/μ counts as 1."""
        ratio = self.n_classes or self.kind == "Gamma"
        return np.sqrt(self.total if ratio else self.weighted_sum(self.y**2))

    def tolerance(self, tol):
        """Newton decrement at which to stop: `tol` times √(half the null deviance), or rounding."""
        if self.kind in SATURATED:
            null = self.total * float(SATURATED[self.kind](np.asarray(self.mean))) - self.saturated
        else:
            null = self.weighted_sum(LOSSES[self.kind](self.y, self._null_eta)[0])
        return tol * np.sqrt(max(null, 0.0)) + 8 * EPS * self.size()

    def check_overflow(self, point):
        """ValueError if value, gradient or Hessian are not finite: X has not been looked at yet."""
        if not all(np.isfinite(part).all() for part in point):
            observations.check_finite(self.X)
            raise ValueError("X, y, weights and offset must be smaller (the objective overflows)")
