"""The committed JavaScript runtime, run in V8 without a browser, and what it is compared with."""

import atexit
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
from py_mini_racer import MiniRacer

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "src" / "explorables" / "static" / "explore.js"

_GLUE = """
const decode = (x) => x === "nan" ? NaN : x === "inf" ? Infinity : x === "-inf" ? -Infinity : x;
const encode = (x) => Object.is(x, -0) ? "-0" : Number.isFinite(x) ? x : String(x);
let figure = null;
function load(text) { figure = explorables.replay(JSON.parse(text)); return true; }
function outputs(text) { figure.set(JSON.parse(text)); return JSON.stringify(figure.outputs()); }
function operate(text) {
  const [op, inputs, shape, attr] = JSON.parse(text);
  const arrays = inputs.map((a) => ({shape: a.shape, data: a.data.map(decode)}));
  const result = explorables.evaluate_operation(op, arrays, shape, attr);
  return JSON.stringify(Array.from(result.data, encode));
}
function names() { return JSON.stringify(explorables.operations); }
"""


class Runtime:
    """A V8 context with the bundle; ``source`` may be a changed bundle."""

    def __init__(self, source=None):
        self.context = MiniRacer()
        atexit.register(self.context.close)  # at teardown it would wait for a stopped thread
        self.context.eval(source or BUNDLE.read_text(encoding="utf-8"))
        self.context.eval(_GLUE)

    def load(self, payload):
        """Make `payload` the figure that `outputs` replays."""
        self.context.call("load", json.dumps(payload))

    def outputs(self, values):
        """The figure's outputs() at `values`, as they travel to the browser."""
        return json.loads(self.context.call("outputs", json.dumps(values)))

    def operate(self, op, inputs, shape, attr=None):
        """One operation of the table on NumPy arrays."""
        arrays = [{"shape": list(a.shape), "data": [_code(x) for x in a.ravel()]} for a in inputs]
        text = self.context.call("operate", json.dumps([op, arrays, list(shape), attr]))
        special = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf, "-0": -0.0}
        return np.array([special.get(x, x) for x in json.loads(text)], float).reshape(shape)

    def operations(self):
        """Names in the runtime's table, in its order."""
        return json.loads(self.context.call("names"))


def _code(x):
    return {"nan": "nan", "inf": "inf", "-inf": "-inf"}.get(str(float(x)), float(x))


@cache
def runtime():
    """One shared context with the committed bundle."""
    return Runtime()


def differences(python, javascript, scale=None, path=""):
    """All (path, Python's value, JavaScript's value) that differ in two outputs.

    Numbers may differ by 1e-12 of the largest magnitude in their array, or of `scale(path)`, the
    terms that a number is the difference of; numbers in texts by one unit of their last digit.
    """
    if isinstance(python, dict) and isinstance(javascript, dict):
        if python.keys() != javascript.keys():
            return [(path, sorted(python), sorted(javascript))]
        pairs = [(key, python[key], javascript[key]) for key in python]
    elif _numeric(python) and _numeric(javascript):
        return [] if _close(python, javascript, scale, path) else [(path, python, javascript)]
    elif isinstance(python, list) and isinstance(javascript, list):
        if len(python) != len(javascript):
            return [(path, len(python), len(javascript))]
        pairs = [(k, a, b) for k, (a, b) in enumerate(zip(python, javascript, strict=True))]
    elif isinstance(python, str) and isinstance(javascript, str):
        return [] if same_text(python, javascript) else [(path, python, javascript)]
    else:
        return [] if python == javascript else [(path, python, javascript)]
    return [d for k, a, b in pairs for d in differences(a, b, scale, f"{path}/{k}")]


def _numeric(value):
    if isinstance(value, list):
        return bool(value) and all(_numeric(item) for item in value)
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _close(python, javascript, scale, path):
    a, b = np.array(python, dtype=float), np.array(javascript, dtype=float)
    if a.shape != b.shape or not np.array_equal(np.isnan(a), np.isnan(b)):
        return False
    error = np.max(np.abs(a - b), initial=0.0, where=~np.isnan(a))
    if error <= 1e-12 * np.max(np.abs(a), initial=0.0, where=~np.isnan(a)):
        return True
    return scale is not None and error <= 1e-12 * scale(path)


_NUMBER = re.compile(r"[-+−]?\d[\d,]*(\.\d+)?(e[-+]\d+)?")


def same_text(a, b):
    if a == b:
        return True
    if _NUMBER.sub("#", a) != _NUMBER.sub("#", b):
        return False
    for x, y in zip(_NUMBER.finditer(a), _NUMBER.finditer(b), strict=True):
        digits = len((x[1] or ".")[1:])
        if digits != len((y[1] or ".")[1:]):
            return False
        u, v = (float(m[0].replace(",", "").replace("−", "-")) for m in (x, y))
        unit = 10.0**-digits * (10.0 ** int(x[2][1:]) if x[2] else 1)
        if abs(u - v) > 1.01 * unit:
            return False
    return True
