"""Honest work, whole and half."""

import re

import nbformat
from course import cell, solved

from handed.base import ALL, handed, with_answer


@handed(ALL, "awaiting points")
def perfect(course):
    return solved(course)


@handed(8, "graded")
def half(course):
    return solved(course, answers={"entropy-of-log", "mutual-information", "my-information"})


@handed(0, "graded")
def empty(course):
    return solved(course, answers=set())


@handed(0, "awaiting points")
def only_words(course):
    return solved(course, answers={"negative-entropy", "which-constraints"})


@handed(ALL - 4)
def wrong_units(course):
    return with_answer(
        course,
        "entropy-of-log",
        "def entropy_of_log(words):\n"
        "    p = np.unique(words, return_counts=True)[1] / len(words)\n"
        "    return -np.sum(p * np.log(p))",
    )


@handed(ALL)
def right_later(course):
    notebook = with_answer(course, "entropy-of-log", "def entropy_of_log(words):\n    return 0")
    right = cell(solved(course), "entropy-of-log").source
    notebook.cells.append(nbformat.v4.new_code_cell(right))
    return notebook


@handed(ALL)
def helpers_and_magics(course):
    notebook = solved(course)
    notebook.cells.insert(2, nbformat.v4.new_code_cell("%matplotlib inline\nimport math\nmean = 3"))
    notebook.cells.append(nbformat.v4.new_code_cell("mean = 4\nentropy_of_log(['a', 'b'])"))
    return notebook


@handed(0)
def renamed_functions(course):
    notebook = solved(course)
    for c in notebook.cells:
        if c.metadata.nbgrader.solution and c.cell_type == "code":
            c.source = re.sub(r"def (\w+)", r"def my_\1", c.source)
    return notebook


@handed(ALL, name="Zoë van Dam")
def umlauts_and_blanks(course):
    return solved(course)
