"""The committed runtime is what the JavaScript sources build, type-checked, and light."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "src" / "explorables" / "static"
SOURCES = ROOT / "javascript"


def test_bundle_is_what_the_sources_build():
    missing = "npm is missing" if shutil.which("npm") is None else ""
    if not missing and not (SOURCES / "node_modules").exists():
        missing = "run `npm ci` in explorables/javascript/ to check the bundle's freshness"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(f"NOT CHECKED: {missing}")
    done = subprocess.run(
        ["npm", "run", "--silent", "check"], cwd=SOURCES, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_runtime_is_light():
    assert len(gzip.compress((STATIC / "explore.js").read_bytes(), 9)) <= 130_000


def test_runtime_evaluates_no_text():
    code = (STATIC / "explore.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\b", code)  # under any name: a page's policy reports the attempt
    assert not re.search(r"\bFunction\b(?=[;,()])", code)


def test_lockfile_names_no_registry():
    assert '"resolved"' not in (SOURCES / "package-lock.json").read_text(encoding="utf-8")
