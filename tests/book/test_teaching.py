"""The recipe for teachers' own notebooks, as book/teaching.md states it: nbval and the packages."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
ENTROPY = 'from glm_core import entropy\n\nprint(f"{entropy([0.5, 0.5], base=2):.4f} bits")'
FIGURE = """\
import numpy as np

from explorables import Figure, Panel, explore, line

x = np.linspace(0, 1, 50)


@explore(slope=(-1.0, 1.0))
def straight(slope=0.0):
    \"\"\"A straight line.\"\"\"
    return Figure(Panel(line(x, slope * x)))


straight"""
PLOT = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2]);"
WARNING = 'import warnings\n\nwarnings.warn("the tails are heavy")'


def lesson(source):
    """A notebook of one cell, run and stored as Jupyter stores it."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    NotebookClient(notebook, timeout=120).execute()
    assert notebook.cells[0].execution_count == 1
    return notebook


def passes(folder, notebook):
    """Does the printed command pass?"""
    text = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^pytest (--nbval .*lessons/)$", text, re.M)
    (folder / "lessons").mkdir()
    nbformat.write(notebook, folder / "lessons" / "lesson.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *shlex.split(command)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("1 passed" in done.stdout) != ("1 failed" in done.stdout), done.stdout + done.stderr
    return "1 passed" in done.stdout


@pytest.mark.parametrize(("stored", "right"), [("1.0000 bits\n", True), ("0.9999 bits\n", False)])
def test_lessons_are_compared_with_what_they_print(tmp_path, stored, right):
    notebook = lesson(ENTROPY)
    notebook.cells[0].outputs[0].text = stored
    assert passes(tmp_path, notebook) == right


@pytest.mark.parametrize("source", [PLOT, WARNING, FIGURE], ids=["plot", "warning", "figure"])
def test_a_lesson_that_is_as_it_was_passes(tmp_path, source):
    assert passes(tmp_path, lesson(source))


def test_another_warning_fails(tmp_path):
    notebook = lesson(WARNING)
    notebook.cells[0].source = WARNING.replace("heavy", "light")
    assert not passes(tmp_path, notebook)


@pytest.mark.parametrize("now", ["slope * x**2", "1.001 * slope * x", "slope * x + 1e-4"])
def test_a_figure_whose_formula_changed_fails(tmp_path, now):
    notebook = lesson(FIGURE)
    notebook.cells[0].source = FIGURE.replace("slope * x", now)
    assert not passes(tmp_path, notebook)
