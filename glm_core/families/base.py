"""What every exponential family shares, written once."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from glm_core._typing import Floats, Numbers, Size
from glm_core._validation import broadcastable, finite, quiet, real
from glm_core.families.canonical import CanonicalLoss


class ExponentialFamily(ABC):
    """p(y; η) = b(y) exp(ηᵀT(y) − a(η)).

    A subclass states T, b, a, its two derivatives and the link; log-probability, divergence,
    cross-entropy and deviance follow, and are stated anew only where the textbook formula would
    lose digits by cancellation. `entropy` and `sample` have no formula for all: without them a
    family does the rest. `canonical_loss` makes a family one of `GLM`. y and η broadcast; where η
    is a vector (`n_parameters` > 1) it lies on the last axis. Logarithms are natural. Pitman
    (1936), Koopman (1936), Darmois (1935); McCullagh & Nelder (1989).

    Errors: ValueError for a y outside the support or an η outside the natural parameter space.
    """

    n_parameters = 1
    dispersion: float | None = 1.0  # φ: log-density falls by unit_deviance / (2φ) below its best

    @abstractmethod
    def sufficient_statistic(self, y: Numbers) -> Floats:
        """T(y)."""

    @abstractmethod
    def log_base_measure(self, y: Numbers) -> Floats:
        """log b(y)."""

    @abstractmethod
    def log_partition(self, eta: Numbers) -> Floats:
        """a(η) = log ∫ b(y) exp(ηᵀT(y)) dy."""

    @abstractmethod
    def mean(self, eta: Numbers) -> Floats:
        """∇a(η) = E[T(y)]: the inverse of the canonical link."""

    @abstractmethod
    def variance(self, eta: Numbers) -> Floats:
        """∇²a(η) = Var[T(y)]; a matrix where η is a vector."""

    @abstractmethod
    def natural_parameter(self, mean: Numbers) -> Floats:
        """The η with ∇a(η) = mean: the canonical link."""

    @property
    def canonical_loss(self) -> CanonicalLoss | None:
        """What `GLM` needs to know; None: this family has no GLM."""
        return None

    def entropy(self, eta: Numbers) -> Floats:
        """H = −E[log p(y; η)] = a(η) − ηᵀ∇a(η) − E[log b(y)]; may be negative for a density."""
        raise NotImplementedError(f"{type(self).__name__} must define entropy(eta) to have one")

    def sample(self, eta: Numbers, size: Size = None, *, rng: np.random.Generator) -> Any:
        """Draws y of shape `size` (of η's batch where None) with the Generator `rng`."""
        raise NotImplementedError(f"{type(self).__name__} must define sample to be drawn from")

    def unit_deviance(self, y: Numbers, eta: Numbers) -> Floats:
        """2φ (max log p(y; ·) − log p(y; η)) ≥ 0; y may be a mean of several observations."""
        y, eta = self._pair(finite("y", y), eta)
        gap = self._best(y) - (y * eta - self.log_partition(eta))
        return np.maximum(2.0 * (self.dispersion or 1.0) * gap, 0.0)

    def log_best(self, y: Numbers) -> Floats:
        """max log p(y; ·), with the η whose mean is y."""
        return self.log_base_measure(y) + self._best(y)

    @np.errstate(divide="ignore", over="ignore")
    def _best(self, y):
        """a*(y) = max yη − a(η), for one parameter; at the edge of the range η runs to ±∞."""
        eta = np.clip(self.natural_parameter(y), -1e300, 1e300)
        return y * eta - self.log_partition(eta)

    def with_dispersion(self, dispersion: float) -> "ExponentialFamily":
        """The member of this kind whose φ is `dispersion`; itself where φ is 1 by nature."""
        return self

    def likeliest_dispersion(self, mean_deviance: float) -> Any:
        """φ where it is known, else the φ of highest likelihood given the mean unit deviance."""
        return self.dispersion

    @quiet
    def log_prob(self, y: Numbers, eta: Numbers) -> Floats:
        """log p(y; η) = log b(y) + ηᵀT(y) − a(η)."""
        y, eta = self._pair(y, eta)
        product = self._dot(eta, self.sufficient_statistic(y))
        return self.log_base_measure(y) + product - self.log_partition(eta)

    @quiet
    def kl_divergence(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        """D(p‖q) = a(η_q) − a(η_p) − (η_q − η_p)ᵀ∇a(η_p): the Bregman divergence of a."""
        rise = self._dot(finite("eta_q", eta_q) - finite("eta_p", eta_p), self.mean(eta_p))
        return self.log_partition(eta_q) - self.log_partition(eta_p) - rise

    @quiet
    def cross_entropy(self, eta_p: Numbers, eta_q: Numbers) -> Floats:
        """H(p, q) = −E_p[log q] = H(p) + D(p‖q)."""
        return self.entropy(eta_p) + self.kl_divergence(eta_p, eta_q)

    def _eta(self, eta, name="eta"):
        """`eta` as float64 in the natural parameter space."""
        return finite(name, eta)

    def _pair(self, y, eta):
        """`y` and `eta` as they are, once it is known that they broadcast."""
        y, eta = real("y", y), self._eta(eta)
        batch = eta if self.n_parameters == 1 else eta[..., 0]
        broadcastable("y", y, "eta", batch)
        return y, eta

    def _dot(self, eta, statistic):
        """ηᵀT: a product, or a sum of products over the last axis."""
        product = eta * statistic
        return product if self.n_parameters == 1 else np.sum(product, axis=-1)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
