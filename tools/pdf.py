"""Print the whole book to ``_build/book.pdf`` with Chromium: title page, contents, page numbers.

Jupyter Book's single-page build is laid out for paper by the theme's print rules; figures that move
are there as still pictures, with the address of the live one where the site has one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SINGLE = ROOT / "_build" / "singlehtml"
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
  const list = document.createElement("ol");
  list.className = "front-contents";
  for (const place of document.querySelectorAll("span[id^='document-']")) {
    const heading = place.nextElementSibling?.querySelector("h1, h2, h3");
    if (!heading) continue;
    place.nextElementSibling.classList.add("chapter");
    const words = heading.cloneNode(true);
    words.querySelectorAll(".headerlink").forEach((e) => e.remove());
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#${place.id}` });
    link.append(...words.childNodes);
    item.append(link);
    list.append(item);
  }
  article.prepend(front, list);
  document.querySelectorAll("details").forEach((e) => { e.open = true; });
}"""
FOOT = """<div style="width:100%;font:8px sans-serif;text-align:center;color:#676e79">
<span class="pageNumber"></span></div>"""


def build() -> Path:
    """The single-page build; its links count from the folder above its page."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(ROOT)]
    gate = ["--builder", "singlehtml", "-q", "-n", "-W", "--keep-going"]
    subprocess.run([*command, *gate], check=True)
    page = SINGLE / "whole-book.html"
    shutil.copy(SINGLE / "book" / "index.html", page)
    return page


def print_page(page: Path, target: Path) -> None:
    from playwright.sync_api import sync_playwright

    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        raise SystemExit("Chromium is needed to print the book (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
        ]
        browser = playwright.chromium.launch(executable_path=browser_path, args=arguments)
        tab = browser.new_page(color_scheme="light", bypass_csp=True)
        tab.set_default_timeout(300_000)  # one page holds the whole book
        tab.goto(page.as_uri())
        tab.evaluate(PREPARE)
        tab.evaluate("document.fonts.ready.then(() => true)")
        tab.pdf(
            path=str(target),
            format="A4",
            margin={"top": "22mm", "bottom": "22mm", "left": "24mm", "right": "24mm"},
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOT,
            outline=True,
            tagged=True,
            print_background=True,
        )
        browser.close()


if __name__ == "__main__":
    target = ROOT / "_build" / "book.pdf"
    print_page(build(), target)
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
