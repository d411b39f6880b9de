"""Python and JavaScript give the same numbers: operation by operation, and in figures."""

import itertools
import warnings

import numpy as np
import pytest
from every_mark import every_mark_figure
from explorables.trace import operations
from parity import Scale, parity_failures
from runtime import BUNDLE, Runtime, runtime

from explorables import Figure, Slider, explore, line, readout

EXTREMES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, 10.0, 1e-310, -5e-324, 1e-17, 1e17,
            709.0, -745.0, 1e308, -1e308, np.inf, -np.inf, np.nan]  # fmt: skip
POSITIVE = [1e-3, 0.3, 0.5, 1.0, 2.0, 10.0, 1e3, np.nan]  # where SciPy's own values hold
INCOMPLETE = ("betaln", "gammainc", "gammaincc", "betainc")
ROUNDED = set(operations.CONDITIONS) | set(
    "negative absolute sign floor ceil rint trunc maximum minimum copysign add subtract multiply "
    "divide sqrt square reciprocal remainder floor_divide".split()
)


def test_the_operation_tables_name_the_same_operations():
    assert sorted(runtime().operations()) == sorted(operations.TABLE)


def agree(python, javascript, exact=False, tolerance=4e-13):
    if not np.array_equal(np.isnan(python), np.isnan(javascript)):
        return False
    if exact:
        return bool(np.all((python == javascript) | np.isnan(python)))
    same = (python == javascript) | np.isnan(python)
    with np.errstate(invalid="ignore", over="ignore"):
        return bool(np.all(same | (np.abs(python - javascript) <= tolerance * np.abs(python))))


@pytest.mark.parametrize("op", [*operations.UNARY, *operations.BINARY, *operations.TERNARY])
def test_elementwise_operations_agree_on_extremes_and_at_random(op):
    count = 1 if op in operations.UNARY else 2 if op in operations.BINARY else 3
    few = [0.0, 0.3, 1.0, -2.0, np.inf, -np.inf, np.nan]
    values = POSITIVE if op in INCOMPLETE else EXTREMES if count < 3 else few
    grid = np.array(list(itertools.product(values, repeat=count))).T
    rng = np.random.default_rng(7)
    random = np.concatenate([rng.normal(0, 3, (count, 300)), rng.gamma(1, 1, (count, 300))], axis=1)
    for columns in (grid, random):
        inputs = list(columns)
        with np.errstate(all="ignore"):
            python = operations.evaluate(op, inputs)
        javascript = runtime().operate(op, inputs, python.shape)
        wrong = [
            (*column, p, j)
            for *column, p, j in zip(*inputs, python, javascript, strict=True)
            if not agree(np.array([p]), np.array([j]), exact=op in ROUNDED)
        ]
        assert not wrong, f"{op}: (inputs, Python, JavaScript) {wrong[:5]} and {len(wrong)} in all"


A = np.random.default_rng(1).normal(size=(3, 4))
S = A[:, :3] @ A[:, :3].T + np.eye(3)
STRUCTURED = [
    *[(op, [A], None, {"axis": [0], "keepdims": False}) for op in operations.REDUCTIONS[:6]],
    *[(op, [A], None, {"axis": [0, 1], "keepdims": True}) for op in operations.REDUCTIONS[:6]],
    *[(op, [np.round(A)], None, {"axis": 1}) for op in ("argmax", "argmin", *operations.SCANS)],
    *[(op, [np.round(A)], None, {"axis": 0}) for op in ("argmax", "argmin", *operations.SCANS)],
    ("reshape", [A], (2, 6), {}),
    ("transpose", [A], None, {"axes": [1, 0]}),
    ("broadcast_to", [A], (2, 3, 4), {}),
    ("concatenate", [A, A[:1]], None, {"axis": 0}),
    ("concatenate", [A, A[:, :2]], None, {"axis": 1}),
    ("slice", [A], (2, 2), {"start": [2, 0], "step": [-1, 3]}),
    ("take", [A, np.array([0.0, -1.0, 9.0, 1.4])], None, {"axis": 1}),
    ("take", [A, np.array(1.0)], None, {"axis": 0}),
    *[("dft", [A, A[::-1]], None, {"inverse": back}) for back in (False, True)],
    ("matmul", [A, A.T], None, {}),
    ("matmul", [np.stack([A, 2 * A]), A.T], None, {}),
    ("einsum", [A, A], None, {"subscripts": "ij,kj->ik"}),
    ("einsum", [A], None, {"subscripts": "ij->j"}),
    ("solve", [S, A], None, {}),
    ("inv", [S], None, {}),
    ("det", [S], None, {}),
    ("cholesky", [S], None, {}),
    ("eigh_values", [S], None, {}),
]


@pytest.mark.parametrize(
    ("op", "inputs", "shape", "attr"), STRUCTURED, ids=lambda v: v if isinstance(v, str) else ""
)
def test_structured_operations_agree(op, inputs, shape, attr):
    python = operations.evaluate(op, inputs, shape, attr)
    javascript = runtime().operate(op, inputs, python.shape, attr)
    assert np.allclose(python, javascript, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 12, 31, 97, 128, 210, 360, 1000, 1024])
@pytest.mark.parametrize("inverse", [False, True])
def test_fourier_sums_agree_for_every_kind_of_length(n, inverse):
    """Powers of two, products of small primes, primes; several lanes."""
    rng = np.random.default_rng(n)
    inputs = [rng.normal(size=(3, n)), rng.normal(size=(3, n))]
    python = operations.evaluate("dft", inputs, attr={"inverse": inverse})
    javascript = runtime().operate("dft", inputs, python.shape, {"inverse": inverse})
    assert np.max(np.abs(python - javascript)) <= 1e-14 * np.sqrt(n) * np.max(np.abs(python))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6, 9])
def test_eigenvectors_agree_with_their_signs(n):
    """LAPACK's steps are taken in its order, so even the signs are NumPy's."""
    rng = np.random.default_rng(n)
    for _ in range(60):
        a = rng.normal(size=(n, n))
        for matrix in (a + a.T, a @ a.T, np.diag(np.diag(a))):
            values, vectors = np.linalg.eigh(matrix)
            assert np.allclose(runtime().operate("eigh_values", [matrix], (n,)), values, atol=1e-12)
            found = runtime().operate("eigh_vectors", [matrix], (n, n))
            assert np.allclose(found, vectors, atol=1e-8)
    few = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert np.allclose(runtime().operate("eigh_vectors", [few], (2, 2)), np.linalg.eigh(few)[1])


def test_every_mark_and_kind_of_parameter_replays_the_same_numbers():
    assert parity_failures(every_mark_figure(), runtime()) == []


def example(mu=0.5, k=2):
    x = np.linspace(0, 1, 5)
    return Figure(line(x, np.exp(-x * mu)), readout("log", np.log1p(mu) - k))


def test_the_allowance_stays_finite_on_a_long_unrolled_graph():
    def iterated(r=2.5):
        x = 0.3
        for _ in range(400):
            x = r * (x - np.square(x))
        return Figure(line(np.arange(2.0), np.stack([x, x * x])))

    figure = explore(iterated, r=(2.0, 3.0))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert 0 < Scale(figure, {"r": 2.5})("/panels/0/marks/0/y") < np.inf
    assert parity_failures(figure, runtime(), 5) == []


def test_the_parity_test_passes_a_sound_figure():
    figure = explore(example, mu=(0.1, 2.0), k=Slider(1, 5))
    assert parity_failures(figure, runtime(), 30) == []


def test_the_parity_test_sees_a_broken_operation():
    figure = explore(example, mu=(0.1, 2.0), k=Slider(1, 5))
    broken = BUNDLE.read_text(encoding="utf-8") + _BREAK
    failures = parity_failures(figure, Runtime(broken), 30)
    assert failures
    assert {place for _, place, *_ in failures} == {"/panels/0/marks/0/y"}


_BREAK = """
;(() => {
  const replay = explorables.replay;
  explorables.replay = (payload) => {
    const broken = JSON.parse(JSON.stringify(payload));
    for (const node of broken.nodes) if (node[0] === "exp") node[0] = "expm1";
    return replay(broken);
  };
})();
"""
