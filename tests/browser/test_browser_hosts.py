"""Where a figure lives without a kernel: MyST's model of an anywidget, twins on one page."""

import json

import nbformat
import numpy as np
import pytest
from explorables.hosts import output
from explorables.hosts.page import data_uri, figure_html, inline, script, style

from explorables import Figure, explore, formula, line, readout

# What a page of Jupyter Book 2 hands to a widget's render: values that were written into the page
# or nothing, listeners that stay, and methods that are not there yet.
MYST_MODEL = """
class Model {
  constructor(state) { this.state = state; this.target = new EventTarget(); }
  get(key) { return this.state[key]; }
  set(key, value) {
    this.state[key] = value;
    this.target.dispatchEvent(new CustomEvent(`change:${key}`, {detail: value}));
    this.target.dispatchEvent(new CustomEvent("change", {detail: value}));
  }
  on(name, act) { this.target.addEventListener(name, act); }
  off() { throw new Error("off not implemented yet."); }
  save_changes() { throw new Error("save_changes not implemented yet."); }
  send() { throw new Error("send not implemented yet."); }
  get widget_manager() { throw new Error("widget_manager does not exist."); }
}
"""


def curve(log=1.0, noise="low"):
    """How steep?"""
    return Figure(line(np.arange(3.0), log * np.arange(3.0)), readout("slope", log))


def make():
    return explore(curve, log=(0.0, 2.0, 0.1), noise=["low", "high"])


@pytest.fixture
def page(chromium):
    page = chromium.new_page()
    page.said = []
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("console", lambda m: m.type == "error" and page.said.append(m.text))
    yield page
    page.close()


def render(page, state):
    page.set_content(
        f"<div id=here></div><script>{inline(script())}</script><script>{MYST_MODEL}"
        f"globalThis.model = new Model({json.dumps(state).replace('<', chr(92) + 'u003c')});"
        "globalThis.end = explorables.render({model, el: document.querySelector('#here')});"
        "</script>"
    )


def params(page):
    return page.evaluate("document.querySelector('figure').explorable.params")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, {"log": 1.0, "noise": "low"}),
        ({"log_": 0.5}, {"log": 0.5, "noise": "low"}),
        ({"log_": None, "noise": "high"}, {"log": 1.0, "noise": "high"}),
    ],
)
def test_a_model_without_a_kernel_carries_it(page, stated, expected):
    render(page, {"payload": make().payload(), **stated})
    page.wait_for_selector("figure[data-ready]")
    assert params(page) == expected
    page.focus("input[type=range]")
    page.keyboard.press("ArrowRight")
    moved = round(expected["log"] + 0.1, 12)
    assert params(page)["log"] == pytest.approx(moved)
    assert page.evaluate("model.get('log_')") == pytest.approx(moved)
    page.evaluate("model.set('log_', 2)")
    assert params(page)["log"] == 2
    page.evaluate("end()")
    assert page.locator("figure").count() == 0
    assert page.said == []


def test_a_model_without_a_figure_says_so(page):
    render(page, {"log_": 1})
    assert "no `payload`" in page.inner_text("#here")
    assert page.said == []


def test_two_figures_of_one_name_have_ids_and_addresses_of_their_own(page, tmp_path):
    figure = make()
    twice = 2 * figure_html(figure.payload(), data_uri(figure.picture()))
    path = tmp_path / "twice.html"
    path.write_text(
        f"<!doctype html><style>{style(figure.payload())}</style>{twice}"
        f"<script>{inline(script())}</script>",
        encoding="utf-8",
    )
    page.goto(f"{path.as_uri()}#curve-2:log=1.5,noise=high")
    page.wait_for_selector("#curve-2[data-ready]")
    found = page.evaluate(
        "[...document.querySelectorAll('figure')].map((f) => [f.id, f.explorable.params])"
    )
    assert found == [
        ["curve", {"log": 1, "noise": "low"}], ["curve-2", {"log": 1.5, "noise": "high"}],
    ]  # fmt: skip
    assert page.said == []


def notebook_page(monkeypatch, figures, path):
    """What nbconvert makes of a notebook without widget state."""
    from nbconvert import HTMLExporter

    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)
    monkeypatch.setattr(output, "_carriers", {})
    cells = [
        nbformat.v4.new_code_cell(
            "figure",
            outputs=[nbformat.v4.new_output("display_data", data=f._repr_mimebundle_()[0])],
        )
        for f in figures
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    exporter = HTMLExporter(require_js_url="", mathjax_url="", jquery_url="", mermaid_js_url="")
    path.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
    return notebook, path.as_uri()


def second(mu=1.0):
    """How high?"""
    return Figure(line(np.arange(3.0), mu * np.arange(3.0)), formula(rf"\mu = {mu:.2f}"))


def test_a_notebook_without_widget_state_is_alive_offline(page, monkeypatch, tmp_path):
    figures = [make(), explore(second, mu=(0.0, 2.0)), make()]
    notebook, address = notebook_page(monkeypatch, figures, tmp_path / "book.html")
    said = [cell.outputs[0].data["text/html"] for cell in notebook.cells]
    carry = [s.count(inline(script())) for s in said]
    assert carry == [1, 0, 0]
    assert [s.count("@font-face") > 0 for s in said] == [False, True, False]
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#curve-2[data-ready]")
    ids = page.evaluate("[...document.querySelectorAll('figure.explorable')].map((f) => f.id)")
    assert ids == ["curve", "second", "curve-2"]
    assert page.locator("figure .fallback").count() == 0
    page.evaluate("document.querySelector('#second').explorable.set({mu: 2})")
    assert "2.00" in page.inner_text("#second .items")
    assert page.said == []
