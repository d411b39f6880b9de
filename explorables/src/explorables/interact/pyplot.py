"""``matplotlib.pyplot`` that records: figures, subplots, and what is drawn into the current one."""

from __future__ import annotations

import numpy as np

from ..figure.figure import Figure
from ..trace.errors import fail
from .axes import Axes, Quiet
from .cells import plain
from .styles import words

QUIET = (
    "show draw pause tight_layout subplots_adjust savefig close colorbar ion ioff grid style rc "
    "rcParams tick_params box draw_if_interactive minorticks_on minorticks_off locator_params "
    "switch_backend get_fignums setp clim set_cmap cm colormaps rcdefaults get_cmap interactive "
    "isinteractive waitforbuttonpress xkcd rc_context"
).split()
RENAMED = dict(title="set_title", xlabel="set_xlabel", ylabel="set_ylabel", xscale="set_xscale",
               yscale="set_yscale")  # fmt: skip


class Canvas:
    """One recorded figure: a grid of plots."""

    def __init__(self, session):
        self._session, self.axes, self.shape = session, [], (1, 1)
        self.words = None

    def add_subplot(self, *args, **kwargs):
        rows, columns, number = (
            (1, 1, 1) if not args else args if len(args) == 3 else _digits(args[0])
        )
        self.shape = (max(self.shape[0], rows), max(self.shape[1], columns))
        number = plain(number)
        place = number if isinstance(number, int) else number[0]
        for known, ax in self.axes:
            if known == (rows, columns, place):
                self._session.current = ax
                return ax
        ax = Axes(self)
        self.axes.append(((rows, columns, place), ax))
        self._session.current = ax
        return ax

    def subplots(self, nrows=1, ncols=1, squeeze=True, **kwargs):
        made = np.empty((nrows, ncols), dtype=object)
        for k in range(nrows * ncols):
            made[divmod(k, ncols)] = self.add_subplot(nrows, ncols, k + 1)
        self._session.current = made[0, 0]
        if not squeeze:
            return made
        return made[0, 0] if made.size == 1 else made.squeeze()

    def gca(self):
        return self._session.current_axes()

    def add_axes(self, *args, **kwargs):
        return self.add_subplot(1, 1, 1)

    def suptitle(self, label, **kwargs):
        self.words = words(label)

    def clf(self):
        self.axes = []

    clear = clf

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()


class Session:
    """What one run of the author's function has drawn, and ``plt`` for it."""

    def __init__(self):
        self.figures, self.current = [], None

    def current_figure(self):
        if not self.figures:
            self.figures.append(Canvas(self))
        return self.figures[-1]

    def current_axes(self):
        if self.current is None:
            self.current = self.current_figure().add_subplot(1, 1, 1)
        return self.current

    def take(self):
        """Everything drawn, as one Figure of ours; TypeError where nothing was."""
        canvases = [c for c in self.figures if c.axes]
        panels = [ax.panel() for canvas in canvases for _, ax in sorted(canvas.axes, key=_place)]
        columns = max((c.shape[1] for c in canvases), default=1)
        heading = next((c.words for c in canvases if c.words), None)
        if heading and panels and panels[0].title is None:
            object.__setattr__(panels[0], "title", heading)
        return Figure(*panels, columns=columns)


def _place(entry):
    (rows, columns, number), _ = entry
    row, column = divmod(number - 1, columns)
    return row / rows, column / columns


def _digits(code):
    return tuple(int(d) for d in str(code))


class Pyplot:
    """``plt`` of one session."""

    def __init__(self, session):
        self._session = session

    def figure(self, *args, **kwargs):
        canvas = Canvas(self._session)
        self._session.figures.append(canvas)
        self._session.current = None
        return canvas

    def subplots(self, nrows=1, ncols=1, **kwargs):
        canvas = self.figure()
        keep = {k: v for k, v in kwargs.items() if k == "squeeze"}
        return canvas, canvas.subplots(nrows, ncols, **keep)

    def subplot(self, *args, **kwargs):
        return self._session.current_figure().add_subplot(*args)

    def axes(self, *args, **kwargs):
        return self.subplot(1, 1, 1)

    def subplot2grid(self, shape, loc, **kwargs):
        return self.subplot(*shape, loc[0] * shape[1] + loc[1] + 1)

    def gca(self, **_):
        return self._session.current_axes()

    def gcf(self):
        return self._session.current_figure()

    def sca(self, ax):
        self._session.current = ax

    def clf(self):
        self._session.figures, self._session.current = [], None

    cla = clf

    def suptitle(self, *args, **kwargs):
        self._session.current_figure().suptitle(*args, **kwargs)

    def xlim(self, *args, **kwargs):
        ax = self._session.current_axes()
        return ax.set_xlim(*args, **kwargs) if args or kwargs else ax.get_xlim()

    def ylim(self, *args, **kwargs):
        ax = self._session.current_axes()
        return ax.set_ylim(*args, **kwargs) if args or kwargs else ax.get_ylim()

    def xticks(self, ticks=None, labels=None, **_):
        if ticks is not None:
            self._session.current_axes().set_xticks(ticks, labels)

    def yticks(self, ticks=None, labels=None, **_):
        if ticks is not None:
            self._session.current_axes().set_yticks(ticks, labels)

    def own_names(self):
        drawn = [name for name in vars(Axes) if not name.startswith("_")]
        own = [name for name in vars(Pyplot) if not name.startswith("_")]
        return [*own, *drawn, *RENAMED, *QUIET]

    def __getattr__(self, name):
        if name in QUIET:
            return Quiet()
        renamed = RENAMED.get(name, name)
        if hasattr(Axes, renamed):

            def call(*args, **kwargs):
                return getattr(self._session.current_axes(), renamed)(*args, **kwargs)

            return call
        if name.startswith("__"):
            raise AttributeError(name)
        return fail(
            f"plt.{name}", "it is not recorded; see the list in the documentation of interact"
        )
