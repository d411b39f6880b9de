"""What a generalised linear model asks of a family: one record, which the family hands out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from glm_core._typing import Numbers

Function = Callable[[Any], Any]


def _edge(mean: Any) -> str:
    return f"the mean of y must lie inside the range of the mean (got {mean:g})"


@dataclass(frozen=True)
class CanonicalLoss:
    """ℓ(y, η) = a(η) − yη, with a that of dispersion 1, and what goes with it.

    `pieces(y, η)` gives ℓ, its slope ∇a(η) − y and its curvature ∇²a(η) together, since all three
    share one exponential; ℓ is ∞ where η is outside the natural parameter space. Where `noise`
    names a dispersion that the fit may have to estimate, ℓ is half the unit deviance instead: then
    nothing cancels. A constant curvature may be one number. With classes these lie on the first
    axis, and the curvature is their π.
    """

    pieces: Callable[[Any, Any], tuple[Any, Any, Any]]
    response: Function  # y, or ValueError for a value that the family cannot have
    link: Function  # η of a mean, ±∞ at the edge of the range
    saturated: Function | None = None  # smallest ℓ of each y; follows from the link where not given
    upper: float = np.inf  # η is below it
    has_minimum: bool = False  # ℓ grows along every line: no data can separate
    constant_curvature: bool = False
    noise: str | None = None  # what the family calls its dispersion
    n_classes: int | None = None
    decide: Function | None = None  # η → the likelier class, where y is a class
    at_edge: Callable[[Any], str] = _edge  # what is wrong with a mean whose link is infinite
    extreme: str = "apart rows whose y is the least possible"  # what a separating column can tell

    def saturated_loss(self, y: Numbers) -> Any:
        """min over η of ℓ(y, η), which `pieces` have subtracted where there is a `noise`."""
        if self.noise is not None:
            return 0.0
        if self.saturated is not None:
            return self.saturated(y)
        with np.errstate(divide="ignore", over="ignore"):
            return self.pieces(y, np.clip(self.link(y), -1e300, 1e300))[0]
