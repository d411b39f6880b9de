"""What `make lite` puts into notebooks; tests/browser/test_browser_lite.py runs them."""

import importlib
import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lite(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    yield importlib.import_module("lite")
    sys.modules.pop("lite", None)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("entropy", ""),
        ("import-sklearn", " scikit-learn statsmodels"),
        ("larger-data", " dask"),
        ("softmax", " mpmath"),
    ],
)
def test_the_first_cell_installs_what_the_chapter_imports(lite, name, names):
    before = nbformat.read(ROOT / "book" / f"{name}.ipynb", 4)
    after = lite.adapted(nbformat.read(ROOT / "book" / f"{name}.ipynb", 4))
    nbformat.validate(after)
    assert after.cells[0].source == (
        "%pip install -q glm_core explorables anywidget ipywidgets matplotlib" + names
    )
    assert [cell.source for cell in after.cells[1:]] == [cell.source for cell in before.cells]


def test_every_import_of_a_chapter_can_be_installed(lite):
    carried = {
        "glm_core",
        "explorables",
        "numpy",
        "scipy",
        "matplotlib",
        "py_mini_racer",
        *lite.FURTHER,
    }
    for path in (ROOT / "book").glob("*.ipynb"):
        used = lite.imports(nbformat.read(path, 4)) - set(sys.stdlib_module_names)
        assert used <= carried, path.name


def test_a_cell_that_cannot_run_in_a_browser_is_announced_and_stops_nothing(lite):
    after = lite.adapted(nbformat.read(ROOT / "book" / "write-your-own.ipynb", 4))
    nbformat.validate(after)
    (place,) = [i for i, cell in enumerate(after.cells) if "py_mini_racer" in cell.source][:1]
    announced, cell = after.cells[place : place + 2]
    assert announced.cell_type == "markdown"
    assert "from py_mini_racer" in cell.source
    assert "raises-exception" in cell.metadata["tags"]


def test_the_wheels_that_pyodide_lacks_are_pinned(lite):
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert set(lite.WHEELS) <= set(re.findall(r"^(\S+)==", text, re.M))
