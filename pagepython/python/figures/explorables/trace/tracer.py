"""A function gets plain numbers in the page, never a stand-in."""

import re

SPEC = re.compile(r"(?:[^{}\ue000]?[<>^])?[+ -]?0?\d*,?(?:\.\d+)?[feEgd%r]?")


class Tracer:
    pass


def has_tracer(value):
    return False
