"""Notebooks are stored in canonical form, and the form catches what it is for."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from notebooks import canonical, complaints, execute, text_of  # noqa: E402

NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_canonical(path):
    assert complaints(path) == []


def sample(**changes):
    picture = new_output(
        "display_data",
        data={"image/png": "aGk=", "image/svg+xml": "<svg/>", "text/plain": "<Figure>"},
    )
    stream = new_output("stream", name="stdout", text="0.2460\n")
    code = new_code_cell("print('0.2460')", id="entropy", outputs=[stream, picture], **changes)
    code.metadata = {"collapsed": False, "tags": ["hide-input"]}
    return new_notebook(cells=[new_markdown_cell("# Title", id="title"), code])


def test_canonical_keeps_text_and_drops_pictures():
    cell = canonical(sample())["cells"][1]
    assert cell["execution_count"] == 1
    assert cell["metadata"] == {"tags": ["hide-input"]}
    assert cell["outputs"][0]["text"] == "0.2460\n"
    assert cell["outputs"][1]["data"] == {"text/plain": "<Figure>"}


def test_canonical_is_idempotent():
    once = canonical(sample())
    assert text_of(canonical(once)) == text_of(once)


def test_text_is_sorted_json_that_nbformat_reads_back():
    text = text_of(canonical(sample()))
    assert json.loads(text) == json.loads(json.dumps(json.loads(text), sort_keys=True))
    assert nbformat.reads(text, as_version=4)["cells"][1]["outputs"][0]["text"] == "0.2460\n"


def store(tmp_path, notebook, *, text=None):
    path = tmp_path / "sample.ipynb"
    path.write_text(text or text_of(canonical(notebook)), encoding="utf-8")
    return path


def test_canonical_file_has_no_complaints(tmp_path):
    assert complaints(store(tmp_path, sample())) == []


@pytest.mark.parametrize("name", ["3f2a9c1e", "Entropy", "a b", ""])
def test_random_or_odd_ids_are_refused(tmp_path, name):
    notebook = canonical(sample())
    notebook["cells"][1]["id"] = name
    path = store(tmp_path, None, text=json.dumps(notebook))
    assert "id must be words with hyphens" in complaints(path)[0]


def test_double_ids_are_refused(tmp_path):
    notebook = canonical(sample())
    notebook["cells"][1]["id"] = "title"
    path = store(tmp_path, None, text=json.dumps(notebook))
    assert "id must be unique" in complaints(path)[0]


def test_a_cleared_notebook_is_refused(tmp_path):
    """Without counts nbval would compare nothing."""
    notebook = canonical(sample())
    notebook["cells"][1] |= {"execution_count": None, "outputs": []}
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert "not in canonical form" in complaints(store(tmp_path, None, text=text))[0]


def test_execution_gives_what_the_code_prints(tmp_path):
    notebook = execute(new_notebook(cells=[new_code_cell("print(6 * 7)", id="answer")]), tmp_path)
    assert notebook["cells"][0]["outputs"][0]["text"] == "42\n"
