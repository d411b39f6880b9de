"""A die with the faces 1, 2, 3: its distributions are the points of a triangle.

x = (E[Y] − 1) / 2 and y = p₂ √3/2, so that the distributions with one mean lie on one upright line.
Lengths in this plane are those of (p₁, p₂, p₃) over √2. All functions work on traced sliders.
"""

import numpy as np

from glm_core.numerics import softmax

FACES = np.array([1.0, 2.0, 3.0])
CORNERS = np.array([[0.0, 0.0], [0.5, np.sqrt(0.75)], [1.0, 0.0]])
ALLOWED = np.array([1.0, -2.0, 1.0]) / np.sqrt(6.0)  # keeps the sum and the mean
BLOCKED = np.array([-1.0, 0.0, 1.0]) / np.sqrt(2.0)  # keeps the sum, moves the mean


def place(p):
    """(x, y) = Σ pₖ cornerₖ: where a distribution (shape (3,) or (n, 3)) is in the plane."""
    at = p @ CORNERS
    return at[..., 0], at[..., 1]


def with_mean(mean, two):
    """The distribution with E[Y] = mean and p₂ = two, which is 1 − |mean − 2| at most."""
    return np.stack([(3 - mean - two) / 2, two, (mean - 1 - two) / 2])


def member(eta):
    """pₖ = exp(ηk) / Σⱼ exp(ηj): the tilted die, for a number or an array of shape (n,)."""
    return softmax(np.multiply.outer(eta, FACES)) if np.ndim(eta) else softmax(eta * FACES)


def natural_parameter(mean):
    """The η at which member(η) has this mean, 1 < mean < 3.

    With z = e^η, Σ k zᵏ = mean Σ zᵏ is (3 − mean) z² + (2 − mean) z + (1 − mean) = 0, which has one
    positive root.
    """
    half = mean - 2
    return np.log((half + np.sqrt(half**2 + 4 * (3 - mean) * (mean - 1))) / (2 * (3 - mean)))


def uphill(p):
    """∇H(p) within the triangle, split: (allowed, blocked), lengths along ALLOWED and BLOCKED.

    ∇H = −log p − 1. Allowed is what a fixed mean lets you follow. Where it is 0, blocked is −√2 η.
    """
    gradient = -np.log(p)
    return np.sum(gradient * ALLOWED), np.sum(gradient * BLOCKED)


def ring(level, n=91):
    """(x, y) of the closed curve H(p) = level, for log 2 < level < log 3: bisection on n rays."""
    turn = np.linspace(0, 2 * np.pi, n)
    ray = np.outer(np.cos(turn), ALLOWED) + np.outer(np.sin(turn), BLOCKED)
    near, far = np.zeros(n), 1 / (3 * np.max(-ray, axis=1))
    for _ in range(50):
        middle = (near + far) / 2
        p = 1 / 3 + middle[:, None] * ray
        inside = -np.sum(p * np.log(p), axis=1) > level
        near, far = np.where(inside, middle, near), np.where(inside, far, middle)
    return place(1 / 3 + near[:, None] * ray)
