"""matplotlib's ways to say how something looks, as plain colours, widths, dashes and symbols."""

from __future__ import annotations

import re
from importlib import import_module

import numpy as np

POINT = 4 / 3  # pixels
DASHES = {"--": (3.7, 1.6), "-.": (6.4, 1.6, 1.0, 1.6), ":": (1.0, 1.65)}
LINES = {
    "solid": "-",
    "dashed": "--",
    "dashdot": "-.",
    "dotted": ":",
    "none": "",
    "None": "",
    " ": "",
}
SYMBOLS = {
    "o": "circle", ".": "circle", ",": "circle", "s": "square", "^": "triangle", "v": "triangle",
    "<": "triangle", ">": "triangle", "x": "times", "X": "times", "+": "plus", "P": "plus",
    "D": "diamond", "d": "diamond", "*": "star", "p": "circle", "h": "circle", "8": "circle",
    "1": "wye", "2": "wye", "3": "wye", "4": "wye", "|": "plus", "_": "plus",
}  # fmt: skip
SMALL = {".": 0.5, ",": 0.2}
_MATH = re.compile(r"\$([^$]*)\$")
_WORDS = re.compile(r"\\([A-Za-z]+)")
GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞", "pm": "±",
    "times": "×", "cdot": "·", "leq": "≤", "geq": "≥", "neq": "≠", "approx": "≈", "sum": "Σ",
    "int": "∫", "partial": "∂", "nabla": "∇", "in": "∈", "to": "→", "rightarrow": "→", "hat": "",
    "bar": "", "vec": "", "mathrm": "", "text": "", "mathbf": "", "left": "", "right": "",
    "quad": " ", "ldots": "…", "sim": "∼", "propto": "∝", "circ": "°", "log": "log", "ln": "ln",
    "exp": "exp", "sin": "sin", "cos": "cos", "max": "max", "min": "min",
}  # fmt: skip
RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def hexadecimal(color):
    """#rrggbb of anything that matplotlib takes for a colour."""
    from matplotlib.colors import to_hex

    return to_hex(color)


def opacity_of(color, alpha):
    """The alpha that is stated, or that the colour brings."""
    from matplotlib.colors import to_rgba

    if alpha is not None or color is None:
        return alpha
    share = to_rgba(color)[3]
    return None if share == 1 else share


def cycle():
    """The colours that matplotlib takes one after the other."""
    import matplotlib as mpl

    return [hexadecimal(c) for c in mpl.rcParams["axes.prop_cycle"].by_key()["color"]]


def colours_of(values, cmap, vmin, vmax):
    """#rrggbb for each number by a colour map, as scatter(c=…) draws them."""
    import matplotlib as mpl

    values = np.asarray(values, dtype=float)
    low = np.nanmin(values) if vmin is None else vmin
    high = np.nanmax(values) if vmax is None else vmax
    shares = (values - low) / ((high - low) or 1)
    return [hexadecimal(c) for c in mpl.colormaps[cmap_name(cmap)](shares)]


def cmap_name(cmap):
    import matplotlib as mpl

    return mpl.rcParams["image.cmap"] if cmap is None else getattr(cmap, "name", cmap)


def palette_of(cmap, n=64):
    """A colour map as a list of #rrggbb."""
    import matplotlib as mpl

    return tuple(hexadecimal(c) for c in mpl.colormaps[cmap_name(cmap)](np.linspace(0, 1, n)))


def dash_of(style, width):
    """Dashes in pixels for matplotlib's line style and width in points."""
    style = LINES.get(style, style)
    if isinstance(style, tuple):
        return tuple(float(d) * POINT for d in style[1]) if style[1] else False
    return tuple(round(d * width * POINT, 2) for d in DASHES[style]) if style in DASHES else False


def read_format(text):
    """(colour, marker, line style) of a format string such as ``"r--"``, as matplotlib reads it."""
    base = import_module("matplotlib.axes._base")  # no public name reads a format string
    line, marker, color = base._process_plot_format(text)
    return color, marker, line


def words(text):
    """A text without TeX: Greek letters, raised and lowered digits; live numbers stay live."""
    return _MATH.sub(lambda m: _plain_tex(m[1]), str(text)).replace(r"\$", "$")


def _plain_tex(tex):
    tex = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", tex)
    tex = re.sub(r"\\sqrt\{([^{}]*)\}", r"√\1", tex)
    tex = re.sub(r"\^\{?([0-9+\-n]+)\}?", lambda m: m[1].translate(RAISED), tex)
    tex = re.sub(r"_\{?([0-9+\-]+)\}?", lambda m: m[1].translate(LOWERED), tex)
    tex = _WORDS.sub(lambda m: GREEK.get(m[1], m[1]), tex)
    return re.sub(r"\\[,;! ]|[{}]", "", tex)
