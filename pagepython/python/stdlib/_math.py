"""CPython's math: MicroPython's, and what it lacks."""

import math as _native

import _nd
from numpy._core import to_float

pi, e, inf, nan, tau = _native.pi, _native.e, float("inf"), float("nan"), 6.283185307179586


def _number(x):
    return x if type(x) is int else to_float(x)


def _taking(f):
    return lambda *xs: f(*[_number(x) for x in xs])


for _name in dir(_native):
    if callable(getattr(_native, _name)) and _name[0] != "_":
        globals()[_name] = _taking(getattr(_native, _name))


def comb(n, k):
    out = 1
    for i in range(1, k + 1):
        out = out * (n - i + 1) // i
    return out if 0 <= k <= n else 0


def perm(n, k=None):
    return factorial(n) if k is None else comb(n, k) * factorial(k)  # noqa: F821


def prod(xs, start=1):
    for x in xs:
        start = start * x
    return start


def fsum(xs):
    """Without loss: Shewchuk's partial sums."""
    parts = []
    for x in xs:
        x, kept = to_float(x), []
        for y in parts:
            if abs(x) < abs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low:
                kept.append(low)
            x = high
        parts = kept + [x]
    return sum(parts, 0.0)


def hypot(*xs):
    return sqrt(fsum([to_float(x) ** 2 for x in xs]))  # noqa: F821


def dist(a, b):
    return hypot(*[x - y for x, y in zip(a, b)])


def cbrt(x):
    return _nd.unary("cbrt", to_float(x))


def exp2(x):
    return 2.0**x


def gcd(*xs):
    a = 0
    for b in xs:
        while b:
            a, b = b, a % b
    return abs(a)


def lcm(a, b):
    return abs(a * b) // gcd(a, b) if a and b else 0
