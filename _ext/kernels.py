"""Kernels are reached through socket files, not through TCP ports.

Jupyter looks for free ports, lets go of them, and hopes that nobody takes them before the kernel
does. With several kernels starting at once somebody sometimes does, and the kernel dies. A file in
a folder of the kernel's own cannot be taken. (Windows has no such sockets: ports stay there.)
"""

import atexit
import os
import shutil
import tempfile

from jupyter_client.manager import KernelManager

_initialise = KernelManager.__init__


def use_socket_files() -> None:
    """From here on, for every kernel that this process starts."""
    if os.name == "posix":
        KernelManager.__init__ = _with_a_folder_of_its_own  # type: ignore[method-assign]


def _with_a_folder_of_its_own(self, *args, **kwargs):
    _initialise(self, *args, **kwargs)
    folder = tempfile.mkdtemp(prefix="kernel-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    self.transport, self.ip = "ipc", os.path.join(folder, "socket")


def setup(app):
    use_socket_files()
    return {"parallel_read_safe": True, "parallel_write_safe": True}
