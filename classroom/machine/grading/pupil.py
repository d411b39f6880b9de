"""A student's notebook at work in its room: a room that ends is made anew, less what ended it."""

import builtins

from glm_core.exercises._run import OutOfTime
from machine.sandbox.choose import enter
from machine.sandbox.inside.plain import decode, encode
from machine.sandbox.link import Ended

CELL, CALL, SHOWN = 3.0, 2.5, 1.5  # seconds of the processor
ALL = 9.0  # and for everything of a submission together
ASLEEP, ASLEEP_ALL = 5.0, 60.0  # seconds in which nothing is done: of one cell or test, and of all
ROOMS_AT_MOST = 8
OVER = f"The {ALL:g} seconds for this notebook are over. Is there a loop without an end?"
WAITS = f"It waits for more than {ASLEEP:g} s in this test. Is there a sleep in a function?"


class Pupil:
    """Runs cells and calls functions of one submission, whatever becomes of its processes."""

    def __init__(self, room, packages=()):
        self.room, self.packages = room, packages
        self.link, self.opened, self.spent, self.idle = None, 0, 0.0, 0.0
        self.idle_before = 0.0  # this cell or test
        self.ran = []  # (source, definitions alone?) of the cells so far
        self.generation = 0

    def run(self, source, seconds=CELL):
        """Outputs of a cell, in the notebook format."""
        self.begin()
        if why := self.tired():
            return [_error("OutOfTime", why)]
        try:
            self._wake()
            outputs = self._ask("run", seconds, source=source, seconds=seconds).get("outputs")
            self.ran.append((source, False))
            return [o for o in outputs if isinstance(o, dict)] if isinstance(outputs, list) else []
        except Ended as error:
            self.ran.append((source, True))
            return [_error("KernelDied", f"This cell ended its process: {error}")]

    def names(self, names):
        """{name: value or function} of those names that the student's code defines."""
        if why := self.tired():
            raise OutOfTime(why)
        self._wake()
        found = self._ask("names", CALL, names=sorted(names)).get("names", {})
        return {name: self._decoded(value, name) for name, value in found.items() if name in names}

    def call(self, function, args, kwargs):
        """What the student's function gives: plain data, or an exception of the same kind."""
        if why := self.tired():
            raise OutOfTime(why)
        if function.generation != self.generation:
            function = self._found_again(function)
        request = {"args": encode(tuple(args)), "kwargs": encode(kwargs), "seconds": CALL}
        answer = self._ask("call", CALL, function=function.number, **request)
        if "error" in answer:
            raise as_error(answer["error"])
        return self._decoded(answer.get("value"), function.name)

    def attribute(self, function, name):
        """An attribute of a student's class or function."""
        answer = self._ask("attribute", CALL, function=function.number, name=name)
        if "error" in answer:
            raise as_error(answer["error"])
        return self._decoded(answer.get("value"), f"{function.name}.{name}")

    def begin(self):
        self.idle_before = self._idled()

    def tired(self):
        """Why nothing more is done now, or ""."""
        idle = self._idled()
        if idle - self.idle_before > ASLEEP or idle > ASLEEP_ALL:
            return WAITS
        return OVER if self._spent() > ALL or self.opened > ROOMS_AT_MOST else ""

    def close(self):
        if self.link is not None:
            self.spent += self.link.spent
            self.idle += self.link.idle
            self.link.close()
            self.link = None

    def _idled(self):
        return self.idle + (self.link.idle if self.link else 0.0)

    def _spent(self):
        return self.spent + (self.link.spent if self.link else 0.0)

    def _ask(self, what, within, **request):
        try:
            return self.link.ask(what, within, **request)
        except Ended:
            self.spent += self.link.spent
            self.idle += self.link.idle
            self.link = None
            self.generation += 1
            raise

    def _wake(self):
        """A room in which all cells so far have run."""
        while self.link is None:
            if self.tired():
                raise Ended("the time for this notebook is over")
            self.opened += 1
            self.link = enter(self.room, self.packages)
            for place, (source, definitions) in enumerate(self.ran):
                try:
                    self._ask("run", CELL, source=source, seconds=CELL, definitions=definitions)
                except Ended:  # not at the first time, but now
                    self.ran[place] = ("" if definitions else source, True)
                    break

    def _found_again(self, function):
        self._wake()
        found = self.names({function.name}).get(function.name)
        if not isinstance(found, StudentFunction):
            raise Ended("the function is gone with its process")
        return found

    def _decoded(self, data, name):
        def function(number, own_name, is_class):
            return StudentFunction(self, number, name, self.generation)

        try:
            return decode(data, function)
        except Exception as error:  # made by hand in the student's process
            raise ValueError(f"{name} gives something that is no plain value") from error


class StudentFunction:
    """Stands for a function (or a class) in the student's process."""

    def __init__(self, pupil, number, name, generation):
        self._pupil, self.number, self.name, self.generation = pupil, number, name, generation

    def __call__(self, *args, **kwargs):
        return self._pupil.call(self, args, kwargs)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._pupil.attribute(self, name)

    def __repr__(self):
        return f"<the student's {self.name}>"


def as_error(error):
    """An exception of the built-in kind that the student's code raised, or of its name."""
    kinds, text = list(error.get("kinds", ())), str(error.get("text", ""))
    if "OutOfTime" in kinds[:1]:
        return OutOfTime(f"It takes {text}. Is there a loop without an end?")
    for name in kinds:
        kind = getattr(builtins, str(name), None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            own = kind if name == kinds[0] else type(str(kinds[0]), (kind,), {})
            try:
                return own(text)
            except TypeError:  # UnicodeDecodeError wants five arguments
                break
    return type(str(kinds[0]) if kinds else "Error", (Exception,), {})(text)


def _error(name, text):
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}
