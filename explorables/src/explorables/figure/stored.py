"""A figure's records as JSON and back, each number exact: one process computes, another draws."""

from __future__ import annotations

import base64
from dataclasses import fields
from typing import Any

import numpy as np

from .records import Record


def stored(value: Any) -> Any:
    """JSON of records, tuples, lists, arrays, numbers and texts; :func:`restored` reads it."""
    if isinstance(value, Record):
        named = {f.name: stored(getattr(value, f.name)) for f in fields(value)}
        return {"record": type(value).__name__, "fields": named}
    if isinstance(value, tuple):
        return {"tuple": [stored(item) for item in value]}
    if isinstance(value, list):
        return [stored(item) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    array = np.asarray(value, dtype=float)
    text = base64.b64encode(array.astype("<f8").tobytes()).decode()
    return {"array": text, "shape": list(array.shape), "scalar": not isinstance(value, np.ndarray)}


def restored(value: Any) -> Any:
    """What :func:`stored` was given; records are taken as they were, without another check."""
    if isinstance(value, list):
        return [restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "tuple" in value:
        return tuple(restored(item) for item in value["tuple"])
    if "array" in value:
        array = np.frombuffer(base64.b64decode(value["array"]), "<f8").reshape(value["shape"])
        return float(array) if value["scalar"] else array.astype(float)
    kind = _kinds(Record)[value["record"]]
    record = object.__new__(kind)
    for name, field in value["fields"].items():
        record._put(name, restored(field))
    return record


def _kinds(kind):
    return {
        name: known
        for sub in kind.__subclasses__()
        for name, known in {sub.__name__: sub, **_kinds(sub)}.items()
    }
