"""What a recorded plot holds: data under the names that matplotlib's artists give them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .cells import plain


class Artist:
    """Data and look of one thing that was drawn; what of these it has, its kind says."""

    marker: Any  # of points
    radius: Any
    width: Any  # of lines
    style: Any
    which: str  # the axis of a rule or a span
    face: Any  # of filled shapes
    stairs: str
    edge: Any
    edge_width: Any
    words: Any  # of text
    side: str
    lift: Any
    frame: bool
    shift: Any
    size: Any
    palette: Any  # of surfaces
    domain: Any
    levels: Any

    def __init__(self, kind, *, color, label=None, **data):
        self.kind, self.color, self.label = kind, color, label
        self.opacity = None
        vars(self).update(data)

    def set_label(self, label):
        self.label = label

    def get_label(self):
        return self.label

    def get_color(self):
        return self.color

    def set_alpha(self, alpha):
        self.opacity = alpha

    def get_offsets(self):
        return np.stack([self.x, self.y], axis=-1)

    def remove(self):
        self.kind = "gone"

    def __getattr__(self, name):
        if name.startswith("set_"):
            return lambda *args, **kwargs: None
        raise AttributeError(name)


class Line(Artist):
    """As Line2D: ``get_data``, ``set_data``."""

    def __init__(self, x, y, color, label):
        super().__init__("line", color=color, label=label, x=x, y=y)

    def get_data(self):
        return self.x, self.y

    def get_xdata(self):
        return self.x

    def get_ydata(self):
        return self.y

    def set_data(self, x, y):
        self.x, self.y = np.atleast_1d(plain(x)), np.atleast_1d(plain(y))

    def set_xdata(self, x):
        self.x = np.atleast_1d(plain(x))

    def set_ydata(self, y):
        self.y = np.atleast_1d(plain(y))


class Bars:
    """As BarContainer: rectangles one by one."""

    def __init__(self, artist):
        self.artist = artist

    def __len__(self):
        return int(np.shape(self.artist.x0)[0])

    def __iter__(self):
        return (Rectangle(self.artist, i) for i in range(len(self)))

    def __getitem__(self, i):
        return Rectangle(self.artist, i)


class Rectangle:
    """One bar: its colour may be set apart, its place can be read."""

    def __init__(self, artist, i):
        self._artist, self._i = artist, i

    def set_color(self, color):
        from .styles import hexadecimal

        all_ = self._artist.color
        all_ = [all_] * len(Bars(self._artist)) if isinstance(all_, str) else list(all_)
        all_[self._i] = hexadecimal(color)
        self._artist.color = all_

    set_facecolor = set_color

    def get_x(self):
        return self._artist.x0[self._i]

    def get_y(self):
        return self._artist.y0[self._i]

    def get_width(self):
        return self._artist.x1[self._i] - self._artist.x0[self._i]

    def get_height(self):
        return self._artist.y1[self._i] - self._artist.y0[self._i]

    def __getattr__(self, name):
        if name.startswith("set_"):
            return lambda *args, **kwargs: None
        raise AttributeError(name)
