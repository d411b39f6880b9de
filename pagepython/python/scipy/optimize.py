"""One root and one minimum in an interval; everything else is named as missing."""

import numpy as np


def brentq(f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, full_output=False, disp=True):
    """Brent's method (1973): bisection, secant or inverse quadratic steps, whichever is safe."""
    xpre, xcur = float(a), float(b)
    fpre, fcur = float(f(xpre, *args)), float(f(xcur, *args))
    if fpre == 0:
        return xpre
    if fcur == 0:
        return xcur
    if (fpre < 0) == (fcur < 0):
        raise ValueError("f(a) and f(b) must have different signs")
    xblk = fblk = spre = scur = 0.0
    for _ in range(maxiter):
        if fpre != 0 and fcur != 0 and (fpre < 0) != (fcur < 0):
            xblk, fblk = xpre, fpre
            spre = scur = xcur - xpre
        if abs(fblk) < abs(fcur):
            xpre, xcur, xblk = xcur, xblk, xcur
            fpre, fcur, fblk = fcur, fblk, fcur
        delta = (xtol + rtol * abs(xcur)) / 2
        sbis = (xblk - xcur) / 2
        if fcur == 0 or abs(sbis) < delta:
            return xcur
        if abs(spre) > delta and abs(fcur) < abs(fpre):
            if xpre == xblk:
                stry = -fcur * (xcur - xpre) / (fcur - fpre)
            else:
                dpre, dblk = (fpre - fcur) / (xpre - xcur), (fblk - fcur) / (xblk - xcur)
                stry = -fcur * (fblk * dblk - fpre * dpre) / (dblk * dpre * (fblk - fpre))
            if 2 * abs(stry) < min(abs(spre), 3 * abs(sbis) - delta):
                spre, scur = scur, stry
            else:
                spre = scur = sbis
        else:
            spre = scur = sbis
        xpre, fpre = xcur, fcur
        xcur += scur if abs(scur) > delta else (delta if sbis > 0 else -delta)
        fcur = float(f(xcur, *args))
    raise RuntimeError("Failed to converge after %d iterations." % maxiter)


bisect = ridder = brenth = toms748 = brentq


class OptimizeResult:
    def __init__(self, **parts):
        for name, value in parts.items():
            setattr(self, name, value)


def minimize_scalar(f, bounds=None, bracket=None, method=None, args=(), tol=1e-10, options=None):
    """Golden sections in an interval; without one, an interval is looked for."""
    low, high = bounds if bounds is not None else _bracket(f, bracket, args)
    golden = (5**0.5 - 1) / 2
    a, b = high - golden * (high - low), low + golden * (high - low)
    fa, fb = f(a, *args), f(b, *args)
    for n in range(200):
        if abs(high - low) < tol * (1 + abs(a)):
            break
        if fa < fb:
            high, b, fb = b, a, fa
            a = high - golden * (high - low)
            fa = f(a, *args)
        else:
            low, a, fa = a, b, fb
            b = low + golden * (high - low)
            fb = f(b, *args)
    x = (low + high) / 2
    return OptimizeResult(x=x, fun=f(x, *args), success=True, nit=n, nfev=n + 3, message="")


def _bracket(f, bracket, args):
    a, b = (0.0, 1.0) if bracket is None else (bracket[0], bracket[-1])
    if f(a, *args) < f(b, *args):
        a, b = b, a
    step = b - a
    c = b + step
    for _ in range(100):
        if f(c, *args) >= f(b, *args):
            return (a, c) if a < c else (c, a)
        step *= 1.6
        a, b, c = b, c, c + step
    raise RuntimeError("no minimum is in sight: the function falls for ever")


def minimize(f, x0, args=(), method=None, jac=None, tol=None, bounds=None, options=None):
    """BFGS with backtracking (Nocedal and Wright 2006, 6.1); differences where there is no gradient."""
    x = np.atleast_1d(np.asarray(x0) * 1.0).copy()
    both, calls = jac is True, [0]

    def value(at):
        calls[0] += 1
        r = f(at, *args)
        return (float(r[0]), np.asarray(r[1])) if both else (float(r), None)

    def slope(at, known):
        if known is not None:
            return known
        if callable(jac):
            return np.asarray(jac(at, *args)) * 1.0
        g = np.zeros(len(at))
        for k in range(len(at)):
            h = 6e-6 * (1 + abs(at[k]))
            up, down = at.copy(), at.copy()
            up[k] += h
            down[k] -= h
            g[k] = (value(up)[0] - value(down)[0]) / (2 * h)
        return g

    gtol = 1e-5 if tol is None else tol
    fx, known = value(x)
    g, H, still = slope(x, known), np.eye(len(x)), 0
    for n in range(500):
        if np.max(np.abs(g)) < gtol:
            break
        p = -(H @ g)
        if p @ g >= 0:
            H, p = np.eye(len(x)), -g
        t = 1.0
        while t > 1e-14:
            ahead = x + t * p
            fa, known = value(ahead)
            if fa <= fx + 1e-4 * t * (p @ g):
                break
            t /= 2
        else:
            break
        still = still + 1 if fx - fa <= 1e-15 * (1 + abs(fx)) else 0
        if still > 3:
            break
        ga = slope(ahead, known)
        s, y = ahead - x, ga - g
        sy = s @ y
        if sy > 1e-14:
            if n == 0:
                H = H * (sy / (y @ y))
            r = np.eye(len(x)) - np.outer(s, y) / sy
            H = r @ H @ r.T + np.outer(s, s) / sy
        x, fx, g = ahead, fa, ga
    return OptimizeResult(x=x, fun=fx, jac=g, success=bool(np.max(np.abs(g)) < max(gtol, 1e-4)), nit=n, nfev=calls[0], message="")


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError("scipy.optimize.%s is not in the page's Python; brentq, minimize_scalar and minimize are. In the notebook it works." % name)
