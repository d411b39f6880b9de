"""Accidents with cells: copied, split, merged, moved, stripped of their marks."""

import copy
import json

import nbformat
from course import cell, solved, text_of

from handed.base import ALL, handed, place_of


@handed(ALL)
def copied_cell(course):
    notebook = solved(course)
    where = place_of(notebook, "entropy-of-log")
    notebook.cells.insert(where, copy.deepcopy(notebook.cells[where]))
    return text_of(notebook)


@handed(ALL)
def copied_then_solved_above(course):
    notebook, stub = solved(course), solved(course, answers=set())
    where = place_of(notebook, "mutual-information")
    notebook.cells.insert(where + 1, copy.deepcopy(cell(stub, "mutual-information")))
    return text_of(notebook)


@handed(ALL)
def every_cell_twice(course):
    notebook = solved(course)
    notebook.cells = [copy.deepcopy(c) for c in notebook.cells for _ in range(2)]
    return text_of(notebook)


@handed(ALL)
def copied_text(course):
    notebook = solved(course)
    for name in ("task-2", "negative-entropy"):
        where = place_of(notebook, name)
        notebook.cells.insert(where, copy.deepcopy(notebook.cells[where]))
    return text_of(notebook)


def split_at(course, grade_id, line):
    notebook = solved(course)
    where = place_of(notebook, grade_id)
    second = copy.deepcopy(notebook.cells[where])
    lines = notebook.cells[where].source.split("\n")
    notebook.cells[where].source = "\n".join(lines[:line])
    second.source = "\n".join(lines[line:])
    notebook.cells.insert(where + 1, second)
    return text_of(notebook)


@handed(ALL)
def split_between_functions(course):
    lines = cell(solved(course), "geometric").source.split("\n")
    return split_at(course, "geometric", lines.index("def mean(eta):"))


@handed(ALL)
def split_within_a_function(course):
    return split_at(course, "entropy-of-log", 2)


@handed(ALL)
def split_into_a_cell_without_marks(course):
    text = split_at(course, "entropy-of-log", 3)
    notebook = nbformat.from_dict(json.loads(text))
    second = notebook.cells[place_of(notebook, "entropy-of-log") + 1]
    second.metadata, second["id"] = nbformat.from_dict({}), "fresh"
    return text_of(notebook)


@handed(ALL)
def merged_with_its_test(course):
    notebook = solved(course)
    test = notebook.cells.pop(place_of(notebook, "entropy-of-log-test"))
    cell(notebook, "entropy-of-log").source += "\n" + test.source
    return notebook


@handed(ALL)
def merged_into_its_test(course):
    notebook = solved(course)
    answer = notebook.cells.pop(place_of(notebook, "maximum-entropy"))
    test = cell(notebook, "maximum-entropy-test")
    test.source = answer.source + "\n\n" + test.source
    return notebook


@handed(ALL)
def two_answers_in_one_cell(course):
    notebook = solved(course)
    second = notebook.cells.pop(place_of(notebook, "mutual-information"))
    cell(notebook, "entropy-of-log").source += "\n\n\n" + second.source
    return notebook


@handed(ALL)
def answered_in_a_new_cell_above(course):
    notebook, right = solved(course, answers=set()), solved(course)
    for name in ("entropy-of-log", "mutual-information", "my-information", "maximum-entropy"):
        where = place_of(notebook, name)
        notebook.cells.insert(where, nbformat.v4.new_code_cell(cell(right, name).source))
    for name in ("geometric",):
        where = place_of(notebook, name)
        notebook.cells.insert(where, nbformat.v4.new_code_cell(cell(right, name).source))
    return notebook


@handed(ALL, "awaiting points")
def words_in_a_new_cell_below(course):
    notebook = solved(course, written=False)
    where = place_of(notebook, "which-constraints")
    notebook.cells.insert(where + 1, nbformat.v4.new_markdown_cell("The exponential, I think."))
    return notebook


@handed(ALL)
def reversed_order(course):
    notebook = solved(course)
    notebook.cells.reverse()
    return notebook


@handed(ALL)
def moved_to_the_end(course):
    notebook = solved(course)
    notebook.cells.append(notebook.cells.pop(place_of(notebook, "entropy-of-log")))
    return notebook


@handed(ALL)
def deleted_tests(course):
    notebook = solved(course)
    for name in ("mutual-information-hidden", "task-1", "imports", "geometric-test"):
        notebook.cells.remove(cell(notebook, name))
    return notebook


@handed(ALL - 4)
def deleted_answer(course):
    notebook = solved(course)
    notebook.cells.remove(cell(notebook, "geometric"))
    return notebook


@handed(ALL)
def marks_stripped(course):
    notebook = solved(course)
    for c in notebook.cells:
        c.metadata = nbformat.from_dict({})
    return notebook


@handed(ALL)
def marks_and_ids_stripped(course):
    notebook = marks_stripped(course)
    for number, c in enumerate(notebook.cells):
        c["id"] = f"cell-{number}"
    return notebook


@handed(ALL)
def ids_renamed(course):
    notebook = solved(course)
    for number, c in enumerate(notebook.cells):
        c.metadata.nbgrader.grade_id = c["id"] = f"cell-{number}"
    return notebook


@handed(ALL)
def answer_made_text(course):
    notebook = solved(course)
    where = place_of(notebook, "entropy-of-log")
    old = notebook.cells[where]
    notebook.cells[where] = nbformat.v4.new_markdown_cell(
        old.source, metadata=old.metadata, id=old.id
    )
    return notebook


@handed(ALL)
def tests_made_text(course):
    notebook = solved(course)
    for where, c in enumerate(notebook.cells):
        if c.metadata.nbgrader.grade and c.cell_type == "code":
            text = nbformat.v4.new_markdown_cell(c.source, metadata=c.metadata, id=c.id)
            notebook.cells[where] = text
    return notebook


@handed(ALL)
def bonus_cell_with_points(course):
    notebook = solved(course)
    bonus = copy.deepcopy(cell(notebook, "geometric-test"))
    bonus.metadata.nbgrader.update(grade_id="bonus", points=500)
    bonus.source, bonus["id"] = "assert True", "bonus"
    notebook.cells.append(bonus)
    return notebook
