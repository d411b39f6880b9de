"""Is this output that output, and to how many digits? Both are plain (`_plain.plain`).

The whole rule, for an answer a and the right output b of one shape (axes of length 1 do not count):

1. words are equal up to capitals and blanks at the ends; a truth value equals itself, 0 or 1;
2. a number is right where |a − b| ≤ atol + rtol |b|; ∞ and NaN must be the same;
3. otherwise it is right to d digits where b ≠ 0 and |a − b| ≤ ½ 10^(e + 1 − d), e being the
   exponent of the largest |b| of the array: 0.637 is 0.63651 to three digits. From `digits` on
   that is right, too: it is what rounding, single precision or a numerical search leave.
"""

import numpy as np

ALL = 99  # digits: right as far as arithmetic goes


def agreement(output, expected, rtol=1e-6, atol=1e-9):
    """To how many digits `output` is `expected`: `ALL`, fewer, or 0."""
    output = like(output, expected)
    if isinstance(expected, tuple):
        if not isinstance(output, tuple) or len(output) != len(expected):
            return 0
        parts = zip(output, expected, strict=True)
        return min((agreement(o, e, rtol, atol) for o, e in parts), default=ALL)
    if isinstance(expected, str):
        equal = isinstance(output, str) and output.strip().lower() == expected.strip().lower()
        return ALL * equal
    if isinstance(expected, bool):
        return ALL * (number_of(output) == float(expected))
    if not isinstance(output, np.ndarray) or output.shape != expected.shape:
        return 0
    return _digits(output, expected, rtol, atol)


def _digits(a, b, rtol, atol):
    usual = np.isfinite(a) & np.isfinite(b)
    if not np.array_equal(a[~usual], b[~usual], equal_nan=True):
        return 0
    a, b = a[usual], b[usual]
    gap = np.abs(a - b)
    rough = gap > atol + rtol * np.abs(b)
    if not rough.any():
        return ALL
    if np.any(b[rough] == 0.0):
        return 0
    exponent = np.floor(np.log10(np.max(np.abs(b))))
    digits = exponent + 1 - np.log10(2 * gap.max()) + 1e-9  # lest ½ be a hair more than ½
    return int(np.clip(digits, 0, 15))


def like(output, expected):
    """`output` in the shape of `expected`, where they differ only in how the numbers are held."""
    if isinstance(expected, tuple):
        if isinstance(output, np.ndarray) and output.ndim:
            output = tuple(np.array(row) for row in output)
        if not isinstance(output, tuple) or len(output) != len(expected):
            return output
        return tuple(like(o, e) for o, e in zip(output, expected, strict=True))
    if isinstance(output, np.ndarray) and isinstance(expected, np.ndarray):
        if _long_axes(output) == _long_axes(expected):
            return output.reshape(expected.shape)
    return output


def _long_axes(array):
    return tuple(length for length in array.shape if length != 1)


def number_of(value):
    """A lone number or truth value as a float; None for anything else."""
    if isinstance(value, bool):
        return float(value)
    return float(value.item()) if isinstance(value, np.ndarray) and value.size == 1 else None


def in_order(value):
    """Numbers sorted, each once: for answers that are a choice of several."""
    return np.unique(value) if isinstance(value, np.ndarray) else value


def common_factor(outputs, expecteds):
    """c, if every output is c times what is expected and c is not 1; None otherwise."""
    pairs = [(like(o, e), e) for o, e in zip(outputs, expecteds, strict=True)]
    flat = [(_flat(o), _flat(e)) for o, e in pairs]
    if any(o is None or e is None or o.shape != e.shape for o, e in flat):
        return None
    output = np.concatenate([o for o, _ in flat])
    expected = np.concatenate([e for _, e in flat])
    finite = np.isfinite(output) & np.isfinite(expected) & (expected != 0.0)
    ratios = output[finite] / expected[finite]
    if len(ratios) < 2 or not np.allclose(ratios, ratios[0], rtol=1e-6) or ratios[0] == 0.0:
        return None
    return None if abs(ratios[0] - 1.0) < 1e-3 else float(ratios[0])


def _flat(value):
    """All numbers of a plain thing in one row, or None where it holds something else."""
    if isinstance(value, tuple):
        rows = [_flat(item) for item in value]
        return None if any(row is None for row in rows) else np.concatenate([[], *rows])
    return value.ravel() if isinstance(value, np.ndarray) else None
