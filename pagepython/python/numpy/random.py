"""numpy.random.default_rng with NumPy's own numbers."""

import _nd
import numpy as np
from jsffi import to_js
from numpy._core import checked, give, ndarray, shape_of, wrap

_of = ndarray.of


def _size(size):
    return None if size is None else shape_of(size)


class Generator:
    def __init__(self, seed=None):
        if seed is not None and (type(seed) is float or seed < 0):
            raise ValueError("expected non-negative integer")
        self._ = checked(_nd.generator("" if seed is None else str(int(seed))))

    def __repr__(self):
        return "Generator(PCG64)"

    def _draw(self, name, a, b, size):
        return wrap(_nd.draw(self._, name, give(a), give(b), _size(size)))

    def random(self, size=None):
        return _plain(self._draw("random", 0.0, 0.0, size))

    def uniform(self, low=0.0, high=1.0, size=None):
        return _plain(self._draw("uniform", low, high, size))

    def normal(self, loc=0.0, scale=1.0, size=None):
        _positive(scale, "scale")
        return _plain(self._draw("normal", loc, scale, size))

    def standard_normal(self, size=None):
        return _plain(self._draw("normal", 0.0, 1.0, size))

    def exponential(self, scale=1.0, size=None):
        _positive(scale, "scale")
        return _plain(self._draw("exponential", scale, 0.0, size))

    def standard_exponential(self, size=None):
        return self.exponential(1.0, size)

    def gamma(self, shape, scale=1.0, size=None):
        _positive(shape, "shape")
        _positive(scale, "scale")
        return _plain(self._draw("gamma", shape, scale, size))

    def standard_gamma(self, shape, size=None):
        return self.gamma(shape, 1.0, size)

    def beta(self, a, b, size=None):
        if np.any(_of(a) <= 0) or np.any(_of(b) <= 0):
            raise ValueError("a <= 0" if np.any(_of(a) <= 0) else "b <= 0")
        return _plain(self._draw("beta", a, b, size))

    def chisquare(self, df, size=None):
        return _plain(self._draw("chisquare", df, 0.0, size))

    def standard_t(self, df, size=None):
        return _plain(self._draw("standard_t", df, 0.0, size))

    def standard_cauchy(self, size=None):
        return _plain(self._draw("standard_cauchy", 0.0, 0.0, size))

    def laplace(self, loc=0.0, scale=1.0, size=None):
        _positive(scale, "scale")
        return _plain(self._draw("laplace", loc, scale, size))

    def logistic(self, loc=0.0, scale=1.0, size=None):
        return _plain(self._draw("logistic", loc, scale, size))

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        return _plain(self._draw("gumbel", loc, scale, size))

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return _plain(self._draw("lognormal", mean, sigma, size))

    def poisson(self, lam=1.0, size=None):
        if np.any(_of(lam) < 0):
            raise ValueError("lam < 0 or lam contains NaNs")
        return _plain(self._draw("poisson", lam, 0.0, size))

    def binomial(self, n, p, size=None):
        if np.any(_of(p) < 0) or np.any(_of(p) > 1):
            raise ValueError("p < 0, p > 1 or p contains NaNs")
        return _plain(self._draw("binomial", n, p, size))

    def integers(self, low, high=None, size=None, dtype=None, endpoint=False):
        if high is None:
            low, high = 0, low
        if endpoint:
            high = high + 1
        return wrap(_nd.integers(self._, give(low), give(high), _size(size)))

    def dirichlet(self, alpha, size=None):
        if np.any(_of(alpha) <= 0):
            raise ValueError("alpha < 0")
        return wrap(_nd.dirichlet(self._, give(alpha), to_js([]) if size is None else shape_of(size)))

    def multinomial(self, n, pvals, size=None):
        return wrap(_nd.multinomial(self._, give(n), give(pvals), to_js([]) if size is None else shape_of(size)))

    def permutation(self, x, axis=0):
        if type(x) is int or type(x) is np.int64:
            return ndarray(_nd.shuffled(self._, int(x)))
        a = _of(x)
        return np.take(a, ndarray(_nd.shuffled(self._, a.shape[axis])), axis)

    def shuffle(self, x, axis=0):
        order = ndarray(_nd.shuffled(self._, len(x))).tolist()
        if type(x) is list:
            x[:] = [x[k] for k in order]
        else:
            x[...] = x[order].copy()

    def permuted(self, x, axis=None):
        if axis is not None and _of(x).ndim > 1:
            raise NotImplementedError("rng.permuted along an axis is not in the page's Python; the nearest that is: permutation. In the notebook it works.")
        return self.permutation(x)

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        pool = None if type(a) in (int, np.int64) else _of(a)
        n = int(a) if pool is None else pool.shape[0]
        if n <= 0:
            raise ValueError("a must be a positive integer unless no samples are taken")
        if p is not None:
            p = _of(p) * 1.0
            if p.shape != (n,):
                raise ValueError("'a' and 'p' must have same size")
            if np.any(p < 0):
                raise ValueError("Probabilities are not non-negative")
            if abs(np.sum(p) - 1) > 1e-8:
                raise ValueError("Probabilities do not sum to 1. See Notes section of docstring for more information.")
        count = 1
        for d in () if size is None else (size,) if type(size) in (int, np.int64) else size:
            count *= int(d)
        if replace:
            if p is None:
                at = self.integers(0, n, size)
            else:
                steps = np.cumsum(p)
                at = np.searchsorted(steps / steps[-1], self.random(size), side="right")
        else:
            if count > n:
                raise ValueError("Cannot take a larger sample than population when replace is False")
            at = ndarray(_nd.chosen(self._, n, count, bool(shuffle))) if p is None else self._without(n, count, p)
            at = at[0] if size is None else at.reshape(size)
        return at if pool is None else pool[at]

    def _without(self, n, count, p):
        if np.count_nonzero(p > 0) < count:
            raise ValueError("Fewer non-zero entries in p than size")
        p, found, k = p.copy(), np.zeros(count, int), 0
        while k < count:
            x = self.random(count - k)
            if k:
                p[found[:k]] = 0
            steps = np.cumsum(p)
            new = np.searchsorted(steps / steps[-1], x, side="right")
            first = np.sort(np.unique(new, return_index=True)[1])
            new = new[first]
            found[k : k + len(new)] = new
            k += len(new)
        return found

    def multivariate_normal(self, mean, cov, size=None, method="svd"):
        mean, (values, vectors) = _of(mean), np.linalg.eigh(cov)
        shape = () if size is None else (size,) if type(size) is int else tuple(size)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        return mean + self.standard_normal(shape + mean.shape) @ root.T

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        from numpy import _core

        raise AttributeError("rng.%s is not in the page's Python%s. In the notebook it works." % (name, _core.nearest(name, Generator)))


def _plain(x):
    return x.item() if isinstance(x, np.generic) else x


def _positive(x, name):
    if np.any(_of(x) < 0):
        raise ValueError("%s < 0" % name)


def default_rng(seed=None):
    return seed if type(seed) is Generator else Generator(seed)


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError("np.random.%s is not in the page's Python; the nearest that is: np.random.default_rng(seed). In the notebook it works." % name)
