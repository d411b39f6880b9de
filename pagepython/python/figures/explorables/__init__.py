"""The figures of ``explorables`` in the page: nothing is recorded, the function runs for each setting.

Marks, panels, parameters, questions and the decorator are the package's own sources; what records,
and what shows a figure in a notebook, is replaced by this folder.
"""

import sys

from . import _re

sys.modules["re"] = _re

from ._version import __version__  # noqa: E402
from .configuration import configure  # noqa: E402
from .decorator import explore  # noqa: E402
from .explorable import Explorable  # noqa: E402
from .figure.figure import Axis, Figure, Panel, formula, readout, running_sum  # noqa: E402
from .figure.marks import (  # noqa: E402
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
from .figure.parameters import Choice, Play, Points, Slider, Switch  # noqa: E402
from .figure.predict import Predict  # noqa: E402
from .trace.errors import TraceError  # noqa: E402
from .trace.indexing import take  # noqa: E402

__all__ = [
    "Axis", "Choice", "Explorable", "Figure", "Panel", "Play", "Points", "Predict", "Slider",
    "Switch", "TraceError", "__version__", "area", "arrow", "bars", "boxes", "configure", "contour",
    "dots", "explore", "fixed", "formula", "grad", "handle", "heatmap", "interact", "interactive",
    "line", "readout", "rule", "running_sum", "stems", "take", "text", "value_and_grad",
]  # fmt: skip


def _absent(name):
    def call(*args, **kwargs):
        raise NotImplementedError("%s is not in the page's Python. In the notebook it works." % name)

    return call


grad, value_and_grad = _absent("grad"), _absent("value_and_grad")
interact, interactive, fixed = _absent("interact"), _absent("interactive"), _absent("fixed")
