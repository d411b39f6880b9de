"""How long a test waits for something that will come: longer on a machine that is busy or slow."""

import os
import time
from functools import cache

QUICK = 0.05  # seconds of a quick machine's processor for `slowness`


@cache
def slowness() -> float:
    """How many times longer this machine's processor takes than a quick one; at least 1."""
    began = time.process_time()
    sum(range(2_500_000))
    for _ in range(1_000_000):
        pass
    return max(1.0, (time.process_time() - began) / QUICK)


def busy() -> float:
    """Processes that want a core, for each core; 1 on a quiet machine, and where nobody counts."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return max(1.0, load / (os.cpu_count() or 1))


def patience(seconds: float) -> float:
    """So many seconds of a quick and quiet machine."""
    return seconds * slowness() * busy()
