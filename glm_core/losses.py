"""Loss functions: the mean negative log-likelihood of the observations, constants dropped.

y and the prediction have one shape, or one of them is a number or a row that fits the other. The
mean runs over all observations, or over `axis`, so that a grid of predictions gives a surface. A
prediction outside its range, NaN or a shape that does not fit is a ValueError.
"""

import numpy as np
from scipy import special

from glm_core._typing import Floats, Numbers
from glm_core._validation import array, distribution, finite, is_traced, proportion, quiet, require
from glm_core.noise import StudentT
from glm_core.numerics import log_softmax, one_hot, softplus


@quiet
def squared_error(y: Numbers, mu: Numbers, *, axis: int | None = None) -> Floats:
    """1/n Σᵢ (yᵢ − μᵢ)²: Gaussian noise, up to 1/(2σ²) and a constant."""
    y, mu = _pair(finite("y", y), "mu", finite("mu", mu))
    return _mean(np.square(y - mu), axis)


@quiet
def absolute_error(y: Numbers, mu: Numbers, *, axis: int | None = None) -> Floats:
    """1/n Σᵢ |yᵢ − μᵢ|: Laplace noise, up to 1/scale and a constant."""
    y, mu = _pair(finite("y", y), "mu", finite("mu", mu))
    return _mean(np.abs(y - mu), axis)


@quiet
def student_t_loss(
    y: Numbers, mu: Numbers, *, df: Numbers, scale: Numbers = 1.0, axis: int | None = None
) -> Floats:
    """−1/n Σᵢ log p(yᵢ − μᵢ), p Student's t: an outlier's pull fades as it moves away."""
    y, mu = _pair(finite("y", y), "mu", finite("mu", mu))
    return _mean(-StudentT(df, scale).log_prob(y, mu), axis)


@quiet
def binary_cross_entropy(y: Numbers, phi: Numbers, *, axis: int | None = None) -> Floats:
    """−1/n Σᵢ (yᵢ log φᵢ + (1 − yᵢ) log(1 − φᵢ)): Bernoulli; y may be a proportion.

    It is ∞ where φ is certain and wrong.
    """
    y, phi = _pair(proportion("y", y), "phi", proportion("phi", phi))
    return _mean(-special.xlogy(y, phi) - special.xlog1py(1.0 - y, -phi), axis)


@quiet
def binary_cross_entropy_from_logits(
    y: Numbers, eta: Numbers, *, axis: int | None = None
) -> Floats:
    """1/n Σᵢ (yᵢ log(1 + e^−ηᵢ) + (1 − yᵢ) log(1 + e^ηᵢ)), which is finite for every finite η."""
    y, eta = _pair(proportion("y", y), "eta", finite("eta", eta))
    return _mean(y * softplus(-eta) + (1.0 - y) * softplus(eta), axis)


@quiet
def categorical_cross_entropy(y: Numbers, pi: Numbers, *, axis: int | None = None) -> Floats:
    """−1/n Σᵢ Σₖ yᵢₖ log πᵢₖ: categorical; `pi` is (..., K), y labels (...) or rows (..., K)."""
    pi = distribution("pi", pi)
    return _mean(-np.sum(special.xlogy(_rows(y, "pi", pi), pi), axis=-1), axis)


@quiet
def categorical_cross_entropy_from_logits(
    y: Numbers, eta: Numbers, *, axis: int | None = None
) -> Floats:
    """−1/n Σᵢ Σₖ yᵢₖ (ηᵢₖ − log Σⱼ e^ηᵢⱼ): `eta` is (..., K), y labels (...) or rows (..., K)."""
    eta = finite("eta", eta)
    y = _rows(y, "eta", eta)
    return _mean(-np.sum(y * np.where(y > 0, log_softmax(eta), 0.0), axis=-1), axis)


@quiet
def poisson_loss(y: Numbers, mu: Numbers, *, axis: int | None = None) -> Floats:
    """1/n Σᵢ (μᵢ − yᵢ log μᵢ): Poisson, up to log y!; y ≥ 0 may be a rate."""
    y = require("y", finite("y", y), "non-negative", lambda a: a >= 0)
    mu = require("mu", finite("mu", mu), "non-negative", lambda a: a >= 0)
    y, mu = _pair(y, "mu", mu)
    return _mean(mu - special.xlogy(y, mu), axis)


@quiet
def poisson_loss_from_log_mean(y: Numbers, eta: Numbers, *, axis: int | None = None) -> Floats:
    """1/n Σᵢ (e^ηᵢ − yᵢηᵢ): the Poisson loss of η = log μ; ∞ where e^η is, from η ≈ 709.8."""
    y = require("y", finite("y", y), "non-negative", lambda a: a >= 0)
    y, eta = _pair(y, "eta", finite("eta", eta))
    return _mean(np.exp(eta) - y * np.minimum(eta, 710.0), axis)  # e⁷¹⁰ is ∞ already


def _pair(y, name, prediction):
    """`y` and `prediction`, where the one fits the other: (n,) with (n, 1) would make n² pairs."""
    if not (is_traced(y) or is_traced(prediction)):
        shapes = np.shape(y), np.shape(prediction)
        if 0 in (np.size(y), np.size(prediction)):
            raise ValueError(f"y and {name} must hold an observation (got shapes {shapes})")
        if _broadcast_shape(*shapes) not in shapes:
            raise ValueError(f"y and {name} must fit (got shapes {shapes[0]} and {shapes[1]})")
    return y, prediction


def _rows(y, name, prediction):
    """`y` as rows over the classes: labels become one-hot rows, rows must sum to 1."""
    if np.ndim(prediction) == 0:
        raise ValueError(f"{name} must have the classes on its last axis (got {prediction})")
    y = array("y", y)
    if np.ndim(y) == np.ndim(prediction):
        if np.shape(y)[-1] == 1 != np.shape(prediction)[-1]:
            raise ValueError(
                f"y must hold labels of shape {np.shape(prediction)[:-1]} or rows over the "
                f"{np.shape(prediction)[-1]} classes (got shape {np.shape(y)}); "
                "a column of labels is y[:, 0]"
            )
        y = distribution("y", y)
    else:
        y = one_hot(y, prediction.shape[-1])
    return _pair(y, name, prediction)[0]


def _broadcast_shape(*shapes):
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        return None


def _mean(loss, axis):
    """The mean, divided before it is summed, so that huge losses do not overflow."""
    n = loss.size if axis is None else loss.shape[axis]
    return np.sum(loss / n, axis=axis)
