"""``scan``: a loop of equal steps, on plain arrays.

``body`` lists operations as [op, inputs, shape, settings]; an input is ["same", i] (input i of the
scan), ["row", i] (its row of this step), ["step", k, 0] (operation k of this step) or
["step", k, back, [i, …]] (operation k some steps before, and which inputs stand for it at first).
"""

from __future__ import annotations

import numpy as np

DEEPEST = 4  # steps that a step may look back


def run(inputs, shape, body, steps, outputs, evaluate):
    """The scan's results, (steps, width): its body once per step, on plain arrays."""
    found = np.empty(shape)
    history: list = []
    for t in range(steps):
        now: list = []
        for op, refs, size, *attr in body:
            values = [_read(ref, inputs, history, now, t) for ref in refs]
            now.append(evaluate(op, values, tuple(size), attr[0] if attr else None))
        history = [now, *history[: DEEPEST - 1]]
        found[t] = np.concatenate([now[k].reshape(-1) for k in outputs])
    return found


def _read(ref, inputs, history, now, t):
    kind, k, *rest = ref
    if kind == "same":
        return inputs[k]
    if kind == "row":
        return inputs[k][t]
    back = rest[0]
    if not back:
        return now[k]
    return history[back - 1][k] if t >= back else inputs[rest[1][t]]
