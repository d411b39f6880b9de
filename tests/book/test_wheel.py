"""The two wheels carry all they need: chapters run from them, in an environment of their own."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = ("entropy", "write-your-own")
RUN = """
import sys, pathlib
import explorables, glm_core
for package in (explorables, glm_core):
    assert pathlib.Path(package.__file__).is_relative_to(sys.prefix), package.__file__
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
cells = __import__("json").load(open(sys.argv[1]))["cells"]
for cell in cells:
    tags = cell["metadata"].get("tags", [])
    if cell["cell_type"] == "code":
        result = shell.run_cell("".join(cell["source"]))
        assert result.success or "raises-exception" in tags, cell["id"]
figures = [v for v in shell.user_ns.values() if isinstance(v, explorables.Explorable)]
print("figures:", len({figure.slug for figure in figures}))
"""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def build(name, source, folder):
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder),
        str(source))  # fmt: skip
    (found,) = folder.glob(f"{name}-*.whl")
    return found


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """Both wheels, built from copies, so that no build folder is left beside the sources."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    left_out = shutil.ignore_patterns("node_modules", "tests", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT / "explorables", source / "explorables", ignore=left_out)
    shutil.copytree(ROOT / "glm_core", source / "glm_core", ignore=left_out)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    engine = build("explorables", source / "explorables", folder)
    return build("glm_core", source, folder), engine


def test_the_wheels_hold_data_scripts_and_fonts_and_nothing_else(wheels):
    inside = [zipfile.ZipFile(wheel) for wheel in wheels]
    for archive, package, parts in zip(
        inside,
        ("glm_core", "explorables"),
        (
            ["data/penguins.csv"],
            ["static/explore.js", "static/katex/katex.min.js",
             "static/katex/fonts/KaTeX_Main-Regular.woff2"],
        ),
        strict=True,
    ):  # fmt: skip
        names = archive.namelist()
        assert [part for part in parts if f"{package}/{part}" not in names] == []
        assert {name.partition("/")[0].partition("-")[0] for name in names} == {package}
        assert archive.testzip() is None
    assert sum(wheel.stat().st_size for wheel in wheels) < 2_000_000


@pytest.fixture(scope="module")
def python(wheels, tmp_path_factory):
    """An empty environment in which one pip line installed both, in tested versions."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    binary = str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    constraints = ["-c", str(ROOT / "requirements.txt")]
    install = [binary, "-m", "pip", "install", "--quiet", *constraints]
    glm, engine = wheels
    done = subprocess.run(
        [
            *install,
            f"glm_core[explore] @ {glm.as_uri()}",
            f"explorables @ {engine.as_uri()}",
            "ipython",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"pip reaches no package index here: {done.stderr.splitlines()[-1:]}")
    assert done.returncode == 0, done.stderr[-3000:]
    return binary


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_alone_from_the_wheels(python, tmp_path, chapter):
    notebook = tmp_path / f"{chapter}.ipynb"
    notebook.write_bytes((ROOT / "book" / f"{chapter}.ipynb").read_bytes())
    said = run(python, "-c", RUN, str(notebook), cwd=tmp_path)
    figures = {"entropy": 3, "write-your-own": 11}[chapter]
    assert f"figures: {figures}\n" in said
