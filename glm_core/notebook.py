"""Helpers for the book's notebooks: numbers the prose quotes, and pictures that look like the book.

Only IPython is needed (and matplotlib for `book_figures`); both are imported when called. Figures
learn the macros of the book's formulas, where `explorables` is installed.
"""

from contextlib import suppress
from numbers import Integral, Real

with suppress(ModuleNotFoundError):
    import glm_core.explore  # noqa: F401

_RECORD = "application/papermill.record/"


def rounded(value, digits: int | None = None) -> str:
    """The text the prose quotes: ``rounded(0.24604, 4) == "0.2460"``; a typographic minus sign.

    Floats need ``digits`` (places after the point): stored text must not depend on the processor.
    Raises `TypeError` for a float without digits.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Integral) and digits is None:
        return f"{int(value):,}".replace("-", "−").replace(
            ",", "\u202f" if abs(int(value)) >= 10_000 else ""
        )
    if not isinstance(value, Real):
        raise TypeError(f"value must be a number or a string (got {value!r})")
    if digits is None:
        raise TypeError(f"digits must be given for a float (got value {value!r})")
    text = f"{float(value):.{digits}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def glue(name: str, value, digits: int | None = None) -> None:
    """Keep a number under a name, unseen; the text quotes it as ``{glue:text}`name` ``.

    ``value`` is a number or a string; floats are rounded to ``digits`` places.
    Raises `TypeError` as `rounded`.
    """
    from IPython.display import display

    if not isinstance(name, str) or not name:
        raise TypeError(f"name must be a non-empty string (got {name!r})")
    data = {_RECORD + "text/plain": f"'{rounded(value, digits)}'"}
    display(data, raw=True, metadata={"scrapbook": {"name": name, "mime_prefix": _RECORD}})


def book_figures() -> None:
    """Matplotlib as the book wants it: SVG, transparent, its colours, the same bytes always."""
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg", metadata={"Date": None, "Creator": None})
    colours = ["#183cc4", "#ad5103", "#045d30", "#740f7a", "#d10b4b"]
    mpl.rcParams.update(
        {
            "svg.hashsalt": "glm_core",
            "svg.fonttype": "path",
            "axes.prop_cycle": cycler(color=colours),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": "#676e79",
            "axes.facecolor": "none",
            "figure.facecolor": "none",
            "figure.figsize": (6.4, 3.2),
            "figure.constrained_layout.use": True,
            "legend.frameon": False,
            "text.color": "#1f242c",
            "axes.labelcolor": "#1f242c",
            "xtick.color": "#676e79",
            "ytick.color": "#676e79",
        }
    )
