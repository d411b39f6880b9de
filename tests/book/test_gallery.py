"""The gallery shows every figure of the chapters, small, and its links open figures in a state."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from gallery import address  # _ext is on the path (conftest.py)

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"n": 8, "mu": 0.1}, "taxi:n=8,mu=0.1"),
        ({"noise": "Student’s t, 3"}, "taxi:noise=Student’s t, 3"),
        ({"show": True, "data": [[1, 2.5], [3, 4]]}, "taxi:show=true,data=1;2.5;3;4"),
    ],
)
def test_addresses_are_those_that_figures_read(values, text):
    assert unquote(address("taxi", values)) == text


def test_every_figure_of_the_book_is_in_the_gallery(book):
    page = (book / "book" / "explorables.html").read_text(encoding="utf-8")
    shown = set(re.findall(r'thumbnails/([\w-]+)\.webp"', page))
    figures = {
        slug
        for path in (book / "book").glob("*.html")
        for slug in re.findall(r'data-explorable="([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert figures
    assert figures == shown


def test_pictures_are_small_and_wait_to_be_seen(book):
    page = (book / "book" / "explorables.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<img [^>]*thumbnails/[^>]*>", page)
    assert all('loading="lazy"' in p and 'width="' in p and 'height="' in p for p in pictures)
    sizes = [path.stat().st_size for path in (book / "_images" / "thumbnails").iterdir()]
    assert max(sizes) < 25_000
    assert sum(sizes) / len(sizes) < 12_000


def test_every_figure_of_the_chapters_has_its_line_for_teachers():
    text = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| \{explorable\}`([\w-]+)`", text, re.M))
    chapters = {p for p in (ROOT / "book").glob("*.ipynb") if p.stem != "write-your-own"}
    defined = re.compile(r"@explore\(.*?^def (\w+)\(", re.S | re.M)
    figures = set()
    for path in chapters:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            found = defined.findall("".join(cell["source"])) if cell["cell_type"] == "code" else []
            figures |= {name.replace("_", "-") for name in found}
    assert figures
    assert sorted(figures - told) == []
    assert sorted(told - figures) == []
