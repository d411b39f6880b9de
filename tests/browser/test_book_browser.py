"""The built book in Chromium: alone in the world, quiet, light, still, and open to everyone."""

import gzip
import re
import threading
import time
from pathlib import Path

import pytest
from serving import Strict, serving
from waiting import patience

ASSETS = Path(__file__).parents[1] / "assets"
AXE = (ASSETS / "axe.min.js").read_text(encoding="utf-8")
WEIGHTS = {False: (1_000_000, 250_000), True: (1_400_000, 380_000)}  # raw, gzip; with explorables
SHEET = (1_500_000, 250_000)  # of book/results.html, which sets each formula of each result once
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (!entry.hadRecentInput) window.shifts.push(entry.value);
    }).observe({type: "layout-shift", buffered: true});
"""
WIDER = """() => [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    const scrolls = e.closest(".math-scroll, .table-scroll, pre, svg, .visually-hidden");
    return box.width > 0 && box.right > innerWidth + 1 && !scrolls;
  }).slice(0, 5).map((e) => e.tagName + "." + e.className)"""


def names(book: Path) -> list[str]:
    return [
        str(path.relative_to(book))
        for path in sorted(book.rglob("*.html"))
        if path != book / "index.html"
    ]


class Visit:
    """A page with everything it asked for and everything it said."""

    def __init__(self, browser, **settings):
        self.context = browser.new_context(**settings)
        self.context.add_init_script(SHIFTS)
        self.page = self.context.new_page()
        self.asked, self.said, self.bodies = [], [], {}
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.said.append(f"failed: {request.url}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("console", self._listen)

    def _listen(self, message):
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    def go(self, url: str) -> list[str]:
        """Open a page, let it settle, return the addresses it asked for."""
        self.asked.clear()
        self.page.goto(url, wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => true)")
        for _ in range(100):
            if not self.page.locator("figure.explorable:not([data-ready])").count():
                break
            self.page.wait_for_timeout(50)
        else:
            self.said.append(f"figures that do not come to life: {url}")
        self.page.wait_for_timeout(150)
        return list(self.asked)


@pytest.fixture(scope="module")
def visit(chromium):
    opened = []

    def start(**settings):
        opened.append(Visit(chromium, **settings))
        return opened[-1]

    yield start
    for one in opened:
        one.context.close()


def weigh(path: Path) -> tuple[int, int]:
    body = path.read_bytes()
    packed = body if path.suffix in (".woff2", ".png") else gzip.compress(body, 6)
    return len(body), min(len(body), len(packed))


def test_pages_over_http_are_silent_light_and_still(chromium, book, served):
    """Under ``script-src 'self'``: no complaint, no other host, not too heavy, nothing moves."""
    too_heavy, moving, outside, said = [], [], [], []
    for name in names(book):
        reader = Visit(chromium, viewport={"width": 1280, "height": 900})  # with nothing loaded yet
        asked = {re.sub(r"[?#].*", "", url) for url in reader.go(f"{served}/{name}")}
        outside += [url for url in asked if not url.startswith((served, "data:"))]
        files = [book / url.removeprefix(f"{served}/") for url in asked if url.startswith(served)]
        sizes = [weigh(path) for path in files if path.is_file()]
        raw, packed = sum(s[0] for s in sizes), sum(s[1] for s in sizes)
        live = reader.page.locator("figure.explorable").count() > 0
        shift = reader.page.evaluate("shifts.reduce((a, b) => a + b, 0)")
        said += reader.said
        reader.context.close()
        most = SHEET if name == "book/results.html" else WEIGHTS[live]
        if raw > most[0] or packed > most[1]:
            too_heavy.append((name, raw, packed))
        if shift > 0.02:
            moving.append((name, shift))
    assert outside == []
    assert said == []
    assert too_heavy == []
    assert moving == []


@pytest.mark.parametrize("name", ["random-variables", "maximum-entropy"])
def test_late_fonts_move_nothing(visit, served, name):
    """The text waits for its fonts: else lines break anew, and these two pages jump by 0.15."""
    reader = visit(viewport={"width": 1280, "height": 900})

    def late(route):
        time.sleep(0.05)
        route.continue_()

    reader.context.route("**/*.woff2", late)
    reader.go(f"{served}/book/solutions/{name}.html")
    assert reader.page.locator("main").is_visible()
    assert reader.page.evaluate("shifts.reduce((a, b) => a + b, 0)") <= 0.02


@pytest.fixture
def slow_server(book):
    """The book over HTTP; the second half of a chapter comes when the event is set."""
    rest = threading.Event()

    class Halves(Strict):
        def do_GET(self):
            path = book / self.path.lstrip("/")
            if path.parent.name != "book":
                super().do_GET()
                return
            page = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page[: len(page) // 2])
            self.wfile.flush()
            rest.wait(20)
            self.wfile.write(page[len(page) // 2 :])

    with serving(book, Halves) as address:
        yield address, rest
        rest.set()


@pytest.mark.parametrize(("place", "waits"), [("", False), ("#exercises", True)])
def test_the_first_screen_is_shown_while_the_page_still_comes(visit, slow_server, place, waits):
    """At once, and not after the second and a half that late fonts are given; a place further
    down, whose lines would break anew, is shown when it is there."""
    address, rest = slow_server
    page = visit(viewport={"width": 1280, "height": 900}).page
    page.add_init_script("const later = setTimeout; setTimeout = (f, t) => t < 1500 && later(f, t)")
    page.goto(f"{address}/book/entropy.html{place}", wait_until="commit")
    title = page.locator("main h1")
    title.wait_for(state="attached")
    page.wait_for_timeout(1000)
    assert page.evaluate("document.readyState") == "loading"
    assert title.is_visible() is not waits
    rest.set()
    page.wait_for_load_state("load")
    title.wait_for(state="visible", timeout=patience(5) * 1000)


def violations(page, **options) -> list[str]:
    """What axe-core finds, one line each with the first place.

    The drawn half of a formula is hidden from assistive technology and takes its colour from the
    text; as one piece of text of the same width in the place of hundreds of boxes it lets axe be
    ten times as fast.
    """
    page.evaluate("""() => {
      const drawn = [...document.querySelectorAll(".katex-html")];
      const widths = drawn.map((e) => Math.max(e.getBoundingClientRect().width, e.scrollWidth));
      drawn.forEach((e, i) => {
        e.textContent = e.textContent;
        e.style.cssText = `display: inline-block; overflow: hidden; width: ${widths[i]}px`;
      });
    }""")
    return page.evaluate(
        """(options) => axe.run(document, {preload: false, resultTypes: ["violations"], ...options})
          .then((found) => found.violations.map(
            (rule) => `${rule.id}: ${rule.nodes[0].html.slice(0, 150)}`))""",
        options,
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_from_a_file_are_silent_open_to_everyone_and_narrow_enough(visit, book, width):
    """No request but to the book's own files, no complaint, nothing that sticks out; all rules of
    axe-core in light colours, the rule of contrast again in dark ones. Narrower windows:
    test_browser_reflow."""
    reader = visit(viewport={"width": width, "height": 900}, color_scheme="light")
    found, outside = {}, []
    for name in names(book):
        reader.page.emulate_media(color_scheme="light")
        asked = reader.go((book / name).as_uri())
        outside += [url for url in asked if not url.startswith((book.as_uri(), "data:"))]
        lines = []
        if reader.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            lines += [f"sticks out: {place}" for place in reader.page.evaluate(WIDER)] or ["wide"]
        reader.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        reader.page.evaluate(AXE)
        lines += violations(reader.page)
        reader.page.emulate_media(color_scheme="dark")
        lines += violations(reader.page, runOnly=["color-contrast"])
        if lines:
            found[name] = lines
    assert found == {}
    assert outside == []
    assert reader.said == []


def test_axe_finds_planted_mistakes(visit, tmp_path):
    page = tmp_path / "poor.html"
    page.write_text('<html><body><img src="x.png"><p style="color:#ccc">pale</p></body></html>')
    reader = visit()
    reader.page.goto(page.as_uri())
    reader.page.evaluate(AXE)
    rules = {line.split(":")[0] for line in violations(reader.page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= rules


def test_search_finds_a_section_with_its_text_from_a_file(visit, book):
    reader = visit(viewport={"width": 1280, "height": 900})
    reader.go((book / "book" / "entropy.html").as_uri())
    reader.page.fill("#search-field", "taxi")
    reader.page.press("#search-field", "Enter")
    reader.page.wait_for_selector("#search-results li")
    assert "taxi" in reader.page.locator("#search-results mark").first.inner_text().lower()
    reader.page.locator("#search-results a").first.click()
    reader.page.wait_for_url("**/book/*.html*")
    assert reader.said == []


def test_search_says_when_there_is_nothing(visit, book):
    reader = visit()
    reader.go((book / "search.html").as_uri() + "?q=zyzzyva")
    assert "Nothing in the book matches" in reader.page.locator("#search-status").inner_text()


@pytest.mark.parametrize("place", ["glossary.html#term-", "bibliography.html#", "#equation-"])
def test_links_show_their_target_on_hover_until_escape(visit, book, place):
    page = next(p for p in names(book) if f'internal" href="{place}' in (book / p).read_text())
    reader = visit(viewport={"width": 1280, "height": 900})
    reader.go((book / page).as_uri())
    link = reader.page.locator(f"main a.internal[href^='{place}']").first
    link.scroll_into_view_if_needed()
    link.hover()
    card = reader.page.locator(".preview")
    card.wait_for(state="visible")
    assert len(card.inner_text().strip()) > 10
    reader.page.keyboard.press("Escape")
    assert card.is_hidden()


def test_colours_are_chosen_by_keyboard_and_kept(visit, served, book):
    reader = visit(color_scheme="light")
    reader.go(f"{served}/book/index.html")
    theme = "document.documentElement.dataset.theme"
    reader.page.focus("#theme-button")
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate(theme) == "dark"
    reader.go(f"{served}/book/entropy.html")
    assert reader.page.evaluate(theme) == "dark"


def test_contents_open_and_close_on_a_phone_by_keyboard(visit, book):
    reader = visit(viewport={"width": 390, "height": 844})
    reader.go((book / "book" / "entropy.html").as_uri())
    contents = reader.page.locator("#contents")
    assert contents.is_hidden()
    reader.page.focus("#menu-button")
    reader.page.keyboard.press("Enter")
    assert contents.is_visible()
    assert reader.page.evaluate("document.activeElement.closest('#contents') !== null")
    reader.page.keyboard.press("Escape")
    assert contents.is_hidden()
    assert reader.page.evaluate("document.activeElement.id") == "menu-button"


def test_wide_formulas_can_be_reached_and_scrolled_by_keyboard(visit, book):
    reader = visit(viewport={"width": 320, "height": 700})
    reader.go((book / "book" / "entropy.html").as_uri())
    box = reader.page.locator(".math-scroll[tabindex='0']").first
    box.focus()
    reader.page.keyboard.press("ArrowRight")
    reader.page.wait_for_timeout(300)
    assert box.evaluate("e => e.scrollLeft") > 0


def test_text_and_formulas_stand_without_scripts(visit, book):
    reader = visit(java_script_enabled=False, viewport={"width": 390, "height": 844})
    reader.page.goto((book / "book" / "entropy.html").as_uri())
    assert reader.page.locator("main .katex").first.is_visible()
    assert reader.page.locator("#contents a").first.is_visible()
