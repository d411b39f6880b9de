"""The committed Python of the page, run in Node: for tests, and to find what runs there."""

import atexit
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[2] / "pagepython" / "engine.mjs"


class Engine:
    """A Node process with MicroPython; one answer a question."""

    def __init__(self):
        node = shutil.which("node")
        if node is None:
            raise FileNotFoundError("node")
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process: Any
        self.process = subprocess.Popen([node, str(SCRIPT)], text=True, encoding="utf-8", **pipes)
        atexit.register(self.process.kill)
        ready = json.loads(self.process.stdout.readline())
        if not ready["ready"]:
            raise RuntimeError(ready["failed"])

    def ask(self, task, **given):
        """The answer to one task of ``pagepython/engine.mjs``."""
        self.process.stdin.write(json.dumps({"task": task, **given}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def run(self, source, **given):
        """(printed text, what was raised as text or "")."""
        answer = self.ask("run", source=source, **given)
        return answer["output"], answer["error"]
