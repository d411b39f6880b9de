"""``np.fft`` on traced arrays: one operation, the discrete Fourier transform of the last axis.

``fft``, ``ifft``, ``rfft``, ``irfft``, ``fftshift`` and ``ifftshift``; ``fftfreq`` and ``rfftfreq``
are NumPy's own, since they only divide by a spacing.
"""

from __future__ import annotations

import numpy as np

from .errors import fail
from .indexing import axis_of
from .pairs import Pair, pair
from .registry import FUNCTIONS, PAIR_FUNCTIONS
from .tracer import Tracer, record

NORMS = {  # what the sum is multiplied by, forward and back
    "backward": (lambda n: 1.0, lambda n: 1.0 / n),
    "ortho": (lambda n: 1.0 / np.sqrt(n), lambda n: 1.0 / np.sqrt(n)),
    "forward": (lambda n: 1.0 / n, lambda n: 1.0),
}


def _factor(norm, n, inverse):
    if norm not in NORMS:
        raise ValueError(f'norm must be "backward", "ortho" or "forward" (got {norm!r})')
    return NORMS[norm][inverse](n)


def _length(n, otherwise):
    if isinstance(n, Tracer):
        fail("the length n of a Fourier transform", "make the parameter a Choice", n)
    n = otherwise if n is None else n
    if n < 1:
        raise ValueError(f"n must be at least 1 (got {n})")
    return n


def _of_length(z, n):
    """Cut, or filled up with zeros, along the last axis."""
    have = z.shape[-1]
    if n <= have:
        return z[..., :n]
    return np.concatenate([z, np.zeros((*z.shape[:-1], n - have))], axis=-1)


def _transform(z, norm, inverse):
    both = record("dft", z.real, z.imag, inverse=inverse)
    factor = _factor(norm, z.shape[-1], inverse)
    return Pair(both[0] * factor, both[1] * factor) if factor != 1 else Pair(both[0], both[1])


def _along(transform):
    """The transform of the last axis as one of any axis, with NumPy's arguments."""

    def act(a, n=None, axis=-1, norm="backward"):
        axis = axis_of(axis, np.ndim(a))
        return np.moveaxis(transform(np.moveaxis(a, axis, -1), n, norm), -1, axis)

    return act


def _fft(inverse):
    def transform(a, n, norm):
        z = pair(a)
        return _transform(_of_length(z, _length(n, z.shape[-1])), norm, inverse)

    return transform


def _rfft(a, n, norm):
    if type(a) is Pair:
        fail("np.fft.rfft of a complex array", "use np.fft.fft")
    n = _length(n, np.shape(a)[-1])
    return _fft(False)(a, n, norm)[..., : n // 2 + 1]


def _irfft(a, n, norm):
    """The other half of the frequencies is the conjugate of the first; two entries are real."""
    z = pair(a)
    n = _length(n, 2 * (z.shape[-1] - 1))
    half = _of_length(z, n // 2 + 1)
    inner = np.arange(half.shape[-1])
    imag = np.where((inner == 0) | (2 * inner == n), 0.0, half.imag)
    back = np.s_[..., (n - 1) // 2 : 0 : -1]
    real = np.concatenate([half.real, half.real[back]], axis=-1)
    imag = np.concatenate([imag, -imag[back]], axis=-1)
    return _transform(Pair(real, imag), norm, True).real


def _shift(sign):
    def act(x, axes=None):
        axes = range(np.ndim(x)) if axes is None else [axes] if isinstance(axes, int) else axes
        for axis in axes:
            half = np.shape(x)[axis] // 2
            x = np.roll(x, half if sign > 0 else -half, axis)
        return x

    return act


_TRANSFORMS = {
    np.fft.fft: _along(_fft(False)),
    np.fft.ifft: _along(_fft(True)),
    np.fft.rfft: _along(_rfft),
    np.fft.irfft: _along(_irfft),
}
FUNCTIONS |= {**_TRANSFORMS, np.fft.fftshift: _shift(1), np.fft.ifftshift: _shift(-1)}
PAIR_FUNCTIONS |= _TRANSFORMS
