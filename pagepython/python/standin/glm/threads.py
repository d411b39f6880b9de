"""One core in the page."""

from contextlib import contextmanager


@contextmanager
def all_cores(shape):
    yield


def each(f, *columns):
    return [f(*row) for row in zip(*columns)]
