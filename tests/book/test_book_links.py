"""The built book without a browser: links lead somewhere, ids are unique, no raw TeX is left."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "use", "path", "circle", "wbr", "col"}
UNREAD = {"code", "pre", "script", "style", "annotation", "template", "svg", "title"}
RAW_TEX = re.compile(r"\\[a-zA-Z]{2,}|\\\(|\\\[|\$\$?[^$\s][^$]*\$|\^\{|_\{")


class Page(HTMLParser):
    """Ids, links and text of one page."""

    def __init__(self, text: str):
        super().__init__()
        self.ids, self.links, self.images, self.headings = [], [], [], []
        self.language, self.text, self._open = "", [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        inert = "template" in self._open
        if tag == "html":
            self.language = found.get("lang", "")
        if found.get("id") and not inert:
            self.ids.append(found["id"])
        for name in ("href", "src", "action"):
            if found.get(name) and not inert:
                self.links.append(found[name])
        if tag == "img" and not inert:
            self.images.append(found)
        if re.fullmatch("h[1-6]", tag) and not inert:
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if not UNREAD.intersection(self._open):
            self.text.append(data)


@cache
def read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def pages_of(book: Path) -> list[Path]:
    """Every page but the redirection at the top."""
    return [p for p in sorted(book.rglob("*.html")) if p != book / "index.html"]


def broken(path: Path, book: Path) -> list[str]:
    """Links of a page that lead nowhere inside the book, or to an address that is no page's."""
    found = []
    for link in read(path).links:
        parts = urlsplit(link)
        if parts.scheme in ("http", "https", "mailto"):
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.is_file() or not target.is_relative_to(book):
            found.append(f"{path.relative_to(book)}: {link}")
        elif parts.fragment and target.suffix == ".html":
            place = unquote(parts.fragment)  # a figure's state follows its name: taxi:n=8
            if not {place, place.partition(":")[0]}.intersection(read(target).ids):
                found.append(f"{path.relative_to(book)}: {link} (no such place)")
    return found


def test_every_link_leads_somewhere(book):
    book = book.resolve()
    assert [line for path in pages_of(book) for line in broken(path, book)] == []


def test_ids_are_unique(book):
    double = {
        path.name: sorted({i for i in ids if ids.count(i) > 1})
        for path in pages_of(book)
        if len(ids := read(path).ids) != len(set(ids))
    }
    assert double == {}


def test_no_raw_tex_is_left(book):
    found = {
        path.name: match[0]
        for path in pages_of(book)
        if (match := RAW_TEX.search("\n".join(read(path).text)))
    }
    assert found == {}


def test_every_page_has_a_language_one_title_and_ordered_headings(book):
    for path in pages_of(book):
        page = read(path)
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert page.language == "en", path.name
        assert page.headings.count(1) == 1, path.name
        assert page.headings[0] == 1, path.name
        assert all(after <= before + 1 for before, after in steps), (path.name, page.headings)


def test_pictures_say_what_they_show(book):
    """A missing text, or one that is only the file's name, helps nobody."""
    poor = [
        f"{path.name}: {image['src']}"
        for path in pages_of(book)
        for image in read(path).images
        if not image.get("alt") or re.search(r"\.(png|svg|jpe?g)$|^_images|^data:", image["alt"])
    ]
    assert poor == []


def test_the_bibliography_lists_each_source_once(book):
    """A page worked out a second time, for its previews, once held every source twice."""
    page = (book / "book" / "bibliography.html").read_text(encoding="utf-8")
    entries = re.findall(r'<div class="citation".*?</div>', page, re.S)
    assert len(entries) > 30
    assert {entry.count("<p>") for entry in entries} == {1}


def test_every_page_can_be_reached(book):
    book = book.resolve()
    reached, queue = set(), [book / "book" / "index.html"]
    while queue:
        path = queue.pop()
        if path in reached:
            continue
        reached.add(path)
        links = (urlsplit(link) for link in read(path).links)
        targets = {
            (path.parent / unquote(p.path)).resolve() for p in links if p.path and not p.scheme
        }
        queue += [t for t in targets if t.suffix == ".html" and t.is_file()]
    assert set(pages_of(book)) - reached == set()


@pytest.mark.parametrize(
    "text", [r"\frac{1}{2}", r"\(x\)", r"$p_i$", "$$x$$", r"x_{ij}", r"e^{-x}", r"so \eta is"]
)
def test_raw_tex_is_recognised(text):
    assert RAW_TEX.search(text)


@pytest.mark.parametrize("text", ["it costs $5", "C:\\a", "x² + 1", "snake_case", "2^8"])
def test_plain_text_is_not_taken_for_tex(text):
    assert not RAW_TEX.search(text)


def test_broken_links_and_places_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="b.html#gone">x</a><a href="c.html">y</a>'
    )
    (tmp_path / "b.html").write_text('<a href="a.html#here">fine</a>')
    assert len(broken(tmp_path / "a.html", tmp_path)) == 2
    assert broken(tmp_path / "b.html", tmp_path) == []


def test_chapters_are_numbered_in_the_order_of_the_contents(book):
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    chapters = [page["file"] for part in parts if part.get("numbered") for page in part["chapters"]]
    numbers = [
        re.search(r'<h1><span class="section-number">(\d+)\.', (book / f"{c}.html").read_text())
        for c in chapters
    ]
    assert [int(found[1]) for found in numbers] == list(range(1, len(chapters) + 1))


PARTS = {"msup": 2, "msub": 2, "mfrac": 2, "mover": 2, "munder": 2, "mroot": 2}
PARTS |= {"msubsup": 3, "munderover": 3}


def incomplete(markup: str) -> list[str]:
    """Elements of MathML that have more or fewer parts than their kind has."""
    found, open_ = [], []
    for end, name, whole in re.findall(r"<(/?)(m[a-z]+)[^>]*?(/?)>", markup):
        if end:
            closed, count = open_.pop()
            if PARTS.get(closed, count) != count:
                found.append(f"{closed} of {count} parts")
            continue
        if open_:
            open_[-1][1] += 1
        if not whole:
            open_.append([name, 0])
    return found


def test_formulas_for_assistive_technology_are_whole(book):
    """KaTeX writes x_{\\min} with three parts."""
    formulas = {
        formula
        for page in pages_of(book)
        for formula in re.findall(r"<math.*?</math>", page.read_text(encoding="utf-8"), re.S)
    }
    assert len(formulas) > 1000
    assert [formula for formula in formulas if incomplete(formula)] == []


def test_incomplete_formulas_are_seen():
    assert incomplete("<math><msub><mi>x</mi><mi>min</mi><mo>\u2061</mo></msub></math>")
    assert incomplete("<math><mfrac><mi>x</mi></mfrac></math>")
    assert not incomplete("<math><msup><mi>x</mi><mrow><mi>a</mi><mi>b</mi></mrow></msup></math>")
