"""Truths at 50 digits, and how close a float64 comes to one."""

import mpmath as mp
import numpy as np

mp.mp.dps = 50


def close(result, truth, ulps=4):
    """Equal to the 50-digit truth, rounded to float64, within a few units in the last place."""
    truth = float(truth)
    if np.isinf(truth) or np.isinf(result):
        assert result == truth
    else:
        assert abs(result - truth) <= ulps * np.spacing(abs(truth)), (result, truth)


def exp(x):
    """eˣ at 50 digits, 0 or ∞ far outside the range of floats."""
    return mp.exp(x) if abs(x) < 1e6 else mp.mpf(0) if x < 0 else mp.inf
