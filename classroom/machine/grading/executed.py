"""autograded/STUDENT/ASSIGNMENT: the notebook as it was run, for formgrader and feedback."""

import os

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from machine import places
from machine.assignment import TEST, load


def write(result):
    """Writes the executed notebook of a result, whole or not at all."""
    place = places.autograded(result["student"], result["assignment"])
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_suffix(".making")
    making.write_text(nbformat.writes(notebook(result)), encoding="utf-8")
    os.replace(making, place)


def notebook(result):
    """The mended notebook with its outputs; a test shows what students see of it, and its error."""
    own, outcomes = load(result["assignment"]), iter(result["outcomes"])
    cells = []
    for name, kind, text in result["cells"]:
        cell = (new_code_cell if kind == "code" else new_markdown_cell)(text)
        if kind == "code":
            outcome = next(outcomes, None) or {"outputs": []}
            cell.outputs = [nbformat.from_dict(output) for output in outcome["outputs"]]
        if name is not None:
            cell.id = name[:64]
            cell.metadata.nbgrader = _metadata(own[name], cell)
        cells.append(cell)
    return new_notebook(cells=cells, metadata={"kernelspec": own.metadata["kernelspec"]})


def _metadata(own, cell):
    """nbgrader's words for a cell of the assignment; an untouched answer has its checksum."""
    graded = own.kind == TEST or (own.open and own.points > 0)
    meta = {
        "grade_id": own.name,
        "grade": graded,
        "solution": own.open,
        "locked": not own.open,
        "task": False,
        "schema_version": 3,
        "cell_type": own.cell_type,
    }
    if graded:
        meta["points"] = own.points
    untouched = (new_code_cell if own.cell_type == "code" else new_markdown_cell)(own.released)
    untouched.metadata.nbgrader = meta
    return meta | {"checksum": compute_checksum(untouched)}
