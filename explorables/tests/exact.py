"""The table of operations in mpmath, to 50 digits, on NumPy arrays of its numbers."""

import mpmath as mp
import numpy as np
from explorables.trace import operations

mp.mp.dps = 50


def _beta_log(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


ELEMENTWISE = {
    "negative": lambda x: -x, "absolute": abs, "sign": mp.sign, "exp": mp.exp,
    "exp2": lambda x: 2**x, "expm1": mp.expm1, "log": mp.log, "log2": lambda x: mp.log(x, 2),
    "log10": mp.log10, "log1p": lambda x: mp.log(1 + x), "sqrt": mp.sqrt, "square": lambda x: x * x,
    "cbrt": mp.cbrt, "reciprocal": lambda x: 1 / x, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan,
    "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan, "sinh": mp.sinh, "cosh": mp.cosh,
    "tanh": mp.tanh, "arcsinh": mp.asinh, "arccosh": mp.acosh, "arctanh": mp.atanh,
    "floor": mp.floor, "ceil": mp.ceil, "rint": mp.nint,
    "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)),
    "isnan": mp.isnan, "isfinite": mp.isfinite, "isinf": mp.isinf, "logical_not": lambda x: x == 0,
    "expit": lambda x: 1 / (1 + mp.exp(-x)), "logit": lambda x: mp.log(x / (1 - x)),
    "log_expit": lambda x: -mp.log(1 + mp.exp(-x)), "entr": lambda x: -x * mp.log(x),
    "gammaln": mp.loggamma, "digamma": mp.digamma, "gamma": mp.gamma, "ndtr": mp.ncdf,
    "log_ndtr": lambda x: mp.log(mp.ncdf(x)), "ndtri": lambda x: mp.sqrt(2) * mp.erfinv(2 * x - 1),
    "erf": mp.erf, "erfc": mp.erfc,
    "add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y, "floor_divide": lambda x, y: mp.floor(x / y),
    "remainder": lambda x, y: x - y * mp.floor(x / y), "power": mp.power,
    "maximum": max, "minimum": min, "logaddexp": lambda x, y: mp.log(mp.exp(x) + mp.exp(y)),
    "arctan2": mp.atan2, "hypot": mp.hypot, "copysign": lambda x, y: abs(x) * mp.sign(y),
    "less": lambda x, y: x < y, "less_equal": lambda x, y: x <= y,
    "greater": lambda x, y: x > y, "greater_equal": lambda x, y: x >= y,
    "equal": lambda x, y: x == y, "not_equal": lambda x, y: x != y,
    "logical_and": lambda x, y: x != 0 and y != 0, "logical_or": lambda x, y: x != 0 or y != 0,
    "logical_xor": lambda x, y: (x != 0) != (y != 0),
    "xlogy": lambda x, y: x * mp.log(y), "xlog1py": lambda x, y: x * mp.log(1 + y),
    "rel_entr": lambda x, y: x * mp.log(x / y), "kl_div": lambda x, y: x * mp.log(x / y) - x + y,
    "betaln": _beta_log, "gammainc": lambda a, x: mp.gammainc(a, 0, x, regularized=True),
    "gammaincc": lambda a, x: mp.gammainc(a, x, regularized=True),
    "where": lambda c, x, y: x if c else y, "clip": lambda x, low, high: min(max(x, low), high),
    "betainc": lambda a, b, x: mp.betainc(a, b, 0, x, regularized=True),
}  # fmt: skip


def exact(array):
    """A float array as an array of mpmath's numbers."""
    return np.frompyfunc(mp.mpf, 1, 1)(np.asarray(array, dtype=object))


def _array(matrix):
    return np.array(matrix.tolist(), dtype=object)


def _eigen(a, which):
    """Ascending, each vector with the sign that NumPy gives it."""
    values, vectors = mp.eigsy(mp.matrix(a.tolist()))
    if which == 0:
        return np.array(list(values), dtype=object)
    near = np.linalg.eigh(a.astype(float))[1]
    vectors = _array(vectors)
    return vectors * np.sign(np.sum(vectors.astype(float) * near, axis=0)).astype(object)


def _dft(real, imag, inverse):
    """The sums as they are defined."""
    n, sign = real.shape[-1], 1 if inverse else -1
    turn = np.frompyfunc(lambda jk: mp.expjpi(sign * mp.mpf(2 * int(jk)) / n), 1, 1)
    turns = turn(np.outer(np.arange(n), np.arange(n)))
    sums = (real + imag * mp.mpc(0, 1)) @ turns
    return np.stack([np.frompyfunc(mp.re, 1, 1)(sums), np.frompyfunc(mp.im, 1, 1)(sums)])


LINEAR = {
    "solve": lambda a, b: _array(mp.inverse(mp.matrix(a.tolist()))) @ b,
    "inv": lambda a: _array(mp.inverse(mp.matrix(a.tolist()))),
    "det": lambda a: np.array(mp.det(mp.matrix(a.tolist())), dtype=object),
    "cholesky": lambda a: _array(mp.cholesky(mp.matrix(a.tolist()))),
    "eigh_values": lambda a: _eigen(a, 0),
    "eigh_vectors": lambda a: _eigen(a, 1),
}


def exactly(op, inputs, shape, attr):
    """One operation of the table on arrays of mpmath's numbers."""
    if op in ELEMENTWISE:
        return np.frompyfunc(ELEMENTWISE[op], len(inputs), 1)(*inputs) + mp.mpf(0)
    if op == "dft":
        return _dft(*inputs, **attr)
    if op in LINEAR:
        return LINEAR[op](*inputs)
    if op in ("any", "all"):
        inputs = [inputs[0] != 0]
    if op == "take":
        inputs = [inputs[0], np.asarray(inputs[1]).astype(float)]
    return np.asarray(operations.TABLE[op](inputs, shape, **attr), dtype=object) + mp.mpf(0)
