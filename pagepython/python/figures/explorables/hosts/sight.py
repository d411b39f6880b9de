"""What stands in sight before the guess is not needed here: see `figure/giveaway.py`."""


def in_sight(explorable):
    return {}
