"""matplotlib is the oracle: the same function at random settings gives its numbers, in Python and
in the page."""

import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import plots
import pytest
from explorables.figure.marks import arrow, boxes, dots, line
from explorables.figure.parameters import Slider
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection, PathCollection
from parity import parity_failures
from runtime import runtime

from explorables import interact

NAMES = [f.__name__ for f in plots.ALL]
FUNCTIONS = {f.__name__: (f, controls) for f, controls in plots.ALL.items()}
FIGURES = {}


def figure_of(name):
    if name not in FIGURES:
        function, controls = FUNCTIONS[name]
        FIGURES[name] = interact(function, **controls)
    return FIGURES[name]


def settings(figure, n):
    rng = np.random.default_rng(11)
    yield dict(figure.opening)
    for _ in range(n):
        values = {}
        for name, control in figure.controls.items():
            steps = round((control.max - control.min) / control.step)
            values[name] = control.check(
                name, control.min + control.step * int(rng.integers(steps + 1))
            )
        yield values


def real(function, values):
    plt.close("all")
    function(**values)
    return plt.gcf()


def rows(*columns):
    columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(c, float)) for c in columns))
    return np.column_stack(columns)


def marks(panel, kind):
    return [m for m in panel.marks if isinstance(m, kind)]


def agree(ours, theirs, tolerance=1e-9):
    theirs = np.ma.filled(np.ma.asarray(theirs, dtype=float), np.nan)
    assert np.shape(ours) == np.shape(theirs)
    scale = np.max(np.abs(theirs), initial=1.0, where=np.isfinite(theirs))
    assert np.allclose(ours, theirs, rtol=1e-9, atol=tolerance * scale, equal_nan=True)


def compare(panel, ax):
    """Lines, points, rectangles, segments, limits and texts of one plot."""
    drawn = [a for a in ax.lines if len(np.atleast_1d(a.get_xdata())) and not _is_rule(a)]
    ours = [
        m for m in panel.marks if isinstance(m, line | dots) and not getattr(m, "scattered", False)
    ]
    lines = {tuple(map(tuple, np.nan_to_num(rows(m.x, m.y), nan=7e77))) for m in ours}
    for artist in drawn:
        x, y = artist.get_data()
        x, y = STEP_LOOKUP_MAP[artist.get_drawstyle()](np.asarray(x), np.asarray(y))
        found = min(
            (np.max(np.abs(np.array(sorted(set(points))) - _sorted(x, y)), initial=0.0)
             for points in lines if len(set(points)) == len(_sorted(x, y))), default=np.inf,
        )  # fmt: skip
        assert found < 1e-8 * max(1.0, np.nanmax(np.abs(np.asarray(y, float)), initial=1.0))
    for artist in (c for c in ax.collections if isinstance(c, PathCollection)):
        offsets = np.asarray(artist.get_offsets())
        found = [rows(m.x, m.y) for m in marks(panel, dots)]
        assert any(f.shape == offsets.shape and np.allclose(f, offsets) for f in found)
    for artist in (c for c in ax.collections if isinstance(c, LineCollection)):
        if not artist.get_segments():
            continue
        segments = np.array([s.ravel() for s in artist.get_segments()])
        assert any(np.shape(rows(m.x0, m.y0, m.x1, m.y1)) == segments.shape
                   and np.allclose(rows(m.x0, m.y0, m.x1, m.y1), segments)
                   for m in marks(panel, arrow))  # fmt: skip
    patches = [p for p in ax.patches if hasattr(p, "get_width") and hasattr(p, "get_xy")]
    spans = [m for m in marks(panel, boxes) if np.max(np.abs(np.asarray(m.x0, float))) > 1e11
             or np.max(np.abs(np.asarray(m.y0, float))) > 1e11]  # fmt: skip
    made = [rows(m.x0, m.y0, m.x1, m.y1) for m in marks(panel, boxes) if m not in spans]
    theirs = [[*p.get_xy(), p.get_x() + p.get_width(), p.get_y() + p.get_height()] for p in patches]
    theirs = theirs[: len(theirs) - len(spans)] if spans else theirs
    if theirs:
        agree(np.concatenate(made), theirs)
    agree(panel.x.domain, ax.get_xlim())
    agree(panel.y.domain, ax.get_ylim())
    if "$" not in ax.get_title():
        assert (panel.title or "") == ax.get_title()
    assert (panel.x.label or "") == ax.get_xlabel()
    said = [m.string for m in panel.marks if type(m).__name__ == "text"]
    assert [t.get_text() for t in ax.texts if t.get_text()] == said


def _sorted(x, y):
    return np.array(
        sorted({tuple(r) for r in np.nan_to_num(rows(x, np.ma.filled(y, np.nan)), nan=7e77)})
    )


def _is_rule(artist):
    return artist.get_transform() != artist.axes.transData


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_matplotlibs(name):
    function, _ = FUNCTIONS[name]
    figure = figure_of(name)
    for values in settings(figure, 40):
        canvas = real(function, values)
        panels = figure.compute(**values).panels
        assert len(panels) == len(canvas.axes)
        for panel, ax in zip(panels, canvas.axes, strict=True):
            compare(panel, ax)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_same_numbers(name):
    assert parity_failures(figure_of(name), runtime(), 20) == []


@pytest.mark.parametrize("name", NAMES)
def test_only_what_cannot_follow_is_recorded_step_by_step(name):
    found = [n for n, c in figure_of(name).controls.items() if not c.follows]
    assert found == plots.STEPWISE.get(name, [])
    assert all(isinstance(c, Slider) for c in figure_of(name).controls.values())


@pytest.mark.parametrize("spec", ["%.2f", "%8.3f|", "%-8.1e|", "%+d", "%05.1f", "% g", "%i %%"])
def test_percent_writes_what_it_writes_for_a_number(spec):
    def titled(a=0.0):
        plt.plot([0, 1], [0, 1])
        plt.title(spec % a)

    figure = interact(titled, a=(-20.0, 20.0, 0.5))
    assert all(control.follows for control in figure.controls.values())
    for a in (-12.5, -0.5, 0.0, 3.0, 17.5):
        assert figure.compute(a=a).panels[0].title == (spec % a).replace("-0 ", "0 ")
    assert parity_failures(figure, runtime(), 10) == []


@pytest.mark.parametrize(("spec", "words"), [("%d %d", "not enough"), ("none%%", "not all")])
def test_percent_counts_its_numbers(spec, words):
    def titled(a=0.0):
        plt.title(spec % (a,))

    with pytest.raises(TypeError, match=words):
        interact(titled, a=(-20.0, 20.0, 0.5))
