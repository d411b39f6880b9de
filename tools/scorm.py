"""Pack a chapter of the built book for an LMS: SCORM 1.2 and SCORM 2004, as two archives.

python tools/scorm.py entropy      (after a build; `make scorm CHAPTER=entropy` does both)

writes ``_build/scorm/entropy-1.2.zip`` and ``…-2004.zip``. The page is the book's own, without what
leads to pages that are not in the archive; `scorm.js` tells the LMS how many of its quizzes
are right (the score) and when all were answered, or all was read where there are none (completion).
"""

import re
import sys
import zipfile
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build" / "html"
ADAPTER = Path(__file__).with_name("scorm.js")
AWAY = "nav, .bar .search, #menu-button, .launch, .headerlink"
LEFT_OUT = {"searchindex.js", "search-data.js", "cards.js", "cards", "questions.js"}
LEFT_OUT |= {"language_data.js", "searchtools.js"}
VERSIONS = {
    "1.2": {
        "ns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        "type": "adlcp:scormtype",
        "schema": "1.2",
    },
    "2004": {
        "ns": "http://www.imsglobal.org/xsd/imscp_v1p1",
        "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
        "type": "adlcp:scormType",
        "schema": "2004 4th Edition",
    },
}


def manifest(version: str, chapter: str, title: str, files: list[str]) -> str:
    """imsmanifest.xml: one item, one resource, every file of the archive."""
    facts = VERSIONS[version]
    listed = "\n".join(f'      <file href="{escape(name)}"/>' for name in files)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="book-{chapter}" version="1.0" xmlns="{facts["ns"]}"
    xmlns:adlcp="{facts["adlcp"]}">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>{facts["schema"]}</schemaversion>
  </metadata>
  <organizations default="book">
    <organization identifier="book">
      <title>{escape(title)}</title>
      <item identifier="item" identifierref="page">
        <title>{escape(title)}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" {facts["type"]}="sco"
        href="book/{chapter}.html">
{listed}
    </resource>
  </resources>
</manifest>
"""


def page(html: Path, chapter: str) -> tuple[str, str]:
    """(title, markup) of the chapter as it stands alone, with the adapter."""
    path = html / "book" / f"{chapter}.html"
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for part in soup.select(AWAY):
        part.decompose()
    for link in soup.select("a[href]"):
        if not re.match(r"#|https?:|mailto:", str(link["href"])):
            link.name = "span"  # words that lead to a page that is not here
            link.attrs = {}
    first: Any = soup.select_one("head script")
    first.insert_before(soup.new_tag("script", src="../_static/scorm.js"))
    title: Any = soup.h1
    heading = title.get_text().strip().removesuffix("#").strip()
    return heading, str(soup)


def needed(html: Path, markup: str) -> list[Path]:
    """The page's pictures, and what its scripts and styles may load."""
    shown = {Path(html, "book", name) for name in re.findall(r'src="(\.\./_images/[^"]+)"', markup)}
    static = [
        p
        for p in (html / "_static").rglob("*")
        if p.is_file() and not {p.name, p.parent.name} & LEFT_OUT
    ]
    return sorted({p.resolve() for p in [*shown, *static]})


def pack(html: Path, chapter: str, version: str, target: Path) -> list[str]:
    """Write the archive, the same bytes for the same page; returns the names in it."""
    title, markup = page(html, chapter)
    content = {
        p.relative_to(html.resolve()).as_posix(): p.read_bytes() for p in needed(html, markup)
    }
    content |= {f"book/{chapter}.html": markup.encode(), "_static/scorm.js": ADAPTER.read_bytes()}
    content["imsmanifest.xml"] = manifest(version, chapter, title, sorted(content)).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name in sorted(content):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            zipped.writestr(info, content[name], zipfile.ZIP_DEFLATED, 9)
    return sorted(content)


def main(arguments: list[str]) -> None:
    chapters = sorted(path.stem for path in (ROOT / "book").glob("*.ipynb"))
    if len(arguments) != 1 or arguments[0] not in chapters:
        sys.exit(f"CHAPTER must be one of {', '.join(chapters)} (got {' '.join(arguments) or '–'})")
    (chapter,) = arguments
    for version in VERSIONS:
        target = ROOT / "_build" / "scorm" / f"{chapter}-{version}.zip"
        pack(HTML, chapter, version, target)
        print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main(sys.argv[1:])
