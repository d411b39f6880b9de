"""The figure as a widget: traits both ways, links, and what a notebook stores."""

import base64

import ipywidgets
import numpy as np
import pytest
import traitlets
from explorables.digest import digest
from explorables.hosts import output
from explorables.hosts.widget import DIGEST, VIEW

from explorables import Figure, Points, explore, formula, line


@pytest.fixture
def figure():
    @explore(mu=(-3.0, 3.0), n=(1, 5), noise={"bell": "Gaussian", "tent": "Laplace"}, wide=True,
             data=Points([1, 2], [3, 4]))  # fmt: skip
    def sample_figure(mu=0.0, n=2, noise="Gaussian", wide=True, data=None):
        """A curve."""
        return Figure(line(data.x, data.y * mu + n))

    return sample_figure


def test_parameters_are_synced_traits(figure):
    assert {"mu", "n", "noise", "wide", "data"} <= set(figure.traits(sync=True))
    seen = []
    figure.observe(lambda change: seen.append(change["new"]), "mu")
    figure.mu = 1.5
    figure.set_state({"mu": -2, "noise": "tent", "data": [[0, 0], [1, 1]]})
    assert seen == [1.5, -2.0]
    assert figure.noise == "Laplace"
    assert figure.get_state(["noise", "mu"]) == {"noise": "tent", "mu": -2.0}
    assert (
        repr(figure)
        == "<explorable sample-figure: mu=-2, n=2, noise=tent, wide=on, data=(0, 0) (1, 1)>"
    )


@pytest.mark.parametrize(("name", "bad"), [("mu", 9), ("n", 2.5), ("noise", "x"), ("wide", 1)])
def test_values_out_of_range_are_refused(figure, name, bad):
    with pytest.raises((ValueError, TypeError), match=f"{name} must"):
        setattr(figure, name, bad)


def test_links_with_ipywidgets_controls_work_both_ways(figure):
    slider = ipywidgets.FloatSlider(min=-3, max=3)
    traitlets.link((slider, "value"), (figure, "mu"))
    slider.value = 2
    assert figure.mu == 2
    figure.mu = -1
    assert slider.value == -1


def test_two_figures_do_not_share_values(figure):
    def other(mu=0.0):
        return Figure(line(np.arange(3), np.arange(3) * mu))

    one, two = explore(other, mu=(0.0, 1.0)), explore(other, mu=(0.0, 1.0))
    one.mu = 1
    assert (one.mu, two.mu) == (1, 0)


def test_notebook_output_is_view_picture_and_a_stable_line(figure):
    data, _ = figure._repr_mimebundle_()
    assert set(data) == {VIEW, DIGEST, "image/png", "text/plain"}
    assert data[DIGEST] == digest(figure)
    assert data["text/plain"] == repr(figure)
    assert base64.b64decode(data["image/png"])[:4] == b"\x89PNG"
    view = data[VIEW]
    assert view["explorable"] == figure.payload()
    assert view["version_major"] == 2
    assert view["model_id"] == figure.model_id != ""


def test_no_connection_is_opened_before_it_is_shown(figure):
    assert figure.comm is None
    assert figure.model_id
    assert figure.comm is not None


def test_a_book_being_built_opens_none(figure, monkeypatch):
    monkeypatch.setenv("EXPLORE_STATIC", "1")
    assert figure._repr_mimebundle_()[0][VIEW]["model_id"] == ""
    assert figure.comm is None


def test_the_opening_state_carries_the_script_and_the_payload(figure):
    state = figure.get_state()
    assert state["payload"] == figure.payload()
    assert "export default {render: globalThis.explorables.render}" in state["_esm"]


def test_the_docstring_stays(figure):
    assert figure.__doc__ == "A curve."


def test_text_html_is_offered_outside_tests_and_carries_the_script_once(monkeypatch):
    def curve(mu=0.5):
        """How steep?"""
        return Figure(line(np.arange(3.0), mu * np.arange(3.0)))

    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.setattr(output, "_carriers", {})
    figures = [explore(curve, mu=(0.0, 1.0)) for _ in range(3)]
    first, *later = [f._repr_mimebundle_()[0]["text/html"] for f in (*figures, figures[0])]
    assert len(first) > 250_000
    assert max(map(len, later[:2])) < 60_000
    assert later[2] == first
    assert '<img src="data:image/png;base64,' in later[0]
    monkeypatch.setattr(output, "_cell", lambda: "b2")
    monkeypatch.setattr(output, "_carriers", {"script": "a1", "style": "b2"})
    again = output.output_html(figures[1], b"")
    assert "<style>" in again
    assert len(again) < 60_000
    monkeypatch.setenv("EXPLORABLES_HTML", "0")
    assert "text/html" not in figures[0]._repr_mimebundle_()[0]


def test_no_widget_is_opened_where_none_is_wanted(figure, monkeypatch):
    monkeypatch.setenv("EXPLORABLES_WIDGET", "0")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    data, _ = figure._repr_mimebundle_()
    assert (data[VIEW]["model_id"], figure.comm) == ("", None)
    assert "<figure" in data["text/html"]


def test_figures_of_one_name_keep_their_styles():
    def plot(mu=0.5):
        return Figure(line(np.arange(3.0), mu * np.arange(3.0)))

    plain = explore(plot, mu=(0.0, 1.0))
    other = explore(plot, mu=(0.0, 2.0))

    def plot(mu=0.5):
        return Figure(line(np.arange(3.0), mu * np.arange(3.0)), formula(rf"\mu = {mu:.2f}"))

    typeset = explore(plot, mu=(0.0, 1.0))
    assert plain._anywidget_id == other._anywidget_id
    assert plain._css == other._css
    assert plain._anywidget_id != typeset._anywidget_id
