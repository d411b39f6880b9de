"""Exercises of the chapter on the softmax."""

import numpy as np
from scipy.special import log_softmax as _log_softmax
from scipy.special import softmax as _softmax

from glm_core import GLM, Categorical, datasets, entropy
from glm_core.exercises import exercise

OVERFLOW = (
    "It breaks for large logits (exp overflows): subtract the largest logit first, which changes "
    "nothing."
)


def _logits(rng):
    return (rng.normal(scale=3.0, size=rng.integers(2, 7)),)


def _labelled(rng):
    n, d, k = rng.integers(5, 12), rng.integers(2, 4), rng.integers(3, 5)
    return rng.normal(size=(n, d)), rng.integers(k, size=n), rng.normal(size=(d, k))


def _pull(X, y, theta):
    return _softmax(X @ theta, axis=1) - np.eye(theta.shape[1])[y]


@exercise(
    "softmax-by-hand",
    slips={
        "Divide by the sum of all three exponentials.": 5.0,
        "The exponential of 0 is 1, and it belongs into the sum.": 0.714,
    },
)
def softmax_by_hand():
    """The third of softmax(log 2, 0, log 5)."""
    return 5 / 8


@exercise(
    "same-model",
    slips={
        "Certainty grows with the differences of logits. Have these changed?": 2,
        "The model predicts species from bills, not bills.": 3,
    },
)
def same_model():
    """The place of what adding 3 to the weights of all classes does."""
    return 1


@exercise(
    "free-parameters",
    slips={
        "The intercept shifts as well: it is one more entry of the vector.": 6,
        "That is the number of all weights. Only a common vector, added to each class, goes "
        "unseen.": 28,
        "That is the number of classes.": 4,
    },
)
def free_parameters():
    """The dimension of the set of best parameters: 6 features and an intercept."""
    return 7


@exercise(
    "stable-softmax",
    inputs=_logits,
    edges={
        OVERFLOW: (np.array([1000.0, 999.0, 0.0]),),
        "It breaks for very negative logits (all exponentials are 0): subtract the largest logit "
        "first.": (np.array([-1000.0, -1001.0]),),
    },
    slips={
        OVERFLOW: lambda eta: np.exp(eta) / np.sum(np.exp(eta)),
        "Your numbers do not sum to one: divide by the sum of the exponentials.": lambda eta: (
            np.exp(eta - np.max(eta))
        ),
        "That is the logarithm of the softmax.": _log_softmax,
        "That divides the logits themselves: take exponentials first.": lambda eta: (
            eta / np.sum(eta)
        ),
    },
)
def stable_softmax(eta):
    """exp(η) / Σ exp(η) for any finite logits."""
    return _softmax(eta)


@exercise(
    "softmax-gradient",
    inputs=_labelled,
    slips={
        "The sign is wrong: the gradient is prediction minus truth.": lambda X, y, theta: (
            -X.T @ _pull(X, y, theta)
        ),
        "That is the mean over the observations: this exercise asks for the sum.": (
            lambda X, y, theta: X.T @ _pull(X, y, theta) / len(y)
        ),
        "The truth is missing: subtract the one-hot labels from the "
        "probabilities.": lambda X, y, theta: X.T @ _softmax(X @ theta, axis=1),
        "The labels are numbers of classes: subtract their one-hot rows.": lambda X, y, theta: (
            X.T @ (_softmax(X @ theta, axis=1) - y[:, None])
        ),
        "The softmax runs along the wrong axis: each row is one observation.": (
            lambda X, y, theta: X.T @ (_softmax(X @ theta, axis=0) - np.eye(theta.shape[1])[y])
        ),
    },
)
def softmax_gradient(X, y, theta):
    """Xᵀ(π − Y): the gradient of the negative log-likelihood in the weights."""
    return X.T @ _pull(X, y, theta)


@exercise(
    "softmax-of-softmax",
    slips={
        "That would be so if the loss took probabilities: it takes (1, 0, 0) for logits.": 0.0,
        "That is the loss of knowing nothing, log 3. The network does better.": 1.099,
        "That is the probability e/(e + 2): take minus its logarithm.": 0.576,
    },
)
def softmax_of_softmax():
    """−log(e/(e + 2)): the logits (1, 0, 0), and the first class is true."""
    return np.log(1 + 2 / np.e)


def _uncertainty():
    birds = datasets.load_penguins(complete=True)
    label = np.unique(birds["species"], return_inverse=True)[1]
    bill = np.column_stack([birds["bill_length_mm"], birds["bill_depth_mm"]])
    return entropy(GLM(Categorical(3)).fit(bill, label).predict_mean(bill))


@exercise(
    "least-certain-bird",
    slips={
        "That bird is the most certain one: look for the largest entropy.": lambda: int(
            np.argmin(_uncertainty())
        ),
        "Rows are counted from 0 here, as np.argmax does.": lambda: least_certain_bird() + 1,
    },
)
def least_certain_bird():
    """The row whose predicted probabilities have the largest entropy."""
    return int(np.argmax(_uncertainty()))


def _hessian(X, pi, flip=False, cross=True):
    within = np.eye(pi.shape[1]) * pi[:, :, None]
    if cross:
        within = within - pi[:, :, None] * pi[:, None, :]
    full = np.einsum("ij,il,ikm->jklm" if not flip else "ij,il,ikm->kjml", X, X, within)
    return full.reshape(X.shape[1] * pi.shape[1], -1)


def _features_and_weights(rng):
    n, d, k = rng.integers(6, 12), rng.integers(2, 4), rng.integers(3, 5)
    d = d + (d == k)
    return rng.normal(size=(n, d)), rng.normal(size=(d, k))


@exercise(
    "softmax-hessian",
    inputs=_features_and_weights,
    trials=8,
    slips={
        "The order is that of theta.ravel(): the class runs fastest.": lambda X, theta: _hessian(
            X, _softmax(X @ theta, axis=1), flip=True
        ),
        "The product −π πᵀ is missing: classes compete for one probability.": lambda X, theta: (
            _hessian(X, _softmax(X @ theta, axis=1), cross=False)
        ),
        "That is the mean over the observations: this exercise asks for the sum.": (
            lambda X, theta: softmax_hessian(X, theta) / len(X)
        ),
        "The softmax runs along the wrong axis: each row is one observation.": lambda X, theta: (
            _hessian(X, _softmax(X @ theta, axis=0))
        ),
    },
)
def softmax_hessian(X, theta):
    """Σᵢ xᵢⱼ xᵢₗ πᵢₖ (1[k = m] − πᵢₘ) at the entry (jk, lm)."""
    return _hessian(X, _softmax(X @ theta, axis=1))
