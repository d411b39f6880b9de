"""A small graph of array operations: equal nodes are one node, constants are folded and shared.

Nodes stand in the order in which they were computed, so that a replay is one loop.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

import numpy as np

from .operations import evaluate


@dataclass(frozen=True)
class Node:
    """One operation: its name, the positions of its inputs, its settings, its opening value."""

    op: str
    inputs: tuple[int, ...]
    value: np.ndarray
    attr: dict = field(default_factory=dict)


class Graph:
    """Nodes in evaluation order; :meth:`add` returns the position of a node, old or new."""

    def __init__(self):
        self.nodes = []
        self._seen = {}
        self.decide = None  # answers `if` on a stand-in, while both ways are traced
        self.lanes = False  # may a whole array be asked, each entry going its own way?

    def _insert(self, key, node):
        if key not in self._seen:
            self.nodes.append(node())
            self._seen[key] = len(self.nodes) - 1
        return self._seen[key]

    def parameter(self, name, value, **field):
        """Node of a parameter, ``value`` being its opening value."""
        value = np.array(value, dtype=np.float64)
        key = ("param", name, *field.values())
        return self._insert(key, lambda: Node("param", (), value, {"name": name, **field}))

    def constant(self, value):
        """Node of a constant array; what repeats along an axis is stored once and broadcast."""
        value = np.array(value, dtype=np.float64)
        core = _without_repetition(value)
        key = ("const", core.shape, core.tobytes())
        position = self._insert(key, lambda: Node("const", (), core))
        if core.shape == value.shape:
            return position
        key = ("broadcast_to", (position,), value.shape)
        return self._insert(key, lambda: Node("broadcast_to", (position,), value))

    def add(self, op, inputs, shape=None, attr=None):
        """Node of ``op`` on the nodes at ``inputs``; operations on constants are done now."""
        inputs, attr = tuple(inputs), attr or {}
        key = (op, inputs, tuple(shape or ()), json.dumps(attr) if attr else "{}")
        if key in self._seen:
            return self._seen[key]
        value = evaluate(op, [self.nodes[i].value for i in inputs], shape, attr)
        if all(self.is_constant(i) for i in inputs):
            self._seen[key] = self.constant(value)
            return self._seen[key]
        return self._insert(key, lambda: Node(op, inputs, value, attr))

    def insert_as(self, node):
        """Position of a node that is known already, with its value; nothing is computed."""
        if node.op == "const":
            return self.constant(node.value)
        key = (node.op, node.inputs, node.value.shape, json.dumps(node.attr))
        return self._insert(key, lambda: node)

    def variable(self, position):
        """A new node with the value of ``position`` that equals no other and is never folded."""
        self.nodes.append(Node("reshape", (position,), self.nodes[position].value))
        return len(self.nodes) - 1

    def is_constant(self, position):
        """True when no parameter reaches the node."""
        node = self.nodes[position]
        if node.op == "broadcast_to":
            return self.is_constant(node.inputs[0])
        return node.op == "const"

    def parameters_of(self, position):
        """Names of the parameters that reach a node."""
        nodes = (self.nodes[k] for k in self.needed([position]))
        return {node.attr["name"] for node in nodes if node.op == "param"}

    def needed(self, targets, since=0):
        """Positions, from ``since`` on, of all that ``targets`` depend on, in evaluation order."""
        wanted, stack = set(), list(targets)
        while stack:
            position = stack.pop()
            if position >= since and position not in wanted:
                wanted.add(position)
                stack.extend(self.nodes[position].inputs)
        return sorted(wanted)

    def evaluate(self, settings, targets):
        """Values of the nodes ``targets``; ``settings`` maps (name, field or None) to a value."""
        values = {}
        for position in self.needed(targets):
            node = self.nodes[position]
            if node.op == "param":
                key = (node.attr["name"], node.attr.get("field"))
                values[position] = np.asarray(settings[key], dtype=np.float64)
            elif node.op == "const":
                values[position] = node.value
            else:
                inputs = [values[i] for i in node.inputs]
                values[position] = evaluate(node.op, inputs, node.value.shape, node.attr)
        return {position: values[position] for position in targets}

    def to_json(self, targets):
        """(nodes as plain lists, old position -> new position), dead nodes removed."""
        order = {old: new for new, old in enumerate(self.needed(targets))}
        return [self._plain(self.nodes[old], order) for old in order], order

    @staticmethod
    def _plain(node, order):
        attr = encode_constant(node.value) if node.op == "const" else node.attr
        plain = [node.op, [order[i] for i in node.inputs], list(node.value.shape)]
        return [*plain, attr] if attr else plain


def _without_repetition(value):
    for axis in range(value.ndim):
        first = value.take([0], axis) if value.shape[axis] > 1 else value
        if first.shape != value.shape and _same(np.broadcast_to(first, value.shape), value):
            value = first
    leading = next((k for k, n in enumerate(value.shape) if n != 1), value.ndim)
    return value.reshape(value.shape[leading:])


def _same(a, b):
    return np.ascontiguousarray(a).tobytes() == np.ascontiguousarray(b).tobytes()


def encode_constant(value):
    """The shortest exact JSON of an array: a grid by its ends, otherwise numbers or base64."""
    flat = value.ravel()
    if value.ndim == 0:
        return {"value": plain_number(value)}
    if flat.size > 2 and np.isfinite(flat).all():
        ends = [plain_number(flat[0]), plain_number(flat[-1])]
        if _same(np.linspace(ends[0], ends[1], flat.size), flat):
            return {"linspace": ends}
        mean_step = float(f"{(flat[-1] - flat[0]) / (flat.size - 1):.12g}")
        for step in (flat[1] - flat[0], mean_step):
            if _same(flat[0] + np.arange(flat.size) * step, flat):
                return {"range": [ends[0], plain_number(step)]}
    data = [plain_number(x) for x in flat]
    if len(json.dumps(data, separators=(",", ":"))) <= 11 * flat.size + 20:
        return {"data": data}
    return {"base64": base64.b64encode(flat.astype("<f8").tobytes()).decode()}


def plain_number(x):
    """A JSON number, integral values without a point; "nan", "inf", "-inf" as text."""
    x = float(x)
    if not np.isfinite(x):
        return str(x)
    return int(x) if x.is_integer() and abs(x) < 1e15 and not (x == 0 and np.signbit(x)) else x
