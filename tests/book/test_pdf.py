"""The printed book: chapters in order on pages of their own, with the contents' right numbers."""

import re
import sys
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = """<span id="document-book/{name}"></span><section>
<h1>{name}<a class="headerlink" href="#">#</a></h1><p>
{words} <a href="book/index.html#document-book/map">map</a> <a href="notes.txt">notes</a></p>
<div class="math"><div class="math-scroll"><span class="katex"
style="display: inline-block; white-space: nowrap">{formula}</span></div></div></section>"""

TABLE = f'<div class="table-scroll"><table><tr>{"<td>column</td>" * 12}</tr></table></div>'


@pytest.fixture
def pdf(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import pdf

    yield pdf
    sys.modules.pop("pdf", None)


@pytest.fixture
def page(tmp_path):
    """A book of three chapters; the first one is longer than a page, one formula is too wide."""
    chapters = [
        ("entropy", "word " * 3000, "x"),
        ("losses", "few", "x + " * 200),
        ("map", "few", "x"),
    ]
    body = "<section><h1>Book</h1></section>" + "".join(
        CHAPTER.format(name=n, words=w, formula=f) for n, w, f in chapters
    )
    style = (ROOT / "book" / "theme" / "static" / "book.css").as_uri()
    path = tmp_path / "whole-book.html"
    path.write_text(
        f'<!DOCTYPE html><html data-theme="dark"><head><link rel="stylesheet" href="{style}">'
        '</head><body><svg class="mark"></svg><article class="page">'
        f"{body}{TABLE}</article></body></html>",
        encoding="utf-8",
    )
    return path


def test_contents_count_the_pages_of_a_printed_book(pdf, page, chromium):
    target = page.with_suffix(".pdf")
    pdf.print_page(page, target, chromium)
    content = target.read_bytes()
    numbers = pdf.page_numbers(content)
    entropy, losses, last = (numbers[f"document-book/{n}"] for n in ("entropy", "losses", "map"))
    assert 3 <= entropy < entropy + 2 <= losses < last
    assert last == losses + 1 == len(re.findall(rb"/Type /Page\b", content))
    assert b"file:" not in content  # a link to another chapter leads to its page, not to a disk


def test_what_is_wider_than_paper_is_set_smaller_on_white(pdf, page, chromium):
    tab = pdf.open_page(chromium, page)
    wide = tab.evaluate("""[...document.querySelectorAll('.math-scroll')].map(
      (e) => [e.scrollWidth > e.clientWidth + 1,
              getComputedStyle(e.firstElementChild).fontSize])""")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    excess = "(e) => e.scrollWidth - e.clientWidth"
    table = tab.locator(".table-scroll").evaluate(excess)
    page_wide = tab.locator("html").evaluate(excess)
    shown = tab.locator(".front-contents li").all_inner_texts()
    tab.close()
    assert [too_wide for too_wide, _ in wide] == [False, False, False]
    assert wide[0][1] == wide[2][1] != wide[1][1]
    assert (table, page_wide) == (0, 0)  # else Chromium scales all pages down
    assert ground == "rgb(255, 255, 255)"
    assert [line.strip() for line in shown] == ["entropy", "losses", "map"]


def streams(content: bytes) -> list[bytes]:
    """What is drawn on the pages: their content, unpacked."""
    found = []
    for packed in re.findall(rb"stream\n(.*?)\nendstream", content, re.S):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue  # a font, or a picture of another kind
    return found


NUMBER = rb"(-?[\d.]+) "
CLIP = re.compile(NUMBER * 4 + rb"re\nW\*? n")
RED = re.compile(rb"1 0 0 rg\n(.*?)(?= rg\n|$)", re.S)
FILLED = re.compile(NUMBER * 4 + rb"re\nf")
PLACED = re.compile(NUMBER * 6 + rb"cm")


def test_the_sheet_of_results_is_printed_to_the_edge_of_its_last_column(pdf, page, chromium):
    """Its pages are wider than the others: nothing may cut them at the width of those."""
    style = (ROOT / "_ext" / "results" / "results.css").as_uri()
    words = '<p style="background: rgb(255, 0, 0)">Words that fill the column. </p>'
    sheet = f'<section><h1>Sheet</h1><div class="results">{words * 30}</div></section>'
    text = page.read_text(encoding="utf-8")
    text = text.replace("</head>", f'<link rel="stylesheet" href="{style}"></head>')
    text = text.replace("<section><h1>Book</h1></section>", "<section><h1>Book</h1>")
    page.write_text(text.replace("</article>", f"{sheet}</section></article>"), encoding="utf-8")
    target = page.with_suffix(".pdf")
    pdf.print_page(page, target, chromium)
    (drawn,) = [one for one in streams(target.read_bytes()) if RED.search(one)]
    clipped, _, clip_wide, _ = map(float, CLIP.search(drawn).groups())
    before = drawn[: RED.search(drawn).start()]
    scale, *_, left, _ = map(float, PLACED.findall(before)[-1])
    red = FILLED.findall(b"".join(RED.findall(drawn)))
    edges = [left + scale * (float(x) + float(w)) for x, _, w, _ in red]
    assert len({round(edge) for edge in edges}) == 3, "three columns"
    assert max(edges) < clipped + clip_wide + scale  # a pixel, since boxes are rounded


STATES = """<div style="break-before: page; height: 1cm"><p id="text-{n}">Text.</p></div>
<div style="height: {n}cm"></div><h4 id="head-{n}">Head</h4><div class="highlight" id="box-{n}">
<pre id="code-{n}">{lines}</pre></div>
<figure class="explorable-still"><img id="first-{n}" src="{src}" style="height: 6cm" alt="one">
<img id="last-{n}" src="{src}" style="height: 11cm" alt="two"><figcaption id="caption-{n}">Two
</figcaption></figure>"""
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='400' height='300'/%3E"
)


def test_headings_stay_with_what_they_head_and_captions_with_their_figures(pdf, page, chromium):
    fillers, lines = range(0, 24), "line\n" * 8
    body = "".join(STATES.format(n=n, lines=lines, src=PICTURE) for n in fillers)
    names = [
        f"{name}-{n}"
        for name in ("head", "box", "code", "first", "last", "caption")
        for n in fillers
    ]
    links = "".join(f'<a href="#{name}">.</a>' for name in names)  # only these get a place
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</article>", f"{body}<p>{links}</p></article>"), encoding="utf-8")
    target = page.with_suffix(".pdf")
    pdf.print_page(page, target, chromium)
    at = pdf.page_numbers(target.read_bytes())
    assert [n for n in fillers if at[f"head-{n}"] != at[f"code-{n}"]] == []
    assert [n for n in fillers if at[f"box-{n}"] != at[f"code-{n}"]] == []
    assert [n for n in fillers if at[f"last-{n}"] != at[f"caption-{n}"]] == []
    # a figure's states may stand on two pages: no page stays half empty for them
    assert any(at[f"first-{n}"] < at[f"last-{n}"] for n in fillers)
