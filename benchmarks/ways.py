"""One small figure in four ways: recorded, as frames, with Python in the page, with a kernel.

    python benchmarks/ways.py                     # without Pyodide
    npm install --ignore-scripts --prefix folder pyodide
    python benchmarks/ways.py --pyodide folder/node_modules/pyodide

The figure is a bell whose mean and width are sliders: 121 points, one line. Measured in Chromium
from this machine, each with an empty cache, the median of the repeats: the bytes that a page loads
(as they lie on disk, and compressed by gzip), the time from opening it to the first moved picture,
and the time from a slider's new value to its picture. A network's way is in none of them.

- *recorded*: `to_html` of `explorables`, one file.
- *frames*: a PNG of matplotlib for each of 21 × 21 settings, in one file; nothing between.
- *Pyodide*: Python itself in the page. NumPy for it is not on npm: the bell is computed with
  `math`, so bytes and start are less than NumPy and matplotlib would take.
- *kernel*: an IPython kernel on this machine draws a PNG with matplotlib at each move; the time is
  from the request to the picture's message, without a front end.
"""

import argparse
import base64
import gzip
import io
import statistics
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import matplotlib
import numpy as np
from playwright.sync_api import sync_playwright

from explorables import Figure, Panel, explore, line

matplotlib.use("agg")
import matplotlib.pyplot as plt

FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking".split()
STEPS = 21
X = np.linspace(-4.0, 4.0, 121)
MOVES = 20


@explore(mu=(-2.0, 2.0, 0.2), sigma=(0.5, 2.5, 0.1))
def bell(mu=0.0, sigma=1.0):
    """Where is the bell?"""
    return Figure(Panel(line(X, np.exp(-(((X - mu) / sigma) ** 2) / 2) / sigma)))


DRAW = """
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Image, display
X = np.linspace(-4.0, 4.0, 121)


def draw(mu, sigma):
    figure, axes = plt.subplots(figsize=(5, 3))
    axes.plot(X, np.exp(-((X - mu) / sigma) ** 2 / 2) / sigma)
    axes.set_ylim(0, 2.1)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=80)
    plt.close(figure)
    display(Image(file.getvalue()))
"""
# What each page gives the measurement: `ready`, `move(k)` and `picture()`, which names what is seen
RECORDED = """<script>
const figure = document.querySelector("figure.explorable");
globalThis.ready = new Promise((done) => {
  const look = () => figure.dataset.ready === undefined ? requestAnimationFrame(look) : done();
  look();
});
globalThis.move = (k) => figure.explorable.set({mu: -2 + 0.2 * k});
globalThis.picture = () =>
  [...figure.querySelectorAll("svg.chart path")].map((path) => path.getAttribute("d")).join();
</script>"""
FRAMES = """<!doctype html><title>frames</title><img id=shown>
<script>
const frames = %s;
globalThis.ready = Promise.resolve();
globalThis.move = (k) => { document.getElementById("shown").src = frames[k]; };
globalThis.picture = () => document.getElementById("shown").complete
  ? document.getElementById("shown").src.slice(-400) : "loading";
</script>"""
PYODIDE = """<!doctype html><title>pyodide</title>
<svg viewBox="0 0 500 300"><path id=shown></path></svg>
<script type=module>
import { loadPyodide } from "./pyodide/pyodide.mjs";
globalThis.ready = (async () => {
  const pyodide = await loadPyodide();
  pyodide.runPython(`
from math import exp

def bell(mu, sigma):
    points = []
    for k in range(121):
        x = -4 + 8 * k / 120
        y = exp(-((x - mu) / sigma) ** 2 / 2) / sigma
        points.append(f"{62.5 * (x + 4):.1f},{300 - 140 * y:.1f}")
    return "M" + "L".join(points)
`);
  const bell = pyodide.globals.get("bell");
  const shown = document.getElementById("shown");
  globalThis.move = (k) => shown.setAttribute("d", bell(-2 + 0.2 * k, 1));
})();
globalThis.picture = () => document.getElementById("shown").getAttribute("d") ?? "";
</script>"""
MEASURE = """async (moves) => {
  const shown = async (k) => {
    const before = picture(), start = performance.now();
    move(k);
    for (;;) {
      await new Promise(requestAnimationFrame);
      const now = picture();
      if (now !== before && now !== "loading") return performance.now() - start;
    }
  };
  while (!globalThis.ready) await new Promise(requestAnimationFrame);
  await ready;
  await shown(3);
  const first = performance.now(), each = [];
  for (let i = 0; i < moves; i++) each.push(await shown((7 * i + 5) %% 21));
  const work = [];
  for (let i = 0; i < moves; i++) {
    const start = performance.now();
    move((5 * i + 4) %% 21);
    work.push(performance.now() - start);
  }
  return {first, each, work};
}""".replace("%%", "%")


def frames() -> list[str]:
    """A picture of each setting of both sliders."""
    found = []
    for sigma in np.linspace(0.5, 2.5, STEPS):
        for mu in np.linspace(-2.0, 2.0, STEPS):
            figure, axes = plt.subplots(figsize=(5, 3))
            axes.plot(X, np.exp(-(((X - mu) / sigma) ** 2) / 2) / sigma)
            axes.set_ylim(0, 2.1)
            file = io.BytesIO()
            figure.savefig(file, format="png", dpi=80)
            plt.close(figure)
            found.append("data:image/png;base64," + base64.b64encode(file.getvalue()).decode())
    return found


class Counting(SimpleHTTPRequestHandler):
    """Serves a folder and notes what was asked for."""

    asked: ClassVar[list[Path]] = []

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.asked.append(Path(self.translate_path(self.path)))
        super().do_GET()


def in_the_page(folder: Path, name: str, repeats: int) -> dict[str, float]:
    """Bytes and times of one page."""
    results, files = [], set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for _ in range(repeats):
            Counting.asked.clear()
            tab = browser.new_context().new_page()
            tab.set_default_timeout(300_000)
            tab.goto(f"http://127.0.0.1:{server.server_port}/{name}", timeout=300_000)
            results.append(tab.evaluate(MEASURE, MOVES))
            files = {path for path in Counting.asked if path.is_file()}
            tab.context.close()
        browser.close()
    server.shutdown()
    data = [path.read_bytes() for path in files]
    return {
        "bytes": sum(map(len, data)),
        "gzipped": sum(len(gzip.compress(part)) for part in data),
        "first": statistics.median(r["first"] for r in results),
        "each": statistics.median(t for r in results for t in r["each"]),
        "work": statistics.median(t for r in results for t in r["work"]),
    }


def with_a_kernel(repeats: int) -> dict[str, float]:
    """Start of a kernel to its first picture, and one move."""
    from jupyter_client.manager import start_new_kernel

    firsts, each, size = [], [], 0
    for _ in range(repeats):
        start = time.perf_counter()
        manager, client = start_new_kernel(startup_timeout=300)

        def ask(code, client=client):
            begun, taken, size = time.perf_counter(), 0.0, 0
            client.execute(code)
            while True:
                message = client.get_iopub_msg(timeout=300)
                if message["msg_type"] == "display_data":
                    taken = time.perf_counter() - begun
                    size = len(message["content"]["data"]["image/png"])
                if message["msg_type"] == "error":
                    raise RuntimeError(f"the kernel must draw (got {message['content']['evalue']})")
                if message["content"].get("execution_state") == "idle":
                    return taken, size

        ask(DRAW)
        ask("draw(0.0, 1.0)")
        firsts.append(1000 * (time.perf_counter() - start))
        for k in range(MOVES):
            taken, size = ask(f"draw({-2 + 0.2 * k}, 1.0)")
            each.append(1000 * taken)
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return {
        "bytes": size, "gzipped": size, "first": statistics.median(firsts),
        "each": statistics.median(each), "work": statistics.median(each),
    }  # fmt: skip


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--pyodide", type=Path, help="the folder of npm's Pyodide")
    reader.add_argument("--repeats", type=int, default=3)
    options = reader.parse_args()
    if options.pyodide and not (options.pyodide / "pyodide.mjs").is_file():
        sys.exit(f"--pyodide must be a folder with pyodide.mjs (got {options.pyodide})")
    rows = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bell.to_html(folder / "recorded.html")
        page = (folder / "recorded.html").read_text(encoding="utf-8")
        (folder / "recorded.html").write_text(page.replace("</body>", f"{RECORDED}</body>"))
        (folder / "frames.html").write_text(FRAMES % frames())
        rows["recorded"] = in_the_page(folder, "recorded.html", options.repeats)
        rows["frames"] = in_the_page(folder, "frames.html", options.repeats)
        if options.pyodide:
            (folder / "pyodide").symlink_to(options.pyodide.resolve())
            (folder / "pyodide.html").write_text(PYODIDE)
            rows["Pyodide"] = in_the_page(folder, "pyodide.html", options.repeats)
    rows["kernel"] = with_a_kernel(options.repeats)
    print(f"{'':10}{'kB':>9}{'kB gzip':>9}{'first ms':>10}{'move ms':>9}{'work ms':>9}")
    for name, row in rows.items():
        print(
            f"{name:10}{row['bytes'] / 1e3:9.0f}{row['gzipped'] / 1e3:9.0f}{row['first']:10.0f}"
            f"{row['each']:9.1f}{row['work']:9.2f}"
        )


if __name__ == "__main__":
    main()
