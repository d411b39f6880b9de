"""``@explore(...)``: a function of a few parameters becomes a figure that moves with no kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .figure.abbreviations import kept_apart
from .figure.figure import Figure
from .figure.predict import Predict
from .hosts.widget import make_widget


def explore(
    function: Callable[..., Figure] | None = None,
    /,
    *,
    predict: Any = None,  # a Predict, or the control of a parameter of this name; so with states
    states: Any = None,
    **controls: Any,
) -> Any:
    """Turn a function of a few parameters into a figure that moves: in a notebook, and without one.

    The function runs once on stand-ins for its sliders; what it does with them, in NumPy,
    and in SciPy's special functions is recorded, and a small script replays it in the
    reader's browser. No kernel, no server, no second version in JavaScript::

        import numpy as np
        from explorables import Axis, Figure, Panel, explore, line, readout

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
        function's default is a float. The function's defaults are the opening values. A function
        may have parameters named ``predict`` or ``states``: these keywords are then their controls,
        and the question and the settings are given as ``predict_`` and ``states_``.

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
        own = {"predict": predict, "states": states}
        (question, named), given = kept_apart(function, own, controls)
        return _made(function, question, named, given)

    return make if function is None else make(function)


def _made(function, predict, states, controls):
    if predict is not None and not isinstance(predict, Predict):
        raise TypeError(f"predict must be a Predict (got {predict!r})")
    return make_widget(function, controls, predict=predict, states=states)
