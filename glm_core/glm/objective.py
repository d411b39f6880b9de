"""f(θ) = Σᵢ wᵢ ℓ(yᵢ, ηᵢ) + ½ Σⱼ λⱼ θⱼ²: value, gradient and Hessian in one walk over the rows.

The rows are taken in blocks that fit the cache, so every temporary is small and X is read once;
η, loss, residual and curvature of a block share their exponentials (`canonical`), and BLAS does
the Gram matrices. This is the one place where speed decides the form of the code.
"""

import threading

import numpy as np

from glm_core.glm.canonical import LOSSES
from glm_core.glm.threads import each


class Objective:
    """The negative log-posterior as a function of θ, up to a constant.

    `y` has shape (n,), or (n, K) for Categorical, which may also be labels (n,); `n_classes` is K
    or None. θ has shape (q,) or (q, J): with J = K − 1 the last class is the reference (η = 0).
    `ridge` holds λ, one number per parameter.
    """

    def __init__(self, loss, design, y, *, weights=None, offset=None, ridge=0.0, n_classes=None):
        self.loss, self.design, self.y = loss, design, y
        self.weights, self.offset, self.ridge = weights, offset, ridge
        self.n_classes = n_classes
        self._constant_hessian, self._last = None, None
        self._thread = threading.local()

    def __call__(self, theta):
        """Value, gradient and Hessian at θ."""
        if self._last is None or (self._last[0] != theta).any():
            self._last = theta.copy(), self._evaluate(theta)
        return self._last[1]

    def _evaluate(self, theta):
        if self._constant_hessian is not None:
            value, gradient = self.value_and_gradient(theta)
            return value, gradient, self._constant_hessian
        value, gradient, hessian = self._sum(theta, with_hessian=True)
        if np.any(self.ridge):
            hessian = hessian + np.diag(np.broadcast_to(self.ridge, theta.shape).ravel())
        hessian = self._identified(hessian, theta)
        if self.loss == "Gaussian":
            self._constant_hessian = hessian
        return value, gradient, hessian

    def value_and_gradient(self, theta):
        """Value and gradient at θ, for gradient descent."""
        return self._sum(theta, with_hessian=False)[:2]

    @np.errstate(over="ignore")
    def pearson(self, theta):
        """X² = Σᵢ wᵢ (yᵢ − μᵢ)² / a″(ηᵢ)."""
        total = 0.0
        for rows in self.design.blocks():
            eta = self.eta(theta, rows, self.design.block(rows))
            _, residual, curvature = LOSSES[self.loss](self.response(rows), eta)
            weights = 1.0 if self.weights is None else self.weights[rows]
            total += np.sum(weights * residual**2 / curvature)
        return float(total)

    def eta(self, theta, rows, block):
        """η of one block: (m,), or (K, m) with classes first."""
        eta = self.design.times(block, theta)
        if self.n_classes is not None and len(eta) < self.n_classes:
            eta = np.concatenate([eta, np.zeros((1, len(block)))])
        if self.offset is not None:
            eta = eta + self.offset[rows].T
        if self.weights is not None:
            eta = np.where(self.weights[rows] > 0, eta, -1.0)  # lest 0 · eᶯ be 0 · ∞
        return eta

    def response(self, rows):
        """y of one block, like η: labels become columns of zeros and a one."""
        y = self.y[rows]
        if self.n_classes is None or y.ndim == 2:
            return y.T
        return (y == np.arange(self.n_classes)[:, None]).astype(float)

    def _sum(self, theta, with_hessian):
        value, gradient, hessian = 0.0, np.zeros_like(theta), 0.0
        parts = each(lambda rows: self._block(rows, theta, with_hessian), self.design.blocks())
        for loss, slope, curvature in parts:
            value += loss
            gradient += slope
            hessian = hessian + curvature
        value += 0.5 * np.sum(self.ridge * theta**2)
        return float(value), gradient + self.ridge * theta, hessian

    @np.errstate(over="ignore", invalid="ignore", under="ignore")
    def _block(self, rows, theta, with_hessian):
        """Loss, gradient and Hessian (or zero) of some rows."""
        block = self.design.block(rows)
        eta = self.eta(theta, rows, block)
        loss, residual, curvature = LOSSES[self.loss](self.response(rows), eta)
        weights = None if self.weights is None else self.weights[rows]
        if weights is not None:
            loss, residual = weights * loss, weights * residual
        free = residual[: theta.shape[1]] if theta.ndim == 2 else residual
        gradient = self.design.transposed_times(block, free)
        hessian = self._curvature(block, curvature, weights, theta) if with_hessian else 0.0
        return loss.sum(), gradient, hessian

    def _room(self):
        """Room for one block, a thread its own: memory that is used again costs nothing to get."""
        if not hasattr(self._thread, "room"):
            self._thread.room = self.design.scratch()
        return self._thread.room

    def _curvature(self, block, curvature, weights, theta):
        """Σᵢ wᵢ ∇²a(ηᵢ) ⊗ zᵢzᵢᵀ; for classes from G_kl = Σᵢ wᵢ πₖ πₗ zᵢzᵢᵀ with k < l alone.

        The rows of diag(π) − ππᵀ sum to zero, so the block (k, k) is the sum of its neighbours.
        """
        weighted = curvature if weights is None else weights * curvature
        if self.loss == "Gaussian":
            weighted = weights
        if theta.ndim == 1:
            return self.design.gram(block, weighted, self._room())
        width, free = theta.shape
        total = np.zeros((self.n_classes, self.n_classes, width, width))
        for k in range(self.n_classes):
            for j in range(k):
                gram = self.design.gram(block, weighted[k] * curvature[j], self._room())
                total[k, j] -= gram
                total[j, k] -= gram
                total[k, k] += gram
                total[j, j] += gram
        return total[:free, :free].transpose(2, 0, 3, 1).reshape(theta.size, theta.size)

    def _identified(self, hessian, theta):
        """All K columns free: equal shifts of the K intercepts change nothing, so fix their sum."""
        if theta.ndim == 2 and theta.shape[1] == self.n_classes and self.design.ones:
            shift = slice(0, self.n_classes)
            hessian[shift, shift] += np.trace(hessian[shift, shift]) / self.n_classes**2
        return hessian
