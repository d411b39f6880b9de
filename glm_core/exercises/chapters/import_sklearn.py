"""Exercises of the chapter on scikit-learn and its relatives."""

import numpy as np
from scipy.stats import norm

from glm_core.exercises import exercise


@exercise(
    "ridge-prior-variance",
    slips={
        "That is α/σ²: the prior gets narrower as α grows.": 4.0,
        "The noise variance is missing: an RSS is 2σ² times a negative log-likelihood.": 0.125,
        "That is half of it: in RSS = 2σ² NLL the two cancels against the one of 2V.": 0.06,
    },
)
def ridge_prior_variance():
    """σ²/α for α = 8 and σ² = 2."""
    return 0.25


@exercise(
    "keras-to-sklearn",
    slips={
        "Keras has no half in front of its penalty: V = 1/(2nc).": 4.0,
        "The loss is a mean over 250 observations: bring the n along.": 500.0,
        "That is the inverse: C grows with the prior variance.": 0.5,
    },
)
def keras_to_sklearn():
    """1/(2 · 250 · 0.001)."""
    return 2.0


@exercise(
    "weight-decay-and-n",
    slips={
        "The number in the call is the same, but the loss is a mean: each observation counts "
        "less against it.": 1,
        "Look at V = 1/(nw): which way does it move with n?": 2,
    },
)
def weight_decay_and_n():
    """The place of what ten times the data do to V = 1/(nw)."""
    return 3


@exercise(
    "ridge-to-variance",
    inputs=lambda rng: tuple(rng.uniform(0.2, 5.0, size=2)),
    slips={
        "That is the inverse: a larger alpha means a narrower prior.": lambda alpha, noise: (
            alpha / noise
        ),
        "The noise variance is missing: Ridge adds its penalty to an RSS.": lambda alpha, noise: (
            1 / alpha
        ),
        "There is a factor 2 too many: RSS is 2σ² NLL, and the penalty is θ²/(2V).": (
            lambda alpha, noise: noise / (2 * alpha)
        ),
    },
)
def ridge_to_variance(alpha, noise_variance):
    """V = σ²/α."""
    return noise_variance / alpha


@exercise(
    "weight-decay-to-c",
    inputs=lambda rng: (float(rng.uniform(1e-4, 1e-1)), int(rng.integers(20, 2000))),
    slips={
        "The loss is a mean: bring the number of observations along.": lambda w, n: 1 / w,
        "That is the inverse: C grows with the prior variance.": lambda w, n: n * w,
        "There is a factor 2 too many: weight_decay adds w θ to the gradient, a penalty "
        "w θ²/2.": lambda w, n: 1 / (2 * n * w),
    },
)
def weight_decay_to_c(weight_decay, n):
    """C = 1/(nw)."""
    return 1 / (n * weight_decay)


def _raw(rng):
    return rng.normal(rng.uniform(-50, 200), rng.uniform(0.3, 20.0), 30), rng.uniform(0.05, 5.0)


@exercise(
    "believed-odds-ratio",
    inputs=_raw,
    slips={
        "That is per standard deviation: per raw unit, divide by the standard deviation of x.": (
            lambda x, C: np.exp(norm.ppf(0.975) * np.sqrt(C))
        ),
        "C is a variance: take its square root.": lambda x, C: np.exp(
            norm.ppf(0.975) * C / np.std(x)
        ),
        "That is on the log-odds: an odds ratio is its exponential.": lambda x, C: (
            norm.ppf(0.975) * np.sqrt(C) / np.std(x)
        ),
        "StandardScaler divides by the standard deviation with n, not n − 1, below.": (
            lambda x, C: np.exp(norm.ppf(0.975) * np.sqrt(C) / np.std(x, ddof=1))
        ),
        "The central 95 % end at 1.96 standard deviations, with 2.5 % on either side.": (
            lambda x, C: np.exp(norm.ppf(0.95) * np.sqrt(C) / np.std(x))
        ),
        "A standardised unit is s raw ones: divide by s, do not multiply.": lambda x, C: np.exp(
            np.minimum(norm.ppf(0.975) * np.sqrt(C) * np.std(x), 600.0)
        ),
    },
    rtol=1e-3,
)
def believed_odds_ratio(x, C):
    """exp(1.96 √C / s), s the standard deviation of the raw feature."""
    return np.exp(norm.ppf(0.975) * np.sqrt(C) / np.std(x))


@exercise(
    "loaded-twice-step",
    slips={
        "The sum of the losses doubles and the penalty stays: that is right.": 1,
        "A mean over the doubled rows is the same mean: that is right.": 2,
        "Twice the data against the same prior would have moved the answer. It did not move.": 4,
    },
)
def loaded_twice_step():
    """Line 3: V = 1/(nw) has halved."""
    return 3


@exercise(
    "original-prior-variances",
    inputs=lambda rng: (
        rng.uniform(0.1, 20.0, size=rng.integers(2, 6)),
        float(rng.uniform(0.1, 5)),
    ),
    slips={
        "The prior belongs to β = s θ: the variance of θ is divided by s², not multiplied "
        "with it.": lambda s, V: V * s**2,
        "A variance scales with the square: divide by s².": lambda s, V: V / s,
        "The unit of a feature matters: a coefficient per millimetre and one per metre have "
        "different priors.": lambda s, V: np.full_like(s, V),
    },
)
def original_prior_variances(standard_deviations, V):
    """V/s²: the prior variances of the coefficients of the original features."""
    return V / np.asarray(standard_deviations) ** 2
