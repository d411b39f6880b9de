"""Where everything of a class is kept: one folder, `classroom/`, or what CLASSROOM names."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("CLASSROOM") or Path(__file__).resolve().parents[1])

MACHINE = Path(__file__).resolve().parent
SOURCE = ROOT / "source"  # the assignments with answers and hidden tests
RELEASE = ROOT / "release"  # what students get
INBOX = ROOT / "submitted"  # nbgrader's place for what was handed in: an inbox here
RECEIVED = ROOT / "received"  # every version of everything that was handed in
RESULTS = ROOT / "results"  # what came of grading it, a file a submission
AUTOGRADED = ROOT / "autograded"  # the notebooks as they were run, for nbgrader
FEEDBACK = ROOT / "feedback"
GRADEBOOK = ROOT / "gradebook.db"

STUDENTS = ROOT / "students.csv"
DEADLINES = ROOT / "deadlines.csv"
BY_HAND = ROOT / "by-hand.csv"
GRADES = ROOT / "grades.csv"


def assignments():
    """Names of the assignments that have a source."""
    return sorted(
        path.parent.name for path in SOURCE.glob("*/*.ipynb") if path.stem == path.parent.name
    )


def source(assignment):
    return SOURCE / assignment / f"{assignment}.ipynb"


def autograded(student, assignment):
    return AUTOGRADED / student / assignment / f"{assignment}.ipynb"
