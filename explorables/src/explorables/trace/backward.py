"""From the result of a recording back to its variables: one rule a node."""

from __future__ import annotations

import numpy as np

from .array_rules import ARRAY_RULES, summed_to
from .errors import DIFFERENTIATE, fail
from .matrix_rules import MATRIX_RULES
from .rules import RULES
from .tracer import Tracer, as_node

SHAPED = frozenset(["reshape", "broadcast_to", "slice"])  # operations that are told their shape


def value_and_slopes(graph, f, points):
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
    rule = next(rules[op] for rules in (RULES, ARRAY_RULES, MATRIX_RULES) if op in rules)
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
