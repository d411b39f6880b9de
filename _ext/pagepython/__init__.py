"""Python in the page: each code exercise can be done, and each page has a pad, where it is read.

A cell that ends in ``check("name", answer)`` gets a section with the contract of the page's script
(``pagepython/javascript/src``): the property ``exercise`` with ``check(source)`` and
``run(source)``, and a button that opens the editor. Its check is recorded (:mod:`.recording`) and
written to ``_static/pagepython/checks/``. Nothing but the buttons loads with a page.
"""

import html
import json
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from docutils import nodes
from places import SKIPPED, holds, skip
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset

from glm_core.datasets import load_penguins
from glm_core.exercises import exercises

from .cells import CHANGEABLE, code_of, exercise_of, imports_of, starter_of
from .recording import packed, recordable

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "pagepython" / "static"
LICENCES = ROOT / "pagepython" / "licences"
KILOBYTES = 440  # what a press on the first button brings
POLICY = "'wasm-unsafe-eval'; worker-src blob:"  # what a page with Python may do besides
ROLES = {"exercise": "exercise", "setting": "exercise", "cell": "py-cell"}
ROLES |= {"pad": "py-scratch", "lab": "loss-lab"}
logger = logging.getLogger(__name__)


class python_section(nodes.General, nodes.Element):
    """A place for an editor: `kind` is "exercise", "setting", "cell" or "pad"."""


def add_sections(app, doctree):
    """Behind each exercise a button, behind each cell that runs in the page another, and a pad."""
    if app.builder.format != "html" or app.builder.name in ("singlehtml", "epub"):
        return
    cells = [c for c in doctree.findall(nodes.container) if c.get("nb_element") == "cell_code"]
    if not cells:
        return
    sources = [code_of(cell) for cell in cells]
    imports = imports_of(sources)
    changeable = CHANGEABLE.get(app.env.docname, {})
    for cell in cells:
        source = code_of(cell)
        found = exercise_of(source, exercises())
        section = _exercise(found, source) if found else _cell(changeable, cells, cell, source)
        if section is not None:
            section["given"]["imports"] = imports
            cell.parent.insert(cell.parent.index(cell) + 1, section)
    pad = python_section(kind="pad", name="pad", label="Scratch pad")
    pad["given"] = {
        "kind": "pad",
        "imports": imports_of(sources, figures=True),
        "starter": "",
        "label": "Scratch pad, Python",
    }
    last = list(doctree.findall(nodes.section))
    (last[0] if last else doctree).append(pad)


def _exercise(found, source):
    name, answer = found
    if recordable(name) is None:
        logger.info(f"exercise {name!r} is for the notebook alone: it cannot be recorded")
        return None
    kind = exercises()[name].kind
    given = {"kind": "setting" if kind == "setting" else "exercise", "answer": answer}
    if kind == "setting":
        given["figure"] = answer.replace("_", "-")
    else:
        given |= {"starter": starter_of(source), "label": f"Your answer: {name}, Python"}
    return python_section(kind=given["kind"], name=name, given=given, label="Try it here")


def _cell(changeable, cells, cell, source):
    known = changeable.get(f"{zlib.crc32(source.encode()):08x}")
    if known is None:
        return None
    for number, other in enumerate(cells):
        if not other["ids"]:
            other["ids"] = [f"code-{number}"]
    needs = [cells[k]["ids"][0] for k in known]
    given = {
        "kind": "cell",
        "id": cell["ids"][0],
        "starter": source,
        "needs": needs,
        "label": "This cell, Python",
    }
    return python_section(kind="cell", name=cell["ids"][0], given=given, label="Change and run it")


class LossLab(SphinxDirective):
    """``{loss-lab}``: the reader writes a log-density or a loss, and sees what follows from it."""

    has_content = True

    def run(self):
        starter = "\n".join(self.content).strip() or LAB
        x, y = _twelve_penguins()
        given = {"kind": "lab", "x": x, "y": y, "starter": starter + "\n"}
        return [python_section(kind="lab", name="loss-lab", label="Open the loss lab", given=given)]


LAB = """def log_density(r):
    return -np.abs(r)  # of a residual r; or define loss(r) in its place"""


def _twelve_penguins():
    """Flipper length and mass of the twelve penguins of the chapter on losses, in its units."""
    birds = load_penguins(complete=True)
    few = np.random.default_rng(4).permutation(333)[:12]
    columns = (birds[name][few] for name in ("flipper_length_mm", "body_mass_g"))
    return [[round(float(v), 4) for v in (c - c.mean()) / c.std()] for c in columns]


def _visit_html(translator, node):
    kind, name = node["kind"], node["name"]
    role = ROLES[kind]
    marks = f' data-exercise="{html.escape(name)}"' if role == "exercise" else ""
    anchor = f' id="exercise-{html.escape(name)}"' if role == "exercise" else ""
    words = (
        "Check the figure"
        if kind == "setting"
        else "Scratch pad"
        if kind == "pad"
        else node["label"]
    )
    hint = " (Alt+P)" if kind == "pad" else ""
    text = json.dumps(node["given"], ensure_ascii=False, sort_keys=True).replace("</", "<\\/")
    label = html.escape(words if kind in ("pad", "lab") else f"{words}: {name}")
    translator.body.append(
        f'<section class="{role}"{marks} aria-label="{label}">'
        f'<button type="button" class="try"{anchor} hidden>{words}{hint}'
        f" <small>({KILOBYTES} kB)</small></button>"
        '<span class="py-wait" role="status" aria-live="polite"></span>'
        f'<script type="application/json">{text}</script></section>\n'
    )
    raise nodes.SkipNode


def _add_files(app, pagename, templatename, context, doctree):
    if holds(doctree, python_section):
        app.add_css_file("pagepython/pagepython.css")
        app.add_js_file("pagepython/start.js", loading_method="defer")


def _open_policy(app, pagename, templatename, context, doctree):
    """A page with Python may compile WebAssembly and start the worker; the others may not."""
    if holds(doctree, python_section):
        own = context.get("book_csp", "")
        context["book_csp"] = own.replace("script-src 'self'", f"script-src 'self' {POLICY}")


def _copy(app, builder):
    if builder.format == "html" and builder.name != "singlehtml":
        target = Path(app.outdir) / "_static" / "pagepython"
        copy_asset(STATIC, target)
        copy_asset(LICENCES, target / "licences")


def _finish(app, exception):
    if exception is not None or app.builder.format != "html" or app.builder.name == "singlehtml":
        return
    target = Path(app.outdir) / "_static" / "pagepython"
    (target / "checks").mkdir(parents=True, exist_ok=True)
    names = sorted(set().union(*app.env.pagepython_exercises.values()))
    scripts = [target / "checks" / f"{name}.js" for name in names]
    made_of = f"{app.config.mathematics_digest} {app.config.looks_digest}"
    note = Path(app.doctreedir) / "checks-made-of"
    if note.is_file() and note.read_text() == made_of and all(s.is_file() for s in scripts):
        return
    with ProcessPoolExecutor() as pool:
        for path, text in zip(scripts, pool.map(_check_script, names, chunksize=4), strict=True):
            path.write_text(text, encoding="utf-8")
    note.write_text(made_of)


def _check_script(name):
    return packed(recordable(name))


def _collect(app, doctree):
    """Names of the exercises that a page asks."""
    asked = (s for s in doctree.findall(python_section) if s["kind"] in ("exercise", "setting"))
    app.env.pagepython_exercises[app.env.docname] = {section["name"] for section in asked}


def _forget(app, env, docname):
    env.pagepython_exercises.pop(docname, None)


def _merge(app, env, docnames, other):
    theirs = getattr(other, "pagepython_exercises", {})
    env.pagepython_exercises |= {name: theirs[name] for name in docnames if name in theirs}


def _begin(app):
    if not hasattr(app.env, "pagepython_exercises"):
        app.env.pagepython_exercises = {}


def setup(app):
    other = SKIPPED | dict.fromkeys(("man", "epub"), (skip, None))
    app.add_node(python_section, html=(_visit_html, None), **other)
    app.add_directive("loss-lab", LossLab)
    app.connect("builder-inited", _begin)
    app.connect("doctree-read", add_sections, priority=400)
    app.connect("doctree-read", _collect, priority=450)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _add_files)
    app.connect("html-page-context", _open_policy, priority=900)
    app.connect("write-started", _copy)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}
