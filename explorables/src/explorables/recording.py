"""Run a function once per choice on stand-ins, and check what it gives before a reader sees it."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np

from .figure.paths import in_words, references
from .figure.records import encode, plain_words
from .hosts.tex import tex_html
from .trace.errors import TraceError, clues, refused
from .trace.graph import Graph, plain_number
from .trace.scan import rolled
from .trace.tracer import TOKEN, as_node


class Recording:
    """The graph of a function and, for each combination of choices, its figure as JSON."""

    def __init__(self, name, controls, run, gaps=False):
        self.name, self.controls, self.run, self.gaps = name, controls, run, gaps
        self.graph, self.figures = Graph(), []
        clues()
        moving = {k: c.trace(self.graph, k) for k, c in controls.items() if c.follows}
        chosen = [k for k in controls if k not in moving]
        for values in itertools.product(*(controls[k].corners() for k in chosen)):
            choice = dict(zip(chosen, values, strict=True))
            figure = encode(_run(run, {**moving, **choice}), self._number, self._words)
            self.figures.append((choice, _with_html(figure)))
        self.clues = clues()
        self.roll()

    def roll(self):
        """Loops of many equal steps become one operation each."""
        targets = {ref["$"] for _, figure in self.figures for _, ref in references(figure)}
        self.graph, place = rolled(self.graph, sorted(targets))
        self.figures = [(choice, _renumber(figure, place)) for choice, figure in self.figures]

    def _number(self, value):
        if isinstance(value, int | float) and np.isfinite(value):
            return plain_number(value)
        return {"$": as_node(self.graph, value)[0]}

    def _words(self, string):
        parts = TOKEN.split(string)
        if len(parts) == 1:
            return plain_words(string)
        live = [{"$": int(n), "format": f} for n, f in zip(parts[1::3], parts[2::3], strict=True)]
        both = itertools.zip_longest(parts[0::3], live)
        return {"template": [part for pair in both for part in pair if part is not None]}

    def which(self, values):
        """The position of the figure that these values choose."""
        fits = (all(values[k] == v for k, v in choice.items()) for choice, _ in self.figures)
        return list(fits).index(True)

    def to_json(self):
        """(nodes, figures) of the payload."""
        targets = {ref["$"] for _, figure in self.figures for _, ref in references(figure)}
        nodes, order = self.graph.to_json(targets)
        figures = []
        for choice, figure in self.figures:
            when = {name: self.controls[name].wire(value) for name, value in choice.items()}
            figures.append({"when": when, "figure": _renumber(figure, order)})
        return nodes, figures

    def check(self, opening, n_random=20):
        """ValueError where the figure is NaN, or differs from one run to the next."""
        for choice, figure in self.figures:
            self._check_repeatable(opening | choice, figure)
            for values in self._settings(opening, choice, n_random):
                self._check_finite(values, figure)

    def _settings(self, opening, choice, n_random):
        moving = [name for name in self.controls if name not in choice]
        corners = list(
            itertools.islice(itertools.product(*(self.controls[k].corners() for k in moving)), 64)
        )
        rng = np.random.default_rng(0)
        n_random = n_random if len(self.graph.nodes) < 2000 else 3
        corners += [tuple(self.controls[k].sample(rng) for k in moving) for _ in range(n_random)]
        yield opening | choice
        for corner in corners if moving else []:
            yield opening | choice | dict(zip(moving, corner, strict=True))

    def _check_finite(self, values, figure):
        settings: dict[str, Any] = {}
        for name, control in self.controls.items():
            settings |= control.settings(name, values[name])
        at = ", ".join(f"{k}={c.show(values[k])}" for k, c in self.controls.items()) or "once"
        nodes = {ref["$"]: path for path, ref in references(figure)}
        try:
            found = self.graph.evaluate(settings, nodes)
        except np.linalg.LinAlgError as error:
            raise ValueError(f"{self.name} must be computable (got {error} at {at})") from None
        for node, path in nodes.items():
            if np.isnan(found[node]).any() and not (self.gaps and "marks" in path):
                place = in_words(figure, path)
                raise ValueError(f"{self.name}: {place} must be a number (got nan at {at})")

    def _check_repeatable(self, values, figure):
        arguments = {k: c.argument(values[k]) for k, c in self.controls.items()}
        plain = self.run(arguments).to_dict()
        for path, ref in references(figure):
            if "format" in ref:
                continue
            traced, again = self.graph.nodes[ref["$"]].value, plain
            for step in path:
                again = again[step]
            if not _agree(traced, np.array(again, dtype=float)):
                remedy = "; ".join(self.clues) or (
                    "Draw random numbers outside the function, or inside it from "
                    "np.random.default_rng(0)"
                )
                raise ValueError(
                    f"{self.name} must give the same numbers each time it runs: "
                    f"{in_words(figure, path)} does not. {remedy}"
                )


def _run(run, arguments):
    try:
        return run(arguments)
    except ValueError as error:
        if isinstance(error.__cause__, TraceError):  # NumPy hides it behind a[i] = slider
            raise error.__cause__ from None
        raise
    except TypeError as error:
        if "\ue000" in str(error):
            raise refused(error) from None
        raise


def _agree(a, b):
    a = np.where(np.isfinite(a), a, np.nan)
    size = np.max(np.abs(a), initial=0.0, where=~np.isnan(a))
    return a.shape == b.shape and np.allclose(a, b, rtol=0, atol=1e-8 * size, equal_nan=True)


def _renumber(plain, order):
    if isinstance(plain, dict):
        return {k: order[v] if k == "$" else _renumber(v, order) for k, v in plain.items()}
    return [_renumber(v, order) for v in plain] if isinstance(plain, list) else plain


def _with_html(figure):
    """Formulas as KaTeX's HTML with marked places for the live numbers."""
    for item in figure["items"]:
        if item["type"] == "formula":
            parts = item["tex"]["template"] if isinstance(item["tex"], dict) else [item["tex"]]
            slots = [part for part in parts if isinstance(part, dict)]
            parts = [f"⟦{slots.index(p)}⟧" if isinstance(p, dict) else p for p in parts]
            tex = "".join(parts)
            html = tex_html(re.sub("⟦\\d+⟧", r"\\text{\g<0>}", tex), display=True)
            item |= {"tex": tex, "html": html, "slots": slots}
    return figure
