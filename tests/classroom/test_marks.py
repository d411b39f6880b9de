"""Late work, points by hand, regrading, a changed test, a lost gradebook."""

import csv
import os
import re
import sqlite3
import subprocess
import sys
from datetime import datetime

import nbformat
import pytest
from course import (
    CLASSROOM,
    NAME,
    ROOT,
    cell,
    copied_course,
    machine,
    release,
    solved,
    table,
    text_of,
)
from machine.marks.late import Deadline

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("hours", "penalty"),
    [(-1, 0), (0, 0), (0.2, 0), (0.3, 1), (24, 1), (24.3, 2), (48, 2), (200, 5), (9999, 5)],
)
def test_a_late_day_costs_its_share(hours, penalty):
    deadline = Deadline(1000.0, grace=0.25 * HOUR, percent=10, most=50)
    assert deadline.penalty(1000 + hours * HOUR, points=10) == pytest.approx(penalty)
    assert deadline.late(1000 + hours * HOUR) == (penalty > 0)


def hand_in(course, student, notebook, when):
    cell(notebook, "me").source = f"me = {student!r}"
    path = course.parent / "in" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(notebook), encoding="utf-8")
    seconds = datetime.fromisoformat(when).timestamp()
    os.utime(path, (seconds, seconds))


def verbs(course, *names):
    """What `make collect`, `make grade`, `make grades` print, and the grades after them."""
    said = {}
    for name in names:
        module = {"collect": "intake.collect", "grade": "grading.grade", "grades": "marks.grades"}
        more = {
            "collect": [course.parent / "in"],
            "grade": ["--sandbox", os.environ.get("ROOM", "")],
        }
        done = machine(course, module[name], *more.get(name, []))
        assert done.returncode == 0, done.stderr
        said[name] = done.stdout
    return said, {key[0]: row for key, row in table(course / "grades.csv").items()}


def answers(score):
    return float(score["score"]), score["status"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = copied_course(tmp_path_factory.mktemp("marks"))
    release(made, NAME)
    return made


@pytest.fixture(scope="module")
def first(course):
    """Four students: in time, a day late, late with an extension, nothing."""
    (course / "students.csv").write_text("id\nann\nbob\ncis\ndan\n", encoding="utf-8")
    (course / "deadlines.csv").write_text(
        "assignment,student_id,due,grace_minutes,percent_per_day,most_percent\n"
        f"{NAME},,2026-03-02 12:00,15,10,50\n{NAME},cis,2026-03-09 12:00,,,\n",
        encoding="utf-8",
    )
    hand_in(course, "ann", solved(course), "2026-03-02 12:10")
    hand_in(course, "bob", solved(course, written=False), "2026-03-03 11:00")
    hand_in(course, "cis", solved(course, written=False), "2026-03-05 12:00")
    return verbs(course, "collect", "grade", "grades")


def test_late_extended_waiting_nothing(first):
    _, grades = first
    assert answers(grades["ann"]) == (18, "awaiting points")
    assert answers(grades["bob"]) == (pytest.approx(18 * 0.9), "late")
    assert answers(grades["cis"]) == (18, "graded")
    assert answers(grades["dan"]) == (0, "nothing handed in")


def by_hand(course, changes):
    """Fills in by-hand.csv as a spreadsheet would."""
    path = course / "by-hand.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= changes.get((row["student_id"], row["task"]), {})
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)
    return rows


def test_points_by_hand_in_a_spreadsheet_and_in_the_gradebook(course, first):
    rows = by_hand(course, {("ann", "negative-entropy"): {"points": "2,5", "comment": "Nearly."}})
    assert {row["student_id"] for row in rows} == {"ann"}
    _, grades = verbs(course, "grades")
    assert answers(grades["ann"]) == (20.5, "awaiting points")
    readme = (CLASSROOM / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(from nbgrader.*?)```", readme, re.S)[1]
    code = code.replace('"negative-entropy"', '"which-constraints"').replace("student-1", "ann")
    done = subprocess.run([sys.executable, "-c", code], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    _, grades = verbs(course, "grades")
    assert answers(grades["ann"]) == (22.5, "graded")
    page = (course / "feedback" / "ann" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Nearly." in page


def test_they_survive_a_regrade_and_a_lost_gradebook(course, first):
    done = machine(course, "grading.grade", "--again", "--student", "ann")
    assert done.returncode == 0, done.stderr
    assert answers(verbs(course, "grades")[1]["ann"]) == (22.5, "graded")
    (course / "gradebook.db").unlink()
    assert answers(verbs(course, "grade", "grades")[1]["ann"]) == (22.5, "graded")


def test_a_gradebook_with_a_trigger_is_put_aside(course, first):
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute(
            "create trigger t after update on grade begin update grade set manual_score = 500; end"
        )
    database.close()
    said, grades = verbs(course, "grade", "grades")
    assert "not as nbgrader leaves it" in said["grade"]
    assert answers(grades["ann"]) == (22.5, "graded")
    assert list(course.glob("gradebook.*.broken"))


def test_a_new_version_is_graded_and_its_changed_words_are_read_again(course, first):
    notebook = solved(course, answers={"entropy-of-log", "negative-entropy", "which-constraints"})
    cell(notebook, "negative-entropy").source = "Other words."
    hand_in(course, "ann", notebook, "2026-03-02 12:14")
    said, grades = verbs(course, "collect", "grade", "grades")
    assert "1 to grade" in said["grade"]
    assert grades["ann"]["status"] == "awaiting points"
    assert float(grades["ann"]["score"]) == 4 + 2.5 + 2  # the old points stand until then
    by_hand(course, {("ann", "negative-entropy"): {"points": "3"}})
    assert answers(verbs(course, "grades")[1]["ann"]) == (4 + 3 + 2, "graded")
    assert len([p for p in (course / "received" / "ann" / NAME).iterdir() if p.is_dir()]) == 2


def test_a_changed_test_grades_everybody_again(course, first):
    path = course / "source" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    test = cell(notebook, "geometric-test")
    test.source += "\nassert False, 'stricter'"
    nbformat.write(notebook, path)
    said, grades = verbs(course, "grade", "grades")
    assert "3 to grade" in said["grade"]
    assert answers(grades["cis"]) == (16, "graded")
    assert answers(grades["ann"]) == (9, "graded")


def test_what_stands_in_submitted_is_collected_by_grade(course, first):
    path = course / "submitted" / "dan" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(text_of(solved(course, answers={"entropy-of-log"})), encoding="utf-8")
    said, grades = verbs(course, "grade", "grades")
    assert "  dan: foundations.ipynb" in said["grade"]
    assert float(grades["dan"]["score"]) > 0


def test_make_runs_the_same(course, first):
    installed = f"{sys.prefix}/installed"
    settings = {"CLASSROOM": str(course), "VENV": sys.prefix, "PYTHONWARNINGS": "ignore"}
    for verb in (["collect", f"FROM={course.parent / 'in'}"], ["grade"], ["grades"]):
        done = subprocess.run(
            ["make", "-o", installed, f"VENV={sys.prefix}", *verb],
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "The grades: " in done.stdout
    without = subprocess.run(
        ["make", "-o", installed, f"VENV={sys.prefix}", "collect"],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )
    assert without.returncode != 0
    assert "FROM must name a folder or a zip" in without.stdout


def test_a_deadline_that_cannot_be_read_is_named(course, first):
    path = course / "deadlines.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(good + f"{NAME},ann,soon,,,\n", encoding="utf-8")
    done = machine(course, "marks.grades", "--no-feedback")
    path.write_text(good, encoding="utf-8")
    assert done.returncode != 0
    assert "deadlines.csv, line 4: " in done.stderr
