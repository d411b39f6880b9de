"""Whose answers are the same, letter for letter? A question for a person, never a penalty."""

import ast
import hashlib
from collections import defaultdict

from machine.assignment import ANSWER, parsed

LONG = 60  # characters that two people do not write alike by chance
TELLING = 0.5  # of the answers in code


def fingerprints(mended, assignment):
    """{name of an answer: digest} of the long answers, without blanks and comments."""
    found = {}
    for own in assignment.answers:
        text = mended.answer(own.name)
        if own.name not in mended.answered:
            continue
        plain = _code(text) if own.kind == ANSWER else " ".join(text.split()).casefold()
        new = plain.replace(_code(own.released) if own.kind == ANSWER else own.released, "")
        if len(new) > LONG:
            found[own.name] = hashlib.sha256(plain.encode()).hexdigest()
    return found


def _code(text):
    try:
        return "\n".join(map(ast.unparse, parsed(text))) or " ".join(text.split())
    except RecursionError:
        return " ".join(text.split())


def same(prints):
    """{student: [(other, [answers])]} where half of someone's long answers are another's."""
    owners = defaultdict(list)
    for student, answers in prints.items():
        for name, digest in answers.items():
            owners[name, digest].append(student)
    shared = defaultdict(lambda: defaultdict(list))
    for (name, _), students in owners.items():
        for one in students:
            for other in students:
                if one != other:
                    shared[one][other].append(name)
    return {
        one: [
            (other, names)
            for other, names in sorted(others.items())
            if _telling(names, prints[one])
        ]
        for one, others in shared.items()
    }


def _telling(names, own):
    return len(names) >= max(2, TELLING * len(own)) or len(names) == len(own) > 0
