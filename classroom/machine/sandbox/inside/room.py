"""The walls that a process puts around itself before it runs a stranger's code."""

import os
import resource

MEMORY = 3 << 30  # bytes of addresses: NumPy and its libraries need half a gigabyte of them
FILE = 64 << 20


def close_the_door(uid):
    """Limits, and another user where this one is root: a user of this room alone."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CPU, 120),
    ):
        _lower(what, most)
    if uid and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    if uid:  # in a room of its own the user's processes are the room's
        _lower(resource.RLIMIT_NPROC, 64)


def _lower(what, most):
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))
