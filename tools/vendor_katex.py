"""Vendor KaTeX from its unpacked npm package: script, style, fonts (woff2, three of them split).

python tools/vendor_katex.py katex/package     (needs fonttools and brotli; readers never run this)
A page then fetches the letters, digits and operators that formulas are made of, and the long tail
of a font only where a formula uses it. No glyph is lost: the ranges divide each font. The styles
KaTeX writes most often (``katex_styles.txt``, counted over the book) become classes, which
`explorables.hosts.tex` reads back from the style sheet.
"""

import re
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

TARGET = Path(__file__).parents[1] / "glm_core" / "explore" / "static" / "katex"
LETTERS = [*range(0x41, 0x5B), *range(0x61, 0x7B)]
DIGITS_AND_SIGNS = [*range(0x20, 0x41), 0x2212]
GREEK = [*range(0x391, 0x3CA)]
MAIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *GREEK,
    *(0x2C6, 0x2C9, 0x2DC, 0x2026, 0x2032, 0x2190, 0x2192, 0x21A6, 0x21D2, 0x2200, 0x2202, 0x2207),
    *(
        0x2208,
        0x220F,
        0x2211,
        0x2212,
        0x221D,
        0x221E,
        0x2223,
        0x2225,
        0x222B,
        0x223C,
        0x2248,
        0x2260,
    ),
    *(0x2261, 0x2264, 0x2265, 0x22C5, 0x22EF, 0x27E8, 0x27E9, 0x27F9),
]
COMMON = {
    "KaTeX_AMS-Regular": [*LETTERS, 0x25A0, 0x25A1],
    "KaTeX_Main-Bold": [*LETTERS, *DIGITS_AND_SIGNS, *GREEK],
    "KaTeX_Main-Regular": MAIN,
}


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


def split(source: Path) -> dict[str, list[int]]:
    """Two files where the font is divided, one otherwise; returns name → code points."""
    name, folder = source.stem, TARGET / "fonts"
    if name not in COMMON:
        shutil.copy(source, folder)
        return {name: []}
    has = set(load_font(str(source), Options()).getBestCmap())
    parts = {name: sorted(has & set(COMMON[name])), f"{name}-rest": sorted(has - set(COMMON[name]))}
    for part, points in parts.items():
        save_part(source, folder / f"{part}.woff2", points)
    return parts


def font_faces(css: str, parts: dict[str, dict[str, list[int]]]) -> str:
    """KaTeX's style sheet with woff2 alone and with the ranges of the divided fonts."""
    css = re.sub(r',url\([^)]*\.(woff|ttf)\) format\("(woff|truetype)"\)', "", css)

    def faces(found: re.Match) -> str:
        name = re.findall(r"fonts/([\w-]+)\.woff2", found[0])[0]
        return "".join(
            found[0].replace(f"{name}.woff2", f"{part}.woff2")[:-1]
            + (f";unicode-range:{ranges(points)}" if points else "")
            + "}"
            for part, points in parts[name].items()
        )

    return re.sub(r"@font-face\{[^}]*\}", faces, css)


def main(package: Path) -> None:
    (TARGET / "fonts").mkdir(parents=True, exist_ok=True)
    for old in (TARGET / "fonts").glob("*.woff2"):
        old.unlink()
    shutil.copy(package / "LICENSE", TARGET)
    shutil.copy(package / "dist" / "katex.min.js", TARGET)
    fonts = sorted((package / "dist" / "fonts").glob("*.woff2"))
    parts = {font.stem: split(font) for font in fonts}
    css = (package / "dist" / "katex.min.css").read_text(encoding="utf-8")
    styles = Path(__file__).with_name("katex_styles.txt").read_text(encoding="utf-8").split()
    rules = "".join(f".katex .k{n}{{{style}}}" for n, style in enumerate(styles))
    (TARGET / "katex.min.css").write_text(font_faces(css, parts) + rules, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
