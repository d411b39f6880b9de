"""What a guess must not see is found by name and stays out of the words."""

import numpy as np
import pytest

from explorables import (
    Choice,
    Figure,
    Panel,
    Predict,
    explore,
    formula,
    handle,
    line,
    readout,
    rule,
)

X = np.linspace(0.0, 1.0, 5)


def curve(mu=0.5, kind="a"):
    """Where is the bottom?

    Drag it: the bottom is at 0.25."""
    left = Panel(
        line(X, (X - mu) ** 2, label="loss"),
        rule(x=0.25, label="best"),
        handle(mu, 0.0, moves="mu"),
        title=f"bottom at {mu:.2f}",
    )
    right = Panel(line(X, X * mu), line(X, X), title="other")
    items = [readout("least", mu * 0.5), formula(rf"\mu = {mu:.2f}")]
    return Figure(left, *([right] if kind == "a" else []), *items)


def ask(*veil, free=()):
    predict = Predict("Where?", options=("left", "right"), answer=0, veil=veil, free=free)
    return explore(curve, mu=(0.0, 1.0), kind=Choice(["a", "b"]), predict=predict)


@pytest.mark.parametrize(
    ("selector", "veil"),
    [
        ("panel 2", {"panels": [1]}),
        ("panel 1 title", {"titles": [0]}),
        ("titles", {"titles": [0, 1]}),
        ("panel 2 line", {"marks": [[1, 0], [1, 1]]}),
        ("panel 2 line 2", {"marks": [[1, 1]]}),
        ("panel 1 handle", {"marks": [[0, 2]]}),
        ("label best", {"marks": [[0, 1]]}),
        ("readout least", {"items": [0]}),
        ("readouts", {"items": [0]}),
        ("formula 1", {"items": [1]}),
        ("formulas", {"items": [1]}),
        ("caption", {}),
    ],
)
def test_a_selector_finds_what_it_names(selector, veil):
    first = ask(selector).payload()["predict"]["veils"][0]
    empty = {"panels": [], "titles": [], "marks": [], "items": []}
    plain = {**first, "marks": [list(place) for place in first["marks"]]}
    assert plain == {**empty, **veil}


def test_each_choice_has_a_veil_of_its_own():
    first, second = ask("panel 2").payload()["predict"]["veils"]
    assert (first["panels"], second["panels"]) == ([1], [])


@pytest.mark.parametrize("selector", ["panel 3", "panel 1 bars", "readout most", "label x", "all"])
def test_an_unknown_selector_is_refused_with_what_there_is(selector):
    with pytest.raises(ValueError, match=r"panel 1 title; panel 1 line.*readout least") as caught:
        ask(selector)
    assert f"(got {selector!r})" in str(caught.value)


def test_only_parameters_may_be_free():
    with pytest.raises(ValueError, match=r"free must name parameters of curve .got 'sigma'."):
        ask(free=["sigma"])


def test_what_waits_is_not_in_the_text_alternative():
    said = ask("panel 1 title", "readout least", "panel 2").payload()["alt"]
    assert "bottom at" not in said
    assert "least" not in said
    assert "other" not in said
    assert "loss" in said
    assert "least = 0.250" in ask().payload()["alt"]


def test_a_mistake_with_a_reason_has_its_sentence():
    predict = Predict("?", options={"up": "", "down": "The sign was lost."}, answer="up")
    assert predict.to_dict()["slips"] == ["", "The sign was lost."]
    assert predict.answer == 0
