"""Feedback pages that ask no other host for anything and run nothing.

The template is nbgrader's; formulas are MathML, made by KaTeX; what a student wrote as HTML
passes nh3; a policy in the page allows pictures that stand in it and nothing else.
"""

import copy
import html
import re
from pathlib import Path

import nbgrader
import nh3
from explorables.hosts.tex import TexError, tex_html
from jinja2 import DictLoader, pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
MATHML = re.compile(r"<math.*?</math>", re.S)
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.S)
SCRIPTS = re.compile(r"<script\b.*?</script\s*>", re.S | re.I)
PICTURE = re.compile(r"^data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*$")
OUTPUTS = 1_200_000  # characters of all outputs of a page
SOURCE = 40_000  # characters of one cell
MATH_TAGS = set(
    "math annotation semantics mrow mi mn mo ms mtext mspace msup msub msubsup munder mover "
    "munderover mfrac msqrt mroot mtable mtr mtd mstyle mpadded mphantom mglyph menclose".split()
)
MATH_ATTRIBUTES = set(
    "display xmlns encoding mathvariant stretchy fence separator lspace rspace accent accentunder "
    "minsize maxsize width height depth voffset rowspacing columnalign columnspacing displaystyle "
    "scriptlevel linethickness movablelimits largeop symmetric form notation".split()
)
TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"


def clean(text):
    """HTML of a student without scripts, styles, and anything that would be fetched."""
    return nh3.clean(
        text,
        tags=nh3.ALLOWED_TAGS | MATH_TAGS | {"div", "span", "p", "figure", "figcaption"},
        attributes={tag: {*names} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
        | {tag: MATH_ATTRIBUTES for tag in MATH_TAGS}
        | {"code": {"class"}, "span": {"class"}, "div": {"class"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _attribute(tag, name, value):
    if name == "src" or (tag == "img" and name in ("srcset", "longdesc")):
        return value if tag == "img" and name == "src" and PICTURE.match(value) else None
    if name in ("cite", "background", "poster", "data", "action", "formaction", "style"):
        return None
    if name == "href":
        return value if value.startswith(("https://", "http://", "mailto:", "#")) else None
    return value


def mathml(tex, *, display):
    """The MathML half of what KaTeX gives, or the TeX itself where KaTeX does not understand it."""
    try:
        found = MATHML.search(tex_html(tex.strip(), display=display))
    except TexError:
        found = None
    if found is None:
        return f"<code>{html.escape(tex)}</code>"
    return f"<p>{found[0]}</p>" if display else found[0]


class Renderer(IPythonRenderer):
    def block_math(self, body):
        return mathml(body.strip("$"), display=True)

    def inline_math(self, body):
        return mathml(body.strip("$"), display=False)


class OfflineFeedback(HTMLExporter):
    """nbgrader's feedback: no MathJax, no script, no hidden test, no word of HTML as it came."""

    def __init__(self, **arguments):
        nothing = {"mathjax.html.j2": "{% macro mathjax() %}{% endmacro %}"}
        super().__init__(extra_loaders=[DictLoader(nothing)], **arguments)

    def from_notebook_node(self, notebook, resources=None, **arguments):
        notebook = lean(notebook)
        page, resources = super().from_notebook_node(notebook, resources, **arguments)
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        page = SCRIPTS.sub("", page).replace("<head>", f"<head>\n{policy}", 1)
        return page, resources

    @pass_context
    def markdown2html(self, context, source):
        """Markdown to clean HTML, with MathML for formulas."""
        return clean(MarkdownWithMath(renderer=Renderer(escape=False)).render(source))


def lean(notebook):
    """A copy whose outputs are clean and together of a bearable size."""
    notebook, left = copy.deepcopy(notebook), OUTPUTS
    for cell in notebook.cells:
        cell.source = _cut(HIDDEN.sub("", cell.source))
        kept = []
        for output in cell.get("outputs", []):
            output = _clean_output(output)
            left -= len(str(output))
            if left < 0:
                words = "Output left out: the page would be too large."
                output = {"output_type": "stream", "name": "stdout", "text": words}
            kept.append(type(cell)(output))
            if left < 0:
                break
        if cell.cell_type == "code":
            cell.outputs = kept
    return notebook


KINDS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg")


def _clean_output(output):
    if output.output_type == "error":
        output.traceback = [_cut(f"{output.ename}: {output.evalue}")]
    data = output.get("data")
    if data is not None:
        output["data"] = {kind: data[kind] for kind in KINDS if kind in data}
        if "text/html" in output["data"]:
            output["data"]["text/html"] = clean(_cut(_text(data["text/html"])))
        for kind in ("image/png", "image/jpeg"):
            if kind in data and not re.fullmatch(r"[A-Za-z0-9+/=\s]*", _text(data[kind])):
                del output["data"][kind]
    if "text" in output:
        output["text"] = _cut(_text(output["text"]))
    output["metadata"] = {}
    if output.output_type in ("stream", "error"):
        del output["metadata"]
    return output


def _text(value):
    return value if isinstance(value, str) else "".join(map(str, value))


def _cut(text):
    return text if len(text) <= SOURCE else text[:SOURCE] + "\n… (cut)"


def exporter():
    """The exporter with nbgrader's template and styles."""
    made = OfflineFeedback(
        template_name="feedback",
        extra_template_basedirs=[str(TEMPLATES / "templates")],
        extra_template_paths=[str(TEMPLATES / "static/node_modules/bootstrap/dist/css")],
    )
    made.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    return made
