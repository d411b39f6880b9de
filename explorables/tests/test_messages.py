"""What an author writes by habit, and what he is told: a row each."""

from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

mpl.use("agg")
import matplotlib.pyplot as plt

from explorables import (
    Axis,
    Choice,
    Figure,
    Panel,
    TraceError,
    contour,
    dots,
    explore,
    line,
    readout,
    take,
    text,
)

X = np.linspace(0, 1, 5)
INTERACT = "`from explorables import interact` records what it draws"
ARRAY = "a plain array (np.array"


@dataclass(frozen=True)
class Curve:
    """The author's own record."""

    slope: float
    at: object = None

    def __post_init__(self):
        object.__setattr__(self, "at", float(self.slope))


def shown(y, **options):
    return Figure(line(X, y, **options))


def element(a):
    y = np.zeros(5)
    y[2] = a
    return shown(y)


def after_another(a):
    y = np.zeros(5); y[2] = a  # fmt: skip  # noqa: E702
    return shown(y)


def slices(a):
    y = np.zeros(5)
    y[1:3] = a
    return shown(y)


def column(a):
    y = np.zeros((5, 2))
    y[:, 0] = a * X
    return shown(y[:, 0])


def column_of_two(a):
    y = np.zeros((2, 2))
    y[:, 0] = a, 2 * a
    return shown(y[0])


def in_place(a):
    y = np.zeros(5)
    y += a
    return shown(y)


def drawn(a):
    plt.plot(X, a * X)


def scattered(a):
    plt.scatter(X, a * X)


def on_axes(a):
    _, ax = plt.subplots()
    ax.plot(X, a * X)


def canvas(a):
    return plt.figure()


def asks(a):
    return shown(X * (a if isinstance(a, float) else 2.0))


def catches(a):
    try:
        slope = float(a)
    except Exception:
        slope = 7.0
    return shown(slope * X)


def draws(a):
    return shown(a * np.random.normal(size=5))  # noqa: NPY002


def odeint(a):
    return shown(integrate.odeint(lambda y, t: -a * y, 1.0, X)[:, 0])


def solve_ivp(a):
    return shown(integrate.solve_ivp(lambda t, y: -a * y, (0, 1), [1.0], t_eval=X).y[0])


def minimize(a):
    return shown(X * optimize.minimize(lambda z: (z - a) ** 2, 0).x)


def titled(a):
    return Figure(text(0, 0, "%.2f" % a))  # noqa: UP031


def branch(a):
    return shown(X) if a > 1 else shown(2 * X)


def levels(a):
    return Figure(contour(X, X, np.outer(X, X), levels=[a]))


def panel(**options):
    return lambda a: Figure(Panel(line(X, a * X), **options))


ROWS = {
    "plot": (drawn, TraceError, "matplotlib's plot()", INTERACT),
    "scatter": (scattered, TraceError, "matplotlib", INTERACT),
    "axes": (on_axes, TraceError, "matplotlib's plot()", INTERACT),
    "matplotlib's figure": (canvas, TypeError, "must return a Figure (got <Fig", INTERACT),
    "nothing": (lambda a: None, TypeError, "must return a Figure", "(got None)"),
    "% of a text": (titled, TraceError, "'…' % number", 'f"{a:.2f}"'),
    "an element": (element, TraceError, "assignment to an element", "np.stack"),
    "an element after ;": (after_another, TraceError, "assignment to an element", "np.stack"),
    "a slice": (slices, TraceError, "assignment to an element", "np.stack"),
    "a column": (column, TraceError, "assignment to an element", "np.stack"),
    "a column of two": (column_of_two, TraceError, "assignment to an element", "np.stack"),
    "in place": (in_place, TraceError, "in-place +=", "a = a + b"),
    "a mask": (lambda a: shown(X[a < X]), TraceError, "x[condition]", "np.where"),
    "an array": (lambda a: shown(np.array([1, a, 2, 3, 4])), TraceError, ARRAY, "np.stack"),
    "full_like": (lambda a: shown(np.full_like(X, a)), TraceError, "np.copyto", "np.ones_like(x)"),
    "full": (lambda a: shown(np.full(5, a)), TraceError, "np.copyto", "np.ones(n) * value"),
    "density": (lambda a: shown(stats.norm.pdf(X, a, 1)), TraceError, "scipy.stats", "ndtr"),
    "frozen": (lambda a: shown(stats.norm(a, 1).pdf(X)), TraceError, "scipy.stats", "ndtr"),
    "dataclass": (lambda a: shown(Curve(a).at * X), TraceError, "float() or", "NumPy's function"),
    "binom": (lambda a: shown(special.binom(5, a) * X), TraceError, "binom", "traced form"),
    "softmax": (lambda a: shown(special.softmax(a * X)), TraceError, "scipy.special.softmax", ""),
    "odeint": (odeint, TraceError, "scipy.integrate.odeint", "loop of NumPy"),
    "solve_ivp": (solve_ivp, TraceError, "scipy.integrate.solve_ivp", "loop of NumPy"),
    "minimize": (minimize, TraceError, "scipy.optimize.minimize", "loop of NumPy"),
    "levels": (levels, TraceError, "contour levels", "state plain numbers"),
    "ticks": (lambda a: panel(x=Axis(ticks=[0, a]))(a), TraceError, "axis ticks", "plain numbers"),
    "axis": (panel(y=(0, 1)), TypeError, "panel y must be an Axis or its label", "(got (0, 1))"),
    "half a domain": (panel(y=Axis), TypeError, "panel y must be an Axis", "Axis(domain="),
    "title": (panel(title=[1]), TypeError, "panel title must be a text (got [1])", "{a:.2f}"),
    "label": (lambda a: shown(X, label=X), TypeError, "line label must be a text", "{a:.2f}"),
    "isinstance": (asks, ValueError, "isinstance sees that a stand-in", "is no number"),
    "except": (catches, ValueError, "an `except` caught that float()", "slope = float(a)"),
    "draws": (draws, ValueError, "the same numbers each time", "np.random.default_rng(0)"),
    "complex": (lambda a: shown(1j * a * X), TraceError, "a complex array", "np.abs"),
    "if": (branch, TraceError, "`if`", "np.where(condition, a, b)"),
    "names on y": (lambda a: Figure(dots(a * X, list("abcde"))), TypeError,
                   "dots y must hold numbers", "names go on x"),
}  # fmt: skip
COUNTS = {
    "range": (lambda n: shown(sum(X for _ in range(n))), TraceError, "range", "a Choice"),
    "length": (lambda n: shown(np.linspace(0, 1, n)), TraceError, "range", "a Choice"),
    "seed": (lambda n: shown(np.random.default_rng(n).normal(size=5)), TraceError,
             "a seed", "a Choice"),
}  # fmt: skip


def named(function):
    function.__name__ = "curve" if function.__name__ == "<lambda>" else function.__name__
    return function


@pytest.mark.parametrize("row", [*ROWS, *COUNTS])
def test_it_is_said_what_is_wrong_where_and_what_to_do(row):
    function, error, what, remedy = {**ROWS, **COUNTS}[row]
    name = "n" if row in COUNTS else "a"
    with pytest.raises(error) as caught:
        explore(named(function), **{name: (1, 5) if row in COUNTS else (0.5, 2.0)})
    message = str(caught.value)
    assert what in message
    assert remedy in message.split(what, 1)[1] + message
    assert "\ue000" not in message
    assert "<string>" not in message
    if error is TraceError:
        assert "(test_messages.py, line " in message


@pytest.mark.parametrize("domain", [(0, None), 5, (1, 2, 3)])
def test_a_domain_is_two_numbers(domain):
    with pytest.raises(ValueError, match=r"axis domain must be [(]low, high[)], two numbers, or"):
        Axis(domain=domain)


def test_numbers_may_be_labels_titles_and_texts():
    def curve(a=1.5, n=2):
        return Figure(
            Panel(line(X, a * X, label=n), text(0, 0, a), x=Axis(label=3), title=a),
            readout(n, a),
        )

    found = explore(curve, a=(0.5, 2.0), n=(1, 3)).compute(a=0.75, n=3).to_dict()
    (panel,) = found["panels"]
    assert (panel["marks"][0]["label"], panel["marks"][1]["string"]) == ("3", "0.75")
    assert (panel["title"], panel["x"]["label"], found["items"][0]["label"]) == ("0.75", "3", "3")


def test_what_is_printed_is_the_opening_value(capsys):
    def curve(a=1.5, n=2):
        print(a, f"a = {a:.2f}", f"{n}")
        return shown(a * X)

    explore(curve, a=(0.5, 2.0), n=(1, 3))
    assert set(capsys.readouterr().out.splitlines()) == {"1.5 a = 1.50 2"}


def test_an_entry_of_a_list_of_stand_ins_can_be_taken():
    def curve(a=1.0, k=1):
        return shown(take([a, 2 * a, 3.0], k) * X)

    figure = explore(curve, a=(0.5, 2.0), k=(0, 2))
    assert figure.compute(a=0.5, k=1).panels[0].marks[0].y[-1] == 1


def test_names_on_x_stand_in_a_page_and_a_picture(tmp_path):
    def week(a=1.0):
        days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
        return Figure(line(days, a * X), dots(days, a * X), text(days, a * X, days))

    figure = explore(week, a=(0.5, 2.0))
    assert "Tue" in figure.to_html(tmp_path / "week.html").read_text(encoding="utf-8")


def test_a_choice_that_weighs_much_says_so():
    def noise(seed=0):
        return shown(np.random.default_rng(seed).normal(size=5))

    def many(seed=0):
        y = np.random.default_rng(seed).normal(size=5000)
        return Figure(line(np.arange(5000.0), y))

    with pytest.warns(UserWarning, match=r"many: 1\d{3} kB of data, recorded 20 times .seed: 20"):
        explore(many, seed=Choice(range(20)))
    explore(noise, seed=Choice(range(20)))
