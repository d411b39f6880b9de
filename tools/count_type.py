"""Count what the built book sets in which font: which glyphs, which of KaTeX's styles.

python tools/count_type.py [_build/html]    (after `make book`; wants Chromium)
Writes ``tools/type/glyphs.json`` {font: characters} and ``tools/type/katex_styles.txt`` (the styles
worth a class), from which `vendor_fonts.py` divides the fonts. Nothing is lost when the book
changes: a glyph that is not in the first part of its font is fetched with the second.
"""

import html
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

from explorables.hosts.tex import KATEX
from playwright.sync_api import sync_playwright

TYPE = Path(__file__).parent / "type"
STYLES = 130  # with more, the style sheet grows by more than most pages shrink
SET = """() => {
  const found = {};
  const see = (e, text) => {
    const style = getComputedStyle(e), family = style.fontFamily.split(",")[0].replaceAll('"', "");
    const key = `${family} ${style.fontWeight} ${style.fontStyle}`;
    (found[key] ??= new Set());
    for (const c of text) found[key].add(c);
  };
  document.querySelectorAll("template").forEach((t) => t.replaceWith(t.content.cloneNode(true)));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!e.closest("script, style, .katex-mathml")) see(e, walk.currentNode.data);
  }
  return Object.fromEntries(Object.entries(found).map(([k, v]) => [k, [...v].join("")]));
}"""


def glyphs(book):
    """{font: the characters that pages set in it}, each font by its family, weight and style."""
    seen: dict[str, set[str]] = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for path in sorted(book.glob("*/*.html")):
            page = browser.new_page()
            page.goto(path.resolve().as_uri())
            page.wait_for_function(
                "!document.querySelector('figure.explorable:not([data-ready])')", timeout=120_000
            )
            for font, characters in page.evaluate(SET).items():
                seen.setdefault(font, set()).update(characters)
            page.close()
        browser.close()
    return {font: "".join(sorted(c for c in got if c > " ")) for font, got in sorted(seen.items())}


def styles(book):
    """KaTeX's styles in the order of the bytes that a class would save."""
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    known = dict(re.findall(r"\.katex \.(k\d+)\{([^}]*)\}", css))
    found: Counter[str] = Counter()
    for path in book.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found.update(
            map(html.unescape, re.findall(r'<span(?: class="[^"]*")? style="([^"]*)"', text))
        )
        for name in re.findall(r'<span class="(?:[^"]* )?(k\d+)"', text):
            if name in known:
                found[known[name]] += 1
    by_bytes = sorted(found, key=lambda style: (-found[style] * (len(style) + 5), style))
    return [style for style in by_bytes if " " not in style][:STYLES]


def main(book):
    TYPE.mkdir(exist_ok=True)
    text = json.dumps(glyphs(book), ensure_ascii=False, indent=1)
    (TYPE / "glyphs.json").write_text(text + "\n", encoding="utf-8")
    (TYPE / "katex_styles.txt").write_text("\n".join(styles(book)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(*sys.argv[1:]) if sys.argv[1:] else Path("_build/html"))
