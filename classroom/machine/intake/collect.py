"""make collect FROM=…: takes in whatever was handed in, and says of each student what came.

Reads a folder, a zip (Moodle's, Canvas's, anybody's) or a notebook; writes to received/ only.
"""

import argparse
import os
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

from dateutil import parser as dates

from machine import places
from machine.assignment import load
from machine.intake import Refused, alike, paths, versions
from machine.intake.bundle import files
from machine.intake.read import fits, mended, opened
from machine.intake.roster import plain, roster, safe, who
from machine.intake.typed import is_own, others, own, typed

NOTEBOOKS = (".ipynb", ".json", ".ipynb.txt", ".zip")
INSTEAD = (".py", ".pdf", ".html", ".htm", ".docx", ".odt", ".md", ".webloc", ".url", ".lnk")
INSTEAD += (".rar", ".7z", ".tar", ".gz", ".tgz", ".crdownload", ".part", ".gdoc", ".png", ".jpg")


def collect(source, only=None):
    """Takes in the files of `source`; returns (lines of a report, notes on what was not taken)."""
    known, students = places.assignments(), roster()
    found, notes = _unwrapped(list(files(source)), known), []
    stamps = {file.parts[:-1]: _stamp(file) for file in found if file.parts[-1] == "timestamp.txt"}
    came = defaultdict(list)
    for file in found:
        if not file.parts[-1].lower().endswith(NOTEBOOKS):
            if file.parts[-1].lower().endswith(INSTEAD):
                notes.append(f"not taken: {'/'.join(file.parts)} (it is no notebook: ask for one)")
            continue
        claim = paths.claim(file.parts, known, only)
        assignment = _assignment(claim, file, known)
        if claim is None or assignment is None:
            why = "whose is it?" if claim is None else "no assignment is like it"
            notes.append(f"not taken: {'/'.join(file.parts)} ({file.trouble or why})")
            continue
        student, late = _student(claim, students)
        when = stamps.get(file.parts[:-1]) or file.time
        came[student, assignment].append((file, when, late))
    for (student, assignment), several in came.items():
        _take(student, assignment, several)
    return _report(came, students, notes), notes


def _unwrapped(found, known):
    """Without a folder around everybody's folders, as zips have one."""
    notebooks = [file.parts for file in found if file.parts[-1].lower().endswith(NOTEBOOKS)]
    tops = {parts[0] for parts in notebooks if len(parts) > 2}
    below = {parts[1] for parts in notebooks if len(parts) > 2}
    folders = [name for name in below if paths.named(name, known) is None]
    if len(tops) != 1 or len(folders) < 2 or any(len(parts) < 3 for parts in notebooks):
        return found
    return _unwrapped(
        [replace(file, parts=file.parts[1:]) for file in found if len(file.parts) > 1], known
    )


def _assignment(claim, file, known):
    """What the path says, else what the notebook is."""
    if claim is None or claim.assignment:
        return claim and claim.assignment
    return fits(file.data, known) if file.data is not None else None


def _student(claim, students):
    """(id, late?): somebody of the class if a part of the path can be read as one."""
    for name in (claim.student, *claim.others):
        if found := who(name, claim.how, students):
            return found, claim.late
        if (short := paths.without_late(name)) and (found := who(short, claim.how, students)):
            return found, True
    name = claim.student.rpartition("_")[0] if claim.how == "canvas" else claim.student
    return safe(name) or "unknown", claim.late


def _stamp(file):
    try:
        when = dates.parse((file.data or b"").decode("utf-8", "replace").strip())
    except (ValueError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _take(student, assignment, several):
    """Keeps every file; the newest one that is new counts (the fuller one of two of one time)."""
    readable = _can_be_read(student, assignment)
    ordered = sorted(several, key=lambda one: (round(one[1]), _fullness(one[0], assignment)))
    for file, when, late in ordered:
        version, new = versions.keep(student, assignment, replace(file, time=when), late)
        if new and (_fullness(file, assignment) >= 0 or not readable):
            versions.make_current(student, assignment, version)
            readable = readable or _fullness(file, assignment) >= 0


def _can_be_read(student, assignment):
    try:
        return bool(mended(student, assignment))
    except Refused:
        return False


def _fullness(file, assignment):
    try:
        return len(opened(file.data or b"", assignment).answered)
    except Refused:
        return -1


def _report(came, students, notes):
    """One line a student and assignment: what came, what was mended, what a person must look at."""
    lines = []
    for assignment in sorted({assignment for _, assignment in came}):
        lines.append(f"{assignment}:")
        prints, said, ids = {}, {}, defaultdict(list)
        for student in sorted(one for one, name in came if name == assignment):
            several = came[student, assignment]
            try:
                found, version = mended(student, assignment)
            except Refused as refusal:
                said[student] = [_came(several, None), f"CANNOT BE GRADED: {refusal}"]
                continue
            prints[student] = alike.fingerprints(found, load(assignment))
            look = [*found.look, *_unreadable(several, assignment)]
            look += [*_strangers(student, students), *_typed(found, student, assignment, students)]
            ids[plain(_typed_id(found, assignment))].append(student)
            mending = f"mended: {'; '.join(found.mended)}" if found.mended else ""
            looking = f"LOOK: {'; '.join(look)}" if look else ""
            said[student] = [_came(several, version), mending, looking]
        for student, same in alike.same(prints).items():
            said[student].append(_alike(same))
        for one, several in ids.items():
            if one and len(several) > 1:
                for student in several:
                    rest = ", ".join(other for other in several if other != student)
                    said[student].append(f"LOOK: the same id is typed in the notebook of {rest}")
        lines += [
            f"  {student}: " + " · ".join(filter(None, what)) for student, what in said.items()
        ]
        missing = [one for one in students if one not in said and not _earlier(one, assignment)]
        lines += [f"  {student}: nothing handed in" for student in missing]
    return lines


def _came(several, version):
    when = "" if version is None else f" of {datetime.fromtimestamp(version.time):%Y-%m-%d %H:%M}"
    late = ", late" if any(late for *_, late in several) else ""
    more = f", {len(several)} files" if len(several) > 1 else ""
    name = several[-1][0].parts[-1] if version is None else version.path.rpartition("/")[2]
    return f"{name}{when}{more}{late}"


def _unreadable(several, assignment):
    """A file that cannot be read does not take the place of one that can."""
    return [
        f"{file.parts[-1]} cannot be graded, another version counts"
        for file, *_ in several
        if _fullness(file, assignment) < 0
    ]


def _strangers(student, students):
    return ["not in students.csv"] if students and student not in students else []


def _typed_id(found, assignment):
    cell = load(assignment).personal
    return typed(found.answer(cell.name)) if cell else ""


def _typed(found, student, assignment, students):
    """Numbers and questions that depend on an id must depend on the student's."""
    if load(assignment).personal is None:
        return []
    said = _typed_id(found, assignment)
    if not said:
        return ["no id is typed in it: no points for the tasks with numbers of one's own"]
    if is_own(said, own(student), others(student)):
        return []
    whose = next((one for one in students if plain(said) in own(one)), None)
    more = f", which is that of {whose}" if whose else ""
    return [f"the id typed in it is {said!r}{more}"]


def _earlier(student, assignment):
    return versions.current(student, assignment) is not None


def _alike(others):
    most = ", ".join(f"{other} ({len(names)})" for other, names in others[:3])
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return f"LOOK: the same answers as {most}{more}" if others else ""


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("source", help="a folder, a zip, or a notebook")
    asked.add_argument("--assignment", default=None, help="which one, where no name says it")
    arguments = asked.parse_args()
    if arguments.assignment and arguments.assignment not in places.assignments():
        known = ", ".join(places.assignments())
        sys.exit(f"ASSIGNMENT must be one of {known} (got {arguments.assignment!r})")
    try:
        lines, notes = collect(os.path.expanduser(arguments.source), arguments.assignment)
    except FileNotFoundError as error:
        sys.exit(str(error))
    print("\n".join([*lines, *notes]) or "Nothing that looks like a notebook was found.")
    print(f"Kept in {places.RECEIVED}. Next: make grade")


if __name__ == "__main__":
    main()
