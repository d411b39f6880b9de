"""A figure in the programs that show notebooks and books: each is run, not described.

What is not installed is skipped, and the reason says how to install it: the Python programs are in
`requirements.txt` beside this file (the environment variable HOSTS names the folder of their
programs), MyST's renderer and Jupyter's widget manager come with `npm ci` in `myst/`.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from serving import Quiet, serving
from waiting import patience

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NODE = HERE / "myst" / "node_modules"
PATHS = os.pathsep.join(map(str, [HERE, ROOT / "explorables" / "src"]))
CELL = "from figures import wave\nwave"


def program(name):
    """The path of a host's program."""
    path = shutil.which(name, path=os.environ.get("HOSTS"))
    if path is None:
        pytest.skip(
            f"{name} is not installed, so this host was NOT tried: install "
            "tests/hosts/requirements.txt and let HOSTS name the folder of its programs"
        )
    return path


def packages():
    """The folder of npm's packages."""
    if not NODE.exists():
        pytest.skip("this host was NOT tried: its npm packages want `npm ci` in tests/hosts/myst")
    return NODE


def run(command, folder, **more):
    environment = {**os.environ, "PYTHONPATH": PATHS, "PYTHONUNBUFFERED": "1", **more}
    environment.pop("PYTEST_CURRENT_TEST", None)
    command = list(map(str, command))
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    return done.stdout


@pytest.fixture
def tab(chromium):
    """A page that notes what goes wrong and which other hosts it asks."""
    context = chromium.new_context(viewport={"width": 1100, "height": 900}, bypass_csp=False)
    page = context.new_page()
    page.set_default_timeout(patience(15) * 1000)
    page.said, page.away = [], []
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None
            if re.match(r"file:|data:|blob:|about:|https?://(127\.0\.0\.1|localhost)", r.url)
            else page.away.append(r.url)
        ),
    )
    yield page
    context.close()


def wait_until(holds, what):
    """The picture follows its value in the next frame."""
    until = time.time() + patience(10)
    while not holds():
        assert time.time() < until, what
        time.sleep(0.05)


def moves(page, figure="figure.explorable"):
    """The figure is alive: the slider's arrow keys change value and picture."""
    page.wait_for_selector(f"{figure}[data-ready]")
    shape = page.locator(f"{figure} svg.chart path").last
    before = shape.get_attribute("d")
    page.locator(f"{figure} input[type=range]").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.locator(f"{figure} output", has_text="1.3").first.wait_for()
    wait_until(lambda: shape.get_attribute("d") != before, "the picture must change")
    assert page.locator(figure).first.evaluate("(f) => f.explorable.params.a") == pytest.approx(1.3)
    assert page.locator(f"{figure} svg.chart").first.bounding_box()["width"] > 200


@pytest.mark.parametrize("theme", ["alabaster", "pydata_sphinx_theme", "furo"])
def test_a_sphinx_theme(theme, tab, tmp_path):
    python = program("marimo").replace("marimo", "python") if theme == "furo" else sys.executable
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_nb", "explorables.sphinx"]\n'
        f'html_theme = "{theme}"\nnb_execution_raise_on_error = True\n'
        'exclude_patterns = ["out"]\n'
    )
    (tmp_path / "index.md").write_text(
        "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python}\n---\n"
        f"# Waves\n\n```{{code-cell}}\n{CELL}\n```\n"
    )
    run([python, "-m", "sphinx", "-q", tmp_path, tmp_path / "out"], tmp_path)
    tab.goto((tmp_path / "out" / "index.html").as_uri())
    moves(tab, "#wave")
    assert tab.said == []
    assert tab.away == []


NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "execution_count": None, "id": "one", "metadata": {},
         "outputs": [], "source": CELL},
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}},
    "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


def converted(folder, **environment):
    """What `jupyter nbconvert --execute --to html` makes of a notebook with the figure."""
    (folder / "waves.ipynb").write_text(json.dumps(NOTEBOOK))
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "waves.ipynb"]
    run(command, folder, **environment)
    return folder / "waves.html"


def test_nbconvert_without_widget_state_is_alive_offline(tab, tmp_path):
    page = converted(tmp_path, EXPLORABLES_WIDGET="0")
    tab.route(re.compile(r"^https?:"), lambda route: route.abort())
    tab.goto(page.as_uri(), wait_until="commit")
    moves(tab, "#wave")


def test_nbconvert_with_widget_state_is_alive_once_its_manager_comes(tab, tmp_path):
    """The page asks other hosts for require.js, Jupyter's manager and anywidget: given here."""
    node = packages()
    (extension,) = Path(sys.prefix).glob("share/jupyter/nbextensions/anywidget/index.js")
    given = {
        "require": node / "requirejs" / "require.js",
        "html-manager": node / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js",
        "anywidget": extension,
    }
    asked = set()

    def answer(route):
        for name, path in given.items():
            if re.search(rf"/{name}\b", route.request.url):
                asked.add(name)
                return route.fulfill(path=path, content_type="text/javascript")
        return route.abort()

    tab.route(re.compile(r"^https?:"), answer)
    tab.goto(converted(tmp_path).as_uri(), wait_until="commit")
    moves(tab)
    assert asked == set(given)


MYST = """# Waves

```{anywidget} wave.mjs
{}
```

```{anywidget} wave.mjs
{"a": 0.5}
```
"""


def test_myst_with_its_own_renderer(tab, tmp_path):
    """`myst build --site` and the renderer of MyST's themes; their shell comes from elsewhere."""
    node, myst = packages(), program("myst")
    sys.path.insert(0, str(HERE))
    try:
        from figures import wave
    finally:
        sys.path.remove(str(HERE))
    wave.to_module(tmp_path / "wave.mjs")
    (tmp_path / "myst.yml").write_text("version: 1\nproject: {title: Waves}\nsite: {}\n")
    (tmp_path / "index.md").write_text(MYST)
    # The page is built; then myst wants its theme from its own server, which we do not ask
    path = f"{Path(myst).parent}{os.pathsep}{os.environ['PATH']}"
    command, quiet = [myst, "build", "--site", "--ci"], subprocess.DEVNULL
    environment = {**os.environ, "PATH": path}
    subprocess.run(command, cwd=tmp_path, env=environment, stdout=quiet, stderr=quiet)
    site = tmp_path / "_build" / "site"
    assert (site / "content" / "index.json").exists()
    bundle = [node / ".bin" / "esbuild", HERE / "myst" / "page.js", "--bundle", "--format=esm"]
    bundle += ['--define:process.env.NODE_ENV="production"', f"--outfile={site / 'page.js'}"]
    run(bundle, HERE / "myst")
    (site / "index.html").write_text(
        "<!doctype html><div id=root></div><script type=module src=page.js></script>"
    )
    with serving(site, Quiet) as address:
        tab.goto(address)
        tab.wait_for_function("document.querySelectorAll('#root > div').length === 2")
        host = "#root > div:first-child"
        moves(tab, f"{host} figure.explorable")
        second = tab.locator("#root > div:last-child figure.explorable")
        assert second.evaluate("(f) => f.explorable.params.a") == 0.5
        assert second.evaluate("(f) => getComputedStyle(f).borderRadius") == "12px"
        tab.evaluate("leave()")
        tab.wait_for_function("document.querySelector('#root').childElementCount === 0")
    assert tab.said == []
    assert tab.away == []


MARIMO = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from figures import wave

    view = mo.ui.anywidget(wave)
    view
    return mo, view


@app.cell
def _(mo, view):
    mo.md(f"The kernel knows {view.value['a']:.1f}.")
    return
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_marimo_run_moves_the_kernel_too(tab, tmp_path):
    marimo = program("marimo")
    (tmp_path / "notebook.py").write_text(MARIMO)
    port = free_port()
    options = ["--headless", "--no-token", "--port", str(port)]
    server = subprocess.Popen(
        [marimo, "run", "notebook.py", *options], cwd=tmp_path, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": PATHS},
    )  # fmt: skip
    try:
        address, until = f"http://127.0.0.1:{port}", time.time() + patience(60)
        while time.time() < until:
            try:
                urlopen(f"{address}/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.3)
        tab.goto(address)
        moves(tab)
        tab.get_by_text("The kernel knows 1.3.").wait_for()
    finally:
        server.terminate()
        server.wait()
    assert tab.said == []


def test_marimo_export_html_is_alive_without_a_kernel(tab, tmp_path):
    """Its page asks a CDN for marimo's own scripts: given here from the package."""
    marimo = program("marimo")
    (tmp_path / "notebook.py").write_text(MARIMO)
    run([marimo, "export", "html", "notebook.py", "-o", "page.html", "-f"], tmp_path)
    (static,) = Path(marimo).parents[1].glob("lib/python3*/site-packages/marimo/_static")

    def answer(route):
        path = static / route.request.url.partition("/dist/")[2]
        return route.fulfill(path=path) if path.is_file() else route.abort()

    tab.route(re.compile(r"^https:"), answer)
    with serving(tmp_path, Quiet) as address:
        tab.goto(f"{address}/page.html")
        moves(tab)


def shown_as_html():
    """The figure's `text/html`, as a notebook stores it."""
    code = (
        "from figures import wave\nfrom explorables.hosts.output import output_html\n"
        "import sys\nsys.stdout.write(output_html(wave, wave.picture()))"
    )
    return run([sys.executable, "-c", code], HERE)


LOADED = """(text) => new Promise((done) => {
  const frame = document.querySelector("iframe");
  frame.onload = () => done();
  frame.srcdoc = text;
})"""


def test_a_sandboxed_frame_as_colab_makes_it(tab):
    """Colab shows an output in a frame of an origin of its own: no storage, no way to the top."""
    tab.set_content("<iframe sandbox='allow-scripts' width=900 height=800></iframe>")
    tab.evaluate(LOADED, shown_as_html())
    frame = tab.frames[-1]
    assert frame.evaluate("() => self.origin") == "null"
    moves(frame_as_page(frame, tab))
    assert tab.said == []


def frame_as_page(frame, page):
    """A frame with the keyboard of its page."""
    frame.keyboard = page.keyboard
    return frame


# The policy that VS Code can set on a notebook's webview (notebook.experimental.enableCsp)
WEBVIEW = (
    "default-src 'none'; script-src https://*.vscode-cdn.net 'unsafe-inline' 'unsafe-eval'; "
    "style-src https://*.vscode-cdn.net 'unsafe-inline'; img-src https: http: data:; "
    "font-src https:; connect-src https:; child-src https: data:"
)
# It puts an output's HTML into an element and makes its scripts anew, so that they run
REVIVE = """(text) => {
  const here = document.querySelector("#output");
  here.innerHTML = text;
  for (const old of here.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    script.text = old.text;
    old.replaceWith(script);
  }
}"""


PAPERS = [("dark", "rgb(29, 34, 41)"), ("light", "rgb(245, 242, 233)")]


@pytest.mark.parametrize(("theme", "paper"), PAPERS)
def test_a_webview_with_the_policy_of_vs_code(tab, tmp_path, theme, paper):
    (tmp_path / "webview.html").write_text(
        f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{WEBVIEW}">'
        f'<body class="vscode-{theme}"><div id="output"></div>'
        f"<script>globalThis.show = {REVIVE}</script>"
    )
    tab.goto((tmp_path / "webview.html").as_uri())
    tab.evaluate("(text) => show(text)", shown_as_html())
    moves(tab)
    colour = tab.locator("figure.explorable").evaluate("(f) => getComputedStyle(f).backgroundColor")
    assert colour == paper
    assert tab.said == []
    assert tab.away == []
