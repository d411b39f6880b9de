"""What a link to a term, formula, result or source on another page shows on hover.

The page carries a ``<template data-preview="href">`` for each such link, so that it works from a
file and without requests; links within a page are previewed from the page itself (``book.js``).
What can be previewed is noted when a page is read, so that no page is worked out twice.
"""

import posixpath
import re

from docutils import nodes
from docutils.utils import new_document
from sphinx_proof.nodes import NODE_TYPES, unenumerable_node
from sphinxcontrib.bibtex.transforms import BibliographyTransform, node_text_transform

PREVIEWED = (nodes.math_block, *NODE_TYPES.values(), unenumerable_node)


def _target(app, pagename: str, uri: str) -> tuple[str, str] | None:
    """The page and the id a relative address leads to; None outside the book or on this page."""
    path, _, anchor = uri.partition("#")
    if not path or not anchor or "://" in path or not path.endswith(".html"):
        return None
    docname = posixpath.normpath(posixpath.join(posixpath.dirname(pagename), path))[: -len(".html")]
    return (docname, anchor) if docname in app.env.all_docs else None


def _alone(node: nodes.Node) -> nodes.Node:
    """A copy that does not hold on to its page."""
    copy = node.deepcopy()
    for inside in copy.findall():
        inside._document = None
    return copy


def note(app, doctree) -> None:
    """What can be previewed of the page that has been read, by id."""
    found: dict[str, nodes.Node] = {}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.definition_list_item):
            for term in node.findall(nodes.term):
                found |= dict.fromkeys(term["ids"], node.children[-1])
        elif isinstance(node, PREVIEWED):
            found |= dict.fromkeys(node["ids"], node)
    copies = {id(node): _alone(node) for node in found.values()}
    app.env.book_previews[app.env.docname] = {name: copies[id(n)] for name, n in found.items()}


def begin(app, env, docnames) -> None:
    env.book_previews = getattr(env, "book_previews", {})


def purge(app, env, docname: str) -> None:
    getattr(env, "book_previews", {}).pop(docname, None)


def merge(app, env, docnames, other) -> None:
    env.book_previews |= {name: other.book_previews[name] for name in docnames}


def _source(app, docname: str, anchor: str) -> nodes.Node | None:
    """An entry of a bibliography, made anew: sphinxcontrib-bibtex fills its own nodes once more
    each time their page is worked out."""
    for citation in app.env.get_domain("cite").citations:
        if (citation.bibliography_key.docname, citation.citation_id) == (docname, anchor):
            text = BibliographyTransform.backend.paragraph(citation.formatted_entry)
            node_text_transform(text)
            return nodes.citation("", text)
    return None


def _html(app, docname: str, node: nodes.Node) -> str:
    """The node as HTML without ids and links, numbered as on its own page."""
    here = app.builder.fignumbers
    app.builder.fignumbers = app.env.toc_fignumbers.get(docname, {})
    try:
        document = new_document("", app.builder.docsettings)
        document += node.deepcopy()
        document.settings.env = app.env
        app.env.apply_post_transforms(document, docname)
        translator = app.builder.create_translator(document, app.builder)
        document[0].walkabout(translator)
    finally:
        app.builder.fignumbers = here
    fragment = re.sub(r'<a class="headerlink".*?</a>', "", "".join(translator.body), flags=re.S)
    fragment = re.sub(r'<span class="katex-mathml">.*?</math></span>', "", fragment, flags=re.S)
    return re.sub(r'</?a\b[^>]*>| id="[^"]*"', "", fragment).strip()


def _preview(app, docname: str, anchor: str) -> str | None:
    """The HTML behind an address, worked out once in each process."""
    known = app.builder.book_previews
    if (docname, anchor) not in known:
        node = app.env.book_previews[docname].get(anchor) or _source(app, docname, anchor)
        known[docname, anchor] = None if node is None else _html(app, docname, node)
    return known[docname, anchor]


def add_previews(app, pagename, templatename, context, doctree) -> None:
    if doctree is None or app.builder.name != "html":
        return
    templates = {}
    for reference in doctree.findall(nodes.reference):
        uri = reference.get("refuri", "")
        target = _target(app, pagename, uri)
        if "no-preview" in reference["classes"]:
            continue
        if target is not None and uri not in templates:
            html = _preview(app, *target)
            templates[uri] = html and f'<template data-preview="{uri}">{html}</template>'
    context["book_previews"] = "\n".join(filter(None, templates.values()))


def prepare(app) -> None:
    app.builder.book_previews = {}


def setup(app):
    app.connect("builder-inited", prepare)
    app.connect("env-before-read-docs", begin)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("doctree-read", note)
    app.connect("html-page-context", add_previews)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
