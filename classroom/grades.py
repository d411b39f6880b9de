"""grades.csv with a word about every student: what nbgrader's own export leaves out."""

import csv

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = ("assignment", "student_id", "score", "max_score", "status", "submitted")


class GradesWithStatus(ExportPlugin):
    """One row for each student and assignment.

    status is `graded`, `needs a person` (a written answer waits for points, or the automatic
    grading of the submission failed: see the log), or `nothing handed in`.
    """

    def export(self, gradebook):
        with open(self.to or "grades.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in self.assignment:
                    continue
                for student in gradebook.students:
                    if not self.student or student.id in self.student:
                        table.writerow(self._row(gradebook, assignment, student))

    def _row(self, gradebook, assignment, student):
        row = {
            "assignment": assignment.name,
            "student_id": student.id,
            "max_score": assignment.max_score,
            "score": 0.0,
            "status": "nothing handed in",
            "submitted": "",
        }
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            return row
        row["score"] = max(0.0, submission.score - submission.late_submission_penalty)
        row["submitted"] = submission.timestamp or ""
        row["status"] = "needs a person" if submission.needs_manual_grade else "graded"
        return row
