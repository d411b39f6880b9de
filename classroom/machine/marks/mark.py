"""One line a student and assignment: score, maximum, status; nobody is forgotten."""

from dataclasses import dataclass, field

from machine import places
from machine.assignment import WRITTEN, load
from machine.grading import results
from machine.intake import versions
from machine.intake.roster import roster
from machine.marks import late

GRADED, AWAITING, LATE = "graded", "awaiting points", "late"
NOTHING = "nothing handed in"


@dataclass(frozen=True)
class Mark:
    student: str
    assignment: str
    score: float
    max_score: float
    status: str
    time: float | None = None
    penalty: float = 0.0
    tasks: dict = field(default_factory=dict)  # cell -> points, None while they are awaited

    @property
    def final(self):
        """May it go to the students' office?"""
        return self.status in (GRADED, LATE, NOTHING)


def marks(by_hand):
    """All Marks: everyone in the class for every assignment that anyone handed in or that is due.

    by_hand   {(student, assignment, cell): (points, extra credit, comment, waits?)}
    """
    due, class_ = late.deadlines(), roster()
    handed = versions.handed_in()
    given = [a for a in places.assignments() if a in handed or any(name == a for name, _ in due)]
    found = []
    for assignment in given:
        more = [one for one in handed.get(assignment, ()) if one not in class_]
        for student in (*class_, *more):
            deadline = late.deadline(student, assignment, due)
            found.append(mark(student, assignment, by_hand, deadline))
    return found


def mark(student, assignment, by_hand, deadline=None):
    """The Mark of one student for one assignment."""
    own, version = load(assignment), versions.current(student, assignment)
    result = results.read(student, assignment)
    if version is None:
        return Mark(student, assignment, 0.0, own.max_score, NOTHING)
    if result is None:
        status = "could not be graded (not yet: run `make grade`)"
        return Mark(student, assignment, 0.0, own.max_score, status, version.time)
    if result.get("trouble"):
        status = f"could not be graded ({result['trouble']})"
        return Mark(student, assignment, 0.0, own.max_score, status, version.time)
    tasks, waits, extra = _tasks(own, result, student, by_hand)
    points = sum(value or 0.0 for value in tasks.values()) + extra
    is_late = version.late or (deadline is not None and deadline.late(version.time))
    penalty = deadline.penalty(version.time, points) if deadline else 0.0
    status = AWAITING if waits else LATE if is_late else GRADED
    score = max(0.0, points - penalty)
    return Mark(student, assignment, score, own.max_score, status, version.time, penalty, tasks)


def _tasks(own, result, student, by_hand):
    """({cell: points}, does one wait?, extra credit)"""
    tasks, waits, extra = {}, False, 0.0
    for cell in own.cells:
        if not cell.points:
            continue
        points, more, _, waiting = by_hand.get(
            (student, own.name, cell.name), (None, 0.0, "", False)
        )
        extra += more or 0.0
        if points is None and cell.kind == WRITTEN:
            answered = cell.name in result["answered"]
            tasks[cell.name] = None if answered else 0.0
            waits = waits or answered
        else:
            tasks[cell.name] = result["points"].get(cell.name, 0.0) if points is None else points
            waits = waits or (cell.kind == WRITTEN and bool(waiting))
    return tasks, waits, extra
