"""The digest of a figure: the same for the same drawing, another for any other."""

import numpy as np
import pytest
from explorables.digest import digest

from explorables import Axis, Figure, Panel, explore, line, readout

X = np.linspace(0.0, 1.0, 60)


def made(curve, label="y", text="sum"):
    @explore(mu=(-1.0, 7.0, 0.05))
    def drawn(mu=0.0):
        """A curve."""
        y = curve(mu)
        return Figure(Panel(line(X, y), y=Axis(label=label)), readout(text, np.sum(y)))

    return digest(drawn)


def parabola(mu):
    return (X - mu) ** 2


def test_it_is_the_same_for_the_same_and_for_other_last_digits():
    assert made(parabola) == made(parabola)
    assert made(parabola) == made(lambda mu: X**2 - 2 * mu * X + mu**2)
    assert len(made(parabola)) == 10


@pytest.mark.parametrize(
    "curve",
    [
        lambda mu: (X - mu) ** 2 * 1.001,
        lambda mu: (X - mu) ** 2 + 0.01,
        lambda mu: (X - 1.001 * mu) ** 2,
        lambda mu: X**2 + 0.0 * mu,  # the same at the opening alone
        lambda mu: np.abs(X - mu) ** 2.001,
    ],
)
def test_another_formula_gives_another(curve):
    assert made(curve) != made(parabola)


def test_other_words_give_another():
    assert len({made(parabola), made(parabola, "z"), made(parabola, text="total")}) == 3


def test_noise_around_nothing_is_nothing():
    assert made(lambda mu: 0 * X * mu + 1e-17) == made(lambda mu: 0 * X * mu - 3e-18)
