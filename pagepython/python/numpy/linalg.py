"""numpy.linalg over the page's arrays."""

from collections import namedtuple

import _nd
import numpy as np
from numpy._core import LinAlgError, checked, float64, give, ndarray, wrap

_of = ndarray.of


def solve(a, b):
    return wrap(_nd.solve(give(a), give(b)))


def inv(a):
    return wrap(_nd.linalg("inv", give(a)))


def det(a):
    return wrap(_nd.linalg("det", give(a)))


def cholesky(a):
    return wrap(_nd.linalg("cholesky", give(a)))


EighResult = namedtuple("EighResult", ("eigenvalues", "eigenvectors"))
SVDResult = namedtuple("SVDResult", ("U", "S", "Vh"))
QRResult = namedtuple("QRResult", ("Q", "R"))
SlogdetResult = namedtuple("SlogdetResult", ("sign", "logabsdet"))


def eigh(a, UPLO="L"):
    a = _of(a).T if UPLO == "U" else _of(a)
    return EighResult(wrap(_nd.linalg("eigh_values", give(a))), wrap(_nd.linalg("eigh_vectors", give(a))))


def eigvalsh(a, UPLO="L"):
    return wrap(_nd.linalg("eigh_values", give(_of(a).T if UPLO == "U" else a)))


def _symmetric(a, name):
    a = _of(a)
    if a.ndim != 2 or a.shape[0] != a.shape[1]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    if not np.allclose(a, a.T):
        raise NotImplementedError("np.linalg.%s of a matrix that is not symmetric is not in the page's Python; the nearest that is: np.linalg.svd. In the notebook it works." % name)
    return a


def eig(a):
    return eigh(_symmetric(a, "eig"))


def eigvals(a):
    return eigvalsh(_symmetric(a, "eigvals"))


def svd(a, full_matrices=True, compute_uv=True):
    u, s, vt = [ndarray(r) for r in checked(_nd.svd(give(a), bool(full_matrices)))]
    return SVDResult(u, s, vt) if compute_uv else s


def svdvals(a):
    return svd(a, False)[1]


def qr(a, mode="reduced"):
    q, r = [ndarray(x) for x in checked(_nd.qr(give(a), mode == "complete"))]
    return r if mode == "r" else QRResult(q, r)


def pinv(a, rcond=1e-15, hermitian=False):
    u, s, vt = svd(a, False)
    large = s > rcond * np.max(s)
    d = np.where(large, 1 / np.where(large, s, 1.0), 0.0)
    return (vt.T * d) @ u.T


def lstsq(a, b, rcond=None):
    a, b = _of(a), _of(b)
    if a.ndim != 2:
        raise LinAlgError("%d-dimensional array given. Array must be two-dimensional" % a.ndim)
    if a.shape[0] != b.shape[0]:
        raise LinAlgError("Incompatible dimensions")
    m, n = a.shape
    cut = 2.220446049250313e-16 * (m if m > n else n) if rcond is None else rcond
    u, s, vt = svd(a * 1.0, False)
    large = s > cut * np.max(s)
    rank = int(np.sum(large))
    d = np.where(large, 1 / np.where(large, s, 1.0), 0.0)
    x = vt.T @ (d[:, None] * (u.T @ b) if b.ndim > 1 else d * (u.T @ b))
    r = b - a @ x
    residuals = np.sum(r * r, axis=0, keepdims=b.ndim == 1) if rank == n and m > n else np.zeros(0)
    return x, residuals, rank, s


def matrix_rank(a, tol=None, rtol=None):
    a = _of(a)
    if a.ndim < 2:
        return int(np.any(a != 0))
    s = svdvals(a)
    cut = np.max(s) * (2.220446049250313e-16 * (a.shape[0] if a.shape[0] > a.shape[1] else a.shape[1])) if tol is None else tol
    return np.sum(s > cut)


def cond(a, p=None):
    if p is None or p == 2:
        s = svdvals(a)
        return s[0] / s[-1]
    return norm(a, p) * norm(inv(a), p)


def slogdet(a):
    d = det(a)
    return SlogdetResult(np.sign(d), np.log(np.abs(d)))


def norm(x, ord=None, axis=None, keepdims=False):
    x = np.absolute(_of(x) * 1.0)
    if axis is None and ord is None:
        return np.sqrt(np.sum(x.ravel() * x.ravel()))
    if axis is None and x.ndim == 2:
        if ord == "fro":
            return np.sqrt(np.sum(x * x))
        if ord in (2, -2, "nuc"):
            s = svdvals(x)
            return np.sum(s) if ord == "nuc" else s[0 if ord == 2 else -1]
        if ord in (1, -1):
            return (np.max if ord == 1 else np.min)(np.sum(x, axis=0))
        return (np.max if ord > 0 else np.min)(np.sum(x, axis=1))
    if ord is None or ord == 2:
        return np.sqrt(np.sum(x * x, axis, keepdims=keepdims))
    if ord == 1:
        return np.sum(x, axis, keepdims=keepdims)
    if ord == float("inf"):
        return np.max(x, axis, keepdims=keepdims)
    if ord == -float("inf"):
        return np.min(x, axis, keepdims=keepdims)
    if ord == 0:
        return np.sum((x != 0) * 1.0, axis, keepdims=keepdims)
    return np.sum(x**ord, axis, keepdims=keepdims) ** (1 / ord)


vector_norm = matrix_norm = norm


def matrix_power(a, n):
    a = _of(a)
    if n < 0:
        a, n = inv(a), -n
    out = np.eye(a.shape[0]).astype(a.dtype)
    while n:
        if n % 2:
            out = out @ a
        a, n = a @ a, n // 2
    return out


def multi_dot(arrays):
    out = _of(arrays[0])
    for a in arrays[1:]:
        out = out @ a
    return out


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    from numpy import _core, linalg

    raise AttributeError("np.linalg.%s is not in the page's Python%s. In the notebook it works." % (name, _core.nearest(name, linalg)))
