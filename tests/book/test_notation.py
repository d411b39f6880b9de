"""The notation page lists each symbol of the chapters once, and its names exist in code."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "book" / "notation.md"
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$([^$]+?)\$", re.S)
WORDS = re.compile(
    r"\\(?:text\w*|mathrm|label|tag)\{[^{}]*\}|\\(?:begin|end)\{\w+\}(?:\{[lcr|]*\})?"
)
TOKEN = re.compile(
    r"\\operatorname\*?\{[^{}]*\}|\\(?:mathbb|mathcal|mathbf)\s*(?:\{\w\}|\w)|\\[A-Za-z]+|\\.|[A-Za-z]|[^\s\w]"
)
# what arranges, separates or compares, and needs no line on the page
STRUCTURAL = set(
    r"\, \; \: \! \\ \{ \} \quad \qquad \left \right \middle \big \Big \bigl \bigr \Bigl \Bigr"
    r" \bigg \biggl \biggr \frac \dfrac \tfrac \displaystyle \textstyle \underbrace \underset"
    r" \overset \substack \phantom"
    r" \lVert \rVert \lvert \rvert \Vert \vert \| \le \ge \ne \neq \ll \gg \cdot"
    r" \cdots \dots \ldots \vdots \times \colon".split()
) | {*"&'()*+,-./:;<=>[]^_{}|~\"?", "\\ "}


def symbols(tex: str) -> set[str]:
    """The symbols of a formula: letters, commands, letters in a font, named operators."""
    tex = re.sub(r"\\operatorname\*?\{arg\s*\\,\s*(max|min)\}", r"\\arg\\\1", tex)
    found = {re.sub(r"[\s{}*]", "", token) for token in TOKEN.findall(WORDS.sub(" ", tex))}
    return found - {re.sub(r"[\s{}]", "", s) for s in STRUCTURAL} - {"\\", ""}


def formulas(markdown: str) -> list[str]:
    """The formulas of a Markdown text, code left out."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", markdown, flags=re.S)
    return [display or inline for display, inline in FORMULA.findall(text)]


@cache
def used() -> dict[str, set[str]]:
    """Which symbols each chapter uses."""
    found = {}
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        found[path.stem] = set().union(*map(symbols, formulas(text)), set())
    return found


@cache
def rows() -> list[tuple[list[str], list[str], list[str]]]:
    """Symbols, names in code and chapters of each line of the page's tables."""
    lines = [line.split("|")[1:-1] for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [
        (
            sorted(set().union(*map(symbols, formulas(cells[0])))),
            re.findall(r"`([^`]+)`", cells[2]),
            re.findall(r"#chapter-([a-z-]+)", cells[3]),
        )
        for cells in lines
        if len(cells) == 4 and "$" in cells[0]
    ]


@cache
def names() -> tuple[set[str], set[str]]:
    """Parameters (and fields) in ``glm_core``, and its functions and classes."""
    parameters, functions = set(), set()
    for path in (ROOT / "glm_core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                functions.add(node.name)
            if isinstance(node, ast.arguments):
                parameters |= {a.arg for a in (*node.posonlyargs, *node.args, *node.kwonlyargs)}
            if isinstance(node, ast.ClassDef):
                fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
                parameters |= {field.target.id for field in fields}
    return parameters, functions


def test_every_symbol_of_the_chapters_is_listed():
    listed = {symbol for symbols_of_row, _, _ in rows() for symbol in symbols_of_row}
    missing = {chapter: sorted(found - listed) for chapter, found in used().items()}
    assert {chapter: found for chapter, found in missing.items() if found} == {}


def test_every_symbol_is_listed_once_and_used():
    listed = [symbol for symbols_of_row, _, _ in rows() for symbol in symbols_of_row]
    assert sorted({s for s in listed if listed.count(s) > 1}) == []
    assert sorted(set(listed) - set().union(*used().values())) == []


def test_chapters_named_on_the_page_use_the_symbol():
    wrong = [
        (symbols_of_row, chapter)
        for symbols_of_row, _, chapters in rows()
        for chapter in chapters
        if not used()[chapter] & set(symbols_of_row)
    ]
    assert wrong == []
    assert all(chapters for _, _, chapters in rows())


def test_names_in_code_exist():
    parameters, functions = names()
    unknown = [
        name
        for _, names_of_row, _ in rows()
        for name in names_of_row
        if (name[:-2] not in functions if name.endswith("()") else name not in parameters)
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"\hat\theta^\top x_i + 2", {r"\hat", r"\theta", r"\top", "x", "i"}),
        (
            r"\operatorname{Var}[Y] \text{ if } \mathbb{E}[Y]",
            {r"\operatornameVar", "Y", r"\mathbbE"},
        ),
        (r"\begin{aligned} a &= b \\ \end{aligned}", {"a", "b"}),
        (r"\operatorname{arg\,max}_k \mathbf 1[k]", {r"\arg", r"\max", "k", r"\mathbf1"}),
    ],
)
def test_formulas_are_read(tex, found):
    assert symbols(tex) == found
