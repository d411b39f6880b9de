"""Exercises of the chapter on exponential families."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, comb, digamma

from glm_core.exercises import exercise

ROUNDING = (
    "The variance is spoiled by rounding: a second difference divides by h², so do not take h "
    "smaller than about 1e-4."
)


@exercise(
    "natural-parameter-of-noon",
    slips={
        "Only for σ² = 1 is η = μ: divide by the variance.": 10.0,
        "You divided by the standard deviation: the natural parameter is μ/σ².": 5.0,
        "Two degrees is the standard deviation here: square it first.": 20.0,
    },
)
def natural_parameter_of_noon():
    """η = μ/σ² of a Gaussian with mean 10 and standard deviation 2."""
    return 2.5


@exercise(
    "geometric-log-partition",
    slips={
        "The sign is wrong: a is minus what stands in the exponent without y.": -0.4587,
        "That is log(1 + e^η), the Bernoulli's: here the sum is a geometric series.": 0.3133,
        "That is a as a function of r. Put r = e^η in first.": float(np.log(2)),
    },
)
def geometric_log_partition():
    """a(−1) = −log(1 − e⁻¹) of the geometric distribution."""
    return float(-np.log1p(-np.exp(-1)))


@exercise(
    "not-an-exponential-family",
    slips={
        "This one is: η = −λ, T(y) = y, a(η) = −log(−η).": 1,
        "This one is: T(y) = |y| and η = −1/s.": 2,
        "This one is: T(y) = log y and η = β − 1 (or β).": 4,
    },
)
def not_an_exponential_family():
    """The place of the set of distributions whose support moves with the parameter."""
    return 3


def _curve(rng):
    kind, scale = rng.integers(4), float(rng.uniform(0.5, 3.0))
    curves = (
        (lambda eta: scale * eta**2 / 2, rng.normal()),
        (lambda eta: scale * np.logaddexp(0.0, eta), rng.normal()),
        (lambda eta: scale * np.exp(eta), rng.normal()),
        (lambda eta: -scale * np.log(-eta), -rng.uniform(0.5, 2.0)),
    )
    a, eta = curves[kind]
    return a, float(eta)


def _differences(a, eta, h=1e-3):
    """Five-point formulas for a′ and a″: errors of the order h⁴."""
    far, near, here = (a(eta - 2 * h), a(eta + 2 * h)), (a(eta - h), a(eta + h)), a(eta)
    first = (8 * (near[1] - near[0]) - (far[1] - far[0])) / (12 * h)
    second = (16 * (near[0] + near[1]) - (far[0] + far[1]) - 30 * here) / (12 * h**2)
    return first, second


def _noisy(a, eta, h=1e-8):
    return (a(eta + h) - a(eta - h)) / (2 * h), (a(eta + h) - 2 * a(eta) + a(eta - h)) / h**2


def _is_close_pair(output, expected, a, eta):
    if np.shape(output) != (2,):
        return "Return two numbers: the mean and the variance."
    close = np.isclose(output, expected, rtol=2e-4, atol=2e-4)
    if close.all():
        return True
    if close[0]:
        if np.isclose(output[1], expected[1] + expected[0] ** 2, rtol=2e-3):
            return "The mean is right. Your second number is E[T²]: take the squared mean away."
        if np.isclose(output[1], np.sqrt(expected[1]), rtol=2e-3):
            return "The mean is right. Your second number is a standard deviation."
        if not np.isfinite(output[1]) or abs(output[1] - expected[1]) > 5e-4:
            return f"The mean is right, the variance is not. {ROUNDING}"
    if np.isclose(output, expected[::-1], rtol=2e-4, atol=2e-4).all():
        return "The two are swapped: the mean comes first."
    return False


@exercise(
    "mean-and-variance-from-a",
    inputs=_curve,
    accept=_is_close_pair,
    slips={
        "The two are swapped: the mean comes first.": lambda a, eta: _differences(a, eta)[::-1],
        f"The mean is right, the variance is not. {ROUNDING}": _noisy,
    },
)
def mean_and_variance_from_a(a, eta):
    """(a′(η), a″(η)): mean and variance of T, from the log-partition function."""
    return _differences(a, eta)


def _dogs(rng):
    n = int(rng.integers(2, 12))
    return n, float(rng.uniform(0.05, 0.95)), int(rng.integers(0, n + 1))


@exercise(
    "binomial-parts",
    inputs=_dogs,
    slips={
        "Your a is that of a single animal: n independent animals have n times as much.": (
            lambda n, phi, y: (np.log(phi / (1 - phi)), y, -np.log(1 - phi), comb(n, y))
        ),
        "For a single animal b is 1. For a count it says in how many ways the count comes about.": (
            lambda n, phi, y: (np.log(phi / (1 - phi)), y, -n * np.log(1 - phi), 1.0)
        ),
        "The sign of a is wrong: the form subtracts it.": (
            lambda n, phi, y: (np.log(phi / (1 - phi)), y, n * np.log(1 - phi), comb(n, y))
        ),
        "The last part is b itself, not its logarithm.": (
            lambda n, phi, y: (
                np.log(phi / (1 - phi)),
                y,
                -n * np.log(1 - phi),
                np.log(comb(n, y)),
            )
        ),
    },
)
def binomial_parts(n, phi, y):
    """(η, T, a, b) of the number of ones among n, with φ the probability of each."""
    return np.log(phi / (1 - phi)), y, -n * np.log(1 - phi), comb(n, y)


def _natural(rng):
    mu, variance = rng.normal(0.0, 3.0, 4), rng.uniform(0.1, 5.0, 4)
    return mu / variance, -1 / (2 * variance)


@exercise(
    "gaussian-from-natural",
    inputs=_natural,
    slips={
        "There is a factor 2 missing: η₂ = −1/(2σ²).": lambda e1, e2: (-e1 / e2, -1 / e2),
        "The second number is the standard deviation: the variance is asked for.": (
            lambda e1, e2: (-e1 / (2 * e2), np.sqrt(-1 / (2 * e2)))
        ),
        "The variance comes out negative: mind the sign of η₂.": (
            lambda e1, e2: (e1 / (2 * e2), 1 / (2 * e2))
        ),
        "The mean is not η₁: that is the mean divided by the variance.": (
            lambda e1, e2: (e1, -1 / (2 * e2))
        ),
    },
)
def gaussian_from_natural(eta_1, eta_2):
    """(μ, σ²) = (−η₁/(2η₂), −1/(2η₂))."""
    return -eta_1 / (2 * eta_2), -1 / (2 * eta_2)


def _shares(rng):
    alpha, beta = np.exp(rng.uniform(-0.5, 2.5, 2))
    return (rng.beta(alpha, beta, int(rng.integers(30, 200))),)


def _statistics(y):
    return np.array([np.log(y).mean(), np.log1p(-y).mean()])


def _means(parameters):
    parameters = np.asarray(parameters, dtype=float)
    return digamma(parameters) - digamma(parameters.sum())


def _by_moments(y):
    """The beta distribution with the data's mean and variance."""
    m, v = y.mean(), y.var()
    total = m * (1 - m) / v - 1
    return m * total, (1 - m) * total


def _meets(output, expected, y):
    if np.shape(output) != (2,):
        return "Return two numbers, α and β."
    if not np.all(output > 0):
        return "Both parameters must be positive: shorten the step, or walk in log α and log β."
    if np.allclose(output, expected, rtol=1e-3):
        return True
    if np.allclose(output, expected[::-1], rtol=1e-3):
        return "The two are swapped: α goes with log y."
    if np.allclose(output, _by_moments(y), rtol=1e-6):
        return "You matched the mean and the variance of y. The MLE matches the means of T."
    mine, data = _means(output), _statistics(y)
    return (
        f"The model has E[log y] = {mine[0]:.4f} and E[log(1 − y)] = {mine[1]:.4f}, "
        f"the data {data[0]:.4f} and {data[1]:.4f}: they do not meet yet."
    )


@exercise(
    "beta-mle",
    inputs=_shares,
    accept=_meets,
    edges={
        "Shares close to the ends must work too, where α or β is small.": (
            np.array([1e-4, 0.02, 0.5, 0.9, 0.999, 3e-3, 0.2]),
        ),
        "Shares close together must work too: there α and β are in the hundreds.": (
            0.3 + 0.02 * np.sin(np.arange(40.0)),
        ),
    },
    slips={
        "The two are swapped: α goes with log y.": lambda y: beta_mle(y)[::-1],
        "You matched the mean and the variance of y. The MLE matches the means of T.": _by_moments,
    },
)
def beta_mle(y):
    """(α, β) with E[log y] and E[log(1 − y)] equal to their averages over the data."""
    data = _statistics(y)

    def loss(logs):
        ab = np.exp(logs)
        return betaln(*ab) - ab @ data, (_means(ab) - data) * ab

    start = np.log(np.maximum(_by_moments(y), 1e-2))
    return tuple(np.exp(minimize(loss, start, jac=True, tol=1e-12).x))


def _sample(rng):
    return (rng.normal(rng.uniform(-3.0, 5.0), rng.uniform(0.5, 3.0), size=30),)


@exercise(
    "natural-from-data",
    inputs=_sample,
    slips={
        "These are the mean and the variance: the natural parameters are asked for.": lambda y: (
            np.mean(y),
            np.var(y),
        ),
        "The variance of the MLE divides by n, not by n − 1.": lambda y: (
            np.mean(y) / np.var(y, ddof=1),
            -1 / (2 * np.var(y, ddof=1)),
        ),
        "The second natural parameter is negative: −1/(2σ²).": lambda y: (
            np.mean(y) / np.var(y),
            1 / (2 * np.var(y)),
        ),
        "The mean square is μ² + σ²: take the square of the mean away.": lambda y: (
            np.mean(y) / np.mean(y**2),
            -1 / (2 * np.mean(y**2)),
        ),
    },
)
def natural_from_data(y):
    """(ȳ/σ̂², −1/(2σ̂²)): the natural parameters of the Gaussian whose means meet the data's."""
    return np.mean(y) / np.var(y), -1 / (2 * np.var(y))


@exercise(
    "keeps-convexity",
    slips={
        "That is the theorem about the log-partition function, with a linear term taken away.": 1,
        "Different natural parameters have different means: that is proved.": 2,
        "If no member has a smaller loss, none has under another name either.": 3,
    },
)
def keeps_convexity():
    """The step that takes convexity for a property of the members and not of their names."""
    return 4
