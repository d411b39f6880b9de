"""Exercises of the chapter on decisions: from belief to action."""

from functools import cache

import numpy as np
from scipy.special import expit

from glm_core import GLM, Bernoulli, GaussianPrior, datasets
from glm_core.exercises import exercise, setting


def _table(rng):
    answers, outcomes = rng.integers(3, 6), rng.integers(3, 6)
    return rng.uniform(0, 10, (answers, outcomes)), rng.dirichlet(np.ones(outcomes))


def _forecasts(rng):
    n = int(rng.integers(20, 60))
    phi = rng.beta(0.7, 1.5, n)
    return phi, (rng.random(n) < phi) * 1.0, float(rng.uniform(1.5, 20.0))


def _bill(act, y, r):
    return np.mean(np.where(np.asarray(y) == 1, r * ~act, act))


def _power(k):
    def slope_one(q):
        return -(1 - q) * q ** (k - 2)

    return slope_one


def _score(rng):
    return _power(rng.uniform(0.5, 4.0)), rng.uniform(0.05, 0.95, 6)


@exercise(
    "fraud-threshold",
    slips={
        "Checking costs 8 for a fraud, too: what the mistake of not checking costs more is "
        "200 − 8.": 0.038,
        "That is the ratio the wrong way round.": 0.962,
        "One half is the threshold for equal costs.": 0.5,
    },
)
def fraud_threshold():
    """8 / (8 + 200 − 8): checking costs 8, not checking 200 φ."""
    return 8 / 200


@exercise(
    "croissant-quantile",
    slips={
        "The wrong way round: a croissant too few is the dearer mistake here.": 0.33,
        "A croissant too few loses its price less what it would have cost to bake.": 0.75,
        "That is the median, for equal costs.": 0.5,
    },
)
def croissant_quantile():
    """u/(u + o) with u = 3 − 1, o = 1."""
    return 2 / 3


@exercise(
    "which-is-proper",
    slips={
        "Growing with the distance is not enough: at 0.8 you expect to pay 0.54, and at 1 only "
        "0.2.": 1,
        "It goes on falling after that.": 2,
        "At one half you pay √0.5 = 0.71 for certain.": 4,
    },
)
def which_is_proper():
    """The place of q = 1: 0.2 is less than 0.8 √0.2 + 0.2 √0.8 = 0.537."""
    return 3


@exercise(
    "consultant-step",
    slips={
        "That is a way of telling a fit about costs, and an allowed one.": 1,
        "That is what the weighted log loss finds.": 2,
        "Solve 9φ ≥ 1 − φ: that is right.": 3,
    },
)
def consultant_step():
    """Line 4: the weighted 0.6 stands for φ = 1/7."""
    return 4


@exercise(
    "bayes-answer",
    inputs=_table,
    trials=40,
    edges={
        "Where two answers are equally good, the first is asked for.": (
            np.array([[2.0, 2.0], [1.0, 1.0], [1.0, 1.0]]),
            np.array([0.5, 0.5]),
        )
    },
    slips={
        "That is the answer for the likeliest outcome only: all outcomes count, each with its "
        "probability.": lambda costs, p: int(np.argmin(costs[:, np.argmax(p)])),
        "That fears the worst outcome, whatever its probability.": lambda costs, p: int(
            np.argmin(costs.max(axis=1))
        ),
        "That is the dearest answer: costs are to be small.": lambda costs, p: int(
            np.argmax(costs @ p)
        ),
        "That takes all outcomes as equally likely.": lambda costs, p: int(
            np.argmin(costs.sum(axis=1))
        ),
        "That is the expected cost: the number of the answer is asked for.": lambda costs, p: (
            np.min(costs @ p)
        ),
        "The number of the answer, not that of an outcome: rows are answers.": lambda costs, p: int(
            np.argmax(p)
        ),
    },
)
def bayes_answer(costs, p):
    """argmin over rows of Σₖ costs[m, k] pₖ."""
    return int(np.argmin(costs @ p))


@exercise(
    "daily-bill",
    inputs=_forecasts,
    slips={
        "One half is the threshold for equal prices.": lambda phi, y, r: _bill(phi > 0.5, y, r),
        "The threshold is 1/(1 + r): r to one in prices is one to r in odds.": (
            lambda phi, y, r: _bill(phi > 1 / r, y, r)
        ),
        "The price moves the odds: 0.5/r is too low.": lambda phi, y, r: _bill(phi > 0.5 / r, y, r),
        "The threshold is upside down: the dearer the miss, the sooner you act.": (
            lambda phi, y, r: _bill(phi > r / (1 + r), y, r)
        ),
        "A miss costs r, a false alarm 1; you have them the other way round.": (
            lambda phi, y, r: np.mean(
                np.where(np.asarray(y) == 1, ~(phi > 1 / (1 + r)), r * (phi > 1 / (1 + r)))
            )
        ),
        "That is the sum over all days: the bill per day is its mean.": lambda phi, y, r: (
            _bill(phi > 1 / (1 + r), y, r) * len(y)
        ),
        "That is the bill you expect from the forecasts: y tells what really came.": (
            lambda phi, y, r: np.mean(np.minimum(r * phi, 1 - phi))
        ),
    },
)
def daily_bill(phi, y, r):
    """(r · misses + false alarms) / n with the threshold 1/(1 + r)."""
    return _bill(np.asarray(phi) >= 1 / (1 + r), y, r)


@cache
def _judged():
    """Logits and sexes of the penguins that judge the model of the chapter."""
    birds = datasets.load_penguins(complete=True)
    four = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    body = np.column_stack([birds[name] for name in four])
    body = (body - body.mean(axis=0)) / body.std(axis=0)
    male = (birds["sex"] == "male") * 1.0
    order = np.random.default_rng(0).permutation(male.size)
    fit = GLM(Bernoulli(), prior=GaussianPrior(100.0)).fit(body[order[:30]], male[order[:30]])
    return fit.linear_predictor(body[order[70:]]), male[order[70:]]


@setting(
    "honest-scale",
    opening={"s": 1.0},
    right={"s": 0.39},
    slips={
        "Still too sure: the slope is positive, so a smaller s has a smaller loss.": {"s": 0.7},
        "Too humble now: the slope is negative, so a larger s has a smaller loss.": {"s": 0.15},
    },
)
def honest_scale(s):
    """The scale of all logits at which the held-out negative log-likelihood is smallest."""
    logits, male = _judged()
    slope = lambda at: np.mean((expit(at * logits) - male) * logits)  # noqa: E731
    if slope(s - 0.03) < 0 < slope(s + 0.03):
        return None
    if slope(s) > 0:
        return "Still too sure: the slope is positive, so a smaller s has a smaller loss."
    return "Too humble now: the slope is negative, so a larger s has a smaller loss."


@exercise(
    "clients-of-a-score",
    inputs=_score,
    slips={
        "The sign: S(q, 1) falls as q rises, and w is not negative.": lambda slope_one, q: (
            slope_one(q) / (1 - q)
        ),
        "At y = 1 a client pays 1 − t, not t.": lambda slope_one, q: -slope_one(q) / q,
        "That is what the clients at q pay: divide by what each of them pays.": (
            lambda slope_one, q: -slope_one(q)
        ),
    },
)
def clients_of_a_score(slope_one, q):
    """w(q) = −S′(q, 1) / (1 − q)."""
    return -slope_one(q) / (1 - q)
