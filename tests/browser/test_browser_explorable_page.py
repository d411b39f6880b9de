"""One self-contained page in Chromium: predict and reveal, the address, light, keys, touch."""

import json

import numpy as np
import pytest

from explorables import (
    Axis,
    Figure,
    Panel,
    Play,
    Points,
    Predict,
    Slider,
    area,
    contour,
    dots,
    explore,
    formula,
    handle,
    line,
    readout,
    running_sum,
    stems,
)

DATA = np.array([3.0, 4.5, 5.0, 6.5, 7.0])


@explore(
    mu=(2, 8, 0.05),
    sigma=(0.5, 3.0, 0.05),
    noise=["Gaussian", "Laplace"],
    data=Points([1.0, 2.0, 3.0], [1.0, 1.5, 3.0], domain_x=(0, 4), domain_y=(0, 4)),
    step=Play(0, 5, interval=50),
    shade=True,
    predict=Predict(
        "Which mean?",
        options={"4": "That is the middle one.", "5.2": ""},
        answer="5.2",
        because="It is their mean.",
        veil=["panel 2", "panel 1 title", "panel 1 stems", "readout sum"],
        free=["sigma"],
    ),
    states={"too low": dict(mu=3.0)},
)
def many_parts(mu=5.0, sigma=1.0, noise="Gaussian", data=None, step=0, shade=True):
    """Which mean suits the data?

    Move everything."""
    grid = np.linspace(0, 10, 101)

    def density(y):
        if noise == "Laplace":
            return np.exp(-np.abs(y - mu) / sigma) / (2 * sigma)
        return np.exp(-(((y - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))

    heights = density(DATA)
    x, y = np.linspace(2, 8, 25), np.linspace(0.5, 3, 20)
    bowl = (x[None, :] - 5) ** 2 + (y[:, None] - 1) ** 2 + 0 * mu
    drawn = area if shade else line
    return Figure(
        Panel(
            drawn(grid, density(grid), label="model"),
            stems(DATA, heights, color="ink", link="observations"),
            handle(mu, density(mu), moves="mu", label="μ"),
            title=f"μ = {mu:.2f}",
            x=Axis(label="y", domain=(0, 10)),
            y=Axis(label="density", domain=(0, 1)),
        ),
        Panel(
            contour(x, y, bowl),
            handle(mu, sigma, moves=("mu", "sigma")),
            x=Axis(domain=(2, 8)),
            y=Axis(domain=(0.5, 3)),
        ),
        Panel(
            line(data.x, data.y * (1 + 0 * step) + step / 10),
            handle(data.x, data.y, moves="data"),
            x=Axis(domain=(0, 4)),
            y=Axis(domain=(0, 4)),
        ),
        running_sum("log-likelihood", np.log(heights), link="observations"),
        readout("sum", np.sum(np.log(heights))),
        formula(rf"\mu = {mu:.2f}"),
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "many-parts.html"
    many_parts.to_html(path)
    return path.as_uri()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1000, "height": 900})
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert not said


def params(page):
    return page.evaluate("document.querySelector('figure').explorable.params")


def settle(page):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def awake(page, address):
    page.goto(address)
    page.get_by_role("button", name="Skip").click()
    return page


SEEN = """() => {
  const figure = document.querySelector("figure");
  const marks = [...figure.querySelectorAll(".layer")].filter(g => g.childElementCount);
  return {
    text: figure.innerText,
    told: [...figure.querySelectorAll("[aria-label], [aria-live]")]
      .map(e => (e.getAttribute("aria-label") ?? "") + e.textContent).join(" "),
    marks: marks.map(g => g.getAttribute("class")),
  };
}"""


@pytest.mark.parametrize("free", [(), ("mu",), ("mu", "sigma")])
def test_what_to_move_is_said_when_all_of_it_can_be_moved(page, tmp_path, free):
    @explore(
        mu=(0, 1),
        sigma=(0, 1),
        predict=Predict("Where?", options=("left", "right"), answer=0, free=free),
    )
    def locked(mu=0.5, sigma=0.5):
        """Where is the bottom?

        Drag μ, then σ."""
        return Figure(Panel(dots(mu, sigma)))

    page.goto(locked.to_html(tmp_path / "locked.html").as_uri())
    look = page.get_by_text("Drag μ, then σ.")
    assert look.is_visible() == (len(free) == 2)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert look.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Skip").click()
    assert look.is_visible()


FRAMES = """() => [...document.querySelectorAll(".panel")].map((panel) => {
  const { width, height } = panel.querySelector("clipPath rect").getBBox();
  const top = (what) => panel.querySelector(what).getBoundingClientRect().top;
  return { ratio: width / (height - 2), title: top(".title"), plate: top(".plate") };
})"""


@pytest.mark.parametrize("width", [1400, 700, 390])
def test_units_are_as_long_across_as_up_and_titles_stand_on_one_line(chromium, tmp_path, width):
    @explore(large=False)
    def shapes(large=False):
        high = np.where(large, 1234567.0, 1.0)
        square = Panel(dots(1.0, 1.0), aspect=1.0, title="square", y=Axis(domain=(0, 1.0 * high)))
        flat = Panel(dots(1.0, 1.0), aspect=2.0, title="flat", x=Axis("age"))
        many = [line([0, k], [k, 1], label=f"a long name, number {k}") for k in range(1, 5)]
        return Figure(square, flat, Panel(*many, title="with a key"), columns=3)

    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(shapes.to_html(tmp_path / "shapes.html").as_uri())
    for _ in range(2):
        square, flat, other = page.evaluate(FRAMES)
        assert square["ratio"] == pytest.approx(1, abs=0.01)
        assert flat["ratio"] == pytest.approx(2, abs=0.02)
        if width == 1400:
            for part in ("title", "plate"):
                assert square[part] == flat[part] == other[part]
        page.get_by_role("switch").or_(page.get_by_role("checkbox")).first.click()
        settle(page)
    page.close()


def test_what_waits_for_the_guess_is_nowhere_before_it(page, address):
    page.goto(address)
    settle(page)
    before = page.evaluate(SEEN)
    for kind in ("text", "told"):
        assert "sum" not in before[kind]
    assert "μ = 5.00" not in before["text"]  # the title; the slider says 5.00 alone
    assert not [m for m in before["marks"] if "stems" in m or "contour" in m]
    page.evaluate("document.querySelector('figure').explorable.set({mu: 4})")
    assert page.evaluate(SEEN)["marks"] == before["marks"]
    page.get_by_role("button", name="5.2", exact=True).click()
    settle(page)
    after = page.evaluate(SEEN)
    assert "μ = 4.00" in after["text"]
    assert "sum" in after["text"]
    assert [m for m in after["marks"] if "stems" in m]
    assert [m for m in after["marks"] if "contour" in m]


def test_options_have_an_order_for_each_reader_that_stays(chromium, address):
    def orders(context):
        page = context.new_page()
        page.goto(address)
        first = page.locator(".option").all_inner_texts()
        page.reload()
        assert page.locator(".option").all_inner_texts() == first
        return tuple(first)

    seen = set()
    for _ in range(12):
        context = chromium.new_context()
        seen.add(orders(context))
        context.close()
    assert len(seen) == 2  # by chance one order alone comes once in two thousand runs


def test_on_paper_the_question_comes_first_and_the_answer_last(page, address):
    page.goto(address)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    text = page.inner_text("figure")
    assert text.index("Which mean?") < text.index("sum") < text.index("Answer: 5.2.")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".layer.stems > *, .layer.contour > *").count() == 0
    assert "Answer: 5.2." not in page.inner_text("figure")
    assert "sum" not in page.inner_text("figure")


def test_figure_waits_for_a_guess_and_then_tells(page, address):
    page.goto(address)
    slider = page.get_by_label("μ", exact=True).first
    asleep = page.locator(".control[inert]")
    assert asleep.count() == page.locator(".control").count() - 1  # σ may be moved
    assert page.locator(".control[inert]", has_text="σ").count() == 0
    page.get_by_label("σ", exact=True).first.focus()
    page.keyboard.press("ArrowRight")
    assert params(page)["sigma"] == pytest.approx(1.05)
    page.evaluate("document.querySelector('figure').explorable.set({mu: 3})")
    assert params(page)["mu"] == 3
    page.get_by_role("button", name="4", exact=True).press("Enter")
    assert asleep.count() == 0
    assert page.locator(".option.chosen").inner_text() == "4 (your guess)"
    assert page.evaluate("document.activeElement.className") == "reveal"
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert params(page)["mu"] == 3.05
    assert "It is their mean." not in page.inner_text("figure")
    page.get_by_role("button", name="Show the answer").click()
    said = page.inner_text("figure")
    assert "Answer: 5.2. That is the middle one. It is their mean." in said
    assert "5.2 (right)" in said
    assert "4 (your guess, not right)" in said


def test_outputs_in_the_page_are_pythons(page, address):
    page.goto(address)
    values = dict(mu=4.25, sigma=0.75, noise="Laplace", step=3, shade=False)
    page.evaluate("v => document.querySelector('figure').explorable.set(v)", values)
    browser = page.evaluate("document.querySelector('figure').explorable.outputs()")
    python = json.loads(json.dumps(many_parts.compute(**values).to_dict()))
    assert browser["items"][0]["total"] == pytest.approx(python["items"][0]["total"], abs=1e-12)
    assert browser["items"][2] == python["items"][2]
    heights = browser["panels"][0]["marks"][1]["y"], python["panels"][0]["marks"][1]["y"]
    assert heights[0] == pytest.approx(heights[1], abs=1e-15)
    assert page.locator(".formula").inner_text().count("4.25")


def test_address_sets_and_keeps_the_state(page, address):
    page.goto(f"{address}#many_parts:mu=3.5,noise=Laplace,shade=false,data=1;2;2;2;3;0.5")
    assert params(page)["mu"] == 3.5
    assert params(page)["noise"] == "Laplace"
    assert params(page)["shade"] is False
    assert params(page)["data"] == [[1, 2], [2, 2], [3, 0.5]]
    page.evaluate("location.hash = '#many-parts:mu=6.25,sigma=99,noise=Cauchy,data=1;2'")
    page.wait_for_function("document.querySelector('figure').explorable.params.mu === 6.25")
    assert params(page)["sigma"] == 3.0
    assert params(page)["noise"] == "Laplace"
    page.get_by_role("button", name="Skip").click()
    page.evaluate("document.querySelector('figure').explorable.set({mu: 7})")
    page.get_by_role("button", name="Copy link").click()
    assert "#many-parts:mu=7,sigma=3" in page.url
    page.reload()
    assert params(page)["mu"] == 7


def test_pointing_at_an_observation_lights_its_term(page, address):
    awake(page, address)
    dot = page.locator(".layer.stems [data-datum='2']").last.bounding_box()
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    assert page.locator(".term.lit").inner_text().strip("−+ ") == "0.92"
    page.mouse.move(5, 5)
    assert page.locator(".lit").count() == 0
    page.locator(".term").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".layer.stems .lit").first.get_attribute("data-datum") == "1"


def test_handles_follow_the_pointer_and_the_keys(page, address):
    awake(page, address)
    knobs = page.get_by_role("slider", name="μ, σ")
    box = knobs.locator(".knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 30, steps=3)
    page.mouse.up()
    settle(page)
    moved = knobs.locator(".knob").bounding_box()
    assert abs(moved["x"] - box["x"] - 40) < 3
    assert abs(moved["y"] - box["y"] + 30) < 3
    knobs.focus()
    page.keyboard.press("Home")
    assert params(page)["mu"] == 2
    sigma = params(page)["sigma"]
    page.keyboard.press("ArrowUp")
    assert params(page)["sigma"] == pytest.approx(sigma + 0.05)
    settle(page)
    assert "2.00" in knobs.get_attribute("aria-valuetext")
    assert knobs.locator(".hit").bounding_box()["width"] >= 44


def test_points_are_dragged_within_their_domain(page, address):
    awake(page, address)
    knob = page.get_by_role("slider", name="data 2")
    knob.focus()
    page.keyboard.press("ArrowUp")
    assert params(page)["data"][1] == pytest.approx([2.0, 1.54])
    box = knob.locator(".knob").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 900, box["y"] - 900, steps=4)
    page.mouse.up()
    assert params(page)["data"][1] == [4, 4]
    assert params(page)["data"][0] == [1, 1]


def test_play_runs_to_its_end_and_stops(page, address):
    awake(page, address)
    page.get_by_role("button", name="Play step").click()
    page.wait_for_function("document.querySelector('figure').explorable.params.step === 5")
    page.get_by_role("button", name="Play step").wait_for()
    page.get_by_role("button", name="Step back step").click()
    assert params(page)["step"] == 4
    page.get_by_role("button", name="Reset").click()
    assert params(page)["step"] == 0


def test_only_what_depends_on_a_moved_parameter_is_drawn_anew(page, address):
    awake(page, address)
    page.evaluate("""() => {
      window.touched = new Set();
      document.querySelectorAll("svg.chart").forEach((chart, k) => new MutationObserver(
        () => touched.add(k)).observe(
          chart, {childList: true, subtree: true, attributes: true, characterData: true}));
    }""")
    page.evaluate("document.querySelector('figure').explorable.set({step: 2})")
    assert page.evaluate("[...touched]") == [2]
    page.evaluate("document.querySelector('figure').explorable.set({mu: 4})")
    assert page.evaluate("[...touched].includes(1)") is False


def test_vertical_swipe_over_a_figure_scrolls_the_page(chromium, address):
    context = chromium.new_context(
        viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True
    )
    page = awake(context.new_page(), address)
    box, session = page.locator("svg.chart").first.bounding_box(), context.new_cdp_session(page)
    kinds = ["touchStart", *["touchMove"] * 7, "touchEnd"]
    for k, kind in enumerate(kinds):
        point = {"x": box["x"] + 60, "y": box["y"] + 100 - 20 * k}
        points = [] if kind == "touchEnd" else [point]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(30)
    page.wait_for_function("scrollY > 60")
    context.close()


@pytest.mark.parametrize("which", [1, 2], ids=["a plane", "points"])
def test_a_handle_under_a_finger_does_not_scroll_the_page(chromium, address, which):
    context = chromium.new_context(
        viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True
    )
    page = awake(context.new_page(), address)
    knob = page.locator("g.handle[role=slider]").nth(which)
    knob.evaluate("k => k.scrollIntoView({block: 'center', behavior: 'instant'})")
    top, was, box = page.evaluate("scrollY"), params(page), knob.locator(".ring").bounding_box()
    session = context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, down in (("touchStart", 0), *(("touchMove", 8 * k) for k in range(1, 6))):
        points = [{"x": x, "y": y - down}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(
        "([ring, y]) => Math.abs(ring.getBoundingClientRect().y - y) < 8",  # a step of the slider
        arg=[knob.locator(".ring").element_handle(), box["y"] - 40],
    )
    assert params(page) != was
    assert page.evaluate("scrollY") == top
    context.close()


@explore(n=Slider(1, 100, 1, 1, log=True), share=(0.0, 1.0))
def counts(n=1, share=0.5):
    """A slider of whole numbers in equal ratios; a panel without ticks."""
    return Figure(
        Panel(
            line([0, 1], [-1, 1]),
            handle(share, 0, moves="share", opacity=share),
            x=Axis(ticks=[]),
            y=Axis(ticks=[]),
        ),
        Panel(line([0, 1], [-1, 1]), dots([0.0], [0.0])),
        readout("n", n, format="d"),
    )


def test_whole_numbers_in_equal_ratios_and_a_panel_without_axes(page, tmp_path):
    page.goto(counts.to_html(tmp_path / "counts.html").as_uri())
    page.get_by_label("n", exact=True).focus()
    seen = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        seen.append(params(page)["n"])
    assert seen == [2, 3, 4, 5]
    page.keyboard.press("ArrowLeft")
    assert params(page)["n"] == 4
    page.keyboard.press("End")
    assert params(page)["n"] == 100
    baselines = page.locator(".baseline")
    assert baselines.nth(0).get_attribute("d") == ""
    assert baselines.nth(1).get_attribute("d").count("M") == 2
    assert page.locator("g.handle[tabindex]").get_attribute("style").endswith("opacity: 0.5;")


WIDTHS = [0.2, 0.5, 1, 2]


@explore(share=(0.0, 1.0))
def wide_scale(share=0.5):
    """Two axes of equal ratios, with ticks of one's own and with the usual ones."""
    return Figure(
        Panel(
            line([0.15, 2], [0.15, 2]),
            x=Axis(domain=(0.15, 2), scale="log", ticks=WIDTHS),
            y=Axis(domain=(0.15, 2), scale="log", ticks=WIDTHS),
        ),
        Panel(line([1, 60], [share, 1]), x=Axis(domain=(1, 60), scale="log")),
        columns=2,
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_each_tick_of_a_logarithmic_axis_has_its_number(page, tmp_path, width):
    """d3's own format leaves out the numbers for which a short axis seems to have no room."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(wide_scale.to_html(tmp_path / "wide.html").as_uri())
    numbers = [
        axis.locator("text").all_text_contents()
        for axis in page.locator("svg g[font-variant=tabular-nums]").all()
    ]
    assert len(numbers) == 4
    assert numbers[:2] == [["0.2", "0.5", "1", "2"]] * 2
    assert all(all(axis) for axis in numbers)


MODEL = """payload => {
  const traits = {payload}, heard = {};
  for (const p of payload.parameters) traits[p.name] = p.value;
  window.saved = [];
  window.model = {
    get: name => traits[name],
    set(name, value) {
      if (JSON.stringify(traits[name]) === JSON.stringify(value)) return;
      traits[name] = value;
      for (const listener of heard[`change:${name}`] ?? []) listener();
    },
    save_changes: () => saved.push(traits.mu),
    on: (event, f) => (heard[event] ??= []).push(f),
    off: (event, f) => { heard[event] = heard[event].filter(g => g !== f); },
  };
  document.body.replaceChildren();
  window.views = [0, 1].map(() => {
    const el = document.body.appendChild(document.createElement("div"));
    return explorables.render({model, el});
  });
}"""
BOTH = "[...document.querySelectorAll('figure')].map(f => f.explorable.params.mu)"


def test_two_views_of_one_widget_follow_each_other_without_echo(page, address):
    page.goto(address)
    page.evaluate(MODEL, many_parts.payload())
    page.evaluate("document.querySelector('figure').explorable.set({mu: 4})")
    assert page.evaluate(BOTH) == [4, 4]
    page.evaluate("model.set('mu', 6)")
    assert page.evaluate(BOTH) == [6, 6]
    assert page.evaluate("saved") == [4]
    page.evaluate("views[0]()")
    page.evaluate("model.set('mu', 5)")
    assert page.evaluate(BOTH) == [5]
