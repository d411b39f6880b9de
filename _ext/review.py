"""``{review}``: a few cards for today, of the boxed results and the quizzes of the chapters.

The cards are made when the book is built: their names in `_static/memory/cards.js`, loaded on the
page of the directive alone, and what they say in `cards/CHAPTER.js`, read when a card of it comes.
When a card comes again is FSRS's to say (`review/fsrs.js`, the bundled ts-fsrs, read with the
first card); what it knows is kept by `memory.js`. A quiz is answered in its own form, hashes and
all; what slipped in an exercise in code is asked for by its own words. The same cards with
formulas as TeX, with answers and without links into the book, go to `cards.json` beside the
doctrees, for `tools/cards.py` to make a deck of.
"""

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from places import SKIPPED, as_read, on_screen, write_global
from places import copy_files as copy_to
from quiz import quiz, quiz_option
from results import boxes, chapters, plain, unwrapped
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parallel import ParallelTasks, parallel_available

from glm_core.exercises import exercises

FILES = Path(__file__).parent / "review"
STATIC = ("review.css", "review.js", "fsrs.js")


class review(nodes.General, nodes.Element):
    """The place of today's cards."""


class Review(SphinxDirective):
    def run(self):
        vars(self.env)["review_page"] = self.env.docname
        return [review()]


CARDS = (
    '<div class="review" data-no-memory><p class="review-status" role="status">'
    "Cards need JavaScript in your browser.</p>"
    '<article class="review-card" tabindex="-1" hidden></article>'
    '<div class="review-acts js-only"></div></div>\n'
)


def result_cards(env) -> list[dict]:
    """What a result says, asked for by its name."""
    cards = []
    for box in boxes(env):
        if box.title:
            front = nodes.paragraph("", "", *unwrapped(box.title))
            card = {"id": box.label, "page": box.page, "name": box.name, "kind": "result"}
            cards.append(card | {"front": [front], "back": box.body})
    return cards


def _answer(node: quiz) -> list[nodes.Node]:
    """What is right and why, of a quiz whose exercise stands in the package; of a hash, nothing."""
    exercise = exercises().get(node["name"])
    if exercise is None or exercise.kind != "value":
        return []
    value = exercise.reference()
    if node["key"]["kind"] == "number":
        said = f"{value:.6g}" if isinstance(value, int | float) else str(value)
        return [nodes.paragraph("", said)]
    places = value if isinstance(value, tuple) else (value,)
    options = [option for option in node.findall(quiz_option) if option["place"] in places]
    right = [copy for option in options for child in option.children for copy in plain(child)]
    return [*right, nodes.paragraph("", " ".join((exercise.reference.__doc__ or "").split()))]


def _task(node: quiz) -> list[nodes.Node]:
    """What a quiz is about: what stands above it, from the words in bold that begin its task."""
    above = node.parent.children[: node.parent.index(node)]
    for start in range(len(above) - 1, -1, -1):
        part = above[start]
        if isinstance(part, quiz | nodes.section | nodes.title | nodes.container):
            break
        first = next((child for child in part.children if child.astext()), None)
        if isinstance(part, nodes.paragraph) and isinstance(first, nodes.strong):
            return [copy for child in above[start:] for copy in plain(child)]
    return []


def quiz_cards(env) -> list[dict]:
    cards = []
    for page in chapters(env):
        for node in as_read(env, page).findall(quiz):
            (form,) = plain(node)
            form["ids"] = list(node["ids"])
            card = {"id": node["ids"][0], "page": page, "name": node["title"], "kind": "quiz"}
            cards.append(
                card | {"front": [*_task(node), form], "back": [], "answer": _answer(node)}
            )
    return cards


CUT = "<!-- the next side -->"


def markup(app, docname: str, sides: list[list[nodes.Node]]) -> list[str]:
    """HTML of each list of nodes as it would stand on a page; all are rendered at once."""
    document = app.env.get_doctree(docname)
    document.children = []
    for parts in sides:
        document += [part.deepcopy() for part in parts]
        document += nodes.raw("", CUT, format="html")
    for link in document.findall(lambda node: "refdoc" in getattr(node, "attributes", {})):
        link["refdoc"] = docname
    app.env.apply_post_transforms(document, docname)
    body = app.builder.render_partial(document)["body"]
    return [side.strip() for side in body.split(CUT)[:-1]]


LINK = re.compile(r'<a [^>]*href="(?!https?:)[^"]*"[^>]*>(.*?)</a>', re.S)


def as_tex(parts: list[nodes.Node]) -> list[nodes.Node]:
    r"""Formulas as Anki reads them: \(…\) and \[…\]; of a quiz its question alone."""
    whole = nodes.container("", *[part.deepcopy() for part in parts])
    for formula in list(whole.findall(lambda n: isinstance(n, nodes.math | nodes.math_block))):
        left, right = (r"\[", r"\]") if isinstance(formula, nodes.math_block) else (r"\(", r"\)")
        text = nodes.Text(left + formula.astext().strip() + right)
        inline = isinstance(formula, nodes.math)
        formula.replace_self(text if inline else nodes.paragraph("", "", text))
    for form in list(whole.findall(quiz)):
        kept = [c for c in form.children if type(c).__name__ not in ("quiz_answer", "quiz_slip")]
        kept = [c for c in kept if type(c).__name__ != "quiz_hint"]
        lines = [
            nodes.paragraph("", "", *(c.children if type(c).__name__ == "quiz_option" else [c]))
            if type(c).__name__ == "quiz_option"
            else c
            for c in kept
        ]
        form.replace_self(lines)
    return whole.children


def cards_of(env) -> list[dict]:
    return [*result_cards(env), *quiz_cards(env)]


def copy_files(app, builder):
    """The page's files, and which cards there are, chapter by chapter."""
    if builder.name != "html":
        return
    target = copy_to(FILES, STATIC, Path(app.outdir) / "_static" / "memory")
    if hasattr(app.env, "review_page"):
        shown: dict[str, dict[str, Any]] = {}
        builder.cards = cards_of(app.env)
        for card in builder.cards:
            chapter = app.env.titles[card["page"]].astext()
            of_page = shown.setdefault(card["page"], {"chapter": chapter, "ids": []})
            of_page["ids"].append(card["id"])
        write_global(target / "cards.js", "bookCards", shown)


def write_cards(app):
    """What the cards say, rendered as on a page, and for Anki's deck."""
    env, deck = app.env, []
    cards = getattr(app.builder, "cards", None) or cards_of(env)
    told = [(card["front"], card.get("answer", card["back"])) for card in cards]
    in_page = [side for card in cards for side in (card["front"], card["back"])]
    in_deck = [as_tex(side) for sides in told for side in sides]
    texts = iter(markup(app, env.review_page, [*in_page, *in_deck]))
    on_pages = [{"front": next(texts), "back": next(texts)} for _ in cards]
    said: dict[str, dict[str, Any]] = {}
    for card, sides in zip(cards, on_pages, strict=True):
        facts = {name: card[name] for name in ("id", "page", "name", "kind")}
        facts["chapter"] = env.titles[card["page"]].astext()
        said.setdefault(card["page"], {})[card["id"]] = {"name": card["name"], **sides}
        tex = {"front": next(texts), "back": next(texts)}
        deck.append(facts | {side: LINK.sub(r"\1", text) for side, text in tex.items()})
    folder = Path(app.outdir) / "_static" / "memory" / "cards"
    folder.mkdir(parents=True, exist_ok=True)
    for page, asked in said.items():
        write_global(folder / f"{Path(page).name}.js", "bookCardSides", {page: asked})
    text = json.dumps(deck, ensure_ascii=False, indent=1)
    (Path(app.doctreedir) / "cards.json").write_text(text, encoding="utf-8")


def start_cards(app, doctree, docname):
    """A process of its own renders the cards while pages are written, once writing is prepared."""
    parallel = parallel_available and app.parallel > 1
    if app.builder.name != "html" or not parallel or hasattr(app.builder, "card_tasks"):
        return
    app.builder.card_tasks = ParallelTasks(1)
    if hasattr(app.env, "review_page"):
        app.builder.card_tasks.add_task(write_cards, app)


def finish_cards(app, exception):
    tasks = getattr(app.builder, "card_tasks", None)
    if exception is not None:
        if tasks:
            tasks.terminate()
    elif tasks:
        tasks.join()
    elif app.builder.name == "html" and hasattr(app.env, "review_page"):
        write_cards(app)


def add_files(app, pagename, templatename, context, doctree):
    if pagename == getattr(app.env, "review_page", None) and app.builder.name == "html":
        for name in ("memory/review.css", "explore/katex/katex.min.css"):
            app.add_css_file(name)
        for name in ("cards.js", "review.js"):
            app.add_js_file(f"memory/{name}", loading_method="defer", priority=700)


def merge(app, env, docnames, other):
    if hasattr(other, "review_page"):
        env.review_page = other.review_page


def setup(app):
    app.add_directive("review", Review)
    app.add_node(review, html=on_screen(CARDS), **SKIPPED)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_files)
    app.connect("write-started", copy_files)
    app.connect("doctree-resolved", start_cards)
    app.connect("build-finished", finish_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
