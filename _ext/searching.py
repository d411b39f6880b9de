"""Search that works from a file too: the book's text as a script only the search page reads."""

import re
from pathlib import Path

from docutils import nodes
from places import write_global
from sphinx.environment.collectors import EnvironmentCollector

SKIPPED = (nodes.literal_block, nodes.raw, nodes.comment, nodes.title, nodes.Invisible)


def _plain(tex: str) -> str:
    """TeX as a reader would type it: ``\\log p_i`` → ``log p_i``."""
    return re.sub(r"\s+", " ", re.sub(r"\\[,;:! ]|[\\{}&]", " ", tex))


def _words(node: nodes.Node, pieces: list[str]) -> None:
    for child in node.children:
        if isinstance(child, nodes.Text):
            pieces.append(str(child))
        elif isinstance(child, (nodes.math, nodes.math_block)):
            pieces.append(_plain(child.astext()))
        elif not isinstance(child, (*SKIPPED, nodes.section)):
            _words(child, pieces)
            if not isinstance(child, nodes.Inline):
                pieces.append(" ")


def sections(doctree: nodes.document) -> list[list[str]]:
    """``[anchor, title, text]`` of each section; the first has no anchor, it is the page."""
    found: list[list[str]] = []
    for section in doctree.findall(nodes.section):
        pieces: list[str] = []
        _words(section, pieces)
        text = re.sub(r"\s+", " ", "".join(pieces)).strip()
        title = section.next_node(nodes.title)
        if title is not None and title.parent is section:
            found.append([f"#{section['ids'][0]}" if found else "", title.astext(), text])
    return found


class SearchCollector(EnvironmentCollector):
    def clear_doc(self, app, env, docname) -> None:
        getattr(env, "book_search", {}).pop(docname, None)

    def merge_other(self, app, env, docnames, other) -> None:
        found = {name: other.book_search[name] for name in docnames}
        env.book_search = getattr(env, "book_search", {}) | found

    def process_doc(self, app, doctree) -> None:
        if not hasattr(app.env, "book_search"):
            app.env.book_search = {}
        app.env.book_search[app.env.docname] = sections(doctree)


def own_search(app) -> None:
    """Sphinx's index stays away; this extension's page takes its place."""
    app.builder.search = False


def search_page(app):
    if app.builder.name == "html":
        yield "search", {"title": "Search"}, "search.html"


def write_data(app, exception) -> None:
    if exception or app.builder.name != "html":
        return
    pages = [
        [app.builder.get_target_uri(docname), found]
        for docname, found in sorted(getattr(app.env, "book_search", {}).items())
    ]
    write_global(Path(app.outdir) / "_static" / "search-data.js", "bookText", pages)


def setup(app):
    app.add_env_collector(SearchCollector)
    app.connect("builder-inited", own_search)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_data)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
