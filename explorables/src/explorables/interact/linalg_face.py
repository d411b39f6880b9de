"""``np.linalg`` for stand-ins: least squares, singular values, the symmetric eigenproblem."""

from __future__ import annotations

import numpy as np

from ..trace.errors import fail
from .cells import plain
from .numpy_face import Face, traced


def lstsq(a, b, rcond=None):
    a, b = plain(a), plain(b)
    if not traced(a, b):
        return np.linalg.lstsq(a, b, rcond=rcond)
    if not traced(a):
        solution, rank = np.linalg.pinv(a) @ b, np.linalg.matrix_rank(a)
    else:
        scale = np.sqrt(np.sum(a * a, axis=0))
        scaled = a / scale
        solution, rank = np.linalg.solve(scaled.T @ scaled, scaled.T @ b) / scale, a.shape[1]
    residual = b - a @ solution
    return (
        solution,
        np.sum(residual * residual, axis=0, keepdims=True),
        rank,
        svd(a, compute_uv=False),
    )


def svd(a, full_matrices=True, compute_uv=True):
    """By the symmetric eigenproblem of aᵀa: half the digits of small singular values."""
    a = plain(a)
    if not traced(a):
        return np.linalg.svd(a, full_matrices=full_matrices, compute_uv=compute_uv)
    values, vectors = np.linalg.eigh(a.T @ a)
    sizes = np.sqrt(np.maximum(values[::-1], 0.0))
    if not compute_uv:
        return sizes[: min(a.shape)]
    if a.shape[0] < a.shape[1]:
        fail("np.linalg.svd of a wide matrix", "take the svd of its transpose")
    v = vectors[:, ::-1]
    return (a @ v) / sizes, sizes, v.T


def pinv(a, *args, **kwargs):
    a = plain(a)
    if not traced(a):
        return np.linalg.pinv(a, *args, **kwargs)
    return np.linalg.solve(a.T @ a, a.T)


def eig(a):
    """Of a symmetric matrix, ascending; NumPy's order of a general one is not to be had here."""
    a = plain(a)
    if not traced(a):
        return np.linalg.eig(a)
    return np.linalg.eigh(a)


FACE = Face(np.linalg, dict(lstsq=lstsq, svd=svd, pinv=pinv, eig=eig))
