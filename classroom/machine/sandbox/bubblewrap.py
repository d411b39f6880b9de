"""A room made of Linux namespaces by bubblewrap (Debian: apt install bubblewrap).

No network, no other process, no file but Python, its libraries and the system's programs, all
read-only; a small /tmp in memory. As root every room has a user of its own; as another user it is
made in a user namespace. It ends with the process that started it, and all in it with it.
"""

import functools
import itertools
import os
import shutil
import subprocess

from machine.sandbox.machine import ENVIRONMENT, INSIDE, Python, source_of

TMP = 128 << 20
FIRST_USER = 61_000 + os.getpid() % 4000  # of rooms; far from people's
_users = itertools.count(FIRST_USER)
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
FILES = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts")


@functools.cache
def usable():
    """None if rooms can be made here, or why not."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    try:
        tried = subprocess.run(
            [*_walls(), *_system(), "--", "/usr/bin/env", "true"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not start ({error})"
    said = tried.stderr.strip()
    return None if tried.returncode == 0 else f"bubblewrap cannot make a room ({said[:200]})"


def command(packages=()):
    """The command that runs the worker in a new room; `packages` are shown to it as well."""
    python, as_root = Python.here(), os.getuid() == 0
    user = next(_users) if as_root else 65534
    walls = [*_walls(), *_system(), *_read_only(python.prefix)]
    walls += ["--ro-bind", str(python.libraries), "/libraries", "--ro-bind", str(INSIDE), "/inside"]
    if (python.libraries / "glm_core").is_dir():
        walls += ["--tmpfs", "/libraries/glm_core"]
    path = ["/inside/stub", "/libraries"]
    for package in packages:
        if folder := source_of(package):
            walls += ["--ro-bind", str(folder), f"/packages/{package}"]
            path.insert(0, "/packages")
    for name, value in (ENVIRONMENT | {"PYTHONPATH": ":".join(path)}).items():
        walls += ["--setenv", name, value]
    return [*walls, "--", str(python.executable), "-s", "/inside/worker.py", str(user)]


def _walls():
    walls = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    walls += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"]
    walls += ["--cap-drop", "ALL", "--hostname", "room"]
    if os.getuid() == 0:  # the worker changes to its own user before anything else
        walls += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        walls += ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"]
    return walls


def _system():
    mounts = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for folder in SYSTEM:
        if os.path.islink(folder):
            mounts += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            mounts += ["--ro-bind", folder, folder]
    for file in FILES:
        mounts += ["--ro-bind-try", file, file]
    return [*mounts, "--perms", "1777", "--size", str(TMP), "--tmpfs", "/tmp", "--chdir", "/tmp"]


def _read_only(folder):
    if folder.is_relative_to("/usr"):
        return []
    above = [str(parent) for parent in reversed(folder.parents) if str(parent) != "/"]
    mounts = [word for parent in above for word in ("--perms", "0755", "--dir", parent)]
    return [*mounts, "--ro-bind", str(folder), str(folder)]
