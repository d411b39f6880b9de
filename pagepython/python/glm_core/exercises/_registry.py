"""The one exercise that is being checked."""

current = None


def find(name):
    return current
