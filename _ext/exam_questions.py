"""Questions with new numbers each time: a function of its numbers under `@drawn`.

Its docstring is the question, with «name» for a number and $…$ for formulas; `draw(rng)` gives the
numbers, the function the answer, and `slips` what typical mistakes would give. The answers are
computed here, by Python, and recorded when the book is built.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from math import comb, exp, factorial, log, log2, sqrt

import numpy as np

from glm_core import (
    Poisson,
    cross_entropy,
    entropy,
    kl_divergence,
    log_softmax,
    sigmoid,
    softmax,
)

QUESTIONS: dict[str, "Drawn"] = {}


@dataclass
class Drawn:
    """A question, where to read about it, how to draw its numbers, and what answers mean."""

    name: str
    place: str  # page#section
    digits: int
    draw: Callable
    answer: Callable
    slips: dict[str, Callable] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join((self.answer.__doc__ or "").split())

    @property
    def unit(self) -> str:
        """What the question asks for by name: nats or bits."""
        return next(iter(re.findall(r"\b(nats|bits)\b", self.text)), "")

    def variants(self, count: int) -> list[tuple[dict, float, list[float]]]:
        """(numbers, answer, what each slip gives), all different, the same in every build."""
        seed = int.from_bytes(self.name.encode(), "little") % 2**63
        rng = np.random.default_rng(seed)
        found: dict = {}
        for _ in range(20 * count):
            numbers = {key: _plain(value) for key, value in self.draw(rng).items()}
            given = [float(slip(**numbers)) for slip in self.slips.values()]
            found.setdefault(
                tuple(numbers.values()), (numbers, float(self.answer(**numbers)), given)
            )
            if len(found) == count:
                break
        return list(found.values())


def _plain(value):
    return round(float(value), 6) if isinstance(value, float | np.floating) else int(value)


def drawn(place: str, draw, digits: int = 2, slips=None):
    """Register a question that is explained at ``page#section``."""

    def register(answer):
        name = answer.__name__.replace("_", "-")
        QUESTIONS[name] = Drawn(name, place, digits, draw, answer, slips or {})
        return answer

    return register


def _tenths(rng, low, high):
    return round(rng.integers(10 * low, 10 * high + 1) / 10, 1)


def _share(rng, low=0.05, high=0.95):
    return round(rng.integers(round(20 * low), round(20 * high) + 1) / 20, 2)


def _mean_of_five(x):
    return (1 + 2 + 4 + 7 + x) / 5


@drawn(
    "random-variables#expectation-the-balance-point",
    lambda r: {"a": r.integers(2, 9), "p": _share(r), "b": r.integers(-9, 0)},
    slips={"You took the plain mean of the two: weigh them.": lambda a, p, b: (a + b) / 2},
)
def expected_win(a, p, b):
    """A game pays «a» with probability «p» and «b» otherwise. What is its expectation?"""
    return p * a + (1 - p) * b


@drawn(
    "random-variables#variance-how-far-from-it",
    lambda r: {"p": _share(r), "k": r.integers(2, 8)},
    slips={
        "A factor comes out of a variance squared.": lambda p, k: k * p * (1 - p),
        "This is the standard deviation.": lambda p, k: k * sqrt(p * (1 - p)),
    },
)
def scaled_coin(p, k):
    """$X$ is 1 with probability «p» and 0 otherwise. What is the variance of «k» times $X$?"""
    return k**2 * p * (1 - p)


@drawn(
    "random-variables#one-draw-or-the-count-over-many",
    lambda r: {"n": r.integers(4, 9), "k": r.integers(1, 4), "p": _share(r, 0.2, 0.8)},
    digits=3,
    slips={
        "This is one order of the successes: count the orders.": lambda n, k, p: (
            p**k * (1 - p) ** (n - k)
        )
    },
)
def binomial_probability(n, k, p):
    """«n» independent tosses come up heads with probability «p» each. How probable are exactly
    «k» heads?"""
    return comb(n, k) * p**k * (1 - p) ** (n - k)


@drawn(
    "entropy#surprise-measured",
    lambda r: {"k": r.integers(3, 100)},
    slips={"This is in nats: bits take the logarithm to base 2.": lambda k: log(k)},
)
def surprise_in_bits(k):
    """How many bits of surprise has an event of probability one in «k»?"""
    return log2(k)


@drawn(
    "entropy#surprise-measured",
    lambda r: {"p": _share(r)},
    digits=3,
    slips={
        "This is in bits: nats take the natural logarithm.": lambda p: entropy([p, 1 - p]) / log(2)
    },
)
def entropy_of_a_coin(p):
    """A coin comes up heads with probability «p». What is its entropy, in nats?"""
    return entropy([p, 1 - p])


@drawn("entropy#the-floor-and-the-ceiling", lambda r: {"k": r.integers(3, 60)})
def largest_entropy(k):
    """What is the largest entropy, in nats, that a distribution over «k» outcomes can have?"""
    return log(k)


@drawn(
    "maximum-entropy#positive-with-a-mean-the-exponential",
    lambda r: {"m": r.integers(2, 20), "t": r.integers(2, 20)},
    digits=3,
    slips={"The mean is 1 over the rate, not the rate.": lambda m, t: exp(-m * t)},
)
def waiting_time(m, t):
    """You know only that a waiting time is positive and has mean «m». Under the distribution of
    largest entropy, how probable is it to wait longer than «t»?"""
    return exp(-t / m)


@drawn(
    "maximum-entropy#mean-and-variance-on-the-line-the-gaussian",
    lambda r: {"v": r.integers(2, 40)},
    slips={"You forgot the factor e inside the logarithm.": lambda v: 0.5 * log(2 * np.pi * v)},
)
def gaussian_entropy(v):
    """What is the largest differential entropy, in nats, of a density with variance «v»?"""
    return 0.5 * log(2 * np.pi * np.e * v)


@drawn(
    "exponential-families#reading-off",
    lambda r: {"p": _share(r)},
    slips={"This is the odds: take their logarithm.": lambda p: p / (1 - p)},
)
def natural_parameter(p):
    r"""What is the natural parameter of a Bernoulli distribution with $\varphi$ = «p»?"""
    return log(p / (1 - p))


@drawn(
    "exponential-families#one-function-knows-all-the-means",
    lambda r: {"h": _tenths(r, -2, 3)},
    slips={"This is the probability: the variance is the second derivative.": lambda h: sigmoid(h)},
    digits=3,
)
def bernoulli_curvature(h):
    r"""A Bernoulli family has $a(\eta) = \log(1 + e^{\eta})$. What is its variance at
    $\eta$ = «h»?"""
    return sigmoid(h) * (1 - sigmoid(h))


@drawn(
    "generalized-linear-models#the-three-by-one-recipe",
    lambda r: {"w": _tenths(r, -2, 2), "b": _tenths(r, -2, 2), "x": r.integers(-3, 4)},
    digits=3,
    slips={"This is η: it goes through the sigmoid.": lambda w, b, x: w * x + b},
)
def logistic_prediction(w, b, x):
    """A logistic regression has slope «w» and intercept «b». What probability does it give at
    $x$ = «x»?"""
    return sigmoid(w * x + b)


@drawn(
    "generalized-linear-models#canonical-links-and-others",
    lambda r: {"w": _tenths(r, -1, 2), "b": _tenths(r, -1, 2), "x": r.integers(-2, 4)},
    slips={"This is η: the mean is its exponential.": lambda w, b, x: w * x + b},
)
def poisson_prediction(w, b, x):
    """A Poisson regression with the canonical link has slope «w» and intercept «b». What mean does
    it predict at $x$ = «x»?"""
    return Poisson().mean(w * x + b)


@drawn(
    "import-sklearn#one-constant-many-names",
    lambda r: {"c": round(r.integers(1, 21) / 1000, 3), "n": 100 * r.integers(1, 11)},
    digits=3,
    slips={
        "Keras takes the mean of the loss: the penalty counts n times.": lambda c, n: 1 / (2 * c),
        "There is no half in front of Keras's penalty: V = A/(2B).": lambda c, n: 1 / (n * c),
    },
)
def from_keras_to_c(c, n):
    """A logistic regression in Keras has `l2(«c»)` on its weights, and its loss is the mean binary
    cross-entropy of «n» observations. Which `C` of scikit-learn's `LogisticRegression` holds the
    same belief?"""
    return 1 / (2 * n * c)


@drawn(
    "two-readings#what-a-loss-finds",
    lambda r: {"x": r.integers(8, 100)},
    slips={"That is what the squared error finds: how far is it from the median?": _mean_of_five},
)
def mean_and_median(x):
    """One constant is fitted to 1, 2, 4, 7 and «x», once with the squared error and once with the
    absolute error. How much larger is the first constant than the second?"""
    return _mean_of_five(x) - 4


@drawn(
    "belief-to-action#when-the-answer-is-a-number",
    lambda r: {"u": r.integers(1, 21), "o": r.integers(1, 10)},
    slips={
        "The dearer it is to fall short, the higher the level.": lambda u, o: o / (u + o),
    },
)
def level_of_the_quantile(u, o):
    """Each loaf too few costs «u», each loaf too many costs «o». The number of loaves to bake is a
    quantile of the demand. At which level?"""
    return u / (u + o)


@drawn(
    "belief-to-action#when-the-answer-is-yes-or-no",
    lambda r: {"a": r.integers(1, 10), "b": r.integers(1, 31)},
    digits=3,
    slips={
        "That is the threshold with the two prices exchanged.": lambda a, b: b / (a + b),
        "Those are odds: turn them into a probability.": lambda a, b: a / b,
    },
)
def threshold_of_the_prices(a, b):
    """A false alarm costs «a», a miss costs «b», and being right costs nothing. From which
    probability on should you act?"""
    return a / (a + b)


@drawn(
    "belief-to-action#so-which-loss-do-you-train-with",
    lambda r: {"p": _share(r), "w": r.integers(2, 11)},
    digits=3,
    slips={"The weight multiplies the odds, not the probability.": lambda p, w: w * p},
)
def weighted_probability(p, w):
    """An event has probability «p». A model is trained with a log loss in which each observation
    with the event counts «w» times. Which probability will it say?"""
    return w * p / (w * p + 1 - p)


@drawn(
    "maximum-likelihood#four-estimates-in-closed-form",
    lambda r: {"a": r.integers(0, 9), "b": r.integers(0, 9), "c": r.integers(10, 19)},
    slips={
        "You divided by n − 1: that one has no bias, but is not the top.": lambda a, b, c: np.var(
            [a, b, c], ddof=1
        )
    },
)
def variance_estimate(a, b, c):
    """What is the maximum likelihood estimate of a Gaussian's variance from «a», «b» and «c»?"""
    return np.var([a, b, c])


@drawn(
    "maximum-likelihood#how-sure-is-the-estimate",
    lambda r: {"k": r.integers(10, 40), "n": r.integers(50, 200)},
    digits=3,
    slips={"This is the variance: take its root.": lambda k, n: k / n * (1 - k / n) / n},
)
def standard_error(k, n):
    """«k» heads in «n» tosses. What is the standard error of the estimated probability?"""
    return sqrt(k / n * (1 - k / n) / n)


@drawn(
    "losses#logistic-regression-binary-cross-entropy",
    lambda r: {"p": _share(r), "y": r.integers(0, 2)},
    digits=3,
    slips={"This would be the loss for the other label.": lambda p, y: -log(1 - p if y else p)},
)
def binary_loss(p, y):
    """The model gives the class 1 the probability «p»; the label is «y». What is the binary
    cross-entropy, in nats?"""
    return -log(p if y else 1 - p)


@drawn(
    "losses#linear-regression-squared-error",
    lambda r: {"m": r.integers(2, 9), "y": r.integers(10, 15), "s": r.integers(1, 5)},
    slips={"You forgot to divide by σ².": lambda m, y, s: (y - m) ** 2 / 2},
)
def gaussian_loss(m, y, s):
    r"""A Gaussian with mean «m» and standard deviation «s» meets $y$ = «y». What part of its
    negative log-likelihood depends on the mean?"""
    return (y - m) ** 2 / (2 * s**2)


@drawn(
    "optimisation#one-gradient-for-all",
    lambda r: {"h": _tenths(r, -2, 2), "y": r.integers(0, 2), "x": r.integers(-4, 5)},
    digits=3,
    slips={"The sign: prediction minus truth.": lambda h, y, x: (y - sigmoid(h)) * x},
)
def one_gradient(h, y, x):
    r"""One observation of a logistic regression: input «x», label «y», $\eta$ = «h». What is the
    derivative of its loss with respect to the weight?"""
    return (sigmoid(h) - y) * x


@drawn(
    "optimisation#newtons-method",
    lambda r: {"a": r.integers(2, 9), "m": r.integers(-5, 6), "w": r.integers(6, 12)},
    slips={"This is one step down the gradient with rate 1.": lambda a, m, w: w - 2 * a * (w - m)},
)
def newton_on_a_parabola(a, m, w):
    r"""A loss is «a» times the squared distance of $w$ from «m». Where does one Newton step from
    $w$ = «w» lead?"""
    return m


@drawn(
    "softmax#from-odds-to-probabilities",
    lambda r: {"a": r.integers(-2, 4), "b": r.integers(-2, 4), "c": r.integers(-2, 4)},
    digits=3,
    slips={"This is the probability of the last class.": lambda a, b, c: softmax([a, b, c])[2]},
)
def softmax_probability(a, b, c):
    """Three logits are «a», «b» and «c». What probability does the first class get?"""
    return softmax(np.array([a, b, c], dtype=float))[0]


@drawn(
    "softmax#the-loss-and-its-gradient",
    lambda r: {"a": r.integers(-2, 4), "b": r.integers(-2, 4), "c": r.integers(-2, 4)},
)
def softmax_loss(a, b, c):
    """Three logits are «a», «b» and «c», and the second class is true. What is the loss, in
    nats?"""
    return -log_softmax(np.array([a, b, c], dtype=float))[1]


@drawn(
    "layers#three-rules",
    lambda r: {"w": _tenths(r, -2, 3), "x": _tenths(r, -2, 3), "g": _tenths(r, -2, 3)},
    slips={"This is the derivative with respect to the input.": lambda w, x, g: g * w},
)
def backward_through_a_product(w, x, g):
    """A layer multiplies its input «x» by its weight «w». From above comes the derivative «g».
    What is the derivative with respect to the weight?"""
    return g * x


@drawn(
    "cross-entropy-and-kl#surprise-at-the-wrong-odds",
    lambda r: {"p": _share(r), "q": _share(r)},
    digits=3,
    slips={"You swapped truth and model.": lambda p, q: cross_entropy([q, 1 - q], [p, 1 - p])},
)
def cross_entropy_of_coins(p, q):
    """The truth gives heads the probability «p», the model «q». What is the cross-entropy, in
    nats?"""
    return cross_entropy([p, 1 - p], [q, 1 - q])


@drawn(
    "cross-entropy-and-kl#a-divergence-is-no-distance",
    lambda r: {"p": _share(r, 0.05, 0.45), "q": _share(r, 0.5, 0.95)},
    digits=3,
    slips={"This is the other direction.": lambda p, q: kl_divergence([q, 1 - q], [p, 1 - p])},
)
def divergence_of_coins(p, q):
    """A coin with probability «p» of heads is the truth, one with «q» the model. What is the
    divergence of the truth from the model, in nats?"""
    return kl_divergence([p, 1 - p], [q, 1 - q])


@drawn(
    "map#three-heads",
    lambda r: {"a": r.integers(2, 8), "b": r.integers(2, 8), "k": r.integers(1, 9), "n": 10},
    digits=3,
    slips={
        "This is the posterior's mean, not its top.": lambda a, b, k, n: (a + k) / (a + b + n),
        "This is the estimate without a prior.": lambda a, b, k, n: k / n,
    },
)
def map_of_a_coin(a, b, k, n):
    """The prior of a coin is Beta(«a», «b»); it shows «k» heads in «n» tosses. What is the MAP
    estimate?"""
    return (a + k - 1) / (a + b + n - 2)


@drawn(
    "map#two-beliefs-two-penalties",
    lambda r: {"v": r.integers(1, 9), "t": _tenths(r, 0.5, 3)},
    slips={
        "The penalty belongs to the prior: divide by its variance.": lambda v, t: v / t**2 / v**2
    },
)
def ridge_constant(v, t):
    r"""Noise has variance «v», and the weights have a Gaussian prior of standard deviation «t».
    What is $\lambda$ in $\sum_i (y_i - w^\top x_i)^2 + \lambda \lVert w \rVert^2$?"""
    return v / t**2


@drawn(
    "bayesian-prediction#the-coin-completely",
    lambda r: {
        "a": r.integers(1, 6),
        "b": r.integers(1, 6),
        "k": r.integers(0, 9),
        "m": r.integers(0, 9),
    },
    digits=3,
    slips={"You left out the prior's counts.": lambda a, b, k, m: k / max(k + m, 1)},
)
def next_toss(a, b, k, m):
    """The prior is Beta(«a», «b»), and you saw «k» heads and «m» tails. How probable are heads on
    the next toss?"""
    return (a + k) / (a + b + k + m)


@drawn(
    "bayesian-prediction#a-gaussian-mean",
    lambda r: {"s": r.integers(1, 5), "t": r.integers(1, 5), "n": r.integers(2, 20)},
    digits=3,
    slips={"This is the precision: take one over it.": lambda s, t, n: 1 / t**2 + n / s**2},
)
def posterior_variance(s, t, n):
    """A mean has a Gaussian prior of standard deviation «t»; «n» measurements have noise of
    standard deviation «s». What is the posterior variance?"""
    return 1 / (1 / t**2 + n / s**2)


@drawn(
    "map-of-models#from-stories-to-the-sigmoid",
    lambda r: {"a": r.integers(-5, 0), "b": r.integers(1, 6), "v": r.integers(1, 6)},
    slips={"The distance of the means is divided by the variance.": lambda a, b, v: b - a},
)
def slope_of_the_sigmoid(a, b, v):
    """Two classes are Gaussians with means «a» and «b» and the same variance «v». What is the
    slope of the log-odds of the second class?"""
    return (b - a) / v


@drawn(
    "import-sklearn#one-constant-many-names",
    lambda r: {"t": _tenths(r, 0.2, 4)},
    slips={"This is the prior's precision: C is one over it.": lambda t: 1 / t**2},
)
def regularisation_c(t):
    """Each weight of a logistic regression has a Gaussian prior of standard deviation «t». Which
    `C` of scikit-learn's `LogisticRegression` is that?"""
    return t**2


@drawn(
    "maximum-likelihood#four-estimates-in-closed-form",
    lambda r: {"a": r.integers(0, 9), "b": r.integers(0, 9), "k": r.integers(0, 4)},
    digits=3,
)
def poisson_likelihood(a, b, k):
    """A Poisson distribution is fitted to the two counts «a» and «b» and one more, 5, by maximum
    likelihood. How probable does it call a count of «k»?"""
    mean = (a + b + 5) / 3
    return mean**k * exp(-mean) / factorial(k)
