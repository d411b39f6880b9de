"""``Axes`` that records: matplotlib's calls become marks of a panel, with matplotlib's numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..figure.figure import Axis, Panel
from ..figure.marks import area, arrow, boxes, contour, dots, heatmap, line, rule, text
from ..trace.errors import fail
from ..trace.tracer import Tracer, has_tracer
from . import numpy_face
from .artists import Artist, Bars, Line
from .cells import plain
from .limits import Limits
from .styles import (
    POINT,
    SMALL,
    SYMBOLS,
    colours_of,
    cycle,
    dash_of,
    hexadecimal,
    opacity_of,
    palette_of,
    read_format,
    words,
)

QUIET = (
    "grid tick_params set_axisbelow set_facecolor autoscale autoscale_view relim minorticks_on "
    "minorticks_off set_frame_on label_outer set_xmargin set_ymargin locator_params margins "
    "set_rasterized set_zorder set_anchor set_position ticklabel_format use_sticky_edges draw cla_"
).split()
SHORT = dict(c="color", lw="linewidth", ls="linestyle", ms="markersize", mfc="markerfacecolor",
             mec="markeredgecolor", mew="markeredgewidth", ec="edgecolor", fc="facecolor",
             ha="horizontalalignment", va="verticalalignment", size="fontsize")  # fmt: skip


def numbers(values):
    """Data as one array of numbers, plain or a stand-in; lists may mix both."""
    values = plain(values)
    if hasattr(values, "to_numpy"):
        values = values.to_numpy()
    if isinstance(values, list | tuple) and has_tracer(values):
        return np.stack([numbers(v) for v in values])
    if isinstance(values, Tracer):
        return values
    return np.asarray(list(values) if isinstance(values, range | map | zip) else values)


def options(given):
    return {SHORT.get(key, key): plain(value) for key, value in given.items()}


class Axes:
    """One plot of a recorded figure."""

    transAxes = "axes"
    transData = "data"

    def __init__(self, figure):
        self.figure, self.artists = figure, []
        self.x, self.y = Limits(), Limits()
        self.title_words = self.x_label = self.y_label = ""
        self.x_ticks = self.y_ticks = None
        self.aspect, self.key, self.hidden = None, False, False
        self._lines, self._patches, self._colours = 0, 0, cycle()
        self.lines, self.patches, self.collections, self.texts, self.containers = [], [], [], [], []

    # ---- what is drawn

    def _color(self, given, patches=False):
        if given is None:
            at = self._patches if patches else self._lines
            if patches:
                self._patches += 1
            else:
                self._lines += 1
            return self._colours[at % len(self._colours)]
        if isinstance(given, Tracer):
            fail("a colour", "make the parameter a Choice", given)
        return hexadecimal(given)

    def _add(self, artist, room="lines"):
        self.artists.append(artist)
        getattr(self, room).append(artist)
        return artist

    def _see_points(self, x, y):
        """Points of which one coordinate is missing are not seen at all."""
        x, y = np.reshape(x, -1), np.reshape(y, -1)
        if has_tracer([x, y]):
            there = np.isfinite(x) & np.isfinite(y)
            self._see(np.where(there, x, np.nan), np.where(there, y, np.nan))
            return
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        there = np.isfinite(x) & np.isfinite(y)
        self._see(x[there], y[there])

    def _see(self, x=(), y=(), sticky_x=(), sticky_y=()):
        self.x.see(x, sticky_x)
        self.y.see(y, sticky_y)

    def plot(self, *args, scalex=True, scaley=True, data=None, **kwargs):
        kwargs, rest, made = options(kwargs), list(args), []
        while rest:
            x = rest.pop(0)
            y = rest.pop(0) if rest and not isinstance(rest[0], str) else None
            style = rest.pop(0) if rest and isinstance(rest[0], str) else ""
            if y is None:
                x, y = np.arange(np.shape(numbers(x))[0]), x
            made += self._plot(numbers(x), numbers(y), style, kwargs)
        return made

    def _plot(self, x, y, style, kwargs):
        columns = 1 if np.ndim(y) < 2 else np.shape(y)[1]
        x, y = np.atleast_1d(x), np.atleast_1d(y)
        return [
            self._line(
                x if np.ndim(x) < 2 else x[:, k], y if np.ndim(y) < 2 else y[:, k], style, kwargs
            )
            for k in range(columns)
        ]

    def _line(self, x, y, style, kwargs):
        if np.shape(x) != np.shape(y):
            raise ValueError(f"x and y must have one length (got {np.shape(x)} and {np.shape(y)})")
        color, marker, dashes = read_format(style) if style else (None, None, None)
        marker = kwargs.get("marker", marker)
        default = "-" if marker in (None, "None", "", " ") or not style else ""
        dashes = kwargs.get("linestyle", dashes if dashes is not None else default)
        named = kwargs.get("color", color)
        artist = Line(x, y, self._color(named), kwargs.get("label"))
        artist.opacity = opacity_of(named, kwargs.get("alpha"))
        artist.width, artist.style = float(kwargs.get("linewidth", 1.5)), dashes
        artist.marker, artist.size = marker, float(kwargs.get("markersize", 6.0))
        artist.face = kwargs.get("markerfacecolor")
        artist.stairs = kwargs.get("drawstyle", kwargs.get("ds", "default"))
        self._see_points(x, y)
        return self._add(artist)

    def scatter(self, x, y, s=None, c=None, marker="o", cmap=None, vmin=None, vmax=None, alpha=None,
                **kwargs):  # fmt: skip
        kwargs, x, y, s, c = options(kwargs), numbers(x), numbers(y), plain(s), plain(c)
        c = kwargs.get("color", c)
        x, y = np.atleast_1d(x), np.atleast_1d(y)
        if (
            c is not None
            and not isinstance(c, str)
            and np.ndim(c) >= 1
            and np.shape(c)[0] == x.size
        ):
            if has_tracer(c):
                fail("colours of points by value", "make the parameter a Choice")
            first = np.asarray(c).ravel()[0]
            known = isinstance(first, str) or np.ndim(c) == 2
            color = [hexadecimal(v) for v in c] if known else colours_of(c, cmap, vmin, vmax)
        else:
            color = self._color(c, patches=c is None)
        size = 36.0 if s is None else numbers(s)
        artist = Artist("offsets", x=x, y=y, color=color, label=kwargs.get("label"))
        artist.opacity = alpha if isinstance(color, list) else opacity_of(c, alpha)
        artist.marker, artist.radius = marker, np.sqrt(size) / 2 * POINT
        self._see_points(x, y)
        return self._add(artist, "collections")

    def _segments(self, x0, y0, x1, y1, color, kwargs, width=1.5):
        x0, y0, x1, y1 = np.broadcast_arrays(*(np.atleast_1d(numbers(v)) for v in (x0, y0, x1, y1)))
        artist = Artist(
            "segments", x0=x0, y0=y0, x1=x1, y1=y1, color=color, label=kwargs.get("label")
        )
        width = kwargs.get("linewidth", kwargs.get("linewidths", width))
        artist.width, artist.opacity = float(np.ravel(width)[0]), kwargs.get("alpha")
        artist.style = kwargs.get("linestyle", kwargs.get("linestyles", "-"))
        self._see(np.concatenate([x0, x1]), np.concatenate([y0, y1]))
        return self._add(artist, "collections")

    def vlines(self, x, ymin, ymax, colors=None, linestyles="solid", label="", **kwargs):
        kwargs = options(kwargs) | {"linestyle": linestyles, "label": label}
        color = hexadecimal(_first(colors if colors is not None else kwargs.get("color", "C0")))
        return self._segments(x, ymin, x, ymax, color, kwargs)

    def hlines(self, y, xmin, xmax, colors=None, linestyles="solid", label="", **kwargs):
        kwargs = options(kwargs) | {"linestyle": linestyles, "label": label}
        color = hexadecimal(_first(colors if colors is not None else kwargs.get("color", "C0")))
        return self._segments(xmin, y, xmax, y, color, kwargs)

    def _rule(self, which, at, kwargs):
        kwargs, at = options(kwargs), plain(at)
        artist = Artist(
            "rule", at=at, color=self._color(kwargs.get("color", "C0")), label=kwargs.get("label")
        )
        artist.which, artist.width = which, float(kwargs.get("linewidth", 1.5))
        artist.style, artist.opacity = kwargs.get("linestyle", "-"), kwargs.get("alpha")
        (self.x if which == "x" else self.y).see_outside(at)
        return self._add(artist)

    def axvline(self, x=0, ymin=0, ymax=1, **kwargs):
        return self._rule("x", x, kwargs)

    def axhline(self, y=0, xmin=0, xmax=1, **kwargs):
        return self._rule("y", y, kwargs)

    def axvspan(self, xmin, xmax, ymin=0, ymax=1, **kwargs):
        return self._span("x", xmin, xmax, kwargs)

    def axhspan(self, ymin, ymax, xmin=0, xmax=1, **kwargs):
        return self._span("y", ymin, ymax, kwargs)

    def _span(self, which, low, high, kwargs):
        kwargs, low, high = options(kwargs), plain(low), plain(high)
        named = kwargs.get("color", kwargs.get("facecolor"))
        artist = Artist(
            "span",
            low=low,
            high=high,
            color=self._color(named, patches=True),
            label=kwargs.get("label"),
        )
        artist.which, artist.opacity = which, kwargs.get("alpha")
        (self.x if which == "x" else self.y).see(
            np.stack([low, high]) if has_tracer([low, high]) else [low, high]
        )
        return self._add(artist, "patches")

    def fill_between(self, x, y1, y2=0, where=None, step=None, alpha=None, **kwargs):
        kwargs, x = options(kwargs), numbers(x)
        y1, y2 = np.broadcast_arrays(numbers(y1), numbers(y2), x)[:2]
        if where is not None:
            where = plain(where)
            y1 = np.where(where, y1, np.nan)
        named = kwargs.get("color", kwargs.get("facecolor"))
        artist = Artist(
            "between",
            x=x,
            y=y1,
            base=y2,
            color=self._color(named, patches=True),
            label=kwargs.get("label"),
        )
        artist.opacity = opacity_of(named, alpha)
        self._see(x, np.concatenate([np.reshape(y1, -1), np.reshape(y2, -1)]))
        return self._add(artist, "collections")

    def fill(self, *args, **kwargs):
        x, y = numbers(args[0]), numbers(args[1])
        return self.plot(np.concatenate([x, x[:1]]), np.concatenate([y, y[:1]]), **kwargs)

    def _boxes(self, x0, x1, y0, y1, color, kwargs, flat, on):
        x0, x1, y0, y1 = np.broadcast_arrays(*(np.atleast_1d(numbers(v)) for v in (x0, x1, y0, y1)))
        artist = Artist(
            "patches", x0=x0, x1=x1, y0=y0, y1=y1, color=color, label=kwargs.get("label")
        )
        artist.opacity, edge = kwargs.get("alpha"), kwargs.get("edgecolor")
        artist.edge = None if edge is None else hexadecimal(edge)
        artist.edge_width = kwargs.get("linewidth")
        base = [0.0] if flat is None else [flat]
        self._see(np.concatenate([x0, x1]), np.concatenate([y0, y1]),
                  *((base, ()) if on == "x" else ((), base)))  # fmt: skip
        self._add(artist, "patches")
        return Bars(artist)

    def bar(self, x, height, width=0.8, bottom=None, align="center", **kwargs):
        kwargs, x, height, width = options(kwargs), numbers(x), numbers(height), numbers(width)
        if not has_tracer(x) and np.asarray(x).dtype.kind in "US":
            names = list(dict.fromkeys(np.atleast_1d(x).tolist()))
            self.set_xticks(range(len(names)), names)
            x = np.array([names.index(n) for n in np.atleast_1d(x)], dtype=float)
        bottom = 0.0 if bottom is None else numbers(bottom)
        left = x - width / 2 if align == "center" else x
        color = self._many(kwargs)
        return self._boxes(
            left, left + width, bottom, bottom + height, color, kwargs, 0.0 * np.min(bottom), "y"
        )

    def barh(self, y, width, height=0.8, left=None, align="center", **kwargs):
        kwargs, y, width, height = options(kwargs), numbers(y), numbers(width), numbers(height)
        left = 0.0 if left is None else numbers(left)
        low = y - height / 2 if align == "center" else y
        return self._boxes(
            left, left + width, low, low + height, self._many(kwargs), kwargs, 0.0, "x"
        )

    def _many(self, kwargs):
        named = kwargs.get("color", kwargs.get("facecolor"))
        several = isinstance(named, list | tuple | np.ndarray) and not isinstance(named[0], float)
        return (
            [hexadecimal(c) for c in named]
            if several
            else self._color(named, patches=named is None)
        )

    def hist(self, x, bins=None, range=None, density=False, weights=None, cumulative=False,
             orientation="vertical", rwidth=None, **kwargs):  # fmt: skip
        kwargs, x, bins = options(kwargs), numbers(x), 10 if bins is None else bins
        share = bool(density) and not cumulative
        counts, edges = numpy_face.histogram(np.reshape(x, -1), bins, range, share, weights)
        if cumulative:
            counts = np.cumsum(counts)
            counts = counts / counts[-1] if density else counts
        color, rwidth = self._many(kwargs), 1.0 if rwidth is None else rwidth
        middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2 * rwidth
        if orientation == "horizontal":
            made = self._boxes(0.0, counts, middle - half, middle + half, color, kwargs, 0.0, "x")
        else:
            made = self._boxes(middle - half, middle + half, 0.0, counts, color, kwargs, 0.0, "y")
        return counts, edges, made

    def stem(
        self, *args, linefmt=None, markerfmt=None, basefmt=None, bottom=0, label=None, **kwargs
    ):
        given = [numbers(a) for a in args if not isinstance(a, str)]
        x, y = given if len(given) > 1 else (np.arange(np.shape(given[0])[0]), given[0])
        stems = self.vlines(
            x, bottom, y, colors=read_format(linefmt)[0] if linefmt else "C0", label=label
        )
        points = self.plot(x, y, markerfmt or "C0o")
        base = np.stack([np.min(x), np.max(x)])
        self.plot(base, 0 * base + bottom, basefmt or "C3-")
        return stems, points[0]

    def step(self, x, y, *args, where="pre", **kwargs):
        return self.plot(x, y, *args, drawstyle=f"steps-{where}", **kwargs)

    def errorbar(self, x, y, yerr=None, xerr=None, fmt="", ecolor=None, capsize=None, **kwargs):
        kwargs, x, y = options(kwargs), np.atleast_1d(numbers(x)), np.atleast_1d(numbers(y))
        (main,) = self.plot(x, y, fmt, **kwargs) if fmt != "none" else (None,)
        color = hexadecimal(ecolor) if ecolor else main.color if main else self._color(None)
        look = {"linewidth": kwargs.get("elinewidth", 1.5)}
        if yerr is not None:
            below, above = _errors(yerr)
            self._segments(x, y - below, x, y + above, color, look)
        if xerr is not None:
            below, above = _errors(xerr)
            self._segments(x - below, y, x + above, y, color, look)
        return main

    def arrow(self, x, y, dx, dy, **kwargs):
        kwargs = options(kwargs)
        x, y, dx, dy = map(plain, (x, y, dx, dy))
        color = kwargs.get("color", kwargs.get("edgecolor", kwargs.get("facecolor", "k")))
        made = self._arrows(x, y, x + dx, y + dy, color, kwargs, seen=False)
        self._see(*_arrow_corners(x, y, dx, dy, kwargs))
        return made

    def _arrows(self, x0, y0, x1, y1, color, kwargs, seen=True):
        x0, y0, x1, y1 = np.broadcast_arrays(*(np.atleast_1d(numbers(v)) for v in (x0, y0, x1, y1)))
        artist = Artist(
            "arrows",
            x0=x0,
            y0=y0,
            x1=x1,
            y1=y1,
            color=hexadecimal(color),
            label=kwargs.get("label"),
        )
        artist.width, artist.opacity = kwargs.get("linewidth"), kwargs.get("alpha")
        if seen:
            self._see(np.concatenate([x0, x1]), np.concatenate([y0, y1]))
        return self._add(artist, "patches")

    def quiver(self, *args, color="k", angles="uv", scale=None, scale_units=None, **kwargs):
        given = [np.reshape(numbers(a), -1) for a in args]
        x, y, u, v = given[:4] if len(given) > 3 else _grid_of(*given[:2])
        if scale is None:
            length = np.sqrt(u * u + v * v)
            scale = 1.8 * np.mean(length) * max(10.0, np.sqrt(np.size(u))) / (np.max(x) - np.min(x))
        self._see(x, y)
        return self._arrows(x, y, x + u / scale, y + v / scale, color, options(kwargs), seen=False)

    def annotate(self, text="", xy=(0, 0), xytext=None, xycoords="data", textcoords=None,
                 arrowprops=None, **kwargs):  # fmt: skip
        xy, xytext = plain(list(xy)), plain(list(xytext)) if xytext is not None else None
        at = xy if xytext is None or textcoords == "offset points" else xytext
        if arrowprops is not None and xytext is not None and textcoords != "offset points":
            color = arrowprops.get("color", arrowprops.get("facecolor", "k"))
            self._arrows(xytext[0], xytext[1], xy[0], xy[1], color, {}, seen=False)
        frame = {"transform": "axes"} if xycoords == "axes fraction" else {}
        made = self.text(at[0], at[1], text, **kwargs, **frame)
        if textcoords == "offset points":
            made.shift = tuple(xytext)
        return made

    def text(self, x, y, s, fontdict=None, **kwargs):
        kwargs = options({**(fontdict or {}), **kwargs})
        artist = Artist("text", x=plain(x), y=plain(y), color=hexadecimal(kwargs.get("color", "k")))
        artist.words = words(s)
        artist.side = {"left": "start", "center": "middle", "right": "end"}[
            kwargs.get("horizontalalignment", "left")
        ]
        artist.lift = {"top": 9, "bottom": -9, "center": 0}.get(
            kwargs.get("verticalalignment", "baseline"), -6
        )
        artist.frame = kwargs.get("transform") == "axes"
        artist.shift, artist.opacity = (0, 0), kwargs.get("alpha")
        size = kwargs.get("fontsize")
        artist.size = float(size) * POINT if isinstance(size, int | float) else None
        return self._add(artist, "texts")

    def imshow(self, z, cmap=None, aspect=None, alpha=None, vmin=None, vmax=None, origin="upper",
               extent=None, interpolation=None, **kwargs):  # fmt: skip
        z = numbers(z)
        rows, columns = np.shape(z)[:2]
        left, right, low, high = extent or (
            -0.5,
            columns - 0.5,
            *((rows - 0.5, -0.5) if origin == "upper" else (-0.5, rows - 0.5)),
        )
        x = left + (np.arange(columns) + 0.5) * (right - left) / columns
        y = low + (np.arange(rows) + 0.5) * (high - low) / rows
        if origin == "upper":
            y = y[::-1]
        self._heat(x, y, z, cmap, vmin, vmax, alpha)
        self._see([left, right], [low, high], (left, right), (low, high))
        if low > high:
            self.y.inverted = True
        self.aspect = "auto" if aspect == "auto" else "equal"
        return self.collections[-1]

    def pcolormesh(
        self, *args, cmap=None, vmin=None, vmax=None, alpha=None, shading=None, **kwargs
    ):
        z = numbers(args[-1])
        x, y = _axes_of(args[:-1], z)
        x, y = _edges(x, np.shape(z)[1]), _edges(y, np.shape(z)[0])
        self._heat((x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2, z, cmap, vmin, vmax, alpha)
        self._see(x, y, (x[0], x[-1]), (y[0], y[-1]))
        return self.collections[-1]

    pcolor = pcolormesh

    def _heat(self, x, y, z, cmap, vmin, vmax, alpha):
        artist = Artist("heat", x=x, y=y, z=z, color=None)
        artist.palette, artist.opacity = palette_of(cmap), alpha
        artist.domain = None if vmin is None or vmax is None else (plain(vmin), plain(vmax))
        return self._add(artist, "collections")

    def contour(self, *args, levels=None, colors=None, cmap=None, alpha=None, **kwargs):
        return self._contour(args, levels, colors, alpha, None, cmap)

    def contourf(self, *args, levels=None, colors=None, cmap=None, alpha=None, **kwargs):
        return self._contour(args, levels, colors, alpha, palette_of(cmap, 8), cmap)

    def _contour(self, args, levels, colors, alpha, filled, cmap):
        args = [numbers(a) for a in args]
        if len(args) in (2, 4):
            levels = args.pop()
        z = args[-1]
        x, y = _axes_of(args[:-1], z)
        if filled:
            self._heat(x, y, z, None, None, None, alpha)
            self.collections[-1].palette = filled
        else:
            artist = Artist("contour", x=x, y=y, z=z, color=hexadecimal(_first(colors or "C0")))
            count = levels is None or np.ndim(levels) == 0
            artist.levels = (
                (7 if levels is None else int(levels))
                if count
                else tuple(np.asarray(levels, float))
            )
            artist.opacity = alpha
            n = artist.levels if count else len(artist.levels)
            artist.palette = None if colors else palette_of(cmap, n)
            self._add(artist, "collections")
        self._see(x, y, (np.min(x), np.max(x)), (np.min(y), np.max(y)))
        return self.collections[-1]

    # ---- what is said and set

    def set_title(self, label="", *args, **kwargs):
        self.title_words = words(label)

    def set_xlabel(self, label="", *args, **kwargs):
        self.x_label = words(label)

    def set_ylabel(self, label="", *args, **kwargs):
        self.y_label = words(label)

    def set_xlim(self, left=None, right=None, xmin=None, xmax=None, **_):
        return self._set_limits(
            self.x, left if left is not None else xmin, right if right is not None else xmax
        )

    def set_ylim(self, bottom=None, top=None, ymin=None, ymax=None, **_):
        return self._set_limits(
            self.y, bottom if bottom is not None else ymin, top if top is not None else ymax
        )

    @staticmethod
    def _set_limits(limits, low, high):
        low = plain(low)
        if (high is None and np.ndim(low) == 1) or isinstance(low, tuple | list):
            low, high = low
        limits.set(low, plain(high))
        return limits.ends()

    def get_xlim(self):
        return self.x.ends()

    def get_ylim(self):
        return self.y.ends()

    def axis(self, arg=None, **kwargs):
        if arg in ("equal", "square", "scaled", "image"):
            self.aspect = "equal"
        elif arg == "off":
            self.hidden = True
        elif arg == "tight":
            self.x.margin = self.y.margin = 0.0
        elif arg is not None and not isinstance(arg, str | bool):
            arg = plain(list(arg))
            self.set_xlim(arg[0], arg[1])
            self.set_ylim(arg[2], arg[3])
        if kwargs:
            self.set_xlim(kwargs.get("xmin"), kwargs.get("xmax"))
            self.set_ylim(kwargs.get("ymin"), kwargs.get("ymax"))
        return (*self.get_xlim(), *self.get_ylim())

    def set_axis_off(self):
        self.hidden = True

    def set_aspect(self, aspect, *args, **kwargs):
        self.aspect = aspect

    def margins(self, *both, x=None, y=None, **_):
        first = both[0] if both else None
        self.x.margin = (
            first if x is None and first is not None else self.x.margin if x is None else x
        )
        last = both[-1] if both else None
        self.y.margin = (
            last if y is None and last is not None else self.y.margin if y is None else y
        )

    def invert_yaxis(self):
        self.y.inverted = True

    def invert_xaxis(self):
        self.x.inverted = True

    def set_xscale(self, value, **_):
        self.x.log = _scale(value)

    def set_yscale(self, value, **_):
        self.y.log = _scale(value)

    def semilogx(self, *args, **kwargs):
        self.x.log = True
        return self.plot(*args, **kwargs)

    def semilogy(self, *args, **kwargs):
        self.y.log = True
        return self.plot(*args, **kwargs)

    def loglog(self, *args, **kwargs):
        self.x.log = self.y.log = True
        return self.plot(*args, **kwargs)

    def set_xticks(self, ticks, labels=None, **_):
        self.x_ticks = tuple(float(t) for t in plain(list(ticks)))
        self.x_names = labels

    def set_yticks(self, ticks, labels=None, **_):
        self.y_ticks = tuple(float(t) for t in plain(list(ticks)))

    def set_xticklabels(self, *args, **kwargs):
        """Words at ticks are numbers here."""

    set_yticklabels = set_xticklabels

    def legend(self, *args, **kwargs):
        self.key = True
        given = [a for a in args if isinstance(a, list | tuple)]
        names = given[-1] if given else kwargs.get("labels")
        chosen = given[0] if len(given) > 1 else [a for a in self.artists if a.kind != "text"]
        for artist, name in zip(chosen, names or (), strict=False):
            artist.label = name
        return Quiet()

    def set(self, **kwargs):
        for name, value in kwargs.items():
            setter = getattr(self, f"set_{name}")
            setter(*value) if name in ("xlim", "ylim") else setter(value)

    def twinx(self):
        fail("twinx()", "use two plots: two scales in one picture are read wrongly")

    def get_lines(self):
        return self.lines

    def __getattr__(self, name):
        if name in QUIET or name in ("spines", "xaxis", "yaxis"):
            return Quiet()
        if name.startswith("__"):
            raise AttributeError(name)
        return fail(
            f"Axes.{name}", "it is not recorded; see the list in the documentation of interact"
        )

    # ---- the panel

    def panel(self):
        """What was drawn, as marks in matplotlib's order."""
        marks = [m for artist in self.artists for m in self._marks(artist)]
        x, y = self.x.domain(), self.y.domain()
        ticks = ((), ()) if self.hidden else (self.x_ticks, self.y_ticks)
        return Panel(
            *marks,
            x=Axis(self.x_label or None, x, ticks[0], scale="log" if self.x.log else "linear"),
            y=Axis(self.y_label or None, y, ticks[1], scale="log" if self.y.log else "linear"),
            title=self.title_words or None,
            aspect=_ratio(x, y) if self.aspect == "equal" else None,
        )

    def _marks(self, artist):
        label = (
            artist.label
            if self.key and artist.label and not str(artist.label).startswith("_")
            else None
        )
        look = {
            "label": None if label is None else words(label),
            "color": artist.color,
            "opacity": artist.opacity,
        }
        yield from DRAW[artist.kind](artist, look)


def _line_marks(a, look):
    drawn = a.style not in ("", "None", "none", " ", None)
    if drawn:
        kind = a.stairs.removeprefix("steps").removeprefix("-") or "pre"
        x, y = (a.x, a.y) if a.stairs == "default" else stairs(a.x, a.y, kind)
        yield line(x, y, width=round(a.width * POINT, 3), dash=dash_of(a.style, a.width), **look)
    if a.marker not in (None, "None", "", " "):
        radius = a.size / 2 * POINT * SMALL.get(a.marker, 1.0)
        face = look["color"] if a.face in (None, "none", "None") else hexadecimal(a.face)
        said = {**look, "color": face, "label": None if drawn else look["label"]}
        yield dots(a.x, a.y, size=round(radius, 3), symbol=_symbol(a.marker), **said)


def _symbol(marker):
    kind = SYMBOLS.get(marker, "circle")
    return None if kind == "circle" else kind


def _offset_marks(a, look):
    yield dots(a.x, a.y, size=a.radius, symbol=_symbol(a.marker), **look)


def _segment_marks(a, look):
    look = {**look, "width": round(a.width * POINT, 3), "dash": dash_of(a.style, a.width)}
    yield arrow(a.x0, a.y0, a.x1, a.y1, head=False, **look)


def _arrow_marks(a, look):
    width = None if a.width is None else float(a.width) * POINT
    yield arrow(a.x0, a.y0, a.x1, a.y1, width=width, **look)


def _rule_marks(a, look):
    look = {**look, "width": round(a.width * POINT, 3), "dash": dash_of(a.style, a.width)}
    yield rule(**{a.which: a.at}, **look)


def _span_marks(a, look):
    far: dict[str, Any] = {"x0": -1e12, "x1": 1e12, "y0": -1e12, "y1": 1e12}
    far |= {f"{a.which}0": a.low, f"{a.which}1": a.high}
    yield boxes(**far, **look)


def _between_marks(a, look):
    look = {**look, "opacity": 1.0 if look["opacity"] is None else look["opacity"]}
    yield area(a.x, a.y, base=a.base, edge="", **look)


def _patch_marks(a, look):
    yield boxes(a.x0, a.x1, a.y0, a.y1, edge=a.edge, edge_width=a.edge_width, **look)


def _text_marks(a, look):
    dx, dy = a.shift
    look = {**look, "label": None}
    place = {"dx": dx * POINT, "dy": a.lift - dy * POINT, "frame": a.frame}
    yield text(a.x, a.y, a.words, anchor=a.side, size=a.size, **place, **look)


def _heat_marks(a, look):
    yield heatmap(a.x, a.y, a.z, palette=a.palette, domain=a.domain, opacity=look["opacity"])


def _contour_marks(a, look):
    yield contour(a.x, a.y, a.z, levels=a.levels, palette=a.palette, **look)


DRAW = dict(
    line=_line_marks, offsets=_offset_marks, segments=_segment_marks, arrows=_arrow_marks,
    rule=_rule_marks, span=_span_marks, between=_between_marks, patches=_patch_marks,
    text=_text_marks, heat=_heat_marks, contour=_contour_marks,
)  # fmt: skip


class Quiet:
    """Takes any call and any item, and does nothing: looks that a panel decides by itself."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def _arrow_corners(x, y, dx, dy, kwargs):
    """The corners of matplotlib's FancyArrow, which the axes make room for."""
    width = kwargs.get("width", 0.001)
    head = kwargs.get("head_width") or 3 * width
    long = kwargs.get("head_length") or 1.5 * head
    distance = np.hypot(dx, dy)
    tip = 0.0 if kwargs.get("length_includes_head") else long
    along = [tip, tip - long, tip - long, -distance]
    across = [0.0, head / 2, width / 2, width / 2]
    cosine, sine = dx / distance, dy / distance
    corners = [(a, side * b) for a, b in zip(along, across, strict=True) for side in (1, -1)]
    right = [x + dx + a * cosine - b * sine for a, b in corners]
    up = [y + dy + a * sine + b * cosine for a, b in corners]
    return right, up


def stairs(x, y, where="pre"):
    """The corners of matplotlib's step()."""
    twice = np.repeat(x, 2), np.repeat(y, 2)
    if where == "pre":
        return twice[0][:-1], twice[1][1:]
    if where == "post":
        return twice[0][1:], twice[1][:-1]
    middle = np.repeat((x[1:] + x[:-1]) / 2, 2)
    return np.concatenate([x[:1], middle, x[-1:]]), twice[1]


def _errors(error):
    error = numbers(error)
    return (error[0], error[1]) if np.ndim(error) == 2 else (error, error)


def _flat(values):
    return np.asarray(values, dtype=float).ravel()


def _first(value):
    return value[0] if isinstance(value, list | np.ndarray) else value


def _scale(value):
    if value not in ("log", "linear"):
        fail(f"the scale {value!r}", "use 'linear' or 'log'")
    return value == "log"


def _grid_of(u, v):
    rows, columns = np.shape(u)
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return [np.reshape(part, -1) for part in (x, y, u, v)]


def _axes_of(given, z):
    if not given:
        return np.arange(np.shape(z)[1], dtype=float), np.arange(np.shape(z)[0], dtype=float)
    x, y = (numbers(v) for v in given[:2])
    return (x[0] if np.ndim(x) == 2 else x), (y[:, 0] if np.ndim(y) == 2 else y)


def _edges(centres, n):
    if np.shape(centres)[0] == n + 1:
        return centres
    middle = (centres[1:] + centres[:-1]) / 2
    first, last = 2 * centres[:1] - middle[:1], 2 * centres[-1:] - middle[-1:]
    return np.concatenate([first, middle, last])


def _ratio(x, y):
    if isinstance(x, Tracer) or isinstance(y, Tracer):
        return 1.0
    return float(abs((x[1] - x[0]) / ((y[1] - y[0]) or 1))) or 1.0
