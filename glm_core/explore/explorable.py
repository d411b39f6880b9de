"""``@explore(...)``: a function of a few parameters becomes a figure that moves with no kernel."""

from __future__ import annotations

import gzip
import inspect
import keyword
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .abbreviations import as_control
from .figure import Figure
from .marks import handle
from .recording import Recording, as_script


@dataclass(frozen=True)
class Predict:
    """A question to answer before anything moves, and what must stay hidden until then.

    Parameters
    ----------
    question : the question.
    options : two or more answers. A mapping from an answer to a sentence says, beside each wrong
        answer, where that mistake comes from (an empty text says nothing).
    answer : the right option, or its index.
    because : why it is right; shown with the answer.
    veil : what the guess must not see. Panels, marks, readouts are counted from 1, as on the page:
        ``"panel 2"``, ``"panel 2 title"``, ``"panel 2 line"`` (all its lines), ``"panel 2 line 1"``,
        ``"label NAME"`` (marks of that label), ``"readout LABEL"``, ``"formula 1"``, and all at
        once ``"titles"``, ``"readouts"``, ``"formulas"``, ``"caption"``, ``"states"``.
    free : parameters that may be moved before the guess, since they give nothing away.
    """

    question: str
    options: tuple
    answer: int
    because: str = ""
    veil: tuple = ()
    free: tuple = ()
    slips: tuple = ()

    def __post_init__(self):
        if isinstance(self.options, Mapping):
            object.__setattr__(self, "slips", tuple(str(why) for why in self.options.values()))
        object.__setattr__(self, "options", tuple(str(o) for o in self.options))
        if len(self.options) < 2:
            raise ValueError(f"predict must have two or more options (got {self.options})")
        if self.answer in self.options:
            object.__setattr__(self, "answer", self.options.index(self.answer))
        if not isinstance(self.answer, int) or not 0 <= self.answer < len(self.options):
            raise ValueError(f"predict answer must be an option's index (got {self.answer!r})")
        for name in ("veil", "free"):
            given = getattr(self, name)
            if isinstance(given, str) or not all(isinstance(item, str) for item in given):
                raise TypeError(f"predict {name} must be a list of texts (got {given!r})")
            object.__setattr__(self, name, tuple(given))

    def to_dict(self):
        """Plain JSON."""
        lists = {k: list(v) for k, v in vars(self).items() if isinstance(v, tuple)}
        return {**vars(self), **lists}


class Explorable:
    """A figure that moves: the author's function, its parameters, and its recording.

    Made by :func:`explore`. Where anywidget is installed it is a Jupyter widget as well, with one
    synced trait per parameter.
    """

    def __init__(self, function, controls, *, predict=None, states=None):
        self.function, self.predict = function, predict
        self.name = function.__name__
        self.controls = _bind(function, controls)
        self.slug = self.name.strip("_").replace("_", "-")
        paragraphs = (inspect.getdoc(function) or "").split("\n\n")
        self.caption = " ".join(paragraphs[0].split())
        self.look = "\n\n".join(" ".join(p.split()) for p in paragraphs[1:])
        self.opening = {name: control.value for name, control in self.controls.items()}
        self.states = {name: self._settings(values) for name, values in (states or {}).items()}
        self.recording = Recording(self.name, self.controls, self._figure)
        self.recording.check(self.opening)

    def _figure(self, arguments):
        with np.errstate(all="ignore"):  # as in the browser, where infinities pass silently
            figure = self.function(**arguments)
        if not isinstance(figure, Figure):
            raise TypeError(f"{self.name} must return a Figure (got {figure!r})")
        self._check_handles(figure)
        return figure

    def _check_handles(self, figure):
        for mark in (m for panel in figure.panels for m in panel.marks if isinstance(m, handle)):
            for name in [mark.moves] if isinstance(mark.moves, str) else mark.moves:
                if name is not None and name not in self.controls:
                    raise ValueError(f"handle moves must name a parameter (got {name!r})")

    def _settings(self, values):
        for name in values:
            if name not in self.controls:
                known = ", ".join(self.controls)
                raise TypeError(f"{self.name} has no parameter {name!r} (it has {known})")
        return {name: self.controls[name].check(name, value) for name, value in values.items()}

    def compute(self, **values):
        """The Figure at these parameter values, with plain arrays; the others as at the opening.

        ``likelihood.compute(mu=4).to_dict()`` is, number for number, what the page shows.
        Raises TypeError for an unknown parameter, ValueError for a value out of range.
        """
        settings = self.opening | self._settings(values)
        return self._figure({k: c.argument(settings[k]) for k, c in self.controls.items()})

    __call__ = compute

    def payload(self):
        """Everything the browser needs, as plain JSON: parameters, graph, figures, words."""
        if not hasattr(self, "_payload"):
            from .still import describe

            nodes, figures = self.recording.to_json()
            self._payload = {
                "format": 1,
                "name": self.name,
                "slug": self.slug,
                "caption": self.caption,
                "look": self.look,
                "predict": self.predict and self.predict.to_dict(),
                "parameters": [c.describe(name) for name, c in self.controls.items()],
                "states": [
                    {"name": name, "values": {k: self.controls[k].wire(v) for k, v in s.items()}}
                    for name, s in self.states.items()
                ],
                "nodes": nodes,
                "figures": figures,
                "alt": describe(self),
            }
        return self._payload

    def payload_size(self):
        """Bytes of the payload as a page carries it, gzip-compressed."""
        return len(gzip.compress(as_script(self.payload()).encode(), 9, mtime=0))

    def picture(self, format="png", **values):
        """A still picture (bytes of a PNG or SVG) at these parameter values."""
        from .still import picture

        return picture(self, format, values)

    def pictures(self):
        """PNG pictures for print: one per named state, or the opening one where none is named."""
        from .still import picture

        states = self.states or {"": {}}
        return {name: picture(self, "png", values, name) for name, values in states.items()}

    def to_html(self, path, *, overwrite=False):
        """Write one self-contained page: runtime, graph, fallback picture; nothing to fetch.

        Raises FileExistsError when ``path`` exists and ``overwrite`` is not set.
        """
        from .page import write_page

        return write_page(self, path, overwrite=overwrite)

    def current(self):
        """Parameter values now."""
        return dict(self.opening)

    def __repr__(self):
        values = ", ".join(f"{k}={self.controls[k].show(v)}" for k, v in self.current().items())
        return f"<explorable {self.slug}{': ' if values else ''}{values}>"


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
    bound = {}
    for key, given in controls.items():
        if key not in signature:
            raise TypeError(f"{name} must take each parameter it is given (has no {key})")
        default = signature[key].default
        default = None if default is inspect.Parameter.empty else default
        bound[key] = as_control(key, given).bind(key, default)
    return {key: bound[key] for key in signature}


def explore(function=None, /, *, predict=None, states=None, **controls):
    """Turn a function of a few parameters into a figure that moves: in a notebook, and without one.

    The function runs once on stand-ins for its sliders; what it does with them, in NumPy,
    SciPy's special functions and ``glm_core``, is recorded, and a small script replays it in the
    reader's browser. No kernel, no server, no second version in JavaScript::

        import numpy as np
        from glm_core.explore import Axis, Figure, Panel, explore, line, readout

        @explore(mu=(-3.0, 3.0), sigma=(0.3, 2.0))
        def bell(mu=0.0, sigma=1.0):
            \"\"\"How high is the peak of a narrow bell?

            Shrink σ and watch the density pass 1.\"\"\"
            x = np.linspace(-5, 5, 201)
            density = np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
            panel = Panel(line(x, density), x=Axis("x"), y=Axis("density", domain=(0, 1.4)))
            return Figure(panel, readout("peak", density.max()))

    Parameters
    ----------
    function : the function to explore, for use without the decorator: ``explore(f, mu=(0, 1))``.
    predict : a :class:`Predict` question that the reader answers (or skips) before anything moves.
    states : named settings, ``{"too low": dict(mu=3)}``: buttons on the page, pictures in print.
    **controls : one per parameter of the function, as for ``ipywidgets.interact``: ``(min, max)``
        or ``(min, max, step)`` a slider, a list or dict a choice, True or False a switch, a number
        a slider around it; or :class:`Slider`, :class:`Choice`, :class:`Switch`, :class:`Points`,
        :class:`Play`, or an ipywidgets control. Two ints make a whole-number slider unless the
        function's default is a float. The function's defaults are the opening values.

    Returns
    -------
    Explorable
        A Jupyter widget: ``bell.mu = 1`` moves the picture and moving the picture sets ``bell.mu``;
        ``observe`` and ``link`` work. ``bell.compute(mu=1)`` is the Figure with plain arrays,
        ``bell.to_html("bell.html")`` a page of its own, ``bell.payload_size()`` its size in bytes.
        In f-strings of titles, labels and texts numbers stay live: ``f"σ = {sigma:.2f}"``.

    Raises
    ------
    TraceError
        When the function does what cannot be replayed, such as ``if`` on a slider; it names the
        operation, the line and the way out. Choices and switches are real values: branch on them.
    ValueError, TypeError
        For a range or name that cannot be, and for a figure that is NaN at some setting.
    """

    def make(function):
        from .widget import make_widget

        if predict is not None and not isinstance(predict, Predict):
            raise TypeError(f"predict must be a Predict (got {predict!r})")
        return make_widget(function, controls, predict=predict, states=states)

    return make if function is None else make(function)
