"""``{reference} entropy Fit explore.Slider``: names of ``glm_core``, told by their docstrings."""

import inspect
import re
from importlib import import_module
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset_file

STYLE = Path(__file__).with_name("reference.css")
INLINE = re.compile(r"``([^`]+)``|:\w+:`~?([^`]+)`|`([^`]+)`")
SECTION = re.compile(r"(Parameters|Returns|Raises|Errors)\n-+\n(.*)", re.S)
FORMULA = re.compile(r"[=≈∝↦≤≥Σ∇←]")
ENTRY = re.compile(r"^(\S[^\n]*(?:\n[ ]+[^\n]+)*)", re.M)


def find(name: str):
    """The object called ``name`` below ``glm_core``."""
    *path, last = name.split(".")
    return getattr(import_module(".".join(["glm_core", *path])), last)


def _inline(text: str) -> list[nodes.Node]:
    """Text with code in backticks; formulas in Unicode stay as they are."""
    at, found = 0, []
    text = " ".join(text.split())
    for match in INLINE.finditer(text):
        found += [
            nodes.Text(text[at : match.start()]),
            nodes.literal("", match[match.lastindex or 0]),
        ]
        at = match.end()
    return [node for node in [*found, nodes.Text(text[at:])] if node.astext()]


def _blocks(text: str) -> list[str]:
    return [block for block in re.split(r"\n\s*\n", text) if block.strip()]


def _section(title: str, body: str) -> list[nodes.Node]:
    """``name : meaning`` entries of a section as a list."""
    entries = nodes.bullet_list()
    for entry in ENTRY.findall(body):
        name, colon, meaning = entry.partition(" : ")
        inside = [nodes.literal("", name), nodes.Text(": "), *_inline(meaning)]
        inside = inside if colon else _inline(entry)
        entries += nodes.list_item("", nodes.paragraph("", "", *inside))
    return [nodes.paragraph("", "", nodes.strong("", title)), entries]


def docstring(doc: str) -> list[nodes.Node]:
    """Nodes of a docstring: its first line is the formula, or says in words what is returned."""
    found, blocks, code = [], _blocks(doc), False
    for number, block in enumerate(blocks):
        section = SECTION.match(block)
        if section:
            found += _section(section[1], section[2])
        elif code and block.startswith((" ", "\t")):
            found.append(nodes.literal_block("", inspect.cleandoc(block), language="python"))
            continue
        else:
            code = block.rstrip().endswith("::")
            text = re.sub(r"::\s*$", ":", block)
            classes = ["formula-line"] if not number and FORMULA.search(block) else []
            found.append(nodes.paragraph("", "", *_inline(text), classes=classes))
    return found


def signature(thing) -> str:
    """The arguments in brackets; nothing for a property or a module."""
    try:
        text = str(inspect.signature(thing))
    except (TypeError, ValueError):
        return ""
    text = re.sub(r"\b(self|cls)(, |(?=\)))", "", re.sub(r" -> .*$|: [^,=)]+(?= =|,|\))", "", text))
    return re.sub(r"<function (\w+)[^>]*>", r"\1", text).replace(" = ", "=")


def members(kind: type) -> dict[str, object]:
    """Public methods and properties that a class states itself, with a docstring."""
    return {
        name: member
        for name, member in vars(kind).items()
        if not name.startswith("_")
        and member.__doc__
        and (inspect.isfunction(member) or isinstance(member, property | classmethod))
    }


class Reference(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        entries = nodes.definition_list(classes=["reference"])
        for name in self.arguments[0].split():
            thing = find(name)
            self.env.note_dependency(inspect.getsourcefile(thing) or "")
            entries += self._entry(name, thing, f"glm_core.{name}")
        return [entries]

    def _entry(self, name, thing, anchor):
        short = name.rpartition(".")[2]
        own = thing.__init__ if inspect.isclass(thing) else thing
        arguments = signature(thing if callable(thing) else own)
        term = nodes.term("", "", nodes.literal("", short + arguments), ids=[anchor])
        body = nodes.definition("", *docstring(inspect.getdoc(thing) or ""))
        if inspect.isclass(thing):
            body += self._members(thing, anchor)
        return nodes.definition_list_item("", term, body)

    def _members(self, kind, anchor):
        found = nodes.definition_list(classes=["members"])
        for name, member in members(kind).items():
            inner = member.__func__ if isinstance(member, classmethod) else member
            text = name if isinstance(member, property) else name + signature(inner)
            term = nodes.term("", "", nodes.literal("", text), ids=[f"{anchor}.{name}"])
            found += nodes.definition_list_item(
                "", term, nodes.definition("", *docstring(inspect.getdoc(member) or ""))
            )
        return [found] if len(found) else []


def page_style(app, pagename, templatename, context, doctree) -> None:
    lists = [] if doctree is None else doctree.findall(nodes.definition_list)
    if any("reference" in entries["classes"] for entries in lists):
        app.add_css_file(STYLE.name)


def write_style(app, builder) -> None:
    if builder.format == "html":
        copy_asset_file(STYLE, Path(app.outdir) / "_static" / STYLE.name)


def setup(app):
    app.connect("html-page-context", page_style)
    app.connect("write-started", write_style)
    app.add_directive("reference", Reference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
