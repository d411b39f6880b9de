"""A figure in a web page: the fragment for a book, and one self-contained page."""

from __future__ import annotations

import base64
import html
import json
import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


def as_script(data):
    """JSON that may stand inside a script element."""
    compact = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return compact.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def script():
    """The runtime, one classic script."""
    return (STATIC / "explore.js").read_text(encoding="utf-8")


def has_formulas(payload):
    """True when a figure shows a formula and needs KaTeX's style."""
    items = [item for entry in payload["figures"] for item in entry["figure"]["items"]]
    return any(item["type"] == "formula" for item in items)


@cache
def katex_style():
    """KaTeX's style sheet with its fonts in it."""

    def embed(match):
        font = (STATIC / "katex" / match[1]).read_bytes()
        return f"url(data:font/woff2;base64,{base64.b64encode(font).decode()})"

    css = (STATIC / "katex" / "katex.min.css").read_text(encoding="utf-8")
    return re.sub(r"url\((fonts/[^)]*?\.woff2)\)", embed, css)


@cache
def own_style():
    """The style sheet of figures without formulas."""
    return (STATIC / "explore.css").read_text(encoding="utf-8")


def style(payload):
    """The style sheet of one figure, with KaTeX's and its fonts when it shows a formula."""
    return katex_style() + own_style() if has_formulas(payload) else own_style()


def figure_html(payload, picture_src):
    """The HTML of a figure: caption, picture for readers without scripts, and the payload."""
    place = f' id="{html.escape(payload["slug"])}"'
    return framed(payload, picture_src, "<noscript>{}</noscript>", place)


def framed(payload, picture_src, until_alive, attributes=""):
    """A figure; its picture, between question and answer, fills the ``{}`` of ``until_alive``."""
    slug, alt = html.escape(payload["slug"]), html.escape(payload["alt"])
    picture = f'<img src="{html.escape(picture_src)}" alt="{alt}">'
    return (
        f'<figure class="explorable" data-explorable="{slug}"{attributes}>'
        f"<figcaption>{html.escape(payload['caption'])}</figcaption>"
        f"{until_alive.format(question_html(payload) + picture + answer_html(payload))}"
        f'<script type="application/json">{as_script(payload)}</script></figure>'
    )


def question_html(payload):
    """The question of a figure for paper: what to guess, and between what."""
    predict = payload["predict"]
    if not predict:
        return ""
    options = "".join(f"<li>{html.escape(option)}</li>" for option in predict["options"])
    return f'<p class="question">{html.escape(predict["question"])}</p><ul>{options}</ul>'


def answer_html(payload):
    """Its answer, to be set after the figure."""
    predict = payload["predict"]
    if not predict:
        return ""
    right = html.escape(predict["options"][predict["answer"]])
    because = html.escape(predict["because"])
    return f'<p class="answer"><b>Answer: {right}.</b> {because}</p>'


def data_uri(picture):
    """A PNG as an address that needs no file."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def page_html(explorable):
    """A whole page that needs nothing but itself."""
    payload = explorable.payload()
    return pages_html(payload["caption"] or payload["name"], [explorable])


def pages_html(title, explorables):
    """One page of several figures; those of one name get ids of their own when the page starts."""
    payloads = [explorable.payload() for explorable in explorables]
    css = (katex_style() if any(map(has_formulas, payloads)) else "") + own_style()
    figures = (
        figure_html(payload, data_uri(explorable.picture()))
        for payload, explorable in zip(payloads, explorables, strict=True)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n"
        "<style>:root{color-scheme:light dark}"
        "body{max-width:64rem;margin:2rem auto;padding:0 1rem;font-family:system-ui,sans-serif}\n"
        f"{css}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(figures)
        + f"\n</main>\n<script>{inline(script())}</script>\n</body>\n</html>\n"
    )


MODULE = """
const payload = {payload};
const sheet = {style};
// The host's model, with the figure that it does not know
const withFigure = (model) => ({{
  get: (name) => (name === "payload" ? payload : model.get(name)),
  set: (name, value) => model.set(name, value),
  save_changes: () => model.save_changes(),
  on: (event, act) => model.on(event, act),
  off: (event, act) => model.off(event, act),
}});
export default {{
  render({{ model, el }}) {{
    el.append(Object.assign(document.createElement("style"), {{ textContent: sheet }}));
    return globalThis.explorables.render({{ model: withFigure(model), el }});
  }},
}};
"""


def module_text(explorable):
    """The figure as a module that gives an anywidget: script, style and data in one file."""
    payload = explorable.payload()
    return script() + MODULE.format(payload=as_script(payload), style=as_script(style(payload)))


def write_module(explorable, path, *, overwrite):
    """Write :func:`module_text` to ``path``; returns the path."""
    return _write(path, module_text(explorable), overwrite)


def inline(code):
    """A script's text as it may stand inside a script element."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def write_page(explorable, path, *, overwrite):
    """Write :func:`page_html` to ``path``; returns the path."""
    return _write(path, page_html(explorable), overwrite)


def _write(path, text, overwrite):
    path = Path(path)
    if path.exists() and not overwrite:
        raise FileExistsError(f"{path} must not exist without overwrite=True (it does)")
    path.write_text(text, encoding="utf-8")
    return path
