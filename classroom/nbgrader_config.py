"""Settings of nbgrader for this folder; `nbgrader …` run here finds them."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # for feedback.py and grades.py
# nbgrader calls alembic by name: find it beside the Python that runs nbgrader.
os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")

c = get_config()  # noqa: F821

c.CourseDirectory.root = str(HERE)
c.CourseDirectory.course_id = "where-loss-functions-come-from"
c.CourseDirectory.db_url = f"sqlite:///{HERE / 'gradebook.db'}"

# What students get
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# Grading: a cell has a minute (a check gives up earlier, on a busy machine too); a deleted test
# comes back; a flood of output is cut.
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True
c.Execute.raise_on_iopub_timeout = False
c.Execute.iopub_timeout = 30
c.OverwriteCells.add_missing_cells = True
if os.name == "posix":  # a socket file of its own: a port could be taken by another program
    sockets = tempfile.mkdtemp(prefix="grading-")
    atexit.register(shutil.rmtree, sockets, ignore_errors=True)
    c.KernelManager.transport = "ipc"
    c.KernelManager.ip = str(Path(sockets) / "kernel")
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 40

# Feedback that asks no other host for anything, and grades with a word about each
c.GenerateFeedback.exporter_class = "feedback.OfflineFeedback"
c.ExportApp.plugin_class = "grades.GradesWithStatus"
