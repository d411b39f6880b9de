"""Panels drawn by matplotlib, in the colours that the book has set."""

from __future__ import annotations

import numpy as np

from ..configuration import settings
from ..figure.records import format_number, plain_words

ORDER = ("blue", "orange", "green", "purple")
GROUPS = (*ORDER, "red")


def draw_panel(ax, panel):
    """Draw the marks of one panel on matplotlib axes."""
    names: dict = {}
    for mark in panel.marks:
        for entry in mark.x if isinstance(getattr(mark, "x", None), list) else ():
            names.setdefault(entry, len(names))
    order = iter(ORDER * 20)
    for mark in panel.marks:
        kind = type(mark).__name__
        color = mark.color
        if color is None:
            color = "ink" if kind in ("handle", "text") else next(order)
        DRAW[kind](ax, mark, _shade(color), mark.opacity, names)
    for which, axis in (("x", panel.x), ("y", panel.y)):
        _draw_axis(ax, which, axis)
        if axis is not None and axis.ticks == ():  # nothing to read off: no axis either
            ax.spines["bottom" if which == "x" else "left"].set_visible(False)
    if names:
        ax.set_xticks(list(names.values()), list(names))
    ax.set_title(_plain(panel.title or ""), fontsize=9, loc="left")
    if panel.aspect:
        ax.set_box_aspect(1 / panel.aspect)
    ax.spines[["top", "right"]].set_visible(False)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(fontsize=7, frameon=False)


def _shade(color):
    if isinstance(color, str):
        return settings.palette.get(color, color)
    if isinstance(color, list) and isinstance(color[0], str):
        return color
    return [settings.palette[GROUPS[i % len(GROUPS)]] for i in np.atleast_1d(color).astype(int)]


def _draw_axis(ax, which, axis):
    if axis is None:
        return
    if axis.scale == "log":
        getattr(ax, f"set_{which}scale")("log")
    if axis.domain is not None:
        getattr(ax, f"set_{which}lim")(*np.asarray(axis.domain, dtype=float))
    if isinstance(axis.ticks, tuple):
        getattr(ax, f"set_{which}ticks")(axis.ticks)
    if axis.format is not None:
        getattr(ax, f"{which}axis").set_major_formatter(
            lambda value, _: format_number(value, axis.format).replace("-", "−")
        )
    getattr(ax, f"set_{which}label")(_plain(axis.label or ""))


def _plain(words):
    return plain_words(words).replace("$", r"\$")


def _xy(*values):
    return np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, dtype=float)) for v in values))


def _at(x, names):
    if isinstance(x, str):
        return names[x]
    return [names[entry] for entry in x] if isinstance(x, list) else x


def _dash(m):
    if isinstance(m.dash, tuple | list):
        return (0, tuple(m.dash))
    return "--" if m.dash else "-"


def _boxes(ax, m, color, alpha, names):
    x0, x1, y0, y1 = _xy(m.x0, m.x1, m.y0, m.y1)
    edge = settings.palette.get(m.edge, m.edge)
    ax.bar(
        x0, y1 - y0, x1 - x0, y0, align="edge", color=color, alpha=alpha, edgecolor=edge,
        label=m.label,
    )  # fmt: skip


def _line(ax, m, color, alpha, names):
    x = _at(m.x, names)
    ax.plot(*_xy(x, m.y), ls=_dash(m), color=color, alpha=alpha, lw=m.width or 1.8, label=m.label)


def _area(ax, m, color, alpha, names):
    x, y, base = _xy(m.x, m.y, m.base)
    alpha = 0.25 if alpha is None else alpha
    ax.fill_between(x, base, y, color=color, alpha=alpha, lw=0, label=m.label)


def _bars(ax, m, color, alpha, names):
    x, height, base = _xy(_at(m.x, names), m.height, m.base)
    gap = np.min(np.diff(np.unique(x)), initial=1.0) if x.size > 1 else 1.0
    width = 0.8 * gap if m.width is None else m.width
    ax.bar(x, height - base, width, base, color=color, label=m.label)
    opacity = np.broadcast_to(1.0 if alpha is None else alpha, x.shape)
    for patch, share in zip(ax.containers[-1], opacity, strict=True):
        patch.set_alpha(float(share))


def _dots(ax, m, color, alpha, names):
    x, y = _xy(_at(m.x, names), m.y)
    alpha = alpha if alpha is None or np.ndim(alpha) == 0 else np.clip(alpha, 0, 1)
    size = 22 if m.size is None else np.pi * np.asarray(m.size, dtype=float) ** 2
    ax.scatter(x, y, size, color=color, alpha=alpha, label=m.label, zorder=3)


def _stems(ax, m, color, alpha, names):
    x, y, base = _xy(_at(m.x, names), m.y, m.base)
    alpha = alpha if alpha is None or np.ndim(alpha) == 0 else np.clip(alpha, 0, 1)
    ax.vlines(x, base, y, colors=color, alpha=alpha, lw=1.2)
    ax.scatter(x, y, 18, color=color, alpha=alpha, label=m.label, zorder=3)


def _rule(ax, m, color, alpha, names):
    draw, at = (ax.axvline, m.x) if m.x is not None else (ax.axhline, m.y)
    for value in np.atleast_1d(at):
        draw(value, color=color, alpha=alpha, lw=m.width or 1, ls=_dash(m))


def _text(ax, m, color, alpha, names):
    x, y = _xy(_at(m.x, names), m.y)
    strings = [m.string] * x.size if isinstance(m.string, str) else m.string
    side = {"start": "left", "middle": "center", "end": "right"}[m.anchor]
    for xi, yi, words in zip(x, y, strings, strict=True):
        ax.annotate(_plain(words), (xi, yi), (m.dx, -m.dy), textcoords="offset points", ha=side,
                    va="center", color=color, fontsize=8, annotation_clip=True,
                    xycoords="axes fraction" if m.frame else "data")  # fmt: skip


def _contour(ax, m, color, alpha, names):
    levels = 10 if m.levels is None else m.levels if isinstance(m.levels, tuple) else int(m.levels)
    if m.fill:
        ax.contourf(m.x, m.y, m.z, levels, cmap="Blues", alpha=0.7)
    ax.contour(
        m.x,
        m.y,
        m.z,
        levels,
        colors=list(m.palette) if m.palette else color,
        linewidths=0.8,
        alpha=alpha,
    )


def _heatmap(ax, m, color, alpha, names):
    low, high = (np.min(m.z), np.max(m.z)) if m.domain is None else m.domain
    if m.symmetric:
        high = max(abs(low), abs(high))
        low = -high
    maps = {"blues": "Blues", "oranges": "Oranges", "greens": "Greens", "purples": "Purples"}
    if m.palette:
        from matplotlib.colors import ListedColormap

        colours = ListedColormap(list(m.palette))
        ax.pcolormesh(m.x, m.y, m.z, cmap=colours, vmin=low, vmax=high, shading="nearest")
        return
    cmap = "RdBu" if m.symmetric else maps.get(str(m.scheme).lower(), "Blues")
    ax.pcolormesh(m.x, m.y, m.z, cmap=cmap, vmin=low, vmax=high, shading="nearest")


def _arrow(ax, m, color, alpha, names):
    shades = np.broadcast_to(color, np.shape(_xy(m.x0, m.y0, m.x1, m.y1)[0]))
    for x0, y0, x1, y1, shade in zip(*_xy(m.x0, m.y0, m.x1, m.y1), shades, strict=True):
        props = dict(arrowstyle="->" if m.head else "-", color=str(shade), alpha=alpha, lw=1.4)
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=props)


def _handle(ax, m, color, alpha, names):
    x, y = _xy(_at(m.x, names), m.y)
    alpha = None if alpha is None else np.clip(alpha, 0, 1)
    ax.scatter(x, y, 55, facecolor="white", edgecolor=color, lw=1.8, zorder=4, alpha=alpha)


DRAW = dict(line=_line, area=_area, bars=_bars, dots=_dots, stems=_stems, rule=_rule, text=_text,
            contour=_contour, heatmap=_heatmap, arrow=_arrow, handle=_handle,
            boxes=_boxes)  # fmt: skip
