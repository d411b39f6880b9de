"""Loss, residual and curvature of the rows as functions of η, computed together.

With the canonical link they are a(η) − yη, a′(η) − y and a″(η), with a that of dispersion 1. All
three share one exponential, which is why the fit does not ask the family three times.
`saturated(y)` is the loss of a model that fits every row exactly, −a*(y), so that
2 (loss − saturated) is the unit deviance; a kind that is not in that table has it subtracted
already, since then nothing cancels. A loss is ∞ where η is outside the natural parameter space.
"""

import numpy as np
from scipy.special import logit, xlogy


def gaussian(y, eta):
    """½(η − y)², η − y, 1."""
    residual = eta - y
    return 0.5 * residual**2, residual, np.ones_like(residual)


def bernoulli(y, eta):
    """log(1 + eᶯ) − yη, σ(η) − y, σ(η) σ(−η), all from e^{−|η|}."""
    small = np.exp(-np.abs(eta))
    tail = small / (1 + small)  # σ(−|η|): nothing is formed that would round to 1
    above = eta >= 0
    loss = (np.maximum(eta, 0) - y * eta) + np.log1p(small)
    return loss, np.where(above, (1 - y) - tail, tail - y), tail / (1 + small)


def poisson(y, eta):
    """eᶯ − yη, eᶯ − y, eᶯ."""
    mean = np.exp(eta)
    return mean - y * eta, mean - y, mean


@np.errstate(divide="ignore")
def gamma(y, eta):
    """y/μ − 1 − log(y/μ), μ − y, μ², with μ = −1/η; ∞ where η ≥ 0."""
    inside = eta < 0
    mean = -1 / np.where(inside, eta, -1.0)
    ratio = y / mean  # and not log y − log μ: near 1 the logarithm takes up its rounding error
    return np.where(inside, ratio - 1 - np.log(ratio), np.inf), mean - y, mean**2


def categorical(y, eta):
    """log Σ eᶯᵏ − y·η, π − y, π with classes along the first axis."""
    top = eta.max(axis=0)
    mean = np.exp(eta - top)
    total = mean.sum(axis=0)
    mean /= total
    return top + np.log(total) - np.sum(y * eta, axis=0), mean - y, mean


LOSSES = {
    "Gaussian": gaussian,
    "Bernoulli": bernoulli,
    "Poisson": poisson,
    "Categorical": categorical,
    "Gamma": gamma,
}

COERCIVE = ("Gaussian", "Gamma")  # losses that grow along every line: they have a minimum
HALF_LINES = ("Gamma",)  # losses that are finite for η < 0 alone

SATURATED = {
    "Bernoulli": lambda y: -xlogy(y, y) - xlogy(1 - y, 1 - y),
    "Poisson": lambda y: y - xlogy(y, y),
    "Categorical": lambda y: -xlogy(y, y).sum(axis=0),
}


def null_parameter(kind, mean):
    """The canonical link of the overall mean: η of the model that knows no X."""
    return {"Gaussian": np.positive, "Bernoulli": logit, "Gamma": lambda m: -1 / m}.get(
        kind, np.log
    )(mean)
