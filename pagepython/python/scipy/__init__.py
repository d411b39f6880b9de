"""The parts of SciPy that the page's Python has: special, and a little of stats, optimize and integrate."""

import sys


def __getattr__(name):
    if name in ("special", "stats", "optimize", "integrate"):
        __import__("scipy." + name)
        return sys.modules["scipy." + name]
    raise AttributeError("scipy.%s is not in the page's Python; scipy.special is. In the notebook it works." % name)
