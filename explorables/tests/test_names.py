"""A parameter may have any name; what a widget or a decorator calls so already stays apart."""

import keyword

import numpy as np
import pytest
from explorables.hosts.widget import Widget
from runtime import differences, runtime

from explorables import Figure, Predict, explore, interact, line, readout

ORDINARY = (
    "name function log layout states open keys predict picture controls compute payload recording "
    "caption look slug opening style comm trait_values class_ value send close hold_sync observe "
    "format self cls values limit constructor toString hasOwnProperty _x _esm λ θ_1"
).split()


def curve_of(name):
    """A figure's function with a parameter of this name."""
    scope = {"np": np, "Figure": Figure, "line": line, "readout": readout}
    exec(
        f"def curve({name}=1.0):\n"
        f"    x = np.linspace(0, 1, 5)\n"
        f"    return Figure(line(x, {name} * x), readout('at', {name}))\n",
        scope,
    )
    return scope["curve"]


@pytest.mark.parametrize("name", [*ORDINARY, *(n for n in dir(Widget) if n.isidentifier())])
def test_any_name_will_do(name):
    if keyword.iskeyword(name) or name.startswith("__"):
        return
    figure = explore(curve_of(name), **{name: (0.0, 2.0)})
    trait = figure.traits_of[name]
    setattr(figure, trait, 1.5)
    assert figure.current() == {name: 1.5}
    assert figure.compute(**{name: 0.5}).items[0].value == 0.5
    assert figure.get_state([trait]) == {trait: 1.5}
    (parameter,) = figure.payload()["parameters"]
    assert (parameter["name"], parameter.get("trait", name)) == (name, trait)


@pytest.mark.parametrize("name", ORDINARY)
def test_the_page_replays_it(name):
    figure = explore(curve_of(name), **{name: (0.0, 2.0)})
    runtime().load(figure.payload())
    found = runtime().outputs({name: 0.25})
    assert differences(figure.compute(**{name: 0.25}).to_dict(), found) == []


def test_a_trait_of_another_parameter_is_not_taken():
    def two(log=1.0, log_=1.0):
        return Figure(line(np.arange(2.0), log * np.arange(2.0) + log_))

    figure = explore(two, log=(0.0, 2.0), log_=(0.0, 3.0))
    assert figure.traits_of == {"log": "log__", "log_": "log_"}


@pytest.mark.parametrize("name", ["__proto__", "__class__", "__init__"])
def test_names_that_languages_keep_are_refused(name):
    with pytest.raises(ValueError, match=f"two underscores, .* [(]got '{name}'[)]"):
        explore(curve_of(name), **{name: (0.0, 2.0)})


def test_a_parameter_may_be_called_like_a_keyword_of_explore():
    def model(predict=1.0, states="low"):
        return Figure(line(np.arange(2.0), predict * np.arange(2.0)), readout("at", predict))

    question = Predict("Up or down?", ["up", "down"], 0)
    figure = explore(
        model, predict=(0.0, 2.0), states=["low", "high"], predict_=question,
        states_={"steep": {"predict": 2.0}},
    )  # fmt: skip
    assert list(figure.controls) == ["predict", "states"]
    assert figure.predict is question
    assert figure.states == {"steep": {"predict": 2.0}}
    with pytest.raises(TypeError, match=r"control for each parameter .no predict"):
        explore(model, states=["low"])


def test_a_parameter_may_be_called_like_a_keyword_of_interact():
    def plot(limit=2):
        return Figure(line(np.arange(3.0), limit * np.arange(3.0)))

    assert interact(plot, limit=(1, 4)).compute(limit=4).panels[0].marks[0].y[2] == 8
    assert interact(plot).controls["limit"].max == 6
    with pytest.raises(ValueError, match="at most limit=0"):
        interact(plot, limit=(1, 4), limit_=0.01)
