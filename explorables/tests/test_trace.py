"""What is recorded is what NumPy computes, and what cannot be recorded says so."""

import math

import numpy as np
import pytest
from explorables.trace.graph import Graph
from explorables.trace.tracer import Tracer
from scipy import special

from explorables import TraceError, take

RNG = np.random.default_rng(1)
A, B, V = RNG.normal(size=(3, 4)), RNG.normal(size=(4, 5)), RNG.normal(size=4)
C, P = RNG.normal(size=(2, 3, 4)), np.abs(V) + 0.1
S = A[:, :3] @ A[:, :3].T + np.eye(3)


def traced(*arrays):
    graph = Graph()
    return [Tracer(graph, graph.parameter(f"p{k}", a)) for k, a in enumerate(arrays)]


def value(result):
    return result.graph.nodes[result.node].value if isinstance(result, Tracer) else result


CASES = {
    "sum": (lambda a: a.sum(axis=1, keepdims=True), A),
    "sum of negative axes": (lambda c: np.sum(c, axis=(-1, 0)), C),
    "mean": (lambda a: a.mean(axis=0), A),
    "std": (lambda a: a.std(axis=1, ddof=1), A),
    "var": (np.var, A),
    "ptp": (lambda a: np.ptp(a, axis=0), A),
    "median": (lambda a: np.median(a, axis=0), A),
    "median of all": (np.median, A),
    "quantile": (lambda a: np.quantile(a, 0.3, axis=1), A),
    "quantiles": (lambda a: np.quantile(a, [0.1, 0.9]), A),
    "average": (lambda v: np.average(v, weights=np.arange(4.0)), V),
    "matrix matrix": (lambda a, b: a @ b, A, B),
    "matrix vector": (lambda a, v: a @ v, A, V),
    "vector matrix": (lambda v, b: v @ b, V, B),
    "vector vector": (lambda v: v @ v, V),
    "stacked matrices": (lambda c, b: c @ b, C, B),
    "constant on the left": (lambda v: A @ v, V),
    "dot": (np.dot, A, V),
    "inner": (lambda v: np.inner(v, v), V),
    "outer": (lambda v: np.outer(v, v), V),
    "ufunc outer": (lambda v: np.subtract.outer(np.arange(3.0), v), V),
    "logaddexp reduce": (lambda a: np.logaddexp.reduce(a, axis=1), A),
    "maximum reduce": (lambda a: np.maximum.reduce(a, axis=1, keepdims=True), A),
    "accumulate": (lambda a: np.add.accumulate(a, axis=1), A),
    "diff": (lambda a: np.diff(a, axis=0), A),
    "second diff": (lambda a: np.diff(a, n=2), A),
    "trapezoid": (lambda v: np.trapezoid(v, np.arange(4.0) ** 2), V),
    "trapezoid along an axis": (lambda a: np.trapezoid(a, dx=0.5, axis=0), A),
    "sort": (lambda a: np.sort(a, axis=0), A),
    "argsort": (np.argsort, A),
    "argmax": (lambda a: a.argmax(), A),
    "argmin": (lambda a: np.argmin(a, axis=1), A),
    "cumsum": (np.cumsum, A),
    "cumprod": (lambda a: np.cumprod(a, axis=0), A),
    "row": (lambda a: a[1], A),
    "block": (lambda a: a[:, 1:3], A),
    "strides": (lambda a: a[::-1, ::2], A),
    "new axis": (lambda a: a[None, ..., None], A),
    "ellipsis": (lambda a: a[..., -1], A),
    "list of rows": (lambda a: a[[0, 2]], A),
    "fixed mask": (lambda a: a[np.array([True, False, True])], A),
    "one entry": (lambda a: a[0, 3], A),
    "rows unpacked": (lambda a: sum(row * k for k, row in enumerate(a)), A),
    "T": (lambda a: a.T, A),
    "transpose": (lambda c: np.transpose(c, (2, 0, 1)), C),
    "reshape": (lambda a: a.reshape(2, -1), A),
    "ravel": (lambda a: a.ravel(), A),
    "flip": (lambda a: np.flip(a, 1), A),
    "roll": (lambda a: np.roll(a, 1, axis=1), A),
    "tile": (lambda v: np.tile(v, 3), V),
    "repeat": (lambda v: np.repeat(v, 2), V),
    "squeeze": (lambda a: np.squeeze(a[:1]), A),
    "moveaxis": (lambda c: np.moveaxis(c, 0, -1), C),
    "split": (lambda v: np.split(v, 2), V),
    "stack": (lambda v: np.stack([v, v * 2, np.ones(4)], axis=1), V),
    "concatenate": (lambda v: np.concatenate([v, [1.0, 2.0]]), V),
    "vstack": (lambda v: np.vstack([v, v]), V),
    "hstack": (lambda v: np.hstack([v, v]), V),
    "column_stack": (lambda v: np.column_stack([v, np.ones(4)]), V),
    "append": (lambda v: np.append(v, 1.0), V),
    "meshgrid": (lambda v: np.meshgrid(v, np.arange(2.0)), V),
    "meshgrid ij": (lambda v: np.meshgrid(v, v * 2, indexing="ij"), V),
    "where": (lambda v: np.where(v > 0.2, v, 0), V),
    "clip": (lambda v: np.clip(v, -0.5, 0.5), V),
    "clip above": (lambda v: v.clip(max=0.5), V),
    "select": (lambda v: np.select([v > 0, v < -1], [v, -v], 0.5), V),
    "choose": (lambda v: np.choose(2, [v, v + 1, v * 2]), V),
    "einsum": (lambda a, b: np.einsum("ij, jk", a, b), A, B),
    "einsum to a number": (lambda v: np.einsum("i,i->", v, v), V),
    "solve": (lambda s, v: np.linalg.solve(s, v[:3]), S, V),
    "inv": (np.linalg.inv, S),
    "det": (np.linalg.det, S),
    "slogdet": (np.linalg.slogdet, S),
    "cholesky": (np.linalg.cholesky, S),
    "eigvalsh": (np.linalg.eigvalsh, S),
    "norm": (lambda a: np.linalg.norm(a, axis=1), A),
    "interp": (lambda v: np.interp(np.linspace(-1, 5, 7), np.arange(4.0), v), V),
    "searchsorted": (lambda v: np.searchsorted(np.array([-1.0, 0, 1]), v), V),
    "linspace": (lambda v: np.linspace(v[0], 3, 5), V),
    "full_like": (lambda v: np.full_like(v, 2.0) + v, V),
    "diagonal": (lambda s: np.diag(s), S),
    "diagonal matrix": (lambda v: np.diag(v), V),
    "triangles": (lambda a: np.tril(a) - np.triu(a, 1), A),
    "trace": (np.trace, A),
    "count": (lambda v: np.count_nonzero(v > 0), V),
    "share": (lambda v: np.mean(v > 0), V),
    "conditions": (lambda v: ((v > 0) & ~(v > 1) | (v < -1)) * 1.0, V),
    "all and any": (lambda v: np.stack([np.all(v > -9), (v > 0).any()]) * 1.0, V),
    "round": (lambda v: round(v[0], 1) + np.round(v, 2), V),
    "powers": (lambda v: v**2 + v**0.5 + v**1.5 + 2**v + 1 / v, P),
    "division with rest": (lambda v: v // 0.3 + v % 0.3, V),
    "to integers": (lambda v: (v * 5).astype(int), V),
    "special": (lambda v: special.expit(v) + special.xlogy(v, v) + special.psi(v), P),
    "beta": (lambda v: special.beta(v, 2.0) + special.betainc(v, 2.0, 0.3), P),
    "take": (lambda a: np.take(a, [0, -1], axis=1), A),
    "broadcast": (lambda v: np.broadcast_to(v, (2, 4)), V),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_recorded_values_are_numpys(case):
    function, *arrays = case
    found, expected = function(*traced(*arrays)), function(*arrays)
    pairs = (
        zip(found, expected, strict=True)
        if isinstance(found, tuple | list)
        else [(found, expected)]
    )
    for one, other in pairs:
        assert np.shape(value(one)) == np.shape(other)
        assert np.allclose(value(one), other, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize(
    "pick",
    [
        lambda a, k: a[k],
        lambda a, k: a[:, k],
        lambda a, k: a[0, k],
        lambda a, k: a[1:][k - 1],
        lambda a, k: take(a, k, 1),
        lambda a, k: take(A, k),
        lambda a, k: take(V, -k),
        lambda a, k: np.choose(k, [V, V + 1, V * 2]),
    ],
)
def test_an_integer_slider_can_pick(pick):
    graph = Graph()
    a = Tracer(graph, graph.parameter("a", A))
    k = Tracer(graph, graph.parameter("k", 2.0), "i")
    assert np.array_equal(value(pick(a, k)), pick(A, 2))


def test_an_index_beyond_the_ends_takes_the_end():
    assert [take(V, k) for k in (9, -9, 1)] == [V[3], V[0], V[1]]


MU, D = "a number", "an array"
TRAPS = {
    "if": lambda mu, d: 1 if mu > 3 else 0,
    "max": lambda mu, d: max(mu, 3),
    "float": lambda mu, d: float(mu),
    "int": lambda mu, d: int(mu),
    "complex": lambda mu, d: complex(mu),
    "math": lambda mu, d: math.exp(mu),
    "range": lambda mu, d: range(mu),
    "slice": lambda mu, d: V[:mu],
    "index of an array": lambda mu, d: V[mu],
    "loop": lambda mu, d: list(mu),
    "len": lambda mu, d: len(mu),
    "array": lambda mu, d: np.array([mu, 1.0]),
    "asarray": lambda mu, d: np.asarray(mu, dtype=float),
    "full": lambda mu, d: np.full(3, mu),
    "arange": lambda mu, d: np.arange(mu),
    "length of linspace": lambda mu, d: np.linspace(0, 1, mu),
    "out": lambda mu, d: np.exp(d, out=np.zeros(4)),
    "ufunc where": lambda mu, d: np.exp(d, where=V > 0),
    "sum where": lambda mu, d: np.sum(d, where=V > 0),
    "mask": lambda mu, d: d[d > 0],
    "assignment": lambda mu, d: d.__setitem__(0, 1.0),
    "unique": lambda mu, d: np.unique(d),
    "where alone": lambda mu, d: np.where(d > 0),
    "unknown function": lambda mu, d: np.convolve(d, d),
    "unknown ufunc": lambda mu, d: special.binom(5, mu),
    "scipy function": lambda mu, d: special.softmax(d),
    "two moving indices": lambda mu, d: d[d.argmax(), d.argmin()],
    "sum of conditions": lambda mu, d: (mu > 1) + (mu > 2),
    "numbers joined": lambda mu, d: d & d,
    "text": lambda mu, d: "μ = " + mu,
    "array in text": lambda mu, d: f"{d:.2f}",
    "odd format": lambda mu, d: f"{mu:.2x}",
    "item": lambda mu, d: d.item(),
    "einsum dots": lambda mu, d: np.einsum("i...->i", d),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS.keys())
def test_every_trap_is_one_error_with_line_and_remedy(trap):
    with pytest.raises(TraceError) as caught:
        trap(*traced(2.0, V))
    message = str(caught.value)
    assert f"(test_trace.py, line {trap.__code__.co_firstlineno}: " in message
    assert len(message.split("): ")[-1]) > 10


def test_in_place_addition_on_a_plain_array_is_named():
    (mu,) = traced(2.0)
    total = np.zeros(3)
    with pytest.raises(TraceError, match="in-place"):
        total += mu


def test_a_running_total_may_start_as_a_number():
    (v,) = traced(V)
    total = 0.0
    for term in v:
        total += term
    assert value(total) == pytest.approx(V.sum())


def test_live_numbers_in_text_are_tokens():
    (mu,) = traced(2.0)
    graph = mu.graph
    k = Tracer(graph, graph.parameter("k", 3.0), "i")
    assert f"{mu:.2f}".count("\ue000") == 1
    assert f"{k}" == f"{k:d}"
    assert f"{k + 1}" != f"{k}"


def test_comparing_with_text_or_none_is_python_as_usual():
    (mu,) = traced(2.0)
    assert (mu == "x") is False
    assert (mu == None) is False  # noqa: E711


def test_values_of_two_figures_do_not_mix():
    (one,), (other,) = traced(1.0), traced(2.0)
    with pytest.raises(TraceError, match="another figure"):
        one + other
