"""A room made by a container engine (Podman or Docker) from the image that `make room` builds."""

import functools
import shutil
import subprocess
import sys
import uuid

from machine.sandbox.machine import ENVIRONMENT, INSIDE, source_of

IMAGE = "loss-functions-classroom"
ENGINES = ("podman", "docker")
LIMITS = [
    *("--network", "none", "--log-driver", "none", "--pids-limit", "64"),
    *("--memory", "2g", "--memory-swap", "2g"),
    *("--read-only", "--tmpfs", "/tmp:size=128m,mode=1777", "--cap-drop", "ALL"),
    *("--security-opt", "no-new-privileges", "--user", "65534:65534", "--workdir", "/tmp"),
]
STARTS_NONE = "has the image but starts no room"
LONGEST = 1800  # seconds until a container ends itself, should nobody be left to end it


@functools.cache
def engine():
    """(name of the engine that starts a room, None), or (None, why there is none)."""
    why = "neither Podman nor Docker is installed"
    for name in filter(shutil.which, ENGINES):
        asked = _said([name, "image", "inspect", IMAGE], 20)
        if asked is None:
            why = f"{name} does not answer"
        elif asked.returncode:
            why = f"{name} has no image {IMAGE} (`make room` builds it), or does not run"
        else:
            tried = _said(_command(name, ()), 60)
            if tried is not None and tried.returncode == 0 and b'"id": 0' in tried.stdout:
                return name, None
            last = b"" if tried is None else b" ".join(tried.stderr.split())[:200]
            why = f"{name} {STARTS_NONE} ({last.decode(errors='replace') or 'no answer'})"
    return None, why


def usable():
    """None if rooms can be made here, or why not."""
    return engine()[1]


def trouble():
    """Why the image that is there cannot be used, or ""."""
    why = usable() or ""
    return why if STARTS_NONE in why else ""


def command(packages=()):
    """The command that runs the worker in a new container; it is removed with its end."""
    return _command(engine()[0], packages)


def end(command):
    """Ends the container that was started with this command: it is no child of ours."""
    _said([command[0], "rm", "--force", _name(command)], 60)


def first_process(command):
    """The number of the container's first process, or None where it cannot be seen from here.

    An engine's containers are processes of this computer under Linux, and of a virtual machine
    under Windows and macOS.
    """
    what = "{{.State.Pid}} {{.Id}}"
    asked = _said([command[0], "container", "inspect", "--format", what, _name(command)], 20)
    if asked is None or asked.returncode or not sys.platform.startswith("linux"):
        return None
    number, identity = asked.stdout.decode().split()
    try:
        with open(f"/proc/{number}/cgroup", encoding="ascii") as file:
            return int(number) if identity in file.read() else None
    except OSError:
        return None


def _command(name, packages):
    walls = [name, "run", "--rm", "--interactive", "--name", f"room-{uuid.uuid4().hex}"]
    walls += [*LIMITS, "--volume", f"{INSIDE}:/inside:ro"]
    path = ["/inside/stub"]
    for package in packages:
        if folder := source_of(package):
            walls += ["--volume", f"{folder}:/packages/{package}:ro"]
            path.insert(0, "/packages")
    for variable, value in (ENVIRONMENT | {"PYTHONPATH": ":".join(path)}).items():
        if variable != "PATH":  # the image knows where its Python is
            walls += ["--env", f"{variable}={value}"]
    # as the first process it cannot be killed from inside, and all others end with it
    worker = ["timeout", "--signal=KILL", str(LONGEST), "python", "-s", "/inside/worker.py", "0"]
    return [*walls, IMAGE, *worker]


def _name(command):
    return command[command.index("--name") + 1]


def _said(command, seconds):
    """What a command that is asked nothing answers, or None if it does not end or start."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
