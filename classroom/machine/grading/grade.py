"""make grade: grades what is new or changed, one room a submission, and stops for nobody.

Each submission is examined by a process of its own, with a limit of time; its points go into
results/ at once, so that a run that is broken off goes on where it was.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from machine import places
from machine.assignment import TEST, load
from machine.grading import results
from machine.grading.plan import plan
from machine.intake import Refused, versions
from machine.intake.collect import collect
from machine.intake.read import mended
from machine.sandbox import container
from machine.sandbox.choose import NoSandbox, choose

LONGEST = 240  # seconds on the wall, whatever a submission does and however busy this computer
AT_ONCE = 2
BROKEN = "the grading of it broke off; it is tried again at the next `make grade`"


def grade_one(student, assignment, room):
    """The result of one submission; it never raises for what a student did."""
    result = {"key": results.key(student, assignment), "student": student, "assignment": assignment}
    try:
        found, version = mended(student, assignment)
    except Refused as refusal:
        return result | {"trouble": str(refusal), "points": {}, "cells": [], "outcomes": []}
    outcome = _examined(plan(student, assignment, found, room))
    if "trouble" in outcome:
        result |= {"key": "", "trouble": outcome["trouble"]}
    return result | {
        "version": version.name,
        "mended": found.mended,
        "look": found.look,
        "answered": sorted(found.answered),
        "cells": found.cells,
        "outcomes": outcome.get("cells", []),
        "points": {
            c["name"]: c["points"] for c in outcome.get("cells", []) if c["points"] is not None
        },
        "seconds": outcome.get("seconds", 0.0),
    }


def _examined(what):
    """The outcome of the tests, from a process that is ended when it takes too long."""
    process = subprocess.Popen(
        [sys.executable, "-m", "machine.grading.examine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(places.MACHINE.parent), "MPLBACKEND": "agg"},
    )
    try:
        said, log = process.communicate(json.dumps(what).encode(), timeout=LONGEST)
        return json.loads(said)
    except subprocess.TimeoutExpired:
        return {"trouble": f"its tests take more than {LONGEST} s"}
    except ValueError:
        last = log.decode(errors="replace").strip().splitlines()[-1:]
        return {"trouble": f"{BROKEN} ({' '.join(last)[:200]})"}
    finally:
        _end(process)


def _end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.kill()
    process.communicate()


def work(only=None, student=None, again=False):
    """[(student, assignment)] that wait for grading."""
    found = []
    for assignment, students in sorted(versions.handed_in().items()):
        if assignment not in places.assignments() or only not in (None, assignment):
            continue
        for one in students:
            if student in (None, one) and (again or not results.is_fresh(one, assignment)):
                found.append((one, assignment))
    return found


def run(todo, room, say=print):
    """Grades all of `todo`; says a line for each, as they end."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        began = {pool.submit(_timed, *one, room): one for one in todo}
        for number, future in enumerate(as_completed(began), 1):
            student, assignment = began[future]
            try:
                result, seconds = future.result()
                results.write(student, assignment, result)
                said = _line(result, seconds)
            except Exception as error:  # ours, not the student's: nobody else must suffer
                said = f"could not be graded ({type(error).__name__}: {error})"
            say(f"  [{number}/{len(todo)}] {assignment} · {student}: {said}")


def _timed(student, assignment, room):
    began = time.monotonic()
    return grade_one(student, assignment, room), time.monotonic() - began


def _line(result, seconds):
    if result.get("trouble"):
        return f"could not be graded ({result['trouble']})"
    most = sum(cell.points for cell in load(result["assignment"]).cells if cell.kind == TEST)
    return f"{sum(result['points'].values()):g} of {most:g} points by tests ({seconds:.1f} s)"


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--assignment", default=None)
    asked.add_argument("--student", default=None)
    asked.add_argument("--again", action="store_true", help="also what was graded before")
    asked.add_argument("--sandbox", default="", help="bubblewrap, container, or none")
    arguments = asked.parse_args()
    try:
        room = choose(arguments.sandbox)
    except NoSandbox as refusal:
        sys.exit(str(refusal))
    if room == "bubblewrap" and not arguments.sandbox and (why := container.trouble()):
        print(f"Sandbox: {room}, since {why}.")
    if places.INBOX.is_dir():
        lines, notes = collect(places.INBOX)
        print("\n".join(["From submitted/:", *lines, *notes]))
    todo = work(arguments.assignment, arguments.student, arguments.again)
    print(f"{len(todo)} to grade (sandbox: {room})" if todo else "Nothing is new.", flush=True)
    run(todo, room, say=lambda line: print(line, flush=True))
    from machine.grading.gradebook import record

    record()
    print("Next: make grades")


if __name__ == "__main__":
    main()
