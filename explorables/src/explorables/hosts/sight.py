"""What a figure's opening state shows before the guess: texts, and where curves turn."""

from __future__ import annotations

import numpy as np

from ..figure.figure import formula, readout
from ..figure.marks import bars, line, rule, text
from .still import item_lines, unveiled


def in_sight(explorable):
    """(place, text or turning point) of all that the opening state shows before the guess."""
    figure = unveiled(explorable, {})
    yield "the caption", explorable.caption
    if "caption" not in explorable.predict.veil and not _waiting(explorable):
        yield "the text below the caption", explorable.look
    for name, control in explorable.controls.items():
        yield f"the control {name}", _control_words(control)
    for item in figure.items:
        if isinstance(item, formula):
            yield "a formula", item.tex
        else:
            kind = "readout" if isinstance(item, readout) else "running sum"
            yield f"the {kind} {item.label}", item_lines([item])[0]
    for which, panel in _panels(explorable, figure):
        yield from _in_panel(f"panel {which}", panel)


def _waiting(explorable):
    """Controls that wait for the guess; while there are any, nobody is told what to move."""
    return [name for name in explorable.controls if name not in explorable.predict.free]


def _panels(explorable, figure):
    """Panels in sight with their numbers on the page."""
    veil = explorable.veils[explorable.recording.which(explorable.opening)]
    count = len(figure.panels) + len(veil["panels"])
    return zip(
        (i for i in range(1, count + 1) if i - 1 not in veil["panels"]), figure.panels, strict=True
    )


def _control_words(control):
    told = control.describe("")
    if told["kind"] == "points":
        return ""
    options = " ".join(told.get("options", ()))
    return f"{control.label} = {control.show(control.value)} {told.get('unit', '')} {options}"


def _in_panel(name, panel):
    yield f"{name} title", panel.title or ""
    for letter, axis in (("x", panel.x), ("y", panel.y)):
        if axis is not None:
            yield f"{name} {letter} label", axis.label or ""
            if axis.ticks is not None and not is_scale(axis.ticks):
                yield f"{name} {letter} ticks", " ".join(f"{tick:g}" for tick in axis.ticks)
    for mark in panel.marks:
        kind = type(mark).__name__
        yield f"{name} {kind}", mark.label or ""
        if isinstance(mark, text):
            strings = [mark.string] if isinstance(mark.string, str) else mark.string
            yield f"{name} text", " ".join(strings)
        if isinstance(mark, bars) and isinstance(mark.x, list):
            yield f"{name} names of bars", " ".join(map(str, mark.x))
        if isinstance(mark, rule):
            at = mark.y if mark.x is None else mark.x
            yield f"{name} rule", " ".join(f"{v:.10g}" for v in np.atleast_1d(at))
        if isinstance(mark, line):
            yield from ((f"{name} line, where it turns", turn) for turn in _turns(mark))


def is_scale(ticks):
    """Are ticks evenly spaced, or like 1, 2, 5, 10 on a logarithmic axis? They name no place."""
    if len(ticks) < 3:
        return not ticks
    steps = np.diff(ticks)
    even = bool(np.allclose(steps, steps[0], rtol=0.05))
    return even or (min(ticks) > 0 and bool(np.ptp(np.log(np.diff(np.log(ticks)))) <= np.log(2)))


def _turns(mark):
    """(x, span of x) where a curve changes between falling and rising."""
    x, y = np.atleast_1d(mark.x).astype(float), np.atleast_1d(mark.y).astype(float)
    if len(x) < 3 or len(x) != len(y) or not np.isfinite([x, y]).all() or (np.diff(x) <= 0).any():
        return
    moving = np.flatnonzero(np.abs(np.diff(y)) > 1e-9 * np.ptp(y))
    ways = np.sign(np.diff(y))[moving]
    places = moving[1:][ways[1:] != ways[:-1]]
    if len(places) <= 4:  # a curve that turns more often shows no single place
        yield from ((float(x[k]), float(np.ptp(x))) for k in places)
