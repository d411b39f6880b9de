"""Exercises of the chapter on layers."""

import numpy as np
from scipy.special import expit, softmax

from glm_core import datasets
from glm_core.exercises import exercise
from glm_core.exercises._compare import agreement


def _squash(rng):
    shape = tuple(rng.integers(2, 5, size=2))
    return rng.normal(scale=2.0, size=shape), rng.normal(size=shape)


def _linear(rng):
    n, below, above = rng.integers(2, 6, size=3)
    below = below + (below == above)
    return rng.normal(size=(n, below)), rng.normal(size=(below, above)), rng.normal(size=(n, above))


def _three_parts(output, expected, *inputs):
    if not isinstance(output, tuple) or len(output) != 3:
        return (
            "Return three things: delta for the left, gradient of the weights, gradient of the "
            "bias."
        )
    names = ("delta for the left", "gradient of the weights", "gradient of the bias")
    for name, mine, right in zip(names, output, expected, strict=True):
        if np.shape(mine) != np.shape(right):
            return f"The {name} has the wrong shape: it has that of what it belongs to."
        if agreement(mine, right) < 4:
            return f"The {name} is not right yet."
    return True


@exercise(
    "reverse-multiplications",
    slips={
        "That is the forward order: the Jacobian of all inputs is dragged along.": 510000,
        "The last Jacobian is a row already and costs nothing.": 50510,
        "That is the last product alone: the row of 10 had to meet a matrix first.": 50000,
    },
)
def reverse_multiplications():
    """10·50 + 50·1000."""
    return 50500


@exercise(
    "delta-by-hand",
    slips={
        "That is π₁: subtract the truth, which is 1 for the first class.": 0.25,
        "The sign is wrong: δ² is prediction minus truth.": 0.75,
        "That is π₁ − y₁ with the second probability: the first is e⁰/(e⁰ + 3).": -0.25,
    },
)
def delta_by_hand():
    """π₁ − 1 for the logits (0, log 3)."""
    return -0.75


@exercise(
    "two-linear-layers",
    slips={
        "The pair computes x (W₁W₂): still linear, and no line splits rings.": 1,
        "That needs a bend between the layers: without it the pair is one matrix.": 3,
    },
)
def two_linear_layers():
    """The place of what two linear layers can do beyond one."""
    return 2


@exercise(
    "sigmoid-backward",
    inputs=_squash,
    slips={
        "That is the slope alone: multiply with the delta from the right.": lambda z, delta: (
            expit(z) * (1 - expit(z))
        ),
        "The slope is σ(z)(1 − σ(z)): the sigmoid is missing.": lambda z, delta: (
            delta * z * (1 - z)
        ),
        "That multiplies with the value: multiply with the slope.": lambda z, delta: (
            delta * expit(z)
        ),
    },
)
def sigmoid_backward(z, delta):
    """δ ⊙ σ(z)(1 − σ(z))."""
    return delta * expit(z) * (1 - expit(z))


@exercise(
    "linear-backward",
    inputs=_linear,
    accept=_three_parts,
    slips={
        "The gradient of the bias has the wrong shape: it has that of what it belongs to.": (
            lambda z, weights, delta: (delta @ weights.T, z.T @ delta, delta)
        ),
        "The gradient of the weights is not right yet.": lambda z, weights, delta: (
            delta @ weights.T,
            z.T @ delta / len(z),
            delta.sum(axis=0),
        ),
        "The gradient of the bias is not right yet.": lambda z, weights, delta: (
            delta @ weights.T,
            z.T @ delta,
            delta.mean(axis=0),
        ),
    },
)
def linear_backward(z, weights, delta):
    """(δ Wᵀ, zᵀ δ, Σᵢ δᵢ)."""
    return delta @ weights.T, z.T @ delta, delta.sum(axis=0)


@exercise(
    "log-softmax-backward",
    inputs=_squash,
    slips={
        "The sum over the classes is missing: each π is multiplied with Σ δ.": lambda z, delta: (
            delta - softmax(z, axis=-1)
        ),
        "That is the way back through a softmax: this layer gives its logarithm.": (
            lambda z, delta: (
                softmax(z, axis=-1)
                * (delta - np.sum(delta * softmax(z, axis=-1), axis=-1, keepdims=True))
            )
        ),
        "The sum runs over the observations: it must run over the classes, row by row.": (
            lambda z, delta: delta - softmax(z, axis=-1) * np.sum(delta, axis=0, keepdims=True)
        ),
        "The sum runs over everything: each row has a sum of its own.": lambda z, delta: (
            delta - softmax(z, axis=-1) * np.sum(delta)
        ),
    },
)
def log_softmax_backward(z, delta):
    """δ − π Σᵥ δᵥ, row by row."""
    return delta - softmax(z, axis=-1) * np.sum(delta, axis=-1, keepdims=True)


@exercise(
    "slope-of-what",
    slips={
        "The sign is right: the sigmoid rises, so its slope is positive.": 1,
        "The chain rule multiplies.": 3,
        "It does crawl, but its loss does not rise for a small step against a true gradient.": 4,
    },
)
def slope_of_what():
    """The place of the mistake: z (1 − z) with the input in place of the output."""
    return 2


def _flights():
    orings = datasets.load_orings()
    flown = ~np.isnan(orings["failures"])
    return (orings["temperature_f"][flown] - 70) / 10, orings["failures"][flown] > 0


@exercise(
    "first-step",
    rtol=1e-3,
    slips={
        "The sign is wrong: δ is prediction minus truth.": lambda: -first_step(),
        "That is the sum over the flights: the cost is their mean.": lambda: 23 * first_step(),
        "Temperatures count in tens of degrees from 70 °F.": lambda: 10 * first_step(),
    },
)
def first_step():
    """Mean of t (½ − y) over the 23 flights."""
    tens, damaged = _flights()
    return np.mean(tens * (0.5 - damaged))


def _small_network(rng):
    n, d, h, k = rng.integers(4, 9), rng.integers(2, 4), rng.integers(4, 6), 3
    return (
        rng.normal(size=(n, d)),
        rng.integers(k, size=n),
        rng.normal(size=(d, h)),
        rng.normal(size=(h, k)),
    )


def _network(X, y, W1, W2, slope=lambda t: 1 - t**2, n=None):
    hidden = np.tanh(X @ W1)
    delta = (softmax(hidden @ W2, axis=1) - np.eye(W2.shape[1])[y]) / (n or len(y))
    return X.T @ ((delta @ W2.T) * slope(hidden)), hidden.T @ delta


@exercise(
    "two-layer-gradients",
    inputs=_small_network,
    slips={
        "That is the gradient of the sum: each row of δ is divided by n.": (
            lambda X, y, W1, W2: _network(X, y, W1, W2, n=1)
        ),
        "The slope of tanh is missing on the way back to W1.": lambda X, y, W1, W2: _network(
            X, y, W1, W2, slope=lambda t: 1.0
        ),
        "The slope of tanh is 1 − tanh², not 1 − tanh.": lambda X, y, W1, W2: _network(
            X, y, W1, W2, slope=lambda t: 1 - t
        ),
        "The order is W1, then W2.": lambda X, y, W1, W2: _network(X, y, W1, W2)[::-1],
    },
)
def two_layer_gradients(X, y, W1, W2):
    """Xᵀ((δ W₂ᵀ) ⊙ (1 − tanh²)) and tanh(XW₁)ᵀ δ with δ = (π − Y)/n."""
    return _network(X, y, W1, W2)
