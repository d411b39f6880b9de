r"""``tex_html(r"\mu = a'(\eta)")`` → KaTeX's HTML with MathML, for the book and for live figures.

KaTeX (vendored in ``static/katex``) runs inside Python: in V8 through the ``mini-racer`` wheel, in
the browser's own engine under Pyodide. With neither at hand the source is returned as text.
"""

import atexit
import html
import json
import os
import re
import sys
from functools import lru_cache
from pathlib import Path

from ..configuration import settings

KATEX = Path(__file__).parents[1] / "static" / "katex"

# KaTeX reads these two as brackets; live formulas put them around slot numbers in \text.
BRACKETS = {"⟦": r"\@char{10214}", "⟧": r"\@char{10215}"}

_RENDER = """
const TRUSTED = new Set(["\\\\htmlId", "\\\\htmlClass", "\\\\htmlData"]);
const TOLERATED = new Set(["unknownSymbol", "unicodeTextInMathMode", "htmlExtension"]);
function renderTex(tex, display, macros) {
  let complaint = null;
  const strict = (code, message) => {
    if (TOLERATED.has(code)) return "ignore";
    complaint = complaint || message;
    return "error";
  };
  try {
    const html = katex.renderToString(tex, {
      displayMode: display, macros: {...macros}, output: "htmlAndMathml", throwOnError: true,
      trust: (context) => TRUSTED.has(context.command), strict,
    });
    return complaint ? {error: complaint} : {html};
  } catch (error) { return {error: String(error.message)}; }
}
"""


class TexError(ValueError):
    """A formula KaTeX refuses; the message shows the place."""


@lru_cache(maxsize=1)
def _style_classes() -> dict[str, str]:
    """The styles that have a class of their own at the end of the style sheet."""
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    return {style: name for name, style in re.findall(r"\.katex \.(k\d+)\{([^}]*)\}", css)}


def _short_style(found: re.Match) -> str:
    classes, style = found[1] or "", re.sub(r"\b0\.", ".", found[2]).rstrip(";")
    if style in _style_classes():
        return f'<span class="{(classes + " " + _style_classes()[style]).strip()}"'
    return f'<span class="{classes}" style="{style}"' if classes else f'<span style="{style}"'


# KaTeX's style sheet says nothing of these classes, and an index has one name for three
_MUTE = re.compile(r"\b(?:mord|mrel|mbin|mopen|mclose|mpunct|minner|mop|mtight)(?![\w-]) ?")
_INDEX = re.compile(r"\bsizing reset-size(?:6 size(?=3\b)|3 size(?=1\b))")
# without a class only the child that stands on a strut of a vertical list is set by its tag
_ATOM = re.compile(r'(<span class="pstrut[^>]*></span>)?<span>([^<>]+)</span>')


def _short_classes(found: re.Match) -> str:
    classes = _MUTE.sub("", _INDEX.sub("z", found[1])).strip()
    return f'<span class="{classes}"' if classes else "<span"


def _lean(markup: str) -> str:
    """The same formula in fewer bytes: no copy of its source, no tags without a style, frequent
    styles as classes."""
    markup = re.sub(r"<annotation.*?</annotation>", "", markup, flags=re.S)
    markup = re.sub(r"</?semantics>", "", markup)
    # under an index, \min is one piece; KaTeX adds the sign of application as a piece of its own
    markup = re.sub(r"<mo>\u2061</mo>(?=</m)", "", markup)
    markup = markup.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    markup = re.sub(r'<span(?: class="([^"]*)")? style="([^"]*)"', _short_style, markup)
    markup = re.sub(r'<span class="([^"]*)"', _short_classes, markup)
    return _ATOM.sub(lambda found: found[0] if found[1] else found[2], markup)


@lru_cache(maxsize=1)
def _engine():
    source = (KATEX / "katex.min.js").read_text(encoding="utf-8") + ";\n" + _RENDER
    if sys.platform == "emscripten":
        from pyodide.code import run_js

        call = run_js(
            f"(() => {{{source}; return (...args) => JSON.stringify(renderTex(...args));}})()"
        )
        return lambda tex, display, macros: json.loads(
            call(tex, display, run_js(f"({json.dumps(macros)})"))
        )
    try:
        from py_mini_racer import MiniRacer
    except ImportError:
        return None
    context = MiniRacer()
    if hasattr(os, "register_at_fork"):  # its thread stays in this process
        os.register_at_fork(after_in_child=_engine.cache_clear)
    atexit.register(context.close)  # at interpreter teardown it would wait for a stopped thread
    context.eval(source)
    return lambda tex, display, macros: context.call("renderTex", tex, display, macros)


def tex_html(tex: str, *, display: bool = False) -> str:
    """TeX → HTML and MathML, with the book's macros; ``display=True`` sets it as displayed.

    Raises `TexError` naming what KaTeX did not understand. Source: https://katex.org/docs/api.
    """
    if not isinstance(tex, str):
        raise TypeError(f"tex must be a string (got {tex!r})")
    return _render(tex, display, tuple(settings.macros.items()))


@lru_cache(maxsize=4096)
def _render(tex, display, macros):
    engine = _engine()
    if engine is None:
        return f'<code class="tex-source">{html.escape(tex)}</code>'
    result = engine(tex, display, {**dict(macros), **BRACKETS})
    if "error" in result:
        raise TexError(f"tex must be valid KaTeX: {result['error']} (got {tex!r})")
    return _lean(result["html"])
