"""A loop of many equal steps becomes one operation: its body once, and how often.

``rolled(graph, targets)`` looks for stretches in which the same few operations repeat, each step
reading constants of its own, values that stay, and results of this step or of earlier ones. Such a
stretch becomes a ``scan`` node; what later nodes read of it is sliced from the scan's results.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from .graph import Graph, Node
from .loop import DEEPEST

FEWEST = 16  # steps that are worth rolling up
LONGEST = 120  # operations of one step; Newton's, with second derivatives, takes about 60


@dataclass
class Loop:
    """Nodes ``first + t * period + k`` (counted without constants) for t < count, k < period."""

    first: int
    period: int
    count: int


class _Moving:
    """The nodes of a graph that are no constants, in order, with what repetition looks at."""

    def __init__(self, graph, wanted):
        self.graph = graph
        self.nodes = [i for i in wanted if not graph.is_constant(i)]
        self.at = {position: k for k, position in enumerate(self.nodes)}
        self.kinds = [self._kind(graph.nodes[i]) for i in self.nodes]

    @staticmethod
    def _kind(node):
        return node.op, node.value.shape, json.dumps(node.attr), len(node.inputs)

    def same_step(self, k, period):
        """Does node k + period do to its step what node k does to its own?"""
        if self.kinds[k] != self.kinds[k + period] or self.kinds[k][0] in ("param", "scan"):
            return False
        a, b = self.graph.nodes[self.nodes[k]], self.graph.nodes[self.nodes[k + period]]
        return all(
            self._same_input(i, j, k, period) for i, j in zip(a.inputs, b.inputs, strict=True)
        )

    def _same_input(self, i, j, k, period):
        if i in self.at and j in self.at:
            near = k - self.at[i] < DEEPEST * period
            return i == j or (near and self.at[j] - self.at[i] == period)
        return i not in self.at and j not in self.at and self._shape(i) == self._shape(j)

    def _shape(self, i):
        return self.graph.nodes[i].value.shape

    def loops(self):
        """Stretches of equal steps, from the front, none overlapping another."""
        k, total = 0, len(self.nodes)
        while k < total:
            best = None
            for period in range(1, min(LONGEST, (total - k) // FEWEST) + 1):
                run = 0
                while k + run + period < total and self.same_step(k + run, period):
                    run += 1
                count = run // period + 1
                if count >= FEWEST:
                    best = Loop(k, period, count)
                    break
            if best and self._is_a_chain(best):
                yield best
                k += best.period * best.count
            else:
                k += best.period * best.count if best else 1

    def _is_a_chain(self, loop):
        """Only steps that read earlier steps need a loop; others are arrays already, or soon."""
        step = range(loop.first + loop.period, loop.first + 2 * loop.period)
        read = (
            self.at[i] for k in step for i in self.graph.nodes[self.nodes[k]].inputs if i in self.at
        )
        return any(loop.first <= i < loop.first + loop.period for i in read)


def rolled(graph, targets):
    """(graph, old position -> new position) with loops rolled up; the same graph where none is."""
    moving = _Moving(graph, graph.needed(targets))
    loops = list(moving.loops())
    if not loops:
        return graph, {i: i for i in range(len(graph.nodes))}
    return _Roller(graph, moving, loops, targets).graph_and_places()


class _Roller:
    def __init__(self, graph, moving, loops, targets):
        self.old, self.moving, self.targets = graph, moving, targets
        self.new, self.place = Graph(), {}
        self.loop_of, self.results = {}, {}
        for loop in loops:
            for k in range(loop.first, loop.first + loop.period * loop.count):
                self.loop_of[moving.nodes[k]] = loop

    def graph_and_places(self):
        for position in self.old.needed(self.targets):
            if position in self.loop_of:
                loop = self.loop_of[position]
                last = self.moving.nodes[loop.first + loop.period * loop.count - 1]
                if position == last:
                    self._roll(loop)
            elif self.old.nodes[position].op == "concatenate":
                self._concatenate(position)
            else:
                self._plain(position)
        return self.new, {p: self._get(p) for p in self.targets}

    def _get(self, position):
        """Where a node's value stands in the new graph; one step of a loop is picked out."""
        if position not in self.place and position in self.loop_of:
            step, slot = self._step(position)
            results, width = self._column(self.loop_of[position], slot)
            row = self.new.add("slice", [results], (1, width), {"start": [step, 0], "step": [1, 1]})
            shape = self.old.nodes[position].value.shape
            self.place[position] = self.new.add("reshape", [row], shape)
        elif position not in self.place:
            self._plain(position)
        return self.place[position]

    def _plain(self, position):
        node = self.old.nodes[position]
        inputs = tuple(self._get(i) for i in node.inputs)
        moved = Node(node.op, inputs, node.value, node.attr)
        self.place[position] = self.new.insert_as(moved)

    def _step(self, position):
        loop = self.loop_of[position]
        return divmod(self.moving.at[position] - loop.first, loop.period)

    # ---- one loop

    def _roll(self, loop):
        body: list = []
        inputs: list = []
        before: dict = {}

        def given(position):
            place = self._get(position)
            if place not in before:
                before[place] = len(inputs)
                inputs.append(place)
            return before[place]

        for slot in range(loop.period):
            nodes = [self._node(loop, t, slot) for t in range(loop.count)]
            refs = []
            for j in range(len(nodes[0].inputs)):
                refs.append(self._reference(loop, slot, [n.inputs[j] for n in nodes], given))
            plain = [nodes[0].op, refs, list(nodes[0].value.shape)]
            body.append([*plain, nodes[0].attr] if nodes[0].attr else plain)
        slots = self._read_outside(loop)
        widths = [int(np.prod(self._node(loop, 0, s).value.shape, dtype=int)) for s in slots]
        value = np.concatenate(
            [
                np.stack([self._node(loop, t, s).value.reshape(-1) for t in range(loop.count)])
                for s in slots
            ],
            axis=1,
        )
        attr = {"body": body, "steps": loop.count, "outputs": slots}
        scan = self.new.insert_as(Node("scan", tuple(inputs), value, attr))
        starts = np.cumsum([0, *widths])
        self.results[loop.first] = (
            scan,
            dict(zip(slots, zip(starts, widths, strict=False), strict=False)),
        )

    def _node(self, loop, t, slot):
        return self.old.nodes[self.moving.nodes[loop.first + t * loop.period + slot]]

    def _reference(self, loop, slot, positions, given):
        """How one input of a body's operation is found at each step."""
        at = [self.moving.at.get(p) for p in positions]
        if len(set(positions)) == 1:
            return ["same", given(positions[0])]
        if at[-1] is None or at[-1] < loop.first:
            rows = np.stack([self.old.nodes[p].value for p in positions])
            return ["row", self._constant(rows, given)]
        step, source = divmod(at[-1] - loop.first, loop.period)
        back = loop.count - 1 - step
        if not back:
            return ["step", source, 0]
        return ["step", source, back, [given(p) for p in positions[:back]]]

    def _constant(self, rows, given):
        place = self.new.constant(rows)
        key = ("constant", place)
        self.place[key] = place
        return given(key)

    def _read_outside(self, loop):
        """Slots of the body that anything beyond the loop reads."""
        inside = set(self.moving.nodes[loop.first : loop.first + loop.period * loop.count])
        read = set(self.targets) & inside
        for position in self.old.needed(self.targets):
            if position not in inside:
                read |= set(self.old.nodes[position].inputs) & inside
        return sorted({self._step(p)[1] for p in read})

    def _column(self, loop, slot):
        """All steps of one slot, (count, width)."""
        scan, columns = self.results[loop.first]
        start, width = columns[slot]
        shape = (loop.count, int(width))
        if self.new.nodes[scan].value.shape == shape:
            return scan, shape[1]
        attr = {"start": [0, int(start)], "step": [1, 1]}
        return self.new.add("slice", [scan], shape, attr), shape[1]

    # ---- what gathers the steps of a loop

    def _concatenate(self, position):
        node, parts = self.old.nodes[position], []
        run: list = []
        for i in node.inputs:
            source = self._single(i) if node.attr.get("axis") == 0 else None
            if run and source is not None and self._follows(run[-1], source):
                run.append(source)
                continue
            parts += self._finish(run)
            run = [source] if source is not None else []
            if source is None:
                parts.append(self._get(i))
        parts += self._finish(run)
        joined = self.new.add("concatenate", parts, None, node.attr) if len(parts) > 1 else parts[0]
        self.place[position] = joined

    def _single(self, position):
        """The result of one step that a node of shape (1, …) holds as its only row, or None."""
        row = self.old.nodes[position].value
        if not row.ndim or row.shape[0] != 1:
            return None
        while position not in self.loop_of:
            node = self.old.nodes[position]
            if node.op != "reshape":
                return None
            (position,) = node.inputs
        return position if self.old.nodes[position].value.shape == row.shape[1:] else None

    def _follows(self, a, b):
        if self.loop_of[a] is not self.loop_of[b]:
            return False
        (t, slot), (u, other) = self._step(a), self._step(b)
        return slot == other and u == t + 1

    def _finish(self, run):
        """Consecutive results of one slot, one row each."""
        if not run:
            return []
        loop, (step, slot) = self.loop_of[run[0]], self._step(run[0])
        results, _ = self._column(loop, slot)
        shape = self.old.nodes[run[0]].value.shape
        rows = self.new.add("reshape", [results], (loop.count, *shape))
        if len(run) == loop.count:
            return [rows]
        attr = {"start": [step] + [0] * len(shape), "step": [1] * (1 + len(shape))}
        return [self.new.add("slice", [rows], (len(run), *shape), attr)]
