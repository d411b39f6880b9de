"""θ′ ~ N(θ, step²), accepted with probability min(1, p(θ′)/p(θ)): the Metropolis algorithm.

Source: Metropolis et al. (1953); diagnostics after Gelman et al., Bayesian Data Analysis, 3rd ed.
(2013), sections 11.4 and 11.5, with Geyer's (1992) initial positive sequence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from glm_core._typing import Array, ArrayLike
from glm_core._validation import count, finite, generator, positive


def metropolis(
    log_density: Callable[[Any], float],
    start: ArrayLike,
    n_samples: int,
    *,
    step: ArrayLike,
    rng: np.random.Generator,
    warmup: int = 0,
) -> "Chain":
    """Draws from a density known up to a constant by its logarithm `log_density(theta)`.

    `start` of shape (d,) runs one chain, of shape (chains, d) several: start them far apart. `step`
    is the standard deviation of a proposal, one number or one for each coordinate. The first
    `warmup` steps of each chain are left out. Acceptance between 0.2 and 0.5 is a good step.
    """
    start, step = np.array(finite("start", start)), np.asarray(positive("step", step))
    if start.size == 0:
        raise ValueError(f"start must hold a number (got shape {start.shape})")
    n_samples, warmup = count("n_samples", n_samples, least=1), count("warmup", warmup)
    rng = generator(rng)
    starts = start if start.ndim == 2 else start[None]
    runs = [_walk(log_density, theta, warmup + n_samples, step, rng) for theta in starts]
    return Chain(
        np.stack([path[warmup:] for path, _ in runs]),
        np.array([np.mean(accepted[warmup:]) for _, accepted in runs]),
    )


def _walk(log_density, theta, n_steps, step, rng):
    moves = step * rng.standard_normal((n_steps, *theta.shape))
    thresholds = np.log1p(-rng.random(n_steps))
    path, accepted = np.empty_like(moves), np.zeros(n_steps, dtype=bool)
    here = _evaluate(log_density, theta)
    if here == -np.inf:
        raise ValueError(f"start must have positive density (got {theta})")
    for t in range(n_steps):
        proposal = theta + moves[t]
        there = _evaluate(log_density, proposal)
        if there - here > thresholds[t]:
            theta, here, accepted[t] = proposal, there, True
        path[t] = theta
    return path, accepted


def _evaluate(log_density, theta):
    value = np.asarray(log_density(theta), dtype=float)
    if value.size != 1:
        raise ValueError(f"log_density must give one number (got shape {value.shape} at {theta})")
    value = value.item()
    if np.isnan(value) or value == np.inf:
        raise ValueError(f"log_density must be a number below infinity (got {value} at {theta})")
    return value


@dataclass(frozen=True, eq=False)
class Chain:
    """`chains` has shape (chains, n, d); `acceptances` the share of accepted steps of each."""

    chains: np.ndarray
    acceptances: np.ndarray

    @property
    def samples(self) -> Array:
        """All chains one after another: shape (chains · n, d)."""
        return np.reshape(self.chains, (-1, *self.chains.shape[2:]))

    @property
    def acceptance(self) -> float:
        """The share of accepted proposals."""
        return float(np.mean(self.acceptances))

    @property
    def r_hat(self) -> Array:
        """√(var⁺ / W) over half chains: near 1 when each half tells the same; shape (d,)."""
        within, pooled, _ = _variances(_halves(self.chains))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(pooled == within, 1.0, np.sqrt(pooled / within))

    @property
    def ess(self) -> Array:
        """N / (1 + 2 Σₜ ρₜ): how many independent draws would tell as much; shape (d,)."""
        halves = _halves(self.chains)
        flat = np.reshape(halves, (*halves.shape[:2], -1))
        sizes = [_effective_size(flat[..., j]) for j in range(flat.shape[-1])]
        return np.reshape(sizes, halves.shape[2:])


def _halves(chains):
    half = chains.shape[1] // 2
    if half < 2:
        raise ValueError(f"n_samples must be 4 or more for a diagnosis (got {chains.shape[1]})")
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _variances(chains):
    """W within chains, var⁺ = (n−1)/n W + variance of the chains' means, and n."""
    n = chains.shape[1]
    within = np.mean(np.var(chains, axis=1, ddof=1), axis=0)
    return within, (n - 1) / n * within + np.var(np.mean(chains, axis=1), axis=0, ddof=1), n


def _effective_size(chains):
    within, pooled, n = _variances(chains)
    if pooled == 0.0:
        return 1.0  # a chain that never moved has told one thing
    rho = 1.0 - (within - np.mean(_autocovariance(chains), axis=0)) / pooled
    rho[0] = 1.0
    pairs = rho[: n - n % 2].reshape(-1, 2).sum(axis=1)
    positive = pairs[: np.argmax(pairs < 0.0)] if np.any(pairs < 0.0) else pairs
    time = 2.0 * np.sum(np.minimum.accumulate(positive)) - 1.0
    return chains.size / max(time, 1.0 / np.log10(chains.size))


def _autocovariance(chains):
    """(1/n) Σ (θₛ − m)(θₛ₊ₜ − m) at every lag t, by the fast Fourier transform."""
    n = chains.shape[1]
    spectrum = np.fft.rfft(chains - np.mean(chains, axis=1, keepdims=True), 2 * n, axis=1)
    return np.fft.irfft(np.abs(spectrum) ** 2, 2 * n, axis=1)[:, :n] / n
