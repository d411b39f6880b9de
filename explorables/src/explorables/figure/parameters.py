"""The parameters of a figure: what the reader can move, and which values are allowed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..trace.tracer import Tracer
from .labels import label_for

if TYPE_CHECKING:
    from ..trace.graph import Graph


@dataclass(frozen=True, eq=False)
class Control:
    """What all parameters share; a concrete value and its form on the wire are the same thing.

    ``follows`` says that the function receives a stand-in; otherwise it runs once per value.
    """

    follows = False

    def bind(self: Any, name: str, default: Any) -> Any:
        """The control completed by the parameter's name and the function's default."""
        value = getattr(self, "value", None)
        stated = default is not None and value is not None
        if stated and self.check(name, default) != self.check(name, value):
            raise ValueError(f"{name} must have one opening value (got {default!r} and {value!r})")
        label = label_for(name) if self.label is None else self.label
        return replace(self, label=label)._open(name, value if default is None else default)

    def _open(self: Any, name, value):
        return replace(self, value=self.check(name, value))

    def wire(self, value: Any) -> Any:
        """The value as the browser and the page's address write it."""
        return value

    def argument(self, value: Any) -> Any:
        """What the function receives when it runs."""
        return value

    def settings(self, name: str, value: Any) -> dict[tuple[str, str | None], Any]:
        """Values of the graph's parameter nodes."""
        return {(name, None): value}

    def show(self, value: Any) -> str:
        """The value in a few characters, for texts."""
        return f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, eq=False)
class Slider(Control):
    """A number between ``min`` and ``max``.

    Parameters
    ----------
    min, max : the ends, both included.
    step : distance of neighbouring settings; by default 1 between two ints, otherwise a power of
        ten that leaves at least 100 settings. With ``log=True`` it is in decades (default 0.01),
        except between two ints with an int step: then the settings are whole numbers.
    value : opening value; by default the function's own default, otherwise the middle.
    label : by default the parameter's name, Greek where it names a Greek letter.
    log : equal steps multiply (min and max must be positive).
    unit : shown after the number.

    Raises ValueError when the range is reversed or empty, or the opening value lies outside.
    """

    min: float
    max: float
    step: float | None = None
    value: float | None = None
    label: str | None = None
    log: bool = False
    unit: str = ""
    kind = "number"
    follows = True
    play = None

    @property
    def integer(self) -> bool:
        """True for whole numbers: int ends and an int step, which may be left out without log."""
        step = 1 if self.step is None and not self.log else self.step
        return all(isinstance(v, int | np.integer) for v in (self.min, self.max, step))

    def bind(self, name: str, default: Any) -> Any:
        for end in (self.min, self.max, 1 if self.step is None else self.step):
            if isinstance(end, bool) or not isinstance(end, int | float | np.number):
                raise TypeError(f"the range of {name} must be numbers (got {end!r})")
            if not math.isfinite(end):
                raise ValueError(f"the range of {name} must be finite (got {end!r})")
        if not self.min < self.max:
            raise ValueError(f"{name} must have min < max (got {self.min} and {self.max})")
        if self.log and self.min <= 0:
            raise ValueError(f"{name} must have min > 0 with log=True (got {self.min})")
        room = self.max - self.min
        if self.log and not self.integer:
            room = math.log10(self.max / self.min)
        if self.step is not None and not 0 < self.step <= room:
            raise ValueError(f"the step of {name} must lie in (0, {room:g}] (got {self.step})")
        real = self.integer and isinstance(default, float) and self.step is None
        self = replace(self, min=float(self.min), max=float(self.max)) if real else self
        step = self._default_step() if self.step is None else self.step
        return super(Slider, replace(self, step=step)).bind(name, default)

    def _default_step(self):
        if self.log:
            return 0.01
        if self.integer:
            return 1
        return 10.0 ** math.floor(math.log10((self.max - self.min) / 100))

    def _open(self, name, value):
        return super()._open(name, self._middle() if value is None else value)

    def _middle(self):
        if self.log:
            middle = math.sqrt(self.min * self.max)
            return round(middle) if self.integer else middle
        step = self.step or 1
        return self.min + math.floor((self.max - self.min) / step / 2 + 1e-9) * step

    def check(self, name: str, value: Any) -> Any:
        """``value`` as a number in range."""
        if isinstance(value, bool | str) or np.ndim(value) or not np.isreal(value):
            raise TypeError(f"{name} must be a number (got {value!r})")
        slack = 1e-9 * (self.max - self.min)
        if not self.min - slack <= value <= self.max + slack:
            raise ValueError(f"{name} must lie in [{self.min:g}, {self.max:g}] (got {value!r})")
        if self.integer and value != int(value):
            raise ValueError(f"{name} must be a whole number (got {value!r})")
        return int(value) if self.integer else float(min(max(value, self.min), self.max))

    def argument(self, value: Any) -> Any:
        return value if self.integer else np.float64(value)

    def trace(self, graph: Graph, name: str) -> Any:
        """The stand-in that the function receives while it is recorded."""
        return Tracer(graph, graph.parameter(name, self.value), "i" if self.integer else "f")

    def corners(self) -> list:
        return [self.min, self.max]

    def sample(self, rng: np.random.Generator) -> Any:
        """A random allowed value."""
        if self.log:
            value = math.exp(rng.uniform(math.log(self.min), math.log(self.max)))
            return round(value) if self.integer else value
        if self.integer:
            step = self.step or 1
            count = int((self.max - self.min) // step) + 1
            return int(self.min + step * rng.integers(count))
        return float(rng.uniform(self.min, self.max))

    def describe(self, name: str) -> dict[str, Any]:
        keys = ("label", "kind", "value", "min", "max", "step", "integer", "log", "unit", "play")
        return {"name": name, **{key: getattr(self, key) for key in keys}}


@dataclass(frozen=True, eq=False)
class Play(Slider):
    """A slider with play, pause and step, for a time or a step; ``interval`` in milliseconds."""

    step: float | None = 1
    interval: int = 200
    loop: bool = False

    @property
    def play(self) -> dict[str, Any]:  # type: ignore[override]
        return {"interval": int(self.interval), "loop": bool(self.loop)}

    def _middle(self):
        return self.min


@dataclass(frozen=True, eq=False)
class Tabulated(Slider):
    """A slider whose function cannot follow it: it is recorded at each of its steps."""

    follows = False

    @classmethod
    def of(cls, slider: Slider) -> Tabulated:
        """The bound slider ``slider``, recorded step by step."""
        names = ("min", "max", "step", "value", "label", "log", "unit")
        made = cls(**{name: getattr(slider, name) for name in names})
        return replace(made, value=made.check("value", slider.value))

    def corners(self) -> list:
        """All settings: min, min + step, … up to max."""
        step = self.step or 1
        if self.log and not self.integer:
            count = math.floor(math.log10(self.max / self.min) / step + 1e-9)
            return [self.min * 10 ** (k * step) for k in range(count + 1)]
        count = math.floor((self.max - self.min) / step + 1e-9)
        values = [self.min + k * step for k in range(count + 1)]
        return [int(v) for v in values] if self.integer else [_tidy(v, step) for v in values]

    def check(self, name: str, value: Any) -> Any:
        """The setting nearest to ``value``."""
        value = super().check(name, value)
        return min(self.corners(), key=lambda setting: abs(setting - value))

    def settings(self, name: str, value: Any) -> dict[tuple[str, str | None], Any]:
        return {}

    def sample(self, rng: np.random.Generator) -> Any:
        settings = self.corners()
        return settings[rng.integers(len(settings))]


def _tidy(value, step):
    """``value`` as it is written on the grid of ``step``: 0.3, not 0.30000000000000004."""
    digits = max(0, 2 - math.floor(math.log10(abs(step))) + 9)
    return float(round(value, digits))


def pairs_of(options):
    """Options as pairs (label, value)."""
    if isinstance(options, dict):
        return [(str(label), value) for label, value in options.items()]
    options = list(options)
    if options and all(isinstance(o, tuple) and len(o) == 2 for o in options):
        return [(str(label), value) for label, value in options]
    return [(str(value), value) for value in options]


@dataclass(frozen=True, eq=False)
class Choice(Control):
    """One of a few: a list of values, or a mapping (or list of pairs) label -> value.

    The function is recorded once per value and receives the value itself, so it may branch on it.
    """

    options: Any
    value: Any = None
    label: str | None = None
    kind = "choice"

    def bind(self, name: str, default: Any) -> Any:
        pairs = pairs_of(self.options)
        labels = [label for label, _ in pairs]
        if not pairs or len(set(labels)) < len(labels):
            raise ValueError(f"{name} must have options of different names (got {labels})")
        return super(Choice, replace(self, options=pairs)).bind(name, default)

    def _open(self, name, value):
        return super()._open(name, self.options[0][1] if value is None else value)

    def check(self, name: str, value: Any) -> Any:
        pairs = pairs_of(self.options)
        for _, option in pairs:
            if option is value or (isinstance(value, type(option)) and option == value):
                return option
        for label, option in pairs:
            if label == value:
                return option
        raise ValueError(f"{name} must be one of {[p[0] for p in pairs]} (got {value!r})")

    def wire(self, value: Any) -> Any:
        return next(label for label, option in self.options if option is value or option == value)

    show = wire

    def settings(self, name: str, value: Any) -> dict[tuple[str, str | None], Any]:
        return {}

    def corners(self) -> list:
        return [option for _, option in self.options]

    def sample(self, rng: np.random.Generator) -> Any:
        return self.options[rng.integers(len(self.options))][1]

    def describe(self, name: str) -> dict[str, Any]:
        options = [label for label, _ in self.options]
        common = {"name": name, "label": self.label, "kind": self.kind, "options": options}
        return {**common, "value": self.wire(self.value)}


@dataclass(frozen=True, eq=False)
class Switch(Control):
    """On or off; the function is recorded once for each, so it may branch on it."""

    value: bool | None = None
    label: str | None = None
    kind = "switch"

    def _open(self, name, value):
        return super()._open(name, False if value is None else value)

    def settings(self, name: str, value: Any) -> dict[tuple[str, str | None], Any]:
        return {}

    def check(self, name: str, value: Any) -> Any:
        if not isinstance(value, bool | np.bool_):
            raise TypeError(f"{name} must be True or False (got {value!r})")
        return bool(value)

    def show(self, value: Any) -> str:
        return "on" if value else "off"

    def corners(self) -> list:
        return [False, True]

    def sample(self, rng: np.random.Generator) -> Any:
        return bool(rng.integers(2))

    def describe(self, name: str) -> dict[str, Any]:
        return {"name": name, "label": self.label, "kind": self.kind, "value": self.value}


@dataclass(frozen=True, eq=False)
class Points(Control):
    """Points to drag; the function receives an object with arrays ``.x`` and ``.y``.

    ``moves`` is "xy", "x" or "y"; ``domain_x`` and ``domain_y`` are (low, high) limits.
    """

    x: Any
    y: Any
    moves: str = "xy"
    domain_x: tuple | None = None
    domain_y: tuple | None = None
    label: str | None = None
    value: Any = None
    kind = "points"
    follows = True

    def bind(self, name: str, default: Any) -> Any:
        if np.ndim(self.x) != 1 or np.shape(self.x) != np.shape(self.y) or not len(self.x):
            sizes = f"{np.shape(self.x)} and {np.shape(self.y)}"
            raise ValueError(f"{name} must have x and y of one length (got {sizes})")
        if self.moves not in ("xy", "x", "y"):
            raise ValueError(f"moves of {name} must be xy, x or y (got {self.moves!r})")
        for axis, domain in (("x", self.domain_x), ("y", self.domain_y)):
            if domain is not None and not domain[0] < domain[1]:
                raise ValueError(f"domain_{axis} of {name} must be (low, high) (got {domain})")
        value = np.column_stack([self.x, self.y])
        return super(Points, replace(self, value=value)).bind(name, default)

    def check(self, name: str, value: Any) -> Any:
        if isinstance(value, Points | SimpleNamespace):
            value = np.column_stack([value.x, value.y])
        array = np.asarray(value, dtype=float)
        if array.shape != (len(self.x), 2) or not np.isfinite(array).all():
            raise ValueError(
                f"{name} must be {len(self.x)} pairs of finite numbers (got {value!r})"
            )
        for column, domain in enumerate((self.domain_x, self.domain_y)):
            low, high = domain or (-np.inf, np.inf)
            if ((array[:, column] < low) | (array[:, column] > high)).any():
                raise ValueError(f"{name} must lie in its domain {domain} (got {array.tolist()})")
        return array.tolist()

    def argument(self, value: Any) -> Any:
        x, y = np.array(value, dtype=float).T
        return SimpleNamespace(x=x, y=y)

    def trace(self, graph: Graph, name: str) -> Any:
        fields = self.argument(self.value)
        return SimpleNamespace(
            **{f: Tracer(graph, graph.parameter(name, getattr(fields, f), field=f)) for f in "xy"}
        )

    def settings(self, name: str, value: Any) -> dict[tuple[str, str | None], Any]:
        fields = self.argument(value)
        return {(name, "x"): fields.x, (name, "y"): fields.y}

    def show(self, value: Any) -> str:
        return " ".join(f"({x:g}, {y:g})" for x, y in value)

    def corners(self) -> list:
        return [self.value]

    def sample(self, rng: np.random.Generator) -> Any:
        moved = np.array(self.value)
        for column, (axis, domain) in enumerate((("x", self.domain_x), ("y", self.domain_y))):
            if axis in self.moves:
                spread = np.ptp(moved[:, column]) or 1.0
                low, high = domain or (moved[:, column].min(), moved[:, column].min() + spread)
                moved[:, column] = rng.uniform(low, high, len(moved))
        return moved.tolist()

    def describe(self, name: str) -> dict[str, Any]:
        return {
            "name": name, "label": self.label, "kind": self.kind, "value": self.value,
            "moves": self.moves, "xdomain": self.domain_x and list(self.domain_x),
            "ydomain": self.domain_y and list(self.domain_y),
        }  # fmt: skip
