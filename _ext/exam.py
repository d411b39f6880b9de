"""``{exam}``: a test at the end of each part and of the book, drawn anew each time.

The questions of `exam_questions.py` are computed by Python while the book is built: each one's
words once, and many sets of numbers with their answers (`_static/exam/questions.js`, loaded on the
page of the directive alone). `exam/exam.js` draws, marks, and says what to read again.
"""

import html
import re
from pathlib import Path

from docutils import nodes
from exam_questions import QUESTIONS
from explorables.hosts.tex import tex_html
from places import SKIPPED, add_script, copy_static, holds, on_screen, write_global
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

FILES = Path(__file__).parent / "exam"
VARIANTS = 60
FORM = (
    '<div class="exam" data-no-memory><div class="exam-acts js-only"><label>A test on '
    '<select><option value="">the whole book</option></select></label> '
    '<button type="button">Draw a test</button></div>'
    '<p class="exam-status" role="status"></p><form class="exam-form" novalidate hidden></form>'
    '<section class="exam-result" tabindex="-1" hidden></section></div>\n'
)
logger = logging.getLogger(__name__)


class exam(nodes.General, nodes.Element):
    """The place of the test."""


class Exam(SphinxDirective):
    def run(self):
        return [exam()]


def markup(text: str) -> str:
    """Words with $formulas$, `code` and «places for numbers» as HTML."""
    parts = re.split(r"(\$[^$]+\$|`[^`]+`)", text)

    def one(part: str) -> str:
        if part.startswith("$"):
            return f'<span class="math">{tex_html(part[1:-1], display=False)}</span>'
        return f"<code>{part[1:-1]}</code>" if part.startswith("`") else html.escape(part)

    return "".join(map(one, parts))


def parts(env) -> list[dict]:
    """The parts of the book, each with its chapters in order."""
    trees = env.external_site_map.root.subtrees
    return [{"title": tree.caption, "pages": [str(f) for f in tree.files()]} for tree in trees]


def question(env, name: str) -> dict | None:
    """All that the page needs of one question; None, with a warning, if its place is not there."""
    asked = QUESTIONS[name]
    page, _, section = f"book/{asked.place}".partition("#")
    if page not in env.all_docs:
        return None
    if section not in env.book_deeds[page]["sections"]:
        logger.warning(f"question {name!r}: {asked.place} must be a section of the book")
        return None
    heading = next(s for s in env.get_doctree(page).findall(nodes.section) if section in s["ids"])
    variants = asked.variants(VARIANTS)
    return {
        "name": name,
        "page": page,
        "topic": env.titles[page].astext(),
        "section": section,
        "heading": heading[0].astext(),
        "digits": asked.digits,
        "html": markup(asked.text),
        "names": list(variants[0][0]),
        "slips": list(asked.slips),
        "variants": [
            [list(numbers.values()), float(f"{answer:.10g}"), [float(f"{w:.10g}") for w in wrong]]
            for numbers, answer, wrong in variants
        ],
    }


def add_files(app, pagename, templatename, context, doctree):
    if holds(doctree, exam):
        add_script(app)
        app.add_css_file("exam/exam.css", priority=900)
        context["book_formulas"] = True
        for name in ("questions.js", "exam.js"):
            app.add_js_file(f"exam/{name}", loading_method="defer", priority=700)


def write_files(app, exception):
    if exception is not None or app.builder.name != "html":
        return
    target = copy_static(app, FILES, ("exam.css", "exam.js"))
    asked = [one for name in QUESTIONS if (one := question(app.env, name))]
    pages = {one["page"] for one in asked}
    known = [part for part in parts(app.env) if pages & set(part["pages"])]
    data = {"parts": known, "questions": asked}
    write_global(target / "questions.js", "bookExam", data)


def setup(app):
    app.add_directive("exam", Exam)
    app.add_node(exam, html=on_screen(FORM), **SKIPPED)
    app.connect("html-page-context", add_files)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
