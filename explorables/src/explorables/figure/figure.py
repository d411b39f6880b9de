"""Axes, panels, live numbers beside them, and the figure that holds all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..trace.tracer import SPEC
from .marks import Mark
from .records import Record, as_data, as_domain, as_fixed, as_text


@dataclass(frozen=True, eq=False)
class Axis(Record):
    """Label, domain (low, high), ticks, number format and scale ("linear" or "log") of an axis."""

    label: str | None = None
    domain: Any = None
    ticks: Any = None
    format: str | None = None
    scale: str = "linear"

    def __post_init__(self):
        self._put("label", as_text("axis label", self.label))
        self._put("domain", as_domain("axis domain", self.domain))
        self._require("scale", "linear or log", lambda s: s in ("linear", "log"))
        if self.scale == "log" and isinstance(self.domain, tuple) and min(self.domain) <= 0:
            raise ValueError(f"axis domain must be above 0 on a log scale (got {self.domain})")
        if isinstance(self.ticks, list | tuple) or np.ndim(self.ticks):
            self._put("ticks", as_fixed("axis ticks", self.ticks))
        if self.format is not None:
            _require_format(self, "format")


@dataclass(frozen=True, eq=False, init=False)
class Panel(Record):
    """Marks in one frame with two axes; ``height`` in pixels, or ``aspect``: width over height."""

    marks: tuple
    x: Axis | None = None
    y: Axis | None = None
    title: str | None = None
    height: float | None = None
    aspect: float | None = None

    def __init__(
        self,
        *marks: Mark,
        x: Axis | None = None,
        y: Axis | None = None,
        title: Any = None,
        height: float | None = None,
        aspect: float | None = None,
    ):
        for mark in marks:
            if not isinstance(mark, Mark):
                raise TypeError(f"a panel must hold marks (got {mark!r})")
        for name, axis in (("x", x), ("y", y)):
            self._put(name, _as_axis(name, axis))
        self._put("marks", marks)
        self._put("title", as_text("panel title", title))
        self._put("height", height)
        self._put("aspect", aspect)


def _as_axis(name, axis):
    if axis is None or isinstance(axis, Axis):
        return axis
    if isinstance(axis, str):
        return Axis(label=axis)
    raise TypeError(
        f"panel {name} must be an Axis or its label (got {axis!r}): a range is "
        "Axis(domain=(low, high))"
    )


@dataclass(frozen=True, eq=False)
class readout(Record):
    """A live number with its label and unit."""

    _named = True
    label: str
    value: Any
    unit: str = ""
    format: str = ".3f"
    note: str | None = None

    def __post_init__(self):
        self._put("label", as_text("readout label", self.label))
        self._put("unit", as_text("readout unit", self.unit))
        self._put("value", as_data("readout value", self.value))
        if np.shape(self.value) != ():
            raise ValueError(f"readout value must be one number (got {np.shape(self.value)})")
        _require_format(self, "format")


@dataclass(frozen=True, eq=False)
class running_sum(Record):
    """label = t₁ + t₂ + … = total, written out with its numbers; ``link`` joins terms to data."""

    _named = True
    label: str
    terms: Any
    format: str = ".2f"
    total_format: str | None = None
    link: str | None = None

    def __post_init__(self):
        self._put("label", as_text("running_sum label", self.label))
        self._put("terms", as_data("running_sum terms", self.terms))
        if len(np.shape(self.terms)) != 1:
            raise ValueError(f"running_sum terms must have one axis (got {np.shape(self.terms)})")
        _require_format(self, "format")
        if self.total_format is not None:
            _require_format(self, "total_format")

    def _derived(self):
        return {"total": float(np.sum(self.terms))}


@dataclass(frozen=True, eq=False)
class formula(Record):
    """TeX in which live numbers stand: ``formula(rf"\\mu = {mu:.2f}")``."""

    _named = True
    tex: str


def _require_format(record, name):
    record._require(name, "like .2f, .3e, .3g, .1% or d", lambda f: bool(f and SPEC.fullmatch(f)))


@dataclass(frozen=True, eq=False, init=False)
class Figure(Record):
    """Panels side by side, with readouts, running sums and formulas; bare marks share one panel."""

    panels: tuple
    items: tuple
    columns: int | None = None

    def __init__(self, *parts: Record, readouts: Iterable[Record] = (), columns: int | None = None):
        parts = (*parts, *readouts)
        marks = [part for part in parts if isinstance(part, Mark)]
        panels = [part for part in parts if isinstance(part, Panel)]
        items = [part for part in parts if isinstance(part, readout | running_sum | formula)]
        if len(marks) + len(panels) + len(items) != len(parts):
            odd = next(p for p in parts if not isinstance(p, Record) or isinstance(p, Axis))
            raise TypeError(f"a figure must hold panels, marks and readouts (got {odd!r})")
        self._put("panels", tuple(panels + ([Panel(*marks)] if marks else [])))
        self._put("items", tuple(items))
        self._put("columns", columns)
