"""Every control of every explorable of the built book moves its picture: by mouse from a file, by
keyboard over HTTP under a strict policy, by touch on a phone."""

from pathlib import Path

import pytest

STATE = """async figure => {
  await new Promise(requestAnimationFrame);
  let sum = 0;
  for (const part of figure.querySelectorAll("svg.chart, svg.over, .items")) {
    const seen = part.innerHTML;
    for (let k = 0; k < seen.length; k++) sum = (31 * sum + seen.charCodeAt(k)) | 0;
  }
  return [sum, JSON.stringify(figure.explorable.params)];
}"""
RESET = "figure => figure.explorable.reset()"
# a reset may put other handles in the place of those before
FRESH = "(f, [selector, k]) => { f.explorable.reset(); return f.querySelectorAll(selector)[k]; }"
# the state, or null where the reader cannot see the control or it is set already
BEFORE = f"""async (control, figure) => {{
  const box = control.getBoundingClientRect(), style = getComputedStyle(control);
  if (!box.width || !box.height || style.visibility !== "visible") return null;
  const there = control.ariaPressed === "true" || control.ariaDisabled === "true"
    || control.querySelector("[type=radio]:checked");
  return there ? null : await ({STATE})(figure);
}}"""
CONTROLS = "input[type=range], .segments label, select, .switch, .player button, .preset"


def pages(book: Path) -> list[Path]:
    found = [p for p in sorted(book.glob("**/*.html")) if 'class="explorable"' in p.read_text()]
    assert found, f"a built book must have pages with explorables (none in {book})"
    return found


class Reader:
    """One page with one way to touch it, and what its console said."""

    def __init__(self, chromium, **settings):
        self.context = chromium.new_context(**settings)
        self.page = self.context.new_page()
        self.session = self.context.new_cdp_session(self.page)
        self.said = []
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message):
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def open(self, address):
        """The living figures of a page, awake."""
        self.page.goto(address)
        self.page.wait_for_selector("figure.explorable:not([data-ready])", state="detached")
        figures = self.page.query_selector_all("figure.explorable")
        for figure in figures:
            for skip in figure.query_selector_all(".predict .pass:not([hidden])"):
                skip.click()
        return figures

    def touch(self, kind, x=None, y=None):
        points = [] if x is None else [{"x": x, "y": y}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middle(element, share=0.5):
    element.evaluate("n => n.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = element.bounding_box()
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


def by_mouse(reader, control):
    """Attempts to move a control, one after the other."""
    if control.get_attribute("type") == "range":
        for share in (0.2, 0.8):
            reader.page.mouse.click(*middle(control, share))
            yield
    elif control.get_attribute("role") == "slider":
        for dx, dy in ((35, 0), (-35, 0), (0, -35), (0, 35)):
            x, y = middle(control.query_selector(".hit"))
            reader.page.mouse.move(x, y)
            reader.page.mouse.down()
            reader.page.mouse.move(x + dx / 2, y + dy / 2)
            reader.page.mouse.move(x + dx, y + dy)
            reader.page.mouse.up()
            yield
    elif control.evaluate("node => node.tagName") == "SELECT":
        for index in (1, 0):
            control.select_option(index=index)
            yield
    else:
        control.click()
        yield


def by_touch(reader, control):
    if control.get_attribute("type") == "range":
        for share in (0.2, 0.8):
            reader.page.touchscreen.tap(*middle(control, share))
            yield
    elif control.get_attribute("role") == "slider":
        for dx, dy in ((30, 0), (-30, 0), (0, -30), (0, 30)):
            x, y = middle(control.query_selector(".hit"))
            reader.touch("touchStart", x, y)
            for part in (0.4, 0.8, 1):
                reader.touch("touchMove", x + part * dx, y + part * dy)
            reader.touch("touchEnd")
            yield
    elif control.evaluate("node => node.tagName") == "SELECT":
        yield from by_mouse(reader, control)
    else:
        control.tap()
        yield


def by_keyboard(reader, control):
    inside = control.query_selector("input")
    kind = inside.get_attribute("type") if inside else None
    (inside or control).focus()
    if kind is None and control.evaluate("node => node.tagName") == "BUTTON":
        reader.page.keyboard.press("Enter")
        yield
    else:
        many = control.evaluate("node => node.type === 'range' || node.role === 'slider'")
        keys = ["Space"] if kind else ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]
        for key in keys:
            for _ in range(3 if many else 1):
                reader.page.keyboard.press(key)
            yield


def idle(reader, figure, way):
    """The controls that move nothing."""
    found = []
    for selector in (CONTROLS, "[role=slider].handle"):
        number = figure.evaluate("(f, selector) => f.querySelectorAll(selector).length", selector)
        for k in range(number):
            control = figure.evaluate_handle(FRESH, [selector, k]).as_element()
            before = control.evaluate(BEFORE, figure)
            if before is None:
                continue
            for _ in way(reader, control):
                after = figure.evaluate(STATE)
                if before[0] != after[0] and before[1] != after[1]:
                    break
            else:
                name = control.evaluate("n => n.outerHTML.slice(0, 90)")
                found.append((figure.get_attribute("data-explorable"), name))
    figure.evaluate(RESET)
    return found


WAYS = {
    "mouse, from a file": (by_mouse, False, {"viewport": {"width": 1280, "height": 900}}),
    "keyboard, under a strict policy": (by_keyboard, True, {}),
    "touch, on a phone": (
        by_touch,
        True,
        {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_every_control_of_every_explorable_moves_its_picture(name, book, served, chromium):
    way, over_http, settings = WAYS[name]
    reader, stuck = Reader(chromium, **settings), []
    for path in pages(book):
        address = f"{served}/{path.relative_to(book)}" if over_http else path.as_uri()
        for figure in reader.open(address):
            stuck += idle(reader, figure, way)
    reader.context.close()
    assert not stuck, f"controls that move nothing: {stuck}"
    assert not reader.said, reader.said
