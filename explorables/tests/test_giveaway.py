"""A question whose answer stands in sight is a warning, where the figure is made and in a book."""

import json
import re
import subprocess
import sys
import warnings

import nbformat
import numpy as np
import pytest
from explorables.figure.giveaway import given_away, numbers
from explorables.hosts.sight import is_scale

from explorables import (
    Axis,
    Choice,
    Figure,
    Panel,
    Predict,
    Slider,
    bars,
    explore,
    formula,
    line,
    readout,
    rule,
    running_sum,
    text,
)

X = np.linspace(0.0, 1.0, 101)


def ask(figure, right="at 0.31", wrong=("at 0.75",), question="Where?", **kinds):
    """The figure of a function without parameters, or of one with ``n``, behind a question."""
    controls = {"n": kinds.pop("n")} if "n" in kinds else {}
    predict = Predict(question, options=(right, *wrong), answer=0, **kinds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return explore(figure, predict=predict, **controls)


def one(*parts, caption="A figure.", look="", **axes):
    """A function that draws these parts in one panel, with these words."""

    def plain():
        marks = [part for part in parts if hasattr(part, "opacity")]
        panel = Panel(*(marks or [line(X, X)]), **axes)
        return Figure(panel, *(part for part in parts if part not in marks))

    plain.__doc__ = f"{caption}\n\n    {look}" if look else caption
    return plain


PLACES = {
    "the caption": one(caption="It is at 0.31."),
    "the text below the caption": one(look="Look at 0.31."),
    "panel 1 title": one(title="bottom at 0.31"),
    "panel 1 x label": one(x="distance from 0.31"),
    "panel 1 x ticks": one(x=Axis("x", ticks=[0, 0.31, 1])),
    "panel 1 text": one(text([0.2, 0.4], [0, 0], ["here", "0.31"])),
    "panel 1 rule": one(rule(x=0.31)),
    "panel 1 names of bars": one(bars(["0.31", "0.75"], [1.0, 2.0])),
    "panel 1 line, where it turns": one(line(X, np.square(X - 0.31))),
    "the readout least": one(readout("least", 0.3104)),
    "the running sum ℓ": one(running_sum("ℓ", [0.1, 0.21], format=".2f")),
    "a formula": one(formula(r"\mu = 0.31")),
}
VEILS = {
    "the text below the caption": "caption",
    "panel 1 title": "titles",
    "panel 1 text": "panel 1 text",
    "panel 1 rule": "panel 1 rule",
    "panel 1 names of bars": "panel 1 bars",
    "panel 1 line, where it turns": "panel 1 line",
    "panel 1 x label": "panel 1",
    "panel 1 x ticks": "panel 1",
    "the readout least": "readouts",
    "the running sum ℓ": "readouts",
    "a formula": "formulas",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_number_in_sight_is_named_with_its_place(place):
    assert ask(PLACES[place]).given_away == {"0.31": [place]}


@pytest.mark.parametrize("place", VEILS)
def test_what_waits_for_the_guess_gives_nothing_away(place):
    assert ask(PLACES[place], veil=[VEILS[place]]).given_away == {}


def test_what_to_move_is_not_said_before_it_can_be_moved():
    def plain(n=1.0):
        """A figure.

        Look at 0.31."""
        return Figure(Panel(line(X, n * X)))

    assert ask(plain, n=(0.0, 2.0)).given_away == {}
    assert ask(plain, n=(0.0, 2.0), free=["n"]).given_away == {
        "0.31": ["the text below the caption"]
    }


def test_a_label_gives_a_number_away():
    assert ask(one(line(X, X, label="to 0.31"))).given_away == {"0.31": ["panel 1 line"]}


@pytest.mark.parametrize("control", [Slider(0.0, 1.0, 0.01, 0.31), Choice(["0.31", "0.75"])])
def test_a_value_of_a_control_gives_a_number_away(control):
    def moving(n):
        return Figure(line(X, X))

    assert ask(moving, n=control).given_away == {"0.31": ["the control n"]}


def seen(right, words, wrong=("up", "down"), question="Where?"):
    predict = {"question": question, "options": [right, *wrong], "answer": 0}
    return list(given_away(predict, [("here", words)]))


@pytest.mark.parametrize(
    ("right", "words", "found"),
    [
        ("about 0.71", "0.714", ["0.71"]),  # as exactly as the option says it
        ("about 0.71", "0.72", []),
        ("about 0.71", "0.7", []),
        ("about 4,000", "4000", ["4,000"]),
        ("about 4,000", "4,137", []),  # one digit says too little to be recognised
        ("about 170", "168.2", ["170"]),
        ("2", "2.4", []),
        ("23 %", "0.23", ["23"]),
        ("0.23", "23 %", ["0.23"]),
        ("−2", "-2.0", ["−2"]),
        ("2", "-2", []),
        ("at ½", "0.5", ["½"]),
        ("half", "0.50", ["half"]),
        ("four times", "4", ["four"]),
        ("twice", "the two points", []),
        ("35", "x35 or 35px or 1.35", []),
        ("35 and 36", "36", ["36"]),
    ],
)
def test_numbers_are_compared_as_a_reader_compares_them(right, words, found):
    assert seen(right, words) == found


def test_a_number_of_the_question_or_of_all_options_is_no_secret():
    assert seen("at 0.25", "0.25", question="It begins at 0.25. Where?") == []
    assert seen("0.25 or more", "0.25", wrong=("below 0.25", "0.25 and 1")) == []
    assert seen("0.25 or more", "0.25", wrong=("below 0.25", "1")) == ["0.25"]


def test_numbers_of_a_text():
    assert [n.written for n in numbers("From −1,000 to 3.5 %, a third of ⅓, or ten.")] == [
        "−1,000", "3.5", "⅓", "ten",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ticks", "scale"),
    [
        ([], True),
        ([0, 1, 2, 3], True),
        ([1, 10, 100], True),
        ([0.5, 1, 2, 5, 10, 20], True),
        ([0, 0.31, 1], False),
        ([1, 23, 60], False),
        ([0.31, 1], False),
    ],
)
def test_ticks_are_a_scale_where_they_are_evenly_spaced(ticks, scale):
    assert is_scale(ticks) is scale


def test_a_curve_that_wiggles_names_no_place():
    wave = one(line(X, np.sin(40 * X)))
    turn = 0.5 * np.pi / 40
    assert ask(wave, f"at {turn:.2f}").given_away == {}
    assert ask(one(line(X, np.sin(4 * X))), "at 0.39").given_away
    assert ask(one(line(X, np.sin(4 * X))), "at 0.45").given_away == {}


def test_the_author_is_warned_where_the_figure_is_made():
    predict = Predict("Where?", options=("at 0.31", "at 0.75"), answer=0)
    said = r"plain gives its answer away: 0.31.*panel 1 title.*shown={\"0.31\": \"reason\"}"
    with pytest.warns(UserWarning, match=said) as caught:
        explore(PLACES["panel 1 title"], predict=predict)
    assert caught[0].filename == __file__


def test_a_reason_lets_a_number_stand():
    reason = {"0.31": "the width of a bin"}
    predict = Predict("Where?", options=("at 0.31", "at 0.75"), answer=0, shown=reason)
    figure = explore(PLACES["panel 1 title"], predict=predict)  # a warning would be an error
    question = figure.payload()["predict"]
    assert question["shown"] == reason
    assert question["given_away"] == {"0.31": ["panel 1 title"]}


def test_a_reason_must_be_for_a_number_of_the_right_option():
    with pytest.raises(ValueError, match=r"shown must name numbers of .*: 0.31 .got '0.75'."):
        Predict("?", options=("at 0.31", "at 0.75"), answer=0, shown={"0.75": "it is wrong"})
    with pytest.raises(ValueError, match=r"none .got '3'."):
        Predict("3 or more?", options=("3", "5"), answer=0, shown={"3": "the question"})
    for wrong in ({"0.31": " "}, {0.31: "a bin"}, ["0.31"]):
        with pytest.raises(TypeError, match="shown must map numbers to reasons"):
            Predict("?", options=("at 0.31", "at 0.75"), answer=0, shown=wrong)


BOOK = """
import numpy as np
from explorables import Figure, Panel, Predict, explore, line
def figure(name, title, **kinds):
    def plain():
        "Where is the bottom?"
        return Figure(Panel(line(np.arange(3.0), np.arange(3.0)), title=title))
    plain.__name__ = name
    ask = Predict("Where?", options=("at 0.31", "at 0.75"), answer=0, **kinds)
    return explore(plain, predict=ask)
"""
CASES = {  # figure → what stands directly above it, its code, what the build says
    "titled": ("Guess.", "'bottom at 0.31'", "0.31, of the right option, stands in panel 1 title"),
    "above": ("It is at 0.313.", "'a line'", "stands in the text directly above before the guess"),
    "veiled": ("Guess.", "'bottom at 0.31', veil=['titles']", None),
    "reasoned": ("At 0.31.", "'at 0.31', shown={'0.31': 'a bin'}", None),
    "needless": ("Guess.", "'a line', shown={'0.31': 'a bin'}", "must name numbers in sight"),
    "printed": ("Guess.", "'a line'", "stands in the text directly above before the guess"),
    "headed": ("It is at 0.31.\n\n### A heading", "'a line'", None),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A page with a section for each figure, and what its build said."""
    folder = tmp_path_factory.mktemp("giveaway")
    words, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    cells = [words("# Figures"), code(BOOK)]
    for name, (above, rest, _) in CASES.items():
        cells.append(words(f"## On {name}\n\nAt 0.31, in a text far above.\n\n{above}"))
        cells += [code("print(0.31)")] if name == "printed" else []
        cells.append(code(f"figure({name!r}, {rest})"))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "index.ipynb")
    (folder / "conf.py").write_text(
        "extensions = ['myst_nb', 'explorables.sphinx']\nnb_execution_mode = 'force'\n"
        "nb_ipywidgets_js = {}\nexclude_patterns = ['_build']\n"
    )
    out = folder / "_build"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(folder), str(out)]
    return out, subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.builds
@pytest.mark.parametrize("name", CASES)
def test_the_build_warns_of_what_gives_an_answer_away(book, name):
    about = re.compile(rf"WARNING: (?:predict shown of )?{name}\b")
    said = [line for line in book[1].stderr.splitlines() if about.search(line)]
    wanted = CASES[name][2]
    assert len(said) == (wanted is not None), book[1].stderr
    assert wanted is None or wanted in said[0]


@pytest.mark.builds
def test_warnings_of_questions_fail_a_build_and_stay_out_of_the_page(book):
    out, done = book
    assert done.returncode == 1
    page = (out / "index.html").read_text(encoding="utf-8")
    payloads = re.findall(r'<script type="application/json">(.*?)</script>', page)
    questions = [json.loads(payload)["predict"] for payload in payloads]
    assert [question["options"] for question in questions] == [["at 0.31", "at 0.75"]] * len(CASES)
    assert not any({"shown", "given_away"} & question.keys() for question in questions)
