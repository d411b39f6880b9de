"""A student's notebook as the assignment has it: its own cells, the student's answers in them."""

import re
from dataclasses import dataclass, field

from machine.assignment import ANSWER, WRITTEN, definitions
from machine.intake.join import joined, parses, still_stub
from machine.intake.match import matched
from machine.intake.typed import typed
from machine.names import ME


@dataclass(frozen=True)
class Mended:
    """`cells` are (name or None, cell_type, text): answers among the released cells."""

    cells: list
    mended: list = field(default_factory=list)
    look: list = field(default_factory=list)
    answered: frozenset = frozenset()

    def answer(self, name):
        return next(text for own, _, text in self.cells if own == name)


def mend(cells, assignment):
    """The Mended notebook of a student's cells (of `decode`)."""
    found = matched(cells, assignment)
    out, answered = _extra(found, ""), set()
    for own in assignment.cells:
        out += _extra(found, own.name + "<")
        text = own.released
        if own.open and found.parts.get(own.name):
            text = joined(own, found.parts[own.name], found.mended)
        if own.kind == ANSWER:
            text = _with_the_rest(found, own, text)
        if own.kind == WRITTEN and _unanswered(own, text):
            text = _text_beside(found, own, out)
        if ME in own.defines and not typed(text) and (said := _typed_elsewhere(found)):
            found.mended.append(f"{own.name}: the id typed in another cell")
            text = f"{ME} = {said!r}"
        if own.kind == ANSWER and _unanswered(own, text) and _answered_elsewhere(found, own):
            found.mended.append(f"{own.name}: answered in another cell")
            text = ""
        if own.open and not _unanswered(own, text):
            answered.add(own.name)
        copies = len(found.parts.get(own.name, ())) - 1
        if copies > 0 and not own.open:
            found.mended.append(f"{own.name}: {copies + 1} copies, one kept")
        out.append((own.name, own.cell_type, text))
        out += _extra(found, own.name)
    _renamed(out, assignment, found)
    return Mended(out, _once(found.mended), _once(found.look), frozenset(answered))


def _extra(found, where):
    return [(None, kind, text) for kind, text in found.extra.get(where, ())]


def _with_the_rest(found, own, text):
    """An answer that breaks off may go on in new cells below: apart they are no Python."""
    below = found.extra.get(own.name, [])
    for end in range(1, min(len(below), 4) + 1):
        if any(kind != "code" for kind, _ in below[:end]):
            break
        pieces = [text, *(piece for _, piece in below[:end])]
        if not all(map(parses, pieces)) and parses("\n".join(pieces)):
            found.extra[own.name] = below[end:]
            found.mended.append(f"{own.name}: joined with the cell below")
            return "\n".join(pieces)
    return text


def _unanswered(own, text):
    return text.split() == own.released.split() or not text.strip()


def _text_beside(found, own, out):
    """An answer written into the question above, or into a new cell below, belongs here."""
    if out and out[-1][:2] == (None, "markdown"):
        found.mended.append(f"{own.name}: taken from the cell above")
        return out.pop()[2].replace("YOUR ANSWER HERE", "").strip()
    below = found.extra.get(own.name, [])
    if texts := [text for kind, text in below if kind != "code"]:
        found.extra[own.name] = [(kind, text) for kind, text in below if kind == "code"]
        found.mended.append(f"{own.name}: taken from the cell below")
        return "\n\n".join(texts)
    return own.released


def _answered_elsewhere(found, own):
    """Is what this cell asks for defined in the cells of other tasks, or in cells of their own?"""
    texts = [t for name, parts in found.parts.items() if name != own.name for t in parts]
    texts += [text for extra in found.extra.values() for kind, text in extra if kind == "code"]
    defining = [text for text in texts if own.definitions & definitions(text)]
    return any(not still_stub(text, own) for text in defining)


def _typed_elsewhere(found):
    """The student's id, where it was typed into another cell than the one that asks for it."""
    texts = [text for parts in found.parts.values() for text in parts]
    texts += [text for extra in found.extra.values() for kind, text in extra if kind == "code"]
    return next(filter(None, map(typed, texts)), "")


def _renamed(out, assignment, found):
    """Names that are asked for and stand nowhere in what the student wrote."""
    open_ = {own.name for own in assignment.answers} | {None}
    code = "\n".join(text for name, kind, text in out if kind == "code" and name in open_)
    for own in assignment.cells:
        missing = sorted(name for name in own.defines - {ME} if not re.search(rf"\b{name}\b", code))
        if missing:
            found.look.append(f"{', '.join(missing)} is defined nowhere (renamed?)")


def _once(items):
    return list(dict.fromkeys(items))
