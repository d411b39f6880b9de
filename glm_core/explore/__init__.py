"""Figures that move with no kernel: one Python function, recorded once, replayed in the browser."""

from .errors import TraceError
from .explorable import Explorable, Predict, explore
from .figure import Axis, Figure, Panel, formula, readout, running_sum
from .indexing import take
from .marks import (
    area,
    arrow,
    bars,
    contour,
    dots,
    handle,
    heatmap,
    line,
    rule,
    stems,
    text,
)
from .parameters import Choice, Play, Points, Slider, Switch

__all__ = [
    "Axis", "Choice", "Explorable", "Figure", "Panel", "Play", "Points", "Predict", "Slider",
    "Switch", "TraceError", "area", "arrow", "bars", "contour", "dots", "explore", "formula",
    "handle", "heatmap", "line", "readout", "rule", "running_sum", "stems", "take", "text",
]  # fmt: skip
