"""by-hand.csv: every written answer, to be given points in a spreadsheet; a copy of what was given.

A row that is not as it was written (`recorded` tells) was changed by you and goes into the
gradebook; all other rows are written anew from it. A lost gradebook gets its points from here.
"""

import csv
import hashlib
import os

from nbgrader.api import MissingEntry

from machine import places
from machine.assignment import WRITTEN, load
from machine.grading import gradebook as book
from machine.grading import results

COLUMNS = (
    "assignment",
    "task",
    "student_id",
    "max",
    "points",
    "extra",
    "comment",
    "recorded",
    "answer",
)


def taken_in(gradebook):
    """Reads by-hand.csv into the gradebook; returns how many rows were new, and what is wrong."""
    new, wrong = 0, []
    for number, row in enumerate(_rows(), 2):
        try:
            new += _row(gradebook, row)
        except (MissingEntry, ValueError, KeyError) as error:
            wrong.append(f"{places.BY_HAND.name}, line {number}: {error}")
    return new, wrong


def _rows():
    if not places.BY_HAND.exists():
        return []
    with open(places.BY_HAND, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    comma = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    return list(csv.DictReader(text.splitlines(keepends=True), delimiter=comma))


def _row(gradebook, row):
    """1 if the row says something that the gradebook does not know."""
    points, extra = _number(row, "points"), _number(row, "extra") or 0.0
    comment, recorded = (row.get("comment") or "").strip(), (row.get("recorded") or "").strip()
    assignment, student, task = row["assignment"], row["student_id"], row["task"]
    if points is not None and points < 0:
        raise ValueError(f"points must not be negative (got {row['points']})")
    grade = gradebook.find_grade(task, assignment, assignment, student)
    known = book.by_hand(gradebook, assignment).get((student, task), (None, 0.0, "", False))
    lost = known[0] is None and not known[1] and not known[2]
    if _sign(points, extra, comment) == recorded and not (lost and recorded):
        return 0
    waits = grade.needs_manual_grade and points is None
    mark = (known[0] if points is None else points, extra, comment, waits)
    book.set_by_hand(gradebook, student, assignment, task, mark)
    return 1


def _sign(points, extra, comment):
    """A word that stands for what was given; empty for nothing."""
    if points is None and not extra and not comment:
        return ""
    text = f"{points}\n{extra or 0.0}\n{comment}"
    return "v" + hashlib.sha256(text.encode()).hexdigest()[:10]


def _number(row, name):
    text = (row.get(name) or "").strip().replace(",", ".")
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"{name} must be a number (got {text!r})") from error


def written(marks_by_hand):
    """Writes by-hand.csv: all written answers, and whatever else a person gave points for."""
    rows = []
    for student, assignment in results.graded():
        result = results.read(student, assignment)
        if assignment not in places.assignments():
            continue
        texts = {name: text for name, _, text in result["cells"] if name}
        for cell in load(assignment).cells:
            mark = marks_by_hand.get((student, assignment, cell.name))
            asked = cell.kind == WRITTEN and cell.name in result.get("answered", ())
            if mark or asked:
                rows.append(_line(student, assignment, cell, mark, texts.get(cell.name, "")))
    rows.sort(key=lambda row: (row["assignment"], row["task"], row["student_id"]))
    making = places.BY_HAND.with_suffix(".making")
    with open(making, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    os.replace(making, places.BY_HAND)
    return rows


def _line(student, assignment, cell, mark, answer):
    points, extra, comment, waits = mark or (None, 0.0, "", True)
    points = None if waits else points
    return {
        "assignment": assignment,
        "task": cell.name,
        "student_id": student,
        "max": f"{cell.points:g}",
        "points": "" if points is None else f"{points:g}",
        "extra": f"{extra:g}" if extra else "",
        "comment": comment or "",
        "recorded": _sign(points, float(extra or 0.0), (comment or "").strip()),
        "answer": harmless(" ".join(answer.split())[:1000]),
    }


def harmless(text):
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if len(text) > 1 and text[0] in "=+-@\t" else text
