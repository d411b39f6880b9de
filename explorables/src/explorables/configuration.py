"""What a book brings to its figures: macros for formulas, colours, words for errors.

``configure(macros={r"\\E": r"\\mathbb{E}"})`` adds to what is there; nothing is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PALETTE = dict(
    ink="#1f242c", blue="#183cc4", orange="#ad5103", green="#045d30", purple="#740f7a",
    red="#d10b4b", grey="#676e79",
)  # fmt: skip


@dataclass
class Configuration:
    """The settings in force; :func:`configure` is how a book changes them."""

    macros: dict[str, str] = field(default_factory=dict)
    palette: dict[str, str] = field(default_factory=lambda: dict(PALETTE))
    remedies: dict[str, str] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()


settings = Configuration()


def configure(
    *,
    macros: Mapping[str, str] | None = None,
    palette: Mapping[str, str] | None = None,
    remedies: Mapping[str, str] | None = None,
    libraries: Iterable[str] = (),
) -> None:
    """Give figures what a book brings; may be called again, and the later word counts.

    Parameters
    ----------
    macros : TeX macros of formulas, ``{r"\\KL": r"\\operatorname{KL}(#1\\|#2)"}``.
    palette : hexadecimal colours of still pictures under the names that marks use: ink, blue,
        orange, green, purple, red, grey. (A page takes its colours from CSS variables.)
    remedies : sentences that a :class:`TraceError` adds to its own advice: ``"array"`` where a
        plain array was wanted, ``"function"`` where a function has no traced form.
    libraries : packages whose lines are not the author's: an error names the line that called them.

    Raises
    ------
    ValueError
        For a colour or a remedy of an unknown name; it lists the known ones.
    """
    _merge("palette", settings.palette, palette, PALETTE)
    _merge("remedies", settings.remedies, remedies, ("array", "function"))
    settings.macros |= _texts("macros", macros)
    settings.libraries = tuple(dict.fromkeys((*settings.libraries, *libraries)))


def _merge(name, kept, given, known):
    given = _texts(name, given)
    for key in given:
        if key not in known:
            raise ValueError(f"{name} must be among {', '.join(known)} (got {key!r})")
    kept |= given


def _texts(name, given):
    given = dict(given or {})
    for key, value in given.items():
        if not (isinstance(key, str) and isinstance(value, str)):
            raise TypeError(f"{name} must map texts to texts (got {key!r}: {value!r})")
    return given
