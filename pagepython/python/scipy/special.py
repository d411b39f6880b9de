"""scipy.special over the figures' table of operations."""

from numpy._core import _nd  # what a reader imports is closed
import numpy as np
from numpy import ufunc
from numpy._core import give, wrap

for _name in "expit logit log_expit entr gammaln digamma gamma ndtr log_ndtr ndtri erf erfc log1p expm1 cbrt exp2".split():
    globals()[_name] = ufunc(_name, 1)
for _name in "xlogy xlog1py rel_entr kl_div betaln gammainc gammaincc".split():
    globals()[_name] = ufunc(_name, 2)
psi = digamma  # noqa
loggamma = gammaln  # noqa


def betainc(a, b, x):
    return wrap(_nd.ternary("betainc", give(a), give(b), give(x)))


def beta(a, b):
    return np.exp(betaln(a, b))  # noqa


def erfinv(y):
    return ndtri((np.asarray(y) + 1) / 2) / 1.4142135623730951  # noqa


def polygamma(n, x):
    if n == 0:
        return digamma(x)  # noqa
    if n != 1:
        raise NotImplementedError("scipy.special.polygamma of order %d is not in the page's Python; orders 0 and 1 are. In the notebook it works." % n)
    x = np.asarray(x) * 1.0
    total = 0.0
    for k in range(15):  # ψ′(x) = ψ′(x+1) + 1/x², then the asymptotic series
        total = total + 1 / (x + k) ** 2
    y = x + 15
    z = 1 / (y * y)
    return total + 1 / y + z / 2 + z / y * (1 / 6 - z * (1 / 30 - z * (1 / 42 - z * (1 / 30 - z * (5 / 66)))))


def logsumexp(a, axis=None, b=None, keepdims=False):
    a = np.asarray(a) * 1.0
    top = np.max(a, axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    e = np.exp(a - top)
    if b is not None:
        e = b * e
    out = np.log(np.sum(e, axis, keepdims=True)) + top
    out = np.asarray(out)
    return out if keepdims else np.sum(out, axis)


def softmax(x, axis=None):
    x = np.asarray(x) * 1.0
    e = np.exp(x - np.max(x, axis, keepdims=True))
    return e / np.sum(e, axis, keepdims=True)


def log_softmax(x, axis=None):
    x = np.asarray(x) * 1.0
    x = x - np.max(x, axis, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis, keepdims=True))


def comb(n, k, exact=False, repetition=False):
    if exact:
        import math

        return math.comb(n, k) if hasattr(math, "comb") else int(_comb(n, k))
    n, k = np.asarray(n), np.asarray(k)
    shape = np.broadcast_shapes(n.shape, k.shape)
    pairs = zip(np.broadcast_to(n, shape).ravel().tolist(), np.broadcast_to(k, shape).ravel().tolist())
    out = np.array([_comb(a, b) for a, b in pairs]).reshape(shape)
    return out if shape else out[()]


def _comb(n, k):
    if k < 0 or k > n:
        return 0.0
    if int(n) == n and int(k) == k:
        top = 1
        for i in range(1, int(min(k, n - k)) + 1):
            top = top * (int(n) - i + 1) // i
        return float(top)
    return float(np.exp(gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)))  # noqa


binom = comb


def factorial(n, exact=False):
    if exact:
        out = 1
        for i in range(2, int(n) + 1):
            out *= i
        return out
    return gamma(np.asarray(n) + 1.0)  # noqa


def perm(n, k):
    return np.exp(gammaln(np.asarray(n) + 1.0) - gammaln(np.asarray(n) - k + 1.0))  # noqa


def multigammaln(a, d):
    return d * (d - 1) / 4 * np.log(np.pi) + sum([gammaln(a - j / 2) for j in range(d)])  # noqa


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    from numpy import _core
    from scipy import special

    raise AttributeError("scipy.special.%s is not in the page's Python%s. In the notebook it works." % (name, _core.nearest(name, special)))
