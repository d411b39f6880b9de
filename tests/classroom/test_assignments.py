"""The assignments: well formed, released without secrets, solved by their own answers."""

import contextlib
import io
import json
import re

import nbformat
import numpy as np
import pytest
from course import SOURCES, cell, copied_course, release, signed, solved
from machine.assignment import load
from machine.grading.examine import examine
from machine.grading.plan import plan
from machine.intake.decode import notebook as decoded
from machine.intake.mend import mend
from machine.sandbox import bubblewrap

pytest.importorskip("nbgrader")
OWN = {  # tests of what depends on the student's id: data of their own, and a question
    "foundations": {"my-information-test", "geometric-test", "geometric-hidden"},
    "likelihood-and-losses": {"peak-test", "interval-test", "interval-hidden"},
    "optimisation-and-softmax": {"my-theta-test", "descent-test", "descent-hidden"},
    "map-and-bayes": {"my-log-evidence-test", "shrink-test", "shrink-hidden"},
    "decisions": {"my-parts-test", "stock-test", "stock-hidden"},
}
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


QUESTION = {
    "foundations": "family_of",
    "likelihood-and-losses": "model_of",
    "optimisation-and-softmax": "rule_of",
    "map-and-bayes": "prior_of",
    "decisions": "shop_of",
}


def in_one_process(name, student):
    """Names after all cells but the tests have run for a student, as a dictionary."""
    space = {"__name__": "__main__"}
    for own in load(name).cells:
        if own.kind in ("given", "answer") and own.graded:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(f"me = {student!r}" if own.name == "me" else own.source, space)
    return space


def passed(name, space, answers, tests):
    """Those of `tests` that some answers pass in a namespace."""
    found = set()
    for own in load(name).cells:
        if own.name in tests:
            space.update(answers)  # a test before may have used such a name
            with contextlib.suppress(AssertionError):
                exec(own.source, space)
                found.add(own.name)
    return found


@EACH
def test_every_question_has_its_own_answer(path):
    name = path.stem
    spaces = [in_one_process(name, f"student {n}") for n in range(60)]
    questions = {space[QUESTION[name]](space["me"]): space for space in spaces}
    assert len(questions) >= 10
    asked = {name for own in load(name).cells for name in own.defines} - {"me"}
    answers = {key: {n: space[n] for n in asked} for key, space in questions.items()}
    tests = {own.name for own in load(name).cells if own.kind == "test"}
    numbers = {test for test in OWN[name] if test.startswith("my-") or test == "peak-test"}
    same = []
    for question, space in questions.items():
        assert passed(name, space, answers[question], tests) == tests, question
        for other in answers.keys() - {question}:
            got = passed(name, dict(space), answers[other], OWN[name])
            assert got <= numbers, (question, other)
            same.append(bool(got))
    assert np.mean(same) < 0.08  # five measurements may have nearly the same mean


def test_the_helper_for_numbers_of_ones_own_is_the_same_everywhere():
    found = {
        re.search(r"def numbers_of.*", load(path.stem)["imports"].source, re.S)[0]
        for path in SOURCES
    }
    assert len(found) == 1


def test_numbers_of_ones_own_are_the_same_on_every_computer():
    space = in_one_process("foundations", "Ann ")
    assert space["numbers_of"]("ANN", "weather", 2).round(6).tolist() == [0.763197, 0.248038]
    assert space["my_counts"].tolist() == in_one_process("foundations", "ann")["my_counts"].tolist()


def outcome(notebook, student, name):
    """{name of a test: points} and the errors, of a notebook handed in by a student."""
    content, _ = decoded(json.dumps(notebook).encode())
    done = examine(plan(student, name, mend(content["cells"], load(name)), "bubblewrap"))
    errors = [o for c in done["cells"] for o in c["outputs"] if o["output_type"] == "error"]
    return {c["name"]: c["points"] for c in done["cells"] if c["points"] is not None}, errors


@pytest.mark.skipif(bool(bubblewrap.usable()), reason=str(bubblewrap.usable()))
class TestGrading:
    @pytest.fixture(autouse=True)
    def roster(self, tmp_path, monkeypatch):
        rows = ["id", "ann", "bob", "cis", "Zoë van Dam", "4711"]
        (tmp_path / "students.csv").write_text("\n".join(rows), encoding="utf-8")
        monkeypatch.setattr("machine.places.STUDENTS", tmp_path / "students.csv")

    @EACH
    @pytest.mark.parametrize("student", ["ann", "Zoë van Dam"])
    def test_the_solutions_get_every_automatic_point(self, released, path, student):
        name = path.stem
        with signed(student.title() + " "):
            notebook = solved(released, name)
        got, errors = outcome(notebook, student, name)
        own = {c.name: c.points for c in load(name).cells if c.kind == "test"}
        assert (got, errors) == (own, [])

    @EACH
    def test_an_untouched_notebook_gets_none(self, released, path):
        got, _ = outcome(solved(released, path.stem, answers=set()), "ann", path.stem)
        assert {name: points for name, points in got.items() if points} == {}

    @EACH
    def test_a_neighbours_notebook_gets_no_points_for_their_numbers_and_question(
        self, released, path
    ):
        name = path.stem
        with signed("ann"):
            notebook = solved(released, name)
        got, errors = outcome(notebook, "bob", name)
        own = {c.name: c.points for c in load(name).cells if c.kind == "test"}
        lost = {test: points for test, points in own.items() if not got[test]}
        assert lost.keys() == OWN[name]
        assert got == own | dict.fromkeys(lost, 0)
        assert len(errors) >= len(lost)
        for error in errors:
            said = "The id typed into this notebook is 'ann', not yours (bob), so its numbers"
            assert error["evalue"].startswith(said)

    @EACH
    def test_a_neighbours_answers_under_ones_own_id_get_none_either(self, released, path):
        name = path.stem
        with signed("ann"):
            notebook = solved(released, name)
        anns = "\n".join(c.released for c in load(name).cells if c.kind == "given" and c.graded)
        for c in notebook.cells:  # what depends on ann's id stays ann's, as if written out
            if c.metadata.nbgrader.solution and c.cell_type == "code":
                c.source = "their = 'ann'\n" + re.sub(r"\bme\b", "their", f"{anns}\n{c.source}")
        cell(notebook, "me").source = 'me = "bob"'
        own = {c.name: c.points for c in load(name).cells if c.kind == "test"}
        got, _ = outcome(notebook, "bob", name)
        assert {test for test, points in got.items() if points < own[test]} == OWN[name]
        cell(notebook, "me").source = 'me = "ann"'
        assert outcome(notebook, "ann", name)[0] == own

    def test_no_id_no_points_for_numbers_of_ones_own(self, released):
        name = "likelihood-and-losses"
        got, errors = outcome(solved(released, name), "ann", name)
        assert {test for test, points in got.items() if not points} == OWN[name]
        assert {error["evalue"] for error in errors if error["ename"] == "AssertionError"} >= {
            "No id is typed into this notebook: the numbers and questions of this task come from "
            "it."
        }

    def test_partial_credit_is_the_number_in_the_last_line(self):
        from machine.grading.examine import Tests

        class Nobody:
            def begin(self):
                pass

            def names(self, names):
                return {}

        tests = Tests(Nobody(), set(), "ann")
        for last, points in (("1.5", 1.5), ("0", 0.0), ("7", 2.0), ("'x'", 2.0), ("pass", 2.0)):
            made = {"source": f"x = 1\n{last}", "released": "", "points": 2.0}
            assert tests.points(made) == (points, None)
