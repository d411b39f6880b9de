"""How long a test waits for something that will come: longer on a machine that is busy."""

import os


def busy() -> float:
    """Processes that want a core, for each core; 1 on a quiet machine, and where nobody counts."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return max(1.0, load / (os.cpu_count() or 1))


def patience(seconds: float) -> float:
    """So many seconds of a quiet machine."""
    return seconds * busy()
