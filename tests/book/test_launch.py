"""Notebooks can be downloaded; services are offered once a repository is stated, and not before."""

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHERE = ("someone/book", "main")


@pytest.fixture
def tools(monkeypatch):
    for folder in ("_ext", "tools"):
        monkeypatch.syspath_prepend(str(ROOT / folder))
    yield importlib.import_module
    for name in ("launch", "colab", "notebooks"):
        sys.modules.pop(name, None)


def config(folder: Path, text: str) -> Path:
    (folder / "_config.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: T\n", None),
        ("repository:\n  url:\n", None),
        ("repository:\n  url: https://github.com/someone/book\n", WHERE),
        ("repository: {url: https://github.com/a/b.git, branch: v1}\n", ("a/b", "v1")),
    ],
)  # fmt: skip
def test_the_repository_is_read_from_the_configuration(tools, tmp_path, text, found):
    assert tools("launch").repository(config(tmp_path, text)) == found


def test_services_are_offered_where_they_can_be(tools):
    links = tools("launch").links
    assert links("book/entropy", None, "") == []
    assert links("book/entropy", WHERE, "") == [
        ("Binder", "https://mybinder.org/v2/gh/someone/book/main?urlpath=lab/tree/book/entropy.ipynb"),
        ("Colab", "https://colab.research.google.com/github/someone/book/blob/main/book/entropy.ipynb"),
    ]  # fmt: skip
    ((words, address),) = links("book/entropy", None, "about 60 MB")
    assert "about 60 MB" in words
    assert address == "../lite/notebooks/index.html?path=entropy.ipynb"


@pytest.mark.parametrize("name", ["entropy", "losses"])
def test_the_first_cell_comes_and_goes_and_the_notebook_stays_canonical(tools, tmp_path, name):
    with_cell, complaints = tools("colab").with_cell, tools("notebooks").complaints
    before = (ROOT / "book" / f"{name}.ipynb").read_text(encoding="utf-8")
    after = with_cell(before, WHERE)
    (tmp_path / "x.ipynb").write_text(after, encoding="utf-8")
    assert complaints(tmp_path / "x.ipynb") == []
    assert with_cell(after, WHERE) == after
    assert with_cell(after, None) == before
    cell = json.loads(after)["cells"][1]
    source = "".join(cell["source"])
    assert cell["metadata"] == {"tags": ["remove-cell"]}
    assert '"git+https://github.com/someone/book@main"' in source
    assert "explorables[widget] @ {book}#subdirectory=explorables" in source
    exec(source, {})  # does nothing here


def test_every_notebook_has_the_cell_that_the_configuration_asks_for(tools):
    assert tools("colab").main(["--check"]) == 0


def test_every_chapter_offers_its_notebook(book):
    pages = sorted((book / "book").glob("*.html"))
    chapters = [page for page in pages if (ROOT / "book" / f"{page.stem}.ipynb").is_file()]
    assert len(chapters) > 10
    for page in chapters:
        html = page.read_text(encoding="utf-8")
        (line,) = re.findall(r'<p class="launch">(.*?)</p>', html)
        assert f'href="{page.stem}.ipynb" download' in line, page.name
        copied = page.with_suffix(".ipynb").read_text(encoding="utf-8")
        assert copied == (ROOT / "book" / f"{page.stem}.ipynb").read_text(encoding="utf-8")
