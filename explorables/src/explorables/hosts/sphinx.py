"""Explorables in a Sphinx book: a MyST-NB renderer, and an extension that brings script and style.

In another Jupyter Book, add ``explorables.sphinx`` to ``sphinx: extra_extensions``.
"""

from __future__ import annotations

import base64
import html
import json
import os
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset

from ..configuration import configure
from ..figure.giveaway import given_away, tell
from .page import STATIC, answer_html, figure_html, has_formulas, question_html, script
from .still import drawn_states
from .widget import STATIC as STATIC_BUILD
from .widget import VIEW

logger = logging.getLogger(__name__)


class explorable(nodes.General, nodes.Element):
    """A figure that moves: its payload, and its still picture as a child."""


class ExplorableRenderer:
    """MyST-NB's renderer for outputs that carry an explorable; every other output is left alone."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Nodes of one output, or None when it is none of ours or the extension is not loaded."""
        if data.mime_type != VIEW or "explorable" not in data.content:
            return None
        env = getattr(renderer.renderer, "sphinx_env", None)
        if env is None or "explorables_macros" not in env.app.config:
            return None
        payload = _of_its_own(data.content["explorable"], env)
        name = [f"explorable-{env.docname.replace('/', '-')}-{payload['slug']}.png"]
        picture = data.content["picture"]
        uri = renderer.write_file(name, base64.b64decode(picture), overwrite=True)
        node = explorable(payload=json.dumps(payload), docname=env.docname, picture=picture)
        node["closed"] = data.content.get("closed", picture)  # a glance shows it before the guess
        node["states"] = data.content.get("states")
        node += nodes.image(uri=uri, alt=payload["alt"])
        return [node]


def _of_its_own(payload, env):
    """The payload under a name that no figure before it has on this page."""
    slugs, own, k = env.temp_data.setdefault("explorables", []), payload["slug"], 1
    while own in slugs:
        k += 1
        own = f"{payload['slug']}-{k}"
    slugs.append(own)
    if k > 1:
        logger.warning(
            f"figure must have a name of its own on its page (got {payload['slug']!r} again: "
            f"its address is #{own})",
            location=env.docname, type="explorable", subtype="name",
        )  # fmt: skip
    return {**payload, "slug": own}


def _check_questions(app, doctree, docname):
    """Warns where a figure, or the text directly above it, gives its question's answer away."""
    if app.builder.name == "singlehtml":
        return  # what the pages say already
    for node in doctree.findall(explorable):
        payload = json.loads(node["payload"])
        if payload["predict"]:
            for said in _faults(payload, _text_above(node)):
                logger.warning(said, location=docname, type="explorable", subtype="answer")


def _faults(payload, above):
    question, name = payload["predict"], payload["name"]
    found, shown = dict(question.get("given_away", {})), question.get("shown", {})
    for number, places in given_away(question, [("the text directly above", above)]).items():
        found[number] = found.get(number, []) + places
    needless = [number for number in shown if number not in found]
    return tell(name, found, shown) + [
        f"predict shown of {name} must name numbers in sight before the guess (got {number!r})"
        for number in needless
    ]


_SAID = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.math_block)


def _text_above(node):
    """The paragraph, list or formula before a figure in its section, and what cells print after."""
    while not isinstance(node.parent, nodes.section | nodes.document):
        node = node.parent
    texts = []
    for other in reversed(node.parent.children[: node.parent.index(node)]):
        if isinstance(other, nodes.section | nodes.title):
            break
        if isinstance(other, _SAID):
            texts.append(other.astext())
            break
        texts += [part.astext() for part in other.findall(_is_output)]
    return " ".join(texts)


def _is_output(node):
    return isinstance(node, nodes.container) and "cell_output" in node.get("classes", ())


def _of_the_page(payload):
    """The payload without what only the build asks for."""
    question = payload["predict"] or {}
    kept = {k: v for k, v in question.items() if k not in ("given_away", "shown")}
    return {**payload, "predict": kept or None}


def _visit_html(translator, node):
    payload, builder = _of_the_page(json.loads(node["payload"])), translator.builder
    if builder.name == "singlehtml":
        translator.body.append(_still_html(builder, node, payload))
    else:
        image = builder.images.get(node[0]["uri"], node[0]["uri"])
        translator.body.append(figure_html(payload, f"{builder.imgpath}/{quote(image)}"))
        if node is next(node.document.findall(explorable)):
            translator.body.append(f'<script src="{_runtime_uri(builder)}"></script>')
    raise nodes.SkipNode


def _runtime_uri(builder):
    """The script stands behind a page's first figure: nothing below is shown, then moved."""
    static = builder.imgpath.removesuffix(builder.imagedir) + "_static"
    return f"{static}/explore/explore.js?v={zlib.crc32(script().encode()):08x}"


def _draw_states(app, doctree, docname):
    """Print shows a figure at each of its states; they are drawn side by side."""
    if app.builder.name != "singlehtml":
        return
    found = list(doctree.findall(explorable))
    with ProcessPoolExecutor() as pool:
        drawn = pool.map(drawn_states, [node["states"] for node in found if node["states"]])
        for node in found:
            picture = {"": base64.b64decode(node["picture"])}
            node["pictures"] = next(drawn) if node["states"] else picture


def _still_html(builder, node, payload):
    """For print: a picture per state, the caption, and where the figure lives."""
    folder, stem = Path(builder.outdir) / builder.imagedir, f"{node['docname']}-{payload['slug']}"
    folder.mkdir(parents=True, exist_ok=True)
    images = []
    for number, (state, picture) in enumerate(node["pictures"].items()):
        name = f"{stem}-{number}.png".replace("/", "-")
        (folder / name).write_bytes(picture)
        alt = html.escape(f"{state}: {payload['caption']}" if state else payload["alt"])
        images.append(f'<img src="{builder.imgpath}/{quote(name)}" alt="{alt}">')
    address = builder.config.html_baseurl.rstrip("/")
    link = f"{address}/{node['docname']}.html#{payload['slug']}"
    live = f' <span class="live">Live: <a href="{link}">{link}</a></span>' if address else ""
    return (
        f'<figure class="explorable-still" id="{html.escape(payload["slug"])}">'
        f"{question_html(payload)}{''.join(images)}"
        f"<figcaption>{html.escape(payload['caption'])}{live}</figcaption>"
        f"{answer_html(payload)}</figure>"
    )


def _visit_picture(translator, node):
    """Other builders go on to the picture."""


def _label(app, doctree):
    """Text can link to a figure by its name: ``[the figure](#coin-likelihood)``."""
    std, docname = app.env.get_domain("std"), app.env.docname
    for node in doctree.findall(explorable):
        payload = json.loads(node["payload"])
        std.anonlabels[payload["slug"]] = docname, payload["slug"]
        std.labels[payload["slug"]] = docname, payload["slug"], payload["caption"]
        for section in doctree.findall(nodes.section):
            if payload["slug"] in section["ids"]:
                said = f"heading must not share its id with a figure (got {payload['slug']!r})"
                logger.warning(said, location=section, type="explorable")


def _add_assets(app, pagename, templatename, context, doctree):
    found = [] if doctree is None else list(doctree.findall(explorable))
    if not found or app.builder.name == "singlehtml":
        return
    app.add_css_file("explore/explore.css")
    if "katex" not in app.extensions and any(has_formulas(json.loads(n["payload"])) for n in found):
        app.add_css_file("explore/katex/katex.min.css")


def _configure(app, config):
    configure(macros=config.explorables_macros)


def _copy(app, builder):
    if builder.format == "html":
        copy_asset(STATIC, Path(app.outdir) / "_static" / "explore")


def _finish(app, exception):
    os.environ.pop(STATIC_BUILD, None)


def setup(app):
    """Sphinx's entry point; kernels started by this build open no widget connections."""
    os.environ[STATIC_BUILD] = "1"
    other = (_visit_picture, _visit_picture)
    app.add_config_value("explorables_macros", {}, "env")
    app.connect("config-inited", _configure)
    app.add_node(explorable, html=(_visit_html, None), latex=other, text=other, man=other)
    app.connect("doctree-read", _label)
    app.connect("doctree-resolved", _check_questions)
    app.connect("doctree-resolved", _draw_states)
    app.connect("html-page-context", _add_assets)
    app.connect("write-started", _copy)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
