"""JupyterLite: a link, a kernel in the browser, the wheels of the book, and a figure that moves.

LITE=1 runs it, for some minutes and with PyPI and npm at hand. npm's Pyodide has no NumPy, so the
figure's script and formulas run there and its tracing does not. LITE=cdn asks Pyodide's public
address instead and runs the first figure of a chapter, tracing included.
"""

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from serving import Quiet, serving
from waiting import patience

from explorables import Axis, Figure, Panel, explore, line, readout

ROOT = Path(__file__).resolve().parents[2]
LITE = os.environ.get("LITE", "")
pytestmark = [
    pytest.mark.skipif(LITE not in ("1", "cdn"), reason="opt-in: LITE=1 (PyPI, npm) or LITE=cdn"),
    pytest.mark.filterwarnings("ignore"),
]
local = pytest.mark.skipif(LITE == "cdn", reason="needs LITE=1")
public = pytest.mark.skipif(LITE != "cdn", reason="needs LITE=cdn")
NUMPY = 26  # MB that NumPy, SciPy and matplotlib weigh at Pyodide's public address


def run(*command, **options) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> str:
    """An environment with what `make lite` needs."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    binary = str(home / "bin" / "python")
    install = [binary, "-m", "pip", "install", "--quiet", "-c", str(ROOT / "requirements.txt")]
    run(*install, "-r", str(ROOT / "tools" / "requirements-lite.txt"), "jupyterlab", "ipywidgets",
        "anywidget")  # fmt: skip
    return binary


@pytest.fixture(scope="module")
def runtime(python, tmp_path_factory) -> Path:
    """npm's Pyodide, with the pure wheels its kernel starts from, as PyPI has them."""
    where = "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION as v; print(v)"
    version = run(python, "-c", where).strip()
    folder = tmp_path_factory.mktemp("npm")
    run("npm", "install", "--silent", "--no-audit", "--no-fund", f"pyodide@{version}", cwd=folder)
    found = folder / "node_modules" / "pyodide"
    lock = json.loads((found / "pyodide-lock.json").read_text(encoding="utf-8"))
    todo, names = ["micropip", "ipython", "jedi", "typing-extensions"], set()
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name not in names:
            names.add(name)
            todo += lock["packages"][name]["depends"]
    pins = [f"{name}=={lock['packages'][name]['version']}" for name in sorted(names)]
    pure = "--python-version=3.14 --implementation=py --abi=none --platform=any".split()
    run(python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", *pure,
        "--dest", str(found), *pins)  # fmt: skip
    for name in names:
        wheel = found / lock["packages"][name]["file_name"]
        lock["packages"][name]["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (found / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def site(python, request, tmp_path_factory) -> Path:
    """A folder with a page of the book that links to JupyterLite."""
    folder = tmp_path_factory.mktemp("site")
    command = [python, str(ROOT / "tools" / "lite.py"), "--output", str(folder / "lite")]
    if LITE == "1":
        command += ["--runtime", str(request.getfixturevalue("runtime"))]
    run(*command)
    sys.path.insert(0, str(ROOT / "_ext"))
    launch = importlib.import_module("launch")
    (stated,) = re.findall(r'BOOK_LITE="(.+?)"', (ROOT / "Makefile").read_text(encoding="utf-8"))
    config = SimpleNamespace(book_lite=stated, root_doc="book/index")
    app = SimpleNamespace(srcdir=ROOT, builder=SimpleNamespace(name="html"), config=config)
    context = {"body": "<h1>Entropy</h1>"}
    launch.add_links(app, "book/entropy", "", context, object())
    (folder / "book").mkdir()
    (folder / "book" / "entropy.html").write_text(context["body"], encoding="utf-8")
    return folder


class Session:
    """A reader's browser: which addresses it asked, the sizes that came, cells and outputs."""

    def __init__(self, browser, site: Path, base: str):
        self.site, self.base, self.sizes, self.foreign = site, base, {}, []
        self.context = browser.new_context(viewport={"width": 1300, "height": 1000})
        self.page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.context.on("request", self._asked)
        self.context.on("response", self._came)

    def _asked(self, request):
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)

    def _came(self, response):
        self.sizes[response.url] = int(response.headers.get("content-length", 0))

    def open(self, name: str, *, cells=()) -> None:
        """A notebook of the site; with cells, a new one of this name."""
        if cells:
            files, index = (
                self.site / "lite" / "files",
                self.site / "lite" / "api/contents/all.json",
            )
            notebook = nbformat.read(files / "entropy.ipynb", 4)
            notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
            nbformat.write(notebook, files / name)
            listed = json.loads(index.read_text(encoding="utf-8"))
            (like,) = [entry for entry in listed["content"] if entry["name"] == "entropy.ipynb"]
            listed["content"].append({**like, "name": name, "path": name})
            index.write_text(json.dumps(listed), encoding="utf-8")
        self.page.goto(f"{self.base}/lite/notebooks/index.html?path={name}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def run(self, number: int, seconds=180) -> str:
        """Run a cell; what it shows."""
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)
        cell.scroll_into_view_if_needed()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        end = time.monotonic() + patience(seconds)
        while not re.search(r"\d", cell.locator(".jp-InputPrompt").first.inner_text()):
            assert time.monotonic() < end, (
                f"cell {number} still runs after {patience(seconds):.0f} s"
            )
            self.page.wait_for_timeout(200)
        self.page.wait_for_timeout(500)
        shown = cell.locator(".jp-OutputArea").first.inner_text()
        assert "Traceback" not in shown, shown
        return shown.strip()

    def slider(self):
        return self.page.locator(".jp-OutputArea input[type=range]").first


@pytest.fixture(scope="module")
def served(site):
    with serving(site, Quiet) as address:
        yield address


@pytest.fixture
def session(chromium, site, served):
    session = Session(chromium, site, served)
    yield session
    session.context.close()


def test_nothing_loads_before_the_link_that_states_the_size(session):
    session.page.goto(f"{session.base}/book/entropy.html")
    session.page.wait_for_timeout(500)
    assert not [url for url in session.sizes if "/lite/" in url]
    link = session.page.get_by_role("link", name=re.compile(r"in the browser \(loads about \d+ MB"))
    link.click()
    title = session.page.locator(".jp-Notebook h1").first
    title.wait_for()
    assert title.inner_text().startswith("Entropy")
    assert session.page.locator(".jp-CodeCell .cm-content").first.inner_text().startswith("%pip")


@local
def test_a_kernel_from_a_local_folder_runs_python_and_asks_no_other_host(session):
    cells = [
        "print(1 + 1)",
        "%pip install -q --no-deps glm_core",
        "import importlib.metadata, sys\n"
        "print(importlib.metadata.version('glm_core'), sys.platform)",
    ]
    session.open("kernel.ipynb", cells=cells)
    assert session.run(0) == "2"
    assert session.run(1) == ""
    version = importlib.import_module("glm_core").__version__
    assert session.run(2) == f"{version} emscripten"
    assert session.foreign == []
    (stated,) = re.findall(r'BOOK_LITE="about (\d+) MB"', (ROOT / "Makefile").read_text())
    megabytes = sum(session.sizes.values()) / 1e6
    assert megabytes + NUMPY == pytest.approx(int(stated), abs=4), megabytes


@explore(mu=(-3.0, 3.0))
def bell(mu=0.0):
    """Where is the peak?"""
    x = np.linspace(-5, 5, 101)
    density = np.exp(-np.square(x - mu) / 2)
    return Figure(Panel(line(x, density), x=Axis("x")), readout("centre", mu, format=".2f"))


WIDGET = """import importlib.util, json, pathlib
import anywidget, traitlets

static = pathlib.Path(importlib.util.find_spec("glm_core").origin).parent / "explore" / "static"

class Bell(anywidget.AnyWidget):  # as explorables.hosts.widget, which needs NumPy to be imported
    _esm = (static / "explore.js").read_text()
    _esm += "\\nexport default {render: globalThis.explorables.render};\\n"
    _css = (static / "explore.css").read_text()
    mu = traitlets.Float(0.0).tag(sync=True)
    payload = traitlets.Dict(json.loads(r'''PAYLOAD''')).tag(sync=True)

bell = Bell()
bell"""
TEX = """spec = importlib.util.spec_from_file_location("tex", static.parent / "tex.py")
tex = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tex)
print(tex.tex_html(r"\\E[Y] = a'(\\eta)"))
try:
    tex.tex_html(r"\\frac{")
except tex.TexError as error:
    print(error)"""


def move(session, share: float) -> float:
    """Drag the slider to a share of its length."""
    slider = session.slider()
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    now = float(slider.input_value()) - float(slider.get_attribute("min"))
    width = float(slider.get_attribute("max")) - float(slider.get_attribute("min"))
    session.page.mouse.move(box["x"] + now / width * box["width"], y)
    session.page.mouse.down()
    session.page.mouse.move(box["x"] + share * box["width"], y, steps=5)
    session.page.mouse.up()
    return float(slider.input_value())


@local
def test_a_figure_moves_with_its_kernel_and_formulas_are_drawn(session):
    from explorables.hosts.tex import tex_html

    cells = [
        "%pip install -q anywidget ipywidgets\n%pip install -q --no-deps glm_core",
        WIDGET.replace("PAYLOAD", json.dumps(bell.payload())),
        "print(f'mu is now {bell.mu:.2f}')",
        "bell.mu = -1.25",
        TEX,
    ]
    session.open("figure.ipynb", cells=cells)
    session.run(0)
    session.run(1)
    shown = move(session, 0.8)
    assert shown > 1
    assert session.run(2) == f"mu is now {shown:.2f}"
    session.run(3)
    assert float(session.slider().input_value()) == -1.25
    assert "−1.25" in session.page.locator(".jp-OutputArea").nth(1).inner_text()
    formula, error = session.run(4).splitlines()
    assert formula == tex_html(r"\E[Y] = a'(\eta)")
    assert error.startswith("tex must be valid KaTeX")
    assert session.foreign == []


@public
def test_a_chapters_figure_is_traced_and_moves(session):
    session.open("entropy.ipynb")
    for number in range(session.page.locator(".jp-Notebook .jp-CodeCell").count()):
        session.run(number, seconds=300)
        if session.slider().count():
            break
    before = session.slider().input_value()
    move(session, 0.2 if float(before) else 0.8)
    assert session.slider().input_value() != before
    allowed = ("https://cdn.jsdelivr.net/pyodide/",)
    assert [url for url in session.foreign if not url.startswith(allowed)] == []


@local
def test_a_folder_without_the_right_pyodide_is_refused(python, runtime, tmp_path):
    def said(text: str) -> str:
        command = [python, str(ROOT / "tools" / "lite.py"), "--output", str(tmp_path / "lite")]
        done = subprocess.run([*command, "--runtime", text], capture_output=True, text=True)
        assert done.returncode != 0
        assert not (tmp_path / "lite").exists()
        return done.stderr

    assert "must have pyodide.mjs" in said(str(tmp_path))
    assert "must be a folder or end in .mjs" in said("https://example.org/pyodide.js")
    other = tmp_path / "other"
    shutil.copytree(runtime, other)
    (other / "package.json").write_text('{"version": "0.29.4"}', encoding="utf-8")
    assert re.search(r"Pyodide must be [\d.]+ \(got 0\.29\.4\)", said(str(other)))
