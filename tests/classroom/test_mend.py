"""Texts that nobody wrote by hand do not hold up the intake, whatever is in them."""

import json
import time

import pytest
from machine.assignment import definitions, load, parsed
from machine.intake import Refused
from machine.intake.decode import notebook
from machine.intake.read import opened

DEEP = {
    "minus": "-" * 100_000 + "1",
    "attributes": "a" + ".a" * 100_000,
    "calls": "f" + "()" * 100_000,
    "parentheses": "(" * 100_000,
    "elif": "if a:\n pass\n" + "elif a:\n pass\n" * 5_000,
    "long": "x = 1\n" * 1_000_000,
    "null": "x = '\0'",
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_code_that_is_no_ones(code):
    assert definitions(code) in (frozenset(), frozenset({("x", False)}))
    assert isinstance(parsed(code), list)


@pytest.mark.parametrize("text", [*DEEP.values(), "z" * 3_000_000], ids=[*DEEP, "text"])
def test_a_notebook_of_such_cells_is_read_in_a_moment(text):
    own = load("foundations")
    cells = [
        {"cell_type": c.cell_type, "metadata": {"nbgrader": {"grade_id": c.name}}, "source": text}
        for c in own.cells
    ]
    began = time.process_time()
    try:
        found = opened(json.dumps({"nbformat": 4, "cells": cells}).encode(), "foundations")
    except Refused:
        found = None
    assert time.process_time() - began < 20
    if found is not None:
        assert [name for name, *_ in found.cells if name] == [c.name for c in own.cells]


def test_a_hundred_thousand_cells():
    cells = [{"cell_type": "code", "source": f"x = {n}"} for n in range(100_000)]
    content, mended = notebook(json.dumps({"nbformat": 4, "cells": cells}).encode())
    assert len(content["cells"]) == 1000
    assert mended == ["cut to 1000 cells of 500000 characters"]
