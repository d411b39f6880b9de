"""Hypothesis draws the same examples each run; the built book, a server and one browser for all."""

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from builds import Builds
from hypothesis import settings
from serving import Strict, serving
from waiting import patience

settings.register_profile("book", deadline=None, derandomize=True)
settings.load_profile("book")

BROWSER = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()


BUILDS = pytest.StashKey[Builds]()
FOLDER = "BOOK_BUILDS"  # names the folder of the builds, for all processes of one test run


def is_first(config) -> bool:
    """False in the workers of pytest-xdist."""
    return not hasattr(config, "workerinput")


def pytest_configure(config):
    if is_first(config):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="book-")
    config.stash[BUILDS] = Builds(Path(os.environ[FOLDER]))


def pytest_collection_finish(session):
    """The builds begin at once and go on beside the first tests."""
    if session.config.option.collectonly:
        return
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    if "builds" in wanted or ("book" in wanted and "BOOK_HTML" not in os.environ):
        session.config.stash[BUILDS].start()


def pytest_unconfigure(config):
    if is_first(config):
        config.stash[BUILDS].end()
    else:
        config.stash[BUILDS].leave()


PRINTING = np.get_printoptions()


@pytest.fixture(autouse=True)
def numpy_prints_as_before():
    """A chapter's cell run by a test may set NumPy's print options; they end with the test."""
    yield
    np.set_printoptions(**PRINTING)


@pytest.fixture(scope="session")
def builds(request) -> Builds:
    return request.config.stash[BUILDS]


@pytest.fixture(scope="session")
def book(request) -> Path:
    """The built book's folder; BOOK_HTML names one that stands already."""
    ready = os.environ.get("BOOK_HTML")
    return Path(ready).resolve() if ready else request.getfixturevalue("builds").html(0)


@pytest.fixture(scope="session")
def served(book):
    """The book's address over HTTP, under a strict Content-Security-Policy."""
    with serving(book, Strict) as address:
        yield address


def browser_path() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def patient(make):
    """Contexts and pages that wait the longer, the busier the machine is."""

    def made(**options):
        found = make(**options)
        found.set_default_timeout(patience(30) * 1000)
        return found

    return made


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
        browser = playwright.chromium.launch(
            executable_path=path, args=list(BROWSER), timeout=patience(60) * 1000
        )
        browser.new_context = patient(browser.new_context)
        browser.new_page = patient(browser.new_page)
        yield browser
        browser.close()
