"""The picture and the words of a figure where nothing can move: print, mail, a reader's ears."""

from __future__ import annotations

import io
import math
import re
from textwrap import fill
from warnings import catch_warnings, simplefilter

import numpy as np

from ..configuration import configure, settings
from ..figure.figure import Figure, Panel, formula, readout, running_sum
from ..figure.marks import text
from ..figure.records import format_number, plain_words
from ..figure.stored import restored, stored
from .drawing import draw_panel


def describe(explorable, /, **values):
    """Text alternative: the caption, the settings, and the numbers the figure shows at first."""
    settings, figure = explorable.opening | values, unveiled(explorable, values)
    at = ", ".join(f"{c.label} = {c.show(settings[k])}" for k, c in explorable.controls.items())
    titles = [_panel_words(panel) for panel in figure.panels]
    words = [explorable.caption, f"At {at}." if at else "", *titles, *item_lines(figure.items)]
    said = " ".join(word if word[-1] in ".?!" else f"{word}." for word in words if word)
    return plain_words(said)


def unveiled(explorable, values):
    """The figure at these values without what waits for a guess."""
    figure = explorable.compute(**values)
    if not explorable.veils:
        return figure
    veil = explorable.veils[explorable.recording.which(explorable.opening | values)]
    panels = [
        _without(panel, [k for at, k in veil["marks"] if at == i], i in veil["titles"])
        for i, panel in enumerate(figure.panels)
        if i not in veil["panels"]
    ]
    items = [item for i, item in enumerate(figure.items) if i not in veil["items"]]
    return Figure(*panels, *items, columns=figure.columns)


def _without(panel, hidden, untitled):
    marks = [mark for k, mark in enumerate(panel.marks) if k not in hidden]
    title = None if untitled else panel.title
    return Panel(*marks, x=panel.x, y=panel.y, title=title)


def _panel_words(panel):
    labels = [mark.label for mark in panel.marks if mark.label]
    axes = [axis.label for axis in (panel.y, panel.x) if axis and axis.label]
    shown = " against ".join(axes) + (f" ({', '.join(labels)})" if labels else "")
    return f"{panel.title}: {shown}" if panel.title and shown else panel.title or shown


def item_lines(items):
    """Readouts and running sums as lines of text."""
    lines = []
    for item in items:
        if isinstance(item, readout):
            number = format_number(item.value, item.format)
            lines.append(f"{item.label} = {number} {item.unit}".strip())
        elif isinstance(item, running_sum):
            numbers = [format_number(t, item.format) for t in item.terms]
            signed = [f"({n})" if n.startswith("-") else n for n in numbers]
            terms = " + ".join(signed[:12] + ["…"] * (len(signed) > 12))
            total = format_number(np.sum(item.terms), item.total_format or item.format)
            lines.append(f"{item.label} = {terms} = {total}")
    return lines


def picture(explorable, format, values, title=""):
    """Bytes of a picture of the figure at ``values``."""
    return _drawn(explorable.slug, explorable.compute(**values), format, title)


def states_to_draw(explorable):
    """The figure at its named states as JSON, from which :func:`drawn_states` draws them."""
    return {
        "name": explorable.slug,
        "look": {"palette": settings.palette, "macros": settings.macros},
        "states": {k: stored(explorable.compute(**v)) for k, v in explorable.states.items()},
    }


def drawn_states(given):
    """State -> PNG, as :meth:`Explorable.pictures` draws it; in any process."""
    configure(**given["look"])
    return {k: _drawn(given["name"], restored(v), "png", k) for k, v in given["states"].items()}


def before_the_guess(explorable):
    """PNG of the opening without what waits for the guess; None where nothing of it waits."""
    if not explorable.veils:
        return None
    veil = explorable.veils[explorable.recording.which(explorable.opening)]
    if not any(veil.values()):
        return None
    figure = unveiled(explorable, {})
    if not figure.panels:
        figure = Figure(Panel(text(0.5, 0.5, "?", frame=True)), *figure.items)
    return _drawn(explorable.slug, figure, "png")


def _drawn(salt, figure, format, title=""):
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas
    from matplotlib.image import imsave

    with rc_context({"svg.hashsalt": salt, "font.size": 9}), catch_warnings():
        simplefilter("ignore")  # an empty contour or a missing glyph is no matter for the reader
        canvas = Canvas(figsize=_size(figure), dpi=110, facecolor="white", layout="constrained")
        pixels = FigureCanvasAgg(canvas)
        _draw(canvas, title, figure)
        file = io.BytesIO()
        if format == "png":  # drawn once; `savefig` draws twice, first to lay out
            pixels.draw()
            stamp: dict = {"Software": None}
            imsave(file, pixels.buffer_rgba(), format=format, dpi=110, metadata=stamp)
        else:
            stamp = {"Date": None} if format == "svg" else {}
            canvas.savefig(file, format=format, dpi=110, metadata=stamp, facecolor="white")
    return file.getvalue()


def _grid(figure):
    columns = min(figure.columns or 3, len(figure.panels)) or 1
    return math.ceil(len(figure.panels) / columns), columns


def _size(figure):
    rows, columns = _grid(figure)
    lines = len(figure.items)
    return 3.4 * columns + 0.6, 2.9 * rows + 0.28 * lines + 0.3


def _draw(part, name, figure):
    rows, columns = _grid(figure)
    axes = list(part.subplots(rows, columns, squeeze=False).flat) if figure.panels else []
    for ax in axes[len(figure.panels) :]:
        ax.set_visible(False)
    for ax, panel in zip(axes, figure.panels, strict=False):
        draw_panel(ax, panel)
    lines = [fill(line, 52 * columns + 10) for line in item_lines(figure.items)]
    lines += [_tex(item.tex) for item in figure.items if isinstance(item, formula)]
    if lines:
        part.supxlabel("\n".join(lines), fontsize=9, x=0.02, ha="left")
    if name:
        part.suptitle(name, fontsize=10, fontweight="bold")


def _tex(tex):
    """The formula for matplotlib where it can read it, otherwise the TeX itself."""
    from matplotlib.mathtext import MathTextParser

    plain = [(name, meaning) for name, meaning in settings.macros.items() if "#" not in meaning]
    for name, meaning in plain:
        tex = re.sub(re.escape(name) + "(?![A-Za-z])", meaning.replace("\\", r"\\"), tex)
    try:
        MathTextParser("path").parse(f"${tex}$")
    except ValueError:
        return tex.replace("$", r"\$")
    return f"${tex}$"
