"""Exercises of the chapter on scikit-learn and its relatives."""

import numpy as np

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
