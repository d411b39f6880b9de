"""More accidents and attacks: ids, whole notebooks in one cell, slow and odd functions."""

import json

import nbformat
from course import cell, signed, solved, text_of

from handed.base import ALL, after, for_nothing, handed, with_answer

OWN = 6  # points of `foundations` that depend on the student's id


@handed(ALL - OWN)
def id_of_a_neighbour(course):
    with signed("perfect"):
        return solved(course)


@handed(ALL - OWN)
def id_mistyped(course):
    with signed("id_mistipped"):
        return solved(course)


@handed(ALL - OWN)
def id_forgotten(course):
    with signed(""):
        return solved(course)


@handed(ALL)
def id_in_capitals_in_another_cell(course):
    notebook = solved(course)
    line = cell(notebook, "me").source.upper().replace("ME =", "me =")
    cell(notebook, "me").source = 'me = ""'
    cell(notebook, "geometric").source += f"\n\n{line}"
    return notebook


@handed(ALL)
def all_code_in_one_cell(course):
    notebook = solved(course)
    code = [c.source for c in notebook.cells if c.cell_type == "code"]
    words = [c.source for c in notebook.cells if c.metadata.nbgrader.grade_id in WORDS]
    cells = [nbformat.v4.new_code_cell("\n\n".join(code))]
    cells += [nbformat.v4.new_markdown_cell(text) for text in words]
    return text_of(nbformat.v4.new_notebook(cells=cells))


WORDS = ("negative-entropy", "which-constraints")


@handed(ALL - 2)  # three calls of a second are waited for, a hundred are not
def sleep_in_a_function(course):
    own = cell(solved(course), "entropy-of-log").source
    code = own.replace("    _, counts", "    import time\n    time.sleep(1)\n    _, counts")
    return with_answer(course, "entropy-of-log", code)


@handed(ALL)
def imports_for_a_plot(course):
    notebook = solved(course)
    own = cell(notebook, "entropy-of-log")
    own.source = "import matplotlib.pyplot as plt\n" + own.source
    return notebook


@handed(ALL)
def prints_at_each_call(course):
    own = cell(solved(course), "entropy-of-log").source
    code = own.replace("    _, counts", "    print(words, 'x' * 10_000)\n    _, counts")
    return with_answer(course, "entropy-of-log", code)


@handed(ALL)
def warnings_made_errors(course):
    code = "import warnings\nwarnings.simplefilter('error')\nnp.seterr(all='raise')"
    return after(course, code)


@handed(0)
def enormous_integers(course):
    names = ("entropy_of_log", "mutual_information", "maximum_entropy", "log_partition", "mean")
    return for_nothing(course, "\n".join(f"{n} = lambda *a: 10 ** 100_000" for n in names))


@handed(ALL - 4)
def markup_in_an_error(course):
    code = (
        "def entropy_of_log(words):\n"
        "    raise AssertionError('<script src=//evil.example/a.js></script>"
        "<img src=//evil.example/b.png> \\x1b[31m\\x00 \\ud800')"
    )
    return with_answer(course, "entropy-of-log", code)


@handed(ALL - OWN)
def another_random(course):
    notebook = solved(course)
    code = (
        "import random\n"
        "class Ann(random.Random):\n"
        "    def __init__(self, seed):\n"
        "        super().__init__(seed.replace('another-random', 'perfect'))\n"
        "random.Random = Ann"
    )
    notebook.cells.insert(1, nbformat.v4.new_code_cell(code))
    return notebook


@handed(ALL, "awaiting points")
def half_an_emoji(course):
    notebook = solved(course)
    cell(notebook, "which-constraints").source = "The exponential \ud83d, the Gaussian \ud83d\ude00"
    cell(notebook, "entropy-of-log").source += "\n\nprint('\\ud83d')"
    return json.dumps(notebook)


@handed(ALL)
def tables_that_are_arrays(course):
    notebook = solved(course)
    own = cell(notebook, "maximum-entropy")
    own.source = own.source.replace("def maximum_entropy", "def found") + (
        "\n\ndef maximum_entropy(values, mean):\n"
        "    class Table:\n"
        "        def __array__(self, *a, **k): return np.array(found(values, mean))\n"
        "    return Table()"
    )
    return notebook


@handed(ALL)
def a_thread_that_goes_on(course):
    code = (
        "import threading\ndef work():\n    while True: pass\nthreading.Thread(target=work).start()"
    )
    return after(course, code, "geometric")


@handed(ALL)
def format_5(course):
    notebook = solved(course)
    notebook.nbformat, notebook.nbformat_minor = 5, 0
    return text_of(notebook)
