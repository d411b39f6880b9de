"""results/STUDENT/ASSIGNMENT.json: what came of grading a version; the gradebook is made of it."""

import hashlib
import json
import os
from pathlib import Path

from machine import places
from machine.assignment import load
from machine.intake import typed, versions

MACHINE = 2  # one more when the same work would get other points


def path(student, assignment):
    return places.RESULTS / student / f"{assignment}.json"


def read(student, assignment):
    """The result of a student's work, or None."""
    place = path(student, assignment)
    return json.loads(place.read_text(encoding="utf-8")) if place.exists() else None


def write(student, assignment, result):
    place = path(student, assignment)
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_suffix(".making")
    text = json.dumps(result, ensure_ascii=False)
    making.write_text(text, encoding="utf-8", errors="replace")  # halves of emoji in an output
    os.replace(making, place)


def key(student, assignment):
    """It changes when the version, the tests, this machine or the student's names change."""
    version = versions.current(student, assignment)
    what = f"{version and version.name}\n{load(assignment).digest}\n{MACHINE}"
    if load(assignment).personal:  # somebody else's id may become the student's
        what += "\n".join(["", *typed.own(student)])
    return hashlib.sha256(what.encode()).hexdigest()


def is_fresh(student, assignment):
    result = read(student, assignment)
    return result is not None and result["key"] == key(student, assignment)


def graded():
    """[(student, assignment)] of all results."""
    return sorted((p.parent.name, p.stem) for p in Path(places.RESULTS).glob("*/*.json"))
