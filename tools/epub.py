"""Bind the whole book as ``_build/book.epub``: a page a chapter, formulas as MathML, no script.

Made of the single-page build that is printed too: figures that move are there as still pictures,
with the address of the live one where the site has one.
"""

import html
import os
import re
import time
import unicodedata
import uuid
import zipfile
from contextlib import suppress
from pathlib import Path

import pdf

from glm_core import __version__

TOOLS = Path(__file__).resolve().parent
TITLE = "Where Loss Functions Come From"
ABOUT = "An interactive book on entropy, exponential families and likelihood"
AUTHOR = "The contributors to Where Loss Functions Come From"
RIGHTS = "Text and figures: CC BY 4.0. Code: MIT licence."
CC = "https://creativecommons.org/licenses/by/4.0/"
FIXED = (1980, 1, 1, 0, 0, 0)
TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}

SPLIT = (TOOLS / "epub.js").read_text(encoding="utf-8")
COVER = """<body style="margin: 0; width: 1200px; height: 1800px; background: #fffdf8;
color: #1f242c; font: 60px/1.2 'Source Serif 4', 'Liberation Serif', serif; display: flex;
flex-direction: column; align-items: center; justify-content: center; gap: 90px;
text-align: center">
<div style="width: 520px">{logo}</div><div style="font-size: 120px; width: 1000px">{title}</div>
<div style="width: 900px; color: #676e79">{about}</div></body>"""

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
 xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="book.css"/></head>
<body{kind}>
{body}
</body></html>
"""


LETTER = re.compile(r'<(m[ion]) mathvariant="(bold|double-struck|script)">([^<]+)</')


def styled(found: re.Match) -> str:
    """𝔼 for E in a double-struck style: readers' engines know the letter, not the style."""
    tag, variant, letters = found.groups()

    def letter(plain: str) -> str:
        name = unicodedata.name(plain).replace("LATIN ", "").replace("LETTER ", "")
        for prefix in ("MATHEMATICAL ", ""):
            with suppress(KeyError):
                return unicodedata.lookup(f"{prefix}{variant.upper()} {name}")
        return plain

    return f'<{tag} mathvariant="normal">{"".join(map(letter, letters))}</'


def quoted(text: str) -> str:
    return html.escape(text, quote=True)


def navigation(chapters: list[dict]) -> str:
    """The contents: chapters with their sections."""

    def entry(chapter):
        page = f"{chapter['name']}.xhtml"
        inner = "".join(
            f'<li><a href="{page}#{quoted(s["id"])}">{quoted(s["title"])}</a></li>'
            for s in chapter["sections"]
        )
        inner = f"<ol>{inner}</ol>" if inner else ""
        return f'<li><a href="{page}">{quoted(chapter["title"])}</a>{inner}</li>'

    entries = "\n".join(entry(chapter) for chapter in chapters)
    marks = (
        '<li><a epub:type="cover" href="cover.xhtml">Cover</a></li>'
        f'<li><a epub:type="bodymatter" href="{chapters[0]["name"]}.xhtml">Start</a></li>'
    )
    return (
        f'<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>\n{entries}\n</ol></nav>\n'
        f'<nav epub:type="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>{marks}</ol></nav>'
    )


def package(files: dict[str, bytes], chapters: list[dict], modified: str) -> str:
    """The package document: what the book is called, what it holds, in which order it is read."""
    has = {f"{c['name']}.xhtml": [k for k in ("mathml", "svg") if c[k[:4]]] for c in chapters}
    has |= {"contents.xhtml": ["nav"], "cover.png": ["cover-image"]}
    ids = {name: f"file-{number}" for number, name in enumerate(files)}
    items = "\n".join(
        f'<item id="{ids[name]}" href="{quoted(name)}" media-type="{TYPES[Path(name).suffix]}"'
        + (f' properties="{" ".join(has[name])}"' if has.get(name) else "")
        + "/>"
        for name in files
    )
    order = [
        "cover.xhtml",
        "about.xhtml",
        "contents.xhtml",
        *(f"{c['name']}.xhtml" for c in chapters),
    ]
    spine = "\n".join(f'<itemref idref="{ids[name]}"/>' for name in order)
    known = uuid.uuid5(uuid.NAMESPACE_URL, f"where-loss-functions-come-from/{__version__}")
    features = ("MathML", "alternativeText", "tableOfContents", "structuralNavigation")
    access = [("accessMode", "textual"), ("accessMode", "visual")]
    access += [("accessModeSufficient", "textual,visual"), ("accessibilityHazard", "none")]
    access += [("accessibilityFeature", feature) for feature in features]
    access += [
        ("accessibilitySummary", "Formulas are MathML; each picture has a text alternative.")
    ]
    meta = "\n".join(f'<meta property="schema:{name}">{value}</meta>' for name, value in access)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{known}</dc:identifier>
<dc:title>{TITLE}</dc:title>
<dc:language>en</dc:language>
<dc:creator>{AUTHOR}</dc:creator>
<dc:description>{ABOUT}</dc:description>
<dc:rights>{RIGHTS} {CC}</dc:rights>
<meta property="dcterms:modified">{modified}</meta>
{meta}
</metadata>
<manifest>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


def about() -> str:
    return (
        f"<h1>{TITLE}</h1>\n<p>{ABOUT}</p>\n<p>{AUTHOR}</p>\n<p>Version {__version__}</p>\n"
        f'<p>{RIGHTS} <a href="{CC}">{CC}</a></p>'
    )


def draw_cover(browser) -> bytes:
    """The book's mark and its title."""
    logo = (TOOLS.parent / "book" / "theme" / "logo.svg").read_text(encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1200, "height": 1800}, color_scheme="light")
    tab.set_content(COVER.format(logo=logo, title=TITLE, about=ABOUT))
    picture = tab.screenshot()
    tab.close()
    return picture


def split(page: Path, browser) -> list[dict]:
    """The chapters of the single page, in order."""
    tab = browser.new_page(bypass_csp=True, java_script_enabled=True)
    tab.route("**/*.js", lambda route: route.abort())
    tab.set_default_timeout(600_000)
    tab.goto(page.as_uri(), wait_until="domcontentloaded")
    tab.evaluate(pdf.LINKS)
    chapters = tab.evaluate(SPLIT)
    tab.close()
    return chapters


def bind(page: Path, target: Path, browser) -> None:
    """The single page and its pictures → one EPUB 3."""
    chapters = split(page, browser)
    cover = f'<figure class="cover"><img src="cover.png" alt="{TITLE}: the book\'s mark"/></figure>'
    pages = {
        "cover.xhtml": (TITLE, cover, ' epub:type="cover"'),
        "about.xhtml": (TITLE, about(), ' epub:type="titlepage"'),
        "contents.xhtml": ("Contents", navigation(chapters), ""),
    }
    pages |= {f"{c['name']}.xhtml": (c["title"], c["text"], "") for c in chapters}
    files = {
        name: LETTER.sub(styled, PAGE.format(title=quoted(title), body=body, kind=kind)).encode()
        for name, (title, body, kind) in pages.items()
    }
    files["book.css"] = (TOOLS / "epub.css").read_bytes()
    files["cover.png"] = draw_cover(browser)
    for name in sorted({image for chapter in chapters for image in chapter["images"]}):
        files[name] = (page.parent / name).read_bytes()
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    modified = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    container = (
        '<?xml version="1.0"?>\n<container version="1.0" '
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        'full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>\n"
    )
    content = {"META-INF/container.xml": container.encode()}
    content["book/package.opf"] = package(files, chapters, modified).encode()
    content |= {f"book/{name}": body for name, body in files.items()}
    with zipfile.ZipFile(target, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("mimetype", FIXED), "application/epub+zip")
        for name, body in content.items():
            info = zipfile.ZipInfo(name, FIXED)
            info.external_attr = 0o644 << 16
            zipped.writestr(info, body, zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    pdf.run(bind, "book.epub")
