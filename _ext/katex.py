"""KaTeX renders formulas while the book is built; a reader's browser runs no script for them."""

import re

from docutils import nodes
from explorables.hosts.tex import TexError, tex_html
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

import glm_core.explore  # noqa: F401 - the macros

logger = logging.getLogger(__name__)


def _location(node: nodes.Node) -> str:
    """File and line; in a notebook, MyST-NB counts line 3 of cell 2 as 20003."""
    source, line = node.source, node.line
    while node is not None and (line is None or source is None):
        node = node.parent
        source, line = source or node.source, line or node.line
    if str(source).endswith(".ipynb") and line and line >= 10_000:
        return f"{source}: cell {line // 10_000}, line {line % 10_000}"
    return f"{source}:{line}"


def _render(node: nodes.Node, *, display: bool) -> str:
    try:
        return tex_html(node.astext().strip(), display=display)
    except TexError as error:
        logger.warning(f"{_location(node)}: {error}", type="katex")
        return f"<code>{nodes.Text(node.astext()).astext()}</code>"


class KeepPunctuation(SphinxPostTransform):
    """A comma after a short formula stays on its line: a browser may break before it."""

    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs) -> None:
        for formula in list(self.document.findall(nodes.math)):
            text = formula.next_node(descend=False, siblings=True)
            if not isinstance(text, nodes.Text) or len(formula.astext()) > 24:
                continue
            mark = re.match(r"[^\s\w(\[“‘–—-]+", text)
            if mark:
                whole = nodes.inline("", "", classes=["nobr"])
                text.parent.replace(text, nodes.Text(text[mark.end() :]))
                formula.replace_self(whole)
                whole += [formula, nodes.Text(mark[0])]


def visit_inline(self, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{_render(node, display=False)}</span>')
    raise nodes.SkipNode


def visit_block(self, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append(f'<div class="math-scroll">{_render(node, display=True)}</div>')
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.add_post_transform(KeepPunctuation)
    app.setup_extension("explorables.sphinx")  # it copies KaTeX's style and fonts
    app.add_css_file("explore/katex/katex.min.css", priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
