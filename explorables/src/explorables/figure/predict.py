"""A question to answer before a figure moves, and what it must not give away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .giveaway import secrets


@dataclass(frozen=True)
class Predict:
    """A question to answer before anything moves, and what must stay hidden until then.

    Parameters
    ----------
    question : the question.
    options : two or more answers. A mapping from an answer to a sentence says, beside each wrong
        answer, where that mistake comes from (an empty text says nothing).
    answer : the right option, or its index.
    because : why it is right; shown with the answer.
    veil : what the guess must not see. Panels and marks are counted from 1, as on the page:
        ``"panel 2"``, ``"panel 2 title"``, ``"panel 2 line"`` (all its lines),
        ``"panel 2 line 1"``, ``"label NAME"`` (marks of that label), ``"readout LABEL"``,
        ``"formula 1"``, and all at once ``"titles"``, ``"readouts"``, ``"formulas"``,
        ``"caption"``, ``"states"``.
    free : parameters that may be moved before the guess, since they give nothing away. While any
        other waits, so do the words below the caption, which say what to move.
    shown : numbers of the right option that may stand in sight before the guess, as they are
        written there, each with the reason: ``{"0.25": "the width of a bin"}``. Any other that
        stands in sight is a warning, since it gives the answer away.
    """

    question: str
    options: tuple
    answer: int
    because: str = ""
    veil: tuple = ()
    free: tuple = ()
    slips: tuple = ()
    shown: Mapping = field(default_factory=dict)

    def __post_init__(self):
        if isinstance(self.options, Mapping):
            object.__setattr__(self, "slips", tuple(str(why) for why in self.options.values()))
        object.__setattr__(self, "options", tuple(str(o) for o in self.options))
        if len(self.options) < 2:
            raise ValueError(f"predict must have two or more options (got {self.options})")
        if self.answer in self.options:
            object.__setattr__(self, "answer", self.options.index(self.answer))
        if not isinstance(self.answer, int) or not 0 <= self.answer < len(self.options):
            raise ValueError(f"predict answer must be an option's index (got {self.answer!r})")
        for name in ("veil", "free"):
            given = getattr(self, name)
            if isinstance(given, str) or not all(isinstance(item, str) for item in given):
                raise TypeError(f"predict {name} must be a list of texts (got {given!r})")
            object.__setattr__(self, name, tuple(given))
        self._check_shown()

    def _check_shown(self):
        reasons = dict(self.shown) if isinstance(self.shown, Mapping) else {"": self.shown}
        for number, reason in reasons.items():
            if not (isinstance(number, str) and isinstance(reason, str) and reason.strip()):
                raise TypeError(
                    f"predict shown must map numbers to reasons, both texts (got {self.shown!r})"
                )
            if number not in (known := [secret.written for secret in secrets(self.to_dict())]):
                raise ValueError(
                    f"predict shown must name numbers of the right option that neither the "
                    f"question nor all options name: {', '.join(known) or 'none'} (got {number!r})"
                )
        object.__setattr__(self, "shown", reasons)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON for the page, which has no use for the reasons of ``shown``."""
        stated = {k: list(v) if isinstance(v, tuple) else v for k, v in vars(self).items()}
        return {name: value for name, value in stated.items() if name != "shown"}
