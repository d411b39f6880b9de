"""Exercises of the chapter on entropy."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import entr, gammaln

from glm_core.exercises import exercise, setting

NATS = "Your entropy is in bits: this exercise asks for nats. Use the natural logarithm."
NEGATIVE = "The sign is wrong: a surprise −log p is never negative, and neither is its mean."
ZERO = "An outcome of probability 0 adds nothing: 0 log 0 counts as 0, and must not become nan."


def _distribution(rng):
    return (rng.dirichlet(np.ones(rng.integers(2, 7))),)


def _joint(rng):
    rows, columns = rng.integers(2, 5, size=2)
    return (rng.dirichlet(np.ones(rows * columns)).reshape(rows, columns),)


@exercise(
    "entropy-in-nats",
    inputs=_distribution,
    edges={ZERO: (np.array([0.5, 0.0, 0.5]),)},
    slips={
        NATS: lambda p: np.sum(entr(p)) / np.log(2),
        NEGATIVE: lambda p: -np.sum(entr(p)),
        "These are the single terms −p log p: the entropy is their sum.": entr,
        "That is the mean of the terms −p log p: the entropy is their sum, each p its own "
        "weight.": lambda p: np.mean(entr(p)),
        "Each surprise −log p must be weighted with its own p.": lambda p: -np.sum(np.log(p)),
        ZERO: lambda p: -np.sum(p * np.log(p)),
    },
)
def entropy_in_nats(p):
    """H(p) = −Σ p log p of a vector p of probabilities, in nats."""
    return np.sum(entr(p))


@exercise(
    "conditional-entropy",
    inputs=_joint,
    slips={
        "That is the joint entropy H(X, Y): take H(X) away from it.": lambda joint: np.sum(
            entr(joint)
        ),
        "That is H(X | Y): this exercise asks for H(Y | X), so sum over the columns "
        "first.": lambda joint: np.sum(entr(joint)) - np.sum(entr(joint.sum(axis=0))),
        "That is H(Y), what is unknown before X is seen.": lambda joint: np.sum(
            entr(joint.sum(axis=0))
        ),
        "The sign is wrong: H(Y | X) = H(X, Y) − H(X).": lambda joint: (
            np.sum(entr(joint.sum(axis=1))) - np.sum(entr(joint))
        ),
    },
)
def conditional_entropy(joint):
    """H(Y | X) = H(X, Y) − H(X) in nats, for joint[x, y] = p(x, y)."""
    return np.sum(entr(joint)) - np.sum(entr(joint.sum(axis=1)))


@exercise(
    "log-ways-per-friend",
    inputs=lambda rng: (int(rng.integers(2, 200)), int(rng.integers(0, 2))),
    edges={
        "Large n must work too: the number of ways overflows, so sum logarithms instead of "
        "taking the logarithm of a product (scipy.special.gammaln helps).": (4000, 1500)
    },
    slips={
        "That is log W: divide it by the number of friends.": lambda n, k: (
            gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        ),
    },
)
def log_ways_per_friend(n, k):
    """(1/n) log (n choose k): how many ways n friends can fill two taxis, k in the first."""
    return (gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)) / n


@exercise(
    "three-taxis",
    slips={
        "Within the second taxi and within the third the order makes no new way either: divide by "
        "2! twice.": 1680,
        "That is the number of ways to fill the first taxi: the other four friends still split "
        "in two.": 70,
    },
)
def three_taxis():
    """The number of ways to split eight friends into taxis of four, two and two."""
    return 420


@exercise(
    "twenty-questions",
    slips={
        "That is in nats: this exercise asks for bits. Divide by log 2.": 1.21,
        "That is the ceiling log₂ 4, reached when all four words are equally likely.": 2.0,
        "That is the plain mean of the surprises: weight each with its probability.": 2.25,
    },
)
def twenty_questions():
    """The entropy of (1/2, 1/4, 1/8, 1/8) in bits."""
    return 1.75


@exercise(
    "change-of-unit",
    slips={
        "The weather is the same, but a density knows its unit: the values of the density "
        "shrink when the axis grows.": 1,
        "Look again at h = −∫ f log f: a factor inside the logarithm becomes a sum.": 3,
        "Moving a density along the axis leaves its values alone.": 4,
    },
)
def change_of_unit():
    """The place of what happens to the differential entropy from °C to °F."""
    return 2


@exercise(
    "taxi-ways",
    slips={
        "These are ordered choices, 8 · 7 · 6: the order in which the three get in makes no "
        "new way. Divide by 3!.": 336,
        "That counts every seating of eight friends in two taxis, 2⁸: only those with three "
        "friends in the first taxi are asked for.": 256,
    },
)
def taxi_ways():
    """The number of ways to put three of eight friends into the first taxi, the rest into the
    second."""
    return 56


def _has_entropy_of_one_nat(p, expected):
    if np.ndim(p) != 1 or np.any(p < 0) or not np.isclose(p.sum(), 1.0):
        return "The numbers must be probabilities: none negative, with sum 1."
    entropy = np.sum(entr(p))
    if np.isclose(entropy, np.log(2), rtol=1e-3) and not np.isclose(entropy, 1.0, rtol=1e-3):
        return "Your distribution has an entropy of one bit: this exercise asks for one nat."
    return (
        True
        if abs(entropy - 1.0) < 1e-3
        else "Its entropy is "
        + (
            "less than one nat: spread the probability more evenly, or over more outcomes."
            if entropy < 1.0
            else "more than one nat: give one outcome more of the probability."
        )
    )


@exercise(
    "one-nat",
    accept=_has_entropy_of_one_nat,
    slips={
        "Your distribution has an entropy of one bit: this exercise asks for one nat.": (0.5, 0.5),
        "The numbers must be probabilities: none negative, with sum 1.": (1.0, 1.0),
    },
)
def one_nat():
    """Probabilities whose entropy is one nat, to three digits (there are many)."""
    x = brentq(lambda x: np.sum(entr([x, x, 1 - 2 * x])) - 1.0, 1e-6, 1 / 3)
    return np.array([x, x, 1 - 2 * x])


FIRST = np.array([0.14, 0.37, 0.03, 0.46])


@setting(
    "another-forecast",
    opening={"rain": 0.14, "snow": 0.37, "sleet": 0.03, "hail": 0.46},
    right={"rain": 0.04, "snow": 0.17, "sleet": 0.24, "hail": 0.55},
    slips={
        "These are the numbers of the first forecast in another order: other numbers are asked "
        "for.": {"rain": 0.46, "snow": 0.14, "sleet": 0.37, "hail": 0.03},
    },
)
def another_forecast(rain, snow, sleet, hail):
    """Four weights whose entropy is that of the first forecast, and which are not its numbers."""
    p = np.array([rain, snow, sleet, hail]) / (rain + snow + sleet + hail)
    if np.max(np.abs(np.sort(p) - np.sort(FIRST))) < 0.05:
        return (
            "These are the numbers of the first forecast in another order: other numbers are "
            "asked for."
        )
    gap = np.sum(entr(p)) - np.sum(entr(FIRST))
    if abs(gap) > 0.01:
        return f"Its entropy differs from the first forecast's by {gap:+.3f} nats: 0.01 may be."
    return None


def _told_by_place(column, t):
    """Mutual information between 'before t or from t on' and the value."""
    value = np.unique(column, return_inverse=True)[1]
    counts = [np.bincount(part, minlength=value.max() + 1) for part in (value[:t], value[t:])]
    joint = np.stack(counts) / len(value)
    return np.sum(entr(joint.sum(0))) + np.sum(entr(joint.sum(1))) - np.sum(entr(joint))


def _broken_column(rng):
    n, t = 40, int(rng.integers(10, 30))
    before, after = rng.choice(3, t, p=[0.8, 0.15, 0.05]), rng.choice(3, n - t, p=[0.1, 0.3, 0.6])
    return (np.array(["sun", "fog", "rain"])[np.concatenate([before, after])],)


def _breaks_there(output, expected, column):
    best = _told_by_place(column, int(expected))
    try:
        place = int(output)
    except (TypeError, ValueError):
        return "The place t is asked for: a whole number."
    if not 1 <= place < len(column) or place != output:
        return "The place t is asked for: a whole number from 1 to n − 1."
    if _told_by_place(column, place) < best - 1e-9:
        return "Another place tells more about the column: try every t from 1 to n − 1."
    return True


@exercise(
    "find-the-break",
    inputs=_broken_column,
    accept=_breaks_there,
    slips={
        "Another place tells more about the column: try every t from 1 to n − 1.": (
            lambda column: len(column) - 1
        ),
        "The place t is asked for: a whole number from 1 to n − 1.": lambda column: _told_by_place(
            column, len(column) // 2
        ),
    },
)
def find_the_break(column):
    """The t at which 'before or after' tells most about the values of a column."""
    return 1 + int(np.argmax([_told_by_place(column, t) for t in range(1, len(column))]))


@exercise(
    "surer-after-the-test",
    slips={
        "That is the chain rule's second half, and it is proved above.": 1,
        "That is the definition of the conditional entropy.": 2,
        "An average can be small while one of its terms is large.": 4,
    },
)
def surer_after_the_test():
    """The step that takes an average for each of its terms."""
    return 3
