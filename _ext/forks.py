"""Kernels are forks of one process, which has imported what the notebooks import.

Starting Python and importing NumPy, SciPy, scikit-learn and matplotlib takes a kernel about two
seconds of a core, 21 times. Here one process imports them once (this file, run as a program), and
each kernel is a fork of it: a process of its own, in which nothing of another notebook has run.
On Linux alone, where a fork of a process with libraries in it is safe; elsewhere, and for a
notebook alone, kernels start as Jupyter starts them.
"""

import ast
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel tells matplotlib to use
KERNEL = ["ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.zmqshell"]
PICTURES = ["matplotlib.figure", "matplotlib.backends.backend_agg"]  # imported when one is drawn
# it asks, when it is imported, in which kernel it is
ASKING = ("matplotlib.pyplot", "matplotlib_inline")


# ---- in the build


def imported(sources: Iterable[str]) -> list[str]:
    """Modules, and names that may be modules, that these cells import; unreadable cells none."""
    names: dict[str, None] = {}
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names.update({one.name: None for one in node.names})
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names[node.module] = None
                names.update({f"{node.module}.{one.name}": None for one in node.names})
    return list(names)


@contextmanager
def kernels(modules: list[str]) -> Iterator[None]:
    """In here Jupyter's kernels are forks of a process that has imported `modules`."""
    from jupyter_client.provisioning import local_provisioner

    start = local_provisioner.launch_kernel
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            command = [sys.executable, __file__, str(theirs.fileno())]
            process = subprocess.Popen(command, pass_fds=[theirs.fileno()], start_new_session=True)
        lines, turn = ours.makefile("rw", encoding="utf-8"), threading.Lock()

        def ask(question):
            try:
                lines.write(json.dumps(question) + "\n")
                lines.flush()
                return json.loads(lines.readline() or "null")
            except OSError:  # it has ended: kernels start without it
                return None

        def launch(cmd, **options):
            if cmd[1:3] == ["-m", "ipykernel_launcher"] and process.poll() is None:
                env = dict(options.get("env") or os.environ)
                folder = str(options.get("cwd") or os.getcwd())
                with turn:
                    pid = ask({"argv": cmd[2:], "cwd": folder, "env": env})
                if pid:
                    return Fork(pid)
            return start(cmd, **options)

        try:
            with turn:
                ask([*KERNEL, *PICTURES, *modules])
            local_provisioner.launch_kernel = launch  # type: ignore[assignment]
            yield
        finally:
            local_provisioner.launch_kernel = start
            ours.shutdown(socket.SHUT_RDWR)  # which ends the process
            process.wait()


class Fork:
    """As much of a `Popen` as Jupyter uses, for a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid
        self._file = os.pidfd_open(pid)  # of this process, even when its number is used again

    def __del__(self):
        os.close(self._file)

    def poll(self) -> int | None:
        """None while it runs. How it ended, its parent knows."""
        return 0 if select.select([self._file], [], [], 0)[0] else None

    def wait(self) -> int:
        select.select([self._file], [], [])
        return 0

    def send_signal(self, number: int) -> None:
        signal.pidfd_send_signal(self._file, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


# ---- in the process that is forked


def load(names: list[str]) -> None:
    """Import what can be; what cannot, the notebook will say."""
    os.environ.setdefault("MPLBACKEND", INLINE)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when its parent does
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            if not name.startswith(ASKING):
                try:
                    importlib.import_module(name)
                except Exception:
                    continue


def serve(number: int) -> list[str] | None:
    """Answers the build line by line. Returns in each fork, with its arguments, and at the end."""
    build = socket.socket(fileno=number)
    lines = build.makefile("rw", encoding="utf-8")
    for line in iter(lines.readline, ""):
        asked = json.loads(line)
        if isinstance(asked, list):
            load(asked)
            pid = 0
        else:
            ready, done = os.pipe()
            pid = os.fork()
            if pid:
                os.close(done)
                os.read(ready, 1)  # until it has a group of its own, which Jupyter signals
                os.close(ready)
            else:
                become(asked["cwd"], asked["env"])
                os.close(ready)
                os.close(done)
                lines.close()
                build.close()
                return asked["argv"]
        lines.write(json.dumps(pid) + "\n")
        lines.flush()
    return None


def become(folder: str, env: dict[str, str]) -> None:
    """What `Popen` gives a kernel: a session, a folder, an environment, nothing to read."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


if __name__ == "__main__":
    del sys.path[0]  # the folder of this file
    arguments = serve(int(sys.argv[1]))
    if arguments:
        sys.path.insert(0, os.getcwd())  # as `python -m` does
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
