"""The densities that exercises use: norm, and those that are one line of scipy.special."""

import numpy as np
from scipy import special as _s


class _Family:
    def __init__(self, standard, cdf=None, ppf=None, discrete=False):
        self._log, self._cdf, self._ppf, self._discrete = standard, cdf, ppf, discrete

    def _split(self, y, args, loc, scale):
        n = self._shapes
        shapes, rest = args[:n], args[n:]
        loc = rest[0] if len(rest) > 0 else loc
        scale = rest[1] if len(rest) > 1 else scale
        return (np.asarray(y) - loc) / scale, shapes, scale

    _shapes = 0

    def logpdf(self, y, *args, loc=0.0, scale=1.0):
        z, shapes, scale = self._split(y, args, loc, scale)
        return self._log(z, *shapes) - np.log(scale)

    def pdf(self, y, *args, loc=0.0, scale=1.0):
        return np.exp(self.logpdf(y, *args, loc=loc, scale=scale))

    def logpmf(self, k, *args):
        return self._log(np.asarray(k) * 1.0, *args)

    def pmf(self, k, *args):
        return np.exp(self.logpmf(k, *args))

    def cdf(self, y, *args, loc=0.0, scale=1.0):
        z, shapes, scale = self._split(y, args, loc, scale)
        return self._cdf(z, *shapes)

    def sf(self, y, *args, loc=0.0, scale=1.0):
        return 1 - self.cdf(y, *args, loc=loc, scale=scale)

    def ppf(self, q, *args, loc=0.0, scale=1.0):
        n = self._shapes
        if self._ppf is None:
            return loc + scale * self._search(q, args[:n])
        if len(args) > n:
            loc = args[n]
        if len(args) > n + 1:
            scale = args[n + 1]
        return loc + scale * self._ppf(q, *args[:n])

    def _search(self, q, shapes):
        """Where the cdf reaches q: the bracket grows from ±1, then is halved to rounding."""
        if self._cdf is None:
            self.__getattr__("ppf")
        q = np.asarray(q) * 1.0
        low, high = -np.ones(q.shape), np.ones(q.shape)
        for _ in range(1000):
            wide = self._cdf(high, *shapes) < q
            deep = self._cdf(low, *shapes) > q
            if not (np.any(wide) or np.any(deep)):
                break
            high, low = np.where(wide, 2 * high, high), np.where(deep, 2 * low, low)
        for _ in range(80):
            middle = (low + high) / 2
            below = self._cdf(middle, *shapes) < q
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    def rvs(self, *args, **kwargs):
        raise NotImplementedError("scipy.stats draws are not in the page's Python; np.random.default_rng(seed) is. In the notebook it works.")

    def __call__(self, *args, **kwargs):
        return _Frozen(self, args, kwargs)

    def __getattr__(self, name):
        raise AttributeError("scipy.stats distributions have no %r in the page's Python; they have pdf, logpdf, cdf, pmf and ppf. In the notebook it works." % name)


class _Frozen:
    """A distribution whose parameters are settled."""

    def __init__(self, family, args, kwargs):
        self._family, self._args, self._kwargs = family, args, kwargs

    def __getattr__(self, name):
        f = getattr(self._family, name)
        return lambda y, *rest: f(y, *self._args, **self._kwargs)


def _family(shapes, *parts):
    made = _Family(*parts)
    made._shapes = shapes
    return made


def _t_cdf(z, df):
    tail = _s.betainc(df / 2, 0.5, df / (df + z * z)) / 2
    return np.where(z > 0, 1 - tail, tail)


_root = 0.9189385332046727
norm = _family(0, lambda z: -z * z / 2 - _root, lambda z: _s.ndtr(z), lambda q: _s.ndtri(q))
laplace = _family(0, lambda z: -np.abs(z) - np.log(2), lambda z: np.where(z < 0, np.exp(-np.abs(z)) / 2, 1 - np.exp(-np.abs(z)) / 2))
logistic = _family(0, lambda z: -np.abs(z) - 2 * np.log1p(np.exp(-np.abs(z))), lambda z: _s.expit(z))
cauchy = _family(0, lambda z: -np.log(np.pi) - np.log1p(z * z), lambda z: 0.5 + np.arctan(z) / np.pi)
expon = _family(0, lambda z: np.where(z >= 0, -z, -np.inf), lambda z: np.where(z > 0, -np.expm1(-z), 0.0), lambda q: -np.log1p(-np.asarray(q)))
uniform = _family(0, lambda z: np.where((z >= 0) & (z <= 1), 0.0, -np.inf), lambda z: np.clip(z, 0.0, 1.0), lambda q: q)
t = _family(1, lambda z, df: _s.gammaln((df + 1) / 2) - _s.gammaln(df / 2) - np.log(df * np.pi) / 2 - (df + 1) / 2 * np.log1p(z * z / df), _t_cdf)
gamma = _family(1, lambda z, a: _s.xlogy(a - 1, z) - z - _s.gammaln(a), lambda z, a: _s.gammainc(a, np.maximum(z, 0.0)))
beta = _family(2, lambda z, a, b: _s.xlogy(a - 1, z) + _s.xlog1py(b - 1, -z) - _s.betaln(a, b), lambda z, a, b: _s.betainc(a, b, np.clip(z, 0.0, 1.0)))
chi2 = _family(1, lambda z, k: _s.xlogy(k / 2 - 1, z) - z / 2 - _s.gammaln(k / 2) - k / 2 * np.log(2), lambda z, k: _s.gammainc(k / 2, np.maximum(z, 0.0) / 2))
poisson = _family(1, lambda k, mu: _s.xlogy(k, mu) - mu - _s.gammaln(k + 1), lambda k, mu: _s.gammaincc(np.floor(k) + 1, mu))
bernoulli = _family(1, lambda k, p: _s.xlogy(k, p) + _s.xlog1py(1 - k, -p))
binom = _family(2, lambda k, n, p: _s.gammaln(n + 1.0) - _s.gammaln(k + 1) - _s.gammaln(n - k + 1) + _s.xlogy(k, p) + _s.xlog1py(n - k, -p))
geom = _family(1, lambda k, p: np.log(p) + _s.xlog1py(k - 1, -p))


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError("scipy.stats.%s is not in the page's Python; norm, t, laplace, gamma, beta, poisson and binom are. In the notebook it works." % name)
