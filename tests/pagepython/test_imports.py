"""What cannot be imported in the page is told as in CPython, with the nearest name that can."""

import pytest
from engine import engine

SAID = {
    "from explorables import points": "ImportError: cannot import name 'points' from 'explorables'",
    "from explorables import readouts": "from 'explorables' (did you mean readout?)",
    "from numpy import linspaces": "the nearest that is: linspace. In the notebook it works.",
    "from statistics import meen": "ImportError: cannot import name 'meen'",
    "import pandas": "ImportError: no module named 'pandas' in the page's Python",
}


@pytest.mark.parametrize(("program", "words"), SAID.items())
def test_a_name_that_is_not_there_is_told(program, words):
    _, error = engine().run(program)
    assert words in error
