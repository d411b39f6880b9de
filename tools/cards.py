"""Make an Anki deck of the built book's review cards: ``_build/book.apkg``.

python tools/cards.py            (after a build; `make cards` does both)
Formulas are TeX in Anki's own delimiters. A card keeps its number from one edition to the next, so
that importing a new deck keeps what Anki knows of it.
"""

import html
import json
import sys
import zlib
from pathlib import Path

import genanki
from explorables.configuration import settings

import glm_core.explore  # noqa: F401 - the macros

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "_build" / ".doctrees" / "cards.json"
TARGET = ROOT / "_build" / "book.apkg"
TITLE = "Where Loss Functions Come From"
STYLE = """.card { font: 20px/1.5 serif; text-align: left; max-width: 40em; margin: 0 auto }
.where { color: #777; font-size: 15px }"""
MODEL = genanki.Model(
    1_763_201_884,
    TITLE,
    fields=[{"name": name} for name in ("Front", "Back", "Where")],
    templates=[
        {
            "name": "Recall",
            "qfmt": '<p class="where">{{Where}}</p>{{Front}}',
            "afmt": '{{FrontSide}}<hr id="answer">{{Back}}',
        }
    ],
    css=STYLE,
)


def defined(text: str) -> str:
    r"""Text with the book's macros that it uses in front, as ``\(\newcommand{…}\)``."""
    lines = []
    for name, meaning in settings.macros.items():
        if name in text:
            count = f"[{meaning.count('#')}]" if "#" in meaning else ""
            lines.append(rf"\newcommand{{{name}}}{count}{{{meaning}}}")
    return rf"<span hidden>\({' '.join(lines)}\)</span>{text}" if lines else text


def note(card: dict) -> genanki.Note:
    """A result is asked for by its name, a quiz by its question; answered if the book can."""
    where = html.escape(f"{card['name']} · {card['chapter']}")
    if card["kind"] == "result":
        front, back = f"State: {card['front']}", card["back"]
    else:
        front, back = card["front"], card["back"] or f"Check it in the book: {where}"
    fields = [defined(front), defined(back), where]
    return genanki.Note(model=MODEL, fields=fields, guid=genanki.guid_for(TITLE, card["id"]))


def make(cards: list[dict], target: Path) -> int:
    """A deck with a sub-deck for each chapter; returns the number of its notes."""
    decks: dict = {}
    for card in cards:
        name = f"{TITLE}::{card['chapter']}"
        deck = decks.setdefault(name, genanki.Deck(zlib.crc32(name.encode()) + 1, name))
        deck.add_note(note(card))
    genanki.Package(list(decks.values())).write_to_file(str(target), timestamp=0)
    return sum(len(deck.notes) for deck in decks.values())


if __name__ == "__main__":
    if not SOURCE.is_file():
        sys.exit(f"the book must be built first: make book (no {SOURCE.relative_to(ROOT)})")
    count = make(json.loads(SOURCE.read_text(encoding="utf-8")), TARGET)
    print(f"{TARGET} ({count} cards): open it with Anki")
