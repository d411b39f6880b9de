"""The id that a student typed into the notebook, on which its numbers and questions depend."""

import ast

from machine.assignment import parsed
from machine.intake import versions
from machine.intake.roster import plain, roster
from machine.names import ME


def typed(code):
    """The id that some code assigns to `me`, as text; "" where there is none, or no plain one."""
    found = ""
    for node in parsed(code):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        named = any(isinstance(target, ast.Name) and target.id == ME for target in targets)
        value = getattr(node, "value", None)
        if named and isinstance(value, ast.Constant) and isinstance(value.value, (str, int)):
            found = str(value.value).strip() or found
    return found


def own(student):
    """All that this student may type, plain: id, e-mail, name, and what `Student.numbers` are."""
    known = roster().get(student)
    more = known.names | set(map(plain, known.numbers)) if known else set()
    return sorted({plain(student)} | more)


def others(student):
    """Ids of the others, where no list of the class says what this student may type; else None."""
    if student in roster():
        return None
    everybody = {one for students in versions.handed_in().values() for one in students}
    return sorted({plain(one) for one in everybody | set(roster())} - {plain(student)})


def is_own(said, own, others):
    """Is the typed id the student's, for what `own` and `others` give?"""
    known = plain(str(said))
    return known in own or (others is not None and known != "" and known not in others)
