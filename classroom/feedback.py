"""Feedback pages that ask no other host for anything: formulas are MathML, made by KaTeX."""

import copy
import re

from explorables.hosts.tex import TexError, tex_html
from jinja2 import DictLoader, pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.S)
WIDGET = "application/vnd.jupyter.widget-view+json"
MATHML = re.compile(r"<math.*?</math>", re.S)


def mathml(tex, *, display):
    """The MathML half of what KaTeX gives, or the TeX itself where KaTeX does not understand it."""
    try:
        found = MATHML.search(tex_html(tex.strip(), display=display))
    except TexError:
        found = None
    if found is None:
        return f"<code>{IPythonRenderer().text(tex)}</code>"
    return f"<p>{found[0]}</p>" if display else found[0]


class Renderer(IPythonRenderer):
    def block_math(self, body):
        return mathml(body.strip("$"), display=True)

    def inline_math(self, body):
        return mathml(body.strip("$"), display=False)


class OfflineFeedback(HTMLExporter):
    """nbgrader's feedback without MathJax, its one request to another host, and hidden tests."""

    def __init__(self, **arguments):
        nothing = {"mathjax.html.j2": "{% macro mathjax() %}{% endmacro %}"}
        super().__init__(extra_loaders=[DictLoader(nothing)], **arguments)

    def from_notebook_node(self, notebook, resources=None, **arguments):
        notebook = copy.deepcopy(notebook)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                output.get("data", {}).pop(WIDGET, None)  # its picture stands beside it
                if output.output_type == "error" and HIDDEN.search(cell.source):
                    output.traceback = [f"{output.ename}: {output.evalue}"]
            cell.source = HIDDEN.sub("", cell.source)
        return super().from_notebook_node(notebook, resources, **arguments)

    @pass_context
    def markdown2html(self, context, source):
        """Markdown to HTML, with MathML for formulas."""
        return MarkdownWithMath(renderer=Renderer(escape=False)).render(source)
