"""Each rule of the gradient against differences in 50 digits and against the page's script."""

import mpmath as mp
import numpy as np
import pytest
from exact import ELEMENTWISE, exact, exactly
from explorables.trace import operations as ops
from explorables.trace.array_rules import ARRAY_RULES
from explorables.trace.graph import Graph
from explorables.trace.matrix_rules import MATRIX_RULES
from explorables.trace.rules import RULES
from explorables.trace.tracer import Tracer, record
from parity import parity_failures
from runtime import runtime
from scipy import special

from explorables import Figure, Panel, TraceError, explore, grad, line, readout, value_and_grad

ALL = RULES | ARRAY_RULES | MATRIX_RULES
RNG = np.random.default_rng(22)
A, B, C = RNG.normal(size=(3, 4)), RNG.normal(size=(4, 2)), RNG.normal(size=(2, 3, 3))
M = RNG.normal(size=(3, 3))
S = M @ M.T + np.diag([0.5, 1.0, 1.5])
HOLES = A * (np.abs(A) > np.sort(np.abs(A).ravel())[2])  # three of its entries are 0

UNIT = np.array([0.2, 0.45, 0.9])
DOMAIN = {
    **dict.fromkeys(["arcsin", "arccos", "arctanh"], np.array([-0.8, 0.1, 0.6])),
    **dict.fromkeys(["logit", "ndtri"], UNIT),
    "arccosh": UNIT + 1.1,
    **{op: np.array([-1.3, 0.4, 2.2]) for op in "sign absolute negative exp exp2 expm1 sin cos tan "
       "arctan sinh cosh tanh arcsinh floor ceil rint trunc expit log_expit ndtr log_ndtr erf erfc "
       "square reciprocal".split()},
}  # fmt: skip
POSITIVE = [np.array([0.7, 1.9, 2.6]), np.array([1.2, 0.8, 3.1]), np.array([0.3, 0.25, 0.6])]
SIGNED = [np.array([-1.3, 0.4, 2.2]), np.array([0.9, -0.7, 1.1])]
BOTH_SIGNS = "add subtract multiply divide maximum minimum logaddexp arctan2 hypot copysign".split()


def elementwise(op):
    if op in ops.UNARY:
        return [(op, [DOMAIN.get(op, POSITIVE[0])], None, {})]
    if op == "where":
        return [(op, [np.array([1.0, 0.0, 1.0]), *SIGNED], None, {})]
    if op == "clip":
        return [(op, [np.array([-2.0, 0.3, 4.0]), np.full(3, -1.0), np.full(3, 1.5)], None, {})]
    inputs = (SIGNED if op in BOTH_SIGNS else POSITIVE)[: 2 if op in ops.BINARY else 3]
    stretched = [inputs[0][:, None], inputs[1][None, :2], *inputs[2:]]
    return [(op, inputs, None, {}), *([(op, stretched, None, {})] if op in ops.BINARY else [])]


def reductions(op):
    if op.startswith("arg"):
        return [(op, [A], None, {"axis": 1})]
    data = HOLES if op == "prod" else A
    return [
        (op, [data], None, {"axis": [1], "keepdims": False}),
        (op, [C], None, {"axis": [0, 2], "keepdims": True}),
        (op, [A[:2, 0]], None, {"axis": [0], "keepdims": False}),
    ]


STRUCTURED = {
    **{op: reductions(op) for op in ops.REDUCTIONS},
    **{op: [(op, [a], None, {"axis": k}) for a in (A, HOLES) for k in (0, 1)] for op in ops.SCANS},
    "sort": [("sort", [A], None, {"axis": k}) for k in (0, 1)],
    "argsort": [("argsort", [A], None, {"axis": 0})],
    "reshape": [("reshape", [A], (2, 6), {})],
    "transpose": [("transpose", [C], None, {"axes": [2, 0, 1]})],
    "broadcast_to": [("broadcast_to", [A[:, :1]], (2, 3, 4), {})],
    "concatenate": [("concatenate", [A, A[:, :2] + 1], None, {"axis": 1})],
    "slice": [
        ("slice", [A], (2, 2), {"start": [2, 0], "step": [-1, 3]}),
        ("slice", [A[0]], (2,), {"start": [1], "step": [1]}),
    ],
    "take": [
        ("take", [A, np.array([0.0, -1.0, 9.0, 1.4])], None, {"axis": 1}),
        ("take", [A, np.array([[2.0, 1.0], [0.0, 2.0]])], None, {"axis": 0}),
        ("take", [A, np.array(1.0)], None, {"axis": 0}),
    ],
    "dft": [
        ("dft", [A, A + 1], None, {"inverse": False}),
        ("dft", [C[0], C[1]], None, {"inverse": True}),
    ],
    "matmul": [("matmul", [A, B], None, {}), ("matmul", [C, A], None, {})],
    "einsum": [
        ("einsum", [A, A + 1], None, {"subscripts": "ij,kj->ik"}),
        ("einsum", [A], None, {"subscripts": "ij->j"}),
        ("einsum", [M], None, {"subscripts": "ii->i"}),
        ("einsum", [M, A], None, {"subscripts": "ii,ij->"}),
    ],
    "solve": [("solve", [S + 0.3 * M, A], None, {})],
    "inv": [("inv", [M], None, {})],
    "det": [("det", [M], None, {})],
    "cholesky": [("cholesky", [S], None, {})],
    "eigh_values": [("eigh_values", [S], None, {})],
    "eigh_vectors": [("eigh_vectors", [S], None, {})],
}
CASES = [case for op in ELEMENTWISE for case in elementwise(op)]
CASES += [case for cases in STRUCTURED.values() for case in cases]
SYMMETRIC = ("cholesky", "eigh_values", "eigh_vectors")
ONCE = {"gammaln", "gamma", "betaln"}  # their derivative holds digamma, which has none


def rule_of(op, k):
    rule = ALL[op]
    return rule[k] if isinstance(rule, tuple) else rule


def inputs_with(kind):
    """All (case, input) whose rule is of that kind."""
    return [
        pytest.param(case, k, id=f"{case[0]}-{k}-{n}")
        for n, case in enumerate(CASES)
        for k in range(len(case[1]))
        if kind(rule_of(case[0], k))
    ]


class Weighted:
    """Σ w · op(inputs) as a function of the inputs, in NumPy, traced, and in 50 digits."""

    def __init__(self, case):
        self.op, self.inputs, self.shape, self.attr = case
        size = np.shape(exactly(self.op, [exact(x) for x in self.inputs], self.shape, self.attr))
        self.weights = np.random.default_rng(3).uniform(0.5, 1.5, size)

    def __call__(self, *inputs):
        if self.op in SYMMETRIC:
            inputs = [(inputs[0] + inputs[0].T) / 2]
        return np.sum(self.weights * record(self.op, *inputs, shape=self.shape, **self.attr))

    def exact(self, *inputs):
        if self.op in SYMMETRIC:
            inputs = [(inputs[0] + inputs[0].T) / 2]
        return np.sum(exact(self.weights) * exactly(self.op, inputs, self.shape, self.attr))

    def moved(self, k, by):
        inputs = [exact(x) for x in self.inputs]
        inputs[k] = inputs[k] + by
        return self.exact(*inputs)

    def differences(self, k):
        """∂/∂input k by central differences."""
        h = mp.mpf(10) ** -15
        units = [h * exact(e) for e in units_of(self.inputs[k])]
        slopes = [(self.moved(k, e) - self.moved(k, -e)) / (2 * h) for e in units]
        return np.array(slopes, dtype=float).reshape(self.inputs[k].shape)

    def second_differences(self, k, direction):
        """The Hessian in input k, times a direction."""
        h = mp.mpf(10) ** -12
        v, slopes = h * exact(direction), []
        for e in units_of(self.inputs[k]):
            e = h * exact(e)
            up, down = self.moved(k, e + v) - self.moved(k, e - v), self.moved(k, v - e)
            slopes.append((up - down + self.moved(k, -e - v)) / (4 * h * h))
        return np.array(slopes, dtype=float).reshape(self.inputs[k].shape)


def units_of(array):
    return np.eye(array.size).reshape(-1, *array.shape)


def close(found, expected, tolerance=1e-11):
    size = np.max(np.abs(expected), initial=1e-3)
    return found.shape == expected.shape and np.max(np.abs(found - expected)) <= tolerance * size


def in_javascript(graph, target, setting):
    """The node ``target`` as the page's script computes it, node by node."""
    values = {}
    for position in graph.needed([target]):
        node = graph.nodes[position]
        given = [values[i] for i in node.inputs]
        if node.op == "param":
            values[position] = np.asarray(setting)
        elif node.op == "const":
            values[position] = node.value
        else:
            values[position] = runtime().operate(node.op, given, node.value.shape, node.attr)
    return values[target]


def traced_gradient(f, k, inputs):
    """(graph, node) of ∂f/∂input k, that input being a parameter."""
    graph = Graph()
    inputs = list(inputs)
    inputs[k] = Tracer(graph, graph.parameter("x", inputs[k]))
    return graph, grad(f, k)(*inputs).node


def test_every_operation_has_rules_a_case_and_an_oracle():
    assert set(ALL) == set(ops.TABLE)
    assert len(ALL) == len(RULES) + len(ARRAY_RULES) + len(MATRIX_RULES)
    assert set(ELEMENTWISE) == {*ops.UNARY, *ops.BINARY, *ops.TERNARY}
    assert {*ELEMENTWISE, *STRUCTURED, *ops.LOOPS} == set(ops.TABLE)
    for op, inputs, *_ in CASES:
        assert not isinstance(ALL[op], tuple) or len(ALL[op]) == len(inputs)


@pytest.mark.parametrize(("case", "k"), inputs_with(callable))
def test_a_rule_is_the_derivative_to_50_digits(case, k):
    f = Weighted(case)
    assert close(grad(f, k)(*f.inputs), f.differences(k))


@pytest.mark.parametrize(("case", "k"), inputs_with(callable))
def test_a_rule_twice_is_the_second_derivative(case, k):
    f = Weighted(case)
    direction = np.random.default_rng(4).normal(size=f.inputs[k].shape)

    def slope(*inputs):
        return np.sum(direction * grad(f, k)(*inputs))

    if f.op in ONCE:
        with pytest.raises(TraceError, match="digamma cannot be differentiated"):
            grad(slope, k)(*f.inputs)
        return
    assert close(grad(slope, k)(*f.inputs), f.second_differences(k, direction), 1e-9)


@pytest.mark.parametrize(("case", "k"), inputs_with(callable))
def test_the_page_computes_the_same_gradient_elsewhere(case, k):
    f = Weighted(case)
    graph, node = traced_gradient(f, k, f.inputs)
    moved = list(f.inputs)
    moved[k] = moved[k] * 1.01 + 0.001
    assert close(in_javascript(graph, node, moved[k]), grad(f, k)(*moved), 1e-12)


@pytest.mark.parametrize(("case", "k"), inputs_with(lambda rule: rule is None))
def test_what_only_decides_has_no_slope(case, k):
    f = Weighted(case)
    assert not grad(f, k)(*f.inputs).any()
    assert not f.differences(k).any()


@pytest.mark.parametrize(("case", "k"), inputs_with(lambda rule: isinstance(rule, str)))
def test_what_has_no_rule_is_refused_by_name_and_line(case, k):
    f = Weighted(case)
    with pytest.raises(TraceError, match=rf"^{f.op} cannot be .* \(test_gradient.py, line"):
        grad(f, k)(*f.inputs)


# ---- corners


CORNERS = {
    "abs at 0": (np.abs, 0.0, 0.0),
    "maximum of equals": (lambda x: np.maximum(x, 1.0), 1.0, 0.5),
    "maximum with itself": (lambda x: np.maximum(x, x), 2.0, 1.0),
    "clip at its border": (lambda x: np.clip(x, 0.0, 1.0), 1.0, 1.0),
    "max of equals": (lambda x: np.max(x), np.array([1.0, 3.0, 3.0]), np.array([0.0, 0.5, 0.5])),
    "a power of 0": (lambda x: x**3, 0.0, 0.0),
    "the power 0 at 0": (lambda x: x**0, 0.0, 0.0),
    "the power 1 at 0": (lambda x: x**1, 0.0, 1.0),
    "exponent of base 0": (lambda x: 0.0**x, 2.0, 0.0),
    "negative base": (lambda x: x**3, -2.0, 12.0),
    "far in the tail of tanh": (np.tanh, 400.0, 0.0),
    "softplus far out": (lambda x: np.logaddexp(0.0, x), 800.0, 1.0),
    "sigmoid far out": (special.expit, -700.0, np.exp(-700.0)),
    "product of zeros": (np.prod, np.array([0.0, 2.0, 0.0]), np.zeros(3)),
    "where a side is infinite": (lambda x: np.where(x > 0, x, 2 * x), 0.0, 2.0),
}


@pytest.mark.parametrize(("f", "x", "expected"), CORNERS.values(), ids=CORNERS.keys())
def test_at_a_corner_the_slope_is_the_one_that_is_promised(f, x, expected):
    assert np.allclose(grad(f)(x), expected, rtol=1e-14, atol=0)


def test_the_second_derivative_of_a_power_needs_no_luck():
    """d/dy of ∂(xʸ)/∂x at y = 0 is 1/x."""
    assert grad(lambda y: grad(lambda x: x**y)(3.0))(0.0) == pytest.approx(1 / 3, rel=1e-15)


# ---- what the two functions take and give


def bowl(w, steep=1.0):
    return w[0] ** 2 + steep * w[1] ** 2


def test_plain_in_plain_out():
    value, slope = value_and_grad(bowl)(np.array([1.0, 2.0]), 3.0)
    assert type(value) is np.float64
    assert value == 13.0
    assert type(slope) is np.ndarray
    assert slope.tolist() == [2.0, 12.0]
    assert type(grad(np.sin)(1)) is np.float64
    assert grad(lambda x: 3.0)(2.0) == 0.0
    assert grad(bowl)([1, 2], steep=0.5).tolist() == [2.0, 2.0]


def test_any_argument_and_several_at_once():
    assert grad(bowl, 1)(np.array([1.0, 2.0]), 3.0) == 4.0
    slope, other = grad(bowl, (0, 1))(np.array([1.0, 2.0]), 3.0)
    assert slope.tolist() == [2.0, 12.0]
    assert other == 4.0


def test_the_same_point_twice_is_two_variables():
    assert grad(lambda x, y: x * y)(3.0, 3.0) == 3.0
    graph = Graph()
    x = Tracer(graph, graph.parameter("x", 3.0))
    assert graph.nodes[grad(lambda a: a * x)(x).node].value == 3.0


@pytest.mark.parametrize("outer", [3.0, 1.0])
def test_inner_and_outer_variables_are_not_confused(outer):
    assert grad(lambda a: a * grad(lambda b: a + b)(1.0))(outer) == 1.0
    assert grad(lambda a: a * grad(lambda b: a * b)(outer))(outer) == 2 * outer
    assert grad(lambda a: grad(lambda b: a * a * b * b)(a))(outer) == 6 * outer**2


def test_branches_on_plain_numbers():
    def huber(x):
        return x**2 / 2 if abs(x) < 1 else abs(x) - 0.5

    assert [grad(huber)(x) for x in (-3.0, 0.5, 2.0)] == [-1.0, 0.5, 1.0]
    assert grad(grad(huber))(0.5) == 1.0


def test_a_moving_index_and_what_it_picks():
    graph = Graph()
    x = Tracer(graph, graph.parameter("x", A))
    k = Tracer(graph, graph.parameter("k", np.array([1.0, -1.0, 1.0])))
    slope = grad(lambda x: np.sum(np.arange(1.0, 4.0) * np.take(x, k, axis=1)))(x)
    expected = np.zeros((3, 4))
    expected[:, 1], expected[:, 3] = 4.0, 2.0
    assert np.array_equal(graph.nodes[slope.node].value, expected)


def test_the_gradient_shares_the_work_of_the_function():
    """What f has computed at x is not computed again, and plain parts are numbers."""
    graph = Graph()
    x = Tracer(graph, graph.parameter("x", 0.5))

    def f(x):
        return np.exp(np.sin(x) * 2.0)

    targets = [f(x).node, grad(f)(x).node]
    used = [graph.nodes[i].op for i in graph.needed(targets)]
    assert used.count("exp") == used.count("sin") == 1
    value, slope = value_and_grad(f)(x)
    assert [value.node, slope.node] == targets


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: grad(lambda x: x * 2)(np.ones(3)), ValueError, r"one number \(got shape \(3,\)\)"),
        (lambda: grad(np.sin, -1), ValueError, r"argnum .* \(got -1\)"),
        (lambda: grad(np.sin, ()), ValueError, r"argnum .* \(got \(\)\)"),
        (lambda: grad(bowl, 1)(np.ones(2)), ValueError, r"positional argument \(got 1\)"),
        (lambda: grad(3.0), TypeError, r"function \(got 3.0\)"),
        (lambda: grad(lambda x: np.convolve(x, x)[0])(np.ones(2)), TraceError, "differentiated"),
        (lambda: grad(lambda x: float(x))(1.0), TraceError, "differentiated .*test_gradient"),
    ],
)
def test_errors_say_what_was_given(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_the_names_are_the_functions():
    assert grad(bowl).__name__ == value_and_grad(bowl).__name__ == "bowl"


# ---- in figures


def descent(step=0.1, steep=2.0):
    """The start is plain and the surface follows a slider: the path is recorded all the same."""
    w, path = np.array([1.0, -0.5]), []
    for _ in range(30):
        path.append(w)
        w = w - step * grad(bowl)(w, steep)
    path = np.stack(path)
    return Figure(Panel(line(path[:, 0], path[:, 1])))


def closed_over(scale=1.0):
    """A gradient at a plain point of a function that brings a slider along."""
    slope = grad(lambda x: np.sin(scale * x))(0.5)
    return Figure(readout("slope", slope), readout("again", grad(grad(np.tanh))(scale)))


def curvature(a=0.5, b=-0.5):
    """Second derivatives at a point that moves."""

    def f(w):
        return np.exp(w[0]) * np.sin(w[1]) + w[0] ** 2 * w[1]

    point = np.stack([a, b])
    rows = [grad(lambda w, i=i: grad(f)(w)[i])(point) for i in range(2)]
    return Figure(readout("det", np.linalg.det(np.stack(rows))), readout("mixed", rows[0][1]))


FIGURES = {
    descent: dict(step=(0.01, 0.3), steep=(0.5, 3.0)),
    closed_over: dict(scale=(0.5, 2.0)),
    curvature: dict(a=(-1.0, 1.0), b=(-1.0, 1.0)),
}


@pytest.mark.parametrize("function", FIGURES, ids=lambda f: f.__name__)
def test_a_gradient_moves_in_the_page(function):
    figure = explore(function, **FIGURES[function])
    assert parity_failures(figure, runtime(), 30) == []


def test_a_descent_by_gradients_is_one_loop():
    figure = explore(descent, **FIGURES[descent])
    assert [node[0] for node in figure.payload()["nodes"]].count("scan") == 1
    assert figure.payload_size() < 1500


def test_arrays_that_are_assigned_to_have_gradients():
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    from explorables import interactive

    def filled(a=1.0):
        w = np.zeros(2)
        w[0], w[1] = a, 2 * a
        plt.plot(w, grad(lambda v: v[0] * v[1] ** 2)(w))

    figure = interactive(filled, a=(0.5, 2.0))
    drawn = figure.compute(a=1.5).panels[0].marks[0]
    assert np.allclose(drawn.y, [9.0, 9.0])
    assert parity_failures(figure, runtime(), 10) == []


def test_a_wrong_rule_is_seen(monkeypatch):
    case = ("sin", [POSITIVE[0]], None, {})
    f = Weighted(case)
    assert close(grad(f)(*f.inputs), f.differences(0))
    monkeypatch.setitem(RULES, "sin", (lambda g, z, x: g * np.cos(x) * (1 + 1e-9),))
    assert not close(grad(f)(*f.inputs), f.differences(0))
