"""The book's own HTML theme (``book/theme``): layout, margin notes, folded boxes."""

import math
import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst.directives.body import Sidebar
from sphinx.transforms.post_transforms import SphinxPostTransform

THEME = Path(__file__).parents[1] / "book" / "theme"
CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # KaTeX places its boxes by style attributes
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    ]
)

REPLACED = (
    "pygments.css",
    "_static/mystnb.",
    "proof.css",
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
)


class Margin(Sidebar):
    """``{margin} optional title``: a note beside the text, below it on a phone."""

    required_arguments = 0
    optional_arguments = 1

    def run(self):
        untitled = not self.arguments  # type: ignore[has-type]
        if untitled:
            self.arguments = [""]
        (note,) = super().run()
        note["classes"].append("margin")
        if untitled:
            del note[0]
        return [note]


def visit_margin(self, node) -> None:
    self.body.append(self.starttag(node, "aside", CLASS="margin-note"))


def depart_margin(self, node) -> None:
    self.body.append("</aside>\n")


class folded(nodes.General, nodes.Element):
    """An admonition with the class ``dropdown``: a native ``<details>``."""


class summary(nodes.General, nodes.TextElement):
    pass


class FoldDropdowns(SphinxPostTransform):
    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs) -> None:
        for box in list(self.document.findall(nodes.Admonition)):
            if "dropdown" not in box.get("classes", []) or not box.children:
                continue
            title, *rest = box.children
            if not isinstance(title, nodes.title):
                title, rest = nodes.title("", box.tagname.capitalize()), box.children
            fold = folded("", summary("", "", *title.children), *rest)
            fold["classes"] = ["fold", box.tagname, *box["classes"]]
            fold["ids"] = box["ids"]
            box.replace_self(fold)


class TidyProofs(SphinxPostTransform):
    """sphinx-proof gives every proof and every content the same id; *Proof.* is set apart."""

    default_priority = 4

    def run(self, **kwargs) -> None:
        for section in self.document.findall(nodes.section):
            if section["ids"] == ["proof-content"]:
                section["ids"] = []
        for box in self.document.findall(nodes.admonition):
            if box["ids"] != ["proof"]:
                continue
            box["ids"] = []
            box["classes"].append("derivation")
            text = next(iter(box.findall(nodes.Text)), None)
            if text is not None and text.startswith("Proof."):
                word = nodes.inline("", "Proof.", classes=["proof-word"])
                text.parent.replace(text, [word, nodes.Text(text[len("Proof.") :])])


def _tag(name: str):
    def visit(self, node):
        self.body.append(self.starttag(node, name))

    def depart(self, node):
        self.body.append(f"</{name}>\n")

    return visit, depart


def _contents(context) -> str:
    """The book's contents; the current page is followed by its own sections."""
    contents = context["toctree"](collapse=False, maxdepth=1, includehidden=True, titles_only=True)
    contents = (contents or "").replace('role="heading"', 'role="heading" aria-level="2"')
    inner = re.search(r"</a>\s*(<ul>.*</ul>)\s*</li>\s*</ul>", context.get("toc") or "", re.S)
    if not inner:
        return contents
    sections = inner[1].replace("<ul>", '<ul class="sections">', 1)
    current = re.compile(r'(<li class="toctree-l1 current">\s*<a [^>]*>.*?</a>)', re.S)
    return current.sub(lambda found: found[1] + sections, contents, count=1)


def _words(doctree) -> int:
    skipped = (nodes.literal_block, nodes.math_block, nodes.comment, nodes.raw)
    return sum(
        len(text.split())
        for text in doctree.findall(nodes.Text)
        if not isinstance(text.parent, skipped)
    )


def _reading_time(body: str, minutes: int) -> str:
    note = f'</h1><p class="reading-time">{minutes} minutes to read, longer with the exercises</p>'
    return body.replace("</h1>", note, 1) if minutes > 3 else body


# one formula and nothing else, as ``_ext/katex.py`` writes it
FORMULA = r'((?:<p>)?<span class="math">(?:(?!class="math").)*(?:</span>){4}(?:</p>)?)'


def _accessible(body: str) -> str:
    """Tables scroll in a box, empty cells are no headers, folded code is called what it says."""
    body = re.sub(r"<table\b", '<div class="table-scroll"><table', body)
    body = body.replace("</table>", "</table></div>")
    body = re.sub(r'<th class="head[^"]*">(<p></p>)?</th>', "<td></td>", body)
    body = body.replace('role="doc-biblioentry"', 'role="listitem"')
    body = re.sub(r' role="doc-backlink"', "", body)
    header = rf'<th class="head[^"]*">{FORMULA}</th>'
    option = rf'<label class="quiz-option"><input [^>]*><span>{FORMULA}</span></label>'
    body = re.sub(f"{header}|{option}", _name_formula, body, flags=re.S)
    return body.replace(' aria-label="Toggle hidden content"', "")


def _name_formula(found: re.Match) -> str:
    """A header or choice that is one formula is called what the formula's symbols are."""
    symbols = re.sub(r"<[^>]*>", "", re.findall(r"<math.*?</math>", found[0], re.S)[0])
    return found[0].replace("<math>", f'<math aria-label="{symbols}">', 1)


def _lean(body: str) -> str:
    """Words of code that the theme leaves in ink need no element of their own."""
    return re.sub(r'<span class="(?:n|p|o|w|nn|nb|bp)">([^<]*)</span>', r"\1", body)


def page_context(app, pagename, templatename, context, doctree) -> None:
    context["book_csp"] = CSP
    context["book_contents"] = _contents(context)
    body = context["body"] = _lean(_accessible(context.get("body") or ""))
    context["book_formulas"] = 'class="katex"' in body
    if doctree is not None and app.builder.name == "html":
        context["body"] = _reading_time(body, math.ceil(_words(doctree) / 220))
        first = next(iter(doctree.findall(nodes.paragraph)), None)
        context["book_description"] = first.astext().replace("\n", " ")[:200] if first else ""
    _drop_unused(context, body)


def _drop_unused(context, body: str) -> None:
    """Styles the theme replaces, and what only a page with tabs or cards needs."""
    unused = [*REPLACED]
    if not re.search(r"sd-(row|tab-set|container)", body):
        unused += ["sphinx-design.min.css", "design-tabs.js"]
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context[kind]
            if not any(name in str(getattr(file, "filename", None) or "") for name in unused)
        ]


def setup(app):
    app.add_config_value("comments_config", {}, "")  # Jupyter Book hands it over in any case
    app.setup_extension("digests")
    app.add_html_theme("paper", str(THEME))
    app.add_directive("margin", Margin)
    app.add_node(nodes.sidebar, override=True, html=(visit_margin, depart_margin))
    app.add_node(folded, html=_tag("details"))
    app.add_node(summary, html=_tag("summary"))
    app.add_post_transform(FoldDropdowns)
    app.add_post_transform(TidyProofs)
    app.add_js_file("book.js", loading_method="defer", priority=600)
    app.connect("html-page-context", page_context, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
