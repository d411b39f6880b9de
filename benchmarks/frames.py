"""From slider event to painted frame, for every explorable of the built book.

python benchmarks/frames.py [folder of the built book]
Every slider is moved to and fro; a frame's time is the event's handler plus everything from the
start of the next animation frame until the page has been painted, without the wait for the
display's clock. Also: script time of a page from its load until all its figures live, each time in
a browser that has just started and compiled nothing yet. Measure on a quiet machine, or with
precedence (nice -n -10).
"""

import shutil
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
MOVE = """async ([slug, moves]) => {
  const figure = document.querySelector(`figure[data-explorable="${slug}"]`), times = [];
  figure.scrollIntoView({block: "center", behavior: "instant"});
  const channel = new MessageChannel();
  const painted = () => new Promise(done => {
    channel.port1.onmessage = done;
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
  for (const input of figure.querySelectorAll("input[type=range]")) {
    const [min, max] = [Number(input.min), Number(input.max)];
    for (let k = 0; k < moves; k++) {
      await painted();
      let begun = 0;
      requestAnimationFrame(() => { begun = performance.now(); });
      const start = performance.now();
      input.value = min + (max - min) * (0.5 + 0.45 * Math.sin(k * 0.7));
      input.dispatchEvent(new Event("input", {bubbles: true}));
      const handled = performance.now() - start;
      await painted();
      times.push(handled + performance.now() - begun);
    }
    figure.explorable.reset();
  }
  return times;
}"""
AWAKE = "document.querySelectorAll('.predict .pass').forEach(b => b.click())"


def open_page(browser, address):
    """A page whose figures live, and its script time in milliseconds until they did."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address)
    page.wait_for_selector("figure.explorable:not([data-ready])", state="detached")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return page, 1e3 * next(m["value"] for m in metrics if m["name"] == "ScriptDuration")


def measure(page, moves=40):
    """slug -> milliseconds of each frame."""
    page.evaluate(AWAKE)
    figures = page.query_selector_all("figure.explorable")
    slugs = [figure.get_attribute("data-explorable") for figure in figures]
    found = {slug: page.evaluate(MOVE, [slug, moves]) for slug in slugs}
    return {slug: times for slug, times in found.items() if times}


def main():
    book = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "_build" / "html")
    pages = [p for p in sorted(book.glob("**/*.html")) if 'class="explorable"' in p.read_text()]
    every, scripts = [], {}
    print(
        f"{'explorable':30} {'median':>8} {'p95':>8} {'worst':>8}  ms from event to painted frame"
    )
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        for path in pages:
            starts = []
            for last in (False, False, True):
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                page, script = open_page(browser, path.resolve().as_uri())
                starts.append(script)
                found = measure(page) if last else {}
                browser.close()
            scripts[path.stem] = np.median(starts)
            for slug, times in found.items():
                median, p95 = np.percentile(times, [50, 95])
                print(f"{slug:30} {median:8.1f} {p95:8.1f} {max(times):8.1f}")
                every += times
    print(f"{'all':30} {np.median(every):8.1f} {np.percentile(every, 95):8.1f} {max(every):8.1f}")
    for name, script in scripts.items():
        print(f"{name:30} {script:8.1f} ms of script until live")


if __name__ == "__main__":
    main()
