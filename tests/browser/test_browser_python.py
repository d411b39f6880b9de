"""Python in the page: by a press, by keyboard, by touch; from a file and under a policy."""

import re
import time
from contextlib import contextmanager

import pytest
from serving import Quiet, serving
from waiting import patience

from glm_core.exercises import find

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; "
    "connect-src blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
STOPPED = r"Stopped after (5|[1-9]\d*(\.\d)?) s\. Is there a loop without an end\?"
RIGHT = "def my_softmax(eta):\n    z = np.exp(eta - eta.max())\n    return z / z.sum()\n"
PAGE = "book/softmax.html"
ASK = """async ([name, how, source]) => {
  const section = document.querySelector(`section.exercise[data-exercise="${name}"]`);
  return section.exercise[how](source);
}"""
GAUSSIAN = "def log_density(r):\nreturn -np.square(r) / 2"  # typed: the editor indents
TRIES = """
import sys
found = []
NAMES = "fetch XMLHttpRequest WebSocket indexedDB importScripts navigator document"
for name in NAMES.split():
    try:
        js = __import__("js")
        found.append(getattr(js, name))
    except Exception as error:
        found.append(type(error).__name__)
print(found)
"""


class WithPython(Quiet):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


def answers_to_entropy():
    """(exercise, right, wrong, empty): a function, and a value that a rule of its own accepts."""
    nat = tuple(map(float, find("one-nat").reference()))
    function = "def my_entropy(p):\n    return {}"
    log = "-sum(q * np.log(q) for q in p if q > 0)"
    yield (
        "entropy-in-nats",
        function.format(log),
        function.format(log.replace("log", "log2")),
        function.format("..."),
    )
    yield (
        "one-nat",
        f"my_distribution = {nat}",
        "my_distribution = (0.5, 0.5)",
        "my_distribution = None",
    )


@contextmanager
def opened(browser, address, **options):
    """A page, and all that it complained of and asked for."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    page.on("request", lambda r: page.asked.append(r.url))
    page.goto(address)
    yield page
    context.close()


@pytest.fixture(scope="module", params=["file", "policy"])
def address(request, book):
    """The page of a chapter from a disk, and over HTTP with the policy as a header."""
    if request.param == "file":
        yield (book / PAGE).as_uri()
        return
    with serving(book, WithPython) as served:
        yield f"{served}/{PAGE}"


def ask(page, how, source, name="stable-softmax"):
    return page.evaluate(ASK, [name, how, source])


def test_nothing_loads_before_it_is_asked_for(chromium, address):
    with opened(chromium, address) as page:
        page.wait_for_load_state("load")
        assert not [url for url in page.asked if "engine.js" in url or "pagepython/page.js" in url]
        assert page.locator("section.exercise button.try").first.is_visible()


def test_an_exercise_is_done_in_the_page(chromium, address):
    with opened(chromium, address) as page:
        section = page.locator('section.exercise[data-exercise="stable-softmax"]')
        section.locator("button.try").click()
        editor = section.locator(".cm-content")
        editor.wait_for()
        assert "def my_softmax(eta):" in editor.inner_text()
        assert editor.get_attribute("aria-label")
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("def my_softmax(eta):\nz = np.exp(eta - eta.max())\nreturn z / z.sum()")
        page.keyboard.press("Control+Enter")
        verdict = section.locator(".py-verdict")
        page.wait_for_function("v => v.textContent.includes('right')", arg=verdict.element_handle())
        assert verdict.inner_text() == "✓ right."
        assert verdict.get_attribute("role") == "status"
        assert page.complaints == []


def test_the_contract(chromium, address):
    with opened(chromium, address) as page:
        assert ask(page, "check", RIGHT) == {"status": "right", "message": "right."}
        assert ask(page, "check", "def my_softmax(eta): ...")["status"] == "empty"
        naive = "def my_softmax(eta):\n    return np.exp(eta) / np.exp(eta).sum()"
        assert "subtract the largest logit first" in ask(page, "check", naive)["message"]
        assert ask(page, "run", "print(1)\nnp.arange(3)") == {
            "output": "1\narray([0, 1, 2])\n",
            "error": "",
        }
        assert ask(page, "run", "1 / 0")["error"].endswith("ZeroDivisionError: division by zero")
        assert page.complaints == []


def test_an_endless_loop_ends_and_what_was_written_stays(chromium, address):
    with opened(chromium, address) as page:
        ask(page, "run", "1")
        ended = ask(page, "run", "print('be')\nprint('fore')\nwhile True: pass")
        assert ended["output"] == "be\nfore\n"
        assert re.fullmatch(STOPPED, ended["error"])
        assert ask(page, "check", RIGHT)["status"] == "right"


def test_the_code_reaches_nothing_outside(chromium, address):
    with opened(chromium, address) as page:
        before = len(page.asked)
        found = ask(page, "run", TRIES)["output"]
        assert set(eval(found)) == {"ImportError"}
        ours = ("blob:", "file:")
        others = [
            u for u in page.asked[before:] if not u.startswith(ours) and "pagepython" not in u
        ]
        assert not [u for u in others if "favicon" not in u]


def test_it_works_offline(chromium, book):
    with serving(book, WithPython) as served, opened(chromium, f"{served}/{PAGE}") as page:
        assert ask(page, "check", RIGHT)["status"] == "right"
        page.context.set_offline(True)
        assert ask(page, "check", RIGHT)["status"] == "right"


def test_tab_leaves_the_editor(chromium, address):
    with opened(chromium, address) as page:
        section = page.locator("section.exercise").first
        section.locator("button.try").click()
        section.locator(".cm-content").wait_for()
        for _ in range(4):
            page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.classList.contains('cm-content')")


def test_stop_and_start_over(chromium, address):
    with opened(chromium, address) as page:
        section = page.locator("section.exercise").first
        section.locator("button.try").click()
        editor = section.locator(".cm-content")
        editor.wait_for()
        first = editor.inner_text()
        page.keyboard.press("Control+a")
        page.keyboard.type("while True: pass")
        section.locator("button.py-run").click()
        section.locator("button.py-stop").click()
        page.wait_for_function(
            "o => o.textContent.includes('Stopped.')",
            arg=section.locator(".py-output").element_handle(),
        )
        assert "while True" in editor.inner_text()
        section.locator("button.py-again").click()
        assert editor.inner_text() == first


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = """(section) => [...section.querySelectorAll("button, .cm-content")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
  .map((e) => e.textContent)"""


def fits_a_phone(page, section):
    """No scrolling aside, letters that do not make the phone zoom, buttons as wide as a finger."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    size = section.locator(".cm-content").evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) >= 16
    assert section.evaluate(SMALL) == []


def tapped_open(page, selector):
    """A section whose editor a finger has opened, and then touched."""
    section = page.locator(selector)
    section.locator("button.try").tap()
    section.locator(".cm-content").tap()
    return section


def test_an_exercise_is_done_on_a_phone(chromium, address):
    with opened(chromium, address, **PHONE) as page:
        section = tapped_open(page, 'section.exercise[data-exercise="stable-softmax"]')
        page.keyboard.press("Control+a")
        page.keyboard.type("def my_softmax(eta):\nreturn eta")
        section.locator("button.py-check").tap()
        section.locator(".py-verdict[data-status=wrong]").wait_for()
        fits_a_phone(page, section)
        section.locator(".cm-content").tap()
        page.keyboard.press("Control+a")
        page.keyboard.type("def my_softmax(eta):\nz = np.exp(eta - eta.max())\nreturn z / z.sum()")
        section.locator("button.py-check").tap()
        section.locator(".py-verdict[data-status=right]").wait_for()
        verdict = section.locator(".py-verdict").bounding_box()
        assert verdict["x"] >= 0
        assert verdict["x"] + verdict["width"] <= 390
        assert page.complaints == []


def test_the_scratch_pad_on_a_phone(chromium, address):
    with opened(chromium, address, **PHONE) as page:
        pad = tapped_open(page, "section.py-scratch")
        page.keyboard.type("print(6 * 7, 'x' * 200)")
        pad.locator("button.py-run").tap()
        pad.locator(".py-output", has_text="42 xxx").wait_for()
        fits_a_phone(page, pad)
        assert page.complaints == []


def swipe(page, box, down):
    """A finger goes down in the middle of a box, along the glass, and up."""
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, way in (("touchStart", 0), *(("touchMove", k / 5) for k in range(1, 6))):
        finger.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y + way * down}]},
        )
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_loss_lab_on_a_phone(chromium, address):
    with opened(chromium, address.replace("softmax", "losses"), **PHONE) as page:
        lab = page.locator("section.loss-lab")
        lab.locator("button.try").tap()
        lab.locator(".lab-panel").nth(2).wait_for()
        lab.locator(".py-verdict", has_text="Done").wait_for()
        fits_a_phone(page, lab)
        knob, line = lab.locator(".lab-knob"), lab.locator(".lab-panel line.lab-density")
        knob.evaluate("k => k.scrollIntoView({block: 'center', behavior: 'instant'})")
        box, top, before = knob.bounding_box(), page.evaluate("scrollY"), line.get_attribute("y2")
        assert min(box["width"], box["height"]) >= 44
        swipe(page, box, 60)
        page.wait_for_function(
            "([e, y]) => e.getAttribute('y2') !== y", arg=[line.element_handle(), before]
        )
        assert abs(knob.bounding_box()["y"] - box["y"] - 60) < 3
        assert page.evaluate("scrollY") == top, "a knob that is dragged does not move the page"
        swipe(page, lab.locator(".lab-panel").nth(1).bounding_box(), -80)
        page.wait_for_function("top => scrollY > top", arg=top)
        assert page.complaints == []


def test_the_scratch_pad_opens_by_key(chromium, address):
    with opened(chromium, address) as page:
        page.keyboard.press("Alt+p")
        pad = page.locator("section.py-scratch")
        pad.locator(".cm-content").wait_for()
        page.keyboard.type("datasets.load_penguins(complete=True)['year'][:3]")
        page.keyboard.press("Control+Enter")
        page.wait_for_function(
            "o => o.textContent.includes('2007')", arg=pad.locator(".py-output").element_handle()
        )
        assert page.complaints == []


def test_ready_within_two_seconds_on_a_slow_processor(chromium, address):
    with opened(chromium, address) as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        began = time.monotonic()
        ask(page, "run", "1")
        assert time.monotonic() - began < patience(6)
