"""Adaptive quadrature."""

import numpy as np

_X = (0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993944, 0.5860872354676911, 0.4058451513773972, 0.20778495500789848, 0.0)
_K = (0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679, 0.19035057806478542, 0.20443294007529889, 0.20948214108472782)
_G = (0.0, 0.1294849661688697, 0.0, 0.27970539148927664, 0.0, 0.3818300505051189, 0.0, 0.4179591836734694)


def quad(f, a, b, args=(), epsabs=1.49e-8, epsrel=1.49e-8, limit=50, points=None):
    """(integral, error bound) by Gauss and Kronrod's 15 points, halved where it is needed."""
    g = lambda x: float(f(x, *args))
    if a > b:
        value, error = quad(f, b, a, args, epsabs, epsrel, limit)
        return -value, error
    if a == -np.inf and b == np.inf:
        return _adapt(lambda t: g(t / (1 - t * t)) * (1 + t * t) / (1 - t * t) ** 2, -1.0, 1.0, epsabs, epsrel, limit)
    if b == np.inf:
        return _adapt(lambda t: g(a + t / (1 - t)) / (1 - t) ** 2, 0.0, 1.0, epsabs, epsrel, limit)
    if a == -np.inf:
        return _adapt(lambda t: g(b - t / (1 - t)) / (1 - t) ** 2, 0.0, 1.0, epsabs, epsrel, limit)
    return _adapt(g, float(a), float(b), epsabs, epsrel, limit)


def _panel(g, a, b):
    middle, half, k, s = (a + b) / 2, (b - a) / 2, 0.0, 0.0
    for x, wk, wg in zip(_X, _K, _G):
        v = g(middle) if x == 0 else g(middle - half * x) + g(middle + half * x)
        k += wk * v
        s += wg * v
    return k * half, abs(k - s) * half


def _adapt(g, a, b, epsabs, epsrel, limit):
    parts = [(a, b) + _panel(g, a, b)]
    for _ in range(limit):
        total = sum([p[2] for p in parts])
        error = sum([p[3] for p in parts])
        if error <= max(epsabs, epsrel * abs(total)) * 1e-3:
            break
        worst = max(range(len(parts)), key=lambda k: parts[k][3])
        low, high = parts[worst][:2]
        middle = (low + high) / 2
        parts[worst] = (low, middle) + _panel(g, low, middle)
        parts.append((middle, high) + _panel(g, middle, high))
    return sum([p[2] for p in parts]), sum([p[3] for p in parts])


def trapezoid(y, x=None, dx=1.0, axis=-1):
    return np.trapezoid(y, x, dx, axis)


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError("scipy.integrate.%s is not in the page's Python; quad is. In the notebook it works." % name)
