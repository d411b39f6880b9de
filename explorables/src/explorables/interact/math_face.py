"""``math`` for stand-ins: NumPy's function of the same meaning."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from .cells import plain
from .numpy_face import Face, traced

SAME = dict(
    acos="arccos", acosh="arccosh", asin="arcsin", asinh="arcsinh", atan="arctan",
    atan2="arctan2", atanh="arctanh", pow="power", fabs="absolute",
)  # fmt: skip
NAMES = (
    "sqrt exp exp2 expm1 log2 log10 log1p sin cos tan sinh cosh tanh hypot floor ceil trunc isnan "
    "isinf isfinite copysign cbrt degrees radians"
).split()
SPECIAL = {
    "erf": special.erf,
    "erfc": special.erfc,
    "gamma": special.gamma,
    "lgamma": special.gammaln,
}


def _either(name, follow):
    real = getattr(math, name)

    def apply(*args):
        args = plain(list(args))
        return follow(*args) if traced(*args) else real(*args)

    return apply


def _log(x, base=None):
    return np.log(x) if base is None else np.log(x) / np.log(base)


FOLLOW = {name: getattr(np, name) for name in NAMES if hasattr(np, name)}
FOLLOW |= {name: getattr(np, same) for name, same in SAME.items()}
FOLLOW |= SPECIAL
FOLLOW |= {"log": _log}
FOLLOW |= {
    "factorial": lambda n: special.gamma(n + 1.0),
    "comb": lambda n, k: np.exp(-np.log1p(n) - special.betaln(n - k + 1.0, k + 1.0)),
}
OWN = {name: _either(name, follow) for name, follow in FOLLOW.items() if hasattr(math, name)}
FACE = Face(math, OWN)
