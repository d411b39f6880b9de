"""Entropy and divergences: known values, laws, limits, and what is refused."""

import mpmath as mp
import numpy as np
import pytest
from duck import Duck, assert_traceable, reveal
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from glm_core import cross_entropy, entropy, kl_divergence

mp.mp.dps = 50
WEATHER = ["rain", "snow", "sleet", "hail"]
P, Q = [0.25, 0.45, 0.30], [0.35, 0.40, 0.25]
weights = arrays(float, 5, elements=st.floats(0, 1)).filter(lambda w: w.sum() > 1e-3)
distributions = weights.map(lambda w: w / w.sum())


def mp_kl(p, q):
    return mp.fsum(
        mp.mpf(a) * mp.log(mp.mpf(a) / mp.mpf(b)) for a, b in zip(p, q, strict=True) if a
    )


@pytest.mark.parametrize(
    ("p", "value"),
    [
        ([0.14, 0.37, 0.03, 0.46], 1.1055291211185652),
        ([0.01, 0.37, 0.03, 0.59], 0.8304250977453105),
        ([0.01, 0.01, 0.03, 0.95], 0.2460287703075343),
    ],
)
def test_weather(p, value):
    assert entropy(p) == pytest.approx(value, rel=4e-16)
    assert entropy(dict(zip(WEATHER, p, strict=True))) == entropy(p)


def test_published_pair():
    assert entropy(P) == pytest.approx(1.0670938949, abs=5e-11)
    assert cross_entropy(P, Q) == pytest.approx(1.0906746688, abs=5e-11)
    assert kl_divergence(P, Q) == pytest.approx(0.0235807739, abs=5e-11)
    assert kl_divergence(Q, P) == pytest.approx(0.0250716794, abs=5e-11)


def test_certainty_fairness_and_bits():
    assert str(entropy([1.0, 0.0])) == "0.0"
    assert str(kl_divergence(P, P)) == "0.0"
    assert entropy([0.5, 0.5], base=2) == 1.0
    assert entropy([1 / 8] * 8, base=2) == pytest.approx(3, rel=4e-16)


def test_what_q_calls_impossible_costs_infinitely_much():
    assert kl_divergence([0.5, 0.5], [1.0, 0.0]) == np.inf
    assert cross_entropy([0.5, 0.5], [1.0, 0.0]) == np.inf
    assert kl_divergence([1.0, 0.0], [0.5, 0.5]) == np.log(2)
    assert cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0.0


def test_batches_broadcast_over_the_last_axis():
    table = np.array([P, Q])
    assert entropy(table).tolist() == [entropy(P), entropy(Q)]
    divergences = kl_divergence(table[:, None], table)
    assert divergences.tolist() == [[0, kl_divergence(P, Q)], [kl_divergence(Q, P), 0]]


def test_mappings_are_matched_by_outcome():
    p, q = {"a": 0.2, "b": 0.8}, {"b": 0.5, "a": 0.5}
    assert kl_divergence(p, q) == kl_divergence([0.2, 0.8], [0.5, 0.5])
    batch = {"a": np.array([0.2, 0.5]), "b": np.array([0.8, 0.5])}
    assert entropy(batch).tolist() == [entropy([0.2, 0.8]), entropy([0.5, 0.5])]


@pytest.mark.parametrize("tiny", [1e-3, 1e-16, 1e-300, 5e-324])
def test_rare_outcomes_against_fifty_digits(tiny):
    p, q = [tiny, 1.0 - tiny], [0.5, 0.5]
    truth = -mp.fsum(mp.mpf(x) * mp.log(mp.mpf(x)) for x in p)
    assert entropy(p) == pytest.approx(float(truth), rel=1e-15)
    assert kl_divergence(p, q) == pytest.approx(float(mp_kl(p, q)), rel=1e-15)
    assert kl_divergence(q, p) == pytest.approx(float(mp_kl(q, p)), rel=1e-15)


@given(distributions)
def test_entropy_lies_between_certain_and_uniform(p):
    assert 0 <= entropy(p) <= np.log(5) + 1e-15


@given(distributions, distributions)
def test_gibbs_and_the_decomposition(p, q):
    assert kl_divergence(p, q) >= 0
    assert kl_divergence(p, p) == 0
    total = entropy(p) + kl_divergence(p, q)
    assert cross_entropy(p, q) == pytest.approx(total, rel=1e-13, abs=1e-14)


@pytest.mark.parametrize(
    "f", [entropy, lambda p: kl_divergence(p, p), lambda p: cross_entropy(p, P)]
)
@pytest.mark.parametrize(
    ("p", "error", "message"),
    [
        ([0.5, 0.6], ValueError, r"the sum of p must be 1 \(got 1.1\)"),
        ([-0.1, 1.1], ValueError, r"p must be non-negative \(got -0.1\)"),
        ([np.nan, 1.0], ValueError, r"p must be free of NaN \(got nan\)"),
        ([np.inf, 0.0], ValueError, r"the sum of p must be 1 \(got inf\)"),
        ([], ValueError, r"p must hold at least one probability \(got \[\]\)"),
        (0.5, ValueError, r"p must hold at least one probability \(got 0.5\)"),
        ([[0.5, 0.5], [1.0]], ValueError, r"p must be a regular array"),
        ("sun", TypeError, r"p must hold real numbers \(got 'sun'\)"),
        (["sun", "rain"], TypeError, r"p must hold real numbers \(got \['sun', 'rain'\]\)"),
        (None, TypeError, r"p must hold real numbers \(got None\)"),
        ([0.5j, 0.5], TypeError, r"p must hold real numbers"),
    ],
)
def test_no_distribution(f, p, error, message):
    with pytest.raises(error, match=message):
        f(p)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: entropy({"a": 0.3}), ValueError, r"the sum of p must be 1 \(got 0.3\)"),
        (lambda: entropy({}), ValueError, r"p must have at least one outcome \(got {}\)"),
        (lambda: entropy({"a": "x"}), TypeError, r"p\['a'\] must hold real numbers \(got 'x'\)"),
        (
            lambda: cross_entropy({"a": 1.0}, {"b": 1.0}),
            ValueError,
            r"p and q must have the same outcomes \(got \[.*\] in one only\)",
        ),
        (lambda: cross_entropy({"a": 1.0}, [1.0]), TypeError, "both mappings or both arrays"),
        (lambda: kl_divergence([1.0], [0.5, 0.5]), ValueError, r"same number .* \(got 1 and 2\)"),
        (lambda: kl_divergence([[1.0]] * 2, [[1.0]] * 3), ValueError, r"must broadcast"),
        (lambda: kl_divergence(P, [0.5, 0.5, 0.5]), ValueError, r"the sum of q must be 1"),
        (lambda: entropy(P, base=1), ValueError, r"base must be finite and above 1 \(got 1.0\)"),
        (lambda: entropy(P, base=-2), ValueError, r"base must be .* \(got -2.0\)"),
        (lambda: entropy(P, base="e"), TypeError, r"base must hold real numbers \(got 'e'\)"),
    ],
)
def test_bad_pairs_mappings_and_bases(call, error, message):
    with pytest.raises(error, match=message):
        call()


anything = st.one_of(
    st.none(), st.text(), st.floats(), st.integers(), st.complex_numbers(), st.booleans(),
    st.lists(st.floats(), max_size=4), st.lists(st.lists(st.floats(0, 1), max_size=3), max_size=3),
    st.dictionaries(st.text(), st.floats()), st.binary(), st.sets(st.integers()),
)  # fmt: skip


@given(anything)
def test_anything_is_answered_or_refused_by_name(p):
    try:
        message, result = None, entropy(p)
    except (ValueError, TypeError) as refusal:
        message, result = str(refusal), 0.0
    named = ("p must", "p[", "the sum of p must")
    assert message is None or (message.startswith(named) and "(got" in message)
    assert np.all(result >= 0)


def test_runs_on_traced_values():
    assert_traceable(entropy, np.array(P))
    assert_traceable(cross_entropy, np.array(P), np.array(Q))
    assert_traceable(kl_divergence, np.array(P), np.array(Q))


def test_lists_and_mappings_may_hold_traced_values():
    phi = Duck(0.2)
    assert reveal(entropy([phi, 1 - phi])) == entropy([0.2, 0.8])
    assert reveal(entropy({"heads": phi, "tails": 1 - phi}, base=2)) == entropy([0.2, 0.8], base=2)
