"""Where a figure can appear: a page of its own, a book built by Sphinx, a still picture."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from every_mark import every_mark_figure
from explorables.figure.stored import restored, stored
from explorables.hosts.page import figure_html
from explorables.hosts.still import _size, drawn_states, states_to_draw

from explorables import Axis, Figure, Panel, explore, formula, line, readout, rule, running_sum

ROOT = Path(__file__).parents[1]


def make(**options):
    def bell_curve(mu=1.0, noise="Gaussian"):
        """Where is the </script><b>peak</b>?

        Move μ."""
        x = np.linspace(-5, 5, 41)
        d = np.exp(-np.abs(x - mu) if noise == "Laplace" else -np.square(x - mu) / 2)
        return Figure(
            Panel(line(x, d, label="d"), rule(x=mu), x=Axis("x"), title=f"μ = {mu:.1f} </script>"),
            readout("peak", d.max(), "nats"),
            running_sum("ℓ", d[:2]),
            formula(rf"\mu = {mu:.2f}"),
        )

    controls = {"mu": (-3.0, 3.0), "noise": ["Gaussian", "Laplace"]}
    return explore(bell_curve, **controls, **options)


def payload_in(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def test_fragment_carries_the_payload_and_no_markup_from_texts():
    figure = make()
    html = figure_html(figure.payload(), "still.png")
    assert payload_in(html) == json.loads(json.dumps(figure.payload()))
    assert html.count("</script>") == 1
    assert "<b>" not in html
    assert '<figure class="explorable" data-explorable="bell-curve" id="bell-curve">' in html
    assert '<noscript><img src="still.png" alt="' in html


def test_own_page_is_self_contained(tmp_path):
    path = make().to_html(tmp_path / "bell.html")
    html = path.read_text(encoding="utf-8")
    assert "explorables" in html
    assert "data:image/png;base64," in html
    assert "data:font/woff2;base64," in html
    assert not re.search(r'(?:src|href)="(?!data:)', html)
    assert html.count("<script") == html.count("</script>") == 2


def test_own_page_is_not_overwritten_unasked(tmp_path):
    path = make().to_html(tmp_path / "bell.html")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        make().to_html(path)
    make().to_html(path, overwrite=True)


def test_a_module_holds_the_figure_and_is_not_overwritten_unasked(tmp_path):
    path = make().to_module(tmp_path / "bell.mjs")
    text = path.read_text(encoding="utf-8")
    assert text.count("export default") == 1
    assert not re.search(r"^import\b|\bimport\(|@import", text, re.M)
    with pytest.raises(FileExistsError, match="overwrite=True"):
        make().to_module(path)
    assert make().to_module(path, overwrite=True).read_text(encoding="utf-8") == text


def test_alternative_text_states_the_numbers():
    assert make().payload()["alt"] == (
        "Where is the </script><b>peak</b>? At μ = 1, noise = Gaussian. "
        "μ = 1.0 </script>: x (d). peak = 1.000 nats. ℓ = 0.00 + 0.00 = 0.00."
    )


def test_pictures_are_reproducible_in_both_formats():
    figure = make()
    assert figure.picture() == figure.picture()
    assert figure.picture()[:4] == b"\x89PNG"
    svg = figure.picture("svg", mu=2)
    assert svg == figure.picture("svg", mu=2) != figure.picture("svg")
    assert svg.startswith(b"<?xml")


def test_every_mark_can_be_drawn_in_both_formats():
    figure = every_mark_figure()
    assert figure.picture(a=1.5)[:4] == b"\x89PNG"
    svg = figure.picture("svg", shape="straight").decode()
    assert svg.count("<image ") + svg.count("<path ") > 60
    assert list(figure.pictures()) == ["small", "straight"]


def test_print_has_one_picture_per_state():
    assert list(make().pictures()) == [""]
    pictures = make(states=TWO_STATES).pictures()
    assert list(pictures) == ["low", "high"]
    assert pictures["low"] != pictures["high"]


def test_another_process_draws_the_states_as_this_one_does():
    figure = make(states=TWO_STATES)
    sent = json.loads(json.dumps(states_to_draw(figure), allow_nan=False))
    assert drawn_states(sent) == figure.pictures()
    assert drawn_states(sent)["low"] != drawn_states(sent)["high"]


def test_records_come_back_from_json_with_each_number_and_each_kind():
    for shape in ("round", "straight"):
        figure = every_mark_figure().compute(shape=shape, a=1.5)
        again = restored(json.loads(json.dumps(stored(figure), allow_nan=False)))
        assert stored(again) == stored(figure)
        assert again.to_dict() == figure.to_dict()
    odd = (1, True, None, "a", [0.1, math.inf], np.array([[np.nan, -0.0]]), ("b",))
    back = restored(json.loads(json.dumps(stored(odd), allow_nan=False)))
    assert str(back) == str(odd)


def test_a_picture_has_no_empty_place_for_a_panel_that_waits():
    panel = Panel(line([0, 1], [0, 1]))
    assert _size(Figure(panel, columns=2)) == _size(Figure(panel))
    assert _size(Figure(panel, panel, columns=2)) > _size(Figure(panel))


TWO_STATES = {"low": {"mu": -2}, "high": {"mu": 2, "noise": "Laplace"}}
SOURCE = """
import numpy as np
from explorables import Figure, explore, line
@explore(mu=(-3.0, 3.0), states={"left": {"mu": -2}, "right": {"mu": 2}})
def bell_curve(mu=1.0):
    "Where is the peak?"
    x = np.linspace(-5, 5, 41)
    return Figure(line(x, np.exp(-np.square(x - mu) / 2)))
bell_curve
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    heading, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    for name, cells in {
        "live": [heading("# Live"), code(SOURCE)],
        "still": [heading("# Still")],
    }.items():
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
    (folder / "index.md").write_text("# Book\n\n```{toctree}\nlive\nstill\n```\n")
    (folder / "conf.py").write_text(
        "extensions = ['myst_nb', 'explorables.hosts.sphinx']\nnb_execution_mode = 'force'\n"
        "nb_ipywidgets_js = {}\nhtml_baseurl = 'https://book.example'\n"
        "nb_execution_raise_on_error = True\nexclude_patterns = ['_build']\n"
    )
    return folder


def build(book, builder, *options):
    """Sphinx in a process of its own: its registries are global, and other tests fill them."""
    out = book / "_build" / builder
    trees = book / "_build" / "trees"
    command = ["-q", "-W", *options, "-b", builder, "-d", str(trees), str(book), str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *command], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.builds
def test_sphinx_page_is_live_and_only_it_loads_the_script(book):
    out = build(book, "html")
    live, still = ((out / f"{name}.html").read_text() for name in ("live", "still"))
    assert payload_in(live)["slug"] == "bell-curve"
    picture = re.search(r'<noscript><img src="([^"]+)"', live)[1]
    assert (out / picture).read_bytes()[:4] == b"\x89PNG"
    assert len(re.findall(r"</figure><script src=\"[^>]*explore/explore.js", live)) == 1
    assert "explore/explore.css" in live
    assert "explore/explore" not in still
    assert (out / "_static/explore/explore.js").exists()
    assert "widget-state" not in live
    assert "<explorable" not in live.replace("&lt;", "<")


@pytest.mark.builds
def test_print_page_shows_the_picture_and_where_it_lives(book):
    out = build(book, "singlehtml")
    page = (out / "index.html").read_text()
    assert 'class="explorable-still"' in page
    assert "https://book.example/live.html#bell-curve" in page
    still = re.search(r'explorable-still" id="bell-curve">(.*?)</figure>', page)[1]
    pictures = re.findall(r'<img src="([^"]+)" alt="(left|right): Where is the peak[?]"', still)
    assert [state for _, state in pictures] == ["left", "right"]
    assert all((out / picture).read_bytes()[:4] == b"\x89PNG" for picture, _ in pictures)
    assert "application/json" not in page


@pytest.mark.builds
def test_latex_falls_back_to_the_picture(book):
    out = build(book, "latex")
    (tex,) = out.glob("*.tex")
    assert "includegraphics" in tex.read_text()
    assert list(out.glob("*.png"))


TWINS = """
def plot(mu, up):
    "Where is the peak?"
    x = np.linspace(-5, 5, 41)
    return Figure(line(x, up * np.exp(-np.square(x - mu) / 2)))
"""


@pytest.mark.builds
def test_two_figures_of_one_name_stay_apart_and_are_said(tmp_path):
    start = "import numpy as np\nfrom explorables import Figure, explore, line\n" + TWINS
    cells = [
        nbformat.v4.new_markdown_cell("# Twins"),
        nbformat.v4.new_code_cell(start + "explore(plot, mu=(-3.0, 3.0), up=[1, 2])"),
        nbformat.v4.new_code_cell("explore(plot, mu=(-3.0, 3.0), up=[-1, -2])"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "index.ipynb")
    (tmp_path / "conf.py").write_text(
        "extensions = ['myst_nb', 'explorables.hosts.sphinx']\nnb_execution_mode = 'force'\n"
        "nb_ipywidgets_js = {}\nexclude_patterns = ['_build']\n"
    )
    with pytest.raises(AssertionError, match=r"name of its own on its page .got 'plot' again"):
        build(tmp_path, "html", "--keep-going")
    out = tmp_path / "_build" / "html"
    html = (out / "index.html").read_text()
    figures = re.findall(r'data-explorable="([^"]+)" id="([^"]+)"', html)
    assert figures == [("plot", "plot"), ("plot-2", "plot-2")]
    payloads = re.findall(r'<script type="application/json">(.*?)</script>', html)
    assert [json.loads(p)["slug"] for p in payloads] == ["plot", "plot-2"]
    one, two = (out / p for p in re.findall(r'<noscript><img src="([^"]+)"', html))
    assert one.read_bytes() != two.read_bytes()


def test_the_gallery_is_one_page_of_all_its_figures(tmp_path):
    page = tmp_path / "gallery.html"
    program = ROOT / "docs" / "gallery.py"
    subprocess.run([sys.executable, str(program), str(page)], check=True, timeout=300)
    html = page.read_text(encoding="utf-8")
    ids = re.findall(r'data-explorable="([^"]+)" id="([^"]+)"', html)
    assert [a for a, _ in ids] == ["bell", "least-squares", "waves", "histogram"]
    assert html.count("Object.assign(globalThis,{explorables:{") == 1
