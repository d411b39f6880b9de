"""Whose file is this, of which assignment, and was it late? What a path says."""

import re
from dataclasses import dataclass

MOODLE = re.compile(
    r"^(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)$"
)
CANVAS = re.compile(
    r"^(?P<name>[^\W_]+)_(?:(?P<late>LATE)_)?(?P<user>\d+)_(?P<number>\d+)_(?P<file>.+)$"
)
LATE = re.compile(r"^(late|verspätet|too late|late submissions?)$", re.I)
LATE_END = re.compile(r"^(?P<name>.+?)[ _-]+\(?late\)?$", re.I)
COPY = re.compile(r"^(copy of |kopie von )|( - copy| - kopie| copy)?[ _-]*\(?\d{0,3}\)?$", re.I)


@dataclass(frozen=True)
class Claim:
    """What a path claims: `student` as it stands there, `assignment` or None, and late."""

    student: str
    assignment: str | None
    late: bool = False
    how: str = "plain"  # or moodle, canvas
    others: tuple = ()  # folders above, which may be the student's if `student` is not


def claim(parts, assignments, only=None):
    """The Claim of a file at `parts`; None where no student can be read from it."""
    folders, name = list(parts[:-1]), parts[-1]
    kept = [part for part in folders if not LATE.match(part)]
    if any(named(part, assignments) is None for part in kept):  # else it is somebody's name
        late, folders = len(kept) < len(folders), kept
    else:
        late = False
    for place, part in enumerate(folders):
        if found := MOODLE.match(part):
            assignment = only or _assignment(
                [*folders[place + 1 :], name, *folders[:place]], assignments
            )
            return Claim(found["name"], assignment, late, "moodle")
    if found := MOODLE.match(name):
        file = found["file"] or name
        return Claim(
            found["name"], only or _assignment([file, *folders], assignments), late, "moodle"
        )
    if found := CANVAS.match(name):
        late = late or bool(found["late"])
        assignment = only or _assignment([found["file"], *folders], assignments)
        return Claim(f"{found['name']}_{found['user']}", assignment, late, "canvas")
    return _plain(folders, name, late, assignments, only)


def _plain(folders, name, late, assignments, only):
    """STUDENT/ASSIGNMENT/any.ipynb, STUDENT/any.ipynb, ASSIGNMENT/STUDENT.ipynb, STUDENT.ipynb"""
    assignment = only or _assignment([name, *reversed(folders)], assignments)
    people = [part for part in folders if named(part, assignments) is None]
    if people:  # above the assignment's folder, or the first of all
        student = people[-1] if len(people) < len(folders) else people[0]
    elif named(name, assignments) is None or folders:
        student = _without_assignment(name, assignments)
    else:
        return None
    if not student:
        return None
    return Claim(student, assignment, late, others=tuple(reversed(people)))


def _assignment(parts, assignments):
    return next(filter(None, (named(part, assignments) for part in parts)), None)


def named(part, assignments):
    """The assignment that `part` names: `foundations (1).ipynb`, `Foundations`, `copy of …`."""
    plain = COPY.sub("", stem(part)).strip()
    plain = COPY.sub("", plain)
    for name in assignments:
        if _letters(plain) == _letters(name):
            return name
    return None


def _without_assignment(name, assignments):
    """`foundations_kim.ipynb` and `kim-foundations.ipynb` are kim's."""
    text = stem(name)
    for assignment in assignments:
        pattern = "[ _-]+".join(map(re.escape, re.split("[-_ ]", assignment)))
        text = re.sub(rf"(^{pattern}[ _-]+|[ _-]+{pattern}$)", "", text, flags=re.I)
    return text.strip()


def without_late(name):
    """`kim` of `kim_late`; None where the name does not end like that."""
    found = LATE_END.match(name)
    return found and found["name"]


def stem(part):
    return re.sub(r"\.(ipynb|json|txt|zip)$", "", part, flags=re.I).strip()


def _letters(text):
    return "".join(c for c in text.casefold() if c.isalnum())
