"""Attacks on the tests, the machine, the gradebook and the reader of the feedback."""

from course import cell, solved

from handed.base import ALL, after, for_nothing, handed, with_answer

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
    sys.path[:0] = [{str(course)!r}, *glob.glob('/**/glm_core/..', recursive=True)]
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
            said = json.dumps({"id": number, "value": True, "points": 100})
            os.write(file, said.encode() + b"\\n")
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
        text = '{"id": %d, "value": {"array": ["|O8", [1], "AAAAAAAAAAA="]}, ' % number
        text += '"names": {"entropy_of_log": {"array": ["<f8", [99999999999], ""]}}}\\n'
        try: os.write(file, text.encode())
        except OSError: break
"""
    return for_nothing(course, code)


@handed(ALL)
def kill_the_parent(course):
    return after(course, "import os\nos.kill(os.getppid(), 9)")


@handed(ALL)
def kill_everybody(course):
    code = """\
import os
for pid in range(1, 400):
    try: os.kill(pid, 9)
    except OSError: pass
"""
    return after(course, code)


@handed(ALL)
def sleeper_in_the_background(course):
    code = "import subprocess\nsubprocess.Popen(['sleep', '21111'], start_new_session=True)"
    return after(course, code)


@handed(ALL)
def fork_bomb(course):
    code = """\
import os
while True:
    try: os.fork()
    except OSError: pass
"""
    return after(course, code, "geometric")


@handed(ALL)
def full_disk(course):
    code = "for n in range(100):\n    open(f'/tmp/{n}', 'wb').write(b'x' * 10_000_000)"
    return after(course, code, "geometric")


@handed(ALL)
def writes_everywhere(course):
    code = f"""\
import os, pathlib
for top in ({str(course)!r}, '/work', '/root', '/home', '../../..', '/usr', '/inside', '/etc'):
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
        db.execute("create trigger t after update on grade "
                   "begin update grade set manual_score = 500; end")
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


SHOWN = """\
from IPython.display import HTML, Javascript, SVG, display
display(HTML('<script src=//evil.example/a.js></script><img src=//evil.example/a.png>'))
display(HTML('<div style="background:url(//evil.example/b)">x</div>'))
display(Javascript('fetch("//evil.example")'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><image href="//evil.example"/></svg>'))
"""
WRITTEN = """\
<script src=//evil.example/x.js></script><img src=//evil.example/y.png> ![z](//evil.example/z)
<link rel=stylesheet href=//evil.example/s.css><style>@import '//evil.example/t'</style>
<iframe src=//evil.example></iframe><svg onload=alert(1)></svg><base href=//evil.example>
<math><mtext><img src=//evil.example/m onerror=alert(1)></mtext></math> honest words
"""


@handed(ALL)
def html_that_asks_others(course):
    notebook = after(course, SHOWN)
    cell(notebook, "which-constraints").source = WRITTEN
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
