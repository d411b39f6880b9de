"""The wheel carries all it needs: two chapters run from it, in an environment of their own."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ("entropy", "write-your-own")
RUN = """
import sys, pathlib
import glm_core.explore
assert pathlib.Path(glm_core.__file__).is_relative_to(sys.prefix), glm_core.__file__
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
cells = __import__("json").load(open(sys.argv[1]))["cells"]
for cell in cells:
    tags = cell["metadata"].get("tags", [])
    if cell["cell_type"] == "code":
        result = shell.run_cell("".join(cell["source"]))
        assert result.success or "raises-exception" in tags, cell["id"]
figures = [v for v in shell.user_ns.values() if isinstance(v, glm_core.explore.Explorable)]
print("figures:", len({figure.slug for figure in figures}))
"""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    source = tmp_path_factory.mktemp("source")
    copy = (
        "import shutil, sys; shutil.copytree(sys.argv[1] + '/glm_core', sys.argv[2] + '/glm_core')"
    )
    run(sys.executable, "-c", copy, str(ROOT), str(source))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder),
        str(source))  # fmt: skip
    (found,) = folder.glob("glm_core-*.whl")
    return found


def test_the_wheel_holds_data_scripts_and_fonts(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "glm_core/data/penguins.csv",
        "glm_core/explore/static/explore.js",
        "glm_core/explore/static/katex/katex.min.js",
        "glm_core/explore/static/katex/fonts/KaTeX_Main-Regular.woff2",
    ):
        assert part in names
    assert not [name for name in names if name.startswith(("tests/", "book/", "_ext/"))]
    assert zipfile.ZipFile(wheel).testzip() is None
    assert wheel.stat().st_size < 2_000_000


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """An empty environment in which pip installed the wheel, in tested versions."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    binary = str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    constraints = ["-c", str(ROOT / "requirements.txt")]
    install = [binary, "-m", "pip", "install", "--quiet", *constraints]
    done = subprocess.run(
        [*install, f"glm_core[explore] @ {wheel.as_uri()}", "ipython"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"pip reaches no package index here: {done.stderr.splitlines()[-1:]}")
    assert done.returncode == 0, done.stderr[-3000:]
    return binary


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_alone_from_the_wheel(python, tmp_path, chapter):
    notebook = tmp_path / f"{chapter}.ipynb"
    notebook.write_bytes((ROOT / "book" / f"{chapter}.ipynb").read_bytes())
    said = run(python, "-c", RUN, str(notebook), cwd=tmp_path)
    figures = {"entropy": 2, "write-your-own": 10}[chapter]
    assert f"figures: {figures}\n" in said
