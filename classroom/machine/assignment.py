"""An assignment as its source says it: cells, what students see of them, points, names."""

import ast
import functools
import hashlib
import re
from dataclasses import dataclass, field

import nbformat

from machine import places
from machine.names import ME, NOT_GRADED
from machine.stripped import without_hidden_tests, without_solution

LONGEST = 200_000  # characters of code that a person may have written
GIVEN, ANSWER, WRITTEN, TEST, TEXT = "given", "answer", "written", "test", "text"


@dataclass(frozen=True)
class Cell:
    """One cell of the source; `released` is what students get of it."""

    name: str
    kind: str  # GIVEN code, ANSWER in code, WRITTEN answer, TEST, or TEXT
    cell_type: str
    source: str
    released: str
    points: float = 0.0
    definitions: frozenset = frozenset()  # (name, is it a function?) that an answer must define
    graded: bool = True

    @property
    def defines(self):
        return frozenset(name for name, _ in self.definitions)

    @property
    def open(self):
        """May a student write in it?"""
        return self.kind in (ANSWER, WRITTEN)


@dataclass(frozen=True)
class Assignment:
    name: str
    cells: tuple
    digest: str  # of the source: it changes when a test changes
    packages: tuple = ()
    metadata: dict = field(default_factory=dict)

    def __getitem__(self, name):
        return next(cell for cell in self.cells if cell.name == name)

    @property
    def max_score(self):
        return sum(cell.points for cell in self.cells)

    @property
    def answers(self):
        return [cell for cell in self.cells if cell.open]

    @property
    def asked(self):
        """All names that students' code must define."""
        return frozenset().union(*(cell.defines for cell in self.cells))

    @property
    def personal(self):
        """The cell with the student's id, or None where all have the same numbers."""
        return next((cell for cell in self.cells if ME in cell.defines), None)


@functools.cache
def load(name):
    """The Assignment of classroom/source/NAME/NAME.ipynb."""
    text = places.source(name).read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    cells = tuple(_cell(cell) for cell in notebook.cells if "nbgrader" in cell.metadata)
    packages = tuple(notebook.metadata.get("classroom", {}).get("packages", ()))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Assignment(name, cells, digest, packages, dict(notebook.metadata))


def _cell(cell):
    meta = cell.metadata.nbgrader
    code, grade, solution = cell.cell_type == "code", meta.get("grade"), meta.get("solution")
    if code and not meta.get("locked") and not solution and not grade:  # open from the start
        kind, released = ANSWER, cell.source
    elif solution:
        kind, released = (ANSWER if code else WRITTEN), without_solution(cell.source, code)
    elif code and grade:
        kind, released = TEST, without_hidden_tests(cell.source)
    else:
        kind, released = (GIVEN if code else TEXT), cell.source
    points = float(meta.get("points", 0)) if grade or meta.get("task") else 0.0
    asked = definitions(cell.source) if kind == ANSWER else frozenset()
    graded = NOT_GRADED not in cell.metadata.get("tags", ())
    return Cell(meta.grade_id, kind, cell.cell_type, cell.source, released, points, asked, graded)


def definitions(code):
    """{(name, is it a function or class?)} at the top of the code; none if it is no Python."""
    names = set()
    for node in parsed(code):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add((node.name, True))
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found = (n for target in targets for n in ast.walk(target))
            names.update((n.id, False) for n in found if isinstance(n, ast.Name))
    return frozenset(names)


def parsed(code):
    """The statements of some Python, without Jupyter's own lines; none if it is no Python."""
    try:
        return ast.parse(without_magics(code)).body if len(code) <= LONGEST else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def without_magics(code):
    """Python where Jupyter's own lines (`%matplotlib inline`, `!pip …`) do nothing."""
    return re.sub(r"^([ \t]*)[%!].*$", r"\1pass", code, flags=re.M)
