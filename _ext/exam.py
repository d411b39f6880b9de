"""``{exam}``: a test at the end of each part and of the book, drawn anew each time.

The questions of `exam_questions.py` are computed by Python while the book is built: each one's
words once, and many sets of numbers with their answers (`_static/exam/questions.js`, read when a
test is drawn). `exam/exam.js` draws, marks, and says what to read again.
"""

import html
import re
from pathlib import Path

from docutils import nodes
from exam_questions import QUESTIONS
from explorables.hosts.tex import tex_html
from places import SKIPPED, add_script, copy_static, holds, write_global
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

FILES = Path(__file__).parent / "exam"
VARIANTS = 60
FORM = (
    '<div class="exam" data-no-memory><div class="exam-acts js-only"><label>A test on '
    '<select><option value="">the whole book</option>{}</select></label> '
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
    """The parts of the book that questions ask about, each with its chapters in order."""
    asked = {f"book/{one.place.partition('#')[0]}" for one in QUESTIONS.values()}
    trees = env.external_site_map.root.subtrees
    found = [{"title": tree.caption, "pages": [str(f) for f in tree.files()]} for tree in trees]
    return [part for part in found if asked & set(part["pages"])]


def visit_exam(self, node):
    if self.builder.name == "html":
        titles = [html.escape(part["title"]) for part in parts(self.builder.env)]
        self.body.append(FORM.format("".join(f"<option>{title}</option>" for title in titles)))
    raise nodes.SkipNode


def question(env, name: str) -> dict | None:
    """All that the page needs of one question; None, with a warning, if its place is not there."""
    asked = QUESTIONS[name]
    page, _, section = f"book/{asked.place}".partition("#")
    if page not in env.all_docs:
        return None
    if section not in env.book_deeds[page]["sections"]:
        logger.warning(f"question {name!r}: {asked.place} must be a section of the book")
        return None
    links = env.tocs[page].findall(nodes.reference)
    heading = next(link for link in links if link["anchorname"] == f"#{section}")
    variants = asked.variants(VARIANTS)
    return {
        "name": name,
        "page": page,
        "topic": env.titles[page].astext(),
        "section": section,
        "heading": heading.astext(),
        "digits": asked.digits,
        "unit": asked.unit,
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
        app.add_js_file("exam/exam.js", loading_method="defer", priority=700)


def write_files(app, builder):
    if builder.name != "html":
        return
    target = copy_static(app, FILES, ("exam.css", "exam.js"))
    asked = [one for name in QUESTIONS if (one := question(app.env, name))]
    data = {"parts": parts(app.env), "questions": asked}
    write_global(target / "questions.js", "bookExam", data)


def setup(app):
    app.add_directive("exam", Exam)
    app.add_node(exam, html=(visit_exam, None), **SKIPPED)
    app.connect("html-page-context", add_files)
    app.connect("write-started", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
