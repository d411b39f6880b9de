"""Firefox by its own protocol, WebDriver BiDi: Playwright's Firefox is not the one that readers
have. A browser, and tabs of it, each in a profile of its own unless it shares another's."""

import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import websocket
from waiting import patience

KEYS = {
    "right": "\ue014", "left": "\ue012", "space": " ", "down": "\ue015", "up": "\ue013",
    "control": "\ue009", "alt": "\ue00a", "enter": "\ue007",
}  # fmt: skip
# Firefox may draw a formula of which it has read one half and complains about the missing one;
# test_book_links.py counts the parts of the whole ones.
HALF_READ = "Incorrect number of children for"
# What Firefox answers when the page has gone before the question was read.
LEAVING = re.compile("destroyed|AbortError|DiscardedBrowsingContext|no such frame")
EVENTS = ["log.entryAdded", "network.beforeRequestSent"]
PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.alwaysOpenPanel": False,
    "browser.helperApps.deleteTempFileOnExit": False,
}


class Firefox:
    """A headless Firefox with a profile of its own."""

    def __init__(self, program, profile):
        self.downloads = Path(profile) / "downloads"
        self.downloads.mkdir()
        wanted = PREFERENCES | {"browser.download.dir": str(self.downloads)}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wanted.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--no-remote", "--profile", profile]
        self.process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = self._address(Path(profile) / "WebDriverBiDiServer.json")
            self.socket = websocket.create_connection(
                f"{address}/session", suppress_origin=True, timeout=patience(60)
            )
        except BaseException:
            self.process.kill()
            raise
        self.numbers, self.tabs = itertools.count(1), {}
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=EVENTS)

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
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]
            self._hear(answer.get("method"), answer.get("params", {}))

    def _hear(self, event, told):
        context = told.get("source", told).get("context")
        tab = self.tabs.get(context)
        if tab is None:
            return
        if event == "network.beforeRequestSent":
            if not (address := told["request"]["url"]).startswith("data:"):
                tab.asked.append(address)
        elif event == "log.entryAdded" and told["level"] in ("error", "warn"):
            if HALF_READ not in told["text"]:
                tab.said.append(told["text"])

    @contextmanager
    def reader(self):
        """A tab of a reader who has never been here."""
        person = self.call("browser.createUserContext")["userContext"]
        tab = Tab(self, person)
        yield tab
        self.call("browser.removeUserContext", userContext=person)

    def end(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)


class Tab:
    """A tab, what its console said and which addresses it asked for."""

    def __init__(self, browser, person="default"):
        self.browser, self.person, self.said, self.asked = browser, person, [], []
        made = browser.call("browsingContext.create", type="tab", userContext=person)
        self.tab = made["context"]
        browser.tabs[self.tab] = self

    def call(self, method, **params):
        return self.browser.call(method, context=self.tab, **params)

    def beside(self):
        """Another tab of the same reader."""
        return Tab(self.browser, self.person)

    def before_scripts(self, source):
        """What runs in each page of this tab before its own scripts."""
        function = f"() => {{ {source} }}"
        self.browser.call(
            "script.addPreloadScript", functionDeclaration=function, contexts=[self.tab]
        )

    def open(self, address):
        self.call("browsingContext.navigate", url=address, wait="complete")

    def reload(self):
        self.call("browsingContext.reload", wait="complete")

    def size(self, width, height):
        self.call("browsingContext.setViewport", viewport={"width": width, "height": height})

    def run(self, function, *given):
        """What a function, given as JavaScript, makes in the page of values that JSON knows."""
        whole = f"""async (text) => {{
          const made = await ({function})(...JSON.parse(text));
          return JSON.stringify(made === undefined ? null : made);
        }}"""
        answer = self.browser.call(
            "script.callFunction", functionDeclaration=whole, awaitPromise=True,
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self.tab}, userActivation=True,
        )  # fmt: skip
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def wait(self, function, *given):
        """What the function gives as soon as that is something, in this page or in the one to which
        it leads: a question is short, since Firefox forgets those of a page that goes."""
        # A list of it, since an element is something in the page but {} in JSON.
        asked = f"""async (...given) => {{
          const found = await ({function})(...given);
          return found ? [found] : null;
        }}"""
        end = time.monotonic() + patience(30)
        while time.monotonic() < end:
            try:
                found = self.run(asked, *given)
            except AssertionError as error:
                if not LEAVING.search(str(error)):
                    raise
                found = None
            if found:
                return found[0]
            time.sleep(0.02)
        raise AssertionError(f"it never came: {function} of {given}")

    def text(self, selector):
        return self.run("(s) => document.querySelector(s).innerText", selector)

    def said_in(self, selector, words):
        """Waits until an element says so; returns all that it says."""
        find = """(s, words) => {
          const text = document.querySelector(s)?.innerText ?? "";
          return text.includes(words) && text;
        }"""
        return self.wait(find, selector, words)

    def element(self, selector):
        find = {"type": "css", "value": selector}
        nodes = self.call("browsingContext.locateNodes", locator=find, maxNodeCount=1)["nodes"]
        assert nodes, f"no {selector} in the page"
        return {"sharedId": nodes[0]["sharedId"]}

    def click(self, selector):
        """A press of the mouse in the middle of an element, which must be seen."""
        press = [{"type": t, "button": 0} for t in ("pointerDown", "pointerUp")]
        self._act(self._mouse(self._middle(selector), *press))

    def _middle(self, selector):
        """The way of the mouse to an element, which is brought into sight."""
        self.wait(
            """(s) => {
              const node = document.querySelector(s);
              node?.scrollIntoView({block: "center", behavior: "instant"});
              return node?.checkVisibility() && node.getBoundingClientRect().width > 0;
            }""",
            selector,
        )
        origin = {"type": "element", "element": self.element(selector)}
        return {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}

    def _mouse(self, *actions):
        return {"type": "pointer", "id": "mouse", "actions": list(actions)}

    def drag(self, selector, across, down):
        """The mouse takes hold of an element and lets go so many pixels away."""
        move = {"type": "pointerMove", "x": across, "y": down, "origin": "pointer"}
        self._act(
            self._mouse(
                self._middle(selector),
                {"type": "pointerDown", "button": 0},
                move | {"duration": 100},
                {"type": "pointerUp", "button": 0},
            )
        )

    def press(self, *keys):
        """Keys one after the other."""
        self._strokes([(t, KEYS.get(k, k)) for k in keys for t in ("keyDown", "keyUp")])

    def chord(self, held, key):
        """A key while another one is held."""
        held, key = KEYS.get(held, held), KEYS.get(key, key)
        self._strokes([("keyDown", held), ("keyDown", key), ("keyUp", key), ("keyUp", held)])

    def type(self, text):
        self.press(*(KEYS["enter"] if c == "\n" else c for c in text))

    def fill(self, selector, text):
        """Puts the cursor into a field and types."""
        self.click(selector)
        self.chord("control", "a")
        self.type(text)

    def _strokes(self, strokes):
        actions = [{"type": kind, "value": value} for kind, value in strokes]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def _act(self, device):
        self.call("browsingContext.activate")  # Firefox gives keys to the tab in front
        self.call("input.performActions", actions=[device])

    def choose(self, selector, *files):
        """The reader chooses files in a file input."""
        self.call("input.setFiles", element=self.element(selector), files=list(map(str, files)))

    def saved(self, name, act):
        """The file of this name that an act saves, once it is whole."""
        file = self.browser.downloads / name
        file.unlink(missing_ok=True)
        act()
        end = time.monotonic() + patience(30)
        while True:
            half = list(self.browser.downloads.glob("*.part"))
            if file.exists() and file.stat().st_size and not half:
                return file
            assert time.monotonic() < end, f"{name} was not saved"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def firefox():
    """One Firefox for a file of tests; its absence is a failure where CI=true."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Firefox is needed (Debian: apt install firefox-esr)")
        pytest.skip("NOT CHECKED: no Firefox here (Debian: apt install firefox-esr)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Firefox(program, profile)
        yield browser
        browser.end()


@pytest.fixture
def fox(firefox):
    """A reader's first tab; what its console says fails the test."""
    with firefox.reader() as tab:
        yield tab
        assert not tab.said
