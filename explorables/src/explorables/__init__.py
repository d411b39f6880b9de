"""Figures that move with no kernel: one Python function, recorded once, replayed in the browser."""

from ._version import __version__
from .configuration import configure
from .decorator import explore
from .explorable import Explorable
from .figure.figure import Axis, Figure, Panel, formula, readout, running_sum
from .figure.marks import (
    area,
    arrow,
    bars,
    boxes,
    contour,
    dots,
    handle,
    heatmap,
    line,
    rule,
    stems,
    text,
)
from .figure.parameters import Choice, Play, Points, Slider, Switch
from .figure.predict import Predict
from .interact import fixed, interact, interactive
from .trace.errors import TraceError
from .trace.gradient import grad, value_and_grad
from .trace.indexing import take

__all__ = [
    "Axis", "Choice", "Explorable", "Figure", "Panel", "Play", "Points", "Predict", "Slider",
    "Switch", "TraceError", "__version__", "area", "arrow", "bars", "boxes", "configure", "contour",
    "dots", "explore", "fixed", "formula", "grad", "handle", "heatmap", "interact", "interactive",
    "line", "readout", "rule", "running_sum", "stems", "take", "text", "value_and_grad",
]  # fmt: skip
