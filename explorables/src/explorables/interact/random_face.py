"""Draws as common random numbers: the numbers stay, and a slider scales and shifts them."""

from __future__ import annotations

import numpy as np

from ..trace.errors import fail
from .cells import Cells, plain
from .numpy_face import Face, traced


def _size(size):
    size = plain(size)
    if traced(size):
        fail("a number of draws", "make the parameter a Choice", size)
    return size


class Draws:
    """A generator whose location and scale may follow a slider.

    normal(μ, σ) = μ + σ z, uniform(a, b) = a + (b − a) u, exponential(s) = s e, lognormal =
    exp(μ + σ z): z, u and e are drawn once from the generator behind, seeded or not, and an
    unseeded one is seeded with 0, so that a figure is the same whenever it is seen.
    """

    def __init__(self, real):
        self._real = real

    def _shape(self, size, *parameters):
        if size is not None:
            return _size(size)
        return np.broadcast_shapes(*(np.shape(p) for p in parameters)) or None

    def normal(self, loc=0.0, scale=1.0, size=None):
        loc, scale = plain(loc), plain(scale)
        if not traced(loc, scale):
            return _cells(self._real.normal(loc, scale, _size(size)))
        return loc + scale * self._real.standard_normal(self._shape(size, loc, scale))

    def uniform(self, low=0.0, high=1.0, size=None):
        low, high = plain(low), plain(high)
        if not traced(low, high):
            return _cells(self._real.uniform(low, high, _size(size)))
        return low + (high - low) * self._real.uniform(size=self._shape(size, low, high))

    def exponential(self, scale=1.0, size=None):
        scale = plain(scale)
        if not traced(scale):
            return _cells(self._real.exponential(scale, _size(size)))
        return scale * self._real.standard_exponential(self._shape(size, scale))

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return np.exp(self.normal(mean, sigma, size)) if traced(plain(mean), plain(sigma)) else (
            _cells(self._real.lognormal(mean, sigma, _size(size)))
        )  # fmt: skip

    def randn(self, *shape):
        return _cells(self._real.standard_normal(_size(shape or None)))

    def rand(self, *shape):
        return _cells(self._real.uniform(size=_size(shape or None)))

    def __getattr__(self, name):
        method = getattr(self._real, name)
        if not callable(method):
            return method

        def draw(*args, **kwargs):
            for value in (*args, *kwargs.values()):
                if traced(plain(value)):
                    fail(f"draws by .{name}", "make the parameter a Choice", plain(value))
            return _cells(method(*map(plain, args), **{k: plain(v) for k, v in kwargs.items()}))

        return draw


def _cells(made):
    return Cells(made) if isinstance(made, np.ndarray) and made.dtype.kind in "biuf" else made


def random_face():
    """``np.random`` of one run, seeded with 0 until the function seeds it."""
    state = Draws(np.random.RandomState(0))

    def seed(value=0):
        value = plain(value)
        if traced(value):
            fail("a seed", "make the parameter a Choice", value)
        state._real.seed(value)

    def default_rng(value=0):
        value = plain(value)
        if traced(value):
            fail("a seed", "make the parameter a Choice", value)
        return Draws(np.random.default_rng(0 if value is None else value))

    def random_state(value=0):
        return Draws(np.random.RandomState(_size(value)))

    own = {"seed": seed, "default_rng": default_rng, "RandomState": random_state}
    names = (
        "normal uniform exponential lognormal randn rand random randint choice permutation "
        "standard_normal poisson binomial gamma beta shuffle multivariate_normal random_sample"
    )
    own |= {name: getattr(state, name) for name in names.split()}
    return Face(np.random, own)
