"""What a guess must not see: selectors such as ``"panel 2 title"``, found in a figure.

A veil says, for one figure, which panels, titles, marks and items wait for the guess, by position::

    {"panels": [1], "titles": [0], "marks": [[0, 2]], "items": [0]}
"""

from __future__ import annotations

import re

_PANEL = re.compile(r"panel (\d+)(?: (title|[a-z]+)(?: (\d+))?)?")
_ITEM = re.compile(r"(readout|formula|running sum) (.+)")
WHOLE = ("caption", "states")  # of the whole figure, whatever its choices
KINDS = {"readouts": ("readout", "running_sum"), "formulas": ("formula",)}


def find(selectors, figure):
    """The veil over a figure (plain JSON as in the payload), and the selectors that found any."""
    veil: dict[str, set] = {"panels": set(), "titles": set(), "marks": set(), "items": set()}
    hits = set()
    for selector in selectors:
        found = list(_targets(selector, figure))
        hits |= {selector} if found or selector in WHOLE else set()
        for kind, place in found:
            veil[kind].add(place)
    return {kind: sorted(places) for kind, places in veil.items()}, hits


def _targets(selector, figure):
    panel, item = _PANEL.fullmatch(selector), _ITEM.fullmatch(selector)
    if panel:
        yield from _in_panel(figure, int(panel[1]) - 1, panel[2], panel[3])
    elif item:
        yield from _item(figure, item[1].replace(" ", "_"), item[2])
    elif selector == "titles":
        yield from (("titles", i) for i, p in enumerate(figure["panels"]) if p.get("title"))
    elif selector in KINDS:
        for i, entry in enumerate(figure["items"]):
            if entry["type"] in KINDS[selector]:
                yield "items", i
    elif selector.startswith("label "):
        for i, p in enumerate(figure["panels"]):
            for k, mark in enumerate(p["marks"]):
                if words(mark.get("label")) == selector.removeprefix("label "):
                    yield "marks", (i, k)


def _in_panel(figure, i, kind, number):
    if not 0 <= i < len(figure["panels"]):
        return
    panel = figure["panels"][i]
    if kind is None:
        yield "panels", i
    elif kind == "title":
        yield from [("titles", i)] if panel.get("title") else []
    else:
        same = [k for k, mark in enumerate(panel["marks"]) if mark["type"] == kind]
        chosen = same if number is None else same[int(number) - 1 :][:1]
        yield from (("marks", (i, k)) for k in chosen)


def _item(figure, kind, which):
    same = [i for i, entry in enumerate(figure["items"]) if entry["type"] == kind]
    if which.isdigit() and kind == "formula":
        yield from (("items", i) for i in same[int(which) - 1 :][:1])
    else:
        named = (i for i in same if words(figure["items"][i].get("label")) == which)
        yield from (("items", i) for i in named)


def words(text):
    """A text as an author names it: live numbers are three dots."""
    if isinstance(text, dict):
        return "".join(p if isinstance(p, str) else "…" for p in text["template"])
    return text or ""


def known(figure):
    """Selectors that find something in a figure, for the words of an error."""
    names = []
    for i, panel in enumerate(figure["panels"], 1):
        names.append(f"panel {i}")
        names += [f"panel {i} title"] if panel.get("title") else []
        names += dict.fromkeys(f"panel {i} {mark['type']}" for mark in panel["marks"])
        names += [f"label {words(m['label'])}" for m in panel["marks"] if m.get("label")]
    for item in figure["items"]:
        kind = item["type"].replace("_", " ")
        names.append("formulas" if kind == "formula" else f"{kind} {words(item.get('label'))}")
    return [*dict.fromkeys(names), "titles", "readouts", "formulas", *WHOLE]


def veils_of(predict, figures, name):
    """One veil per figure; ValueError for a selector that finds nothing in any of them."""
    found = [find(predict.veil, figure) for figure in figures]
    hits = {selector for _, seen in found for selector in seen}
    for selector in predict.veil:
        if selector not in hits:
            there = "; ".join(known(figures[0]))
            raise ValueError(f"{name}: veil must name what is there: {there} (got {selector!r})")
    return [veil for veil, _ in found]
