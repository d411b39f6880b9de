"""The figures' colours stay apart for colour-blind readers and stand out from the page, by day and
by night; theme, figures and still pictures share them."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from explorables.configuration import PALETTE
from explorables.hosts.drawing import GROUPS

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ("book/theme/static/book.css", "explorables/javascript/src/explore.css")
# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB
SIGHT = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
LEAST = 14  # ΔE in CIELAB; 2.3 is what an eye just tells apart side by side


def linear(colour: str) -> np.ndarray:
    """Linear RGB of ``#rrggbb``."""
    c = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB under D65."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    t = to_xyz @ np.clip(rgb, 0, 1) / (to_xyz @ np.ones(3))
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(a: str, b: str, sight: str) -> float:
    """ΔE = ‖Lab(a) − Lab(b)‖ as seen with that sight."""
    return float(np.linalg.norm(np.subtract(*(lab(SIGHT[sight] @ linear(c)) for c in (a, b)))))


def contrast(a: str, b: str) -> float:
    """WCAG's (L₁ + 0.05) / (L₂ + 0.05)."""
    low, high = sorted(np.array([0.2126, 0.7152, 0.0722]) @ linear(c) for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def palettes(sheet: str) -> list[dict[str, str]]:
    """Light, dark by choice, dark by the system, in the order of the style sheet."""
    text = (ROOT / sheet).read_text(encoding="utf-8")
    found = re.findall(r"--[xe]-(\w+): (?:var\(--x-\w+, )?(#\w{6})", text)
    starts = [k for k, (name, _) in enumerate(found) if name == found[0][0]]
    return [dict(found[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]


LIGHT, DARK, DARK_TOO = palettes(SHEETS[0])
MODES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_theme_figures_and_still_pictures_share_their_colours():
    assert palettes(SHEETS[1]) == palettes(SHEETS[0])
    assert DARK_TOO == DARK
    assert {name: LIGHT[name] for name in PALETTE} == PALETTE


@MODES
@pytest.mark.parametrize("sight", SIGHT)
def test_series_can_be_told_apart(colours, sight):
    close = {
        (a, b): round(difference(colours[a], colours[b], sight), 1)
        for a, b in combinations(GROUPS, 2)
        if difference(colours[a], colours[b], sight) < LEAST
    }
    assert close == {}


@MODES
def test_series_and_text_stand_out_from_what_is_behind_them(colours):
    """4.5 : 1 on paper and panel, since each colour also writes words."""
    pale = {
        (name, ground): round(contrast(colours[name], colours[ground]), 2)
        for name in (*GROUPS, "ink", "grey")
        for ground in ("paper", "panel")
        if contrast(colours[name], colours[ground]) < 4.5
    }
    assert pale == {}


def test_confusable_colours_are_seen():
    """Green and carmine for deuteranopes; blue and teal for tritanopes."""
    for pair, sight in (
        (("#008000", "#b00020"), "deuteranopia"),
        (("#2f6f9f", "#1f7a7a"), "tritanopia"),
    ):
        assert difference(*pair, sight) < LEAST < 2 * LEAST < difference(*pair, "usual")
