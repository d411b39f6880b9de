"""A figure as ``text/html`` in a notebook: alive without widgets, a picture where no script runs.

The script and the styles stand in the output of the first cell that needs them, not in each: a
notebook stores them once, and a cell that runs again carries what it carried.
``EXPLORABLES_HTML=0`` offers no ``text/html``, nor does a run of pytest, where nbval would compare
what is stored.
"""

from __future__ import annotations

import os
import sys

from .page import (
    data_uri,
    framed,
    has_formulas,
    inline,
    katex_style,
    own_style,
    script,
)

_carriers: dict[str, object] = {}  # asset → the cell, or the figure, whose output carries it


def is_offered():
    """Is a figure shown as ``text/html``, too?"""
    return os.environ.get("EXPLORABLES_HTML") != "0" and "PYTEST_CURRENT_TEST" not in os.environ


def output_html(explorable, picture):
    """The figure for a notebook's output, ``picture`` being its PNG at the values of now."""
    payload = explorable.payload()
    return (
        framed(payload, data_uri(picture), '<div class="fallback">{}</div>')
        + _assets(explorable, payload)
        + "<script>globalThis.explorables?.mount()</script>"
    )


def _assets(explorable, payload):
    """What this figure's output carries for itself and for those after it."""
    parts = {
        "style": f"<style>{own_style()}</style>",
        "script": f"<script>{inline(script())}</script>",
    }
    if has_formulas(payload):
        parts = {"formulas": f"<style>{katex_style()}</style>", **parts}
    here = _cell() or explorable
    carried = [asset for asset in parts if _carriers.setdefault(asset, here) == here]
    return "".join(parts[asset] for asset in carried)


def _cell():
    """The id of the cell that runs, where the notebook tells it."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return (parent or {}).get("metadata", {}).get("cellId")
