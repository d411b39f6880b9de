"""Settings of nbgrader for this folder: release, formgrader, feedback. Grading is `make grade`."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # for machine/
# nbgrader calls alembic by name: find it beside the Python that runs nbgrader.
os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")

c = get_config()  # noqa: F821

c.CourseDirectory.root = str(HERE)
c.CourseDirectory.course_id = "where-loss-functions-come-from"
c.CourseDirectory.db_url = f"sqlite:///{HERE / 'gradebook.db'}"

# What students get
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# Feedback that asks no other host for anything (`make grades` writes it; nbgrader's own way too)
c.GenerateFeedback.exporter_class = "machine.marks.page.OfflineFeedback"
