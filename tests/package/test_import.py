"""`import glm_core` costs little more than `import numpy, scipy.special`."""

import subprocess
import sys

import glm_core


def modules_after(statement):
    """The names of all modules that a fresh interpreter holds after `statement`."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_import_brings_nothing_but_itself():
    added = modules_after("import glm_core") - modules_after("import numpy, scipy.special, csv")
    assert {name for name in added if name.split(".")[0] != "glm_core"} == set()
    assert "glm_core.explore" not in added


COUNT = """
import sys
calls = 0
def count(frame, event, argument):
    global calls
    calls += event == "call"
sys.setprofile(count)
{}
sys.setprofile(None)
print(calls)
"""


def calls(statement):
    """How many functions of Python a fresh interpreter calls for one statement."""
    code = COUNT.format(statement)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(run.stdout)


def test_import_does_little_more_than_numpy_and_scipy():
    """Counted in calls: a clock would tell how busy the machine is."""
    assert calls("import glm_core") <= 1.3 * calls("import numpy, scipy.special")


def test_every_public_name_is_there_and_documented():
    for name in glm_core.__all__:
        assert getattr(glm_core, name).__doc__, f"{name} has no docstring"
