"""What a link to a term, formula, result or source on another page shows on hover.

The page carries a ``<template data-preview="href">`` for each such link, so that it works from a
file and without requests; links within a page are previewed from the page itself (``book.js``).
"""

import posixpath
import re

from docutils import nodes
from docutils.utils import new_document
from sphinx_proof.nodes import NODE_TYPES, unenumerable_node

PREVIEWED = (nodes.math_block, nodes.citation, *NODE_TYPES.values(), unenumerable_node)


def _target(app, pagename: str, uri: str) -> tuple[str, str] | None:
    """The page and the id a relative address leads to; None outside the book or on this page."""
    path, _, anchor = uri.partition("#")
    if not path or not anchor or "://" in path or not path.endswith(".html"):
        return None
    docname = posixpath.normpath(posixpath.join(posixpath.dirname(pagename), path))[: -len(".html")]
    return (docname, anchor) if docname in app.env.all_docs else None


def _index(app, docname: str) -> dict[str, nodes.Node]:
    """What can be previewed of a page, by id."""
    found: dict[str, nodes.Node] = {}
    for node in app.env.get_and_resolve_doctree(docname, app.builder).findall(nodes.Element):
        if isinstance(node, nodes.definition_list_item):
            for term in node.findall(nodes.term):
                found |= dict.fromkeys(term["ids"], node.children[-1])
        elif isinstance(node, PREVIEWED):
            found |= dict.fromkeys(node["ids"], node)
    return found


def _html(app, docname: str, node: nodes.Node) -> str:
    """The node as HTML without ids and links, numbered as on its own page."""
    here = app.builder.fignumbers
    app.builder.fignumbers = app.env.toc_fignumbers.get(docname, {})
    try:
        document = new_document("", app.builder.docsettings)
        document += node.deepcopy()
        translator = app.builder.create_translator(document, app.builder)
        document[0].walkabout(translator)
    finally:
        app.builder.fignumbers = here
    fragment = re.sub(r'<a class="headerlink".*?</a>', "", "".join(translator.body), flags=re.S)
    fragment = re.sub(r'<span class="katex-mathml">.*?</math></span>', "", fragment, flags=re.S)
    return re.sub(r'</?a\b[^>]*>| id="[^"]*"', "", fragment).strip()


def add_previews(app, pagename, templatename, context, doctree) -> None:
    if doctree is None or app.builder.name != "html":
        return
    pages, templates = app.builder.book_pages, {}
    for reference in doctree.findall(nodes.reference):
        uri = reference.get("refuri", "")
        target = _target(app, pagename, uri)
        if target is None or uri in templates:
            continue
        docname, anchor = target
        if docname not in pages:
            pages[docname] = _index(app, docname)
        if anchor in pages[docname]:
            html = _html(app, docname, pages[docname][anchor])
            templates[uri] = f'<template data-preview="{uri}">{html}</template>'
    context["book_previews"] = "\n".join(templates.values())


def setup(app):
    app.connect("builder-inited", lambda app: setattr(app.builder, "book_pages", {}))
    app.connect("html-page-context", add_previews)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
