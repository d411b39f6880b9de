"""Exercises of the chapter on the map of models."""

import numpy as np
from scipy.special import expit, logsumexp, softmax
from scipy.special import log_softmax as _log_softmax
from scipy.stats import norm

from glm_core.exercises import exercise, setting

FAR = (
    "It breaks for a bird far from every component (0/0): take the softmax of the logarithms, "
    "not quotients of densities."
)
OWN_BUMP = "Each bird's own bump is still in the sum: leave it out."
LONELY = (
    "It breaks for a lonely bird, whose density rounds to zero: add the bumps on the log scale, "
    "with log-sum-exp."
)


def _two_classes(rng):
    return rng.normal(size=2), rng.uniform(0.4, 2.5, size=2), float(rng.uniform(0.1, 0.9))


def _mixture(rng):
    k, n = int(rng.integers(2, 5)), int(rng.integers(12, 40))
    share = rng.dirichlet(np.full(k, 5.0))
    return rng.normal(scale=2.0, size=n), share, rng.normal(size=k), rng.uniform(0.7, 2, size=k)


def _sample_and_bandwidth(rng):
    return rng.normal(size=int(rng.integers(5, 30))), float(rng.uniform(0.2, 2))


def _log_joint(y, share, mu, sigma):
    return np.log(share) + norm.logpdf(y[:, None], mu, sigma)


def _odds(mu, sigma, phi, prior=1.0, widths=1.0):
    (m0, m1), (v0, v1) = mu, np.square(sigma)
    theta_0 = prior * np.log(phi / (1 - phi)) + widths * 0.5 * np.log(v0 / v1)
    theta_0 += 0.5 * (m0**2 / v0 - m1**2 / v1)
    return np.array([theta_0, m1 / v1 - m0 / v0, 0.5 * (1 / v0 - 1 / v1)])


def _m_step(y, r, centre=None):
    N = r.sum(axis=0)
    mean = (r * y[:, None]).sum(axis=0) / N
    about = mean if centre is None else centre
    variance = (r * (y[:, None] - about) ** 2).sum(axis=0) / N
    return np.stack([N / y.size, mean, np.sqrt(variance)])


def _hard(joint):
    return np.eye(joint.shape[1])[joint.argmax(axis=1)] + 1e-12


def _quotients(y, share, mu, sigma):
    densities = np.exp(_log_joint(y, share, mu, sigma))
    return _m_step(y, densities / densities.sum(axis=1, keepdims=True))


def _others(y, h):
    bumps = norm.logpdf(y[:, None], y, h)
    np.fill_diagonal(bumps, -np.inf)
    return logsumexp(bumps, axis=1)


def _densities_left_out(y, h):
    bumps = norm.pdf(y[:, None], y, h)
    return np.sum(np.log((bumps.sum(axis=1) - norm.pdf(0, 0, h)) / (y.size - 1)))


@exercise(
    "two-stories-one-bird",
    slips={
        "That is the probability of the first class.": 0.881,
        "The log-odds have an intercept: with equal shares it is −μ₁²/2 here.": 0.5,
        "The log-odds at 0 are −μ₁²/2, with the square.": 0.269,
        "That is a ratio of densities: odds, not yet a probability.": 0.135,
    },
)
def two_stories_one_bird():
    """The posterior of N(2, 1) against N(0, 1) at x = 0, equal shares."""
    return expit(-2.0)


@exercise(
    "two-borders",
    slips={
        "The 4 is a variance: the standard deviation is 2.": 1.72,
        "The logarithm of σ₁/σ₀ is log 2, not log 4.": 1.92,
        "That is x²: take the root.": 1.85,
    },
)
def two_borders():
    """The positive x at which N(0, 1) and N(0, 4) have equal densities."""
    return np.sqrt(8 * np.log(2) / 3)


@exercise(
    "no-maximum",
    ordered=False,
    slips={
        "One more: with separated classes the likelihood rises towards a bound for ever, and never "
        "gets there.": (2, 3),
        "One Gaussian cannot collapse: all the other numbers would pay for it.": (1, 2, 3, 4),
        "A mixture's component can stand on one observation and shrink.": (3, 4),
        "A bandwidth that goes to zero makes each observation its own proof.": (2, 4),
    },
)
def no_maximum():
    """The places of the models whose training log-likelihood has no maximum."""
    return (2, 3, 4)


@exercise(
    "gaussian-log-odds",
    inputs=_two_classes,
    slips={
        "The shares of the classes are missing in θ₀.": lambda mu, sigma, phi: _odds(
            mu, sigma, phi, prior=0.0
        ),
        "In θ₀ log(σ₀/σ₁) is missing: the two densities have different heights.": (
            lambda mu, sigma, phi: _odds(mu, sigma, phi, widths=0.0)
        ),
        "You took the standard deviations for variances.": lambda mu, sigma, phi: _odds(
            mu, np.sqrt(sigma), phi
        ),
        "In θ₂ the ½ of the exponent is missing.": lambda mu, sigma, phi: (
            _odds(mu, sigma, phi) * np.array([1.0, 1.0, 2.0])
        ),
        "These are the log-odds of class 0: turn the sign.": lambda mu, sigma, phi: (
            -_odds(mu, sigma, phi)
        ),
    },
)
def gaussian_log_odds(mu, sigma, phi):
    """θ₀, θ₁, θ₂ of the log-odds of class 1, from two means, two deviations and a share."""
    return _odds(mu, sigma, phi)


@exercise(
    "em-step",
    inputs=_mixture,
    edges={
        FAR: (
            np.array([-1.0, 0.5, 1.0, 400.0]),
            np.array([0.5, 0.5]),
            np.array([-1.0, 1.0]),
            np.array([1.0, 1.2]),
        )
    },
    slips={
        FAR: _quotients,
        "The widths must be measured about the new means, not the old ones.": (
            lambda y, share, mu, sigma: _m_step(
                y, softmax(_log_joint(y, share, mu, sigma), axis=1), mu
            )
        ),
        "The third row is a variance: the standard deviation is asked for.": (
            lambda y, share, mu, sigma: (
                em_step(y, share, mu, sigma) ** np.array([[1.0], [1.0], [2.0]])
            )
        ),
        "The shares are missing in the responsibilities.": lambda y, share, mu, sigma: _m_step(
            y, softmax(norm.logpdf(y[:, None], mu, sigma), axis=1)
        ),
        "Each density has its factor 1/σ: without it wide components take too much.": (
            lambda y, share, mu, sigma: _m_step(
                y, softmax(_log_joint(y, share, mu, sigma) + np.log(sigma), axis=1)
            )
        ),
        "The responsibilities of one bird sum to one: normalise along the components.": (
            lambda y, share, mu, sigma: _m_step(y, softmax(_log_joint(y, share, mu, sigma), axis=0))
        ),
        "The first row must be shares: divide by the number of birds.": (
            lambda y, share, mu, sigma: (
                em_step(y, share, mu, sigma) * np.array([[y.size], [1.0], [1.0]])
            )
        ),
        "You gave each bird to its likeliest component. EM shares it among all.": (
            lambda y, share, mu, sigma: _m_step(y, _hard(_log_joint(y, share, mu, sigma)))
        ),
    },
)
def em_step(y, share, mu, sigma):
    """Shares, means and standard deviations after one E-step and one M-step, as three rows."""
    return _m_step(y, softmax(_log_joint(y, share, mu, sigma), axis=1))


@exercise(
    "leave-one-out",
    inputs=_sample_and_bandwidth,
    edges={LONELY: (np.array([0.0, 0.1, 0.2, 9.0]), 0.1)},
    slips={
        LONELY: _densities_left_out,
        OWN_BUMP: lambda y, h: np.sum(
            logsumexp(norm.logpdf(y[:, None], y, h), axis=1) - np.log(y.size)
        ),
        "Each bird still vouches for itself: take the diagonal away.": lambda y, h: np.sum(
            logsumexp(norm.logpdf(y[:, None], y, h), axis=1) - np.log(y.size - 1)
        ),
        "The others are n − 1, not n.": lambda y, h: np.sum(_others(y, h) - np.log(y.size)),
        "That is the mean over the observations: the sum is asked for.": lambda y, h: np.mean(
            _others(y, h) - np.log(y.size - 1)
        ),
        "The factor 1/h of each bump is missing.": lambda y, h: np.sum(
            _others(y, h) - np.log(y.size - 1) + np.log(h)
        ),
    },
)
def leave_one_out(y, h):
    """Σᵢ log of the Gaussian kernel density at yᵢ, built from the other observations."""
    return np.sum(_others(y, h) - np.log(y.size - 1))


STORIES = {"mu_0": -1.0, "mu_1": 1.5, "sigma_0": 1.0, "sigma_1": 1.0, "phi": 0.5}
TOO_NEAR = "Keep the two means at least one unit apart."
NOT_NARROWER = (
    "Far out on some side class 1 still wins, however rare it is: it must be the narrower one."
)
STILL_WINS = "Near its own mean class 1 still wins: make it rarer, or wider (yet narrower than 0)."


@setting(
    "class-that-never-wins",
    opening=STORIES,
    right=STORIES | {"mu_1": 0.0, "sigma_0": 2.0, "sigma_1": 1.5, "phi": 0.2},
    slips={
        TOO_NEAR: {"mu_1": -1.0, "sigma_0": 2.0, "sigma_1": 1.5, "phi": 0.2},
        NOT_NARROWER: {"phi": 0.1},
        STILL_WINS: {"sigma_0": 2.0, "sigma_1": 1.0, "phi": 0.5},
    },
)
def class_that_never_wins(mu_0, mu_1, sigma_0, sigma_1, phi):
    """Two classes with different means at which class 1 is nowhere the more probable one."""
    if abs(mu_1 - mu_0) < 0.999:
        return TOO_NEAR
    if sigma_1 > sigma_0 - 1e-9:
        return NOT_NARROWER
    theta_0, theta_1, theta_2 = _odds((mu_0, mu_1), (sigma_0, sigma_1), phi)
    return None if theta_0 - theta_1**2 / (4 * theta_2) < 0 else STILL_WINS


@exercise(
    "two-units-step",
    slips={
        "It has one, exact; only on its own data it is useless.": 1,
        "It has one, the logarithm of a sum.": 2,
        "That is right, for densities of the same quantity.": 3,
    },
)
def two_units_step():
    """Line 4: −1.9 per centimetre is −1.9 − log 10 = −4.2 per millimetre."""
    return 4


@exercise(
    "mixture-mean-gradient",
    inputs=_mixture,
    slips={
        "The variances are missing: divide by σ².": lambda y, share, mu, sigma: (
            mixture_mean_gradient(y, share, mu, sigma) * sigma**2
        ),
        "Divide by σ², not by σ.": lambda y, share, mu, sigma: (
            mixture_mean_gradient(y, share, mu, sigma) * sigma
        ),
        "That is the step of EM, new mean minus old one: the gradient divides by σ², not by "
        "N.": lambda y, share, mu, sigma: em_step(y, share, mu, sigma)[1] - mu,
        "The responsibilities are missing: that is the gradient if every bird belonged to every "
        "component.": lambda y, share, mu, sigma: (y[:, None] - mu).sum(axis=0) / sigma**2,
        "The sign is wrong: the log-likelihood rises when a mean moves towards its birds.": (
            lambda y, share, mu, sigma: -mixture_mean_gradient(y, share, mu, sigma)
        ),
        "Those are logarithms of responsibilities: exponentiate.": lambda y, share, mu, sigma: (
            (_log_softmax(_log_joint(y, share, mu, sigma), axis=1) * (y[:, None] - mu)).sum(axis=0)
            / sigma**2
        ),
    },
)
def mixture_mean_gradient(y, share, mu, sigma):
    """Σᵢ rᵢₖ (yᵢ − μₖ)/σₖ²: the gradient of the mixture's log-likelihood in the means."""
    r = softmax(_log_joint(y, share, mu, sigma), axis=1)
    return (r * (y[:, None] - mu)).sum(axis=0) / sigma**2
