"""``{results}``: every boxed result of the chapters on one sheet, each with a link to its place.

On paper the sheet takes two pages: three columns, the formulas of a result, and its words only
where no formula stands by itself in it (in a list, a formula says nothing without its item).
`boxes(env)` is also what the review cards are made of.
"""

from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from places import as_read, copy_static
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinx_proof.nodes import NODE_TYPES, unenumerable_node

KINDS = (*NODE_TYPES.values(), unenumerable_node)
STYLE = Path(__file__).parent / "results" / "results.css"
LINKED = {"eq", "term", "numref"}


class results(nodes.General, nodes.Element):
    """The place of the sheet."""


class Results(SphinxDirective):
    def run(self):
        vars(self.env)["result_pages"].add(self.env.docname)
        return [results()]


@dataclass
class Box:
    """A boxed result: where it stands, what it is called, what it says."""

    page: str
    label: str
    name: str  # Theorem 2.1
    title: list[nodes.Node]
    body: list[nodes.Node]


def chapters(env) -> list[str]:
    """The pages of the book's contents in their order."""
    return list(env.toctree_includes.get(env.config.root_doc, []))


def number(env, page: str, node) -> str:
    found = env.toc_fignumbers.get(page, {}).get(node["countertype"], {}).get(node["label"], ())
    return ".".join(map(str, found))


def plain(node: nodes.Node) -> list[nodes.Node]:
    """A copy that can stand on another page: no names, no numbers, links that lead from there."""
    whole = nodes.Element("", node.deepcopy())
    for part in whole.findall(nodes.Element):
        if not isinstance(part, pending_xref):
            part["ids"], part["names"] = [], []
    for formula in whole.findall(nodes.math_block):
        formula.attributes.update(number=None, label=None)
    for mark in list(whole.findall(nodes.target)):
        mark.parent.remove(mark)
    for link in list(whole.findall(nodes.reference)):
        if "refid" in link:  # a place on the page it was copied from
            link.replace_self(link.children)
    for link in list(whole.findall(pending_xref)):
        if link["reftype"] in LINKED or link.get("refdomain") == "prf":
            link.attributes.pop("refdoc", None)
        elif link.get("refdomain") == "cite":
            link.parent.remove(link)
        else:
            link.replace_self(link.children)
    return whole.children


def boxes(env) -> list[Box]:
    """All boxed results of the contents' pages, as they come."""
    found = []
    for page in chapters(env):
        for node in as_read(env, page).findall(lambda node: isinstance(node, KINDS)):
            title, content = node.children[0], node.children[1:]
            body = [copy for part in content for child in part.children for copy in plain(child)]
            words = [copy for child in title.children for copy in plain(child)]
            name = f"{node['realtype'].title()} {number(env, page, node)}".strip()
            found.append(Box(page, node["ids"][0], name, words, body))
    return found


def unwrapped(words: list[nodes.Node]) -> list[nodes.Node]:
    """A title without the parentheses that sphinx-proof puts around it."""
    whole = nodes.inline("", "", *words)
    texts = list(whole.findall(nodes.Text))
    if texts and texts[0].startswith(" (") and texts[-1].endswith(")"):
        ends = [texts[0][2:], texts[-1][:-1]] if len(texts) > 1 else [texts[0][2:-1]]
        for old, new in zip([texts[0], texts[-1]][: len(ends)], ends, strict=True):
            old.parent.replace(old, nodes.Text(new))
    return whole.children


def entry(env, builder, docname: str, box: Box) -> nodes.Element:
    """One result: a linked name, its title, what it says."""
    name = nodes.inline("", box.name, classes=["result-name"])
    link = make_refnode(builder, docname, box.page, box.label, name)
    link["classes"].append("no-preview")  # it would show what stands beneath it
    title = unwrapped([child.deepcopy() for child in box.title])
    head = nodes.paragraph("", "", link, classes=["result-title"])
    head += [nodes.Text(" "), *title] if title else []
    shown = any(isinstance(part, nodes.math_block) for part in box.body)
    kind = "result-formulas" if shown else "result-words"
    return nodes.container("", head, *[b.deepcopy() for b in box.body], classes=["result", kind])


class FillResults(SphinxPostTransform):
    """Puts the results in; the links inside are resolved after this."""

    default_priority = 3

    def run(self, **kwargs) -> None:
        for place in list(self.document.findall(results)):
            sheet = nodes.container("", classes=["results"])
            env, page = self.env, None
            for box in boxes(env):
                if box.page != page:
                    page = box.page
                    link = make_refnode(
                        self.app.builder, env.docname, page, None, env.titles[page].deepcopy()[0]
                    )
                    sheet += nodes.paragraph("", "", link, classes=["results-chapter"])
                sheet += entry(env, self.app.builder, env.docname, box)
            for link in sheet.findall(pending_xref):
                link["refdoc"] = env.docname
            place.replace_self(sheet)


def prepare(app):
    if not hasattr(app.env, "result_pages"):
        app.env.result_pages = set()


def merge(app, env, docnames, other):
    env.result_pages |= other.result_pages


def written_anew(app, env):
    """A changed chapter changes the sheet."""
    return sorted(env.result_pages)


def add_files(app, pagename, templatename, context, doctree):
    if pagename in app.env.result_pages or app.builder.name == "singlehtml":
        app.add_css_file("results/results.css", priority=900)  # after the theme's


def copy_files(app, builder):
    if builder.format == "html":
        copy_static(app, STYLE.parent, [STYLE.name])


def setup(app):
    app.add_directive("results", Results)
    app.add_node(results)
    app.add_post_transform(FillResults)
    app.connect("builder-inited", prepare)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", written_anew)
    app.connect("html-page-context", add_files)
    app.connect("write-started", copy_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
