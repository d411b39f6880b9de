"""Every explorable of the built book lives in Firefox, from a file: by its own protocol, WebDriver
BiDi, because Playwright's Firefox is not the one that readers have."""

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import websocket
from waiting import patience

FIGURES = """async () => {
  const figures = () => [...document.querySelectorAll("figure.explorable")];
  const waits = () => document.documentElement.classList.contains("fonts-pending");  // hidden yet
  for (let k = 0; k < 200 && (waits() || !figures().every(f => f.hasAttribute("data-ready"))); k++)
    await new Promise(done => setTimeout(done, 50));
  document.querySelectorAll(".predict .pass:not([hidden])").forEach(b => b.click());
  return figures().map(f => f.dataset.explorable).join(" ");
}"""
FOCUS = """async slug => {
  const figure = document.querySelector(`figure[data-explorable="${slug}"]`);
  const seen = "input[type=range], .handle[role=slider], .segments input, select, .switch input";
  const control = figure.hasAttribute("data-ready") && figure.querySelector(seen);
  if (!control) return figure.querySelector(".controls, .handle") ? "asleep" : "still";
  control.focus();
  return document.activeElement === control ? control.type ?? "handle" : "unreached";
}"""
STATE = """async slug => {
  await new Promise(requestAnimationFrame);
  const figure = document.querySelector(`figure[data-explorable="${slug}"]`);
  const parts = figure.querySelectorAll("svg.chart, svg.over, .items");
  return JSON.stringify(figure.explorable.params) + [...parts].map(p => p.innerHTML).join();
}"""
KEYS = {"right": "\ue014", "left": "\ue012", "space": " ", "down": "\ue015", "up": "\ue013"}


# Firefox may draw a formula of which it has read one half and complains about the missing one;
# test_book_links.py counts the parts of the whole ones.
HALF_READ = "Incorrect number of children for"


class Firefox:
    """One tab of a headless Firefox, and what its console said."""

    def __init__(self, program, profile):
        command = [program, "--headless", "--no-remote", "--profile", profile]
        self.process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = self._address(Path(profile) / "WebDriverBiDiServer.json")
        self.socket = websocket.create_connection(
            f"{address}/session", suppress_origin=True, timeout=patience(60)
        )
        self.numbers, self.said = itertools.count(1), []
        self.call("session.new", capabilities={})
        self.tab = self.call("browsingContext.create", type="tab")["context"]
        self.call("session.subscribe", events=["log.entryAdded"], contexts=[self.tab])

    def _address(self, told: Path) -> str:
        """Where Firefox listens, as it says in its profile once it does."""
        for _ in range(round(patience(600))):
            text = told.read_text() if told.exists() else ""
            if text.endswith("}"):
                server = json.loads(text)
                return f"ws://{server['ws_host']}:{server['ws_port']}"
            assert self.process.poll() is None, "Firefox ended at once"
            time.sleep(0.1)
        raise TimeoutError("Firefox did not listen within a minute of a quiet machine")

    def call(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("method") == "log.entryAdded":
                entry = answer["params"]
                if entry["level"] in ("error", "warn") and HALF_READ not in entry["text"]:
                    self.said.append(entry["text"])
            elif answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, address):
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, function, *strings):
        """The string that an asynchronous function of strings gives in the page."""
        given = [{"type": "string", "value": s} for s in strings]
        answer = self.call(
            "script.callFunction", functionDeclaration=function, arguments=given,
            awaitPromise=True, target={"context": self.tab},
        )  # fmt: skip
        assert answer["type"] == "success", answer
        return answer["result"]["value"]

    def press(self, *keys):
        strokes = [{"type": t, "value": KEYS[k]} for k in keys for t in ("keyDown", "keyUp")]
        device = {"type": "key", "id": "keyboard", "actions": strokes}
        self.call("input.performActions", context=self.tab, actions=[device])

    def end(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def firefox():
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Firefox is needed (Debian: apt install firefox-esr)")
        pytest.skip("NOT CHECKED: no Firefox here (Debian: apt install firefox-esr)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Firefox(program, profile)
        yield browser
        browser.end()


def test_every_explorable_moves_in_firefox(firefox, book):
    pages = [p for p in sorted(book.glob("**/*.html")) if 'class="explorable"' in p.read_text()]
    stuck, moved = [], 0
    for path in pages:
        firefox.open(path.as_uri())
        for slug in firefox.run(FIGURES).split():
            kind = firefox.run(FOCUS, slug)
            if kind == "still":
                continue
            before = firefox.run(STATE, slug)
            for keys in (["space"],) if kind == "checkbox" else (["right"], ["left"], ["up"]):
                firefox.press(*keys * (1 if kind == "checkbox" else 3))
                if firefox.run(STATE, slug) != before:
                    moved += 1
                    break
            else:
                stuck.append((path.stem, slug, kind))
    assert not stuck, f"figures that do not move: {stuck}"
    assert moved > len(pages), f"every page must have a figure that moves ({moved} did)"
    assert not firefox.said, firefox.said
