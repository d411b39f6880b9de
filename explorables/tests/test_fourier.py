"""``np.fft`` and complex arrays in traced functions: NumPy is the oracle, the page agrees."""

import numpy as np
import pytest
from explorables.recording import references
from parity import parity_failures
from runtime import runtime

from explorables import Figure, TraceError, explore, grad, interact, line, readout

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=12), RNG.normal(size=(3, 8))
T = np.arange(12.0) / 12

REAL = {  # functions of one number that give a real array
    "abs fft": lambda a: np.abs(np.fft.fft(a * X)),
    "real fft": lambda a: np.fft.fft(X + a).real,
    "imag fft": lambda a: np.imag(np.fft.fft(X * np.sin(a * T))),
    "angle": lambda a: np.angle(np.fft.fft(X + a * T)),
    "degrees": lambda a: np.angle(np.fft.fft(X + a * T), deg=True),
    "power spectrum": lambda a: np.abs(np.fft.rfft(np.cos(2 * np.pi * a * T))) ** 2 / 12,
    "rfft of odd length": lambda a: np.abs(np.fft.rfft(a * X[:11])),
    "shorter": lambda a: np.abs(np.fft.fft(a * X, 7)),
    "longer": lambda a: np.abs(np.fft.fft(a * X, n=16)),
    "ortho": lambda a: np.fft.fft(a * X, norm="ortho").imag,
    "forward": lambda a: np.fft.fft(a * X, norm="forward").real,
    "along columns": lambda a: np.abs(np.fft.fft(a * Y, axis=0)),
    "rows": lambda a: np.abs(np.fft.rfft(a + Y, axis=1, norm="ortho")),
    "there and back": lambda a: np.fft.ifft(np.fft.fft(a * X)).real,
    "back, ortho": lambda a: np.fft.ifft(np.fft.fft(a * X), norm="ortho").imag,
    "real back": lambda a: np.fft.irfft(np.fft.rfft(a * X)),
    "real back, odd": lambda a: np.fft.irfft(np.fft.rfft(a * X[:11]), 11),
    "real back, cut": lambda a: np.fft.irfft(np.fft.rfft(a * X), 6),
    "real back, longer": lambda a: np.fft.irfft(np.fft.rfft(a * X), 20),
    "real back of a complex end": lambda a: np.fft.irfft((a + 1j) * X[:5], norm="forward"),
    "real back of columns": lambda a: np.fft.irfft(np.fft.rfft(a * Y, axis=0), 3, axis=0),
    "low pass": lambda a: np.fft.irfft(np.where(np.arange(7) < 3, np.fft.rfft(a * X), 0.0)),
    "filter that moves": lambda a: np.fft.irfft(
        np.fft.rfft(X) * np.exp(-a * np.fft.rfftfreq(12) ** 2)
    ),
    "derivative": lambda a: (
        np.fft.ifft(2j * np.pi * np.fft.fftfreq(12, 1 / 12) * np.fft.fft(np.sin(a * T))).real
    ),
    "shift theorem": lambda a: (
        np.fft.ifft(np.fft.fft(X) * np.exp(-2j * np.pi * a * np.fft.fftfreq(12))).real
    ),
    "convolution": lambda a: np.fft.ifft(np.fft.fft(a * X) * np.fft.fft(X[::-1])).real,
    "deconvolution": lambda a: np.fft.ifft(np.fft.fft(X) / np.fft.fft(X + 9 * a)).real,
    "conjugate": lambda a: (np.conj(np.fft.fft(a * X)) * np.fft.fft(a * X)).real,
    "shifted": lambda a: np.abs(np.fft.fftshift(np.fft.fft(a * X[:11]))),
    "shifted back": lambda a: np.fft.ifftshift(np.fft.fftshift(a * X[:11])) + 0 * a,
    "frequencies": lambda a: np.fft.fftfreq(9, a),
    "positive frequencies": lambda a: np.fft.rfftfreq(9, d=a),
    "one entry": lambda a: np.stack([np.abs(np.fft.fft(a * X)[3]), np.fft.fft(a * X)[-1].imag]),
    "slices": lambda a: np.abs(np.fft.fft(a * Y)[1:, ::2]),
    "joined": lambda a: np.abs(np.concatenate([np.fft.fft(a * X)[:2], np.fft.fft(X + a)[-2:]])),
    "stacked": lambda a: np.abs(np.stack([np.fft.fft(a * X), np.fft.fft(X)])),
    "sum": lambda a: np.abs(np.sum(np.fft.fft(a * Y), axis=0)),
    "reshaped": lambda a: np.fft.fft(a * X).reshape(3, 4).T.real,
    "a wave": lambda a: np.exp(1j * a * T).imag,
    "arithmetic": lambda a: np.abs((2 - 1j * a) / (1 + 1j * T) + 3 - (1j * a) ** 3),
    "unlike": lambda a: np.abs(-np.square(1j * a + T) + 1 / (2 + 1j * a)),
    "real of the real": lambda a: np.real(a * X) + np.imag(a * X) + np.conj(a * X),
    "modulus of a real angle": lambda a: np.angle(a * X),
}


def drawn(f):
    def figure(a=0.7):
        values = np.reshape(f(a), -1)
        return Figure(line(np.arange(float(np.size(values))), values))

    return explore(figure, a=(0.3, 2.0))


@pytest.mark.parametrize("name", REAL)
def test_numpy_is_the_oracle(name):
    figure = drawn(REAL[name])
    for a in (0.3, 0.7, 1.234, 2.0):
        mark = figure.compute(a=a).to_dict()["panels"][0]["marks"][0]
        with np.errstate(all="ignore"):
            expected = np.reshape(REAL[name](a), -1)
        assert np.allclose(np.asarray(mark["y"], dtype=float), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("name", REAL)
def test_the_page_computes_the_same(name):
    figure = drawn(REAL[name])
    assert list(references(figure.payload()["figures"][0]["figure"]))
    assert parity_failures(figure, runtime(), 10) == []


def test_a_spectrum_has_a_gradient():
    def energy(x):
        return np.sum(np.arange(7) * np.abs(np.fft.rfft(x)) ** 2)

    step = 1e-6
    units = np.eye(12) * step
    slopes = [(energy(X + e) - energy(X - e)) / (2 * step) for e in units]
    assert np.allclose(grad(energy)(X), slopes, rtol=1e-6)
    assert np.allclose(grad(lambda x: np.sum(np.fft.ifft(np.fft.fft(x)).real ** 2))(X), 2 * X)


def test_interact_records_a_spectrum():
    import matplotlib.pyplot as plt

    @interact(f=(1.0, 5.0))
    def spectrum(f=2.0):
        y = np.zeros(12)
        y[:] = np.cos(2 * np.pi * f * T)
        plt.plot(np.fft.rfftfreq(12), np.abs(np.fft.rfft(y)))

    for f in (1.0, 2.5):
        mark = spectrum.compute(f=f).to_dict()["panels"][0]["marks"][0]
        assert np.allclose(mark["y"], np.abs(np.fft.rfft(np.cos(2 * np.pi * f * T))), atol=1e-12)


REFUSED = {
    "drawn": (lambda z: line(T, z), "a complex array where real numbers are wanted", "np.abs"),
    "compared": (lambda z: z < 1, "np.less of a complex number", "np.real"),
    "root": (lambda z: np.sqrt(z), "np.sqrt of a complex number", "np.abs"),
    "logarithm": (lambda z: np.log(z), "np.log of a complex number", "np.angle"),
    "power": (lambda z: z**0.5, "this power of a complex number", "whole exponent"),
    "sorted": (lambda z: np.sort(z), "np.sort of a complex array", "np.imag"),
    "greatest": (lambda z: np.max(z), "np.max of a complex array", "np.abs"),
    "product": (lambda z: z @ X, "np.matmul of a complex number", "np.real"),
    "accumulated": (
        lambda z: np.add.accumulate(z), "np.add.accumulate of a complex number", "np.real",
    ),
    "assigned": (lambda z: z.__setitem__(0, 0), "assignment to an entry of a complex", "np.where"),
    "branch": (lambda z: 1 if z[0] else 2, "`if` on a complex number", "np.abs"),
    "number": (lambda z: complex(z[0]), r"complex\(\)", "np.real"),
    "text": (lambda z: f"{z[0]:.2f}", "a complex number in a text", "np.abs"),
    "rfft": (lambda z: np.fft.rfft(z), "np.fft.rfft of a complex array", "np.fft.fft"),
    "two axes": (lambda z: np.fft.fft2(z), "np.fft.fft2 of a complex array", "np.real"),
    "length": (
        lambda z: np.fft.fft(z, n=z.real[0]), "the length n of a Fourier transform", "Choice",
    ),
    "real two axes": (lambda z: np.fft.fft2(z.real), "np.fft.fft2", "traced form"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_carried_is_refused_by_name(name):
    act, what, way_out = REFUSED[name]

    def figure(a=0.7):
        return Figure(readout("never", act(np.fft.fft(a * X))))

    with pytest.raises(TraceError, match=rf"{what}.*cannot follow a moving slider.*{way_out}"):
        explore(figure, a=(0.3, 2.0)).payload()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda x: np.fft.fft(x, norm="half"), r'norm must be "backward".*\(got \'half\'\)'),
        (lambda x: np.fft.ifft(x, 0), r"n must be at least 1 \(got 0\)"),
    ],
)
def test_bad_arguments_are_named(act, message):
    def figure(a=0.7):
        return Figure(readout("never", act(a * X)[0].real))

    with pytest.raises(ValueError, match=message):
        explore(figure, a=(0.3, 2.0)).payload()
