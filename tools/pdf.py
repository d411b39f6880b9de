"""Print the whole book to ``_build/book.pdf`` with Chromium: title page, contents, page numbers.

Jupyter Book's single-page build is laid out for paper by the theme's print rules; figures that move
are there as still pictures, with the address of the live one where the site has one.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SINGLE = ROOT / "_build" / "singlehtml"
# Sphinx lets links lead to the page's own address, and chapters share names such as "summary": here
# each name is the page's alone, and a link leads to its own chapter's, or away if it says so.
LINKS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const chapters = all("span[id^='document-']").map((place) => place.nextElementSibling);
  const home = (e) => chapters.findLastIndex((chapter) => chapter?.contains(e));
  const named = new Map();
  for (const e of all("article [id]")) named.set(e.id, [...(named.get(e.id) ?? []), e]);
  const goals = all("article a[href*='#']:not([href*='://'], .headerlink)").map((link) => {
    const found = named.get(decodeURIComponent(link.hash.slice(1))) ?? [];
    const near = found.filter((e) => home(e) === home(link));
    const far = found.filter((e) => home(e) !== home(link));
    const away = !link.getAttribute("href").startsWith("#");
    const cited = far.find((e) => e.matches(".citation"));
    return [link, away ? cited ?? far[0] ?? near[0] : near[0] ?? far[0]];
  });
  for (const [id, elements] of named)
    elements.slice(1).forEach((e, k) => { e.id = `${id}-again-${k + 2}`; });
  for (const [link, goal] of goals)
    if (goal) link.setAttribute("href", `#${goal.id}`);
  const lost = goals.filter(([, goal]) => !goal).map(([link]) => link);
  for (const link of [...lost, ...all("article a[href]:not([href*='#'], [href*='://'])")])
    link.replaceWith(...link.childNodes);  // a file of the reader's disk is no place to lead to
}"""
PREPARE = """() => {
  const article = document.querySelector("article");
  const front = document.createElement("header");
  front.className = "front";
  front.append(document.querySelector(".mark").cloneNode(true));
  const title = document.querySelector("h1");
  front.append(Object.assign(document.createElement("p"), {
    className: "front-title", textContent: title.firstChild.textContent }));
  front.append(Object.assign(document.createElement("p"), {
    textContent: "An interactive book on entropy, exponential families and likelihood" }));
  front.append(Object.assign(document.createElement("p"), {
    className: "front-licence", textContent: document.querySelector(".colophon")?.textContent }));
  const contents = Object.assign(document.createElement("p"), {
    className: "front-heading", textContent: "Contents" });
  const list = document.createElement("ol");
  list.className = "front-contents";
  for (const place of document.querySelectorAll("span[id^='document-']")) {
    const heading = place.nextElementSibling?.querySelector("h1, h2, h3");
    if (!heading) continue;
    place.nextElementSibling.classList.add("chapter");
    place.nextElementSibling.prepend(place);  // links lead to its own page
    const words = heading.cloneNode(true);
    words.querySelectorAll(".headerlink").forEach((e) => e.remove());
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#${place.id}` });
    link.append(...words.childNodes);
    item.append(link, Object.assign(document.createElement("span"), { className: "page-number" }));
    list.append(item);
  }
  article.prepend(front, contents, list);
  document.querySelectorAll("details").forEach((e) => { e.open = true; });
  // What is wider than the paper is set smaller.
  for (const box of document.querySelectorAll(".math-scroll, .table-scroll")) {
    const inner = box.querySelector(".katex, table");
    // a table's spaces do not shrink with its letters: once more, then
    for (let k = 0; k < 5 && inner && box.scrollWidth > box.clientWidth; k++) {
      const size = parseFloat(getComputedStyle(inner).fontSize);
      inner.style.fontSize = `${(0.99 * size * box.clientWidth) / box.scrollWidth}px`;
    }
  }
}"""
NUMBER = """(pages) => {
  for (const link of document.querySelectorAll(".front-contents a"))
    link.nextSibling.textContent = pages[link.hash.slice(1)];
}"""
FOOT = """<div style="width:100%;font:8px sans-serif;text-align:center;color:#676e79">
<span class="pageNumber"></span></div>"""

LAYOUT = {
    "format": "A4",
    "margin": {"top": "22mm", "bottom": "22mm", "left": "24mm", "right": "24mm"},
    "display_header_footer": True,
    "header_template": "<span></span>",
    "footer_template": FOOT,
    "print_background": True,
}


def build() -> Path:
    """The single-page build; its links count from the folder above its page."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(ROOT)]
    gate = ["--builder", "singlehtml", "-q", "-n", "-W", "--keep-going"]
    subprocess.run([*command, *gate], check=True)
    page = SINGLE / "whole-book.html"
    shutil.copy(SINGLE / "book" / "index.html", page)
    return page


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Named place -> page, read from the plain objects that Chromium writes."""
    objects = dict(re.findall(rb"\n(\d+) 0 obj\n(<<.*?>>)(?= stream|\nendobj)", pdf, re.S))
    catalog = next(o for o in objects.values() if b"/Type /Catalog" in o)

    def leaves(number: bytes) -> list[bytes]:
        kids = re.search(rb"/Kids \[(.*?)\]", objects[number], re.S)
        found = re.findall(rb"(\d+) 0 R", kids[1]) if kids else []
        return [leaf for kid in found for leaf in leaves(kid)] if kids else [number]

    order = leaves(re.findall(rb"/Pages (\d+) 0 R", catalog)[0])
    places = objects[re.findall(rb"/Dests (\d+) 0 R", catalog)[0]]
    found = re.findall(rb"/(\S+) \[(\d+) 0 R", places)
    text = {
        name: re.sub(rb"#(..)", lambda m: bytes.fromhex(m[1].decode()), name) for name, _ in found
    }
    return {text[name].decode(): order.index(page) + 1 for name, page in found}


def open_page(browser, page: Path):
    """The whole book as it is laid out on paper."""
    paper = {"width": 612, "height": 956}  # A4 without its margins, in CSS pixels
    tab = browser.new_page(color_scheme="light", bypass_csp=True, viewport=paper)
    tab.set_default_timeout(600_000)  # one page holds the whole book
    tab.emulate_media(media="print")
    tab.goto(page.as_uri())
    tab.evaluate("document.fonts.ready.then(() => true)")
    tab.evaluate(LINKS)
    tab.evaluate(PREPARE)
    return tab


def print_page(page: Path, target: Path, browser) -> None:
    """Print twice: the first time tells where the chapters begin."""
    tab = open_page(browser, page)
    numbers = page_numbers(tab.pdf(**LAYOUT, outline=False, tagged=False))
    tab.evaluate(NUMBER, numbers)
    tab.pdf(**LAYOUT, path=str(target), outline=True, tagged=True)
    tab.close()


def run(bind, name: str) -> None:
    """Build the single page, open Chromium, let ``bind(page, target, browser)`` write the file."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("Chromium is needed to print the book (Debian: apt install chromium).")
    target, page = ROOT / "_build" / name, build()
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        bind(page, target, browser)
        browser.close()
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    run(print_page, "book.pdf")
