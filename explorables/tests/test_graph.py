"""Equal nodes are one node, constants are folded, grids and repeated rows stay small."""

import base64

import numpy as np
import pytest
from explorables.trace.graph import Graph, encode_constant
from explorables.trace.tracer import Tracer


def graph_with(**parameters):
    graph = Graph()
    return graph, [Tracer(graph, graph.parameter(k, v)) for k, v in parameters.items()]


def test_equal_work_is_recorded_once():
    graph, (mu,) = graph_with(mu=2.0)
    x = np.linspace(0, 1, 50)
    first, second = np.exp(-(x - mu)), np.exp(-(np.linspace(0, 1, 50) - mu))
    assert first.node == second.node
    assert len(graph.nodes) == 5


def test_constant_parts_are_computed_at_once():
    graph, (mu,) = graph_with(mu=2.0)
    fixed = Tracer(graph, graph.constant(np.arange(3.0)))
    result = np.exp(fixed) * mu
    assert [n.op for n in graph.nodes if n.op not in ("const", "param")] == ["multiply"]
    assert np.allclose(graph.nodes[result.node].value, 2 * np.exp(np.arange(3.0)))


def test_dead_nodes_leave_the_json():
    graph, (mu, unused) = graph_with(mu=2.0, unused=1.0)
    np.exp(unused)
    result = mu + 1
    nodes, order = graph.to_json([result.node])
    assert [n[0] for n in nodes] == ["param", "const", "add"]
    assert all(i < k for k, n in enumerate(nodes) for i in n[1])
    assert order[result.node] == 2


def test_repeated_rows_are_stored_once():
    graph, (mu,) = graph_with(mu=2.0)
    x, y = np.meshgrid(np.linspace(0, 1, 60), np.linspace(0, 2, 40))
    result = x * mu + y
    nodes, _ = graph.to_json([result.node])
    constants = [n for n in nodes if n[0] == "const"]
    assert sorted(n[3]["linspace"] for n in constants) == [[0, 1], [0, 2]]
    assert np.allclose(graph.nodes[result.node].value, 2 * x + y)


@pytest.mark.parametrize(
    ("array", "key"),
    [
        (3.0, "value"),
        (np.linspace(0.1, 7.3, 101), "linspace"),
        (np.arange(3.0, 50.0), "linspace"),
        (1 / 3 + np.arange(40) * 0.1, "range"),
        (np.array([3.5, 1.25, 9.0]), "data"),
        (np.random.default_rng(0).normal(size=30), "base64"),
        (np.array([1.0, np.nan, np.inf, -np.inf]), "data"),
        (np.array([0.0, -0.0, 1.0]), "data"),
    ],
)
def test_constants_are_exact_in_the_shortest_form(array, key):
    encoded = encode_constant(np.array(array))
    assert list(encoded) == [key]
    assert np.array(decode(encoded, np.shape(array))).tobytes() == np.array(array).tobytes()


def decode(encoded, shape):
    (kind, given), size = *encoded.items(), int(np.prod(shape))
    if kind == "value":
        return np.float64(given)
    if kind == "linspace":
        step = (given[1] - given[0]) / (size - 1)
        return [*(given[0] + i * step for i in range(size - 1)), given[1]]
    if kind == "range":
        return [given[0] + i * given[1] for i in range(size)]
    if kind == "base64":
        return np.frombuffer(base64.b64decode(given), "<f8")
    return np.array([float(x) for x in given])


def test_evaluate_follows_new_settings():
    graph, (mu, sigma) = graph_with(mu=2.0, sigma=1.0)
    result = np.linspace(0, 1, 3) * mu - sigma
    settings = {("mu", None): 4.0, ("sigma", None): 0.5}
    found = graph.evaluate(settings, [result.node])[result.node]
    assert found.tolist() == [-0.5, 1.5, 3.5]
