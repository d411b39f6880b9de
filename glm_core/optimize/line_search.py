"""How far to go along a direction: far enough to fall, and no further."""

from collections.abc import Callable
from typing import Any

import numpy as np

from glm_core._typing import Array

INDISTINCT = 1e-10  # relative difference of two values that may be rounding: the slope decides


def line_search(
    fun: Callable[[Any], tuple[Any, ...]],
    theta: Array,
    direction: Array,
    value: float,
    slope: float,
    *,
    rate: float = 1.0,
    decrease: float = 1e-4,
    smallest: float = 2.0**-40,
) -> tuple[float, Any]:
    """The largest α in `rate`, ½ `rate`, … with f(θ + αd) ≤ f(θ) + `decrease` · α · slope (Armijo).

    Where rounding hides the value, the slope at θ + αd is the judge: it may rise half as steeply
    as it fell. `fun(theta)` returns value, gradient and whatever else; α comes with what it says
    there, and is 0 if it would be below `smallest`.
    """
    while rate >= smallest:
        point = fun(theta + rate * direction)
        if point[0] <= value + decrease * rate * slope:
            return rate, point
        indistinct = abs(point[0] - value) <= INDISTINCT * abs(value)
        if indistinct and np.vdot(point[1], direction) <= -0.5 * slope:
            return rate, point
        rate /= 2
    return 0.0, None
