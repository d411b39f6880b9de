"""The whole loop of a class: release, eight submissions of every kind, grades, feedback."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
CLASSROOM = ROOT / "classroom"
SOURCES = sorted(CLASSROOM.glob("source/*/*.ipynb"))
NAME = "foundations"

pytest.importorskip("nbgrader")


def nbgrader(course, *arguments):
    """Runs `nbgrader …` in the folder, with nothing but its own Python on the PATH it is given."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=600,
        env=os.environ | {"PATH": "/usr/bin:/bin", "MPLBACKEND": "agg"},
    )


def points(notebook):
    """{grade_id: points} of a notebook's graded cells."""
    metas = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return {meta["grade_id"]: meta["points"] for meta in metas if meta.get("grade")}


def cell(notebook, grade_id):
    return next(c for c in notebook.cells if c.metadata.nbgrader.grade_id == grade_id)


def copied_course(folder):
    course = folder / "course"
    kept = shutil.ignore_patterns("release", "submitted", "autograded", "feedback", "*.db")
    shutil.copytree(CLASSROOM, course, ignore=kept)
    return course


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = copied_course(tmp_path_factory.mktemp("classroom"))
    for path in SOURCES:
        done = nbgrader(course, "generate_assignment", path.parent.name)
        assert done.returncode == 0, done.stderr
    return course


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_an_assignment_is_well_formed(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [c.metadata.nbgrader.grade_id for c in notebook.cells]
    assert len(ids) == len(set(ids))
    assert [c.id for c in notebook.cells] == ids
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert f"{sum(points(notebook).values())} points" in cell(notebook, "title").source
    stated = re.findall(r"^## .*\((\d+) points\)$", text, re.M)
    assert sum(map(int, stated)) == sum(points(notebook).values())
    for c in notebook.cells:
        meta = c.metadata.nbgrader
        if meta.grade and meta.solution:
            worth = sum(int(n) for n in re.findall(r"(\d+) points?:", c.source))
            assert worth == meta.points, f"rubric of {meta.grade_id}"
        if meta.solution:
            assert "### BEGIN SOLUTION" in c.source


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_students_get_no_solutions_and_no_hidden_tests(released, path):
    student = (released / "release" / path.parent.name / path.name).read_text(encoding="utf-8")
    for word in ("SOLUTION", "HIDDEN", "Rubric", "require(", "slips="):
        assert word not in student
    source = nbformat.read(path, as_version=4)
    answers = [c for c in source.cells if c.metadata.nbgrader.solution]
    assert student.count("YOUR CODE HERE") + student.count("YOUR ANSWER HERE") >= len(answers)
    for answer in answers:
        for solution in re.findall(r"BEGIN SOLUTION\n(.*?)### END", answer.source, re.S):
            longest = max(solution.splitlines(), key=len)
            assert json.dumps(longest.strip(), ensure_ascii=False)[1:-1] not in student


def hand_in(course, student, notebook, name=NAME):
    folder = course / "submitted" / student / name
    folder.mkdir(parents=True)
    text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
    (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")


def solved(course, name, answers=None):
    """The released notebook with the source's answers, or only those named in `answers`."""
    notebook = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
    source = nbformat.read(course / "source" / name / f"{name}.ipynb", as_version=4)
    for c in notebook.cells:
        grade_id = c.metadata.nbgrader.grade_id
        wanted = answers is None or grade_id in answers
        if c.metadata.nbgrader.solution and c.cell_type == "code" and wanted:
            c.source = re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", cell(source, grade_id).source)
    return notebook


SWALLOWING = """\
def entropy_of_log(words):
    while True:
        try:
            words = words * 1
        except Exception:
            pass
"""
NATS = """\
def entropy_of_log(words):
    p = np.unique(words, return_counts=True)[1] / len(words)
    return -np.sum(p * np.log(p))
"""
AUTOMATIC = 18  # of 24 points; 6 are for written answers


def submissions(course):
    """{student: (notebook, points that the automatic grading must give)}"""
    perfect = solved(course, NAME)
    for c in perfect.cells:
        if c.metadata.nbgrader.grade and c.cell_type == "markdown":
            c.source = "A density is no probability."
    half = solved(course, NAME, {"entropy-of-log", "mutual-information"})
    empty = solved(course, NAME, set())

    units = solved(course, NAME)
    cell(units, "entropy-of-log").source = NATS

    loop = solved(course, NAME)
    cell(loop, "entropy-of-log").source += "\n\nimport time\nwhile True:\n    time.sleep(1)"
    stubborn = solved(course, NAME)
    cell(stubborn, "entropy-of-log").source = SWALLOWING

    deleted = solved(course, NAME)
    deleted.cells.remove(cell(deleted, "mutual-information-hidden"))
    deleted.cells.remove(cell(deleted, "task-1"))
    answer_gone = solved(course, NAME)
    answer_gone.cells.remove(cell(answer_gone, "geometric"))

    edited = solved(course, NAME, set())
    for c in edited.cells:
        if c.metadata.nbgrader.grade and c.cell_type == "code":
            c.source = "assert True"
            c.metadata.nbgrader.points = 100

    flood = solved(course, NAME)
    cell(flood, "maximum-entropy").source += "\n\nfor i in range(1_000_000):\n    print(i)"

    return {
        "student-1": (perfect, AUTOMATIC),
        "half": (half, 8),
        "empty": (empty, 0),
        "units": (units, AUTOMATIC - 4),
        "loop": (loop, AUTOMATIC),
        "stubborn": (stubborn, AUTOMATIC - 4),
        "deleted": (deleted, AUTOMATIC),
        "answer-gone": (answer_gone, AUTOMATIC - 4),
        "edited": (edited, 0),
        "flood": (flood, AUTOMATIC),
        "broken": ('{"cells": [', 0),
    }


@pytest.fixture(scope="module")
def graded(released):
    """The course after the commands of classroom/README.md, and what was handed in."""
    handed = submissions(released)
    for student, (notebook, _) in handed.items():
        hand_in(released, student, notebook)
    others = [path.parent.name for path in SOURCES if path.parent.name != NAME]
    for name in others:
        hand_in(released, "student-1", solved(released, name), name)
    quick = "--Execute.timeout=25"
    logs = {name: nbgrader(released, "autograde", name, quick) for name in [NAME, *others]}
    for name in [NAME, *others]:
        assert nbgrader(released, "generate_feedback", name).returncode == 0
    exported = nbgrader(released, "export", "--to", "grades.csv")
    assert exported.returncode == 0, exported.stderr
    with open(released / "grades.csv", encoding="utf-8") as file:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    return released, handed, rows, logs


def test_everyones_grade_is_right(graded):
    _, handed, rows, _ = graded
    given = {student: float(rows[NAME, student]["score"]) for student in handed}
    assert given == {student: right for student, (_, right) in handed.items()}
    assert {float(rows[NAME, student]["max_score"]) for student in handed} == {24.0}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_solutions_get_every_automatic_point(graded, path):
    _, _, rows, _ = graded
    notebook = nbformat.read(path, as_version=4)
    automatic = [c.metadata.nbgrader for c in notebook.cells if c.cell_type == "code"]
    right = sum(meta.points for meta in automatic if meta.grade)
    assert float(rows[path.parent.name, "student-1"]["score"]) == right


def test_who_needs_a_person_is_said(graded):
    _, handed, rows, logs = graded
    waiting = {student for student in handed if rows[NAME, student]["status"] == "needs a person"}
    assert waiting == {"student-1", "broken"}
    assert {rows[NAME, student]["status"] for student in handed.keys() - waiting} == {"graded"}
    assert "There was an error processing assignment 'foundations' for student 'broken'" in (
        logs[NAME].stderr
    )
    assert rows["map-and-bayes", "half"]["status"] == "nothing handed in"


def test_nothing_that_was_handed_in_is_changed(graded):
    course, handed, _, _ = graded
    for student, (notebook, _) in handed.items():
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        kept = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        assert kept.read_text(encoding="utf-8") == text


def test_points_for_a_written_answer(graded):
    """The lines of classroom/README.md that give points without the browser."""
    from nbgrader.api import Gradebook

    course, *_ = graded
    readme = (CLASSROOM / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(from nbgrader.*?)```", readme, re.S)[1]
    run = subprocess.run([sys.executable, "-c", code], cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submission = gradebook.find_submission(NAME, "student-1")
        assert submission.score == AUTOMATIC + 2
        assert submission.needs_manual_grade  # the second written answer still waits


def pages(course):
    return {path.parts[-3]: path for path in course.glob(f"feedback/*/{NAME}/*.html")}


def test_feedback_says_what_was_wrong(graded):
    course, handed, _, _ = graded
    assert pages(course).keys() == handed.keys() - {"broken"}
    text = {student: path.read_text(encoding="utf-8") for student, path in pages(course).items()}
    assert not any("HIDDEN TESTS" in page or "slips" in page for page in text.values())
    assert "Are these nats?" in text["units"]
    assert "Your entropy is in nats: this task asks for bits." in text["units"]
    assert "No reply from kernel before timeout" in text["loop"]
    assert "loop without an end" in text["stubborn"]
    assert "was missing from the submission" in text["deleted"]
    assert "Output truncated" in text["flood"]
    assert max(path.stat().st_size for path in pages(course).values()) < 2_000_000


def test_feedback_asks_no_other_host(graded):
    course, _, _, _ = graded
    for path in course.glob("feedback/*/*/*.html"):
        html = path.read_text(encoding="utf-8")
        other = r"""\s*["'(]?\s*(?:https?:)?//[^"')]+"""
        assert re.findall(rf"(?:\bsrc=|srcset=|@import|url\(){other}", html) == [], path
        assert re.findall(rf"<link[^>]*href={other}", html) == [], path
        assert "MathJax" not in html
    formulas = pages(course)["student-1"].read_text(encoding="utf-8")
    assert formulas.count("<math") > 5
    assert "$$" not in formulas


def test_feedback_in_a_browser_makes_no_request(graded, chromium):
    course, _, _, _ = graded
    page = chromium.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in sorted(course.glob("feedback/student-1/*/*.html")):
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
    page.close()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []


def test_a_second_run_grades_only_what_is_new(graded):
    course, _, rows, _ = graded
    before = float(rows[NAME, "half"]["score"])
    hand_in(course, "late", solved(course, NAME))
    again = nbgrader(course, "autograde", NAME, "--student=late")
    assert again.returncode == 0, again.stderr
    nbgrader(course, "export", "--to", "again.csv")
    with open(course / "again.csv", encoding="utf-8") as file:
        score = {
            (row["assignment"], row["student_id"]): row["score"] for row in csv.DictReader(file)
        }
    assert float(score[NAME, "late"]) == AUTOMATIC
    assert float(score[NAME, "half"]) == before
