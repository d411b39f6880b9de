"""What nbgrader takes out of a cell before students get it, done with nbgrader's own code."""

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"


def without_solution(source, code):
    """The text of a solution cell with the stub in the place of the answer."""
    cell = (new_code_cell if code else new_markdown_cell)(source)
    clear = ClearSolutions(code_stub={"python": CODE_STUB}, text_stub=TEXT_STUB)
    clear._replace_solution_region(cell, "python")
    return cell.source


def without_hidden_tests(source):
    """The text of a test cell without what stands between the marks of hidden tests."""
    cell = new_code_cell(source)
    ClearHiddenTests()._remove_hidden_test_region(cell)
    return cell.source
