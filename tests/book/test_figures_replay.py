"""Every figure of the book, found by running its notebooks, gives the same numbers in the page."""

import contextlib
import io
import warnings
from pathlib import Path

import nbformat
import pytest
from parity import parity_failures
from runtime import runtime

from explorables import Explorable

ROOT = Path(__file__).resolve().parents[2]


def notebooks():
    return sorted(path for path in (ROOT / "book").glob("*.ipynb"))


def explorables_of(path):
    """Run a notebook's code cells in this process; all Explorables it defines, by name."""
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.clear_instance()
    found = {}
    with contextlib.chdir(path.parent), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of IPython too, where another environment is active
        shell = InteractiveShell.instance()
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type != "code":
                continue
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                result = shell.run_cell(cell.source, silent=True)
            if not result.success and "raises-exception" not in cell.metadata.get("tags", []):
                raise result.error_in_exec or result.error_before_exec
            found |= {v.slug: v for v in shell.user_ns.values() if isinstance(v, Explorable)}
    InteractiveShell.clear_instance()
    return found


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_every_figure_of_the_book_replays_the_same_numbers(path):
    for slug, figure in explorables_of(path).items():
        failures = parity_failures(figure, runtime())
        assert not failures, f"{slug}: {len(failures)} differences, first {failures[0]}"
        assert figure.payload_size() <= 30_000, f"{slug}: payload {figure.payload_size()} bytes"
