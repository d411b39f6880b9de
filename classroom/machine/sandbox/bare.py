"""No room: a process with limits, and nothing between a student's code and your files."""

import os

from machine.sandbox.machine import ENVIRONMENT, INSIDE, Python, source_of


def usable():
    """None: a process can be started anywhere."""
    return None


def command(packages=()):
    """The command that runs the worker as you, with your files in reach."""
    python = Python.here()
    path = [str(INSIDE / "stub"), str(python.libraries)]
    path[:0] = [str(folder.parent) for folder in map(source_of, packages) if folder]
    settings = ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(path)}
    given = [f"{name}={value}" for name, value in settings.items()]
    return [
        "/usr/bin/env",
        "-i",
        *given,
        str(python.executable),
        "-s",
        str(INSIDE / "worker.py"),
        "0",
    ]
