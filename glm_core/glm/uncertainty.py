"""How uncertain an estimate is: from the Hessian, and not before somebody asks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

NEGLIGIBLE = 1e-14  # of the largest eigenvalue: a direction that the data leave free


@dataclass(frozen=True, eq=False)
class Common:
    """What all classes have in common, and data never speak of: a ridge alone holds it.

    `matrix` leads from the centred coefficients to θ, `ridge` has λ of each of them, `one` is the φ
    of η = 1 where there is an intercept, whose λ is what `Objective` adds.
    """

    matrix: np.ndarray
    ridge: np.ndarray
    one: np.ndarray | None

    def factor(self, hessian, classes):
        """F with F Fᵀ the covariance of √K times the mean over classes."""
        precision = self.ridge.copy()
        if self.one is not None:
            square = hessian.reshape(len(self.one), classes, len(self.one), classes)
            precision[0] = np.einsum("i,ikjk,j->", self.one, square, self.one) / (classes + 1)
        return self.matrix / np.sqrt(precision)


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """φ M H⁻¹ Mᵀ over θ raveled, where θ = Mφ and H is the Hessian in the coordinates φ.

    `kept` are the places of φ that vary, `places` those of θ that are no reference, of `size`
    places in all; `loose` is a mask of θ that nothing determines: their variance is infinite. Where
    all K classes have coefficients, data only speak of their differences, and `common` of the rest.
    `hessian` may be a function that computes it.
    """

    hessian: np.ndarray | Callable[[], np.ndarray]
    matrix: np.ndarray
    kept: np.ndarray
    dispersion: float
    loose: np.ndarray
    places: np.ndarray
    size: int
    common: Common | None = None

    @property
    def curvature(self):
        """H, computed once; what it is computed from is let go then."""
        if callable(self.hessian):
            object.__setattr__(self, "hessian", self.hessian())
        return self.hessian

    def __getstate__(self):
        return {**self.__dict__, "hessian": self.curvature}  # no data go with a copy

    @cached_property
    def factor(self):
        """F with F Fᵀ = φ M H⁻¹ Mᵀ: sums and differences of θ keep their digits in it."""
        spread = self._spread()
        width, rank = self.matrix.shape[1], spread.shape[1]
        with np.errstate(over="ignore", invalid="ignore"):
            theta = self.matrix @ spread.reshape(width, len(spread) // max(width, 1) * rank)
            factor = np.zeros((self.size, rank))
            factor[self.places] = theta.reshape(len(self.places), rank)
            if self.common is not None:
                classes = self.size // len(self.matrix) if len(self.matrix) else 1
                common = self.common.factor(self.curvature, classes)
                shared = np.kron(common, np.full((classes, 1), classes**-0.5))
                factor = np.column_stack([factor, shared])
            return np.sqrt(self.dispersion) * factor

    def _spread(self):
        """The same of φ, without what all classes have in common."""
        hessian = self.curvature
        if self.common is not None:
            classes = self.size // len(self.matrix) if len(self.matrix) else 1
            apart = np.linalg.qr(np.ones((classes, 1)), mode="complete")[0][:, 1:]
            apart = np.kron(np.eye(self.matrix.shape[1]), apart)  # differences between classes
            return apart @ _inverse_root(apart.T @ hessian @ apart)
        if len(self.kept) == len(hessian):
            return _inverse_root(hessian)
        root = _inverse_root(hessian[np.ix_(self.kept, self.kept)])
        spread = np.zeros((len(hessian), root.shape[1]))
        spread[self.kept] = root
        return spread

    @cached_property
    def variances(self):
        """The diagonal of the covariance."""
        if not np.isfinite(self.dispersion):
            return np.full(self.size, np.inf)
        with np.errstate(over="ignore", invalid="ignore"):
            variances = np.einsum("ij,ij->i", self.factor, self.factor)
        variances[self.places[self.loose]] = np.inf
        return variances

    @cached_property
    def covariance(self):
        """All of it."""
        if not np.isfinite(self.dispersion):
            return np.diag(self.variances)
        covariance = self.factor @ self.factor.T
        np.fill_diagonal(covariance, self.variances)
        covariance.setflags(write=False)
        return covariance

    @property
    def may_overflow(self):
        """Might a variance be too large for a float?"""
        diagonal = np.diagonal(self.curvature)
        smallest = float(diagonal[diagonal > 0].min(initial=1.0))
        reach = float(np.abs(self.matrix).max(initial=1.0)) * self.size
        return not reach * reach / NEGLIGIBLE / smallest * float(self.dispersion) < 1e300


def _inverse_root(hessian):
    """R with R Rᵀ = H⁻¹, leaving out directions without curvature where H has a unit diagonal."""
    diagonal = np.diagonal(hessian)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    values, vectors = np.linalg.eigh(scale[:, None] * hessian * scale)
    kept = values > NEGLIGIBLE * values.max(initial=0.0)
    return scale[:, None] * vectors[:, kept] / np.sqrt(values[kept])
