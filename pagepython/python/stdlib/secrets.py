"""The seed of a check comes from its record."""


def randbits(n):
    return 0
