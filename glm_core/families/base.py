"""What every exponential family shares, written once."""

import numpy as np

from glm_core._validation import broadcastable, finite, quiet, real


class ExponentialFamily:
    """p(y; η) = b(y) exp(ηᵀT(y) − a(η)).

    A subclass gives a, its two derivatives, T, b and the link; everything else follows. Where the
    textbook formula would lose digits by cancellation a subclass states the same value in a form
    that does not. y and η broadcast; where η is a vector (`n_parameters` > 1) it lies on the last
    axis. Logarithms are natural. Pitman (1936), Koopman (1936), Darmois (1935); McCullagh &
    Nelder (1989).

    Errors: ValueError for a y outside the support or an η outside the natural parameter space.
    """

    n_parameters = 1
    dispersion = 1.0  # φ: the log-density falls by unit_deviance / (2φ) below its best

    def sufficient_statistic(self, y):
        """T(y)."""
        raise NotImplementedError

    def log_base_measure(self, y):
        """log b(y)."""
        raise NotImplementedError

    def log_partition(self, eta):
        """a(η) = log ∫ b(y) exp(ηᵀT(y)) dy."""
        raise NotImplementedError

    def mean(self, eta):
        """∇a(η) = E[T(y)]: the inverse of the canonical link."""
        raise NotImplementedError

    def variance(self, eta):
        """∇²a(η) = Var[T(y)]; a matrix where η is a vector."""
        raise NotImplementedError

    def natural_parameter(self, mean):
        """The η with ∇a(η) = mean: the canonical link."""
        raise NotImplementedError

    def entropy(self, eta):
        """H = −E[log p(y; η)] = a(η) − ηᵀ∇a(η) − E[log b(y)]; may be negative for a density."""
        raise NotImplementedError

    def unit_deviance(self, y, eta):
        """2φ (max log p(y; ·) − log p(y; η)) ≥ 0; y may be a mean of several observations."""
        raise NotImplementedError

    def with_dispersion(self, dispersion):
        """The member of this kind whose φ is `dispersion`; itself where φ is 1 by nature."""
        return self

    def likeliest_dispersion(self, mean_deviance):
        """φ where it is known, else the φ of highest likelihood given the mean unit deviance."""
        return self.dispersion

    def sample(self, eta, size=None, *, rng):
        """Draws y of shape `size` (of η's batch where None) with the Generator `rng`."""
        raise NotImplementedError

    @quiet
    def log_prob(self, y, eta):
        """log p(y; η) = log b(y) + ηᵀT(y) − a(η)."""
        y, eta = self._pair(y, eta)
        product = self._dot(eta, self.sufficient_statistic(y))
        return self.log_base_measure(y) + product - self.log_partition(eta)

    @quiet
    def kl_divergence(self, eta_p, eta_q):
        """D(p‖q) = a(η_q) − a(η_p) − (η_q − η_p)ᵀ∇a(η_p): the Bregman divergence of a."""
        rise = self._dot(finite("eta_q", eta_q) - finite("eta_p", eta_p), self.mean(eta_p))
        return self.log_partition(eta_q) - self.log_partition(eta_p) - rise

    @quiet
    def cross_entropy(self, eta_p, eta_q):
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

    def __repr__(self):
        return f"{type(self).__name__}()"
