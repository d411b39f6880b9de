"""The recipe for teachers' own notebooks, as book/teaching.md states it: nbval and the package."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = 'from glm_core import entropy\n\nprint(f"{entropy([0.5, 0.5], base=2):.4f} bits")'


@pytest.mark.parametrize(("stored", "passes"), [("1.0000 bits\n", True), ("0.9999 bits\n", False)])
def test_lessons_are_compared_with_what_they_print(tmp_path, stored, passes):
    text = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^pytest (--nbval .*lessons/)$", text, re.M)
    output = nbformat.v4.new_output("stream", name="stdout", text=stored)
    cell = nbformat.v4.new_code_cell(SOURCE, execution_count=1, outputs=[output])
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    lesson = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    (tmp_path / "lessons").mkdir()
    nbformat.write(lesson, tmp_path / "lessons" / "lesson.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *shlex.split(command)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("1 passed" if passes else "1 failed") in done.stdout, done.stdout[-2000:]
    assert (done.returncode == 0) == passes
