"""Figures that the page's Python makes: their numbers are CPython's, and so are their refusals."""

import json
from pathlib import Path

import numpy as np
import pytest
from engine import engine

from explorables import Explorable

ROOT = Path(__file__).resolve().parents[2]
BOOK = json.loads((ROOT / "book" / "write-your-own.ipynb").read_text(encoding="utf-8"))
CELLS = {cell["id"]: "".join(cell["source"]) for cell in BOOK["cells"]}
EVERY_MARK = (ROOT / "explorables" / "tests" / "every_mark.py").read_text(encoding="utf-8")
FIGURES = {
    name: "\n".join([CELLS["setup"], CELLS[name]])
    for name in (
        "first-wave", "steady-wave", "half-life", "drag-points", "random-walk", "marks-line",
        "marks-list", "marks-plane", "live-words", "guess-first",
    )
}  # fmt: skip
FIGURES["every-mark"] = f"{EVERY_MARK}\n\nfigure = every_mark_figure()\nfigure"
FIGURES["boxes"] = """
import numpy as np
from glm_core.explore import Axis, Figure, Panel, boxes, explore, line, readout

@explore(rate=(0.1, 5.0), n=(1, 6), log=[False, True])
def squares(rate: float = 1.0, n: int = 3, log=False):
    \"\"\"Where?\"\"\"
    x = np.arange(6)
    tops = np.exp(-rate * x) * (x < n)
    gaps = np.where(x < n, tops, np.inf)
    scale = "log" if log else "linear"
    return Figure(
        Panel(boxes(x, x + 1, 0, tops, edge="blue"), line(x + 0.5, gaps, label=f"{n:d}: {-rate:+.1e}"),
              y=Axis(f"height at {rate:.3g}", scale=scale), title=None if log else f"{rate * 100:,.1f} %"),
        readout("sum", tops.sum(), "m", note=f"of {n}"), readouts=[readout("n", n, format="d")], columns=1,
    )

squares
"""


def made(source, **given):
    """(figure in CPython, what the page knows of it)."""
    space = {"__name__": "__main__"}
    before = source.rstrip().split("\n")
    exec(compile("\n".join(before[:-1]), "<cell>", "exec"), space)
    output, error = engine().run(source, **given)
    assert not error, error
    assert output == ""
    (shown,) = engine().ask("figures")
    return space[before[-1]], shown


def outputs(answer):
    """A figure of the page as ``to_dict`` writes it."""
    slots = answer["slots"]

    def number(x):
        return float(x) if isinstance(x, (int, float)) else None

    def plain(part):
        if isinstance(part, list):
            return [plain(p) for p in part]
        if not isinstance(part, dict):
            return part
        if "template" in part:
            return "".join(p if isinstance(p, str) else slots[p["$"]] for p in part["template"])
        if "$" in part:
            shape, data = slots[part["$"]]["shape"], slots[part["$"]]["data"]
            nested = np.array([number(x) for x in data], dtype=object).reshape(shape)
            return nested.tolist()
        return {key: plain(value) for key, value in part.items()}

    figure = plain(answer["figure"])
    for item in figure["items"]:
        if item["type"] == "running_sum":
            item["total"] = sum(item["terms"])
    return figure


def differences(a, b, path="figure"):
    """Where two plain figures differ: words at all, numbers by more than rounding."""
    if isinstance(a, dict) and isinstance(b, dict):
        if set(a) != set(b):
            return [f"{path}: {sorted(set(a) ^ set(b))}"]
        return [d for key in a for d in differences(a[key], b[key], f"{path} {key}")]
    if isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return [f"{path}: lengths {len(a)} and {len(b)}"]
        pairs = enumerate(zip(a, b, strict=True))
        return [d for k, (x, y) in pairs for d in differences(x, y, f"{path} {k}")]
    numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (a, b))
    same = abs(a - b) <= 1e-11 * max(1, abs(a)) if numbers else a == b
    return [] if same else [f"{path}: {a!r} and {b!r}"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_page_is_the_figure_of_the_notebook(name):
    """Payload, and at the opening, the corners and random settings the figure."""
    figure, shown = made(FIGURES[name])
    assert isinstance(figure, Explorable)
    theirs, ours = figure.payload(), shown["payload"]
    for key in ("format", "name", "slug", "caption", "look", "predict", "parameters", "states"):
        stated = theirs[key]
        if key == "predict" and stated:
            build = (
                "veils",
                "given_away",
                "shown",
            )  # what the build checks, or the page makes itself
            stated = {k: v for k, v in stated.items() if k not in build}
            ours = {**ours, "predict": {k: v for k, v in ours["predict"].items() if k != "veils"}}
        if key == "parameters":  # a trait is the widget's
            stated = [{k: v for k, v in p.items() if k != "trait"} for p in stated]
        assert ours[key] == json.loads(json.dumps(stated)), key
    assert shown["name"] == repr(figure)
    rng, controls = np.random.default_rng(5), figure.controls
    settings = [figure.opening]
    settings += [{k: c.corners()[end] for k, c in controls.items()} for end in (0, -1)]
    settings += [
        {k: c.sample(rng) for k, c in controls.items() if hasattr(c, "sample")} for _ in range(5)
    ]
    for values in settings:
        values = figure.opening | values
        wired = {k: controls[k].wire(v) for k, v in values.items()}
        answer = engine().ask(
            "figure", number=shown["number"], values=json.loads(json.dumps(wired))
        )
        assert "error" not in answer, answer
        exact = figure.compute(**values).to_dict()
        assert not differences(exact, outputs(answer)), values


def test_the_veil_is_that_of_the_choice():
    """What waits for the guess is found anew for each choice."""
    source = """
import numpy as np
from explorables import Figure, Panel, Predict, dots, explore, line, readout

@explore(k=(0.0, 1.0), kind=["one", "two"],
         predict=Predict("?", ["a", "b"], 0, veil=["panel 1 dots", "panel 2", "readouts"]))
def veiled(k=0.5, kind="one"):
    \"\"\"?\"\"\"
    marks = [line([0, 1], [0, k]), dots([0, 1], [k, k])]
    if kind == "one":
        return Figure(*marks, readout("k", k))
    return Figure(Panel(*marks[::-1]), Panel(line([0, 1], [k, k])))

veiled
"""
    figure, shown = made(source)
    for which, kind in enumerate(("one", "two")):
        answer = engine().ask("figure", number=shown["number"], values={"k": 0.5, "kind": kind})
        assert answer["veil"] == json.loads(json.dumps(figure.veils[which]))


HEAD = (
    "import numpy as np\nfrom explorables import *\nfrom explorables import explore, Figure, line\n"
)
REFUSED = [
    "@explore(mu=(2, 1))\ndef f(mu=1):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore(mu=(0, 1), sd=(1, 2))\ndef f(mu=1):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore()\ndef f(mu=1):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore(mu=(0, 1))\ndef f(mu=3):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore(mu=(0, 1))\ndef f(mu=1):\n    return 3",
    "@explore(mu=(0, 1))\ndef f(mu=1):\n    return Figure(line([0, 1, 2], [0, mu]))",
    "@explore(mu=(0, 1))\ndef f(mu=1):\n    return Figure(line([0, 1], [0, mu], color='pink'))",
    "@explore(mu=(0, 1))\ndef f(mu=1):\n    return Figure(line([0, 1], [0, mu]), handle(mu, 0, moves='nu'))",
    "@explore(mu=(0, 1))\ndef f(*mu):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore(mu=(0.5, 1.0), predict=3)\ndef f(mu=1.0):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore(mu=(0.5, 1.0), states={'a': dict(nu=1)})\ndef f(mu=1.0):\n    return Figure(line([0, 1], [0, mu]))",
    "@explore(mu=(0.5, 1.0))\ndef f(mu=1.0):\n    return Figure(readout('a', 1, format='z'))",
]


@pytest.mark.parametrize("program", REFUSED)
def test_what_is_refused_is_refused_with_the_same_words(program):
    with pytest.raises((TypeError, ValueError)) as caught:
        exec(compile(HEAD + program, "<cell>", "exec"), {"__name__": "__main__"})
    _, error = engine().run(HEAD + program)
    assert error.split("\n")[-1] == f"{type(caught.value).__name__}: {caught.value}"


def test_an_error_at_a_move_names_the_readers_line():
    source = HEAD + (
        "@explore(n=(0, 5))\ndef f(n=3):\n    '''?'''\n    k = 6 // n\n"
        "    return Figure(line([0, 1], [0, k]))\n"
    )
    assert engine().run(source) == ("", "")
    (shown,) = engine().ask("figures")
    assert not shown["displayed"], "it was made, and its cell ends without it"
    ask = lambda n: engine().ask("figure", number=shown["number"], values={"n": n})
    assert outputs(ask(2))["panels"][0]["marks"][0]["y"] == [0, 3]
    assert ask(0)["error"].split("\n")[-2:] == [
        "  line 7, in f",
        "ZeroDivisionError: division by zero",
    ]
    assert outputs(ask(3))["panels"][0]["marks"][0]["y"] == [0, 2]


def test_nan_is_told_with_its_place_and_setting():
    source = HEAD + (
        "@explore(x=(-1.0, 1.0))\ndef f(x=0.5):\n    '''?'''\n"
        "    return Figure(line([0, 1], [0, np.log(x)]))\nf"
    )
    _, shown = engine().run(source), engine().ask("figures")[0]
    answer = engine().ask("figure", number=shown["number"], values={"x": -0.5})
    said = "ValueError: f: panel 1 line y must be a number (got nan at x=-0.5)"
    assert answer["error"].split("\n")[-1] == said


def test_figures_end_with_the_cell_that_replaces_them():
    source = HEAD + "@explore(n=(0, 5))\ndef f(n=3):\n    return Figure(line([0, 1], [0, n]))\nf"
    engine().run(source)
    (before,) = engine().ask("figures")
    engine().run(source, fresh=False)
    (after,) = engine().ask("figures")
    assert engine().ask("figure", number=before["number"], values={"n": 1}) == {"gone": True}
    assert "figure" in engine().ask("figure", number=after["number"], values={"n": 1})


@pytest.mark.parametrize("name", ["grad", "value_and_grad", "interact"])
def test_what_is_not_there_is_named(name):
    _, error = engine().run(f"from explorables import {name}\n{name}(lambda x: x)")
    last = f"NotImplementedError: {name} is not in the page's Python. In the notebook it works."
    assert error.split("\n")[-1] == last
