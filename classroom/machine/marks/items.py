"""items.csv: how hard each test was, and which mistakes were made how often."""

import re
from collections import Counter, defaultdict

from machine import places
from machine.assignment import TEST, load
from machine.grading import results
from machine.marks.table import _number, _write

COLUMNS = (
    "assignment",
    "task",
    "max",
    "submissions",
    "mean",
    "full",
    "none",
    "mistake",
    "how_often",
)
NUMBERS = re.compile(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?")
INPUTS = re.compile(r",? for (?:(?! for ).)*\(seed \d+\)", re.S)
MARK = re.compile(r"^[✗○] [^:]*: ")  # the exercise's name: the row has it
WHOSE = re.compile(r"^The id typed into this notebook is .*? somebody else's\. ", re.S)
COMMON = 12  # mistakes of a task


def items():
    """One row a task and mistake, the most frequent first."""
    points, said = defaultdict(list), defaultdict(Counter)
    for student, assignment in results.graded():
        result = results.read(student, assignment)
        if assignment not in places.assignments() or result.get("trouble"):
            continue
        for outcome in result["outcomes"]:
            if outcome["points"] is not None:
                points[assignment, outcome["name"]].append(outcome["points"])
                said[assignment, outcome["name"]].update(_mistakes(outcome))
    rows = []
    for assignment in sorted({name for name, _ in points}):
        for cell in load(assignment).cells:
            if cell.kind == TEST and (got := points.get((assignment, cell.name))):
                rows += _rows(assignment, cell, got, said[assignment, cell.name])
    _write(places.ROOT / "items.csv", COLUMNS, rows)
    return rows


def _rows(assignment, cell, got, said):
    full = sum(value >= cell.points for value in got)
    none = sum(value == 0 for value in got)
    start = (
        assignment,
        cell.name,
        _number(cell.points),
        len(got),
        _number(sum(got) / len(got)),
        full,
        none,
    )
    task = NUMBERS.sub("…", cell.source)  # its own sentences name a mistake; others tell what broke
    by_use = sorted(said.items(), key=lambda one: (-one[1], not one[0] or one[0] not in task))
    return [(*start, text, count) for text, count in by_use[:COMMON] or [("", 0)]]


def _mistakes(outcome):
    """What its errors say, without the inputs and numbers that differ from student to student."""
    for output in outcome["outputs"]:
        if output.get("output_type") == "error":
            text = WHOSE.sub("(another id) ", output["evalue"])
            text = NUMBERS.sub("…", MARK.sub("", INPUTS.sub("", text)))[:200]
            yield (
                text
                if output["ename"] == "AssertionError" and text
                else f"{output['ename']}: {text}"
            )
