"""import_module."""


def import_module(name, package=None):
    import sys

    __import__(name)
    return sys.modules[name]
