"""Exercises of the errata: arguments with a false step, and two repairs."""

import numpy as np
from scipy.stats import norm

from glm_core.exercises import exercise


def _density(rng):
    m, s = rng.normal(18.0, 1.0), rng.uniform(0.5, 3.0)
    return (lambda y: norm.pdf(y, m, s)), 10.0 * rng.normal(m, s, 5)


def _weighted(rng):
    return rng.uniform(0.02, 0.98, 5), float(rng.uniform(2.0, 30.0))


@exercise(
    "width-step",
    slips={
        "That is the Gaussian density under the logarithm.": 1,
        "Right: what does not depend on m moves no arg min over m.": 2,
        "Right, and it needs the term with the logarithm.": 4,
    },
)
def width_step():
    """Line 3: with σ free, log σ is no constant."""
    return 3


@exercise(
    "units-step",
    slips={
        "A density is so much probability per unit: that may well be.": 1,
        "Density times a short length: that is right.": 3,
        "Right: a probability has no unit.": 4,
    },
)
def units_step():
    """Line 2: the density is 0.09 per °C."""
    return 2


@exercise(
    "either-step",
    slips={
        "That is what maximum likelihood does, up to the entropy of the data.": 1,
        "That is Gibbs' inequality, once in each direction.": 2,
        "Right: zero is as small as a divergence gets.": 3,
    },
)
def either_step():
    """Line 4: outside the family the two directions differ."""
    return 4


@exercise(
    "per-millimetre",
    inputs=_density,
    slips={
        "The lengths must become centimetres before the density can take them.": (
            lambda density, mm: density(mm) / 10
        ),
        "A density has a unit: there are ten millimetres to share what one centimetre holds.": (
            lambda density, mm: density(mm / 10)
        ),
        "The other way round: per millimetre it is less than per centimetre.": (
            lambda density, mm: density(mm / 10) * 10
        ),
    },
)
def per_millimetre(density, mm):
    """The density per mm of what has density(cm) per cm: density(mm/10) / 10."""
    return density(np.asarray(mm) / 10) / 10


@exercise(
    "unweighted",
    inputs=_weighted,
    slips={
        "The weights multiply the odds, not the probability.": lambda q, r: q / r,
        "The wrong way: the weights raised the odds, so bring them down again.": lambda q, r: (
            r * q / (r * q + 1 - q)
        ),
        "Those are odds: a probability is asked for.": lambda q, r: q / (1 - q) / r,
    },
)
def unweighted(q, r):
    """φ = q / (q + r (1 − q)): odds divided by r."""
    return q / (q + r * (1 - q))
