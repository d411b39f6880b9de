"""``scipy.stats`` for stand-ins: density, mass, cdf, ppf, moments of the families that are taught.

Formulas as in SciPy's documentation, in its shape parameters with loc and scale; frozen too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special, stats

from ..trace.errors import fail
from .cells import plain
from .numpy_face import Face, traced


def _log_comb(n, k):
    return -np.log1p(n) - special.betaln(n - k + 1.0, k + 1.0)


# name: shapes, log-density or log-mass of the standard form, cdf, ppf or last value, moments
Row = tuple[tuple[str, ...], Callable, Callable, Any, Callable]
CONTINUOUS: dict[str, Row] = {
    "norm": ((), lambda x: -(x**2) / 2 - np.log(2 * np.pi) / 2, special.ndtr, special.ndtri,
             lambda: (0.0, 1.0)),
    "uniform": ((), lambda x: np.where((x >= 0) & (x <= 1), 0.0, -np.inf),
                lambda x: np.clip(x, 0.0, 1.0), lambda q: q, lambda: (0.5, 1 / 12)),
    "expon": ((), lambda x: np.where(x >= 0, -x, -np.inf),
              lambda x: np.where(x >= 0, -np.expm1(-np.maximum(x, 0.0)), 0.0),
              lambda q: -np.log1p(-q), lambda: (1.0, 1.0)),
    "logistic": ((), lambda x: -np.abs(x) - 2 * np.log1p(np.exp(-np.abs(x))),
                 special.expit, special.logit, lambda: (0.0, np.pi**2 / 3)),
    "laplace": ((), lambda x: -np.abs(x) - np.log(2.0),
                lambda x: np.where(x < 0, np.exp(-np.abs(x)) / 2, 1 - np.exp(-np.abs(x)) / 2),
                lambda q: np.where(q < 0.5, np.log(2 * q), -np.log(2 * (1 - q))),
                lambda: (0.0, 2.0)),
    "cauchy": ((), lambda x: -np.log(np.pi) - np.log1p(x * x), lambda x: 0.5 + np.arctan(x) / np.pi,
               lambda q: np.tan(np.pi * (q - 0.5)), lambda: (np.nan, np.nan)),
    "gamma": (("a",), lambda x, a: _positive(x, special.xlogy(a - 1.0, np.maximum(x, 0.0))
                                              - x - special.gammaln(a)),
              lambda x, a: special.gammainc(a, np.maximum(x, 0.0)), None, lambda a: (a, a)),
    "beta": (("a", "b"), lambda x, a, b: _unit(x, special.xlogy(a - 1.0, np.clip(x, 0.0, 1.0))
                                               + special.xlog1py(b - 1.0, -np.clip(x, 0.0, 1.0))
                                               - special.betaln(a, b)),
             lambda x, a, b: special.betainc(a, b, np.clip(x, 0.0, 1.0)), None,
             lambda a, b: (a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1)))),
    "chi2": (("df",), lambda x, df: _positive(x, special.xlogy(df / 2 - 1.0, np.maximum(x, 0.0))
                                              - x / 2 - special.gammaln(df / 2)
                                              - df / 2 * np.log(2.0)),
             lambda x, df: special.gammainc(df / 2, np.maximum(x, 0.0) / 2), None,
             lambda df: (df, 2 * df)),
    "t": (("df",), lambda x, df: special.gammaln((df + 1) / 2) - special.gammaln(df / 2)
          - np.log(df * np.pi) / 2 - (df + 1) / 2 * np.log1p(x * x / df),
          lambda x, df: _t_cdf(x, df), None, lambda df: (0.0 * df, df / (df - 2))),
    "lognorm": (("s",), lambda x, s: _positive(x, -((np.log(np.maximum(x, 1e-300)) / s) ** 2) / 2
                                               - np.log(np.maximum(x, 1e-300) * s)
                                               - np.log(2 * np.pi) / 2),
                lambda x, s: np.where(x > 0, special.ndtr(np.log(np.maximum(x, 1e-300)) / s), 0.0),
                lambda q, s: np.exp(s * special.ndtri(q)),
                lambda s: (np.exp(s**2 / 2), np.expm1(s**2) * np.exp(s**2))),
    "weibull_min": (("c",), lambda x, c: _positive(x, np.log(c)
                                                   + special.xlogy(c - 1.0, np.maximum(x, 0.0))
                                                   - np.maximum(x, 0.0) ** c),
                    lambda x, c: -np.expm1(-(np.maximum(x, 0.0) ** c)),
                    lambda q, c: (-np.log1p(-q)) ** (1 / c),
                    lambda c: (special.gamma(1 + 1 / c),
                               special.gamma(1 + 2 / c) - special.gamma(1 + 1 / c) ** 2)),
}  # fmt: skip
DISCRETE: dict[str, Row] = {
    "bernoulli": (("p",), lambda k, p: special.xlogy(k, p) + special.xlog1py(1 - k, -p),
                  lambda k, p: np.where(k < 0, 0.0, np.where(k < 1, 1 - p, 1.0)), 1,
                  lambda p: (p, p * (1 - p))),
    "binom": (("n", "p"), lambda k, n, p: _log_comb(n, k) + special.xlogy(k, p)
              + special.xlog1py(n - k, -p),
              lambda k, n, p: _between(k, n, special.betainc(
                  np.maximum(n - k, 0.5), np.maximum(k, 0.0) + 1.0, 1 - p)),
              "n", lambda n, p: (n * p, n * p * (1 - p))),
    "poisson": (("mu",), lambda k, mu: special.xlogy(k, mu) - mu - special.gammaln(k + 1.0),
                lambda k, mu: _between(
                    k, np.inf, special.gammaincc(np.maximum(k, 0.0) + 1.0, mu)), None,
                lambda mu: (mu, mu)),
    "geom": (("p",), lambda k, p: special.xlog1py(k - 1.0, -p) + np.log(p),
             lambda k, p: np.where(k < 1, 0.0, -np.expm1(k * np.log1p(-p))), None,
             lambda p: (1 / p, (1 - p) / p**2)),
}  # fmt: skip


def _between(k, last, value):
    return np.where(k >= last, 1.0, np.where(k < 0, 0.0, value))


def _positive(x, value):
    return np.where(x > 0, value, -np.inf)


def _unit(x, value):
    return np.where((x >= 0) & (x <= 1), value, -np.inf)


def _t_cdf(x, df):
    tail = special.betainc(df / 2, 0.5 + 0.0 * df, df / (df + x * x)) / 2
    return np.where(x > 0, 1 - tail, tail)


class Family:
    """One of SciPy's families: its own where all is plain, ours where a number follows a slider."""

    def __init__(self, name):
        self.name, self.real = name, getattr(stats, name)
        self.discrete = name in DISCRETE
        self.shapes, self.log, self.under, self.end, self.about = (CONTINUOUS | DISCRETE)[name]
        # of a continuous family `end` is its ppf, of a discrete one the last value it takes

    def _given(self, args, kwargs):
        names = [*self.shapes, "loc", *([] if self.discrete else ["scale"])]
        given = dict(zip(names, map(plain, args), strict=False))
        given |= {k: plain(v) for k, v in kwargs.items()}
        loc, scale = given.pop("loc", 0.0), given.pop("scale", 1.0)
        return [given[name] for name in self.shapes], loc, scale

    def _call(self, method, ours, first, args, kwargs):
        first = plain(first)
        if isinstance(first, list | tuple):
            first = np.stack(first) if traced(*first) else np.asarray(first, dtype=float)
        if not traced(first, *args, *kwargs.values()):
            rest = {k: plain(v) for k, v in kwargs.items()}
            return getattr(self.real, method)(first, *map(plain, args), **rest)
        shapes, loc, scale = self._given(args, kwargs)
        return ours(first, shapes, loc, scale)

    def logpdf(self, x, *args, **kwargs):
        def ours(x, shapes, loc, scale):
            return self.log((x - loc) / scale, *shapes) - np.log(scale)

        return self._call("logpdf", ours, x, args, kwargs)

    def pdf(self, x, *args, **kwargs):
        def ours(x, shapes, loc, scale):
            return np.exp(self.log((x - loc) / scale, *shapes)) / scale

        return self._call("pdf", ours, x, args, kwargs)

    def _mass(self, k, shapes, loc, _):
        k = k - loc
        low = 1 if self.name == "geom" else 0
        high = np.inf if self.end is None else shapes[0] if self.end == "n" else self.end
        there = (k >= low) & (k <= high) & (np.floor(k) == k)
        return np.where(there, self.log(np.clip(k, low, high), *shapes), -np.inf)

    def logpmf(self, k, *args, **kwargs):
        return self._call("logpmf", self._mass, k, args, kwargs)

    def pmf(self, k, *args, **kwargs):
        return self._call("pmf", lambda *a: np.exp(self._mass(*a)), k, args, kwargs)

    def cdf(self, x, *args, **kwargs):
        def ours(x, shapes, loc, scale):
            z = (x - loc) / scale
            return self.under(np.floor(z) if self.discrete else z, *shapes)

        return self._call("cdf", ours, x, args, kwargs)

    def sf(self, x, *args, **kwargs):
        return 1 - self.cdf(x, *args, **kwargs)

    def ppf(self, q, *args, **kwargs):
        def ours(q, shapes, loc, scale):
            if self.discrete or self.end is None:
                fail(f"scipy.stats.{self.name}.ppf", "make the parameter a Choice")
            return loc + scale * self.end(q, *shapes)

        return self._call("ppf", ours, q, args, kwargs)

    def _moment(self, which, args, kwargs):
        if not traced(*args, *kwargs.values()):
            plain_kwargs = {k: plain(v) for k, v in kwargs.items()}
            return getattr(self.real, which)(*map(plain, args), **plain_kwargs)
        shapes, loc, scale = self._given(args, kwargs)
        mean, variance = self.about(*shapes)
        return loc + scale * mean if which == "mean" else scale**2 * variance

    def mean(self, *args, **kwargs):
        return self._moment("mean", args, kwargs)

    def var(self, *args, **kwargs):
        return self._moment("var", args, kwargs)

    def std(self, *args, **kwargs):
        return np.sqrt(self.var(*args, **kwargs))

    def rvs(self, *args, **kwargs):
        if traced(*args, *kwargs.values()):
            on = next(plain(v) for v in (*args, *kwargs.values()) if traced(v))
            fail(f"scipy.stats.{self.name}.rvs", "draw from np.random.default_rng(0)", on)
        state = kwargs.pop("random_state", 0)
        return self.real.rvs(
            *map(plain, args), random_state=0 if state is None else state, **kwargs
        )

    def __call__(self, *args, **kwargs):
        if not traced(*args, *kwargs.values()):
            return self.real(*map(plain, args), **{k: plain(v) for k, v in kwargs.items()})
        return Frozen(self, args, kwargs)

    def __getattr__(self, name):
        return getattr(self.real, name)


class Frozen:
    """A family with its parameters: ``norm(mu, sigma).pdf(x)``."""

    def __init__(self, family, args, kwargs):
        self._family, self._args, self._kwargs = family, args, kwargs

    def __getattr__(self, name):
        method = getattr(self._family, name)
        return lambda *first: method(*first, *self._args, **self._kwargs)


FACE = Face(stats, {name: Family(name) for name in CONTINUOUS | DISCRETE})
