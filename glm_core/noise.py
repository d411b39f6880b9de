"""Noise around a prediction μ that is no exponential family in μ, with the losses it leads to.

No statistic T(y) of fixed length sums up a sample here, so there is no η and no a(η), only a
log-density and its slope.
"""

from typing import Any

import numpy as np

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import broadcastable, finite, generator, parameter, quiet
from glm_core.log_gamma import LOG_2PI, log_rising


class Laplace:
    """p(y; μ) = exp(−|y − μ| / b) / (2b): the noise under the absolute error.

    With μ known it is an exponential family in b; in μ it is none.
    """

    def __init__(self, scale: float = 1.0):
        self.scale = parameter("scale", scale)

    @quiet
    def log_prob(self, y: Numbers, mu: Numbers) -> Floats:
        """−|y − μ|/b − log 2b."""
        return -np.abs(_residual(y, mu)) / self.scale - np.log(2.0 * self.scale)

    @quiet
    def score(self, y: Numbers, mu: Numbers) -> Floats:
        """∂ log p/∂μ = sign(y − μ)/b: every observation pulls alike."""
        return np.sign(_residual(y, mu)) / self.scale

    def sample(self, mu: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws of shape `size` (of μ where None) with the Generator `rng`."""
        return generator(rng).laplace(finite("mu", mu), self.scale, size)

    def __repr__(self) -> str:
        return f"Laplace(scale={self.scale})"


class StudentT:
    """p(y; μ) ∝ (1 + z²/ν)^(−(ν + 1)/2), z = (y − μ)/s: noise with heavy tails.

    ν = `df` degrees of freedom, s = `scale`. Cauchy at ν = 1, Gaussian as ν → ∞. Gosset (1908).
    """

    def __init__(self, df: float, scale: float = 1.0):
        self.df, self.scale = parameter("df", df), parameter("scale", scale)

    @quiet
    def log_prob(self, y: Numbers, mu: Numbers) -> Floats:
        """−(ν + 1)/2 log(1 + z²/ν) − log(s √ν B(1/2, ν/2)).

        √ν B(1/2, ν/2) is √(2π) Γ(ν/2) √(ν/2) / Γ((ν + 1)/2); it and the tail (ν + 1)/2 log(1 + u)
        with u = z²/ν are taken so that they come out to all digits as ν → ∞.
        """
        normaliser = 0.5 * LOG_2PI - log_rising(0.5 * self.df, 0.5)
        z = np.abs(_residual(y, mu)) / self.scale
        x = z / np.sqrt(self.df)
        u = np.square(np.minimum(x, 1e8))
        slope = np.where(u > 1e-16, np.log1p(u) / np.maximum(u, 1e-16), 1.0)  # log(1 + u)/u
        near = 0.5 * (1.0 + 1.0 / self.df) * np.square(np.where(x < 1e8, z, 0.0)) * slope
        far = (self.df + 1.0) * (np.log(np.maximum(z, 1e-300)) - 0.5 * np.log(self.df))
        return -np.where(x < 1e8, near, far) - normaliser - np.log(self.scale)

    @quiet
    def score(self, y: Numbers, mu: Numbers) -> Floats:
        """∂ log p/∂μ = (ν + 1)(y − μ) / (νs² + (y − μ)²): the pull of an outlier fades."""
        residual = np.clip(_residual(y, mu), -1.7e308, 1.7e308)
        size = np.maximum(np.abs(residual), self.scale)
        r, s = residual / size, self.scale / size
        return (self.df + 1.0) * (r / (self.df * np.square(s) + np.square(r)) / size)

    def sample(self, mu: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws of shape `size` (of μ where None) with the Generator `rng`."""
        mu = finite("mu", mu)
        size = np.shape(mu) if size is None else size
        return mu + self.scale * generator(rng).standard_t(self.df, size)

    def __repr__(self) -> str:
        return f"StudentT(df={self.df}, scale={self.scale})"


@quiet
def _residual(y, mu):
    y, mu = finite("y", y), finite("mu", mu)
    broadcastable("y", y, "mu", mu)
    return y - mu
