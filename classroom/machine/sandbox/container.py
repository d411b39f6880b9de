"""A room made by a container engine (Podman or Docker) from the image that `make room` builds."""

import functools
import shutil
import subprocess

from machine.sandbox.machine import ENVIRONMENT, INSIDE, source_of

IMAGE = "loss-functions-classroom"
ENGINES = ("podman", "docker")
LIMITS = [
    *("--network", "none", "--memory", "2g", "--memory-swap", "2g", "--pids-limit", "64"),
    *("--read-only", "--tmpfs", "/tmp:size=128m,mode=1777", "--cap-drop", "ALL"),
    *("--security-opt", "no-new-privileges", "--user", "65534:65534", "--workdir", "/tmp"),
]


@functools.cache
def engine():
    """(name of the engine that has the image, None), or (None, why there is none)."""
    why = "neither Podman nor Docker is installed"
    for name in filter(shutil.which, ENGINES):
        try:
            asked = subprocess.run(
                [name, "image", "inspect", IMAGE], capture_output=True, timeout=20, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            why = f"{name} does not answer"
            continue
        if asked.returncode == 0:
            return name, None
        why = f"{name} has no image {IMAGE} (`make room` builds it), or does not run"
    return None, why


def usable():
    """None if rooms can be made here, or why not."""
    return engine()[1]


def command(packages=()):
    """The command that runs the worker in a new container; it is removed with its end."""
    walls = [engine()[0], "run", "--rm", "--interactive", "--init", *LIMITS]
    walls += ["--volume", f"{INSIDE}:/inside:ro"]
    path = ["/inside/stub"]
    for package in packages:
        if folder := source_of(package):
            walls += ["--volume", f"{folder}:/packages/{package}:ro"]
            path.insert(0, "/packages")
    for name, value in (ENVIRONMENT | {"PYTHONPATH": ":".join(path)}).items():
        if name != "PATH":  # the image knows where its Python is
            walls += ["--env", f"{name}={value}"]
    return [*walls, IMAGE, "python", "-s", "/inside/worker.py", "0"]
