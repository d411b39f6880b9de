"""The data sets of glm_core, without files."""

import json

import numpy as np
from glm_core import _tables


def _load(name, words):
    out = {}
    for column in _tables.ORDER[name]:
        cells = json.loads(_tables.DATA[name])[column]
        out[column] = np.array(cells) if column in words else np.array([float("nan") if c is None else float(c) for c in cells])
    return out


def load_penguins(*, complete=False):
    data = _load("penguins", ("species", "island", "sex"))
    if complete:
        whole = np.ones(len(data["species"]), bool)
        for column in data.values():
            whole = whole & (column != "" if column.dtype.kind == "U" else ~np.isnan(column))
        data = {name: column[whole] for name, column in data.items()}
    return data


def load_orings():
    return _load("orings", ("flight",))


def load_horse_kicks():
    return _load("horse_kicks", ())


def load_seattle_weather():
    return _load("seattle-weather", ("date", "weather"))
