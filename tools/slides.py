"""Make slides of a chapter of the built book: reveal.js, its figures alive, nothing fetched.

python tools/slides.py entropy      (after a build; `make slides CHAPTER=entropy` does both)

writes the folder ``_build/slides/entropy``; its ``index.html`` opens from disk. Each section is a
column: its heading with the words that begin it, then, one below the other, its numbered formulas,
boxed results, figures (with their question first) and pictures. Proofs, code and exercises stay in
the book. `slides.js` lays each slide out as large as it fits.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Tag

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build" / "html"
TOOLS = Path(__file__).resolve().parent
OWN = ("slides.css", "slides.js")
RESULT = re.compile(r"^(theorem|lemma|proposition|corollary|definition|axiom|algorithm|property)$")
LEFT_OUT = re.compile(r"^exercises\b")  # sections by their id: answer boxes want the whole book
PAGE = """<!DOCTYPE html>
<html lang="en" class="deck" data-formulas>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{policy}
<title>{title} · slides</title>
<script src="_static/first.js"></script>
{styles}
<link rel="stylesheet" href="_static/slides.css">
</head>
<body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
<button class="plain colours" type="button" title="Dark or light (D)">Dark or light</button>
<script src="_static/explore/explore.js"></script>
<script src="_static/reveal.js"></script>
<script src="_static/slides.js"></script>
</body>
</html>
"""


def bare(element: Tag) -> Tag:
    """Without what leads to pages or places that the slides do not have."""
    for part in element.select(".headerlink, .margin-note, noscript"):
        part.decompose()
    for link in element.select("a[href]"):
        if not re.match(r"https?:", str(link["href"])):
            link.name = "span"
            link.attrs = {}
    for box in element.select("section"):
        box.name = "div"  # a section is a slide here
    for one in element.select("[src^='../']"):
        one["src"] = str(one["src"]).removeprefix("../")
    return element


def slide(kind: str, *parts: Tag, running: str = "") -> str:
    """One slide; above what it shows stands, small, the heading of its section."""
    inner = "\n".join(str(bare(part)) for part in parts)
    head = f'<p class="running">{running}</p>\n' if running else ""
    sheet = f'<div class="sheet-of-slide">\n{inner}\n</div>'
    return f'<section class="{kind}">{head}{sheet}</section>'


def before(element: Tag) -> list[Tag]:
    """The paragraph that leads to a formula."""
    words = element.find_previous_sibling()
    return [words] if isinstance(words, Tag) and words.name == "p" else []


def parts(section: Tag, heading: Tag) -> Iterator[str]:
    """A section's slides, in the order of the page; its subsections are among them."""
    running = heading.decode_contents()
    first = section.find("p", recursive=False)
    if first:
        yield slide("opening", heading, first)
    for part in section.find_all(True, recursive=False):
        classes = set(part.get_attribute_list("class"))
        below = part.find(["h3", "h4"], recursive=False) if part.name == "section" else None
        if below:
            yield from parts(part, bare(below))
        elif "proof" in classes and any(RESULT.match(str(name)) for name in classes):
            yield slide("result", part, running=running)
        elif "math" in classes and str(part.get("id", "")).startswith("equation-"):
            lead = [words for words in before(part) if words is not first]
            yield slide("formula", *lead, part, running=running)
        elif part.name == "div" and "cell" in classes:
            for figure in part.select("figure.explorable"):
                yield slide("figure", figure)
            for picture in part.select(".cell_output img"):
                if not picture.find_parent("figure", class_="explorable"):
                    yield slide("picture", picture, running=running)
        elif part.name in ("ol", "ul", "table") or "table-scroll" in classes:
            yield slide("list", part, running=running)


def columns(article: Tag) -> Iterator[str]:
    """The title, what the chapter is for, and a column for each section."""
    chapter = article.select_one("section")
    title = chapter.h1 if chapter else None
    if chapter is None or title is None:
        raise ValueError("the page must have a chapter with a title")
    words = [p for p in chapter.find_all("p", recursive=False) if not p.get("class")]
    goals = chapter.select_one(".goals")
    yield slide("title", title, *words[:1])
    if goals:
        yield slide("list", goals)
    for section in chapter.find_all("section", recursive=False):
        heading = section.find("h2", recursive=False)
        if heading and not LEFT_OUT.match(str(section.get("id", ""))):
            inner = "\n".join(parts(section, bare(heading)))
            yield f'<section id="{section["id"]}">\n{inner}\n</section>'


def names_in(css: Path) -> list[Path]:
    """The files that a style sheet may load."""
    found = re.findall(r"url\(['\"]?([^'\")]+)['\"]?\)", css.read_text(encoding="utf-8"))
    near = [css.parent / name for name in found if not re.match(r"data:|#|https?:", name)]
    return [path for path in near if path.is_file()]


def make(html: Path, chapter: str, target: Path) -> int:
    """Write the slides of a built chapter into the folder; returns how many there are."""
    page = html / "book" / f"{chapter}.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    article, policy = soup.select_one("article"), soup.select_one("meta[http-equiv]")
    if article is None:
        raise ValueError(f"the page of a chapter must have an article (got {page})")
    sheets = [str(link["href"]).split("?")[0] for link in soup.select("head link[rel=stylesheet]")]
    sheets = [name.removeprefix("../") for name in sheets]
    title = soup.title.get_text() if soup.title else chapter
    slides = "\n".join(columns(article))
    styles = "\n".join(f'<link rel="stylesheet" href="{name}">' for name in sheets)
    text = PAGE.format(policy=policy or "", title=title, styles=styles, slides=slides)

    shutil.rmtree(target, ignore_errors=True)
    (target / "_static").mkdir(parents=True)
    (target / "index.html").write_text(text, encoding="utf-8")
    wanted = {html / name for name in [*sheets, "_static/first.js", "_static/explore/explore.js"]}
    wanted |= {path for name in sheets for path in names_in(html / name)}
    wanted |= {html / name for name in re.findall(r'src="(_images/[^"]+)"', text)}
    wanted |= set((html / "_static").rglob("LICENSE*"))
    for path in sorted(wanted):
        copy = target / path.resolve().relative_to(html.resolve())
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for path in [*(TOOLS / name for name in OWN), *(TOOLS / "reveal").glob("reveal.*")]:
        shutil.copy(path, target / "_static" / path.name)
    shutil.copy(TOOLS / "reveal" / "vendor" / "LICENSE-reveal.js", target / "_static")
    return text.count('<div class="sheet-of-slide">')


def main(arguments: list[str]) -> None:
    chapters = sorted(path.stem for path in (ROOT / "book").glob("*.ipynb"))
    if len(arguments) != 1 or arguments[0] not in chapters:
        sys.exit(f"CHAPTER must be one of {', '.join(chapters)} (got {' '.join(arguments) or '–'})")
    (chapter,) = arguments
    target = ROOT / "_build" / "slides" / chapter
    count = make(HTML, chapter, target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target / 'index.html'} ({count} slides, {size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main(sys.argv[1:])
