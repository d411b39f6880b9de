"""Loops of many steps are one operation in the graph, with the same numbers everywhere."""

import numpy as np
import pytest
from explorables.trace.graph import Graph
from explorables.trace.scan import rolled
from explorables.trace.tracer import Tracer
from parity import parity_failures
from runtime import runtime

from explorables import Figure, Panel, explore, line, readout

NOISE = np.random.default_rng(5).normal(size=400)


def autoregression(phi=0.5):
    y = [0.0]
    for noise in NOISE:
        y.append(phi * y[-1] + noise)
    return Figure(line(np.arange(401.0), np.stack(y)))


def pendulum(g=9.8, damping=0.1):
    angle, speed, angles = 1.0, 0.0, []
    for _ in range(300):
        speed = speed - 0.02 * (g * np.sin(angle) + damping * speed)
        angle = angle + 0.02 * speed
        angles.append(angle)
    return Figure(line(np.arange(300.0), np.stack(angles)), readout("last speed", speed))


def second_order(a=1.2, b=-0.5):
    y = [0.0, 1.0]
    for t in range(200):
        y.append(a * y[-1] + b * y[-2] + 0.1 * NOISE[t])
    return Figure(line(np.arange(202.0), np.stack(y)), readout("tenth", y[10]))


def vectors(turn=0.1):
    point, path = np.array([1.0, 0.0]), []
    for _ in range(100):
        c, s = np.cos(turn), np.sin(turn)
        point = np.stack([c * point[0] - s * point[1], s * point[0] + c * point[1]]) * 0.99
        path.append(point)
    whole = np.stack(path)
    return Figure(Panel(line(whole[:, 0], whole[:, 1])))


def coupled(prey=1.0, hunters=0.5):
    x, y, xs, ys = prey, hunters, [], []
    for _ in range(250):
        x, y = x + 0.02 * x * (1 - y), y + 0.02 * y * (x - 1)
        xs.append(x)
        ys.append(y)
    return Figure(
        Panel(line(np.stack(xs), np.stack(ys))), Panel(line(np.arange(250.0), np.stack(ys)))
    )


CASES = {
    autoregression: dict(phi=(-0.9, 0.9)),
    pendulum: dict(g=(1.0, 20.0), damping=(0.0, 1.0)),
    second_order: dict(a=(0.5, 1.2), b=(-0.6, 0.1)),
    vectors: dict(turn=(0.0, 1.0)),
    coupled: dict(prey=(0.5, 2.0), hunters=(0.2, 2.0)),
}


@pytest.mark.parametrize("function", CASES, ids=lambda f: f.__name__)
def test_a_loop_is_one_operation_and_its_numbers_stay(function):
    figure = explore(function, **CASES[function])
    operations = [node[0] for node in figure.payload()["nodes"]]
    assert operations.count("scan") == 1
    assert len(operations) < 80
    assert parity_failures(figure, runtime(), 20) == []


def test_thousands_of_steps_weigh_little():
    def long(rate=2.0):
        x, path = 0.2, []
        for _ in range(5000):
            x = rate * x * (1 - x)
            path.append(x)
        return Figure(line(np.arange(5000.0), np.stack(path)))

    figure = explore(long, rate=(1.0, 2.9))
    assert figure.payload_size() < 2000
    assert parity_failures(figure, runtime(), 2) == []


def test_steps_that_need_no_loop_and_few_steps_stay_as_they_are():
    def graph_of(steps, chained):
        graph = Graph()
        x = Tracer(graph, graph.parameter("x", 0.5))
        y, all_ = x, []
        for k in range(steps):
            y = np.sin(y) + k if chained else np.sin(x * k) + k
            all_.append(y)
        target = np.stack(all_).node
        new, place = rolled(graph, [target])
        return len(graph.needed([target])), len(new.needed([place[target]]))

    old, new = graph_of(10, True)
    assert new == old
    old, new = graph_of(60, False)
    assert new == old
    old, new = graph_of(60, True)
    assert new < old / 10


def test_a_broken_scan_is_seen():
    from runtime import BUNDLE, Runtime

    broken = (
        BUNDLE.read_text(encoding="utf-8")
        + """
;(() => {
  const replay = explorables.replay;
  explorables.replay = (payload) => {
    const wrong = JSON.parse(JSON.stringify(payload));
    for (const node of wrong.nodes) if (node[0] === "scan")
      for (const step of node[3].body) if (step[0] === "multiply") step[0] = "add";
    return replay(wrong);
  };
})();
"""
    )
    figure = explore(autoregression, phi=(-0.9, 0.9))
    assert parity_failures(figure, Runtime(broken), 3)
