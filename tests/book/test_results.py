"""One sheet of all boxed results, the cards made of them, and the deck for Anki."""

import json
import re
import sqlite3
import sys
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
BOX = re.compile(r":::\{prf:(?:theorem|definition|lemma)\}.*?\n:label: (\S+)", re.S)


def labels() -> dict[str, str]:
    """Label -> page of every box of the notebooks."""
    found = {}
    for path in CHAPTERS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for label in BOX.findall("".join(cell["source"])):
                found[label] = path.stem
    return found


def soup(book, name: str) -> BeautifulSoup:
    text = (book / "book" / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


@pytest.fixture(scope="module")
def sheet(book):
    return BeautifulSoup(
        (book / "book" / "results.html").read_text(encoding="utf-8"), "html.parser"
    )


def test_every_boxed_result_is_on_the_sheet_with_its_link(sheet, book):
    links = [a["href"] for a in sheet.select(".result-title a")]
    assert sorted(links) == sorted(f"{page}.html#{label}" for label, page in labels().items())
    for href in links[::10]:
        page, label = href.split("#")
        assert f'id="{label}"' in (book / "book" / page).read_text(encoding="utf-8")


def test_a_result_has_its_number_its_title_and_its_formula(sheet, book):
    box = next(b for b in sheet.select(".result") if "Gibbs" in b.get_text())
    link = box.select_one("a")
    page, label = link["href"].split("#")
    chapter = soup(book, page.removesuffix(".html"))
    title = chapter.find(id=label).select_one(".admonition-title").get_text(" ", strip=True)
    number = re.search(r"\d+(?:\.\d+)*", title)[0]
    assert link.get_text(strip=True) == f"Theorem {number}"
    assert "(" not in box.select_one(".result-title").get_text()
    assert box.select(".katex")
    ids = [e["id"] for e in sheet.select("[id]")]
    assert len(ids) == len(set(ids))


def test_printed_it_is_two_pages(book, chromium):
    page = chromium.new_page()
    page.goto((book / "book" / "results.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    content = page.pdf(prefer_css_page_size=True, format="A4")
    page.close()
    assert len(re.findall(rb"/Type /Page\b", content)) == 2


HIDDEN = """() => [...document.querySelectorAll(".result")].flatMap((box) => {
  const formulas = [...box.querySelectorAll("div.math")];
  const said = formulas.length ? formulas : [...box.children].slice(1);
  const seen = said.filter((part) => part.getClientRects().length);
  return said.length && seen.length === said.length ? [] : [box.innerText];
})"""


def test_printed_no_result_is_a_title_or_a_premise_alone(book, chromium):
    """Every formula of a result, and where no formula has its own line, all of its words."""
    page = chromium.new_page()
    page.emulate_media(media="print")
    page.goto((book / "book" / "results.html").as_uri())
    hidden = page.evaluate(HIDDEN)
    page.close()
    assert hidden == []


def cards(book) -> list[dict]:
    folder = book / "_static" / "memory"
    sides = {}
    for path in sorted((folder / "cards").glob("*.js")):
        for of_page in value(path, "bookCardSides").values():
            sides |= of_page
    pages = value(folder / "cards.js", "bookCards")
    made = [(id, page, facts["chapter"]) for page, facts in pages.items() for id in facts["ids"]]
    assert sides.keys() == {id for id, _, _ in made}
    return [{"id": id, "page": page, "chapter": chapter, **sides[id]} for id, page, chapter in made]


def value(path, name):
    text = path.read_text(encoding="utf-8")
    return json.loads(text.removeprefix(f"globalThis.{name} = ").rstrip().removesuffix(";"))


def test_cards_are_the_results_and_the_quizzes(book):
    made = cards(book)
    ids = [card["id"] for card in made]
    assert len(ids) == len(set(ids))
    assert {id for id in ids if not id.startswith("quiz-")} <= set(labels())
    pages = {card["page"].removeprefix("book/") for card in made}
    forms = sum(len(soup(book, name).select("form.quiz")) for name in pages)
    assert len([id for id in ids if id.startswith("quiz-")]) == forms > 10
    assert all(card["front"] and card["name"] and card["chapter"] for card in made)


def test_a_quiz_is_asked_with_the_task_it_belongs_to(book):
    """*Which line is false?* without the lines asks for nothing; each chapter numbers its tasks."""
    for card in cards(book):
        if card["id"].startswith("quiz-"):
            text = BeautifulSoup(card["front"], "html.parser").get_text(" ", strip=True)
            assert re.match(r"\d+\. ", text), card["id"]
            lines = {int(n) for n in re.findall(r"\bLine (\d)\.", text)}
            if lines:
                items = BeautifulSoup(card["front"], "html.parser").select("ol > li")
                assert len(items) >= max(lines), card["id"]


def test_only_the_page_of_review_loads_the_cards(book):
    for name in ("entropy", "progress", "results"):
        assert "cards.js" not in (book / "book" / f"{name}.html").read_text(encoding="utf-8")
    assert "cards.js" in (book / "book" / "review.html").read_text(encoding="utf-8")


def deck(book) -> list[dict]:
    """What the cards for Anki are made of: beside the pages, not among them."""
    path = book.parent / ".doctrees" / "cards.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_note_for_anki_has_an_answer_and_no_link_to_nowhere(book):
    notes = deck(book)
    assert len(notes) > 200
    words = {
        note["id"]: BeautifulSoup(note["back"], "html.parser").get_text(strip=True)
        for note in notes
    }
    assert not [id for id, said in words.items() if not said]
    assert words["quiz-width-step"].startswith("Line 3.")
    assert words["quiz-three-taxis"] == "420"
    links = re.findall(r'href="([^"]*)"', "".join(n["front"] + n["back"] for n in notes))
    assert not [link for link in links if not re.match("https?:", link)]
    fronts = {note["id"]: note["front"] for note in notes}
    assert "least squares" in fronts["quiz-width-step"]


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import cards

    yield cards
    sys.modules.pop("cards", None)


def test_the_deck_holds_formulas_that_anki_reads(tool, tmp_path):
    made = [
        {
            "id": "thm-a",
            "page": "book/entropy",
            "name": "Theorem 2.1",
            "kind": "result",
            "chapter": "Entropy",
            "front": "<p>Gibbs</p>",
            "back": r"<p>\[\KL(p, q) \ge 0\]</p>",
        },
        {
            "id": "quiz-b",
            "page": "book/map",
            "name": "Check",
            "kind": "quiz",
            "chapter": "MAP",
            "front": "<p>How many?</p>",
            "back": "<p>56</p>",
        },
    ]
    target = tmp_path / "book.apkg"
    assert tool.make(made, target) == 2
    with zipfile.ZipFile(target) as packed:
        packed.extract("collection.anki2", tmp_path)
    base = sqlite3.connect(tmp_path / "collection.anki2")
    rows = dict(base.execute("select guid, flds from notes").fetchall())
    decks = json.loads(base.execute("select decks from col").fetchone()[0])
    base.close()
    assert any(r"\ge 0\]" in fields for fields in rows.values())
    assert any("\x1f<p>56</p>\x1f" in fields for fields in rows.values())
    assert {deck["name"].partition("::")[2] for deck in decks.values()} >= {"Entropy", "MAP"}
    again = tmp_path / "again.apkg"
    tool.make(made, again)
    with zipfile.ZipFile(again) as packed:
        packed.extract("collection.anki2", tmp_path / "again")
    second = sqlite3.connect(tmp_path / "again" / "collection.anki2")
    assert {guid for (guid,) in second.execute("select guid from notes")} == set(rows)
    second.close()


@pytest.mark.parametrize(
    ("folder", "bundle", "package"),
    [("review", "fsrs.js", "ts-fsrs"), ("classes", "qrcode.js", "qrcode-generator")],
)
def test_a_committed_bundle_names_its_licence_and_its_library(folder, bundle, package):
    text = (ROOT / "_ext" / folder / bundle).read_text(encoding="utf-8")
    vendor = ROOT / "_ext" / folder / "vendor"
    wanted = json.loads((vendor / "package.json").read_text())["devDependencies"][package]
    locked = json.loads((vendor / "package-lock.json").read_text())["packages"]
    assert locked[f"node_modules/{package}"]["version"] == wanted
    assert f"{package} - MIT License" in text
    assert not re.search(r"\b(eval|import)\(|\b(fetch|XMLHttpRequest|WebSocket|sendBeacon)\b", text)
