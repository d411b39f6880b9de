"""The loss lab: what a density of noise, or a loss, says about residuals and about a line."""

import json
import math

import numpy as np
from _page import _nd

REACH = 6.0


def study(f, is_loss, x, y):
    """Prints JSON: words, the curves on a grid, the line through (x, y), and what it finds."""
    words, x, y = [], np.array(x), np.array(y)
    try:
        loss = _vectorised(f, is_loss)
        r = np.linspace(-REACH, REACH, 241)
        curve = loss(r)
    except Exception as error:
        return _say({"stop": "It stops with %s (%s)." % (type(error).__name__, error)})
    bad = ~np.isfinite(curve)
    if bad.any():
        at = float(r[bad][0])
        return _say({"stop": "It must be finite for every residual (at r = %.3g it gives %s)." % (at, float(curve[bad][0]) * (1 if is_loss else -1))})
    if np.ptp(curve) < 1e-12:
        return _say({"stop": "It is the same for every residual, so it prefers none: no minimum."})
    wide = loss(np.linspace(-1000.0, 1000.0, 4001))
    inner = float(np.min(curve))
    if not np.isfinite(wide).all():
        return _say({"stop": "It must be finite for every residual, also for large ones (it overflows before r = 1000)."})
    if float(np.min(wide)) < inner - 1e-9:
        return _say({"stop": "The loss has no minimum: it falls for ever as the residual grows."})
    density, note = _density(loss, r, inner, is_loss)
    words.append(note)
    pull = np.gradient(curve, r)
    a, b = _line(loss, x, y)
    words.append(_finds(loss, y))
    _say({"words": words, "r": _list(r), "loss": _list(curve - inner), "pull": _list(pull), "density": density, "line": [a, b]})


def line(f, is_loss, x, y):
    """Prints the line alone, for a point that is being dragged."""
    a, b = _line(_vectorised(f, is_loss), np.array(x), np.array(y))
    _say({"line": [a, b]})


def _say(made):
    _nd.write(json.dumps(made) + "\n")


def _list(a):
    return [round(v, 5) if v - v == 0 else None for v in a.tolist()]


def _vectorised(f, is_loss):
    sign = 1.0 if is_loss else -1.0

    def loss(r):
        try:
            out = np.asarray(f(r)) * sign
            if out.shape == r.shape:
                return out * 1.0
        except (ValueError, TypeError):
            pass
        return np.array([float(np.asarray(f(v)).item()) for v in r.tolist()]) * sign

    return loss


def _density(loss, r, inner, is_loss):
    """(density on the grid or None, a sentence)."""
    areas, low = [], 0.0
    for reach, steps in ((30.0, 12001), (300.0, 4001), (3000.0, 4001)):
        for side in (1.0, -1.0):
            t = side * np.linspace(low, reach, steps)
            areas.append(abs(float(np.trapezoid(np.exp(inner - loss(t)), t))))
        low = reach
    near = sum(areas[:4])
    areas = [sum(areas[:2]), near, sum(areas)]
    if areas[2] > areas[1] * 1.02:
        return None, "It cannot be normalised: the area under e^(−loss) grows without end, so it is the loss of no noise."
    density = np.exp(inner - loss(r)) / areas[2]
    known = abs(math.log(areas[2]) - inner)
    tail = " Your log-density was not normalised (off by %.3g nats); no fit notices." % known if known > 1e-2 and not is_loss else ""
    return _list(density), "The noise behind it is drawn below." + tail


def _simplex(g, start):
    """Nelder and Mead (1965) in two dimensions."""
    points = [start, [start[0] + 0.5, start[1]], [start[0], start[1] + 0.5]]
    values = [g(*p) for p in points]
    for _ in range(160):
        order = sorted(range(3), key=lambda k: values[k])
        points, values = [points[k] for k in order], [values[k] for k in order]
        if abs(points[2][0] - points[0][0]) + abs(points[2][1] - points[0][1]) < 1e-7:
            break
        centre = [(points[0][i] + points[1][i]) / 2 for i in range(2)]
        move = lambda t: [centre[i] + t * (points[2][i] - centre[i]) for i in range(2)]
        p = move(-1.0)
        v = g(*p)
        if v < values[0]:
            far = move(-2.0)
            w = g(*far)
            points[2], values[2] = (far, w) if w < v else (p, v)
        elif v < values[1]:
            points[2], values[2] = p, v
        else:
            near = move(0.5 if v >= values[2] else -0.5)
            w = g(*near)
            if w < min(v, values[2]):
                points[2], values[2] = near, w
            else:
                for k in (1, 2):
                    points[k] = [(points[k][i] + points[0][i]) / 2 for i in range(2)]
                    values[k] = g(*points[k])
    return points[0]


def _line(loss, x, y):
    """a + b x with the smallest sum of losses, from two starts."""
    total = lambda a, b: float(np.sum(loss(y - a - b * x)))
    middle = float(np.median(y))
    found = [_simplex(total, [middle, s]) for s in (0.0, 1.0)]
    return min(found, key=lambda p: total(*p))


def _finds(loss, y):
    """What the best constant is among the names that statistics has."""
    y = np.sort(np.append(y, y[:3] * 3.0))  # no symmetry, so that mean and median differ
    grid = np.linspace(float(y[0]) - 0.5, float(y[-1]) + 0.5, 1201)
    sums = np.zeros(len(grid))
    for v in y.tolist():
        sums = sums + loss(v - grid)
    best = float(grid[np.argmin(sums)])
    step = float(grid[1] - grid[0])
    if abs(best - float(np.mean(y))) <= 1.5 * step:
        return "As one number for many it finds the mean."
    if abs(best - float(np.median(y))) <= 1.5 * step or _between(best, y, 0.5):
        return "As one number for many it finds the median."
    for q in range(5, 100, 5):
        if _between(best, y, q / 100):
            low = float(np.sum(loss(np.array([1.0, 2.0]))))
            high = float(np.sum(loss(np.array([-1.0, -2.0]))))
            if abs(low - high) > 1e-9:
                return "As one number for many it finds about the %.2f quantile." % (q / 100)
    return "As one number for many it finds neither the mean nor the median: something between or beside them (%.3g where the mean is %.3g and the median %.3g)." % (best, float(np.mean(y)), float(np.median(y)))


def _between(v, y, q):
    k = q * (len(y) - 1)
    low, high = float(y[int(math.floor(k))]), float(y[int(math.ceil(k))])
    return low - 1e-2 <= v <= high + 1e-2
