"""A class in a folder of its own: released assignments, hands to fill them in, the verbs."""

import contextlib
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from contextvars import ContextVar
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
CLASSROOM = ROOT / "classroom"
SOURCES = sorted(CLASSROOM.glob("source/*/*.ipynb"))
NAME = "foundations"
SIGNED = ContextVar("the id that `solved` types into a notebook", default="")
MADE = ("release", "submitted", "received", "results", "autograded", "feedback", "*.db*", "*.csv")


def copied_course(folder):
    course = Path(folder) / "course"
    shutil.copytree(CLASSROOM, course, ignore=shutil.ignore_patterns(*MADE, "__pycache__"))
    return course


def nbgrader(course, *arguments):
    """Runs `nbgrader …` in the folder, with nothing but its own Python on the PATH it is given."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return _run(command, course, {"PATH": "/usr/bin:/bin", "MPLBACKEND": "agg"})


def machine(course, module, *arguments):
    """Runs a verb of classroom/machine on the course."""
    command = [sys.executable, "-m", f"machine.{module}", *map(str, arguments)]
    return _run(command, course, {"PYTHONPATH": str(course), "CLASSROOM": str(course)})


def _run(command, course, settings):
    environment = os.environ | {"PYTHONWARNINGS": "ignore"} | settings
    return subprocess.run(
        command, cwd=course, capture_output=True, text=True, timeout=1500, env=environment
    )


def release(course, name):
    done = nbgrader(course, "generate_assignment", "--force", name)
    assert done.returncode == 0, done.stderr


def released(course, name=NAME):
    return nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)


def cell(notebook, grade_id):
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


@contextlib.contextmanager
def signed(student):
    """All notebooks that `solved` makes within are this student's."""
    before = SIGNED.set(student)
    try:
        yield
    finally:
        SIGNED.reset(before)


def solved(course, name=NAME, answers=None, written=True):
    """The released notebook, signed, with the source's answers in code, or those in `answers`."""
    notebook = released(course, name)
    source = nbformat.read(course / "source" / name / f"{name}.ipynb", as_version=4)
    for c in notebook.cells:
        meta = c.metadata.nbgrader
        if meta.grade_id == "me":
            c.source = f'me = "{SIGNED.get()}"'
        if not meta.solution or (answers is not None and meta.grade_id not in answers):
            continue
        if c.cell_type == "code":
            answer = cell(source, meta.grade_id).source
            c.source = re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", answer)
        elif written:
            c.source = f"A density is no probability ({meta.grade_id})."
    return notebook


def text_of(notebook):
    """As it is stored, whether or not a strict program would take it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def table(path):
    """{(student, assignment): row} of grades.csv."""
    with open(path, encoding="utf-8", newline="") as file:
        return {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
