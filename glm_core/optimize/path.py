"""What an optimiser leaves behind: every point it visited, and whether it arrived."""

import math
import warnings
from dataclasses import dataclass, replace

import numpy as np


class ConvergenceWarning(UserWarning):
    """The optimiser stopped before its tolerance was met."""


@dataclass(frozen=True)
class Path:
    """θ₀, θ₁, …, θ_T as visited, with the value and the gradient norm at each.

    `theta` has shape (T + 1, *shape of θ), `value` and `gradient_norm` have shape (T + 1,).
    `solution` is θ_T, for Newton moved by one last step that is smaller than the tolerance;
    `hessian` and `direction` (that last step) belong to Newton.
    """

    theta: np.ndarray
    value: np.ndarray
    gradient_norm: np.ndarray
    solution: np.ndarray
    converged: bool
    stalled: bool = False
    hessian: np.ndarray | None = None
    direction: np.ndarray | None = None

    @property
    def n_iter(self):
        """Number of steps T."""
        return len(self.value) - 1

    def after(self, earlier):
        """This path with an earlier one, which ends where it begins, before it."""
        joined = {
            name: np.concatenate([getattr(earlier, name)[:-1], getattr(self, name)])
            for name in ("theta", "value", "gradient_norm")
        }
        return replace(self, **joined)


class Recorder:
    """Collects the points of a `Path`."""

    def __init__(self):
        self.thetas, self.values, self.norms = [], [], []

    def add(self, theta, value, gradient):
        """One more point."""
        self.thetas.append(theta)
        self.values.append(value)
        self.norms.append(math.sqrt(np.vdot(gradient, gradient)))

    def path(self, solution, converged, **rest):
        """All of them."""
        columns = np.array(self.thetas), np.array(self.values), np.array(self.norms)
        return Path(*columns, solution, converged, **rest)


def warn_not_converged(name, n_iter, state, other_way_out=""):
    message = f"{name} stopped after {n_iter} iterations with {state}; raise max_iter or tol"
    warnings.warn(message + other_way_out, ConvergenceWarning, stacklevel=3)
