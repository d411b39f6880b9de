"""Python files and notebooks are clean and formatted."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def ruff(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("verb", [("check",), ("format", "--check")], ids=" ".join)
def test_ruff_has_nothing_to_say(verb):
    result = ruff(*verb, ".")
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]


def test_ruff_reads_notebooks():
    assert "book/entropy.ipynb" in ruff("check", "--show-files").stdout.replace("\\", "/")


def test_types_agree():
    """Over all Python of the repository; functions without annotations are checked as well."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]


def test_types_are_shipped():
    """Both packages tell a checker that their annotations count."""
    for package in ("glm_core", "explorables/src/explorables"):
        assert (ROOT / package / "py.typed").is_file(), package
