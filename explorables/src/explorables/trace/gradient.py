"""Gradients of what was recorded: back from the result to the argument, one rule a node.

The way back is recorded too, so a gradient follows sliders, is replayed in the page, and has a
gradient itself.
"""

from __future__ import annotations

from functools import wraps

import numpy as np

from .array_rules import ARRAY_RULES, summed_to
from .errors import DIFFERENTIATE, FOLLOW, MixedError, TraceError, fail
from .graph import Graph
from .rules import RULES
from .tracer import Tracer, as_node

SHAPED = frozenset(["reshape", "broadcast_to", "slice"])  # operations that are told their shape


def grad(f, argnum=0):
    """∇f: the gradient of a function that gives one number, exact to rounding.

    ``grad(f)(x, *args)`` is ∂f/∂x in the shape of x; the other arguments are held still. ``f`` is
    any function that :func:`explore` could record (NumPy, SciPy's special functions); it runs
    once, its operations are recorded, and the chain rule is followed from the result back to x
    (reverse mode). The cost is a few evaluations of f, however long x is::

        def loss(theta):
            return np.mean((y - X @ theta) ** 2)

        grad(loss)(np.zeros(2))                 # an array of shape (2,)
        grad(grad(np.sin))(0.5)                 # −sin 0.5

    With plain numbers the gradient is plain numbers, and ``if`` on them may stand in ``f``. Inside
    an explored function it follows the sliders, moves in the page with no Python, and may be
    differentiated again: the Hessian's column i is the gradient of ``grad(f)(x)[i]``.

    Where f has a corner the gradient is one between both sides: 0 for ``abs`` at 0, half and half
    for ``maximum`` of equals, equal shares for ``max``; ``clip`` passes its borders on. Steps,
    comparisons, ``argmax`` and the order of ``argsort`` count as constant. A matrix given to
    ``cholesky`` or ``eigh`` is taken as symmetric, and so is its gradient.

    Parameters
    ----------
    f : a function that returns one number, shape ().
    argnum : which argument to differentiate in, counted from 0; or a tuple of several, for a tuple
        of gradients.

    Raises
    ------
    ValueError
        When f does not return one number, or has no argument ``argnum``.
    TraceError
        For what cannot be recorded, and for what has no derivative in the table of operations:
        ``digamma``, and the shape parameters of ``gammainc``, ``gammaincc`` and ``betainc``.
    """
    both = value_and_grad(f, argnum)

    @_named("grad", f)
    def gradient(*args, **kwargs):
        return both(*args, **kwargs)[1]

    return gradient


def value_and_grad(f, argnum=0):
    """(f(x), ∇f(x)) from one run of f: what an optimiser asks at each step.

    As :func:`grad` in everything else, its errors included.
    """
    places = _places(argnum)

    @_named("value_and_grad", f)
    def value_and_gradient(*args, **kwargs):
        missing = next((k for k in places if k >= len(args)), None)
        if missing is not None:
            raise ValueError(f"argnum must name a positional argument (got {missing})")
        call = lambda *xs: f(*_with(args, places, xs), **kwargs)  # noqa: E731
        points = [_as_it_stands(args[k]) for k in places]
        graph = _graph_of([*points, *args, *kwargs.values()])
        value, slopes = _on_plain(call, points) if graph is None else _on(graph, call, points)
        return value, slopes if isinstance(argnum, tuple) else slopes[0]

    return value_and_gradient


def _named(prefix, f):
    if not callable(f):
        raise TypeError(f"{prefix} must be given a function (got {f!r})")
    return wraps(f)


def _places(argnum):
    places = argnum if isinstance(argnum, tuple) else (argnum,)
    if not places or any(not isinstance(k, int) or k < 0 for k in places):
        raise ValueError(f"argnum must be a position from 0 on, or a tuple (got {argnum!r})")
    return places


def _with(args, places, points):
    args = list(args)
    for k, point in zip(places, points, strict=True):
        args[k] = point
    return args


def _as_it_stands(point):
    """An array of another kind, such as one that may be assigned to, becomes what it holds now."""
    if isinstance(point, Tracer | np.ndarray) or not hasattr(point, "__array_function__"):
        return point
    return np.reshape(point, np.shape(point))


def _graph_of(values):
    """The graph of the first traced value, also one in a list; None where all are plain."""
    for value in values:
        if isinstance(value, Tracer):
            return value.graph
        if isinstance(value, list | tuple) and (found := _graph_of(value)) is not None:
            return found
    return None


def _on_plain(f, points):
    """Plain points: a graph of their own, or that of a traced value that f brings along."""
    graph = Graph()
    graph.decide = lambda tracer: bool(np.all(graph.nodes[tracer.node].value))
    try:
        value, slopes = _on(graph, f, points)
    except MixedError as error:
        if graph not in error.graphs:
            raise
        (other,) = (g for g in error.graphs if g is not graph)
        return _on(other, f, points)
    except TraceError as error:
        raise TraceError(str(error).replace(FOLLOW, DIFFERENTIATE)) from None
    return _plain(value), tuple(_plain(slope) for slope in slopes)


def _plain(value):
    return np.array(value.graph.nodes[value.node].value)[()]


def _on(graph, f, points):
    """(value, gradients), traced: f of fresh variables, the way back, then the points put in."""
    at = [as_node(graph, point)[0] for point in points]
    variables = [graph.variable(position) for position in at]
    result = f(*(Tracer(graph, v) for v in variables))
    if np.shape(result) != ():
        raise ValueError(f"f must return one number (got shape {np.shape(result)})")
    target, kind = as_node(graph, result)
    slopes = _slopes(graph, target, variables)
    given = dict(zip(variables, at, strict=True))
    moved = _put_in(graph, [target, *(s.node for s in slopes)], given)
    value, *gradients = (Tracer(graph, position) for position in moved)
    return Tracer(graph, value.node, kind), tuple(gradients)


def _slopes(graph, target, variables):
    """∂target/∂variable for each: the chain rule, from the last node to the first."""
    reached = set(variables)
    for position in graph.needed([target], variables[0]):
        if reached.intersection(graph.nodes[position].inputs):
            reached.add(position)
    slopes = {target: Tracer(graph, graph.constant(1.0))} if target in reached else {}
    for position in sorted(reached.difference(variables), reverse=True):
        if position in slopes:
            _pass_on(graph, position, slopes.pop(position), slopes, reached)
    zeros = (Tracer(graph, graph.constant(np.zeros(graph.nodes[v].value.shape))) for v in variables)
    return [slopes.get(v, zero) for v, zero in zip(variables, zeros, strict=True)]


def _pass_on(graph, position, g, slopes, reached):
    """Add to ``slopes`` what the node at ``position`` passes on to its inputs."""
    node = graph.nodes[position]
    inputs = [Tracer(graph, i) for i in node.inputs]
    for k, i in enumerate(node.inputs):
        rule = _rule(node.op, k) if i in reached else None
        if rule is not None:
            part = rule(g, Tracer(graph, position), *inputs, **node.attr)
            part = summed_to(part, inputs[k].shape)
            slopes[i] = slopes[i] + part if i in slopes else part


def _rule(op, k):
    rule = (RULES | ARRAY_RULES)[op]
    if callable(rule):
        return lambda *values, **settings: rule(k, *values, **settings)
    rule = rule[k] if isinstance(rule, tuple) else rule
    return fail(op, rule, cannot=DIFFERENTIATE) if isinstance(rule, str) else rule


def _put_in(graph, targets, given):
    """Where ``targets`` stand when each variable is the node it was made from.

    Nodes are looked up as they are added, so that what was computed before is shared.
    """
    place = dict(given)
    for position in graph.needed(targets, min(given)):
        if position not in place:
            node = graph.nodes[position]
            inputs = tuple(place.get(i, i) for i in node.inputs)
            same = _same_as(graph, node, inputs)
            place[position] = _again(graph, position, inputs) if same is None else same
    return [place.get(target, target) for target in targets]


def _again(graph, position, inputs):
    node = graph.nodes[position]
    shape = node.value.shape if node.op in SHAPED else None
    return position if inputs == node.inputs else graph.add(node.op, inputs, shape, node.attr)


def _same_as(graph, node, inputs):
    """The input that the node only repeats: 1 · x, or x in its own shape; None otherwise."""
    shape = node.value.shape
    same = [i for i in inputs if graph.nodes[i].value.shape == shape]
    if node.op == "reshape" and same:
        return same[0]
    if node.op == "multiply" and len(inputs) == 2:
        for one, other in (inputs, inputs[::-1]):
            ones = graph.is_constant(one) and np.all(graph.nodes[one].value == 1)
            if ones and graph.nodes[other].value.shape == shape:
                return other
    return None
