"""How far something is: a bar on a terminal, a line now and then elsewhere.

    progress = Progress("notebook", "run", 19)      19 notebooks to be run
    progress.step("softmax")        [#####..........] notebook 7 of 19 run: softmax
    progress.end()                  19 notebooks run in 48 s

The standard library alone: ``tools/install.py`` uses it before anything is installed.
"""

import sys
import time

WIDTH = 24


class Progress:
    """Steps of one kind; elsewhere than on a terminal each `every`-th one is a line."""

    def __init__(self, noun: str, verb: str, total: int, *, every: int = 1, stream=None):
        self.noun, self.verb, self.total, self.every, self.done = noun, verb, total, every, 0
        self.stream = sys.stderr if stream is None else stream
        self.on_terminal = self.stream.isatty()
        self.started = time.monotonic()
        self._show(f"{self._count(total)} to be {verb}")

    def step(self, name: str) -> None:
        """One more is done."""
        self.done += 1
        if self.on_terminal or self.done % self.every == 0 or self.done == self.total:
            self._show(f"{self.noun} {self.done} of {self.total} {self.verb}: {name}")

    def end(self) -> None:
        """The bar goes; a line says how many there were and how long they took."""
        took = duration(time.monotonic() - self.started)
        clear = "\r\x1b[K" if self.on_terminal else ""
        self._write(f"{clear}{self._count(self.done)} {self.verb} in {took}\n")

    def _count(self, number: int) -> str:
        return f"{number} {self.noun}" + ("" if number == 1 else "s")

    def _show(self, said: str) -> None:
        if self.on_terminal:
            filled = WIDTH * self.done // max(self.total, 1)
            said = f"\r\x1b[K[{'#' * filled}{'.' * (WIDTH - filled)}] {said}"
        self._write(said if self.on_terminal else said + "\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def duration(seconds: float) -> str:
    """65 gives ``1 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
