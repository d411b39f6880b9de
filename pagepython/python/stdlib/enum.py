"""Enum is named where it is looked for."""


def __getattr__(name):
    raise AttributeError("enum.%s is not in the page's Python; a dict is. In the notebook it works." % name)
