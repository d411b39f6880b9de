"""From points to marks: late work, points by hand, grades.csv, Canvas, Moodle, items, feedback."""
