"""The closed table of operations that a recorded figure may use.

Each name has one meaning, NumPy's or SciPy's, here and in the JavaScript runtime; the two tables
are the only pair of files that must agree, and ``tests/test_parity.py`` reads both.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from .loop import run

UNARY = (
    "negative absolute sign exp exp2 expm1 log log2 log10 log1p sqrt square cbrt reciprocal "
    "sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh floor ceil rint trunc "
    "isnan isfinite isinf logical_not expit logit log_expit entr gammaln digamma gamma "
    "ndtr log_ndtr ndtri erf erfc"
).split()
BINARY = (
    "add subtract multiply divide floor_divide remainder power maximum minimum logaddexp arctan2 "
    "hypot copysign less less_equal greater greater_equal equal not_equal "
    "logical_and logical_or logical_xor "
    "xlogy xlog1py rel_entr kl_div betaln gammainc gammaincc"
).split()
TERNARY = ["where", "clip", "betainc"]
REDUCTIONS = "sum prod max min any all argmax argmin".split()
SCANS = "cumsum cumprod sort argsort".split()
SHAPES = "reshape transpose broadcast_to concatenate slice take".split()
LOOPS = ["scan"]
TRANSFORMS = ["dft"]
LINEAR_ALGEBRA = "matmul einsum solve inv det cholesky eigh_values eigh_vectors".split()

CONDITIONS = frozenset(
    "isnan isfinite isinf logical_not logical_and logical_or logical_xor less less_equal greater "
    "greater_equal equal not_equal any all".split()
)
COUNTS = frozenset(["argmax", "argmin", "argsort"])
KEEP_INTEGERS = frozenset(
    "negative absolute sign square add subtract multiply floor_divide remainder maximum minimum "
    "clip sum prod max min cumsum cumprod".split()
)
KEEP_KIND = frozenset(["where", "sort", "einsum", "matmul", *SHAPES])


def _elementwise(name):
    function = getattr(np, name, None) or getattr(special, name)
    return lambda inputs, shape: function(*inputs)


def _reduction(name):
    function = getattr(np, name)
    return lambda inputs, shape, axis, keepdims: function(
        inputs[0], axis=tuple(axis), keepdims=keepdims
    )


def _position(name):
    function = getattr(np, name)
    return lambda inputs, shape, axis: function(inputs[0], axis=axis)


def _slice(inputs, shape, start, step):
    at = np.ix_(*(a + d * np.arange(n) for a, d, n in zip(start, step, shape, strict=True)))
    return inputs[0][at]


def _take(inputs, shape, axis):
    array, index = inputs
    length = array.shape[axis]
    index = index if np.isfinite(index).all() else np.nan_to_num(index)
    index = np.rint(index).astype(np.int64)
    return np.take(array, np.clip(np.where(index < 0, index + length, index), 0, length - 1), axis)


def _dft(inputs, shape, inverse):
    """Σ x e^∓2πi jk/n over the last axis, unscaled; the parts of the sum stand one on the other."""
    z = inputs[0] + 1j * inputs[1]
    sums = np.fft.ifft(z, norm="forward") if inverse else np.fft.fft(z)
    return np.stack([sums.real, sums.imag])


TABLE = {
    **{name: _elementwise(name) for name in [*UNARY, *BINARY, *TERNARY]},
    **{name: _reduction(name) for name in REDUCTIONS[:6]},
    **{name: _position(name) for name in [*REDUCTIONS[6:], *SCANS[:2]]},
    "sort": lambda inputs, shape, axis: np.sort(inputs[0], axis=axis, kind="stable"),
    "argsort": lambda inputs, shape, axis: np.argsort(inputs[0], axis=axis, kind="stable"),
    "reshape": lambda inputs, shape: np.reshape(inputs[0], shape),
    "transpose": lambda inputs, shape, axes: np.transpose(inputs[0], axes),
    "broadcast_to": lambda inputs, shape: np.broadcast_to(inputs[0], shape),
    "concatenate": lambda inputs, shape, axis: np.concatenate(inputs, axis=axis),
    "slice": _slice,
    "take": _take,
    "matmul": lambda inputs, shape: np.matmul(*inputs),
    "einsum": lambda inputs, shape, subscripts: np.einsum(subscripts, *inputs),
    "dft": _dft,
    "solve": lambda inputs, shape: np.linalg.solve(*inputs),
    "inv": lambda inputs, shape: np.linalg.inv(inputs[0]),
    "det": lambda inputs, shape: np.linalg.det(inputs[0]),
    "cholesky": lambda inputs, shape: np.linalg.cholesky(inputs[0]),
    "eigh_values": lambda inputs, shape: np.linalg.eigh(inputs[0])[0],
    "eigh_vectors": lambda inputs, shape: np.linalg.eigh(inputs[0])[1],
}


def _scan(inputs, shape, body, steps, outputs):
    return run(inputs, shape, body, steps, outputs, _evaluate)


TABLE["scan"] = _scan


def evaluate(op, inputs, shape=None, attr=None):
    """Result of one operation as float64 (conditions as 0 and 1), with NumPy's own meaning.

    ``inputs`` are float64 arrays, ``shape`` is the result's shape where the operation needs to be
    told (reshape, broadcast_to, slice), ``attr`` the operation's settings, such as ``axis``.
    """
    with np.errstate(all="ignore"):
        return _evaluate(op, inputs, shape, attr)


def _evaluate(op, inputs, shape, attr):
    return np.asarray(TABLE[op](inputs, shape, **(attr or {})), dtype=np.float64)
