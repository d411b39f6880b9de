"""The parts of SciPy that the page's Python has: special, and a little of stats, optimize and integrate."""


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError("scipy.%s is not in the page's Python. In the notebook it works." % name)
