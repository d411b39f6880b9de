"""Hypothesis draws the same examples each run; the built book, a server and one browser for all."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("book", deadline=None, derandomize=True)
settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("_config.yml", "_toc.yml", "requirements.txt", "_ext", "book", "glm_core")
GATE = ("-n", "-W", "--keep-going", "-q")
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
BROWSER = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()


def copy_sources(folder: Path) -> Path:
    """What a build reads, in another place."""
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "_build")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


class Builds:
    """Two clean builds in two places, at the same time; the first one is what the tests read."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="book-"))
        cache = os.environ.get("BOOK_CACHE") or str(ROOT / "_build" / ".jupyter_cache")
        places = {"one": cache, "another place/two": str(self.folder / "cache")}
        self.folders = [copy_sources(self.folder / place) for place in places]
        self._running = [
            self._start(folder, BOOK_CACHE=cache)
            for folder, cache in zip(self.folders, places.values(), strict=True)
        ]

    def _start(self, folder: Path, **environment) -> subprocess.Popen:
        """Jupyter Book with warnings as errors, in a process of its own."""
        command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(folder), *GATE]
        paths = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
        with (folder / "said.txt").open("w") as said:
            return subprocess.Popen(
                command,
                env={**os.environ, "PYTHONPATH": paths, **environment},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def html(self, which: int) -> Path:
        """The folder of a finished build; fails with what Sphinx said."""
        folder = self.folders[which]
        status = self._running[which].wait(timeout=1200)
        assert status == 0, (folder / "said.txt").read_text()[-6000:]
        return folder / "_build" / "html"

    def end(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


BUILDS = pytest.StashKey[Builds]()


def pytest_collection_finish(session):
    """The builds begin at once and go on beside the first tests."""
    if session.config.option.collectonly:
        return
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    if "builds" in wanted or ("book" in wanted and "BOOK_HTML" not in os.environ):
        session.config.stash[BUILDS] = Builds()


def pytest_unconfigure(config):
    if BUILDS in config.stash:
        config.stash[BUILDS].end()


@pytest.fixture(scope="session")
def builds(request) -> Builds:
    return request.config.stash[BUILDS]


@pytest.fixture(scope="session")
def book(request) -> Path:
    """The built book's folder; BOOK_HTML names one that stands already."""
    ready = os.environ.get("BOOK_HTML")
    return Path(ready) if ready else request.getfixturevalue("builds").html(0)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="session")
def served(book):
    """The book's address over HTTP, under a strict Content-Security-Policy."""
    handler = partial(Quiet, directory=str(book))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def browser_path() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all tests; its absence is a failure where CI=true."""
    path = browser_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is needed (Debian: apt install chromium)")
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER))
        yield browser
        browser.close()
