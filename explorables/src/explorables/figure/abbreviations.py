"""The abbreviations of ``ipywidgets.interact``, and ipywidgets controls, as parameters."""

from __future__ import annotations

import inspect
import math

from .parameters import Choice, Control, Play, Slider, Switch, pairs_of


def kept_apart(function, own, controls):
    """(values of our own keywords, controls) where a function may have parameters of their names.

    Such a keyword is then the parameter's control, and ours has an underscore more: ``predict_``.
    """
    parameters, controls, values = inspect.signature(function).parameters, dict(controls), []
    for name, value in own.items():
        longer = name
        while longer in parameters:
            longer += "_"
        if longer != name:
            controls |= {} if value is None else {name: value}
            value = controls.pop(longer, None)
        values.append(value)
    return values, controls


def as_control(name, given):
    """The control that an abbreviation, an ipywidgets control or one of ours stands for."""
    if isinstance(given, Control):
        return given
    if hasattr(given, "comm") and hasattr(given, "trait_names"):
        return _from_ipywidgets(name, given)
    if isinstance(given, bool):
        return Switch(given)
    if isinstance(given, int | float):
        low, high = (0, 1) if given == 0 else sorted((-given, 3 * given))
        return Slider(low, high, value=given)
    if isinstance(given, tuple) and len(given) in (2, 3):
        return Slider(*given)
    if isinstance(given, list | dict):
        return Choice(given)
    raise TypeError(
        f"{name} must be (min, max), (min, max, step), a number, True or False, a list, "
        f"a Slider, Choice, Switch, Points or Play, or an ipywidgets control (got {given!r})"
    )


def _from_ipywidgets(name, w):
    label = w.description or None
    if hasattr(w, "options"):
        return Choice(pairs_of(w.options), w.value, label)
    if isinstance(w.value, bool):
        return Switch(w.value, label)
    if hasattr(w, "base"):
        ends = float(w.base) ** w.min, float(w.base) ** w.max
        return Slider(*ends, w.step * math.log10(w.base), w.value, label, log=True)
    if not hasattr(w, "min") or not isinstance(w.value, int | float):
        raise TypeError(f"{name} must be a control of one number or choice (got {w!r})")
    if hasattr(w, "interval"):
        return Play(w.min, w.max, w.step, w.value, label, interval=w.interval)
    return Slider(w.min, w.max, w.step, w.value, label)
