"""Vendor KaTeX and Source Serif 4 from their unpacked npm packages; fonts in two parts each.

python tools/vendor_fonts.py katex/package source-serif-4/package
(needs fonttools and brotli; readers never run this)

A page fetches the first part of a font, with the glyphs that the book sets (``type/glyphs.json``,
counted by `count_type.py`), and the second only where it sets another. No glyph is lost: the ranges
divide each font. The styles KaTeX writes most often (``type/katex_styles.txt``) become classes,
which `explorables.hosts.tex` reads back from the style sheet.
"""

import json
import re
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

ROOT = Path(__file__).parents[1]
TYPE = Path(__file__).parent / "type"
KATEX = ROOT / "explorables" / "src" / "explorables" / "static" / "katex"
THEME = ROOT / "book" / "theme" / "static"
SPACES = [0x20, 0xA0, 0x200B]
WEIGHTS = {400: "Regular", 700: "Bold"}
SERIF = [("latin", 400, "normal"), ("latin", 400, "italic"), ("latin", 600, "normal")]
SERIF += [("greek", 400, "normal"), ("greek", 400, "italic")]
GREEK = range(0x370, 0x400)


def used() -> dict[str, set[int]]:
    """{"KaTeX_Main 700 normal": code points}."""
    glyphs = json.loads((TYPE / "glyphs.json").read_text(encoding="utf-8"))
    return {font: {*map(ord, text), *SPACES} for font, text in glyphs.items()}


def ranges(points: list[int]) -> str:
    """CSS's ``unicode-range`` of code points: ``U+20-7E, U+2212``."""
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def save_part(source: Path, target: Path, points: list[int]) -> None:
    options = Options(flavor="woff2", layout_features=["*"], hinting=True)
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    save_font(font, str(target), options)


def split(source: Path, folder: Path, common: set[int], script=range(0x110000)) -> dict:
    """{name: code points} of the two files written; of one where the book sets none or all."""
    has = {point for point in load_font(str(source), Options()).getBestCmap() if point in script}
    first, rest = sorted(has & common), sorted(has - common)
    if not rest or not set(first) - set(SPACES):
        shutil.copy(source, folder)
        return {source.stem: []}
    parts = {source.stem: first, f"{source.stem}-rest": rest}
    for part, points in parts.items():
        save_part(source, folder / f"{part}.woff2", points)
    return parts


def emptied(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.woff2"):
        old.unlink()
    return folder


def divided(css: str, parts: dict[str, dict[str, list[int]]]) -> str:
    """A style sheet whose faces stand once for each part of their font."""

    def faces(found: re.Match) -> str:
        file = re.search(r"fonts/([\w-]+)\.woff2", found[0])
        if file is None:  # a face of the reader's machine
            return found[0]
        name = file[1].removesuffix("-rest")
        face = re.sub(r"; ?unicode-range:[^;}]*", "", found[0]).rstrip(" ;}")
        return "".join(
            face.replace(f"{file[1]}.woff2", f"{part}.woff2")
            + (f"; unicode-range: {ranges(points)}" if points else "")
            + "; }"
            for part, points in parts[name].items()
        )

    return re.sub(r"@font-face ?\{[^}]*\}", faces, css)


def katex(package: Path) -> None:
    folder, glyphs = emptied(KATEX / "fonts"), used()
    shutil.copy(package / "LICENSE", KATEX)
    shutil.copy(package / "dist" / "katex.min.js", KATEX)
    parts = {}
    for font in sorted((package / "dist" / "fonts").glob("*.woff2")):
        family, _, face = font.stem.partition("-")
        weight = 700 if face.startswith("Bold") else 400
        style = "italic" if face.endswith("Italic") else "normal"
        parts[font.stem] = split(font, folder, glyphs.get(f"{family} {weight} {style}", set()))
    css = (package / "dist" / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(woff|ttf)\) format\("(woff|truetype)"\)', "", css)
    styles = (TYPE / "katex_styles.txt").read_text(encoding="utf-8").split()
    rules = "".join(f".katex .k{n}{{{style}}}" for n, style in enumerate(styles))
    faces = re.sub(
        r"; (unicode-range:) | ?; }", lambda m: f";{m[1]}" if m[1] else "}", divided(css, parts)
    )
    (KATEX / "katex.min.css").write_text(faces + rules + index_sizes(css), encoding="utf-8")


def index_sizes(css: str) -> str:
    """``.z3`` for an index, ``.z1`` for an index's own: three of KaTeX's class names in one."""
    size = r"\.katex \.sizing\.reset-size{}\.size{}(\{{[^}}]*\}})"
    found = [(to, re.search(size.format(of, to), css)) for of, to in ((6, 3), (3, 1))]
    return "".join(f".katex .z{to}{rule[1]}" for to, rule in found if rule)


def serif(package: Path) -> None:
    """The theme's faces: those of book.css, each with its parts."""
    folder, glyphs = emptied(THEME / "fonts"), used()
    parts = {}
    for script, weight, style in SERIF:
        source = package / "files" / f"source-serif-4-{script}-{weight}-{style}.woff2"
        common = glyphs[f"Source Serif 4 {weight} {style}"]
        if weight == 600:  # a heading's bold is this weight
            common |= glyphs.get("Source Serif 4 700 normal", set())
        only = {"script": GREEK} if script == "greek" else {}  # its space is the Latin font's
        parts[source.stem] = split(source, folder, common, **only)
    path = THEME / "book.css"
    css = re.sub(r"@font-face \{[^}]*-rest\.woff2[^}]*\}\n", "", path.read_text(encoding="utf-8"))
    path.write_text(divided(css, parts).replace("}@font-face", "}\n@font-face"), encoding="utf-8")


if __name__ == "__main__":
    katex(Path(sys.argv[1]))
    serif(Path(sys.argv[2]))
