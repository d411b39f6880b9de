"""How far to go along a direction: far enough to fall, and no further."""

import numpy as np

SUFFICIENT_DECREASE = 1e-4
SMALLEST_STEP = 2.0**-40
INDISTINCT = 1e-10  # relative difference of two values that may be rounding: the slope decides


def line_search(fun, theta, direction, value, slope):
    """Largest α in 1, ½, ¼, … with enough decrease; near the optimum the slope is the judge."""
    rate = 1.0
    while rate >= SMALLEST_STEP:
        point = fun(theta + rate * direction)
        if point[0] <= value + SUFFICIENT_DECREASE * rate * slope:
            return rate, point
        indistinct = abs(point[0] - value) <= INDISTINCT * abs(value)
        if indistinct and abs(np.sum(point[1] * direction)) <= 0.5 * abs(slope):
            return rate, point
        rate /= 2
    return 0.0, point
