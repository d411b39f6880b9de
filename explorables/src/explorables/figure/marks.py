"""The marks a panel can hold, few and named after Observable Plot's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .records import Record, as_data, as_domain, as_fixed, as_text

_HEX = re.compile("#[0-9a-fA-F]{6}")
COLORS = ("ink", "blue", "orange", "green", "purple", "red", "grey")


def _names(value):
    if isinstance(value, str):
        return True
    several = isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)
    return several and any(isinstance(v, str) for v in value)


def _is_color(name):
    return name in COLORS or bool(_HEX.fullmatch(name))


@dataclass(frozen=True, eq=False, kw_only=True)
class Mark(Record):
    """What all marks share: label, color (a name or an index per datum), opacity, link."""

    label: str | None = None
    color: Any = None
    opacity: Any = None
    link: str | None = None

    _data: ClassVar[tuple[str, ...]] = ("x", "y")
    _named = True

    def __post_init__(self):
        kind = type(self).__name__
        self._put("label", as_text(f"{kind} label", self.label))
        for name in (*self._data, "opacity", "color"):
            value = getattr(self, name)
            if name == "y" and _names(value):
                raise TypeError(f"{kind} y must hold numbers (got {value!r}): names go on x")
            if not (name in ("x", "color") and isinstance(value, str)):
                self._put(name, as_data(f"{kind} {name}", value))
        if isinstance(self.color, str):
            self._require("color", f"one of {', '.join(COLORS)}, or #rrggbb", _is_color)
        elif isinstance(self.color, list):
            self._require("color", "#rrggbb for each", lambda c: all(map(_HEX.fullmatch, c)))
        self._check_lengths([n for n in (*self._data, "opacity", "color") if n != "z"])

    def _check_lengths(self, names):
        kind = type(self).__name__
        sizes: dict[str, Any] = {}
        for name in names:
            value = getattr(self, name)
            shape = np.shape(value) if not isinstance(value, str | None) else ()
            if len(shape) > 1:
                raise ValueError(f"{kind} {name} must have one axis (got shape {shape})")
            sizes |= {name: shape[0]} if shape else {}
        if len(set(sizes.values())) > 1:
            found = ", ".join(f"{name} {size}" for name, size in sizes.items())
            raise ValueError(f"{kind} data must have equal lengths (got {found})")


@dataclass(frozen=True, eq=False)
class line(Mark):
    """A line through the points (x, y); several lines where it should have gaps."""

    x: Any
    y: Any
    width: float | None = None
    dash: Any = False


@dataclass(frozen=True, eq=False)
class area(Mark):
    """The region between y and ``base`` (a number or an array); ``edge=""`` leaves out its rim."""

    x: Any
    y: Any
    base: Any = 0
    edge: str | None = None
    _data: ClassVar[tuple[str, ...]] = ("x", "y", "base")


@dataclass(frozen=True, eq=False)
class boxes(Mark):
    """Rectangles from (x0, y0) to (x1, y1), with an ``edge`` of that colour where one is named."""

    x0: Any
    x1: Any
    y0: Any
    y1: Any
    edge: str | None = None
    edge_width: float | None = None
    _data: ClassVar[tuple[str, ...]] = ("x0", "x1", "y0", "y1")


@dataclass(frozen=True, eq=False)
class bars(Mark):
    """A bar at each x (numbers or names) from ``base`` up to the level ``height``."""

    x: Any
    height: Any
    width: Any = None
    base: Any = 0
    _data: ClassVar[tuple[str, ...]] = ("x", "height", "width", "base")


@dataclass(frozen=True, eq=False)
class dots(Mark):
    """A point at each (x, y)."""

    x: Any
    y: Any
    size: Any = None
    symbol: str | None = None
    _data: ClassVar[tuple[str, ...]] = ("x", "y", "size")


@dataclass(frozen=True, eq=False)
class stems(Mark):
    """A thin line from ``base`` up to y with a point on top, at each x."""

    x: Any
    y: Any
    base: Any = 0
    _data: ClassVar[tuple[str, ...]] = ("x", "y", "base")


@dataclass(frozen=True, eq=False, kw_only=True)
class rule(Mark):
    """A straight line across the panel: upright at ``x=`` or level at ``y=``."""

    x: Any = None
    y: Any = None
    dash: Any = False
    width: float | None = None

    def __post_init__(self):
        super().__post_init__()
        if (self.x is None) == (self.y is None):
            raise ValueError(f"rule must have either x= or y= (got x={self.x}, y={self.y})")


@dataclass(frozen=True, eq=False)
class text(Mark):
    """Words at (x, y): one string, or one per point; live numbers go in by f-string.

    With ``frame=True`` x and y are shares of the panel's width and height.
    """

    x: Any
    y: Any
    string: Any
    anchor: str = "middle"
    dx: float = 0
    dy: float = 0
    size: float | None = None
    frame: bool = False

    def __post_init__(self):
        super().__post_init__()
        anchors = ("start", "middle", "end")
        self._require("anchor", "start, middle or end", lambda a: a in anchors)
        if not isinstance(self.string, str | list | tuple) and not np.ndim(self.string):
            self._put("string", as_text("text string", self.string))
        elif not isinstance(self.string, str):
            self._put("string", [as_text("text string", s) for s in self.string])
        if isinstance(self.string, list):
            sizes = {len(np.shape(v)) and np.shape(v)[0] for v in (self.x, self.y)} - {0}
            if sizes - {len(self.string)}:
                raise ValueError(f"text must have one string per point (got {len(self.string)})")


@dataclass(frozen=True, eq=False)
class contour(Mark):
    """Lines of equal z over the grid x, y; z has shape (len(y), len(x))."""

    x: Any
    y: Any
    z: Any
    levels: Any = None
    fill: bool = False
    palette: tuple | None = None
    _data: ClassVar[tuple[str, ...]] = ("x", "y", "z")

    def _check_lengths(self, names):
        shapes = tuple(np.shape(getattr(self, name)) for name in "xyz")
        if len(shapes[0]) != 1 or len(shapes[1]) != 1 or shapes[2] != shapes[1] + shapes[0]:
            raise ValueError(
                f"{type(self).__name__} z must have shape (len(y), len(x)) "
                "(got x {}, y {}, z {})".format(*shapes)
            )
        levels: Any = getattr(self, "levels", None)
        if isinstance(levels, list | tuple) or np.ndim(levels) == 1:
            self._put("levels", as_fixed("contour levels", levels))


@dataclass(frozen=True, eq=False)
class heatmap(Mark):
    """Colour for z over the grid x, y; ``symmetric`` centres the scale on 0.

    ``scheme`` is blues, oranges, greens, purples, reds or greys; ``palette`` are the author's own
    colours instead, ``domain`` the (low, high) at the ends of the scale.
    """

    x: Any
    y: Any
    z: Any
    scheme: str | None = None
    symmetric: bool = False
    domain: Any = None
    palette: tuple | None = None
    _data: ClassVar[tuple[str, ...]] = ("x", "y", "z")
    _check_lengths = contour._check_lengths

    def __post_init__(self):
        super().__post_init__()
        self._put("domain", as_domain("heatmap domain", self.domain))


@dataclass(frozen=True, eq=False)
class arrow(Mark):
    """An arrow from (x0, y0) to (x1, y1); a plain segment without its ``head``."""

    x0: Any
    y0: Any
    x1: Any
    y1: Any
    head: bool = True
    width: float | None = None
    dash: Any = False
    _data: ClassVar[tuple[str, ...]] = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True, eq=False)
class handle(Mark):
    """A point the reader drags or steers with the arrow keys: it moves the named parameters.

    ``moves="mu"`` follows the pointer along x; ``("mu", "sigma")`` along x and y, ``(None,
    "sigma")`` along y alone; the name of a :class:`Points` parameter makes all its points movable.
    """

    x: Any
    y: Any
    moves: Any

    def __post_init__(self):
        super().__post_init__()
        if not isinstance(self.moves, str):
            self._put("moves", tuple(self.moves))
            valid = all(m is None or isinstance(m, str) for m in self.moves)
            self._require("moves", "a name or (x name, y name)", lambda m: len(m) == 2 and valid)
