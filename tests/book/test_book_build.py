"""The book builds without a warning, the same bytes wherever it is built; bad TeX stops it."""

import filecmp
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))


def differences(comparison: filecmp.dircmp) -> list[str]:
    """Files that are missing or differ, by content."""
    left, right = Path(comparison.left), Path(comparison.right)
    common = comparison.common_files
    found = [f"{left}/{n}" for n in common if (left / n).read_bytes() != (right / n).read_bytes()]
    found += [f"{left}: only {name}" for name in comparison.left_only]
    found += [f"{right}: only {name}" for name in comparison.right_only]
    return found + [line for sub in comparison.subdirs.values() for line in differences(sub)]


def test_book_builds_without_warnings(builds):
    assert (builds.html(0) / "index.html").is_file()


def test_a_cold_and_a_warm_cache_give_the_same_bytes(builds):
    """What comes out of Jupyter's cache once had its keys sorted, what had just run had not."""
    assert differences(filecmp.dircmp(builds.html(0), builds.html(1))) == []
    ran = [int(re.search(r"(\d+) notebooks run", builds.said(which))[1]) for which in (0, 1)]
    assert ran == [len(NOTEBOOKS), len(NOTEBOOKS[::3])]


def test_differences_are_seen(tmp_path):
    for name, text in (("a", "same length"), ("b", "SAME LENGTH")):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "page.html").write_text(text)
    (tmp_path / "b" / "more.html").write_text("")
    assert len(differences(filecmp.dircmp(tmp_path / "a", tmp_path / "b"))) == 2


def sphinx(folder: Path, text: str) -> tuple[str, str]:
    """Build one Markdown page with the book's formulas; returns its HTML and the warnings."""
    from io import StringIO

    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    source = folder / "source"
    source.mkdir()
    (source / "index.md").write_text(text, encoding="utf-8")
    said = StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            None,
            folder / "html",
            folder / "trees",
            "html",
            confoverrides={
                "extensions": ["myst_parser", "katex"],
                "html_math_renderer": "katex",
                "myst_enable_extensions": ["dollarmath"],
            },
            status=None,
            warning=said,
        )
        app.build()
    return (folder / "html" / "index.html").read_text(encoding="utf-8"), said.getvalue()


@pytest.fixture
def extensions(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "_ext"))
    yield
    sys.modules.pop("katex", None)


def test_formulas_are_drawn_and_numbered_at_build_time(extensions, tmp_path):
    html, said = sphinx(
        tmp_path, "# T\n\nSee {eq}`eq-a`: $x^2$.\n\n$$\n\\KL{p}{q} \\ge 0\n$$ (eq-a)\n"
    )
    assert said == ""
    assert html.count('class="katex"') == 2
    assert html.count("<math") == 2
    assert 'class="eqno"' in html


@pytest.mark.parametrize(
    ("formula", "line", "complaint"),
    [
        ("$\\frac{1}{2$", 3, "expected '}'"),
        ("$\\entropie(p)$", 3, "Undefined control sequence: \\entropie"),
        ("$$\na \\\\ b\n$$", 3, "does nothing in display mode"),
    ],
)
def test_bad_tex_is_a_warning_with_file_and_line(extensions, tmp_path, formula, line, complaint):
    _, said = sphinx(tmp_path, f"# T\n\n{formula}\n")
    assert f"index.md:{line}" in said
    assert complaint in said


def test_a_line_cut_in_two_on_its_way_is_one_line(extensions):
    from nbformat.v4 import new_output
    from streams import join_streams

    pieces = ["logit 1.0", "\nprobit ", "2.0\n"]
    outputs = [new_output("stream", name="stdout", text=piece) for piece in pieces]
    picture = new_output("display_data", data={"text/plain": "<Figure>"})
    joined = join_streams([outputs[0], picture, *outputs[1:]])
    assert [output["output_type"] for output in joined] == ["stream", "display_data"]
    assert joined[0]["text"] == "logit 1.0\nprobit 2.0\n"
