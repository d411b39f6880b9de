"""f(θ) = Σᵢ wᵢ ℓ(yᵢ, ηᵢ) + ½ Σⱼ λⱼ θⱼ²: value, gradient and Hessian in one walk over the rows.

The rows are taken in blocks that fit the cache, so every temporary is small and X is read once;
η, loss, residual and curvature of a block share their exponentials (`canonical`), and BLAS does
the Gram matrices. This is the one place where speed decides the form of the code.
"""

import threading

import numpy as np

from glm_core.glm.threads import each

STAYS = 1e-3  # of the largest move of any η: a row that moves less is held by others


class Objective:
    """The negative log-posterior as a function of θ, up to a constant.

    `loss` is the family's `CanonicalLoss`. `y` has shape (n,), or (n, K) for K classes, which may
    also be labels (n,). θ has shape (q,) or (q, J): with J = K − 1 the last class is the reference
    (η = 0). `ridge` is Λ of ½ θᵀΛθ, (q, q), or a number λ for each parameter.
    """

    def __init__(self, loss, design, y, *, weights=None, offset=None, ridge=0.0):
        self.loss, self.design, self.y = loss, design, y
        self.weights, self.offset = weights, offset
        if np.ndim(ridge) == 0:
            ridge = ridge * np.eye(design.n_parameters) if ridge else None
        self.ridge = ridge
        self.n_classes = loss.n_classes
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
        if self.ridge is not None:
            one_class = theta.ndim == 1
            hessian += self.ridge if one_class else np.kron(self.ridge, np.eye(theta.shape[1]))
        hessian = self._identified(hessian, theta)
        if self.loss.constant_curvature:
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
            _, residual, curvature = self.loss.pieces(self.response(rows), eta)
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

    def held(self, direction):
        """Σ zᵢzᵢᵀ over rows that stay when θ runs along `direction`: what they still determine.

        With classes it is that of the classes that stay in each row, all equally likely.
        """
        total = 0.0
        for rows in self.design.blocks():
            block = self.design.block(rows)
            moved = self.design.times(block, direction)
            counts = np.ones(len(block)) if self.weights is None else 1.0 * (self.weights[rows] > 0)
            if direction.ndim == 1:
                stays = 1.0 * (np.abs(moved) < STAYS)
            else:
                if len(moved) < self.n_classes:
                    moved = np.concatenate([moved, np.zeros((1, len(block)))])
                stays = 1.0 * (moved > moved.max(axis=0) - STAYS)
                stays /= stays.sum(axis=0)
            total = total + self._curvature(block, stays, counts, direction)
        return total

    def _sum(self, theta, with_hessian):
        parts = iter(each(lambda b: self._block(b, theta, with_hessian), self.design.blocks()))
        value, gradient, hessian = next(parts)
        for loss, slope, curvature in parts:
            value += loss
            gradient += slope
            hessian = hessian + curvature
        if self.ridge is None:
            return float(value), gradient, hessian
        pull = self.ridge @ theta
        return float(value + 0.5 * np.vdot(theta, pull)), gradient + pull, hessian

    @np.errstate(over="ignore", invalid="ignore", under="ignore")
    def _block(self, rows, theta, with_hessian):
        """Loss, gradient and Hessian (or zero) of some rows."""
        block = self.design.block(rows)
        eta = self.eta(theta, rows, block)
        loss, residual, curvature = self.loss.pieces(self.response(rows), eta)
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
        if self.loss.constant_curvature:
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
        if theta.ndim == 1 or theta.shape[1] < self.n_classes or not self.design.intercept:
            return hessian
        one, first = self.design.constant()
        square = hessian.reshape(theta.shape + theta.shape)
        size = np.einsum("i,ikjk,j->", one, square, one) / self.n_classes**2
        shift = np.kron(first, np.ones(self.n_classes))
        return hessian + size * np.outer(shift, shift)
