"""The tests of one submission, in a process that never runs a line of the student's code.

Reads a plan (JSON) and writes the outcome (JSON):
    {"student", "own": [what may be typed], "others": [what may not] or null, "seed", "room",
     "packages", "asked": [names], "cells": [{"name", "kind", "source", "released", "points"}, …]}
    → {"cells": [{"name", "outputs", "points"}, …], "seconds"}
A test finds the names it uses in its own cells, and else asks the student's process for them.
"""

import ast
import builtins
import contextlib
import io
import json
import linecache
import random
import re
import secrets
import sys
import warnings

from machine.assignment import definitions, parsed
from machine.grading.pupil import SHOWN, OutOfTime, Pupil, _error
from machine.intake.typed import is_own
from machine.names import ME
from machine.sandbox.link import Ended

ENDLESS = ("OutOfTime", "KernelDied")
NOBODY = "No id is typed into this notebook: the numbers and questions of this task come from it. "
OTHERS = (
    "The id typed into this notebook is {}, not yours ({}), so its numbers and questions are "
    "somebody else's. "
)
STUDENTS = ("answer", "extra")  # kinds of cells that hold a student's code


def examine(plan):
    """The outcome of a plan; a test that failed is tried again when all cells have run."""
    _seeded(plan["seed"])
    pupil = Pupil(plan["room"], tuple(plan["packages"]))
    own = (plan["student"], plan["own"], plan["others"])
    tests = Tests(pupil, set(plan["asked"]), own)
    try:
        cells = [_cell(cell, pupil, tests) for cell in plan["cells"]]
        later = [
            _another_try(plan["cells"], place, cells, pupil, tests) for place in range(len(cells))
        ]
        return {"cells": later, "seconds": round(pupil._spent(), 2)}
    finally:
        pupil.close()


def _cell(cell, pupil, tests):
    outcome = {"name": cell["name"], "outputs": [], "points": None}
    if cell["kind"] in STUDENTS:
        outcome["outputs"] = pupil.run(cell["source"])
    elif cell["kind"] == "given":
        outcome["outputs"] = pupil.run(cell["source"])
        tests.given(cell["source"])
    elif cell["kind"] == "test":
        outcome["points"], failure = tests.points(cell)
        outcome["final"] = failure is None or failure["ename"] in ENDLESS
        if cell["released"].strip() and not (failure and outcome["final"]):
            shown = pupil.run(cell["released"], SHOWN)  # for what it prints and defines
            outcome["outputs"] = [o for o in shown if o.get("output_type") != "error"]
        outcome["outputs"] += [failure] if failure else []
    return outcome


def _another_try(cells, place, outcomes, pupil, tests):
    """A name may be defined again, rightly, further down."""
    cell, outcome = cells[place], outcomes[place]
    more = any(later["kind"] in STUDENTS for later in cells[place + 1 :])
    if not outcome.pop("final", True) and more:
        points, failure = tests.points(cell)
        if points > outcome["points"]:
            kept = [o for o in outcome["outputs"] if o.get("output_type") != "error"]
            return outcome | {"points": points, "outputs": kept + ([failure] if failure else [])}
    return outcome


class Tests:
    """A namespace in which tests run, and into which a student's names are fetched as data."""

    def __init__(self, pupil, asked, own):
        self.pupil, self.asked, self.own = pupil, asked - {ME}, own
        self.space = {"__name__": "__main__", "__builtins__": builtins}
        self.whose, self.named = "", ME not in asked
        self.personal = {ME}  # names whose values depend on the student's id

    def name(self):
        """Whose numbers? Those of the id in the notebook if it is the student's, else theirs."""
        self.named, said = True, ""
        with contextlib.suppress(Exception, OutOfTime):
            said = self.pupil.names({ME}).get(ME, "")
        student, own, others = self.own
        said = said if isinstance(said, (str, int)) else ""
        mine = is_own(said, own, others)
        self.space[ME] = said if mine else student
        if not mine:
            self.whose = OTHERS.format(repr(said)[:80], student) if str(said).strip() else NOBODY

    def given(self, source):
        """Runs a cell of the assignment's own."""
        if not self.named and re.search(rf"\b{ME}\b", source):
            self.name()
        if _names(source) & self.personal:
            self.personal |= {name for name, _ in definitions(source)}
        with _quiet(), contextlib.suppress(Exception):
            exec(_compiled(source), self.space)

    def points(self, cell):
        """(points, None) or (points, the error that says what is missing)."""
        self.pupil.begin()
        personal = _names(cell["source"]) & self.personal
        whose = self.whose if personal else ""
        if whose == NOBODY:  # or all who leave it out would share the same numbers
            return 0.0, _error("AssertionError", NOBODY.strip())
        try:
            self._fetch(cell["source"])
            with _quiet():
                value = _last_value(cell["source"], self.space)
        except AssertionError as error:
            return 0.0, _error("AssertionError", (whose + _sentence(error, cell)).strip())
        except NameError as error:
            return 0.0, _error("NameError", whose + self._missing(error))
        except NotImplementedError as error:
            return 0.0, _error("NotImplementedError", whose + (str(error) or "not attempted yet."))
        except (OutOfTime, Ended) as error:
            kind = "OutOfTime" if isinstance(error, OutOfTime) else "KernelDied"
            return 0.0, _error(kind, f"{error} (Your function was being tested.)")
        except (Exception, SystemExit) as error:
            return 0.0, _error(type(error).__name__, str(error)[:2000] or "no message")
        return _partial(value, cell["points"]), None

    def _fetch(self, source):
        used = _names(source)
        unknown = {n for n in used if n not in self.space and not hasattr(builtins, n)}
        wanted = (used & self.asked) | unknown
        for name in wanted & self.asked:
            self.space.pop(name, None)
        if wanted:
            self.space.update(self.pupil.names(wanted))

    def _missing(self, error):
        if error.name in self.asked:
            return (
                f"there is no {error.name} in this notebook: was it renamed, or did its cell stop "
                "before it?"
            )
        return str(error)


def _names(source):
    """All names that stand in some code."""
    nodes = (node for statement in parsed(source) for node in ast.walk(statement))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _last_value(source, space):
    """Runs the source; the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(_compiled(tree, source), space)
    return None if last is None else eval(_compiled(ast.Expression(last.value), source), space)


def _compiled(code, source=None):
    mode = "eval" if isinstance(code, ast.Expression) else "exec"
    text = code if source is None else source
    name = f"<cell {hash(text)}>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    return compile(code, name, mode)


def _partial(value, points):
    """A number between 0 and the points is partial credit, as in nbgrader."""
    if type(value) in (int, float) and 0 <= value <= points:
        return float(value)
    return points


def _sentence(error, cell):
    """What the assertion says; the line itself where it says nothing and students can see it."""
    if str(error):
        return str(error)[:2000]
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith("<cell "):
            line = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
        trace = trace.tb_next
    return line if line and line in cell["released"] else "a test failed that has no words for it"


@contextlib.contextmanager
def _quiet():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield


def _seeded(seed):
    """Fresh inputs for every student, the same whenever their work is graded again."""
    drawn = random.Random(seed)
    secrets.randbits = drawn.getrandbits
    random.seed(seed)


def main():
    plan = json.load(sys.stdin)
    said, sys.stdout = sys.stdout, io.StringIO()
    outcome = examine(plan)
    json.dump(outcome, said)
    said.flush()


if __name__ == "__main__":
    main()
