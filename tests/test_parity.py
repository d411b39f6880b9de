"""Python and JavaScript give the same numbers: operation by operation, and in every figure of the
book, found by running its notebooks."""

import contextlib
import io
import itertools
import json
import math
import warnings

import nbformat
import numpy as np
import pytest
from every_mark import every_mark_figure
from runtime import BUNDLE, ROOT, Runtime, differences, runtime

from glm_core.explore import Explorable, Figure, Slider, explore, line, operations, readout
from glm_core.explore.recording import references

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


def test_eigenvectors_agree_up_to_sign():
    vectors = runtime().operate("eigh_vectors", [S], (3, 3))
    assert np.allclose(np.abs(np.sum(vectors * np.linalg.eigh(S)[1], axis=0)), 1, atol=1e-12)


def settings_of(figure, n_random):
    controls = figure.controls
    corners = itertools.product(*(control.corners() for control in controls.values()))
    rng = np.random.default_rng(2024)
    yield dict(figure.opening)
    for corner in itertools.islice(corners, 256):
        yield dict(zip(controls, corner, strict=True))
    for _ in range(n_random):
        yield {name: control.sample(rng) for name, control in controls.items()}


def parity_failures(figure, runtime, n_random=200):
    """Settings and places where the replay differs from the author's function."""
    runtime.load(json.loads(json.dumps(figure.payload())))
    failures = []
    for values in settings_of(figure, n_random):
        python = figure.compute(**values).to_dict()
        wire = {name: figure.controls[name].wire(value) for name, value in values.items()}
        found = differences(python, runtime.outputs(wire), Scale(figure, values))
        failures += [(wire, *difference) for difference in found]
    return failures


def _size(array):
    return float(np.max(np.abs(array), initial=0.0, where=np.isfinite(array)))


class Scale:
    """Magnitude of the terms from which the number at a path was made."""

    CARRY = frozenset(
        "negative maximum minimum where clip max min sort add subtract sum cumsum".split()
        + operations.SHAPES
    )

    def __init__(self, figure, values):
        self.figure, self.values, self.scales = figure, values, None

    def __call__(self, path):
        keys = tuple(int(k) if k.isdigit() else k for k in path.split("/")[1:])
        self.scales = self.scales or self._all()
        return self.scales.get(keys, self.scales.get((*keys[:-1], "terms"), 0.0))

    def _all(self):
        recording, values = self.figure.recording, self.values
        same = [f for c, f in recording.figures if all(values[k] == v for k, v in c.items())]
        refs = {path: ref["$"] for path, ref in references(same[0])}
        nodes = recording.graph.needed(refs.values())
        settings = {}
        for name, control in self.figure.controls.items():
            settings |= control.settings(name, values[name])
        found, scales = recording.graph.evaluate(settings, nodes), {}
        for node in nodes:
            scales[node] = self._scale(recording.graph.nodes[node], found, scales, node)
        return {path: scales[node] for path, node in refs.items()}

    def _scale(self, node, found, scales, position):
        size = _size(found[position])
        given = [scales[i] for i in node.inputs]
        if node.op in ("multiply", "square", "matmul", "einsum"):  # δ(ab) ≤ |a| δb + |b| δa
            own = [_size(found[i]) for i in node.inputs] * (2 if node.op == "square" else 1)
            others = [math.prod(own[:k] + own[k + 1 :]) for k in range(len(own))]
            return max([size, *(g * other for g, other in zip(given, others, strict=False))])
        if node.op in self.CARRY:
            return max([size, *given])
        if node.op == "divide":
            least = np.min(np.abs(found[node.inputs[1]]))
            return max(size, given[0] / least) if least else size
        if node.op == "exp":
            return size * max(1.0, given[0])
        return size


def notebooks():
    return sorted(path for path in (ROOT / "book").glob("*.ipynb"))


def explorables_of(path):
    """Run a notebook's code cells in this process; all Explorables it defines, by name."""
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    found = {}
    with contextlib.chdir(path.parent), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type != "code":
                continue
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                result = shell.run_cell(cell.source, silent=True)
            if not result.success and "raises-exception" not in cell.metadata.get("tags", []):
                raise result.error_in_exec or result.error_before_exec
            found |= {v.slug: v for v in shell.user_ns.values() if isinstance(v, Explorable)}
    InteractiveShell.clear_instance()
    return found


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_every_figure_of_the_book_replays_the_same_numbers(path):
    for slug, figure in explorables_of(path).items():
        failures = parity_failures(figure, runtime())
        assert not failures, f"{slug}: {len(failures)} differences, first {failures[0]}"
        assert figure.payload_size() <= 30_000, f"{slug}: payload {figure.payload_size()} bytes"


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
