"""Values as JSON that keeps kinds apart, and functions of one argument as graphs of operations."""

import base64

import numpy as np
from explorables.trace.errors import TraceError
from explorables.trace.graph import Graph
from explorables.trace.tracer import Tracer, as_node

from .rules import source_of


def encode(value, probes=None):
    """JSON of a number, a word, an array, a tuple of these, or a function.

    `probes` maps id(function) to an argument at which the function may be traced.
    """
    if value is None:
        return {"z": 0}
    if isinstance(value, np.ndarray):
        return {"a": _array(value)}
    if isinstance(value, np.generic) and not isinstance(value, np.str_):
        return {"s": _scalar(value.item())}
    if isinstance(value, bool | int | float):
        return {"n": _scalar(value)}
    if isinstance(value, str):
        return {"t": str(value)}
    if isinstance(value, tuple | list):
        return {"p": [encode(item, probes) for item in value], "list": isinstance(value, list)}
    if callable(value):
        return _function(value, (probes or {}).get(id(value), 0.5))
    return {"u": getattr(value, "text", repr(value))}


def _scalar(value):
    kind = "b" if isinstance(value, bool) else "i" if isinstance(value, int) else "f"
    return [kind, repr(value)]


def _function(value, probe):
    """Its graph, or the source of one that cannot be traced."""
    try:
        return {"g": traced(value, probe)}
    except (TraceError, TypeError, ValueError):
        return {"source": source_of(value), "name": value.__name__}


def _array(value):
    kind = value.dtype.kind
    if kind in "OU":
        return ["U", list(value.shape), [str(word) for word in value.ravel()]]
    if kind == "f" and value.ndim == 1 and value.size > 50:
        ends = [float(value[0]), float(value[-1])]
        if np.array_equal(np.linspace(ends[0], ends[1], value.size), value):
            return ["linspace", list(value.shape), ends]
    data = value.astype("<f8").ravel().tobytes()
    return ["i" if kind == "u" else kind, list(value.shape), base64.b64encode(data).decode()]


def traced(function, probe):
    """The operations that `function` does with its argument, recorded as a figure's are."""
    probe, graph = np.asarray(probe), Graph()
    argument = Tracer(graph, graph.parameter("x", probe), probe.dtype.kind)
    result = function(argument)
    node, _ = as_node(graph, result)
    nodes, order = graph.to_json([node])
    alike = graph.nodes[node].value.shape == probe.shape
    return {"nodes": nodes, "out": order[node], "alike": alike}
