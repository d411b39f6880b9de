"""What traced arrays can do: NumPy's functions and their traced forms, filled by other files.

The tracer reads these tables and imports none of the files that fill them.
"""

from __future__ import annotations

FUNCTIONS: dict = {}  # np.sum and its like → the traced form
UFUNCS: dict = {}  # np.add and its like → the traced form
UFUNC_METHODS: dict = {}  # (np.add, "reduce") and its like → the traced form
INDEX: dict = {}  # "get": x[index]
PAIR_FUNCTIONS: dict = {}  # np.sum and its like → the form for complex arrays
PAIRS: dict = {}  # "ufunc": what np.add and its like make of inputs of which one is complex


def implements(*functions):
    """Register the traced form of NumPy functions."""

    def register(traced):
        FUNCTIONS.update(dict.fromkeys(functions, traced))
        return traced

    return register
