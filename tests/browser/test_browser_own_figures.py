"""A figure that a reader writes in the page: it lives below its cell, and follows its sliders."""

import json
from pathlib import Path

import pytest
from serving import serving
from test_browser_python import WithPython, opened

ROOT = Path(__file__).resolve().parents[2]
PAGE = "book/write-your-own.html"
NOTEBOOK = json.loads((ROOT / PAGE).with_suffix(".ipynb").read_text(encoding="utf-8"))
CELLS = {cell["id"]: "".join(cell["source"]) for cell in NOTEBOOK["cells"]}
TRICKY = """from explorables import Figure, explore, formula, handle, line, readout

@explore(n=(0, 9))
def tricky(n=3):
    \"\"\"How many sixes?\"\"\"
    while n == 5:
        pass
    k = 6 // n
    return Figure(
        line([0, 1], [0, -k], label=f"from {-k:d} on 2020-11-28"),
        handle(0.5, n, moves=(None, "n")),
        readout("sixes", -k, format="d"),
        formula(rf"k = {k:d}"),
    )
"""
PICTURE = r"""f => [...f.querySelectorAll('.layer, .title, .key, .readout, .running-sum')]
  .map((n) => n.innerHTML.replace(/explorable-clip-[\d-]+/g, '')).join()"""


@pytest.fixture(scope="module", params=["file", "policy"])
def address(request, book):
    """The chapter from a disk, and over HTTP with the policy as a header."""
    if request.param == "file":
        yield (book / PAGE).as_uri()
        return
    with serving(book, WithPython) as served:
        yield f"{served}/{PAGE}"


class Cell:
    """A cell of the page with its editor, and what lives below it."""

    def __init__(self, page, section):
        self.page, self.section = page, section
        self.below = section.locator("xpath=following-sibling::*[1][@class='py-figures']")
        self.figure = self.below.locator("figure.explorable")
        self.words = self.below.locator(".py-figure-words")

    @classmethod
    def of(cls, page, starter):
        """The cell of the chapter whose code holds `starter`."""
        find = """name => [...document.querySelectorAll('section.py-cell')]
            .findIndex((s) => s.querySelector('script').textContent.includes(name))"""
        return cls(page, page.locator("section.py-cell").nth(page.evaluate(find, starter)))

    @classmethod
    def pad(cls, page):
        return cls(page, page.locator("section.py-scratch"))

    def run(self, source):
        """The reader replaces the code and runs it."""
        if not self.section.locator(".cm-content").count():
            self.section.locator("button.try").click()
        self.section.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        done = "s => /Done|error/.test(s.querySelector('.py-verdict').textContent)"
        self.page.wait_for_function(done, arg=self.section.element_handle())

    def line(self):
        return self.figure.locator("g.layer.line path").first.get_attribute("d")

    def readout(self, text):
        """Waits until the first number reads so."""
        number = self.figure.locator(".readout .value").first
        self.page.wait_for_function(
            "([e, text]) => e.textContent === text", arg=[number.element_handle(), text]
        )

    def told(self, text):
        self.page.wait_for_function(
            "([e, text]) => e.textContent.includes(text)",
            arg=[self.words.element_handle(), text],
            timeout=60_000,
        )

    def press(self, *keys):
        """Keys on the first slider."""
        self.figure.locator("input[type=range]").first.focus()
        for key in keys:
            self.page.keyboard.press(key)


def test_a_changed_cell_of_the_chapter_lives_below_it(chromium, address):
    with opened(chromium, address) as page:
        cell = Cell.of(page, "def first_wave")
        assert not [url for url in page.asked if "figures.js" in url]
        source = CELLS["first-wave"]
        cell.run(source)
        cell.readout("0.800")
        sine = cell.line()
        cell.run(source.replace("np.sin(2 * np.pi * pitch * t)", "np.exp(-pitch * t)"))
        cell.readout("0.800")
        first = cell.line()
        assert first != sine
        cell.press("End")
        page.wait_for_function(
            "([e, d]) => e.querySelector('g.layer.line path').getAttribute('d') !== d",
            arg=[cell.figure.element_handle(), first],
        )
        assert cell.figure.evaluate("f => f.explorable.params") == {"pitch": 4, "loudness": 0.8}
        own = page.locator("figure[data-explorable='first-wave']")
        assert own.evaluate("f => f.explorable.params.pitch") == 1, "the book's own figure stays"
        assert page.complaints == []


def test_the_picture_is_that_of_the_recording(chromium, address):
    """Unchanged, the page's figure draws what the book's own draws at the same setting."""
    with opened(chromium, address) as page:
        for name, values in (
            ("live-words", {"theta": 0.25, "heads": 3}),
            ("marks-list", {"tilt": -0.5}),
        ):
            cell = Cell.of(page, f"def {name.replace('-', '_')}(")
            cell.run(CELLS[name])
            own = page.locator(f"figure[data-explorable='{name}']")
            for figure in (cell.figure, own):
                figure.evaluate("(f, values) => f.explorable.set(values)", values)
            both = [cell.figure.element_handle(), own.element_handle()]
            page.wait_for_function(f"([a, b]) => ({PICTURE})(a) === ({PICTURE})(b)", arg=both)
            assert len(own.evaluate(PICTURE)) > 1000
        assert page.complaints == []


def test_an_error_is_told_with_its_line_and_the_picture_stays(chromium, address):
    with opened(chromium, address) as page:
        cell = Cell.pad(page)
        cell.run(TRICKY)
        cell.readout("−2")
        assert cell.figure.locator(".key").inner_text().strip() == "from −2 on 2020-11-28"
        assert cell.figure.locator(".formula .katex").count() == 1
        before = cell.line()
        cell.press("Home")
        cell.told("line 8, in tricky\nZeroDivisionError: division by zero\nThe picture is of the")
        assert cell.line() == before
        cell.press("ArrowRight")
        cell.readout("−6")
        assert cell.words.inner_text() == ""
        cell.run("1 +")
        assert "SyntaxError" in cell.section.locator(".py-output").inner_text()
        assert cell.figure.count() == 1
        cell.run("print(3)")
        assert cell.figure.count() == 0
        assert page.complaints == []


def test_what_takes_too_long_is_stopped_and_the_next_move_works(chromium, address):
    with opened(chromium, address) as page:
        cell = Cell.pad(page)
        cell.run(TRICKY)
        cell.readout("−2")
        cell.figure.evaluate("f => f.explorable.set({n: 5})")
        cell.told("Stopped: at this setting the function takes more than")
        cell.press("ArrowRight")
        cell.readout("−1")
        assert cell.words.inner_text() == ""
        assert page.complaints == []


def test_of_many_moves_the_latest_counts(chromium, address):
    with opened(chromium, address) as page:
        cell = Cell.of(page, "def first_wave")
        cell.run(CELLS["first-wave"])
        asked = cell.figure.evaluate(
            """async (figure) => {
              const python = pagePython.python(), ask = python.ask.bind(python);
              let count = 0;
              python.ask = (task, ...rest) => {
                count += task.task === "figure";
                return ask(task, ...rest);
              };
              for (let k = 1; k <= 50; k++) figure.explorable.set({ loudness: k / 100 });
              while (document.querySelector("[data-computing]"))
                await new Promise((resolve) => setTimeout(resolve, 20));
              return count;
            }"""
        )
        assert asked == 2, "the first is under way; of the rest the last is asked"
        cell.readout("0.500")


def test_a_handle_is_dragged(chromium, address):
    with opened(chromium, address) as page:
        cell = Cell.of(page, "def steady_wave")
        cell.run(CELLS["steady-wave"])
        knob = cell.figure.locator("g.handle[role=slider]")
        knob.wait_for()
        knob.scroll_into_view_if_needed()
        box = knob.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + 50, steps=5)
        page.mouse.up()
        page.wait_for_function(
            "([e, y]) => Math.abs(e.getBoundingClientRect().y - y) < 2",
            arg=[knob.element_handle(), box["y"] + 50],
        )
        assert 0 < cell.figure.evaluate("f => f.explorable.params.loudness") < 0.8


def test_a_question_waits_for_its_guess(chromium, address):
    with opened(chromium, address) as page:
        cell = Cell.of(page, "def guess_first")
        cell.run(CELLS["guess-first"])
        assert cell.figure.evaluate("f => f.classList.contains('waiting')")
        cell.figure.get_by_text("23", exact=True).click()
        assert not cell.figure.evaluate("f => f.classList.contains('waiting')")
        cell.figure.get_by_text("a class", exact=True).click()
        cell.readout("0.706")
        kept = page.evaluate("localStorage.getItem('book:record')") or ""
        assert "guess-first-2" not in kept, "the record is of the book's own figures"


def test_a_phone_shows_it_without_scrolling_aside(chromium, address):
    phone = dict(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    with opened(chromium, address, **phone) as page:
        cell = Cell.of(page, "def marks_list")
        cell.run(CELLS["marks-list"])
        cell.figure.locator("g.layer.bars rect").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_without_figures_gets_the_runtime_when_it_is_asked_for(chromium, book):
    bare = next(
        page
        for page in sorted((book / "book").glob("*.html"))
        if "py-scratch" in (text := page.read_text("utf-8")) and "explore/explore.js" not in text
    )
    with opened(chromium, bare.as_uri()) as page:
        cell = Cell.pad(page)
        cell.run("1 + 1")
        assert not [url for url in page.asked if "explore.js" in url or "figures.js" in url]
        cell.run(TRICKY)
        cell.readout("−2")
        assert cell.figure.locator("svg.chart").bounding_box()["width"] > 300
        assert page.complaints == []
