"""grades.csv, tasks.csv, and the files that Canvas and Moodle read."""

import csv
import os
from datetime import datetime

from machine import places
from machine.assignment import load
from machine.intake.roster import Student, roster
from machine.marks.by_hand import harmless

COLUMNS = ("student_id", "assignment", "score", "max_score", "status")


def grades(marks):
    """grades.csv: one row for each student and assignment."""
    rows = [
        (m.student, m.assignment, _number(m.score), _number(m.max_score), m.status) for m in marks
    ]
    _write(places.GRADES, COLUMNS, rows)


def tasks(marks):
    """tasks.csv: the points of every task, when it came, what being late cost."""
    columns = (
        "student_id",
        "name",
        "email",
        "assignment",
        "task",
        "points",
        "max",
        "handed_in",
        "late_penalty",
    )
    rows, class_ = [], roster()
    for m in marks:
        person = class_.get(m.student, Student(m.student))
        when = "" if m.time is None else f"{datetime.fromtimestamp(m.time):%Y-%m-%d %H:%M:%S}"
        for task, points in m.tasks.items():
            shown = "" if points is None else _number(points)
            most = _number(load(m.assignment)[task].points)
            row = (m.student, person.name, person.email, m.assignment, task, shown, most, when)
            rows.append((*row, _number(m.penalty)))
    _write(places.ROOT / "tasks.csv", columns, rows)


def canvas(marks):
    """canvas.csv: as Canvas exports and imports its gradebook; empty where nothing is final."""
    names, people = _by_student(marks)
    columns = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names)
    rows = [
        ("    Points Possible", "", "", "", "", *(_number(load(name).max_score) for name in names))
    ]
    for person, scores in people:
        last_first = ", ".join(filter(None, (person.last_name, person.first_name))) or person.id
        ids = (person.more.get("canvas_id", ""), person.id, person.email or person.id)
        section = person.more.get("section", "")
        rows.append((last_first, *ids, section, *(scores.get(name, "") for name in names)))
    _write(places.ROOT / "canvas.csv", columns, rows)


def moodle(marks):
    """moodle.csv: for Grades → Import → CSV, matched by e-mail or ID number."""
    names, people = _by_student(marks)
    columns = ("First name", "Last name", "ID number", "Email address", *names)
    rows = []
    for person, scores in people:
        who = (person.first_name, person.last_name, person.id, person.email)
        rows.append((*who, *(scores.get(name, "-") for name in names)))
    _write(places.ROOT / "moodle.csv", columns, rows)


def _by_student(marks):
    """Names of the assignments, and [(Student, {assignment: final score})]."""
    class_, found = roster(), {}
    for m in marks:
        person = class_.get(m.student, Student(m.student))
        scores = found.setdefault(m.student, (person, {}))[1]
        if m.final:
            scores[m.assignment] = _number(m.score)
    return sorted({m.assignment for m in marks}), list(found.values())


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _write(path, columns, rows):
    making = path.with_suffix(".making")
    with open(making, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        table.writerows([[harmless(str(value)) for value in row] for row in rows])
    os.replace(making, path)
