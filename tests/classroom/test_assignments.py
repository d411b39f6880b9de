"""The four assignments: well formed, released without secrets, solved by their own answers."""

import json
import re

import nbformat
import pytest
from course import SOURCES, cell, copied_course, release, solved
from machine.assignment import load
from machine.grading.examine import examine
from machine.grading.plan import plan
from machine.intake.decode import notebook as decoded
from machine.intake.mend import mend
from machine.sandbox import bubblewrap

pytest.importorskip("nbgrader")
EACH = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = copied_course(tmp_path_factory.mktemp("classroom"))
    for path in SOURCES:
        release(course, path.parent.name)
    return course


def points(notebook):
    """{grade_id: points} of a notebook's graded cells."""
    metas = [c.metadata.get("nbgrader", {}) for c in notebook.cells]
    return {meta["grade_id"]: meta["points"] for meta in metas if meta.get("grade")}


@EACH
def test_an_assignment_is_well_formed(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [c.metadata.nbgrader.grade_id for c in notebook.cells]
    assert len(ids) == len(set(ids))
    assert [c.id for c in notebook.cells] == ids
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert f"{sum(points(notebook).values())} points" in cell(notebook, "title").source
    assert "`glm_core` is not there when your work is graded" in cell(notebook, "title").source
    stated = re.findall(r"^## .*\((\d+) points\)$", text, re.M)
    assert sum(map(int, stated)) == sum(points(notebook).values())
    for c in notebook.cells:
        meta = c.metadata.nbgrader
        if meta.grade and meta.solution:
            worth = sum(int(n) for n in re.findall(r"(\d+) points?:", c.source))
            assert worth == meta.points, f"rubric of {meta.grade_id}"
        if meta.solution:
            assert "### BEGIN SOLUTION" in c.source


@EACH
def test_no_cell_that_is_graded_needs_the_package(path):
    for own in load(path.stem).cells:
        assert "glm_core" not in own.released or own.kind == "text", own.name


@EACH
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


@EACH
def test_what_is_released_is_what_the_machine_takes_for_released(released, path):
    notebook = nbformat.read(released / "release" / path.parent.name / path.name, as_version=4)
    for c in notebook.cells:
        assert c.source.strip() == load(path.stem)[c.metadata.nbgrader.grade_id].released.strip()


def outcome(notebook, student, name):
    """{name of a test: points} and the errors, of a notebook handed in by a student."""
    content, _ = decoded(json.dumps(notebook).encode())
    done = examine(plan(student, name, mend(content["cells"], load(name)), "bubblewrap"))
    errors = [o for c in done["cells"] for o in c["outputs"] if o["output_type"] == "error"]
    return {c["name"]: c["points"] for c in done["cells"] if c["points"] is not None}, errors


@pytest.mark.skipif(bool(bubblewrap.usable()), reason=str(bubblewrap.usable()))
class TestGrading:
    @EACH
    @pytest.mark.parametrize("student", ["ann", "bob"])
    def test_the_solutions_get_every_automatic_point(self, released, path, student):
        notebook, name = solved(released, path.stem), path.stem
        if "me" in load(name).asked:
            cell(notebook, "me").source = f'me = "{student.title()} "'
        got, errors = outcome(notebook, student, name)
        own = {c.name: c.points for c in load(name).cells if c.kind == "test"}
        assert (got, errors) == (own, [])

    @EACH
    def test_an_untouched_notebook_gets_none(self, released, path):
        got, _ = outcome(solved(released, path.stem, answers=set()), "ann", path.stem)
        assert {name: points for name, points in got.items() if points} == {}

    def test_numbers_of_a_neighbour_are_wrong(self, released):
        name = "likelihood-and-losses"
        notebook = solved(released, name)
        cell(notebook, "me").source = 'me = "ann"'
        assert outcome(notebook, "ann", name)[0]["peak-test"] == 3
        got, errors = outcome(notebook, "bob", name)
        assert got["peak-test"] == 0
        assert errors[0]["evalue"].startswith("The name in this notebook is not yours")

    def test_partial_credit_is_the_number_in_the_last_line(self):
        from machine.grading.examine import Tests

        class Nobody:
            def names(self, names):
                return {}

        tests = Tests(Nobody(), set(), "ann")
        for last, points in (("1.5", 1.5), ("0", 0.0), ("7", 2.0), ("'x'", 2.0), ("pass", 2.0)):
            made = {"source": f"x = 1\n{last}", "released": "", "points": 2.0}
            assert tests.points(made) == (points, None)
