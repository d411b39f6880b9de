"""A class without a server: ``{hand-in}`` for a student, ``{teachers-page}`` for the teacher.

`classes/handin.js` makes a small file, a link or a QR code of what the reader did,
`classes/class.js` reads any number of them and counts. What may stand in them is written while the
book is built, `classes/questions.js`: figures' questions, quizzes, exercises of each chapter. It
is read with `classes/packet.js` when something is handed in or opened, and not before.
`classes/present.js` shows one figure to a room; `memory.js` loads it where the address asks for it.
"""

import json
from pathlib import Path

from docutils import nodes
from explorables.hosts.sphinx import explorable
from memory import book_map
from places import SKIPPED, add_script, as_read, copy_static, holds, on_screen, write_global
from sphinx.util.docutils import SphinxDirective

FILES = Path(__file__).parent / "classes"
STATIC = ("classes.css", "packet.js", "handin.js", "class.js", "qrcode.js")
ASKED = ("question", "options", "answer")
PRESENT = ("present.js", "present.css")


class classroom(nodes.General, nodes.Element):
    """The teacher's tables."""


class Classroom(SphinxDirective):
    def run(self):
        return [classroom()]


HAND_IN = """<form class="handin js-only" data-no-memory>
<p><label>Your name, or a number that your teacher knows
<input name="who" required maxlength="60" autocomplete="name"></label></p>
<p><label>What <select name="what"><option value="">everything</option></select></label></p>
<p class="handin-acts"><button type="submit" value="file">Make a file</button>
<button type="submit" value="link">Copy a link</button>
<button type="submit" value="code">Show a QR code</button></p>
<p class="handin-status" role="status"></p><div class="handin-code"></div></form>
"""
CLASS = """<div class="class" data-no-memory>
<div class="class-drop"><p><label>Files<input type="file" multiple accept=".json"></label>
or drop them here, a folder's worth at once.</p>
<p><label>Links or texts, one a line<textarea rows="3" spellcheck="false"></textarea></label></p>
<p><button type="button" data-class="read">Read what is pasted</button></p></div>
<p class="class-status" role="status">Reading needs JavaScript in your browser.</p>
<ul class="class-skipped"></ul>
<div class="class-acts js-only"><label>Show
<select><option value="">the whole book</option></select></label>
<button type="button" data-class="csv">Save as CSV</button>
<button type="button" data-class="print">Print</button>
<button type="button" data-class="forget">Forget the class</button></div>
<section class="class-guesses"></section><section class="class-answers"></section>
<section class="class-people"></section></div>
"""


class hand_in(nodes.General, nodes.Element):
    """The form on the page of progress."""


class HandIn(SphinxDirective):
    def run(self):
        return [hand_in()]


def questions(env) -> list[dict]:
    """Chapters in their order: what may be guessed, answered and programmed there."""
    pages = []
    for chapter in book_map(env):
        asked = {}
        for node in as_read(env, chapter["page"]).findall(explorable):
            payload = json.loads(node["payload"])
            if payload["predict"]:
                asked[payload["slug"]] = {name: payload["predict"][name] for name in ASKED}
        kept = {name: chapter[name] for name in ("page", "title", "quizzes", "code")}
        pages.append(kept | {"guesses": asked})
    return pages


def add_files(app, pagename, templatename, context, doctree):
    if doctree is None or app.builder.name != "html":
        return
    wanted = []
    if holds(doctree, hand_in):
        wanted = ["handin.js"]
    if holds(doctree, classroom):
        wanted = ["class.js"]
    if wanted:
        add_script(app)
    for name in wanted:
        app.add_css_file("classes/classes.css", priority=900)
        app.add_js_file(f"classes/{name}", loading_method="defer", priority=700)


def write_files(app, builder):
    if builder.name != "html":
        return
    target = copy_static(app, FILES, (*STATIC, *PRESENT))
    write_global(target / "questions.js", "bookQuestions", questions(app.env))


def setup(app):
    app.add_directive("teachers-page", Classroom)
    app.add_directive("hand-in", HandIn)
    app.add_node(classroom, html=on_screen(CLASS), **SKIPPED)
    app.add_node(hand_in, html=on_screen(HAND_IN), **SKIPPED)
    app.connect("html-page-context", add_files)
    app.connect("write-started", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
