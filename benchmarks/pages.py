"""The book's pages against the same notebooks under a stock Jupyter Book configuration, in one run.

    make book                                # the notebooks' results are reused
    python benchmarks/pages.py               # without network: other hosts are closed
    python benchmarks/pages.py --cdn folder  # other hosts are answered from that folder
    python benchmarks/pages.py --pages entropy losses --repeats 5

The stock book is what `_config.yml` gives without our theme: sphinx-book-theme, MathJax and the
scripts for widgets from their usual hosts. It keeps the extensions that the text needs (figures,
quizzes, gallery, reference) and the macros, so that both books show the same things. Both are
opened in Chromium from this machine, each page with an empty cache; printed is the median of the
repeats, ours / stock, and the ratio.

Without `--cdn`, what the stock page asks of other hosts counts as a request and as nothing else:
no bytes, no script time, and its formulas never stand. With it
(`npm install --prefix folder mathjax@3 requirejs @jupyter-widgets/html-manager`) they arrive at
once, without a network's way and without gzip: both flatter the stock page.
"""

import argparse
import gzip
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
CONTENT = ["gallery", "quiz", "reference"]  # of our extensions those that the text needs
WATCH = """
    window.seen = {shift: 0, largest: 0, formulas: null};
    const watch = (type, hear) => new PerformanceObserver((list) => list.getEntries().forEach(hear))
      .observe({type, buffered: true});
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
    watch("largest-contentful-paint", (entry) => { seen.largest = entry.startTime; });
    const look = () => {  // formulas stand: KaTeX's when they are shown, MathJax's when it is done
      const drawn = document.querySelector(".katex");
      if (drawn && getComputedStyle(drawn).visibility === "visible") {
        seen.formulas = performance.now();
      } else if (drawn || !window.MathJax?.startup?.promise) {
        requestAnimationFrame(look);
      } else MathJax.startup.promise.then(() => { seen.formulas = performance.now(); });
    };
    requestAnimationFrame(look);
"""
ROWS = {
    "first contentful paint": "ms",
    "largest contentful paint": "ms",
    "formulas stand": "ms",
    "script": "ms",
    "layout shift": "",
    "requests": "",
    "to other hosts": "",
    "raw": "kB",
    "gzip": "kB",
}
HOSTS = {  # address -> file below node_modules
    r"https://cdn\.jsdelivr\.net/npm/((?:@[^/]+/)?[^@/]+)(?:@[^/]*)?/(.*)": r"\1/\2",
    r"https://cdnjs\.cloudflare\.com/ajax/libs/require\.js/.*": "requirejs/require.js",
}


def stock_book(folder: Path) -> Path:
    """Build the stock book from the notebooks with their results; returns its pages."""
    from glm_core.explore import MACROS

    pages = folder / "_build" / "html"
    if (pages / "book" / "index.html").is_file():
        return pages
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("theme"))
    shutil.copytree(ROOT / "_ext", folder / "_ext")
    shutil.copy(ROOT / "_toc.yml", folder)
    for path in (ROOT / "_build" / "jupyter_execute").rglob("*.ipynb"):
        shutil.copy(path, folder / path.relative_to(ROOT / "_build" / "jupyter_execute"))
    ours = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    macros = {name[1:]: [tex, 1] if "#1" in tex else tex for name, tex in MACROS.items()}
    stock = {key: ours[key] for key in ("title", "author", "only_build_toc_files", "parse")} | {
        "bibtex_bibfiles": ours["bibtex_bibfiles"],
        "execute": {"execute_notebooks": "off"},
        "sphinx": {
            "extra_extensions": ["sphinx_proof", "explorables.sphinx"],
            "local_extensions": {name: "_ext" for name in CONTENT},
            "config": {
                "mathjax3_config": {"tex": {"macros": macros}},
                "myst_heading_anchors": 3,
                "myst_dmath_double_inline": True,
                "numfig": True,
                "math_numfig": True,
            },
        },
    }
    (folder / "_config.yml").write_text(yaml.safe_dump(stock), encoding="utf-8")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", folder, "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not (pages / "book" / "index.html").is_file():
        raise SystemExit(f"the stock book was not built:\n{done.stdout}{done.stderr}"[-4000:])
    return pages


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def serve(folder: Path) -> str:
    """The address of a folder over HTTP, until this program ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def answer(route, cdn: Path | None) -> None:
    """Other hosts are closed, or stand in a folder of npm packages."""
    address = route.request.url.split("?")[0]
    for pattern, path in HOSTS.items():
        found = re.fullmatch(pattern, address)
        file = cdn / "node_modules" / found.expand(path) if cdn and found else None
        for there in (file, file and file.with_name(file.name + ".js")):
            if there and there.is_file():
                return route.fulfill(path=there, headers={"access-control-allow-origin": "*"})
    return route.abort()


def visit(browser, address: str, cdn: Path | None) -> dict:
    """One page with an empty cache, until everything has settled."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page, answers, asked = context.new_page(), [], []
    host = re.match(r"https?://[^/]+", address)[0]
    page.route(lambda url: not url.startswith((host, "data:")), lambda route: answer(route, cdn))
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: answers.append(response))
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_selector("figure.explorable:not([data-ready])", state="detached")
    if cdn or "katex" in page.content():
        page.wait_for_function("seen.formulas !== null || !document.querySelector('.math')")
    page.wait_for_timeout(1000)  # what is asked for and painted after that
    seen = page.evaluate("seen")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    metrics = session.send("Performance.getMetrics")["metrics"]
    bodies = [a.body() for a in answers if a.ok and not a.url.startswith("data:")]
    context.close()
    asked = [url for url in asked if not url.startswith(("data:", "blob:"))]
    stand = None if seen["formulas"] is None else max(seen["formulas"], paint)
    return {
        "first contentful paint": paint,
        "largest contentful paint": seen["largest"],
        "formulas stand": stand,
        "script": 1e3 * next(m["value"] for m in metrics if m["name"] == "ScriptDuration"),
        "layout shift": seen["shift"],
        "requests": len(asked),
        "to other hosts": sum(not url.startswith(host) for url in asked),
        "raw": sum(map(len, bodies)) / 1000,
        "gzip": sum(min(len(b), len(gzip.compress(b, 6))) for b in bodies) / 1000,
    }


def median(visits: list[dict], row: str) -> float | None:
    values = [v[row] for v in visits if v[row] is not None]
    return statistics.median(values) if values else None


def show(value: float | None, row: str) -> str:
    if value is None:
        return "never"
    return f"{value:.3f}" if row == "layout shift" else f"{value:,.0f}"


def report(name: str, ours: dict, stock: dict) -> None:
    print(f"\n{name}")
    for row, unit in ROWS.items():
        a, b = ours[row], stock[row]
        ratio = f"{b / a:6.1f} ×" if a and b else ""
        print(f"  {row:26} {show(a, row):>8} {show(b, row):>8} {unit:3} {ratio}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--book", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument(
        "--cdn", type=Path, help="folder with node_modules to answer for other hosts"
    )
    parser.add_argument("--stock", type=Path, help="where the stock book is built or stands")
    parser.add_argument("--pages", nargs="+", help="names of pages; all chapters unless stated")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where to keep the numbers")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        addresses = serve(arguments.book), serve(stock_book(arguments.stock or Path(folder)))
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        names = arguments.pages or [p.stem for p in sorted((ROOT / "book").glob("*.ipynb"))]
        found = {}
        print("ours, stock, and how many times ours the stock page is")
        for name in names:
            visits = ([], [])
            for _ in range(arguments.repeats):  # in turn, so that a busy moment meets both
                for address, seen in zip(addresses, visits, strict=True):
                    seen.append(visit(browser, f"{address}/book/{name}.html", arguments.cdn))
            found[name] = [{row: median(seen, row) for row in ROWS} for seen in visits]
            report(name, *found[name])
        whole = [{row: median([f[k] for f in found.values()], row) for row in ROWS} for k in (0, 1)]
        report(f"median of {len(found)} pages", *whole)
        browser.close()
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
