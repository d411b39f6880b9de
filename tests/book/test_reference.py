"""The reference page names everything that is public, once, and tells it by its docstrings."""

import importlib
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("glm_core", "glm_core.bayes", "glm_core.explore", "glm_core.exercises")


@pytest.fixture
def reference(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "_ext"))
    yield importlib.import_module("reference")
    sys.modules.pop("reference", None)


def names_on_the_page() -> list[str]:
    text = (ROOT / "book" / "reference.md").read_text(encoding="utf-8")
    return " ".join(re.findall(r"```\{reference\} (.*)", text)).split()


def test_everything_public_is_named_once(reference):
    listed = [id(reference.find(name)) for name in names_on_the_page()]
    assert len(listed) == len(set(listed))
    for package in PACKAGES:
        module = importlib.import_module(package)
        public = [name for name in module.__all__ if not name.startswith("__")]
        assert [name for name in public if id(getattr(module, name)) not in listed] == []


def test_everything_named_has_a_docstring(reference):
    assert [name for name in names_on_the_page() if not reference.find(name).__doc__] == []


def test_docstrings_become_paragraphs_lists_and_code(reference):
    found = reference.docstring(
        "f(x) = x²: see `x`.\n\nUse it so::\n\n    f(2)\n\nParameters\n----------\nx : a number,\n"
        "    or an array\n"
    )
    kinds = [(type(node).__name__, node.astext()) for node in found]
    assert kinds == [
        ("paragraph", "f(x) = x²: see x."),
        ("paragraph", "Use it so:"),
        ("literal_block", "f(2)"),
        ("paragraph", "Parameters"),
        ("bullet_list", "x: a number, or an array"),
    ]
    assert found[0]["classes"] == ["formula-line"]


def test_signatures_are_short(reference):
    assert reference.signature(reference.find("entropy")) == "(p, *, base=None)"
    assert reference.signature(reference.find("Gaussian")) == "(variance=1.0)"
    assert "0x" not in "".join(reference.signature(reference.find(n)) for n in names_on_the_page())


def test_built_page_shows_the_docstrings(book, reference):
    html = (book / "book" / "reference.html").read_text(encoding="utf-8")
    for name in names_on_the_page():
        assert f'id="glm_core.{name}"' in html, name
    assert "H(p) = −Σₖ pₖ log pₖ" in html
