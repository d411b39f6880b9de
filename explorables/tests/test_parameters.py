"""Sliders, choices, switches and points: abbreviations, opening values, what is refused."""

import ipywidgets
import numpy as np
import pytest
from explorables.figure.abbreviations import as_control
from explorables.figure.labels import label_for

from explorables import Choice, Figure, Play, Points, Slider, Switch, explore, line, readout


def bound(given, default=None, name="mu"):
    return as_control(name, given).bind(name, default)


def slider(given, default=None):
    c = bound(given, default)
    return (c.min, c.max, c.step, c.value, c.integer)


@pytest.mark.parametrize(
    ("given", "default", "expected"),
    [
        ((2, 8, 0.05), 5.0, (2, 8, 0.05, 5.0, False)),
        ((0.3, 3.0), 1.0, (0.3, 3.0, 0.01, 1.0, False)),
        ((0, 10), None, (0, 10, 1, 5, True)),
        ((0, 10), 3, (0, 10, 1, 3, True)),
        ((0, 10), 3.0, (0, 10, 0.1, 3.0, False)),
        ((0.0, 1.0), None, (0.0, 1.0, 0.01, 0.5, False)),
        (4, None, (-4, 12, 1, 4, True)),
        (-2.0, None, (-6.0, 2.0, 0.01, -2.0, False)),
        (0, None, (0, 1, 1, 0, True)),
        (Slider(1, 100, log=True), None, (1, 100, 0.01, 10.0, False)),
        (Slider(1, 1000, 1, 100, log=True), None, (1, 1000, 1, 100, True)),
        (Slider(1, 100, 1, log=True), None, (1, 100, 1, 10, True)),
        (Slider(0, 9, step=2), None, (0, 9, 2, 4, True)),
        (Play(0, 20), None, (0, 20, 1, 0, True)),
        (ipywidgets.FloatSlider(min=1, max=3, step=0.5, value=2), None, (1, 3, 0.5, 2.0, False)),
        (ipywidgets.IntSlider(min=1, max=9, value=2), None, (1, 9, 1, 2, True)),
        (ipywidgets.Play(min=0, max=5, value=0), None, (0, 5, 1, 0, True)),
        (ipywidgets.FloatLogSlider(min=-1, max=2, value=10), None, (0.1, 100, 0.1, 10.0, False)),
    ],
)
def test_abbreviations_and_controls_become_sliders(given, default, expected):
    assert slider(given, default) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("given", "options"),
    [
        (["a", "b"], {"a": "a", "b": "b"}),
        ([1, 10], {"1": 1, "10": 10}),
        ({"one": 1, "ten": 10}, {"one": 1, "ten": 10}),
        ([("one", 1), ("ten", 10)], {"one": 1, "ten": 10}),
        (Choice(["a", "b"], value="b"), {"a": "a", "b": "b"}),
        (ipywidgets.Dropdown(options=["a", "b"]), {"a": "a", "b": "b"}),
        (ipywidgets.RadioButtons(options=[("one", 1), ("ten", 10)]), {"one": 1, "ten": 10}),
        (ipywidgets.ToggleButtons(options=["a", "b"], value="b"), {"a": "a", "b": "b"}),
        (ipywidgets.SelectionSlider(options=[1, 2, 5]), {"1": 1, "2": 2, "5": 5}),
    ],
)
def test_lists_and_selections_become_choices(given, options):
    control = bound(given)
    assert dict(control.options) == options
    assert control.wire(control.value) in options


@pytest.mark.parametrize("given", [True, Switch(True), ipywidgets.Checkbox(value=True)])
def test_truth_values_become_switches(given):
    assert bound(given).value is True
    assert bound(given).kind == "switch"


def test_ipywidgets_descriptions_are_labels():
    assert bound(ipywidgets.FloatSlider(description="rate")).label == "rate"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("mu", "μ"),
        ("theta_0", "θ₀"),
        ("theta_12", "θ₁₂"),
        ("lambda_", "λ"),
        ("learning_rate", "learning rate"),
        ("n", "n"),
        ("sigma_noise", "σ noise"),
    ],
)
def test_greek_names_get_greek_labels(name, label):
    assert label_for(name) == label


@pytest.mark.parametrize(
    ("given", "default", "error", "message"),
    [
        ((8, 2), None, ValueError, "mu must have min < max (got 8 and 2)"),
        ((2, 2), None, ValueError, "mu must have min < max (got 2 and 2)"),
        ((0, np.inf), None, ValueError, "the range of mu must be finite (got inf)"),
        ((0, "a"), None, TypeError, "the range of mu must be numbers (got 'a')"),
        ((0, 1, 0), None, ValueError, "the step of mu must lie in (0, 1] (got 0)"),
        ((0, 1, 5), None, ValueError, "the step of mu must lie in (0, 1] (got 5)"),
        (Slider(1.0, 10, 3, log=True), 2, ValueError, "the step of mu must lie in (0, 1] (got 3)"),
        ((2, 8), 9, ValueError, "mu must lie in [2, 8] (got 9)"),
        ((2, 8), "x", TypeError, "mu must be a number (got 'x')"),
        (Slider(0, 5, log=True), None, ValueError, "mu must have min > 0 with log=True (got 0)"),
        (Slider(0, 5, value=1), 2, ValueError, "mu must have one opening value (got 2 and 1)"),
        (["a", "a"], None, ValueError, "mu must have options of different names"),
        ([], None, ValueError, "mu must have options of different names (got [])"),
        (["a"], "b", ValueError, "mu must be one of ['a'] (got 'b')"),
        (True, 1, TypeError, "mu must be True or False (got 1)"),
        (Points([1, 2], [1]), None, ValueError, "mu must have x and y of one length"),
        (Points([1], [1], moves="z"), None, ValueError, "moves of mu must be xy, x or y"),
        (Points([1], [1], domain_x=(3, 2)), None, ValueError, "domain_x of mu must be (low, high)"),
        (Points([1], [1], domain_x=(2, 3)), None, ValueError, "mu must lie in its domain (2, 3)"),
        ("text", None, TypeError, "mu must be (min, max), (min, max, step), a number"),
        ((1,), None, TypeError, "mu must be (min, max)"),
        (ipywidgets.Text(), None, TypeError, "mu must be a control of one number or choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_definition(given, default, error, message):
    with pytest.raises(error) as caught:
        bound(given, default)
    assert str(caught.value).startswith(message)


def moving(data, k=1):
    return Figure(line(data.x, data.y * k), readout("sum", np.sum(data.x)))


def test_points_reach_the_function_as_two_arrays():
    figure = explore(moving, data=Points([1, 2, 4], [3, 4, 5]), k=(1, 3))
    assert figure.compute(data=[[0, 1], [0, 2], [5, 3]], k=2).to_dict()["panels"][0]["marks"] == [
        {"type": "line", "x": [0, 0, 5], "y": [2, 4, 6]}
    ]
    with pytest.raises(ValueError, match="data must be 3 pairs of finite numbers"):
        figure.compute(data=[[0, 1]])


def test_samples_and_corners_are_allowed_values():
    rng = np.random.default_rng(0)
    for given in [(2, 8, 0.05), (0, 9), Slider(0.1, 10, log=True), ["a", "b"], True, Play(0, 9),
                  Points([1, 2], [3, 4], moves="x", domain_x=(0, 5))]:  # fmt: skip
        control = bound(given)
        for value in [*control.corners(), *(control.sample(rng) for _ in range(50))]:
            assert control.check("mu", value) == value
