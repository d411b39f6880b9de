"""How a student's hand-in is described, and the hands that make one."""

from dataclasses import dataclass

from course import NAME, cell, signed, solved, text_of

ALL = 18  # automatic points of `foundations`
HANDED = {}


@dataclass(frozen=True)
class Handed:
    make: object  # make(course) -> notebook, text, bytes, or place(folder) that writes files itself
    points: float
    status: str  # a regular expression
    file: str


def handed(points, status="awaiting points|graded", file=f"{NAME}/{NAME}.ipynb", name=None):
    """Registers a function that makes what the student of its name hands in."""

    def register(make):
        HANDED[name or make.__name__.replace("_", "-")] = Handed(make, points, status, file)
        return make

    return register


def place(folder, student, what, course):
    """Writes what a student hands in below `folder`."""
    with signed(student):
        made, path = what.make(course), folder / student / what.file
        if callable(made):
            made(folder / student)
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    data = made if isinstance(made, (str, bytes)) else text_of(made)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def with_answer(course, grade_id, source, answers=None):
    """Solved (all, or those in `answers`), with one answer replaced."""
    notebook = solved(course, NAME, answers)
    cell(notebook, grade_id).source = source
    return notebook


def after(course, code, grade_id="entropy-of-log"):
    """Solved, with more code below one answer."""
    notebook = solved(course)
    cell(notebook, grade_id).source += "\n\n" + code
    return notebook


def place_of(notebook, grade_id):
    return notebook.cells.index(cell(notebook, grade_id))


def for_nothing(course, code):
    """An unsolved notebook with the same code at the top of each of its answers."""
    notebook = solved(course, answers=set())
    for c in notebook.cells:
        if c.metadata.nbgrader.solution and c.cell_type == "code":
            c.source = code
    return notebook
