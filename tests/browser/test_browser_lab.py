"""A real JupyterLab session: drag a slider and read the trait; set the trait and see the slider."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from waiting import patience

pytestmark = pytest.mark.filterwarnings("ignore")
CELLS = [
    """import numpy as np
from explorables import Axis, Figure, Panel, explore, line, readout

@explore(mu=(-3.0, 3.0), noise=["Gaussian", "Laplace"])
def bell(mu=0.0, noise="Gaussian"):
    "Where is the peak?"
    x = np.linspace(-5, 5, 101)
    d = np.exp(-np.square(x - mu) / 2) if noise == "Gaussian" else np.exp(-np.abs(x - mu))
    return Figure(Panel(line(x, d), x=Axis("x")), readout("centre", mu, format=".2f"))

bell""",
    "print(f'mu is now {bell.mu:.2f}')",
    "bell.mu = -1.25",
]


@pytest.fixture
def lab(tmp_path):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"display_name": "Python 3", "name": "python3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, tmp_path / "live.ipynb")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    home = {**os.environ, "HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    home.pop("EXPLORE_STATIC", None)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
               "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
               "--ServerApp.port_retries=0", f"--ServerApp.root_dir={tmp_path}"]  # fmt: skip
    with open(tmp_path / "lab.log", "w") as log:
        server = subprocess.Popen(command, env=home, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api", server, tmp_path / "lab.log")
        yield f"http://127.0.0.1:{port}/lab/tree/live.ipynb?reset"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url, server, log):
    for _ in range(round(patience(240))):
        assert server.poll() is None, log.read_text()
        try:
            return urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1300, "height": 950})
    context.set_default_timeout(patience(45) * 1000)
    yield context.new_page()
    context.close()


def run_cell(page, number):
    """Run one cell; a key pressed before the kernel listens is lost, so press until it runs. On a
    busy machine JupyterLab may ask something first, such as which kernel: what it proposes."""
    cell, dialog = page.locator(".jp-Notebook .jp-Cell").nth(number), page.locator(".jp-Dialog")
    for _ in range(30):
        if dialog.count():
            print("JupyterLab asks:", dialog.first.inner_text())
            dialog.first.locator(".jp-mod-accept").click()
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(1500)
        if re.search(r"\d|\*", cell.locator(".jp-InputPrompt").inner_text()):
            return
    raise AssertionError("the kernel never ran the cell")


def printed(page):
    text = page.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-output")
    text.first.wait_for()
    return text.first.inner_text()


def test_slider_and_trait_follow_each_other(lab, page):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(lab)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
    page.wait_for_function(
        "async () => (await (await fetch('/api/sessions')).json()).some(s => s.kernel)"
    )
    run_cell(page, 0)
    slider = page.locator(".jp-OutputArea input[type=range]").first
    slider.wait_for()
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], y, steps=5)
    page.mouse.up()
    shown = float(slider.input_value())
    assert shown > 1
    end = time.monotonic() + patience(20)
    while True:  # Jupyter sends a last value when the kernel has answered the one before
        run_cell(page, 1)
        told = float(re.search(r"mu is now (-?[\d.]+)", printed(page))[1])
        if abs(told - shown) < 0.006 or time.monotonic() > end:
            break
    assert told == pytest.approx(shown, abs=0.006)
    run_cell(page, 2)
    page.wait_for_function(
        "Number(document.querySelector('.jp-OutputArea input[type=range]').value) === -1.25"
    )
    assert "−1.25" in (text := page.locator(".jp-OutputArea").first.inner_text()) or "-1.25" in text
    assert not [e for e in errors if "explor" in e]
