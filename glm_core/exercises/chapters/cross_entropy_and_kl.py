"""Exercises of the chapter on cross-entropy and the Kullback–Leibler divergence."""

import numpy as np
from scipy.special import entr, expit, gammaln, rel_entr, xlogy

from glm_core import datasets
from glm_core.exercises import exercise, setting

ZERO = "An outcome that never happens costs nothing: where p is 0 the term is 0, whatever q says."
INFINITE = "Where q is 0 and p is not, the divergence is infinite: return np.inf, not nan."


def _pair(rng):
    n = rng.integers(2, 6)
    return tuple(rng.dirichlet(np.ones(n), size=2))


def _counts(rng):
    k = rng.integers(2, 6)
    return rng.integers(1, 40, size=k), rng.dirichlet(np.ones(k))


def _convex(rng):
    families = (
        (lambda t: np.logaddexp(0.0, t), expit),
        (np.exp, np.exp),
        (lambda t: 0.5 * t * t, lambda t: t),
    )
    a, slope = families[rng.integers(3)]
    return a, slope, float(rng.normal()), float(rng.normal())


@exercise(
    "kl-of-shifted-gaussians",
    slips={
        "That is the squared distance: halve it.": 4.0,
        "The distance of the means is squared: equal variances leave (μ_p − μ_q)²/2.": 1.0,
    },
)
def kl_of_shifted_gaussians():
    """D(N(0, 1) ‖ N(2, 1)) in nats."""
    return 2.0


@exercise(
    "when-is-kl-infinite",
    slips={
        "There p decides that the event never happens, so nobody ever pays for it.": 1,
        "Equal distributions have divergence zero.": 3,
    },
)
def when_is_kl_infinite():
    """The place of the case in which D(p ‖ q) is infinite."""
    return 2


@exercise(
    "annotators-floor",
    slips={
        "Zero is the floor for one-hot labels. These annotators disagree.": 0.0,
        "That is in bits: this exercise asks for nats.": 0.918,
        "That is the ceiling for two classes, log 2. The annotators lean to one side.": 0.693,
    },
)
def annotators_floor():
    """H(2/3, 1/3) in nats."""
    return float(np.sum(entr([2 / 3, 1 / 3])))


@exercise(
    "kl-divergence",
    inputs=_pair,
    edges={
        ZERO: (np.array([0.0, 1.0]), np.array([0.5, 0.5])),
        INFINITE: (np.array([0.5, 0.5]), np.array([1.0, 0.0])),
    },
    slips={
        "That is D(q ‖ p): here p decides what happens and q is surprised.": lambda p, q: np.sum(
            rel_entr(q, p)
        ),
        "That is in bits: this exercise asks for nats.": lambda p, q: (
            np.sum(rel_entr(p, q)) / np.log(2)
        ),
        "The sign is wrong: the extra surprise of a wrong belief is never negative.": lambda p, q: (
            -np.sum(rel_entr(p, q))
        ),
        "That is the cross-entropy H(p, q): take the entropy of p away from it.": lambda p, q: (
            -np.sum(xlogy(p, q))
        ),
        ZERO: lambda p, q: np.sum(p * np.log(p / q)),
    },
)
def kl_divergence(p, q):
    """D(p ‖ q) = Σ p log(p/q) in nats."""
    return np.sum(rel_entr(p, q))


@exercise(
    "mean-nll-from-counts",
    inputs=_counts,
    slips={
        "That is the sum over all observations: divide by their number.": lambda counts, model: (
            -np.sum(counts * np.log(model))
        ),
        "That weights every class alike: weight each with its share of the "
        "observations.": lambda counts, model: -np.mean(np.log(model)),
        "That is the entropy of the data: the surprise must be the model's.": (
            lambda counts, model: np.sum(entr(counts / np.sum(counts)))
        ),
        "That is the divergence of the model from the data: the entropy of the data is still "
        "missing.": lambda counts, model: np.sum(rel_entr(counts / np.sum(counts), model)),
        "That is in bits: this exercise asks for nats.": lambda counts, model: (
            -np.sum(counts * np.log2(model)) / np.sum(counts)
        ),
        "The sign is wrong: probabilities have negative logarithms.": lambda counts, model: (
            np.sum(counts * np.log(model)) / np.sum(counts)
        ),
    },
)
def mean_nll_from_counts(counts, model):
    """−(1/n) Σᵢ log p(yᵢ) when class k was seen counts[k] times and the model gives it model[k]."""
    return -np.sum(counts * np.log(model)) / np.sum(counts)


@setting(
    "cover-both-bumps",
    opening={"gap": 2.0, "mu": 0.0, "sigma": 1.0},
    right={"gap": 2.0, "mu": 0.0, "sigma": 2.1},
    slips={
        "That is the reverse fit: it picks one bump. The forward one must cover both.": {
            "gap": 2.0,
            "mu": 2.0,
            "sigma": 0.6,
        },
        "The place is right and the width is not: q must have the variance of p.": {
            "gap": 2.0,
            "mu": 0.0,
            "sigma": 3.5,
        },
    },
)
def cover_both_bumps(gap, mu, sigma):
    """μ and σ at which D(p ‖ q) is smallest, at whatever distance the bumps stand."""
    best = np.sqrt(0.36 + gap**2)
    if abs(mu) <= 0.1 and abs(sigma - best) <= 0.1:
        return None
    if gap > 1 and abs(abs(mu) - gap) < 0.5 and sigma < 1:
        return "That is the reverse fit: it picks one bump. The forward one must cover both."
    if abs(mu) <= 0.1:
        return "The place is right and the width is not: q must have the variance of p."
    return "Not yet: the forward fit has the mean and the variance of p."


@exercise(
    "bregman-divergence",
    inputs=_convex,
    slips={
        "The tangent touches a at η_p: take value and slope there.": lambda a, slope, p, q: (
            a(p) - a(q) - slope(q) * (p - q)
        ),
        "The slope is taken at η_q: the tangent touches at η_p.": lambda a, slope, p, q: (
            a(q) - a(p) - slope(q) * (q - p)
        ),
        "That is the tangent itself: the divergence is how far a lies above it.": (
            lambda a, slope, p, q: a(p) + slope(p) * (q - p)
        ),
        "The sign is wrong: a convex curve lies above its tangents.": lambda a, slope, p, q: (
            a(p) + slope(p) * (q - p) - a(q)
        ),
    },
)
def bregman_divergence(a, slope, eta_p, eta_q):
    """D(p ‖ q) = a(η_q) − [a(η_p) + (η_q − η_p) a′(η_p)]."""
    return a(eta_q) - a(eta_p) - slope(eta_p) * (eta_q - eta_p)


@exercise(
    "below-the-limit",
    slips={
        "The theorem holds for every model, and for new data: which data were used here?": 1,
        "In bits the loss would be larger, not smaller: 0.21 nats are 0.30 bits.": 3,
        "It is a bound from below, for the loss on new data.": 4,
    },
)
def below_the_limit():
    """The place of the answer: the floor of the training labels is 0."""
    return 2


def _table(rng):
    counts = rng.integers(0, 12, size=tuple(rng.integers(2, 5, size=2)))
    counts[0, 0] += 1
    counts[-1, -1] += 2
    return (counts,)


def _parts(counts):
    joint = counts / np.sum(counts)
    return joint, np.sum(joint, axis=1, keepdims=True) * np.sum(joint, axis=0)


@exercise(
    "mutual-information",
    inputs=_table,
    edges={
        "A cell that was never seen costs nothing: 0 log 0 is 0.": (np.array([[3, 0], [0, 5]]),),
    },
    slips={
        "That is in bits: this exercise asks for nats.": lambda counts: (
            mutual_information(counts) / np.log(2)
        ),
        "Divide the counts by their sum first.": lambda counts: (
            mutual_information(counts) * np.sum(counts)
        ),
        "That is H(Y), the entropy of the columns: take H(Y | X) away.": lambda counts: np.sum(
            entr(np.sum(_parts(counts)[0], axis=0))
        ),
        "That is the divergence the other way round.": lambda counts: np.sum(
            rel_entr(*_parts(counts + 1e-9)[::-1])
        ),
    },
)
def mutual_information(counts):
    """D(p(x, y) ‖ p(x) p(y)) of a table of counts, in nats."""
    return np.sum(rel_entr(*_parts(counts)))


@exercise(
    "poisson-price",
    rtol=2e-2,
    slips={
        "That is one of two numbers that nearly agree, cross-entropy and entropy of data: hand in "
        "their difference.": 1.03,
        "That is in bits: this exercise asks for nats.": lambda: poisson_price() / np.log(2),
        "That is the sum over the 200 corps-years: hand in the price of one.": lambda: (
            200 * poisson_price()
        ),
    },
)
def poisson_price():
    """D(p̂ ‖ Poisson of the mean), horse kicks, in nats."""
    kicks = datasets.load_horse_kicks()
    share, y = kicks["corps_years"] / np.sum(kicks["corps_years"]), kicks["deaths"]
    mean = np.sum(share * y)
    log_p = y * np.log(mean) - mean - gammaln(y + 1)
    return -np.sum(share * log_p) - np.sum(entr(share))
