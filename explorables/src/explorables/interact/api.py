"""``interact(f, x=(0, 1))``: a plotting function as it stands becomes a figure that moves."""

from __future__ import annotations

import inspect
import json
import math
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
from scipy import special

from ..figure.abbreviations import as_control, kept_apart
from ..figure.figure import Figure
from ..figure.parameters import Slider, Tabulated
from ..hosts.widget import make_widget
from ..trace.errors import TraceError
from ..trace.tracer import Tracer
from . import linalg_face, math_face, numpy_face
from .branches import each_way
from .builtin import NAMES
from .cells import pickable
from .names import View, table_of
from .pyplot import Pyplot, Session
from .random_face import random_face

LIMIT = 300  # kB of a figure's data, as JSON
SETTINGS = 3000  # recordings of one figure


class fixed:
    """A parameter that keeps its value and has no control, as ``ipywidgets.fixed``."""

    def __init__(self, value: Any):
        self.value = value


def interact(
    function: Callable[..., Any] | None = None, /, *, limit: float | None = None, **controls: Any
) -> Any:
    """A function that draws with matplotlib, as a figure that moves in any page.

    ::

        from explorables import interact          # instead of ipywidgets

        @interact(a=(0.0, 2.0), n=(1, 8))
        def waves(a=1.0, n=3):
            x = np.linspace(0, 10, 400)
            plt.plot(x, a * np.sin(n * x))
            plt.title(f"amplitude {a:.1f}")

    The function runs once on stand-ins for its sliders, with matplotlib's calls recorded as marks.
    A slider that the function needs as a plain number (a length, a range, a seed, a degree, an
    ``if`` between different pictures) is recorded at each of its steps instead; it stays a slider.

    Parameters
    ----------
    function : what to call, for use without the decorator: ``interact(f, a=(0, 1))``.
    limit : the most kilobytes of data (JSON) that the figure may have, by default 300. Where the
        function has a parameter ``limit``, this is its control, and the bound is ``limit_``.
    **controls : one per parameter, ipywidgets' abbreviations, its widgets or ours; a parameter
        with a default and no control gets the one that the default abbreviates; ``fixed(value)``.

    Returns
    -------
    Explorable
        As :func:`explorables.explore` makes it.

    Raises
    ------
    TraceError
        For what can be neither traced nor recorded, with the line and the way out.
    ValueError
        Where the recordings would be too many or weigh more than ``limit``.
    """

    def make(function):
        (most,), given = kept_apart(function, {"limit": limit}, controls)
        return _Maker(function, given, LIMIT if most is None else most).make()

    return make if function is None else make(function)


def interactive(
    function: Callable[..., Any], /, *, limit: float | None = None, **controls: Any
) -> Any:
    """As :func:`interact`; the figure is returned and not shown by itself."""
    return interact(function, limit=limit, **controls)


class _Maker:
    def __init__(self, function, controls, limit):
        self.function, self.limit = function, limit
        self.kept: dict[str, Any] = {}
        self.controls: dict[str, Any] = {}
        for name, parameter in inspect.signature(function).parameters.items():
            self._take(name, parameter, controls)
        unknown = [name for name in controls if name not in self.kept | self.controls]
        if unknown:
            raise TypeError(
                f"{_name(function)} must take each parameter it is given (has no {unknown[0]})"
            )

    def _take(self, name, parameter, controls):
        default = None if parameter.default is parameter.empty else parameter.default
        given = controls.get(name, default)
        if given is None and name not in controls:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                return
            raise TypeError(
                f"{_name(self.function)} must have a control for each parameter (no {name})"
            )
        if isinstance(given, fixed) or _is_ipywidgets_fixed(given):
            self.kept[name] = given.value
        elif name not in controls and not _abbreviates(default):
            self.kept[name] = default
        else:
            value = None if name not in controls else default
            self.controls[name] = as_control(name, given).bind(name, value)

    def make(self):
        tabulated: set[str] = set()
        while True:
            controls = {
                name: Tabulated.of(control) if name in tabulated else control
                for name, control in self.controls.items()
            }
            self._check_count(controls, tabulated)
            try:
                figure = self._figure(controls)
            except TraceError as error:
                guilty = self._guilty(error, tabulated)
                if not guilty:
                    raise
                tabulated |= guilty
                continue
            self._check_size(figure, tabulated)
            return figure

    def _figure(self, controls):
        drawn = _drawing(self.function, self.kept, list(controls))
        return make_widget(drawn, controls, gaps=True)

    def _guilty(self, error, tabulated):
        """Parameters that the failing operation depends on and that can be recorded by steps."""
        can = {n for n, c in self.controls.items() if isinstance(c, Slider)} - tabulated
        if not isinstance(error.on, Tracer):
            return can
        return error.on.graph.parameters_of(error.on.node) & can

    def _check_count(self, controls, tabulated):
        sizes = {name: len(controls[name].corners()) for name in tabulated}
        if math.prod(sizes.values()) > SETTINGS:
            said = " × ".join(f"{name}: {n}" for name, n in sizes.items())
            raise ValueError(
                f"{_name(self.function)} must be recorded at no more than {SETTINGS} settings of "
                f"what cannot follow a slider (got {said}); give these sliders larger steps"
            )

    def _check_size(self, figure, tabulated):
        size = len(json.dumps(figure.recording.to_json(), separators=(",", ":"))) / 1000
        if size > self.limit:
            names = ", ".join(sorted(tabulated)) or "no parameter"
            raise ValueError(
                f"{_name(self.function)} must have at most limit={self.limit:g} kB of data "
                f"(got {size:.0f} kB; recorded step by step: {names}). Give these larger steps, "
                "draw fewer points, or raise limit"
            )
        if tabulated and size > self.limit / 2:
            warnings.warn(
                f"{_name(self.function)}: {size:.0f} kB of data, since "
                f"{', '.join(sorted(tabulated))} cannot follow a slider: recorded at each step",
                stacklevel=4,
            )


def _drawing(function, kept, names):
    """The function with faces in the place of its modules; returns what it drew as a Figure."""

    def drawn(**arguments):
        def once():
            session = Session()
            held = {name: pickable(value) for name, value in kept.items()}
            result = _seen(function, session)(**held, **arguments)
            return result if isinstance(result, Figure) else session.take()

        graph = next((v.graph for v in arguments.values() if isinstance(v, Tracer)), None)
        return once() if graph is None else each_way(graph, once)

    made: Any = wraps(function)(drawn)
    made.__name__ = _name(function)
    made.__signature__ = inspect.Signature(
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    )
    return made


def _seen(function, session):
    import matplotlib as mpl
    import scipy
    from matplotlib import pyplot
    from scipy import stats

    from . import stats_face  # scipy.stats takes as long to import as all the rest

    draws = random_face()
    np_face = numpy_face.Face(np, {**numpy_face.OWN, "linalg": linalg_face.FACE, "random": draws})
    plt = Pyplot(session)
    pairs = [
        (np, np_face), (np.linalg, linalg_face.FACE), (np.random, draws), (pyplot, plt),
        (math, math_face.FACE), (stats, stats_face.FACE),
        (mpl, numpy_face.Face(mpl, {"pyplot": plt})),
        (scipy, numpy_face.Face(scipy, {"stats": stats_face.FACE, "special": special})),
    ]  # fmt: skip
    return View(table_of(pairs), NAMES).see(function)


def _name(function):
    name = getattr(function, "__name__", type(function).__name__)
    return "figure" if name == "<lambda>" else name


def _abbreviates(value):
    return isinstance(value, bool | int | float | tuple | list | dict)


def _is_ipywidgets_fixed(value):
    return type(value).__name__ == "fixed" and hasattr(value, "value")
