"""Marks, figures and the decorator: what is written, and what is refused with which words."""

import json
import re

import numpy as np
import pytest
from explorables.figure.paths import references
from explorables.hosts.drawing import draw_panel
from explorables.hosts.still import describe
from runtime import differences, runtime

from explorables import (
    Axis,
    Figure,
    Panel,
    Predict,
    TraceError,
    area,
    arrow,
    bars,
    contour,
    dots,
    explore,
    formula,
    handle,
    heatmap,
    line,
    readout,
    rule,
    running_sum,
    stems,
    text,
)  # fmt: skip

X = np.linspace(0, 1, 5)


def test_only_what_is_stated_is_written():
    panel = Panel(line(X, X**2), y=Axis("y", domain=(0, 1)), title="T")
    assert Figure(panel, readout("r", 1)).to_dict() == {
        "panels": [
            {
                "marks": [{"type": "line", "x": X.tolist(), "y": (X**2).tolist()}],
                "y": {"label": "y", "domain": [0.0, 1.0]},
                "title": "T",
            }
        ],
        "items": [{"type": "readout", "label": "r", "value": 1.0}],
    }


def test_numbers_that_are_not_finite_are_null():
    assert line([1, np.inf], [np.nan, 2]).to_dict() == {
        "type": "line", "x": [1.0, None], "y": [None, 2.0],
    }  # fmt: skip


def test_bare_marks_share_a_panel_and_sums_have_totals():
    figure = Figure(line(X, X), dots(X, 0), readouts=[running_sum("s", [1, 2])]).to_dict()
    assert [m["type"] for m in figure["panels"][0]["marks"]] == ["line", "dots"]
    assert figure["items"] == [{"type": "running_sum", "label": "s", "terms": [1, 2], "total": 3}]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: line(X, X[:3]), "line data must have equal lengths (got x 5, y 3)"),
        (
            lambda: area(X, X, base=[1, 2]),
            "area data must have equal lengths (got x 5, y 5, base 2)",
        ),
        (lambda: dots(X, X, opacity=[1, 2]), "dots data must have equal lengths"),
        (lambda: bars(["a", "b"], [1, 2, 3]), "bars data must have equal lengths"),
        (lambda: stems(np.ones((2, 2)), 1), "stems x must have one axis (got shape (2, 2))"),
        (lambda: arrow(X, X, X, X[:2]), "arrow data must have equal lengths"),
        (lambda: line(X, X, color="pink"), "line color must be one of ink, blue"),
        (lambda: rule(x=1, y=2), "rule must have either x= or y="),
        (lambda: rule(), "rule must have either x= or y="),
        (lambda: contour(X, X[:3], np.ones((5, 3))), "contour z must have shape (len(y), len(x))"),
        (lambda: heatmap(X, X, np.ones(5)), "heatmap z must have shape (len(y), len(x))"),
        (lambda: text(X, X, ["a"]), "text must have one string per point (got 1)"),
        (lambda: text(0, 0, "a", anchor="left"), "text anchor must be start, middle or end"),
        (lambda: handle(0, 0, moves=("a",)), "handle moves must be a name or (x name, y name)"),
        (lambda: Axis(domain=(1, 1)), "axis domain must be two different finite numbers"),
        (lambda: Axis(domain=(1, 2, 3)), "axis domain must be (low, high)"),
        (lambda: Axis(scale="cubic"), "axis scale must be linear or log".replace("axis", "Axis")),
        (lambda: readout("r", X), "readout value must be one number (got (5,))"),
        (lambda: readout("r", 1, format="3x"), "readout format must be like .2f"),
        (lambda: running_sum("r", 1.0), "running_sum terms must have one axis"),
        (lambda: running_sum("r", [1], total_format="x"), "running_sum total_format must be like"),
        (lambda: Axis(format="%.2f"), "Axis format must be like .2f"),
    ],
)
def test_marks_that_cannot_be_drawn_are_refused(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


@pytest.mark.parametrize(
    "make", [lambda: line(X, "ab"), lambda: Panel("x"), lambda: Figure(Axis()), lambda: line(X, {})]
)
def test_what_is_no_mark_is_refused(make):
    with pytest.raises((TypeError, ValueError)):
        make()


def bell(mu=0.0, sigma=1.0):
    """How high is the peak?

    Shrink σ."""
    z = (X - mu) / sigma
    return Figure(
        Panel(line(X, np.exp(-(z**2) / 2)), handle(mu, 1, moves="mu"), title=f"σ = {sigma:.2f}"),
        formula(rf"\mu = {mu:.1f}"),
    )


def test_the_payload_is_plain_json_with_live_numbers():
    payload = explore(bell, mu=(-1.0, 1.0), sigma=(0.3, 2.0)).payload()
    assert json.loads(json.dumps(payload)) == payload
    assert (payload["name"], payload["caption"], payload["look"]) == (
        "bell",
        "How high is the peak?",
        "Shrink σ.",
    )
    assert [n[0] for n in payload["nodes"][:2]] == ["param", "param"]
    (entry,) = payload["figures"]
    assert entry["when"] == {}
    assert entry["figure"]["panels"][0]["title"]["template"][1]["format"] == ".2f"
    assert entry["figure"]["items"][0]["tex"] == r"\mu = ⟦0⟧"
    assert "⟦0⟧" in entry["figure"]["items"][0]["html"]
    ids = {ref["$"] for _, ref in references(entry["figure"])}
    assert ids <= set(range(len(payload["nodes"])))


def test_the_function_is_recorded_once_per_choice():
    def noisy(noise="Gaussian", wide=True, mu=0.5):
        d = np.abs(X - mu) if noise == "Laplace" else np.square(X - mu)
        return Figure(line(X, d * (2 if wide else 1)))

    figure = explore(noisy, noise=["Gaussian", "Laplace"], wide=True, mu=(0.0, 1.0))
    whens = [entry["when"] for entry in figure.payload()["figures"]]
    assert len(whens) == 4
    assert {"noise": "Laplace", "wide": False} in whens
    assert figure.compute(noise="Laplace", mu=1).to_dict()["panels"][0]["marks"][0]["y"][0] == 2


def test_compute_is_the_function_on_plain_arrays():
    figure = explore(bell, mu=(-1.0, 1.0), sigma=(0.3, 2.0))
    assert figure.compute(mu=1).to_dict() == bell(1.0, 1.0).to_dict()
    with pytest.raises(TypeError, match="bell has no parameter 'nu'"):
        figure.compute(nu=1)
    with pytest.raises(ValueError, match=r"mu must lie in \[-1, 1\] \(got 7\)"):
        figure.compute(mu=7)


def returns_nothing(mu=0.0):
    return None


def nan_below_zero(mu=0.5):
    return Figure(line(X, np.log(X + mu)), readout("r", 1.0))


def other_each_time(mu=0.5, rng=np.random.default_rng(0)):  # noqa: B008
    return Figure(line(X, mu + rng.normal(size=5)))


def singular(mu=0.5):
    return Figure(readout("r", np.linalg.inv(np.stack([mu, 0.0, 0.0, 1.0]).reshape(2, 2)).sum()))


def with_rest(mu=0.5, **rest):
    return Figure(line(X, X))


def branches(mu=0.5):
    return Figure(line(X, X if mu > 1 else -X))


def assigns(mu=0.5):
    heights = np.zeros(3)
    heights[0] = mu
    return Figure(dots(np.arange(3), heights))


def odd_handle(mu=0.5):
    return Figure(handle(mu, 0, moves="nu"))


@pytest.mark.parametrize(
    ("function", "controls", "error", "message"),
    [
        (bell, dict(mu=(-1.0, 1.0)), TypeError,
         "bell must have a control for each parameter (no sigma)"),
        (bell, dict(mu=(-1.0, 1.0), sigma=(1.0, 2.0), nu=(0, 1)), TypeError,
         "bell must take each parameter it is given (has no nu)"),
        (lambda mu: None, dict(mu=(0, 1)), ValueError, "a figure's name must be an identifier"),
        (with_rest, dict(mu=(0, 1)), TypeError, "with_rest must name its parameters one by one"),
        (returns_nothing, dict(mu=(0, 1.0)), TypeError,
         "returns_nothing must return a Figure (got None)"),
        (nan_below_zero, dict(mu=(-1.0, 1.0)), ValueError,
         "nan_below_zero: panel 1 line y must be a number (got nan at mu=-1)"),
        (singular, dict(mu=(0.0, 1.0)), ValueError,
         "singular must be computable (got Singular matrix at mu=0"),
        (branches, dict(mu=(0.0, 1.0)), TraceError, "`if`, `and`"),
        (assigns, dict(mu=(0.0, 1.0)), TraceError, "assignment to an element"),
        (odd_handle, dict(mu=(0.0, 1.0)), ValueError,
         "handle moves must name a parameter (got 'nu')"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_work_is_refused_at_definition(function, controls, error, message):
    with pytest.raises(error) as caught:
        explore(function, **controls)
    assert str(caught.value).startswith(message)


def test_randomness_inside_the_function_is_found_out():
    rng = np.random.default_rng(0)

    def other_each_time(mu=0.5):
        return Figure(line(X, mu + rng.normal(size=5)))

    with pytest.raises(ValueError, match="other_each_time must give the same numbers each time"):
        explore(other_each_time, mu=(0.0, 1.0))


def test_a_parameter_with_a_default_needs_a_control_too():
    with pytest.raises(TypeError, match="no rng"):
        explore(other_each_time, mu=(0.0, 1.0))


def test_states_and_questions_are_checked_and_written():
    question = Predict("Which?", options=("a", "b"), answer="b", because="so")
    figure = explore(
        bell, mu=(-1.0, 1.0), sigma=(0.3, 2.0), predict=question, states={"left": {"mu": -1}}
    )
    payload = figure.payload()
    assert payload["predict"] == {
        "question": "Which?",
        "options": ["a", "b"],
        "answer": 1,
        "because": "so",
        "veil": [],
        "free": [],
        "slips": [],
        "veils": [{"panels": [], "titles": [], "marks": [], "items": []}],
    }
    assert payload["states"] == [{"name": "left", "values": {"mu": -1.0}}]
    controls = dict(mu=(-1.0, 1.0), sigma=(0.3, 2.0))
    with pytest.raises(ValueError, match="mu must lie in"):
        explore(bell, **controls, states={"left": {"mu": -2}})
    with pytest.raises(TypeError, match="no parameter 'nu'"):
        explore(bell, **controls, states={"left": {"nu": -2}})
    with pytest.raises(TypeError, match="predict must be a Predict"):
        explore(bell, **controls, predict="Which?")
    with pytest.raises(ValueError, match="two or more options"):
        Predict("Which?", options=("a",), answer=0)
    with pytest.raises(ValueError, match=r"option's index \(got 2\)"):
        Predict("Which?", options=("a", "b"), answer=2)


def test_payload_size_is_that_of_the_compressed_json():
    figure = explore(bell, mu=(-1.0, 1.0), sigma=(0.3, 2.0))
    assert 300 < figure.payload_size() < len(json.dumps(figure.payload()))


def test_no_parameters_give_a_figure_that_stands_still():
    figure = explore(lambda_free)
    assert repr(figure) == "<explorable lambda-free>"
    assert figure.payload()["parameters"] == []


def lambda_free():
    """A parabola."""
    return Figure(line(X, X**2))


def test_whole_numbers_can_be_read_out_and_told():
    def steps(n=3):
        """How many?"""
        return Figure(readout("place", n, format="d"), running_sum("sum", [n, -1], format="d"))

    assert "place = 3. sum = 3 + (-1) = 2." in explore(steps, n=(0, 9)).payload()["alt"]


def test_what_rounds_to_zero_has_no_sign_in_either_language():
    @explore(x=(-1.0, 1.0))
    def near_zero(x=-0.001):
        panel = Panel(line(X, X * x), title=f"x = {x:.2f}, {x:+.1%}, {x:.1e}")
        return Figure(panel, running_sum(f"{x:.2f}", np.stack([x, -x]), total_format="+.1f"))

    runtime().load(near_zero.payload())
    for x, title in ((-0.001, "x = 0.00, -0.1%, -1.0e-03"), (-0.0, "x = 0.00, 0.0%, 0.0e+00")):
        python = near_zero.compute(x=x).to_dict()
        assert python["panels"][0]["title"] == title
        assert differences(python, runtime().outputs({"x": x})) == []
        assert runtime().outputs({"x": x})["panels"][0]["title"] == title
        assert "0.00 = 0.00 + 0.00 = +0.0" in describe(near_zero, x=x)


def test_stills_write_the_axis_as_the_author_asks():
    from matplotlib.figure import Figure as Canvas

    axis = Axis(domain=(0, 1), ticks=[0, 0.5, 1], format=".0%")
    ax, bare = Canvas().subplots(1, 2)
    draw_panel(ax, Panel(handle(0.5, 0.5, moves="share", opacity=0.25), y=axis))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0%", "50%", "100%"]
    assert ax.collections[0].get_alpha() == 0.25
    draw_panel(bare, Panel(line(X, X), x=Axis(ticks=[]), y=Axis(ticks=[])))
    assert not any(bare.spines[side].get_visible() for side in ("bottom", "left"))
    assert ax.spines["bottom"].get_visible()
