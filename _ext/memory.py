"""The book remembers, in the reader's browser alone: places, guesses, answers, settings.

``{progress}`` is the page that shows it. Every page loads `memory/memory.js`, the page of progress
also `memory/progress.js` and a map of the book (`memory/map.js`): pages with the numbers of their
sections, quizzes, exercises and figures that ask. Nothing is sent; there is nowhere to send it to.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from explorables.hosts.sphinx import explorable
from places import SKIPPED, add_script, copy_static, holds, write_global
from quiz import quiz
from sphinx.util.docutils import SphinxDirective

import glm_core
from glm_core.exercises import exercises

FILES = Path(__file__).parent / "memory"
STATIC = ("memory.css", "memory.js", "progress.css", "progress.js", "trouble.css", "trouble.js")


class progress(nodes.General, nodes.Element):
    """The table of what was done, with its buttons."""


class Progress(SphinxDirective):
    def run(self):
        return [progress()]


def visit_progress(self, node):
    self.body.append(
        '<div data-no-memory><p class="progress-status" role="status"></p>'
        '<div class="progress-table table-scroll"></div>'
        "<h2>Slips worth a second look</h2>"
        '<ul class="progress-slips"></ul>'
        '<div class="progress-acts js-only">'
        '<button type="button" data-progress="export">Export to a file</button>'
        '<label>Import a file<input type="file" accept=".json" data-progress="import"></label>'
        '<button type="button" data-progress="print">Print</button>'
        '<button type="button" data-progress="forget">Forget everything</button></div>'
        '<dialog id="forget-dialog" aria-labelledby="forget-words"><form method="dialog">'
        '<p id="forget-words">Forget everything that this browser remembers of the book? '
        "This cannot be undone; an export keeps a copy.</p>"
        '<button value="">Keep it</button> <button value="forget">Forget it</button>'
        "</form></dialog></div>\n"
    )
    raise nodes.SkipNode


def note_deeds(app, doctree):
    """What can be done on a page, for the map of the book."""
    env = app.env
    ids = [s["ids"][0] for s in doctree.findall(nodes.section) if s["ids"]]
    ids = [name for name in ids if not name.startswith("proof-content")]
    figures = [json.loads(node["payload"]) for node in doctree.findall(explorable)]
    env.book_deeds[env.docname] = {
        "sections": ids,
        "quizzes": [node["name"] for node in doctree.findall(quiz)],
        "figures": [payload["slug"] for payload in figures if payload["predict"]],
    }


def forget_deeds(app, env, docname):
    env.book_deeds.pop(docname, None)


def merge_deeds(app, env, docnames, other):
    env.book_deeds.update({name: other.book_deeds[name] for name in docnames})


def prepare(app):
    if not hasattr(app.env, "book_deeds"):
        app.env.book_deeds = {}


def book_map(env) -> list[dict]:
    """Chapters in their order: those with something to do."""
    code: dict = {}
    for name, exercise in exercises().items():
        if exercise.kind != "value":
            code.setdefault(exercise.chapter.replace("_", "-"), []).append(name)
    pages = []
    for name in env.toctree_includes.get(env.config.root_doc, []):
        deeds = env.book_deeds.get(name)
        chapter = code.get(name.rpartition("/")[2], [])
        if deeds and (deeds["quizzes"] or deeds["figures"] or chapter):
            title = env.titles[name].astext()
            pages.append({"page": name, "title": title, **deeds, "code": chapter})
    return pages


def count_sections(app, pagename, templatename, context, doctree):
    """Each chapter's link in the contents says how many sections there are to read."""
    if app.builder.name != "html":
        return
    pages = app.env.toctree_includes.get(app.config.root_doc, [])
    links = {app.builder.get_relative_uri(pagename, name): name for name in pages}
    links["#"] = pagename

    def counted(found: re.Match) -> str:
        deeds = app.env.book_deeds.get(links.get(found[2], ""))
        return f'{found[1]} data-sections="{len(deeds["sections"])}">' if deeds else found[0]

    link = r'(<a class="[^"]*\binternal" href="([^"]*)")>'
    context["book_contents"] = re.sub(link, counted, context["book_contents"])


def add_files(app, pagename, templatename, context, doctree):
    context["book_edition"] = glm_core.__version__
    app.add_css_file("memory/memory.css")
    app.add_js_file("memory/memory.js", loading_method="defer")
    if holds(doctree, progress):
        add_script(app)
        app.add_css_file("memory/progress.css")
        app.add_js_file("memory/map.js", loading_method="defer")
        app.add_js_file("memory/progress.js", loading_method="defer")


def write_files(app, builder):
    if builder.format == "html":
        target = copy_static(app, FILES, STATIC)
        counted = [
            page | {part: len(page[part]) for part in ("sections", "quizzes", "code", "figures")}
            for page in book_map(app.env)
        ]
        write_global(target / "map.js", "bookMap", counted)


def setup(app):
    app.add_directive("progress", Progress)
    app.add_node(progress, html=(visit_progress, None), **SKIPPED)
    app.connect("builder-inited", prepare)
    app.connect("doctree-read", note_deeds)
    app.connect("env-purge-doc", forget_deeds)
    app.connect("env-merge-info", merge_deeds)
    app.connect("html-page-context", add_files)
    app.connect("html-page-context", count_sections, priority=750)  # the contents are there at 700
    app.connect("write-started", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
