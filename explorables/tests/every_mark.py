"""One figure with every mark, every kind of parameter and every item beside the panels."""

import numpy as np

from explorables import (
    Axis,
    Choice,
    Figure,
    Panel,
    Play,
    Points,
    Predict,
    Slider,
    Switch,
    area,
    arrow,
    bars,
    contour,
    dots,
    explore,
    formula,
    handle,
    heatmap,
    line,
    readout,
    rule,
    running_sum,
    stems,
    take,
    text,
)  # fmt: skip

X = np.linspace(0.1, 5, 30)
GRID_X, GRID_Y = np.meshgrid(X, X)
NAMES = ["rain", "sun", "fog"]
SIZES = np.array([2.0, 3.0, 5.0, 7.0, 11.0])


def every_mark(a=1.0, rate=1.0, k=1, time=0, shape="round", wide=True, data=None):
    """Which marks are there?"""
    curve = np.exp(-rate * X) if shape == "round" else np.maximum(1 - rate * X, 0)
    seen = np.where(np.arange(5) <= time, 1.0, 0.2)
    return Figure(
        Panel(
            line(X, a * curve, dash=True, label=f"a = {a:.1f}", width=2 if wide else 1),
            area(X, curve, base=curve / 2, opacity=0.3),
            rule(x=[1, 2], dash=True),
            rule(y=a),
            x=Axis("x", domain=(0, 5), ticks=[0, 5]),
            y=Axis("y", domain=(0, a)),
            title=f"step {time} of 4, {100 * a:,.0f} %",
        ),
        Panel(
            bars(NAMES, [a, 2, 3], color=[0, 1, 2], opacity=[1, 0.5, 0.2]),
            handle("rain", a, moves=(None, "a")),
            text(NAMES, [1, 2, 3], ["a", "b", f"{rate:.2e}"], dx=3, anchor="start"),
        ),
        Panel(
            stems(np.arange(5), SIZES * a, color=[0, 0, 1, 1, 4], link="sizes"),
            dots(np.arange(5), a, size=SIZES, symbol="square", opacity=seen),
        ),
        Panel(
            heatmap(X, X, GRID_X * GRID_Y * a, symmetric=True),
            contour(X, X, GRID_X * GRID_Y - a, levels=[2, 4]),
            arrow([1, 2], [1, 2], [3, 4], a, color="red"),
            handle(a, rate, moves=("a", "rate")),
            x=Axis("x", scale="log", domain=(0.1, 5)),
        ),
        Panel(
            contour(X, X, GRID_X + a * GRID_Y, fill=True),
            dots(data.x, data.y),
            handle(data.x, data.y, moves="data"),
            aspect=1.0,
        ),
        readout("entry", take(SIZES, k) * a, "cm", format=".1f", note=f"number {k}"),
        running_sum("sum", SIZES * a, link="sizes"),
        formula(rf"\frac{{{a:.2f}}}{{{k}}} = {a / k:+.3f}"),
        columns=3,
    )


def every_mark_figure():
    """The figure as an Explorable."""
    return explore(
        every_mark,
        a=(0.5, 2.0),
        rate=Slider(0.1, 10, log=True, unit="1/s"),
        k=(1, 4),
        time=Play(0, 4),
        shape=Choice(["round", "straight"]),
        wide=Switch(),
        data=Points([1, 2], [3, 4], domain_x=(0, 5), domain_y=(0, 5)),
        predict=Predict(
            "How many?",
            options=("10", "11", "12"),
            answer=1,
            because="Count them.",
            shown={"11": "a sum of other things"},
        ),
        states={"small": dict(a=0.5), "straight": dict(shape="straight", k=4)},
    )
