"""p(θ | y) = p(θ; hyperparameters + what y adds): priors whose posterior is of their own kind.

Each model is a prior and a likelihood together. `update(data)` gives the same kind of model with
the data counted in; hyperparameters may be arrays that broadcast. Log-densities are in nats.
Source: Bishop, Pattern Recognition and Machine Learning (2006), sections 2.1 to 2.3 and appendix B.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from glm_core._validation import finite, labels, positive, require, whole
from glm_core.numerics import one_hot

LOG_2PI = np.log(2.0 * np.pi)


class _Conjugate:
    """log p(y) = log Z(posterior) − log Z(prior) + Σ log b(y), with Z = ∫ of the prior's form.

    A subclass gives `_statistic(y)` with a row for each observation, `_count_in(sum of them, n)`,
    `_log_z`, and `_log_base(y)` where b is not 1.
    """

    def update(self, data):
        """p(θ | data), as a new model of the same kind."""
        statistic = self._statistic(data)
        return self._count_in(np.sum(statistic, axis=0), np.shape(statistic)[0])

    def log_evidence(self, data):
        """log p(data) = log ∫ p(data | θ) p(θ) dθ, in nats, for the data in the order given."""
        return self.update(data)._log_z - self._log_z + np.sum(self._log_base(data))

    def _log_base(self, y):
        return 0.0


@dataclass(frozen=True)
class BetaBernoulli(_Conjugate):
    """p(φ) = φᵃ⁻¹ (1 − φ)ᵇ⁻¹ / B(a, b) for the probability φ of a one; data are zeros and ones."""

    a: float = 1.0
    b: float = 1.0

    def __post_init__(self):
        positive("a", self.a), positive("b", self.b)

    @property
    def mean(self):
        """E[φ] = a / (a + b)."""
        return self.a / (self.a + self.b)

    @property
    def variance(self):
        """Var[φ] = E[φ] (1 − E[φ]) / (a + b + 1)."""
        return self.mean * (self.b / (self.a + self.b)) / (self.a + self.b + 1.0)

    def log_prob(self, phi):
        """log p(φ), −∞ outside [0, 1]."""
        inside = np.logical_and(phi >= 0.0, phi <= 1.0)
        phi = np.where(inside, phi, 0.5)
        log_prob = special.xlogy(self.a - 1.0, phi) + special.xlog1py(self.b - 1.0, -phi)
        return np.where(inside, log_prob - self._log_z, -np.inf)

    def interval(self, level=0.95):
        """The equal-tailed credible interval (lower, upper) of φ."""
        return tuple(special.betaincinv(self.a, self.b, tail) for tail in _tails(level))

    def sample(self, size=None, *, rng):
        """Draws of φ."""
        return rng.beta(self.a, self.b, size)

    def predictive(self, y=1):
        """p(next = y): a / (a + b) for a one, b / (a + b) for a zero."""
        y = _zero_one("y", y)
        return (self.a * y + self.b * (1 - y)) / (self.a + self.b)

    def _statistic(self, y):
        return np.reshape(_zero_one("data", y), -1)

    def _count_in(self, ones, n):
        return replace(self, a=self.a + ones, b=self.b + (n - ones))

    @property
    def _log_z(self):
        return special.betaln(self.a, self.b)


@dataclass(frozen=True)
class GammaPoisson(_Conjugate):
    """p(λ) = rateˢʰᵃᵖᵉ λˢʰᵃᵖᵉ⁻¹ e^(−rate λ) / Γ(shape) for a Poisson mean λ; data are counts."""

    shape: float
    rate: float

    def __post_init__(self):
        positive("shape", self.shape), positive("rate", self.rate)

    @property
    def mean(self):
        """E[λ] = shape / rate."""
        return self.shape / self.rate

    @property
    def variance(self):
        """Var[λ] = shape / rate²."""
        return self.shape / self.rate**2

    def log_prob(self, rate):
        """log p(λ) at λ = `rate`, −∞ below zero."""
        inside = rate >= 0.0
        rate = np.where(inside, rate, 1.0)
        log_prob = special.xlogy(self.shape - 1.0, rate) - self.rate * rate - self._log_z
        return np.where(inside, log_prob, -np.inf)

    def interval(self, level=0.95):
        """The equal-tailed credible interval (lower, upper) of λ."""
        return tuple(special.gammaincinv(self.shape, tail) / self.rate for tail in _tails(level))

    def sample(self, size=None, *, rng):
        """Draws of λ."""
        return rng.gamma(self.shape, 1.0 / self.rate, size)

    def predictive(self, y):
        """Γ(s + y) / (Γ(s) y!) (r / (r + 1))ˢ (1 / (r + 1))ʸ: the negative binomial."""
        y = whole("y", y)
        return np.exp(
            special.gammaln(self.shape + y)
            - special.gammaln(self.shape)
            - special.gammaln(y + 1.0)
            - self.shape * np.log1p(1.0 / self.rate)
            - y * np.log1p(self.rate)
        )

    def _statistic(self, y):
        return np.reshape(whole("data", y), -1)

    def _count_in(self, total, n):
        return replace(self, shape=self.shape + total, rate=self.rate + n)

    def _log_base(self, y):
        return -special.gammaln(whole("data", y) + 1.0)

    @property
    def _log_z(self):
        return special.gammaln(self.shape) - self.shape * np.log(self.rate)


@dataclass(frozen=True)
class DirichletCategorical(_Conjugate):
    """p(π) ∝ Πₖ πₖ^(αₖ − 1) for class probabilities π; data are class numbers 0..K−1."""

    alpha: np.ndarray

    def __post_init__(self):
        object.__setattr__(self, "alpha", positive("alpha", self.alpha))
        if np.ndim(self.alpha) < 1 or np.shape(self.alpha)[-1] < 2:
            raise ValueError(f"alpha must hold two or more classes (got {self.alpha})")

    @property
    def mean(self):
        """E[πₖ] = αₖ / Σα."""
        return self.alpha / np.sum(self.alpha, axis=-1, keepdims=True)

    @property
    def variance(self):
        """Var[πₖ] = E[πₖ] (1 − E[πₖ]) / (Σα + 1)."""
        return self.mean * (1.0 - self.mean) / (np.sum(self.alpha, axis=-1, keepdims=True) + 1.0)

    def log_prob(self, pi):
        """log p(π), a density on the simplex; the last axis of `pi` sums to one."""
        return np.sum(special.xlogy(self.alpha - 1.0, pi), axis=-1) - self._log_z

    def sample(self, size=None, *, rng):
        """Draws of π, of shape (size, K)."""
        return rng.dirichlet(self.alpha, size)

    def predictive(self, y=None):
        """p(next = y) = α_y / Σα; without y, all K of them."""
        mean = self.mean
        if y is None:
            return mean
        return mean[..., np.asarray(labels("y", y, np.shape(mean)[-1]), dtype=int)]

    def _statistic(self, y):
        return one_hot(np.reshape(whole("data", y), -1), np.shape(self.alpha)[-1])

    def _count_in(self, counts, n):
        return replace(self, alpha=self.alpha + counts)

    @property
    def _log_z(self):
        total = np.sum(self.alpha, axis=-1)
        return np.sum(special.gammaln(self.alpha), axis=-1) - special.gammaln(total)


@dataclass(frozen=True)
class GaussianGaussian(_Conjugate):
    """p(μ) = N(mean, variance) for the mean μ of Gaussian data whose noise variance is known."""

    mean: float
    variance: float
    noise_variance: float

    def __post_init__(self):
        finite("mean", self.mean)
        positive("variance", self.variance)
        positive("noise_variance", self.noise_variance)

    def log_prob(self, mu):
        """log p(μ) = −½ log 2πv − (μ − m)² / 2v."""
        return _log_gaussian(mu, self.mean, self.variance)

    def interval(self, level=0.95):
        """The central credible interval (lower, upper) of μ."""
        deviation = np.sqrt(self.variance)
        return tuple(self.mean + deviation * special.ndtri(tail) for tail in _tails(level))

    def sample(self, size=None, *, rng):
        """Draws of μ."""
        return rng.normal(self.mean, np.sqrt(self.variance), size)

    @property
    def predictive_variance(self):
        """Var[next] = v + σ²: what is not known about μ, and the noise."""
        return self.variance + self.noise_variance

    def predictive(self, y):
        """N(y; m, v + σ²)."""
        return np.exp(_log_gaussian(y, self.mean, self.predictive_variance))

    def log_evidence(self, data):
        """log p(data) = log N(ȳ; m, v + σ²/n) + what the spread about ȳ has to say."""
        y = self._statistic(data)
        n = np.shape(y)[0]
        if n == 0:
            return 0.0
        center = np.sum(y) / n
        spread = np.sum((y - center) ** 2) / self.noise_variance
        scale = (n - 1) * (LOG_2PI + np.log(self.noise_variance)) + np.log(n)
        of_mean = _log_gaussian(center, self.mean, self.variance + self.noise_variance / n)
        return of_mean - 0.5 * (spread + scale)

    def _statistic(self, y):
        return np.reshape(finite("data", y), -1)

    def _count_in(self, total, n):
        """Precisions add; the mean is the average of m and ȳ weighted by their precisions."""
        shrunk = self.noise_variance + n * self.variance
        mean = (self.noise_variance * self.mean + self.variance * total) / shrunk
        return replace(self, mean=mean, variance=self.variance * self.noise_variance / shrunk)


def _log_gaussian(y, mean, variance):
    return -0.5 * (LOG_2PI + np.log(variance) + (y - mean) ** 2 / variance)


def _zero_one(name, y):
    return require(name, finite(name, y), "0 or 1", lambda a: (a == 0) | (a == 1))


def _tails(level):
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1 (got {level})")
    return 0.5 * (1.0 - level), 0.5 * (1.0 + level)
