"""make grades: grades.csv, tasks.csv, items.csv, canvas.csv, moodle.csv, by-hand.csv, feedback/."""

import argparse
import sys
from collections import Counter

from machine import places
from machine.grading import gradebook as book
from machine.grading import results
from machine.marks import by_hand, feedback, items, table
from machine.marks.mark import marks


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--no-feedback", action="store_true", help="tables alone")
    arguments = asked.parse_args()
    book.record()
    with book.opened() as gradebook:
        new, wrong = by_hand.taken_in(gradebook)
        given = all_by_hand(gradebook)
    by_hand.written(given)
    try:
        found = marks(given)
    except ValueError as error:  # deadlines.csv
        sys.exit(str(error))
    for write in (table.grades, table.tasks, table.canvas, table.moodle):
        write(found)
    items.items()
    print(f"{new} points by hand were new" if new else "No new points by hand", *wrong, sep="\n")
    for assignment in sorted({mark.assignment for mark in found}):
        said = Counter(m.status.partition(" (")[0] for m in found if m.assignment == assignment)
        print(f"{assignment}: " + ", ".join(f"{count} {status}" for status, count in said.items()))
    if not arguments.no_feedback:
        print(f"{feedback.pages(found, given)} pages of feedback are new, in {places.FEEDBACK}")
    print(
        f"The grades: {places.GRADES} (and canvas.csv, moodle.csv, tasks.csv, items.csv beside it)"
    )


def all_by_hand(gradebook):
    """{(student, assignment, cell): (points, extra credit, comment, waits?)}"""
    found = {}
    for assignment in {name for _, name in results.graded()} & {*places.assignments()}:
        for (student, cell), mark in book.by_hand(gradebook, assignment).items():
            found[student, assignment, cell] = mark
    return found


if __name__ == "__main__":
    main()
