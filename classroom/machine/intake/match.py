"""Which cell of the assignment is this cell of a student's? By id, by text, by what it defines."""

import difflib
import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field

from machine import places
from machine.assignment import ANSWER, GIVEN, TEST, WRITTEN, definitions, load
from machine.intake import Refused
from machine.names import ME

TELLING = 60  # characters that no stranger's notebook has by chance
ALIKE = 0.75  # of the text of a cell that students must not change


class Foreign(Refused):
    """It is a notebook, but not of this assignment."""


@dataclass
class Answers:
    """What a student wrote, in the places of the assignment."""

    parts: dict = field(default_factory=lambda: defaultdict(list))  # name -> [texts]
    extra: dict = field(default_factory=lambda: defaultdict(list))  # name before it -> [texts]
    mended: list = field(default_factory=list)
    look: list = field(default_factory=list)  # what a person must look at


def matched(cells, assignment):
    """The Answers in a notebook's cells (of `decode`); Refused if it is another notebook."""
    by_name = {cell.name: cell for cell in assignment.cells}
    names = _names(cells, by_name, assignment)
    if not _belongs(cells, names, by_name, assignment):
        raise Foreign(f"it is not the notebook of {assignment.name}: none of its tasks is in it")
    answers, before = Answers(), ""
    for cell, name in zip(cells, names, strict=True):
        if name is None:
            if cell["source"].strip():
                answers.extra[before].append((cell["type"], cell["source"]))
            continue
        _filed(cell, by_name[name], answers)
        before = name
    _said(cells, names, assignment, answers)
    return answers


def _names(cells, by_name, assignment):
    """The name of the assignment's cell for each cell, or None."""
    names = []
    for cell in cells:
        names.append(_name(cell, by_name, assignment, names))
    _placed_by_neighbours(cells, names, assignment)
    return names


def _name(cell, by_name, assignment, taken):
    """By nbgrader's id, by the cell's own id, by the text, by the names it defines."""
    for known in (cell["grade_id"], cell["id"]):
        if known in by_name and _plausible(cell, by_name[known], assignment):
            return known
    text = _squeezed(cell["source"])
    if not text:
        return None
    same = [own.name for own in assignment.cells if text == _squeezed(own.released)]
    if same:  # several cells may hold the same few words
        return next((name for name in same if name not in taken), same[-1])
    if cell["type"] == "code" or cell["source"].lstrip().startswith(("def ", "class ")):
        found = definitions(cell["source"])
        best = max(assignment.cells, key=lambda own: len(own.definitions & found), default=None)
        if best is not None and best.definitions & found:
            return best.name
    return _alike(text, cell, assignment)


def _plausible(cell, own, assignment):
    """An id alone is not believed where the cell holds the answer to another task."""
    found = definitions(cell["source"])
    others = (other for other in assignment.cells if other.name != own.name)
    elsewhere = any(found & other.definitions for other in others)
    return own.kind != ANSWER or not elsewhere or bool(own.definitions & found)


def _alike(text, cell, assignment):
    for own in assignment.cells:
        same_kind = (own.cell_type == "code") == (cell["type"] == "code")
        if own.open or not same_kind or len(text) > 2 * len(own.released):
            continue
        ratio = difflib.SequenceMatcher(None, text, _squeezed(own.released), autojunk=False)
        if ratio.quick_ratio() > ALIKE and ratio.ratio() > ALIKE:
            return own.name
    return None


def _placed_by_neighbours(cells, names, assignment):
    """Text without an id that follows a question, or code that follows one, is its answer."""
    order = [cell.name for cell in assignment.cells]
    taken = set(filter(None, names))
    previous = None
    for place, (cell, name) in enumerate(zip(cells, names, strict=True)):
        if name is not None:
            previous = name
            continue
        following = order[order.index(previous) + 1 :][:1] if previous else []
        for wanted in following:
            own = assignment[wanted]
            fits = own.kind == WRITTEN and cell["type"] == "markdown"
            if fits and wanted not in taken and cell["source"].strip():
                names[place] = wanted


def _belongs(cells, names, by_name, assignment):
    """Is it this assignment? Its own texts or answers must be there, not a name alone."""
    for cell, name in zip(cells, names, strict=True):
        if name is None:
            continue
        own, text = by_name[name], _squeezed(cell["source"])
        if own.kind == ANSWER and own.definitions & definitions(cell["source"]) - {(ME, False)}:
            return True
        if own.kind != GIVEN and text == _squeezed(own.released) and text in _telling(assignment):
            return True
    claimed = {cell["grade_id"] for cell in cells} & {own.name for own in assignment.answers}
    return len(claimed) > len(assignment.answers) / 2


@functools.cache
def _texts(name):
    return frozenset(_squeezed(cell.released) for cell in load(name).cells)


def _telling(assignment):
    """Long texts of the assignment that no other assignment has."""
    others = (name for name in places.assignments() if name != assignment.name)
    long = {text for text in _texts(assignment.name) if len(text) > TELLING}
    return long.difference(*map(_texts, others))


def _filed(cell, own, answers):
    text = cell["source"]
    if own.open:
        if own.cell_type == "code" and cell["type"] != "code" and text.strip():
            answers.mended.append(f"{own.name}: made code again")
        if own.cell_type == "markdown" and cell["type"] == "code" and text.strip():
            answers.mended.append(f"{own.name}: made text again")
        answers.parts[own.name].append(text)
        return
    answers.parts[own.name].append("")
    if _squeezed(text) in ("", _squeezed(own.released)):
        return
    rest = _added(text, own.released)
    if own.kind in (GIVEN, TEST):
        answers.extra[own.name + "<"].append(("code", text))  # runs before the cell is put back
        answers.mended.append(f"{own.name}: changed, put back")
    elif rest.strip():
        answers.extra[own.name].append(("markdown", rest))
        answers.mended.append(f"{own.name}: changed, put back")


def _added(text, released):
    """Lines of a text that are not the assignment's own."""
    own = {line.strip() for line in released.splitlines()}
    return "\n".join(line for line in text.splitlines() if line.strip() not in own).strip("\n")


def _said(cells, names, assignment, answers):
    have = set(filter(None, names))
    lost = [cell.name for cell in assignment.cells if cell.name not in have]
    if not any(cell["grade_id"] for cell in cells):
        answers.mended.append("the marks of nbgrader were gone; cells found by what is in them")
    elif any(
        c["grade_id"] and c["grade_id"] not in {x.name for x in assignment.cells} for c in cells
    ):
        answers.mended.append("cells had other ids; found by what is in them")
    put_back = [name for name in lost if not assignment[name].open]
    if put_back:
        answers.mended.append(f"put back: {', '.join(put_back)}")
    gone = [name for name in lost if assignment[name].kind == WRITTEN]
    if gone:
        answers.look.append(f"no cell for {', '.join(gone)}")
    order = [cell.name for cell in assignment.cells]
    places = [order.index(name) for name in names if name]
    if places != sorted(places):
        answers.mended.append("cells put in order")


def _squeezed(text):
    return re.sub(r"\s+", " ", text).strip()
