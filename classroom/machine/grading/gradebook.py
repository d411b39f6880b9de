"""nbgrader's gradebook, written by this process alone, and made anew from results/ when it is lost.

Points by hand stand in it (given in the formgrader, or in by-hand.csv) and are never overwritten.
"""

import contextlib
import logging
import os
import sqlite3
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

from machine import places
from machine.assignment import TEST, WRITTEN, load
from machine.grading import executed, results
from machine.intake import versions
from machine.intake.roster import roster

COURSE = "where-loss-functions-come-from"
logging.getLogger("traitlets").setLevel(logging.ERROR)


@contextlib.contextmanager
def opened():
    """The Gradebook; a file that is no gradebook is put aside, not lost."""
    _put_aside_if_broken()
    beside = str(Path(sys.executable).parent)  # nbgrader calls alembic by name
    os.environ["PATH"] = beside + os.pathsep + os.environ.get("PATH", "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own way to add a submission
        with Gradebook(f"sqlite:///{places.GRADEBOOK}", COURSE) as gradebook:
            yield gradebook


def _put_aside_if_broken():
    if not places.GRADEBOOK.exists():
        return
    with contextlib.closing(sqlite3.connect(places.GRADEBOOK)) as database:
        try:
            good = database.execute("pragma integrity_check").fetchone() == ("ok",)
            triggers = database.execute(
                "select 1 from sqlite_master where type='trigger'"
            ).fetchone()
        except sqlite3.DatabaseError:
            good, triggers = False, None
    if not good or triggers:
        aside = places.GRADEBOOK.with_suffix(f".{datetime.now():%Y%m%d%H%M%S}.broken")
        places.GRADEBOOK.rename(aside)
        print(f"The gradebook was not as nbgrader leaves it; it is made anew (old: {aside.name})")


def record(everything=False):
    """Brings gradebook and executed notebooks up to date with results/."""
    with opened() as gradebook:
        for student in roster().values():
            gradebook.update_or_create_student(
                student.id,
                first_name=student.first_name or None,
                last_name=student.last_name or None,
                email=student.email or None,
            )
        for assignment in sorted({name for _, name in results.graded()} & {*places.assignments()}):
            _structure(gradebook, assignment)
        for student, assignment in results.graded():
            if assignment in places.assignments():
                _submission(gradebook, results.read(student, assignment), everything)


def _structure(gradebook, assignment):
    """The assignment's cells; made anew where the source has other ones than before."""
    own = load(assignment)
    try:
        notebook = gradebook.find_notebook(assignment, assignment)
        have = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        if have == _points(own) and {c.name for c in notebook.source_cells} == {
            c.name for c in own.cells
        }:
            return
        kept = by_hand(gradebook, assignment)
        gradebook.remove_assignment(assignment)
    except MissingEntry:
        kept = {}
        with contextlib.suppress(MissingEntry):
            gradebook.remove_assignment(assignment)
    gradebook.add_assignment(assignment)
    gradebook.add_notebook(assignment, assignment)
    for cell in own.cells:
        place = (cell.name, assignment, assignment)
        if cell.points or cell.kind == TEST:
            gradebook.add_grade_cell(*place, max_score=cell.points, cell_type=cell.cell_type)
        if cell.open:
            gradebook.add_solution_cell(*place)
        gradebook.add_source_cell(
            *place, cell_type=cell.cell_type, source=cell.released, locked=not cell.open
        )
    for (student, cell), mark in kept.items():
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(assignment, student)
        with contextlib.suppress(MissingEntry):
            set_by_hand(gradebook, student, assignment, cell, mark)


def _points(own):
    return {cell.name: cell.points for cell in own.cells if cell.points or cell.kind == TEST}


def _submission(gradebook, result, everything):
    """One result into the gradebook, and its executed notebook beside it."""
    student, assignment = result["student"], result["assignment"]
    gradebook.update_or_create_student(student)
    if result.get("trouble") and not result["cells"]:
        places.autograded(student, assignment).unlink(missing_ok=True)
        return
    place = places.autograded(student, assignment)
    stamp = results.path(student, assignment).stat().st_mtime
    if place.exists() and place.stat().st_mtime >= stamp and _has(gradebook, student, assignment):
        if not everything:
            return
    version = next(
        (v for v in versions.all_of(student, assignment) if v.name == result["version"]), None
    )
    when = datetime.fromtimestamp(version.time, UTC).replace(tzinfo=None) if version else None
    submission = gradebook.update_or_create_submission(assignment, student)
    submission.timestamp = when
    own, before = load(assignment), _written_before(place)
    for grade in submission.notebooks[0].grades:
        cell = own[grade.name]
        if cell.kind == WRITTEN:
            answered = cell.name in result["answered"]
            grade.auto_score = None if answered else 0.0
            changed = grade.name in before and before[grade.name] != _text(result, grade.name)
            kept = grade.manual_score is not None and not changed and not grade.needs_manual_grade
            waits = answered and not kept
            grade.needs_manual_grade = bool(waits)
        else:
            grade.auto_score = result["points"].get(grade.name, 0.0)
            grade.needs_manual_grade = False
    for comment in submission.notebooks[0].comments:
        comment.auto_comment = None if comment.name in result["answered"] else "No response."
    gradebook.db.commit()
    executed.write(result)


def _has(gradebook, student, assignment):
    try:
        gradebook.find_submission(assignment, student)
    except MissingEntry:
        return False
    return True


def _written_before(place):
    """{name: text} of the written answers in the executed notebook of an earlier version."""
    if not place.exists():
        return {}
    cells = nbformat.read(place, as_version=4).cells
    graded = [c for c in cells if c.cell_type == "markdown" and "nbgrader" in c.metadata]
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in graded}


def _text(result, name):
    return next((text for own, _, text in result["cells"] if own == name), "")


def by_hand(gradebook, assignment):
    """{(student, cell): (points, extra credit, comment, waits?)} of whatever a person gave."""
    found = {}
    for submission in gradebook.find_assignment(assignment).submissions:
        for notebook in submission.notebooks:
            comments = {comment.name: comment.manual_comment for comment in notebook.comments}
            for grade in notebook.grades:
                comment = comments.get(grade.name) or ""
                if grade.manual_score is not None or grade.extra_credit or comment:
                    mark = (
                        grade.manual_score,
                        grade.extra_credit,
                        comment,
                        grade.needs_manual_grade,
                    )
                    found[submission.student_id, grade.name] = mark
    return found


def set_by_hand(gradebook, student, assignment, cell, mark):
    """Points, extra credit and comment of a person for one cell."""
    points, extra, comment, waits = mark
    grade = gradebook.find_grade(cell, assignment, assignment, student)
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, extra, bool(waits)
    if comment:
        with contextlib.suppress(MissingEntry):
            found = gradebook.find_comment(cell, assignment, assignment, student)
            found.manual_comment = comment
    gradebook.db.commit()
