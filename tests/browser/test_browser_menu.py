"""A figure's menu: numbers as tables, a sentence from its curve, pictures and data to keep."""

import csv
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from explorables import (
    Axis,
    Figure,
    Panel,
    Predict,
    bars,
    dots,
    explore,
    handle,
    line,
    readout,
)

X = np.linspace(0.0, 10.0, 101)


@explore(
    mu=(0.0, 10.0, 0.1),
    predict=Predict("Where?", options=("low", "high"), answer=1, veil=["panel 2", "readout least"]),
)
def valley(mu=5.0):
    """Where is the bottom of the loss?"""
    loss = (X - mu) ** 2
    left = Panel(
        line(X, loss, label="the loss"), handle(mu, 0.0, moves="mu"), x=Axis("μ"), title="Loss"
    )
    right = Panel(bars([0.0, 1.0, 2.0], [1.0, mu, 3.0]), title="Bars, with a comma")
    return Figure(left, right, readout("least", np.min(loss) + mu))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    return valley.to_html(tmp_path_factory.mktemp("menu") / "valley.html").as_uri()


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    yield page
    context.close()
    assert not said


def opened(page, *, guess=True):
    if guess:
        page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Numbers, picture").click()
    return page.locator(".menu")


def put(page, mu):
    page.evaluate(f"document.querySelector('figure').explorable.set({{mu: {mu}}})")


def test_the_sentence_follows_the_curve(page):
    menu = opened(page)
    bars_of = "Bars, with a comma: largest at x = {} ({}), smallest at x = {} ({})."
    assert menu.locator(".told").inner_text() == (
        f"The loss falls until μ = 5, then rises. {bars_of.format(1, 5, 0, 1)}"
    )
    put(page, 0)
    assert menu.locator(".told").inner_text() == (
        f"The loss rises from end to end. {bars_of.format(2, 3, 1, 0)}"
    )


TOLD = {  # a panel, and what can be said of it in one sentence
    "a helper line is not the curve": (
        Panel(line([0, 1], [5, 1], dash=True, label="tangent"), line(X, (X - 4) ** 2, label="E")),
        "E falls until x = 4, then rises.",
    ),
    "a symbol keeps its letter": (
        Panel(line(X, X, label="σ² = 1")),
        "σ² = 1 rises from end to end.",
    ),
    "a function keeps its letter": (
        Panel(line(X, -X), y=Axis("log p"), x=Axis("η")),
        "log p falls from end to end.",
    ),
    "a level line is the second choice": (
        Panel(line(X, 0 * X, label="zero"), line(X, X, label="one")),
        "One rises from end to end.",
    ),
    "names of bars": (
        Panel(bars(["rain", "snow"], [0.3, 0.7]), y=Axis("probability")),
        "Probability: largest at snow (0.7), smallest at rain (0.3).",
    ),
    "places that nobody can read off": (
        Panel(bars([0.2, 1.2], [0.3, 0.7]), x=Axis(ticks=[])),
        "The height: from 0.3 to 0.7.",
    ),
    "dots": (
        Panel(dots([1.0, 4.0], [2.0, 8.0]), x=Axis("age"), y=Axis("mass")),
        "2 dots: age from 1 to 4, mass from 2 to 8.",
    ),
    "an outline": (Panel(line([0, 1, 2], [0, 1, 0]), aspect=1.0), ""),
    "a curve that turns often": (
        Panel(line(X, np.sin(3 * X)), y=Axis("pressure")),
        "Pressure turns 10 times, between −1 and 1.",
    ),
}


@pytest.mark.parametrize("what", TOLD)
def test_the_sentence_tells_the_most_telling_mark(page, tmp_path, what):
    panel, words = TOLD[what]

    def told():
        return Figure(panel)

    page.goto(explore(told).to_html(tmp_path / "told.html").as_uri())
    assert opened(page, guess=False).locator(".told").inner_text() == words


def test_where_no_panel_says_anything_the_numbers_do(page, tmp_path):
    @explore(mu=(0.0, 10.0))
    def numbers(mu=5.0):
        return Figure(Panel(handle(mu, 0.0, moves="mu")), readout("the loss", mu / 4, unit="nats"))

    page.goto(numbers.to_html(tmp_path / "numbers.html").as_uri())
    assert opened(page, guess=False).locator(".told").inner_text() == "The loss = 1.25 nats."


def test_what_cannot_be_seen_is_in_no_table(page, tmp_path):
    @explore(count=(1.0, 3.0, 1.0))
    def few(count=2.0):
        hidden = np.where(np.arange(3) < count, 1.0, 0.0)
        return Figure(Panel(dots([1.0, 2.0, 3.0], [7.0, 8.0, 9.0], opacity=hidden)))

    page.goto(few.to_html(tmp_path / "few.html").as_uri())
    cells = opened(page, guess=False).locator("td")
    assert cells.all_inner_texts() == ["1", "7", "2", "8"]


def test_the_keyboard_goes_on_from_the_answer(page):
    page.get_by_role("button", name="low").press("Enter")
    page.get_by_role("button", name="Show the answer").press("Enter")
    assert page.evaluate("document.activeElement.className") == "verdict"


def test_tables_are_live_and_labelled(page):
    menu = opened(page)
    put(page, 4)
    table = menu.locator("table", has_text="Bars, with a comma")
    assert table.locator("th").all_inner_texts() == ["x", "height"]
    assert table.locator("td").all_inner_texts() == ["0", "1", "1", "4", "2", "3"]
    assert menu.locator("table", has_text="Numbers").locator("td").nth(1).inner_text() == "4"


@explore(
    mu=(0.0, 10.0, 0.1),
    predict=Predict("Where?", options=("low", "high"), answer=1, veil=["titles"]),
)
def named(mu=5.0):
    """Where is the bottom?"""
    return Figure(Panel(line(X, (X - mu) ** 2), title="bottom in the middle"))


def test_a_title_that_waits_for_the_guess_is_in_no_table_and_no_sentence(page, tmp_path):
    page.goto(named.to_html(tmp_path / "named.html").as_uri())
    menu = opened(page, guess=False)
    assert menu.locator("caption").all_inner_texts() == ["line"]
    assert menu.locator(".told").inner_text() == "The curve falls until x = 5, then rises."
    page.get_by_role("button", name="Skip").click()
    assert menu.locator("caption").all_inner_texts() == ["bottom in the middle: line"]
    assert menu.locator(".told").inner_text().startswith("Bottom in the middle falls until")


def test_the_tables_keep_the_secret_before_the_guess(page):
    menu = opened(page, guess=False)
    assert menu.locator("caption").all_inner_texts() == ["Loss: the loss", "Loss: handle"]


def test_copied_data_are_the_numbers_of_the_figure(page):
    opened(page)
    page.get_by_role("button", name="Copy data").click()
    check_data(page.evaluate("navigator.clipboard.readText()"))


def check_data(text):
    rows = list(csv.reader(io.StringIO(text)))
    start = rows.index(["Loss: the loss"])
    assert rows[start + 1] == ["μ", "y"]
    numbers = np.array(rows[start + 2 : start + 2 + len(X)], dtype=float)
    assert np.array_equal(numbers, np.column_stack([X, (X - 5.0) ** 2]))
    assert ["Bars, with a comma: bars"] in rows


def download(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value


def test_a_saved_svg_stands_alone(page, chromium, tmp_path):
    opened(page)
    file = tmp_path / download(page, "Save SVG").suggested_filename
    assert file.name == "valley.svg"
    download(page, "Save SVG").save_as(file)
    check_svg(file)


def check_svg(file):
    root = ET.parse(file).getroot()
    words = " ".join(root.itertext())
    assert "Bars, with a comma" in words
    assert "var(--" not in file.read_text("utf-8")
    curves = [p for p in root.iter("{http://www.w3.org/2000/svg}path") if len(p.get("d", "")) > 500]
    assert curves
    assert all(p.get("stroke", "").startswith("rgb") for p in curves)


def test_a_saved_png_is_what_is_seen(page, tmp_path):
    opened(page)
    file = tmp_path / "valley.png"
    download(page, "Save PNG").save_as(file)
    check_png(file)


def check_png(file):
    from PIL import Image

    picture = np.asarray(Image.open(file).convert("RGB")).reshape(-1, 3)
    blue = np.array([0x18, 0x3C, 0xC4])
    assert np.sum(np.abs(picture.astype(int) - blue).sum(axis=1) < 12) > 500


# ---- the same in Firefox


BUTTON = "figure button[data-wanted='{}']"
NAME = """(words, name) => {
  const all = [...document.querySelectorAll("figure button")].filter((b) => b.checkVisibility());
  const found = all.find((b) => b.innerText.trim().startsWith(words));
  found?.setAttribute("data-wanted", name);
  return Boolean(found);
}"""
CELLS = """(words) => {
  const all = [...document.querySelectorAll(".menu table")];
  const table = all.find((t) => t.innerText.includes(words));
  return [...table.querySelectorAll("td")].map((cell) => cell.innerText);
}"""
PASTED = """async () => {
  const field = document.body.appendChild(document.createElement("textarea"));
  field.id = "pasted";
}"""


def push(tab, words):
    """The figure's button that begins with these words, by the mouse."""
    name = words.lower().replace(" ", "-")
    tab.wait(NAME, words, name)
    tab.click(BUTTON.format(name))


def test_the_menu_in_firefox(fox, address):
    fox.open(address)
    fox.wait("() => document.querySelector('figure[data-ready]')")
    push(fox, "Numbers, picture")
    captions = "() => [...document.querySelectorAll('.menu caption')].map((c) => c.innerText)"
    assert fox.run(captions) == ["Loss: the loss", "Loss: handle"]
    push(fox, "Skip")
    assert fox.text(".menu .told").startswith("The loss falls until μ = 5, then rises.")
    fox.run("() => document.querySelector('figure').explorable.set({mu: 4})")
    fox.said_in(".menu .told", "μ = 4")
    assert fox.run(CELLS, "Bars, with a comma") == ["0", "1", "1", "4", "2", "3"]
    fox.run("() => document.querySelector('figure').explorable.set({mu: 5})")
    fox.said_in(".menu .told", "μ = 5")
    check_svg(fox.saved("valley.svg", lambda: push(fox, "Save SVG")))
    check_png(fox.saved("valley.png", lambda: push(fox, "Save PNG")))
    push(fox, "Copy data")
    fox.wait("() => /are copied/.test(document.body.textContent)")
    fox.run(PASTED)
    fox.click("#pasted")
    fox.chord("control", "v")
    check_data(fox.wait("() => document.querySelector('#pasted').value"))
