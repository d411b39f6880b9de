"""deadlines.csv: when an assignment is due, and what being late costs.

    assignment,student_id,due,grace_minutes,percent_per_day,most_percent
    foundations,,2026-10-12 23:59,15,10,50
    foundations,kim,2026-10-19 23:59,,,          an extension of kim's; empty: as for everybody

A time without a zone is this computer's. Each day that has begun after the grace costs
`percent_per_day` of the points, `most_percent` at most.
"""

import csv
import math
from dataclasses import dataclass

from dateutil import parser as dates

from machine import places
from machine.intake.roster import safe

DAY = 86_400


@dataclass(frozen=True)
class Deadline:
    due: float  # seconds since 1970
    grace: float = 0.0  # seconds
    percent: float = 0.0  # of the points, a day
    most: float = 100.0

    def late(self, time):
        return time > self.due + self.grace

    def penalty(self, time, points):
        """Points that being late costs."""
        if not self.late(time):
            return 0.0
        days = math.ceil((time - self.due - self.grace) / DAY)
        return points * min(days * self.percent, self.most) / 100


def deadlines():
    """{(assignment, student or ""): Deadline}; ValueError with the line that cannot be read."""
    if not places.DEADLINES.exists():
        return {}
    found = {}
    with open(places.DEADLINES, encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            row = {(k or "").strip(): (v or "").strip() for k, v in row.items() if k}
            if not row.get("assignment"):
                continue
            student = safe(row.get("student_id", ""))
            general = found.get((row["assignment"], ""))
            try:
                found[row["assignment"], student] = _deadline(row, general)
            except (ValueError, OverflowError) as error:
                raise ValueError(f"{places.DEADLINES.name}, line {number}: {error}") from error
    return found


def _deadline(row, general):
    if not row.get("due"):
        raise ValueError("due must be a date and a time (got nothing)")
    due = dates.parse(row["due"]).timestamp()
    known = general or Deadline(due)

    def number(name, otherwise):
        value = float(row[name]) if row.get(name) else otherwise
        if not 0 <= value < math.inf:
            raise ValueError(f"{name} must not be negative (got {row[name]})")
        return value

    grace = 60 * number("grace_minutes", known.grace / 60)
    percent = number("percent_per_day", known.percent)
    return Deadline(due, grace, percent, min(100.0, number("most_percent", known.most)))


def deadline(student, assignment, known):
    """The Deadline of a student, or None."""
    return known.get((assignment, student)) or known.get((assignment, ""))
