"""A figure that moves: the author's function, its parameters, and its recording."""

from __future__ import annotations

import gzip
import inspect
import json
import keyword
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .figure.abbreviations import as_control
from .figure.figure import Figure
from .figure.giveaway import given_away, tell
from .figure.marks import handle
from .figure.predict import Predict
from .figure.veil import veils_of
from .recording import Recording
from .trace.errors import DRAWS

if TYPE_CHECKING:
    from os import PathLike

HOUSE = Path(__file__).parent
HEAVY = 1000  # kB of data, as JSON

MISSING = "To see it move: pip install anywidget ipywidgets matplotlib mini-racer"


class Explorable:
    """A figure that moves: the author's function, its parameters, and its recording.

    Made by :func:`explore`. Where anywidget is installed it is a Jupyter widget as well, with one
    synced trait per parameter.
    """

    def __init__(
        self,
        function: Callable[..., Figure],
        controls: Mapping[str, Any],
        *,
        predict: Predict | None = None,
        states: Mapping[str, Mapping[str, Any]] | None = None,
        gaps: bool = False,
    ):
        self.function, self.predict = function, predict
        self.name = function.__name__
        self.controls = _bind(function, controls)
        self.slug = self.name.strip("_").replace("_", "-")
        paragraphs = (inspect.getdoc(function) or "").split("\n\n")
        self.caption = " ".join(paragraphs[0].split())
        self.look = "\n\n".join(" ".join(p.split()) for p in paragraphs[1:])
        self.opening = {name: control.value for name, control in self.controls.items()}
        self.states = {name: self._settings(values) for name, values in (states or {}).items()}
        self.recording = Recording(self.name, self.controls, self._figure, gaps)
        self.recording.check(self.opening)
        self.veils = self._veils()
        self.given_away = self._given_away()
        self._warn_of_size(gaps)

    def _warn_of_size(self, bounded):
        """What is recorded once per choice may weigh more than its author thinks."""
        times = len(self.recording.figures)
        if bounded or times < 8:
            return
        size = len(json.dumps(self.recording.to_json(), separators=(",", ":"))) / 1000
        if size > HEAVY:
            counts = {k: len(c.corners()) for k, c in self.controls.items() if not c.follows}
            said = ", ".join(f"{k}: {n}" for k, n in counts.items())
            warnings.warn(
                f"{self.name}: {size:.0f} kB of data, recorded {times} times ({said}). Give fewer "
                "choices or draw fewer points",
                stacklevel=_author(),
            )

    def _figure(self, arguments):
        with np.errstate(all="ignore"):  # as in the browser, where infinities pass silently
            figure = self.function(**arguments)
        if not isinstance(figure, Figure):
            of = getattr(type(figure), "__module__", "").startswith("matplotlib")
            more = f": {DRAWS}" if of else ""
            raise TypeError(f"{self.name} must return a Figure (got {figure!r}){more}")
        self._check_handles(figure)
        return figure

    def _check_handles(self, figure):
        for mark in (m for panel in figure.panels for m in panel.marks if isinstance(m, handle)):
            for name in [mark.moves] if isinstance(mark.moves, str) else mark.moves:
                if name is not None and name not in self.controls:
                    raise ValueError(f"handle moves must name a parameter (got {name!r})")

    def _veils(self):
        """What the guess must not see, per figure of the recording."""
        if self.predict is None:
            return []
        for parameter in self.predict.free:
            if parameter not in self.controls:
                raise ValueError(f"free must name parameters of {self.name} (got {parameter!r})")
        return veils_of(self.predict, [figure for _, figure in self.recording.figures], self.name)

    def _given_away(self):
        """Numbers of the right option → the places that show them before the guess."""
        if self.predict is None:
            return {}
        from .hosts.sight import in_sight

        found = given_away(self.predict.to_dict(), in_sight(self))
        for said in tell(self.name, found, self.predict.shown):
            warnings.warn(said, stacklevel=_author())
        return found

    def _question(self):
        if self.predict is None:
            return None
        question = {**self.predict.to_dict(), "veils": self.veils}
        checked = {"given_away": self.given_away, "shown": dict(self.predict.shown)}
        return {**question, **{name: found for name, found in checked.items() if found}}

    def _settings(self, values):
        for name in values:
            if name not in self.controls:
                known = ", ".join(self.controls)
                raise TypeError(f"{self.name} has no parameter {name!r} (it has {known})")
        return {name: self.controls[name].check(name, value) for name, value in values.items()}

    def compute(self, /, **values: Any) -> Figure:
        """The Figure at these parameter values, with plain arrays; the others as at the opening.

        ``likelihood.compute(mu=4).to_dict()`` is, number for number, what the page shows.
        Raises TypeError for an unknown parameter, ValueError for a value out of range.
        """
        settings = self.opening | self._settings(values)
        return self._figure({k: c.argument(settings[k]) for k, c in self.controls.items()})

    __call__ = compute

    def payload(self) -> dict[str, Any]:
        """Everything the browser needs, as plain JSON: parameters, graph, figures, words."""
        if not hasattr(self, "_payload"):
            from .hosts.still import describe

            nodes, figures = self.recording.to_json()
            self._payload = {
                "format": 1,
                "name": self.name,
                "slug": self.slug,
                "caption": self.caption,
                "look": self.look,
                "predict": self._question(),
                "parameters": [self._parameter(name) for name in self.controls],
                "states": [
                    {"name": name, "values": {k: self.controls[k].wire(v) for k, v in s.items()}}
                    for name, s in self.states.items()
                ],
                "nodes": nodes,
                "figures": figures,
                "alt": describe(self),
            }
        return self._payload

    def _parameter(self, name):
        return self.controls[name].describe(name)

    def payload_size(self) -> int:
        """Bytes of the payload as a page carries it, gzip-compressed."""
        from .hosts.page import as_script

        return len(gzip.compress(as_script(self.payload()).encode(), 9, mtime=0))

    def picture(self, format: str = "png", /, **values: Any) -> bytes:
        """A still picture (bytes of a PNG or SVG) at these parameter values."""
        from .hosts.still import picture

        if "format" not in self.controls:
            format = values.pop("format", format)
        return picture(self, format, values)

    def pictures(self) -> dict[str, bytes]:
        """PNG pictures for print: one per named state, or the opening one where none is named."""
        from .hosts.still import picture

        states = self.states or {"": {}}
        return {name: picture(self, "png", values, name) for name, values in states.items()}

    def to_html(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write one self-contained page: runtime, graph, fallback picture; nothing to fetch.

        Raises FileExistsError when ``path`` exists and ``overwrite`` is not set.
        """
        from .hosts.page import write_page

        return write_page(self, path, overwrite=overwrite)

    def to_module(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write one JavaScript module: an anywidget for hosts without Python, such as MyST.

        ``{anywidget} coin.mjs`` with ``{}`` as its body shows the figure; values in the body, by
        the parameters' names, are where it opens. Raises FileExistsError as :meth:`to_html`.
        """
        from .hosts.page import write_module

        return write_module(self, path, overwrite=overwrite)

    def current(self) -> dict[str, Any]:
        """Parameter values now."""
        return dict(self.opening)

    def _repr_mimebundle_(self, **_):
        """Without a widget a line of text, and what is missing."""
        return {"text/plain": f"{self!r}\n{MISSING}"}

    def __repr__(self):
        values = ", ".join(f"{k}={self.controls[k].show(v)}" for k, v in self.current().items())
        return f"<explorable {self.slug}{': ' if values else ''}{values}>"


def _author():
    """The stack level of the author's line, for a warning of the calling function."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and Path(frame.f_code.co_filename).is_relative_to(HOUSE):
        frame, level = frame.f_back, level + 1
    return level


def _bind(function, controls):
    name = function.__name__
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"a figure's name must be an identifier (got {name!r}): use def")
    signature = inspect.signature(function).parameters
    for parameter in signature.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise TypeError(f"{name} must name its parameters one by one (got *{parameter.name})")
        if parameter.name not in controls:
            raise TypeError(f"{name} must have a control for each parameter (no {parameter.name})")
        if parameter.name.startswith("__") and parameter.name.endswith("__"):
            raise ValueError(
                f"a parameter's name must not begin and end with two underscores, which Python and "
                f"JavaScript keep for themselves (got {parameter.name!r})"
            )
    bound = {}
    for key, given in controls.items():
        if key not in signature:
            raise TypeError(f"{name} must take each parameter it is given (has no {key})")
        default = signature[key].default
        default = None if default is inspect.Parameter.empty else default
        bound[key] = as_control(key, given).bind(key, default)
    return {key: bound[key] for key in signature}
