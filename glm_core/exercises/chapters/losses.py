"""Exercises of the chapter on losses."""

import numpy as np

from glm_core import GLM, Categorical, datasets
from glm_core.exercises import exercise

LARGE = (
    "Large logits must work: log(1 + exp(η)) overflows at 800, and the logarithm of a "
    "probability that was rounded to 0 or 1 is lost. np.logaddexp(0, η) is exact."
)
MEAN = "That is the sum over the observations: this exercise asks for their mean."


def _labels_and_logits(rng):
    n = int(rng.integers(3, 9))
    return rng.integers(0, 2, n), rng.normal(0.0, 3.0, n)


def _by_probability(y, eta):
    phi = 1 / (1 + np.exp(-eta))
    return -np.mean(y * np.log(phi) + (1 - y) * np.log(1 - phi))


@exercise(
    "bce-from-logits",
    inputs=_labels_and_logits,
    edges={LARGE: (np.array([1, 0, 1, 0]), np.array([800.0, 800.0, -800.0, -800.0]))},
    slips={
        MEAN: lambda y, eta: len(y) * bce_from_logits(y, eta),
        "The parentheses: the minus sign covers both terms, y log φ and (1 − y) log(1 − φ).": (
            lambda y, eta: np.mean(y * np.logaddexp(0, -eta) - (1 - y) * np.logaddexp(0, eta))
        ),
        "Zeros and ones are exchanged: φ = sigmoid(η) is the probability of y = 1.": (
            lambda y, eta: bce_from_logits(1 - y, eta)
        ),
        "The term of the zeros is missing: a label 0 costs −log(1 − φ).": lambda y, eta: np.mean(
            y * np.logaddexp(0, -eta)
        ),
        "Your loss is in bits: use the natural logarithm.": lambda y, eta: (
            bce_from_logits(y, eta) / np.log(2)
        ),
        LARGE: _by_probability,
    },
)
def bce_from_logits(y, eta):
    """(1/n) Σ (softplus(η) − y η): mean binary cross-entropy of labels and logits."""
    return np.mean(np.logaddexp(0, eta) - y * eta)


def _delays(rng):
    n = int(rng.integers(3, 9))
    return rng.exponential(4.0, n), rng.normal(1.0, 1.0, n)


@exercise(
    "exponential-loss",
    inputs=_delays,
    slips={
        "Your gradient is that of the sum: the loss is a mean, so each entry is divided by n.": (
            lambda y, eta: (exponential_loss(y, eta)[0], 1 - y * np.exp(-eta))
        ),
        "The term log μ = η is missing from the loss: without it, μ = ∞ would be best.": (
            lambda y, eta: (np.mean(y * np.exp(-eta)), -y * np.exp(-eta) / len(y))
        ),
        "That is the gradient in μ: by the chain rule, multiply by dμ/dη = μ.": lambda y, eta: (
            exponential_loss(y, eta)[0],
            exponential_loss(y, eta)[1] * np.exp(-eta),
        ),
        "The sign of your gradient is wrong: that is the score, the slope of the "
        "log-likelihood.": lambda y, eta: (
            exponential_loss(y, eta)[0],
            -exponential_loss(y, eta)[1],
        ),
        "That is e^η − yη, the Poisson loss: an exponential has −log p = log μ + y/μ.": (
            lambda y, eta: (np.mean(np.exp(eta) - y * eta), (np.exp(eta) - y) / len(y))
        ),
    },
)
def exponential_loss(y, eta):
    """(1/n) Σ (η + y e^−η) and its gradient (1 − y e^−η)/n: exponential noise, μ = e^η."""
    return np.mean(eta + y * np.exp(-eta)), (1 - y * np.exp(-eta)) / len(y)


def _cluster_and_outlier(rng):
    y = np.append(rng.normal(5.0, 1.0, rng.integers(5, 12)), rng.uniform(12.0, 40.0))
    return rng.permutation(y), float(rng.uniform(2.0, 8.0)), float(rng.uniform(0.8, 2.0))


def _settle(y, weight, rounds=200):
    mu = np.median(y)
    for _ in range(rounds):
        w = weight(y - mu)
        mu = np.sum(w * y) / np.sum(w)
    return mu


@exercise(
    "student-location",
    inputs=_cluster_and_outlier,
    rtol=1e-5,
    slips={
        "That is the mean: the weights must depend on how far each observation lies off.": (
            lambda y, df, scale: np.mean(y)
        ),
        "That is the median, where the rounds begin: now compute weights and repeat.": (
            lambda y, df, scale: np.median(y)
        ),
        "That is one round: the weights change with μ, so repeat until it settles.": (
            lambda y, df, scale: _settle(y, lambda r: 1 / (df * scale**2 + r**2), rounds=1)
        ),
        "The scale is missing from your weights: residuals count in units of s.": (
            lambda y, df, scale: _settle(y, lambda r: 1 / (df + r**2))
        ),
        "You divide by s where s² belongs in the weights.": lambda y, df, scale: _settle(
            y, lambda r: 1 / (df + r**2 / scale)
        ),
    },
)
def student_location(y, df, scale):
    """The μ where Σ wᵢ (yᵢ − μ) = 0 with wᵢ = (ν + 1)/(ν + (yᵢ − μ)²/s²), from the median."""
    return _settle(y, lambda r: 1 / (df * scale**2 + r**2))


@exercise(
    "one-penguin-loss",
    slips={
        "That is the loss in bits: use the natural logarithm.": 2.322,
        "You used the logarithm to base 10: use the natural one.": 0.699,
        "That would be the loss of an Adelie: this penguin is a Chinstrap.": 0.357,
        "The sign is wrong: surprise is never negative.": -1.609,
        "That is the entropy of the prediction: the label has been seen, so only its own "
        "probability counts.": 0.802,
    },
)
def one_penguin_loss():
    """−log 0.2, in nats."""
    return -np.log(0.2)


@exercise(
    "missing-parentheses",
    slips={
        "That would be best with the parentheses in place: all labels are 0.": 1,
        "At φ = 1/2 the loss still falls if you move on.": 2,
        "The loss does depend on φ: what happens to log(1 − φ) as φ grows?": 4,
    },
)
def missing_parentheses():
    """The place of the prediction at which Σ log(1 − φ) is smallest."""
    return 3


@exercise(
    "signed-labels",
    slips={
        "That is the loss of the other label, ỹ = +1.": 0.288,
        "That is the loss in bits: use the natural logarithm.": 2.0,
        "The loss is log(1 + e^(log 3)): do not forget the 1.": 1.099,
        "The sign is wrong: surprise is never negative.": -1.386,
    },
)
def signed_labels():
    """log(1 + 3), in nats."""
    return np.log(4)


@exercise(
    "mean-of-a-matrix",
    slips={
        "The argmin is right, the number is not: it is meant to be compared with log 3.": 1,
        "The zeros switch terms off: they pull at nothing.": 3,
        "The minus is right: logarithms of probabilities are negative.": 4,
    },
)
def mean_of_a_matrix():
    """The place of the answer: np.mean divides by 3n."""
    return 2


def _shares():
    birds = datasets.load_penguins(complete=True)
    labels = np.unique(birds["species"], return_inverse=True)[1]
    bills = np.column_stack([birds["bill_length_mm"], birds["bill_depth_mm"]])
    bills = (bills - bills.mean(axis=0)) / bills.std(axis=0)
    loss = -GLM(Categorical(3)).fit(bills, labels).log_prob(bills, labels)
    return loss / loss.sum()


def _row_and_share(output, expected):
    try:
        row, share = (float(v) for v in output)
    except (TypeError, ValueError):
        return "Hand in two numbers: the row, and its share of the whole loss."
    if row == expected[0] + 1:
        return "Rows are counted from 0 here: np.argmax says so, too."
    if row != expected[0]:
        return "Another bird pays more: look for the largest loss of a bird's own species."
    if abs(share - 100 * expected[1]) < 0.5:
        return "That is the share in per cent: divide by 100."
    if 4.1 < share < 4.3:
        return "That is the loss of the bird: divide it by the sum of all losses."
    return abs(share - expected[1]) < 5e-3 or "The row is right, its share of the whole is not yet."


@exercise(
    "dearest-penguin",
    accept=_row_and_share,
    slips={
        "Hand in two numbers: the row, and its share of the whole loss.": 3.0,
        "That is the share in per cent: divide by 100.": lambda: (
            dearest_penguin()[0],
            100 * dearest_penguin()[1],
        ),
        "Another bird pays more: look for the largest loss of a bird's own species.": lambda: (
            int(np.argmin(_shares())),
            float(_shares().min()),
        ),
    },
)
def dearest_penguin():
    """The bird with the largest −log π of its own species, and its share of the sum."""
    share = _shares()
    return int(np.argmax(share)), float(share.max())
