"""Plain data on a wire: numbers, text, arrays, and nests of these, as JSON; nothing else passes.

Both ends use this file. Decoding makes nothing but built-in values and numeric NumPy arrays, so
that no object made by a stranger (with an `__eq__` of its own, say) ever reaches the tests.
"""

import base64
import math

import numpy as np

LONGEST = 16_000_000  # bytes of a message
DEPTH = 20
TEXT = 200_000  # characters of one string
KINDS = "biufcU"


class Unknown:
    """What has no plain form: equal to nothing, and shown as it showed itself."""

    def __init__(self, kind, text):
        self.kind, self.text = kind, text

    def __repr__(self):
        return self.text

    __hash__ = None

    def __eq__(self, other):
        return False


def encode(value, keep=None, depth=0):
    """`value` as JSON data; keep(value) gives a number under which a function can be called."""
    if value is None or (isinstance(value, (bool, str)) and type(value) in (bool, str)):
        return value if not isinstance(value, str) else value[:TEXT]
    if type(value) is int:
        return value if abs(value) < 2**53 else {"int": hex(value)[:5000]}
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if value is ...:
        return {"ellipsis": True}
    if type(value) is complex:
        return {"complex": [repr(value.real), repr(value.imag)]}
    if isinstance(value, (np.ndarray, np.generic)):
        return _encode_array(value)
    if depth < DEPTH and type(value) in (list, tuple, set, frozenset, dict):
        items = value.items() if isinstance(value, dict) else value
        name = "set" if isinstance(value, (set, frozenset)) else type(value).__name__
        return {name: [encode(item, keep, depth + 1) for item in items]}
    if depth < DEPTH and isinstance(value, tuple):  # a named tuple
        return {"tuple": [encode(item, keep, depth + 1) for item in value]}
    if hasattr(type(value), "__array__"):  # a table of pandas
        return _encode_array(np.asarray(value))
    if keep is not None and callable(value):
        name = getattr(value, "__name__", type(value).__name__)
        return {"function": [keep(value), str(name)[:80], bool(isinstance(value, type))]}
    return {"unknown": [type(value).__name__[:80], _shown(value)]}


def _encode_array(value):
    scalar, array = isinstance(value, np.generic), np.asarray(value)
    if array.dtype.kind not in KINDS or array.dtype.itemsize > 65536:
        if array.dtype == object and array.ndim == 0:
            return {"unknown": ["object", _shown(value)]}
        if array.dtype == object and array.size < 100_000:
            return encode(array.tolist(), depth=1)
        return {"unknown": [type(value).__name__, _shown(value)]}
    if array.dtype.kind in "fc" and array.dtype.itemsize not in (2, 4, 8, 16):
        array = array.astype(float)
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return {"scalar" if scalar else "array": [array.dtype.str, list(array.shape), data]}


def _shown(value):
    try:
        return repr(value)[:200]
    except BaseException:
        return f"an object of type {type(value).__name__[:80]}"


def decode(data, function=None, depth=0):
    """The value; function(number, name, is_a_class) stands for what can be called."""
    if data is None or isinstance(data, (bool, int, float, str)):
        return data
    if not isinstance(data, dict) or len(data) != 1 or depth > DEPTH + 5:
        raise ValueError("data must be plain (got something else)")
    ((kind, content),) = data.items()
    if kind in ("list", "tuple", "set", "dict"):
        return _decode_nest(kind, [decode(item, function, depth + 1) for item in content])
    return _DECODERS[kind](content, function)


def _decode_nest(kind, items):
    try:
        return {"list": list, "tuple": tuple, "set": set, "dict": dict}[kind](items)
    except TypeError:  # a key or a member that cannot be hashed
        return items


def _decode_array(content, function=None):
    code, shape, data = content
    dtype = np.dtype(str(code))
    if dtype.kind not in KINDS or len(shape) > 20 or not all(isinstance(n, int) for n in shape):
        raise ValueError(f"an array must be of numbers or text (got {code!r})")
    flat = np.frombuffer(base64.b64decode(data, validate=True), dtype=dtype)
    return flat.reshape(shape).copy()


_DECODERS = {
    "int": lambda content, _: int(content, 16),
    "float": lambda content, _: float(content),
    "ellipsis": lambda content, _: ...,
    "complex": lambda content, _: complex(*map(float, content)),
    "array": _decode_array,
    "scalar": lambda content, _: _decode_array(content)[()],
    "unknown": lambda content, _: Unknown(str(content[0]), str(content[1])),
    "function": lambda content, function: (
        function(int(content[0]), str(content[1]), bool(content[2]))
        if function
        else Unknown("function", str(content[1]))
    ),
}
