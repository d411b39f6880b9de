"""``if`` on a stand-in: the function runs both ways, and the condition chooses."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from ..figure.records import Record
from ..trace.errors import TraceError
from ..trace.tracer import Tracer, has_tracer

MOST = 24  # ways through one function


class TooDifferent(Exception):
    """Two ways end in figures that are not of one shape."""


def each_way(graph, run, lanes=False):
    """``run()`` along every way through its branches, joined by np.where at each condition.

    With ``lanes`` a condition may be a whole array: each entry goes its own way.
    Raises TraceError, with the condition, where the ways are too many or end in different shapes.
    """
    before, count = (graph.decide, graph.lanes), [0]

    def go(answers):
        asked: list[tuple[Tracer, bool]] = []

        def decide(condition):
            for known, answer in asked:
                if known.node == condition.node:
                    return answer
            answer = answers[len(asked)] if len(asked) < len(answers) else True
            asked.append((condition, answer))
            return answer

        count[0] += 1
        if count[0] > MOST:
            raise _refusal(asked[-1][0] if asked else None, f"more than {MOST} ways through `if`s")
        graph.decide, graph.lanes = decide, lanes
        try:
            result = run()
        finally:
            graph.decide, graph.lanes = before
        for k in range(len(asked) - 1, len(answers) - 1, -1):
            condition, _ = asked[k]
            other = go([answer for _, answer in asked[:k]] + [False])
            try:
                result = join(condition, result, other)
            except TooDifferent as difference:
                raise _refusal(condition, f"`if` whose two ways differ in {difference}") from None
        return result

    return go([])


def _refusal(condition, what):
    error = TraceError(f"{what} cannot follow a moving slider: make the parameter a Choice")
    error.on = condition
    return error


def join(condition, yes, no):
    """``yes`` where the condition holds, otherwise ``no``: numbers, arrays, records, tuples."""
    if yes is no:
        return yes
    if isinstance(yes, Record):
        if type(yes) is not type(no):
            raise TooDifferent(f"{type(yes).__name__} and {type(no).__name__}")
        parts = {
            f.name: _join_field(condition, f.name, getattr(yes, f.name), getattr(no, f.name))
            for f in fields(yes)
        }
        return _with(yes, parts)
    if isinstance(yes, tuple | list) and not has_tracer(yes) and not _numbers(yes):
        if type(yes) is not type(no) or len(yes) != len(no):
            raise TooDifferent("the number of their parts")
        return type(yes)(join(condition, a, b) for a, b in zip(yes, no, strict=True))
    if yes is None or no is None or isinstance(yes, str | bool) or isinstance(no, str | bool):
        if yes != no:
            raise TooDifferent(f"{yes!r} and {no!r}")
        return yes
    if np.shape(yes) != np.shape(condition) and np.shape(yes) != np.shape(no):
        raise TooDifferent(f"shapes {np.shape(yes)} and {np.shape(no)}")
    same = not has_tracer(yes) and not has_tracer(no) and np.array_equal(yes, no, equal_nan=True)
    return yes if same else np.where(condition, yes, no)


def _join_field(condition, name, yes, no):
    try:
        return join(condition, yes, no)
    except TooDifferent as difference:
        raise TooDifferent(f"{name}: {difference}") from None


def _numbers(values):
    return all(isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in values)


def _with(record, parts):
    made = object.__new__(type(record))
    for name, value in parts.items():
        object.__setattr__(made, name, value)
    return made
