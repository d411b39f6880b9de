"""Numbers of a question's right option that stand in sight before the guess.

Numbers are compared as a reader compares them: 0.714 gives 0.71 away, 23 % gives 0.23 away, and
``four`` or ``½`` are numbers, too. A curve gives away where it turns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# without one and two, which count things more often than they state a number
_WORDS = dict(
    zip(
        "three four five six seven eight nine ten eleven twelve".split(),
        range(3, 13),
        strict=True,
    )
) | {"twice": 2, "half": 0.5, "quarter": 0.25}

_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>[−-]?\d+(?:[.,]\d+)*)(?P<percent>\s*%)?(?!\w)"
    rf"|(?<!\w)(?P<word>{'|'.join(_WORDS)}|[¼-¾⅐-⅞])(?!\w)",
    re.IGNORECASE,
)
_EYE = 0.01  # of an axis: as near as a reader tells two places of it apart


@dataclass(frozen=True)
class Number:
    """A number as it is written, its values (3 % is 3 and 0.03), and the size of its last digit."""

    written: str
    values: tuple[float, ...]
    unit: float = 0.0

    def stands_for(self, secret):
        """Does who reads this number know the other one, as exactly as that one is written?"""
        return any(
            abs(a - b) <= 1e-9 * abs(b) or abs(a - b) < 0.5 * u
            for a in self.values
            for b, u in secret.rounded()
        )

    def rounded(self):
        """Each value with the size of its last digit; 0 where a single digit says too little."""
        for value in self.values:
            unit = self.unit * (value / self.values[0] if self.values[0] else 1.0)
            yield value, unit if abs(value) >= 9.5 * unit else 0.0


def numbers(text):
    """The numbers of a text."""
    return [_number(match) for match in _NUMBER.finditer(text)]


def _number(match):
    if match["word"]:
        word = match["word"].lower()
        value = _WORDS.get(word)
        return Number(match["word"], (unicodedata.numeric(word) if value is None else value,))
    plain = match["digits"].replace(",", "").replace("−", "-")
    value, whole, places = float(plain), plain.split(".")[0], len(plain.partition(".")[2])
    zeros = 0 if places else len(whole) - len(whole.rstrip("0"))
    percent = (value / 100,) if match["percent"] else ()
    return Number(match["digits"], (value, *percent), 10.0 ** (zeros - places))


def secrets(predict):
    """Numbers of the right option, without those that the question or all options name.

    ``predict`` is a payload's question, plain JSON.
    """
    options = predict["options"]
    right = numbers(options[predict["answer"]])
    others = [numbers(o) for i, o in enumerate(options) if i != predict["answer"]]

    def known(secret):
        return any(_same(secret, n) for n in numbers(predict["question"])) or all(
            any(_same(secret, n) for n in option) for option in others
        )

    return [secret for secret in right if not known(secret)]


def _same(a, b):
    return a.values[0] == b.values[0]


def given_away(predict, seen):
    """Written number → the places that show it; ``seen`` has texts, or (place, span) of curves."""
    found: dict[str, list[str]] = {}
    for secret in secrets(predict):
        places = [place for place, what in seen if _shows(what, secret)]
        if places:
            found[secret.written] = list(dict.fromkeys(found.get(secret.written, []) + places))
    return found


def _shows(what, secret):
    if isinstance(what, str):
        return any(number.stands_for(secret) for number in numbers(what))
    at, span = what
    return abs(at - secret.values[0]) <= _EYE * span


def tell(name, found, shown):
    """One sentence for each number that is given away without a reason."""
    return [
        f"{name} gives its answer away: {number}, of the right option, stands in "
        f"{' and in '.join(places)} before the guess. Veil it, ask about something else, or say "
        f'why it may stand there: Predict(..., shown={{"{number}": "reason"}})'
        for number, places in found.items()
        if number not in shown
    ]
