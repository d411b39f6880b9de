"""In place of a recording: the figure at the opening, and what holds of a figure at any setting."""

import numpy as np

from .figure.paths import in_words, references
from .figure.records import encode, plain_words

WORDS = ("label", "title", "note", "tex", "string")  # texts that may carry live numbers


def parted(figure, place):
    """A figure as plain JSON in which what may move stands by `place(value)`: numbers, arrays, texts."""

    def number(value):
        fixed = isinstance(value, (int, float)) and np.isfinite(value)
        return value if fixed else place(np.asarray(value, dtype=float))

    def move(part, names):
        for name in names:
            if type(part.get(name)) in (int, float):
                part[name] = place(np.asarray(part[name], dtype=float))
        if "domain" in part:
            part["domain"] = place(np.asarray(part["domain"], dtype=float)) if type(part["domain"]) is list else part["domain"]
        for name in WORDS:
            if name in part:
                part[name] = said(part[name])

    def said(text):
        return [said(t) for t in text] if isinstance(text, list) else text and {"template": [{"$": place(text)["$"], "format": ""}]}

    plain = encode(figure, number, plain_words)
    for panel, part in zip(figure.panels, plain["panels"]):
        move(part, ())
        for axis in ("x", "y"):
            move(part.get(axis) or {}, ())
        for mark, made in zip(panel.marks, part["marks"]):
            move(made, mark._data + ("opacity",))
    for made in plain["items"]:
        move(made, ("value",))
    return plain


class Recording:
    """The figure of the opening as plain JSON; the function is run anew for every other setting."""

    clues = ()

    def __init__(self, name, controls, run, gaps=False):
        self.name, self.controls, self.run, self.gaps = name, controls, run, gaps
        self.figures = []

    def check(self, opening):
        figure = self.run({k: c.argument(opening[k]) for k, c in self.controls.items()})
        self.figures = [({}, figure.to_dict())]
        self.sent(figure, opening)

    def sent(self, figure, values):
        """(structure, slots) of a figure; ValueError where it is NaN."""
        slots = []

        def place(value):
            slots.append(value)
            return {"$": len(slots) - 1}

        structure = parted(figure, place)
        for path, ref in references(structure):
            value = slots[ref["$"]]
            gap = self.gaps and "marks" in path
            if not (isinstance(value, str) or gap) and np.isnan(value).any():
                at = ", ".join([f"{k}={c.show(values[k])}" for k, c in self.controls.items()]) or "once"
                where = in_words(structure, path)
                raise ValueError(f"{self.name}: {where} must be a number (got nan at {at})")
        return structure, slots
