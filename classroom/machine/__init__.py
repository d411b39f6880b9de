"""Intake, sandbox, grading, marks: `make collect`, `make grade`, `make grades`."""
