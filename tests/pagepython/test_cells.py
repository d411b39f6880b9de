"""Each cell that offers "Change and run it" gives in the page what its chapter prints."""

import json
import sys
from pathlib import Path

import pytest
from engine import engine
from waiting import patience

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from pagecells import LIST, SECONDS, survey  # noqa: E402

HANGS = 6 * SECONDS  # the list was made within SECONDS; here a slow machine is no fault, a hang is
LISTED = json.loads(LIST.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", sorted(LISTED))
def test_listed_cells_run_in_the_page(document):
    path, listed = ROOT / f"{document}.ipynb", LISTED[document]
    tried = {"tried": lambda _, given: given in listed, "seconds": patience(HANGS)}
    found, reasons = survey(engine(), [path], **tried)
    hint = f"python tools/pagecells.py {document}.ipynb writes the list anew"
    assert found.get(document) == listed, f"{reasons or 'a cell was edited'}; {hint}"
