"""A new book: its tests pass, its chapter is alive, and nothing is overwritten."""

import subprocess
import sys

import pytest
from explorables.__main__ import main
from explorables.scaffold import FILES

EXTENSIONS = "myst_nb,explorables.sphinx"


def run(folder, *command):
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.builds
def test_a_new_book_is_tested_and_alive(tmp_path, capsys):
    book = tmp_path / "my-first_book"
    assert main(["new", str(book)]) == 0
    assert all((book / place).is_file() for place in FILES.values())
    assert "jupyter-book build" in capsys.readouterr().out
    assert (book / "README.md").read_text().startswith("# My first book")
    run(book, "pytest", "-q", "-p", "no:cacheprovider")
    settings = [f"extensions={EXTENSIONS}", "nb_execution_mode=force", "root_doc=first-chapter",
                "nb_execution_raise_on_error=1", "exclude_patterns=README.md,intro.md"]  # fmt: skip
    options = [part for setting in settings for part in ("-D", setting)]
    run(book, "sphinx", "-q", "-C", *options, "-b", "html", ".", "_build")
    page = (book / "_build" / "first-chapter.html").read_text(encoding="utf-8")
    assert 'data-explorable="coin" id="coin"' in page
    assert "-6.109" in page.replace("−", "-")


def test_what_is_there_stays(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path)]) == 1
    assert "must be a new or empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(SystemExit):
        main([])
