"""Derivatives of the elementwise operations, in reverse: one line an operation.

``RULES[op]`` has one entry an input: a function of g = ∂L/∂z, the result z and the inputs that
gives ∂L/∂input in the shape of z; None where the input only decides (its derivative is 0 wherever
there is one); a text where the derivative is no operation of the table, which says what is missing.
The rules are NumPy on traced arrays: what they compute is recorded and has rules itself.
"""

from __future__ import annotations

import numpy as np
from scipy import special

ROOT_2_PI = np.sqrt(2 * np.pi)
FLAT = "sign floor ceil rint trunc isnan isfinite isinf logical_not"
DECIDES = (
    "floor_divide less less_equal greater greater_equal equal not_equal "
    "logical_and logical_or logical_xor"
)
IN_THE_SHAPE = "its derivative in the shape parameter is no operation of the table"


def _tie(z, x, other):
    """1 where x is the result, ½ where both are."""
    return np.where(x == other, 0.5, x == z)


def _base(x, y):
    """x of y xʸ⁻¹, kept from 0 where y = 0: there 0 · ∞ is 0."""
    if x.graph.is_constant(y.node) and np.all(x.graph.nodes[y.node].value):
        return x
    return np.where((x == 0) & (y == 0), 1.0, x)


def _sign(x):
    """±1, with the sign of a zero."""
    return np.copysign(1.0, x)


UNARY = {
    "negative": lambda g, z, x: -g,
    "absolute": lambda g, z, x: g * np.sign(x),
    "exp": lambda g, z, x: g * z,
    "exp2": lambda g, z, x: g * z * np.log(2.0),
    "expm1": lambda g, z, x: g * np.exp(x),
    "log": lambda g, z, x: g / x,
    "log2": lambda g, z, x: g / (x * np.log(2.0)),
    "log10": lambda g, z, x: g / (x * np.log(10.0)),
    "log1p": lambda g, z, x: g / (1 + x),
    "sqrt": lambda g, z, x: 0.5 * g / z,
    "square": lambda g, z, x: 2 * g * x,
    "cbrt": lambda g, z, x: g / (3 * np.square(z)),
    "reciprocal": lambda g, z, x: -g * np.square(z),
    "sin": lambda g, z, x: g * np.cos(x),
    "cos": lambda g, z, x: -g * np.sin(x),
    "tan": lambda g, z, x: g * (1 + np.square(z)),
    "arcsin": lambda g, z, x: g / np.sqrt((1 - x) * (1 + x)),
    "arccos": lambda g, z, x: -g / np.sqrt((1 - x) * (1 + x)),
    "arctan": lambda g, z, x: g / (1 + np.square(x)),
    "sinh": lambda g, z, x: g * np.cosh(x),
    "cosh": lambda g, z, x: g * np.sinh(x),
    "tanh": lambda g, z, x: 4 * g * special.expit(2 * x) * special.expit(-2 * x),
    "arcsinh": lambda g, z, x: g / np.hypot(x, 1.0),
    "arccosh": lambda g, z, x: g / np.sqrt((x - 1) * (x + 1)),
    "arctanh": lambda g, z, x: g / ((1 - x) * (1 + x)),
    "expit": lambda g, z, x: g * z * special.expit(-x),
    "logit": lambda g, z, x: g / (x * (1 - x)),
    "log_expit": lambda g, z, x: g * special.expit(-x),
    "entr": lambda g, z, x: -g * (np.log(x) + 1),
    "gammaln": lambda g, z, x: g * special.digamma(x),
    "digamma": "its derivative, the trigamma function, is no operation of the table",
    "gamma": lambda g, z, x: g * z * special.digamma(x),
    "ndtr": lambda g, z, x: g * np.exp(-np.square(x) / 2) / ROOT_2_PI,
    "log_ndtr": lambda g, z, x: g * np.exp(-np.square(x) / 2 - z) / ROOT_2_PI,
    "ndtri": lambda g, z, x: g * np.exp(np.square(z) / 2) * ROOT_2_PI,
    "erf": lambda g, z, x: g * np.exp(-np.square(x)) * (2 / np.sqrt(np.pi)),
    "erfc": lambda g, z, x: g * np.exp(-np.square(x)) * (-2 / np.sqrt(np.pi)),
}


def _gammainc(g, z, a, x):
    """g xᵃ⁻¹ e⁻ˣ / Γ(a)"""
    return g * np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a))


def _betainc(g, z, a, b, x):
    """g xᵃ⁻¹ (1 − x)ᵇ⁻¹ / B(a, b)"""
    logs = special.xlogy(a - 1, x) + special.xlog1py(b - 1, -x)
    return g * np.exp(logs - special.betaln(a, b))


RULES = {
    **{op: (rule,) for op, rule in UNARY.items()},
    **{op: (None,) for op in FLAT.split()},
    **{op: (None, None) for op in DECIDES.split()},
    "add": (lambda g, z, x, y: g, lambda g, z, x, y: g),
    "subtract": (lambda g, z, x, y: g, lambda g, z, x, y: -g),
    "multiply": (lambda g, z, x, y: g * y, lambda g, z, x, y: g * x),
    "divide": (lambda g, z, x, y: g / y, lambda g, z, x, y: -g * z / y),
    "remainder": (lambda g, z, x, y: g, lambda g, z, x, y: -g * np.floor_divide(x, y)),
    "power": (
        lambda g, z, x, y: g * y * np.power(_base(x, y), y - 1),
        lambda g, z, x, y: g * special.xlogy(z, x),
    ),
    "maximum": (lambda g, z, x, y: g * _tie(z, x, y), lambda g, z, x, y: g * _tie(z, y, x)),
    "minimum": (lambda g, z, x, y: g * _tie(z, x, y), lambda g, z, x, y: g * _tie(z, y, x)),
    "logaddexp": (
        lambda g, z, x, y: g * special.expit(x - y),
        lambda g, z, x, y: g * special.expit(y - x),
    ),
    "arctan2": (
        lambda g, z, y, x: g * x / (np.square(x) + np.square(y)),
        lambda g, z, y, x: -g * y / (np.square(x) + np.square(y)),
    ),
    "hypot": (lambda g, z, x, y: g * x / z, lambda g, z, x, y: g * y / z),
    "copysign": (lambda g, z, x, y: g * np.sign(x) * _sign(y), None),
    "xlogy": (lambda g, z, x, y: g * np.log(y), lambda g, z, x, y: g * x / y),
    "xlog1py": (lambda g, z, x, y: g * np.log1p(y), lambda g, z, x, y: g * x / (1 + y)),
    "rel_entr": (lambda g, z, x, y: g * (np.log(x / y) + 1), lambda g, z, x, y: -g * x / y),
    "kl_div": (lambda g, z, x, y: g * np.log(x / y), lambda g, z, x, y: g * (1 - x / y)),
    "betaln": (
        lambda g, z, a, b: g * (special.digamma(a) - special.digamma(a + b)),
        lambda g, z, a, b: g * (special.digamma(b) - special.digamma(a + b)),
    ),
    "gammainc": (IN_THE_SHAPE, _gammainc),
    "gammaincc": (IN_THE_SHAPE, lambda g, z, a, x: -_gammainc(g, z, a, x)),
    "betainc": (IN_THE_SHAPE, IN_THE_SHAPE, _betainc),
    "where": (
        None,
        lambda g, z, c, x, y: np.where(c, g, 0.0),
        lambda g, z, c, x, y: np.where(c, 0.0, g),
    ),
    "clip": (
        lambda g, z, x, low, high: np.where((low <= x) & (x <= high), g, 0.0),
        lambda g, z, x, low, high: np.where((x < low) & (low <= high), g, 0.0),
        lambda g, z, x, low, high: np.where((x > high) | (low > high), g, 0.0),
    ),
}
