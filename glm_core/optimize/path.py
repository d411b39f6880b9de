"""What an optimiser leaves behind: every point it visited, and whether it arrived."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glm_core._typing import Array
from glm_core._warnings import warn

NEAR = 1e4  # tolerances: a decrement that no longer falls there is as small as it gets


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
    def n_iter(self) -> int:
        """Number of steps T."""
        return len(self.value) - 1

    def after(self, earlier: "Path") -> "Path":
        """This path with an earlier one, which ends where it begins, before it."""
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(earlier, name)[:-1], getattr(self, name)])
            for name in ("theta", "value", "gradient_norm")
        }
        return replace(self, **joined)


class Recorder:
    """Collects the points of a `Path`, and the decrements that say when it is at its end."""

    def __init__(self):
        self.thetas: list[Any] = []
        self.values: list[float] = []
        self.norms: list[float] = []
        self.decrement = self.previous = math.inf

    def add(self, theta: Array, value: float, gradient: Array) -> None:
        """One more point."""
        self.thetas.append(theta)
        self.values.append(value)
        self.norms.append(math.sqrt(np.vdot(gradient, gradient)))

    @property
    def n_iter(self) -> int:
        """Number of steps so far."""
        return len(self.values) - 1

    def promise(self, slope: float) -> None:
        """Note λ = √−slope, where λ²/2 is the decrease that the model of f still promises."""
        self.previous, self.decrement = self.decrement, math.sqrt(max(-slope, 0.0))

    def stalled(self, tol: float) -> bool:
        """Is λ near `tol` and falls no more? By rounding, or towards a minimum at infinity."""
        return self.previous / 2 < self.decrement <= NEAR * tol

    def path(self, solution: Array, converged: bool, **rest) -> Path:
        """All points."""
        columns = np.array(self.thetas), np.array(self.values), np.array(self.norms)
        return Path(*columns, solution, bool(converged), **rest)

    def warn(self, name: str, state: str, other_way_out: str = "") -> None:
        """The warning of an optimiser that stopped too early."""
        message = f"{name} stopped after {self.n_iter} iterations with {state}"
        warn(ConvergenceWarning, f"{message}; raise max_iter or tol{other_way_out}")
