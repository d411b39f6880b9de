"""Python in the page in Firefox: from a disk, and over HTTP with the policy as a header."""

import re

import pytest
from serving import serving
from test_browser_own_figures import CELLS
from test_browser_python import ASK, GAUSSIAN, RIGHT, STOPPED, WithPython, answers_to_entropy

EDITOR = "section.{} .cm-content"
CHANGED = """(selector, before) => {
  const now = [...document.querySelectorAll(selector)].map((e) => e.outerHTML).join();
  return now && now !== before && now;
}"""


@pytest.fixture(scope="module", params=["file", "policy"])
def place(request, book):
    if request.param == "file":
        yield book.as_uri()
        return
    with serving(book, WithPython) as address:
        yield address


@pytest.fixture
def page(fox, place):
    """Opens a chapter; what it asks for lies in the book's own folder."""

    def opened(name):
        fox.open(f"{place}/book/{name}.html")
        return fox

    yield opened
    assert not [url for url in fox.asked if not url.startswith((place, "blob:"))]


def mark(fox, selector, name):
    """Gives the section that holds the selected element a class of its own."""
    find = "(s, name) => document.querySelector(s).closest('section').classList.add(name)"
    fox.run(find, selector, name)


def opens(fox, section):
    """The button opens the editor, and the cursor stands in it."""
    fox.click(f"section.{section} button.try")
    fox.wait("(s) => document.querySelector(s)?.contains(document.activeElement)", editor(section))


def editor(section):
    return EDITOR.format(section)


def replace(fox, section, source):
    """Other code in an editor that stands open."""
    put = "(s, source) => { document.querySelector(s).pad.source = source; }"
    fox.run(put, f"section.{section}", source)


def test_right_wrong_and_empty_by_the_kind_of_exercise(page):
    fox = page("entropy")
    for name, right, wrong, empty in answers_to_entropy():
        assert fox.run(ASK, [name, "check", right]) == {"status": "right", "message": "right."}
        verdict = fox.run(ASK, [name, "check", wrong])
        assert verdict["status"] == "wrong"
        assert len(verdict["message"]) > 20
        assert fox.run(ASK, [name, "check", empty])["status"] == "empty"


def test_a_setting_of_a_figure(page):
    fox = page("entropy")
    figure = """async (values) => {
      const section = document.querySelector("section[data-exercise=another-forecast]");
      const { figure } = JSON.parse(section.querySelector("script").textContent);
      document.querySelector(`figure[data-explorable="${figure}"]`).explorable.set(values);
    }"""
    fox.wait("() => !document.querySelector('figure.explorable:not([data-ready])')")
    mark(fox, "section[data-exercise=another-forecast] button", "forecast")
    fox.click("section.forecast button.try")
    fox.said_in("section.forecast .py-wait", "○")
    fox.run(figure, {"rain": 0.46, "snow": 0.14, "sleet": 0.37, "hail": 0.03})
    fox.click("section.forecast button.try")
    fox.said_in("section.forecast .py-wait", "in another order")
    fox.run(figure, {"rain": 0.04, "snow": 0.17, "sleet": 0.24, "hail": 0.55})
    fox.click("section.forecast button.try")
    fox.said_in("section.forecast .py-wait", "✓")


def test_output_errors_and_a_loop_without_an_end(page):
    fox = page("softmax")
    ran = fox.run(ASK, ["stable-softmax", "run", "print(1)\nnp.arange(3)"])
    assert ran == {"output": "1\narray([0, 1, 2])\n", "error": ""}
    ran = fox.run(ASK, ["stable-softmax", "run", "1 / 0"])
    assert ran["error"].endswith("ZeroDivisionError: division by zero")
    ran = fox.run(ASK, ["stable-softmax", "run", "print('before')\nwhile True: pass"])
    assert ran["output"] == "before\n"
    assert re.fullmatch(STOPPED, ran["error"])
    assert fox.run(ASK, ["stable-softmax", "check", RIGHT])["status"] == "right"


def test_an_exercise_is_typed_checked_and_stopped(page):
    fox = page("softmax")
    assert not [url for url in fox.asked if "engine.js" in url or "pagepython/page.js" in url]
    mark(fox, "section[data-exercise=stable-softmax] button", "mine")
    opens(fox, "mine")
    assert "def my_softmax(eta):" in fox.text(editor("mine"))
    fox.chord("control", "a")
    fox.type("def my_softmax(eta):\nz = np.exp(eta - eta.max())\nreturn z / z.sum()")
    fox.chord("control", "enter")
    assert fox.said_in("section.mine .py-verdict", "right") == "✓ right."
    fox.wait("() => bookMemory.read().code['stable-softmax']?.status === 'right'")
    fox.reload()
    fox.said_in("section[data-exercise=stable-softmax] .py-wait", "✓ It was right")
    mark(fox, "section[data-exercise=stable-softmax] button", "mine")
    opens(fox, "mine")
    assert "return z / z.sum()" in fox.text(editor("mine"))
    fox.chord("control", "a")
    fox.type("while True: pass")
    fox.click("section.mine button.py-run")
    fox.click("section.mine button.py-stop")
    fox.said_in("section.mine .py-output", "Stopped.")
    assert "while True" in fox.text(editor("mine"))


def test_the_scratch_pad_and_a_cell_of_the_chapter(page):
    fox = page("softmax")
    fox.chord("alt", "p")
    fox.wait("(s) => document.querySelector(s) === document.activeElement", editor("py-scratch"))
    fox.type("datasets.load_penguins(complete=True)['year'][:3]")
    fox.chord("control", "enter")
    fox.said_in("section.py-scratch .py-output", "2007")
    mark(fox, "section.py-cell", "changed")
    opens(fox, "changed")
    before = fox.text(editor("changed"))
    assert before.strip()
    fox.click("section.changed button.py-run")
    fox.said_in("section.changed .py-verdict", "Done")
    replace(fox, "changed", f"{before}\nprint('six', 3 * 2)")
    fox.click("section.changed button.py-run")
    fox.said_in("section.changed .py-output", "six 6")


def test_a_figure_of_ones_own_follows_its_slider(page):
    fox = page("write-your-own")
    find = """() => [...document.querySelectorAll("section.py-cell")]
      .find((s) => s.querySelector("script").textContent.includes("def first_wave"))
      .classList.add("wave")"""
    fox.run(find)
    opens(fox, "wave")
    source = CELLS["first-wave"].replace("np.sin(2 * np.pi * pitch * t)", "np.exp(-pitch * t)")
    assert source != CELLS["first-wave"]
    replace(fox, "wave", source)
    fox.click("section.wave button.py-run")
    curve = "section.wave + .py-figures figure.explorable g.layer.line path"
    first = fox.wait(CHANGED, curve, "")
    slider = "section.wave + .py-figures input[type=range]"
    fox.run("(s) => document.querySelector(s).focus()", slider)
    fox.press("right", "right", "right")
    fox.wait(CHANGED, curve, first)


def test_the_loss_lab(page):
    fox = page("losses")
    fox.click("section.loss-lab button.try")
    fox.wait("() => document.querySelectorAll('.lab-panel').length === 3")
    line, words = ".lab-panel line.lab-line", fox.text(".lab-words")
    assert words
    before = fox.wait(CHANGED, line, "")
    knob = "() => document.querySelector('.lab-handle').getAttribute('cy')"
    was = float(fox.run(knob))
    fox.drag(".lab-handle", 0, 40)
    after = fox.wait(CHANGED, line, before)
    assert float(fox.run(knob)) > was + 10
    fox.run("() => document.querySelector('.lab-handle').focus()")
    fox.press("up", "up")
    fox.wait(CHANGED, line, after)
    fox.fill(editor("loss-lab"), GAUSSIAN)
    fox.chord("control", "enter")
    fox.wait("(words) => document.querySelector('.lab-words').innerText !== words", words)
    fox.fill(editor("loss-lab"), "def log_density(r):\nreturn q")
    fox.chord("control", "enter")
    fox.said_in("section.loss-lab .lab-words", "NameError")
