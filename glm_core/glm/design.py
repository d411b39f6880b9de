"""The columns that the fit works with: X as given, centred, or orthonormalised, block by block.

η = Z φ, where Z is [1, X] as long as that is well conditioned. A column far from zero is centred,
which only moves the intercept; a design that is ill-conditioned all the same is replaced by an
orthonormal basis of its columns, from a QR decomposition that takes in X a block of rows at a
time. X itself is never copied.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

BLOCK = 2**17  # numbers in a block of rows: 1 MB, so that it stays in the cache of a core
ROWS = 2048  # but no fewer rows: NumPy and BLAS pay for each call
EPS = np.finfo(float).eps


def row_blocks(n_rows, n_columns):
    """Slices that cut n rows into blocks of about `BLOCK` numbers and at least `ROWS` rows."""
    size = max(ROWS, BLOCK // max(n_columns, 1))
    return [slice(start, min(start + size, n_rows)) for start in range(0, n_rows, size)]


@dataclass(frozen=True)
class Design:
    """Z = [1, X − c] B, of which c and B may be missing. `null` spans the θ with [1, X] θ = 0.

    `inverse` is B⁻¹. The last `silent` columns of Z are zero up to rounding, and taken as that:
    only a prior says something of them.
    """

    X: np.ndarray
    intercept: bool
    centre: np.ndarray | None = None
    basis: np.ndarray | None = None
    inverse: np.ndarray | None = None
    null: np.ndarray | None = None
    silent: int = 0

    @property
    def ones(self):
        """Does a block stand for [1, block]?"""
        return self.intercept and self.basis is None

    @property
    def n_parameters(self):
        """Number of columns of Z."""
        if self.basis is not None:
            return self.basis.shape[1]
        return self.X.shape[1] + self.intercept

    def blocks(self):
        """Slices of rows."""
        return row_blocks(*self.X.shape)

    def block(self, rows):
        """These rows of Z, without the column of ones."""
        block = self.X[rows] if self.centre is None else self.X[rows] - self.centre
        if self.basis is None:
            return block
        product = block @ self.basis[1:] + self.basis[0] if self.intercept else block @ self.basis
        if self.silent:
            product[:, -self.silent :] = 0.0
        return product

    def times(self, block, phi):
        """Z φ for one block: (m,), or (J, m) with classes first."""
        if phi.ndim == 1:
            return block @ phi[1:] + phi[0] if self.ones else block @ phi
        return phi[1:].T @ block.T + phi[0][:, None] if self.ones else phi.T @ block.T

    def transposed_times(self, block, residual):
        """Zᵀ r for one block; r is (m,), or (J, m) with classes first."""
        if not self.ones:
            return (residual @ block).T
        product = np.empty((self.n_parameters, *residual.shape[:-1]))
        product[0], product[1:] = residual.sum(axis=-1), (residual @ block).T
        return product

    def gram(self, block, weight, scratch):
        """Zᵀ diag(w) Z for one block, as (√w Z)ᵀ (√w Z): BLAS then does only one triangle."""
        scaled = block
        if weight is not None:
            scaled = np.einsum("ij,i->ij", block, np.sqrt(weight), out=scratch[: len(block)])
        if not self.ones:
            return scaled.T @ scaled
        gram = np.empty((self.n_parameters,) * 2)
        gram[0, 0] = len(block) if weight is None else weight.sum()
        gram[0, 1:] = gram[1:, 0] = (np.ones(len(block)) if weight is None else weight) @ block
        gram[1:, 1:] = scaled.T @ scaled
        return gram

    def constant(self):
        """The φ of η = 1, and the linear form on φ that is the first coefficient of [1, X − c]."""
        if self.basis is not None and self.inverse is not None:
            return self.inverse[:, 0], self.basis[0]
        first = np.eye(self.n_parameters)[0]
        return first, first

    def scratch(self):
        """Room for √w Z of one block."""
        rows = self.blocks()[0]
        return np.empty((rows.stop, self.n_parameters - self.ones))

    def matrix(self):
        """M with θ = M φ: back to the coefficients of [1, X]."""
        matrix = np.eye(self.X.shape[1] + self.intercept) if self.basis is None else self.basis
        if self.centre is None:
            return matrix
        moved = matrix.copy()
        moved[0] -= self.centre @ matrix[1:]
        return moved


def centred_if_needed(X, intercept):
    """The plain design, or one centred at a typical row if some column lies far from zero."""
    if not intercept or X.shape[1] == 0:
        return Design(X, intercept)
    sample = X[:: max(1, len(X) // 500)]
    n = len(sample)
    mean, square = np.ones(n) @ sample / n, np.einsum("ij,ij->j", sample, sample) / n
    if not np.any(square < 1.1 * mean**2):  # no mean beyond three standard deviations
        return Design(X, intercept)
    return Design(X, intercept, centre=np.clip(mean, sample.min(axis=0), sample.max(axis=0)))


def orthonormalised(design, weights=None):
    """The same column space in an orthonormal basis: Z = [1, X − c] D V S⁻¹.

    R of the blockwise QR decomposition, its columns scaled to length one (D), has the singular
    values of the design without squaring them; directions whose singular value is rounding
    error span `null`.
    """
    scale, values, vectors, kept = _directions(design, weights)
    null = Design(design.X, design.intercept, design.centre).matrix() @ (scale * vectors[~kept]).T
    return _in_basis(design, scale, values[kept], vectors[kept], null=null)


def balanced(design, ridge, weights=None):
    """The design whose columns, with a ridge Λ = diag(`ridge`), all have about length one.

    The basis is D V T⁻¹ with T² = S² + diag(VᵀDΛDV): a direction that the data leave free, where
    Λ would be lost beside their rounding errors, has a column of zeros, and Λ alone.
    """
    scale, values, vectors, kept = _directions(design, weights)
    values = np.where(kept, values, 0.0)
    length = np.sqrt(values**2 + (vectors**2) @ (ridge * scale**2))
    return _in_basis(design, scale, length, vectors, silent=int(np.sum(~kept)))


def _in_basis(design, scale, length, vectors, **rest):
    basis = scale[:, None] * vectors.T / length
    inverse = length[:, None] * vectors / scale
    return Design(design.X, design.intercept, design.centre, basis, inverse, **rest)


def _directions(design, weights):
    """D, S and Vᵀ, and which singular values are more than rounding error."""
    triangle = _triangle(design, weights)
    length = np.linalg.norm(triangle, axis=0)
    origin = np.zeros(len(length))
    if design.centre is not None:
        origin[1:] = np.abs(design.centre) * np.sqrt(len(design.X))
    noise = 100 * len(length) * EPS
    length = np.where(length <= noise * origin, 0.0, length)
    scale = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    _, values, vectors = np.linalg.svd(triangle * scale)
    values = np.concatenate([values, np.zeros(len(length) - len(values))])
    kept = values > noise * max(values.max(), 1e-300) * max(1, (origin * scale).max())
    return np.where(scale > 0, scale, 1.0), values, vectors, kept


def _triangle(design, weights):
    width = design.n_parameters
    triangle: Any = np.zeros((0, width))
    for rows in design.blocks():
        block = design.block(rows)
        if weights is not None:
            block = block[weights[rows] > 0]
        if design.ones:
            block = np.column_stack([np.ones(len(block)), block])
        triangle = np.linalg.qr(np.vstack([triangle, block]), mode="r")
    return triangle
