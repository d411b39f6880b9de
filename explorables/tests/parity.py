"""A figure in Python and in JavaScript, at corners and at random: where the numbers differ."""

import itertools
import json
import math

import numpy as np
from explorables.figure.paths import references
from explorables.trace import operations
from runtime import differences


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
