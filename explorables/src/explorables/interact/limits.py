"""Where matplotlib lets an axis end: data, margins that stop at sticky edges, or what was set.

Source: matplotlib's Axes.autoscale_view; the same steps for plain numbers and for stand-ins.
"""

from __future__ import annotations

import numpy as np

from ..trace.tracer import has_tracer

MARGIN = 0.05
TOLERANCE = 1e-5


class Limits:
    """One axis of one plot: the data seen so far and what the author has set."""

    def __init__(self):
        self.seen, self.late, self.sticky = [], [], []
        self.low = self.high = None  # as set
        self.log, self.margin, self.inverted, self.tight = False, MARGIN, False, False

    def see(self, values, sticky=()):
        """Data that the axis must show; it may end right at ``sticky`` edges."""
        self.sticky += list(sticky)
        if isinstance(values, list | tuple) and has_tracer(values):
            values = np.stack(values)
        if np.size(values):
            self.seen += [*self.late, values]
            self.late = []

    def see_outside(self, value):
        """A rule: it widens an axis that ends before it, and one inside waits for more data."""
        low, high = self.ends()
        inside = (low <= value) & (value <= high) if self.seen else False
        if has_tracer([inside]):
            self.seen.append([np.where(inside, _ends(self.seen[0], self.log)[0], value)])
        elif inside:
            self.late.append([value])
        else:
            self.see([value])

    def set(self, low=None, high=None):
        self.low = self.low if low is None else low
        self.high = self.high if high is None else high

    def ends(self):
        """(low, high) as get_xlim() tells them."""
        low, high = self._auto()
        low = low if self.low is None else self.low
        high = high if self.high is None else self.high
        return (high, low) if self.inverted and self.low is None else (low, high)

    def _auto(self):
        if not self.seen:
            return 0.0, 1.0
        lows, highs = zip(*(_ends(values, self.log) for values in self.seen), strict=True)
        low, high = _least(np.minimum, lows), _least(np.maximum, highs)
        if not has_tracer([low, high]) and not np.isfinite([low, high]).all():
            return 0.0, 1.0
        low, high = _apart(low, high)
        tolerance = TOLERANCE * np.abs(high - low)
        if self.log:
            ends = np.log10(low), np.log10(high)
            room = (ends[1] - ends[0]) * self.margin
            wide = 10.0 ** (ends[0] - room), 10.0 ** (ends[1] + room)
        else:
            room = (high - low) * self.margin
            wide = low - room, high + room
        for edge in self.sticky:
            low_stop = np.where(edge <= low + tolerance, edge, -np.inf)
            high_stop = np.where(edge >= high - tolerance, edge, np.inf)
            wide = np.maximum(wide[0], low_stop), np.minimum(wide[1], high_stop)
        return wide

    def domain(self):
        """For an axis of ours: fixed or moving; None where nothing is known."""
        low, high = self.ends()
        if has_tracer([low, high]):
            return np.stack([low, high])
        return (float(low), float(high))


def _ends(values, log):
    if isinstance(values, list | tuple) and has_tracer(values):
        values = np.stack(values)
    if has_tracer(values):
        finite = np.isfinite(values) & (values > 0) if log else np.isfinite(values)
        return np.min(np.where(finite, values, np.inf)), np.max(np.where(finite, values, -np.inf))
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    return (values.min(), values.max()) if values.size else (np.inf, -np.inf)


def _least(pair, values):
    found = values[0]
    for value in values[1:]:
        found = pair(found, value)
    return found


def _apart(low, high):
    """Two different ends: an axis of one value shows a twentieth around it."""
    if has_tracer([low, high]):
        same = low == high
        room = np.where(low == 0, MARGIN, MARGIN * np.abs(low))
        return np.where(same, low - room, low), np.where(same, high + room, high)
    if low == high:
        air = MARGIN * abs(low) or MARGIN
        return low - air, high + air
    return low, high
