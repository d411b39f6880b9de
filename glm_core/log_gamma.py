"""log Γ in differences, and log-probabilities about their best: what large parameters ask for.

log Γ(10¹²) is 2.7·10¹³, and a difference of two such numbers has lost 13 digits. Every function
here subtracts on paper. Loader (2000), Fast and accurate computation of binomial probabilities.
"""

import numpy as np
from scipy import special

from glm_core._validation import quiet
from glm_core.numerics import log_excess

LOG_2PI = np.log(2.0 * np.pi)

# Stirling's series: log y! − (y + ½) log y + y − ½ log 2π = 1/(12y) − 1/(360y³) + ...
STIRLING = (1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12)


def stirling(y):
    """log y! − (y + ½) log y + y − ½ log 2π, from y = 10 on."""
    series = 0.0
    for coefficient in STIRLING:
        series = series / y / y + coefficient
    return series / y


@quiet
def log_saturated(y, log_y=None):
    """log p(y; λ = y) = y log y − y − log y!, from 10 on −½ log(2πy) less Stirling's series.

    `log_y` stands in where y itself has overflown.
    """
    small, large = np.minimum(y, 10.0), np.maximum(y, 10.0)
    log_large = np.log(large) if log_y is None else log_y
    direct = special.xlogy(small, small) - small - special.gammaln(small + 1.0)
    return np.where(y < 10, direct, -0.5 * (LOG_2PI + log_large) - stirling(large))


@quiet
def log_poisson(y, rate, log_rate=None):
    """log(λʸ e^(−λ) / y!) for any y ≥ 0 and λ ≥ 0: the best log-probability less ½ deviance.

    `log_rate` stands in for log λ where λ itself has underflown.
    """
    some = np.where(y > 0, y, 1.0)
    log_ratio = (np.log(rate) if log_rate is None else log_rate) - np.log(some)
    near = some * log_excess((rate - some) / some, log_ratio)
    deviance = np.where(rate > 2.0 * some, rate - some * (1.0 + log_ratio), near)
    return log_saturated(y) - np.where(y > 0, deviance, rate)


@quiet
def log_rising(x, n):
    """log Γ(x + n) − log Γ(x) − n log x: how the factors x, x + 1, …, x + n − 1 exceed x.

    With t = n/x, from x = 10 on, it is x ((1 + t) log(1 + t) − t) − ½ log(1 + t) and what is left
    of Stirling's series.
    """
    small, large = np.minimum(x, 10.0), np.clip(x, 10.0, 1e300)  # beyond 1e300 it is zero
    t = n / large
    excess = large * (1.0 + t) * log_excess(-t / (1.0 + t), -np.log1p(t))
    series = excess - 0.5 * np.log1p(t) + stirling(large + n) - stirling(large)
    direct = special.gammaln(small + n) - special.gammaln(small) - n * np.log(small)
    return np.where(x < 10, direct, series)
