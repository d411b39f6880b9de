"""What the process that tests is told: a mended notebook's cells, and the tests between them."""

import hashlib

from machine.assignment import ANSWER, GIVEN, TEST, load
from machine.intake import typed


def plan(student, assignment, mended, room):
    """The plan for `examine`: every code cell, a test with its hidden half."""
    own = load(assignment)
    cells = [_cell(name, text, own) for name, kind, text in mended.cells if kind == "code"]
    return {
        "student": student,
        "own": typed.own(student),
        "others": typed.others(student),
        "seed": seed(student, assignment),
        "room": room,
        "packages": list(own.packages),
        "asked": sorted(own.asked),
        "cells": [cell for cell in cells if cell is not None],
    }


def seed(student, assignment):
    """A number of this student and assignment: their fresh inputs, and theirs again."""
    return int(hashlib.sha256(f"{assignment}\n{student}".encode()).hexdigest()[:12], 16)


def _cell(name, text, own):
    if name is None:
        return {"name": None, "kind": "extra", "source": text, "released": text, "points": 0.0}
    cell = own[name]
    if cell.kind == TEST:
        source = cell.source
    elif cell.kind == GIVEN:
        source = cell.source
    else:
        source = text
    kind = {ANSWER: "answer", GIVEN: "given", TEST: "test"}[cell.kind]
    kind = kind if cell.graded else "idle"
    return {
        "name": name,
        "kind": kind,
        "source": source,
        "released": cell.released,
        "points": cell.points,
    }
