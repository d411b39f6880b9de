"""Is this output that output? And if not, what can be said about it in general?"""

import numpy as np


def same(output, expected, rtol, atol):
    """Equal numbers (to rtol and atol, NaN equal to NaN), strings, or tuples of these."""
    if isinstance(expected, tuple):
        return (
            isinstance(output, (tuple, list))
            and len(output) == len(expected)
            and all(same(o, e, rtol, atol) for o, e in zip(output, expected, strict=True))
        )
    if isinstance(expected, str):
        return isinstance(output, str) and output.strip().lower() == expected.strip().lower()
    output, expected = numbers(output), numbers(expected)
    if output is None or not _same_shape(output, expected):
        return False
    close = np.isclose(output.reshape(expected.shape), expected, rtol, atol, equal_nan=True)
    return bool(np.all(close))


def numbers(value):
    """`value` as an array of floats, or None if it is no such thing."""
    if isinstance(value, str):
        return None
    try:
        array = np.asarray(value)
        if np.iscomplexobj(array):
            return None
        return array.astype(float)
    except (TypeError, ValueError):
        return None


def _same_shape(output, expected):
    """One number may come as an array of one number."""
    return output.shape == expected.shape or (output.size == expected.size == 1)


def misfit(output, expected):
    """A sentence about the kind or the shape of an output, or None if these are right."""
    if isinstance(expected, tuple):
        if not isinstance(output, (tuple, list)) or len(output) != len(expected):
            return f"A tuple of {len(expected)} things is asked for; this is {show(output)}."
        return None
    if isinstance(expected, str):
        return None if isinstance(output, str) else f"A word is asked for; this is {show(output)}."
    value, output, expected = output, numbers(output), numbers(expected)
    wanted = "one number" if expected.ndim == 0 else f"an array of shape {expected.shape}"
    if output is None:
        return f"The answer should be {wanted}, but is {show(value)}."
    if not _same_shape(output, expected):
        got = "one number" if output.ndim == 0 else f"an array of shape {output.shape}"
        return f"The answer should be {wanted}, but is {got}."
    return None


def common_factor(outputs, expecteds):
    """c, if every output is c times what is expected and c is not 1; None otherwise."""
    pairs = [(numbers(o), numbers(e)) for o, e in zip(outputs, expecteds, strict=True)]
    if any(o is None or e is None or not _same_shape(o, e) for o, e in pairs):
        return None
    output = np.concatenate([o.ravel() for o, _ in pairs])
    expected = np.concatenate([e.ravel() for _, e in pairs])
    finite = np.isfinite(output) & np.isfinite(expected) & (expected != 0.0)
    ratios = output[finite] / expected[finite]
    if len(ratios) < 2 or not np.allclose(ratios, ratios[0], rtol=1e-6) or ratios[0] == 0.0:
        return None
    return float(ratios[0])


def show(value):
    """`value` in a few characters, numbers with four digits."""
    if isinstance(value, tuple):
        return "(" + ", ".join(show(item) for item in value) + ")"
    if callable(value):
        return "a function"
    array = None if isinstance(value, (str, bool)) else numbers(value)
    if array is None:
        text = " ".join(repr(value).split())
    else:
        four_digits = {"float": "{:.4g}".format}
        text = np.array2string(array + 0.0, formatter=four_digits, separator=", ", threshold=12)
        text = " ".join(text.split())
    return text if len(text) <= 120 else text[:117] + "…"
