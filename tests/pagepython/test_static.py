"""The committed bundles are what the sources build, light, and free of text that becomes code."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils.utils import new_document

from pagepython import python_section

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "pagepython" / "static"
SOURCES = ROOT / "pagepython" / "javascript"


def weight(*names):
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_bundles_are_what_the_sources_build():
    missing = "npm is missing" if shutil.which("npm") is None else ""
    if not missing and not (SOURCES / "node_modules").exists():
        missing = "run `npm ci` in pagepython/javascript/ to check the bundles' freshness"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(f"NOT CHECKED: {missing}")
    done = subprocess.run(
        ["npm", "run", "--silent", "check"], cwd=SOURCES, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_is_hardly_heavier_before_python_is_asked_for():
    assert weight("start.js", "pagepython.css") <= 4_000


def test_all_of_it_is_lighter_than_a_photograph():
    assert weight("start.js", "pagepython.css", "page.js", "engine.js") <= 450_000
    assert weight("glm.js") <= 60_000


def test_no_text_becomes_code_on_the_page():
    code = (STATIC / "page.js").read_text("utf-8") + (STATIC / "start.js").read_text("utf-8")
    assert not re.search(r"\beval\(|\bnew Function\b", code)


def test_lockfile_names_no_registry():
    assert '"resolved"' not in (SOURCES / "package-lock.json").read_text("utf-8")


def test_licences_travel_with_the_bundles():
    licences = ROOT / "pagepython" / "licences"
    assert "Damien P. George" in (licences / "micropython.txt").read_text("utf-8")
    assert "MIT License" in (licences / "codemirror.txt").read_text("utf-8")


def test_an_exercise_that_no_page_asks_any_more_is_forgotten():
    import pagepython

    def page(*names):
        made = new_document("page")
        made += [python_section(kind="exercise", name=name) for name in names]
        return made

    app = SimpleNamespace(env=SimpleNamespace(docname="book/entropy"))
    pagepython._begin(app)
    pagepython._collect(app, page("renamed", "kept"))
    pagepython._collect(app, page("kept"))
    assert app.env.pagepython_exercises == {"book/entropy": {"kept"}}
    theirs = SimpleNamespace(pagepython_exercises={"book/map": {"theirs"}})
    pagepython._merge(app, app.env, ["book/map", "index"], theirs)
    pagepython._forget(app, app.env, "book/entropy")
    assert app.env.pagepython_exercises == {"book/map": {"theirs"}}
