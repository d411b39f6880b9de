"""A few letters that change when a figure draws something else: what notebooks' tests compare."""

import hashlib
import json

import numpy as np

DIGITS = 5  # of the largest number of an array: processors differ in the last of sixteen
SAMPLES = 4
NOISE = 1e-9


def digest(explorable):
    """Ten hexadecimal digits of what the figure draws at its opening and at a few other settings.

    Words count as they stand, numbers to five digits of the largest beside them.
    """
    rng = np.random.default_rng(0)
    controls = explorable.controls.items()
    settings = [explorable.opening]
    settings += [{name: control.sample(rng) for name, control in controls} for _ in range(SAMPLES)]
    drawn = [_rounded(explorable.compute(**values).to_dict()) for values in settings]
    text = json.dumps(drawn, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _rounded(data):
    """Lists of numbers against their largest, nested as they were; a number for itself."""
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    if isinstance(data, list):
        flat = _numbers(data)
        return [_rounded(value) for value in data] if flat is None else _grid(flat)
    return _grid([data]) if type(data) in (int, float) else data


def _numbers(data):
    """All numbers of a list of numbers, or of lists of numbers; None if there is anything else."""
    flat = [_numbers(v) if isinstance(v, list) else [v] for v in data]
    if any(part is None for part in flat):
        return None
    flat = [value for part in flat for value in part]
    return flat if flat and all(type(v) in (int, float) for v in flat) else None


def _grid(values):
    """The size of the largest, and whole hundred-thousandths of it; noise around 0 is 0."""
    array = np.asarray(values, dtype=float)
    finite = np.abs(array[np.isfinite(array)])
    largest = finite.max() if finite.size and finite.max() > NOISE else 1.0
    whole = (str(v) if not np.isfinite(v) else _whole(v / largest) for v in array)
    return [f"{largest:.4g}", *whole]


def _whole(share):
    """A whole number; halves, which many shares are, lie far from where it changes."""
    return int(np.floor(share * 10**DIGITS + 0.4637))
