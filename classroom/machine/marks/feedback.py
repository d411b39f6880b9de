"""feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html: a page for everyone who handed something in."""

import contextlib
import hashlib
import html
import json
import os
import signal

from machine import places
from machine.assignment import load
from machine.grading import executed, results
from machine.marks import page as pages_
from machine.marks.mark import NOTHING

SECONDS = 30  # for one page
LARGEST = 2_000_000  # bytes of one page


class TooLong(Exception):
    """A page takes too long."""


def pages(marks, by_hand):
    """Writes the pages that are not up to date; returns how many."""
    exporter, new = None, 0
    for mark in marks:
        if mark.status == NOTHING:
            continue
        place = places.FEEDBACK / mark.student / mark.assignment / f"{mark.assignment}.html"
        result = results.read(mark.student, mark.assignment)
        comments = {
            cell: given[2]
            for (student, name, cell), given in by_hand.items()
            if (student, name) == (mark.student, mark.assignment) and given[2]
        }
        digest = _digest(mark, result, comments)
        if _digest_of(place) == digest:
            continue
        exporter = exporter or pages_.exporter()
        text = _page(exporter, mark, result, comments)
        _write(place, text.replace("<head>", f'<head>\n<meta name="of" content="{digest}">', 1))
        new += 1
    return new


def _digest(mark, result, comments):
    what = [mark.score, mark.status, mark.penalty, mark.tasks, result and result["key"], comments]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def _digest_of(place):
    if not place.exists():
        return None
    with open(place, encoding="utf-8", errors="replace") as file:
        return file.read(400).partition('name="of" content="')[2][:16]


def _page(exporter, mark, result, comments):
    """nbgrader's page; a short one where there is none to be had."""
    if result is None or not result["cells"]:
        return _short(mark, mark.status)
    try:
        with _within(SECONDS):
            text, _ = exporter.from_notebook_node(*_graded(mark, result, comments))
    except Exception as error:  # one page must not stop the others
        return _short(mark, f"{mark.status}. The page could not be made ({type(error).__name__}).")
    if len(text.encode()) > LARGEST:
        return _short(
            mark, f"{mark.status}. The page would be larger than {LARGEST // 1_000_000} MB."
        )
    return text


def _graded(mark, result, comments):
    """(executed notebook with points and comments in its metadata, nbgrader's resources)"""
    notebook, own = executed.notebook(result), load(mark.assignment)
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader")
        if meta is not None and (meta.grade or meta.solution):
            meta.score = mark.tasks.get(meta.grade_id) or 0.0
            meta.points = own[meta.grade_id].points
            meta.comment = comments.get(meta.grade_id) or _word(meta, result, mark)
    about = {
        "notebook": mark.assignment,
        "score": mark.score,
        "max_score": mark.max_score,
        "late_penalty": mark.penalty,
    }
    return notebook, {"nbgrader": about}


def _word(meta, result, mark):
    if not meta.solution:
        return None
    if meta.grade_id not in result["answered"]:
        return "No response."
    return "Points are still to come." if mark.tasks.get(meta.grade_id, 0.0) is None else None


def _short(mark, text):
    points = f"{mark.score:g} of {mark.max_score:g} points"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="{pages_.POLICY}">
<meta charset="utf-8">
<title>{html.escape(mark.assignment)}</title>
</head>
<body>
<h1>{html.escape(mark.assignment)}</h1>
<p>{points}</p>
<p>{html.escape(text)}</p>
</body>
</html>
"""


@contextlib.contextmanager
def _within(seconds):
    """Raises TooLong after so many seconds, where there are alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(signum, frame):
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _write(place, text):
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_suffix(".making")
    making.write_text(text, encoding="utf-8", errors="replace")
    os.replace(making, place)
