"""What a caller holds, as a NumPy array of real numbers; or an error that says what to pass.

Nothing is dropped in silence: a masked entry, a missing value and a sparse matrix are errors.
"""

from numbers import Number

import numpy as np

HINT = "encode categories as numbers first"


def show(value):
    """`value` in one short line, for an error message."""
    text = " ".join(repr(value.tolist() if isinstance(value, np.ndarray) else value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def real_array(name, value):
    """`value` as an array of truth values, integers or floats, in its own precision."""
    _refuse_sparse(name, value)
    masked, total = _masked(value)
    if masked:
        raise ValueError(
            f"{name} must not be masked (got {masked} masked of {total}); "
            "leave what is masked out, or fill it in"
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be a regular array (got {show(value)})") from None
    if array.dtype.kind == "O":
        array = _from_objects(name, array, value)
    if array.dtype.kind in "biuf":
        return array
    hint = f"; {HINT}" if array.dtype.kind in "US" and array.ndim else ""
    got = f"dtype {array.dtype}" if array.dtype.kind in "mMV" else show(value)
    raise TypeError(f"{name} must hold real numbers (got {got}){hint}")


def _refuse_sparse(name, value):
    if hasattr(type(value), "toarray"):
        kind = f"{type(value).__name__} of shape {value.shape}"
        raise TypeError(f"{name} must be a dense array (got a {kind}); pass {name}.toarray()")


def _masked(value):
    """How many entries are masked, and of how many; also where arrays stand in a list."""
    if isinstance(value, np.ma.MaskedArray):
        return int(np.ma.count_masked(value)), value.size
    if not isinstance(value, list | tuple):
        return 0, 1
    counts = [_masked(item) for item in value]
    return sum(masked for masked, _ in counts), sum(total for _, total in counts)


def _from_objects(name, array, value):
    """Objects that are all real numbers, as floats: a table of mixed columns is of such."""
    for item in array.flat:
        _refuse_sparse(name, item)
        if array.ndim and (item is None or type(item).__name__ in ("NAType", "NaTType")):
            way_out = "leave missing values out, or fill them in"
            raise TypeError(f"{name} must hold real numbers (got {item}); {way_out}")
        if not isinstance(item, Number | np.bool_) or isinstance(
            item, complex | np.complexfloating
        ):
            hint = f"; {HINT}" if isinstance(item, str) else ""
            raise TypeError(f"{name} must hold real numbers (got {show(item)}){hint}")
    try:
        return array.astype(float)
    except OverflowError:
        raise ValueError(f"{name} must be at most 1.8e308 (got {show(value)})") from None
