"""How far something is: a bar on a terminal, a line now and then elsewhere.

    progress = Progress("notebook", "notebooks run", 19)
    progress.step("softmax")        [#####..........] notebook 7 of 19: softmax
    progress.end()                  19 notebooks run in 48 s

The standard library alone: ``tools/install.py`` uses it before anything is installed.
"""

import sys
import time

WIDTH = 24


class Progress:
    """Steps of one kind; elsewhere than on a terminal each `every`-th one is a line."""

    def __init__(self, one: str, many: str, total: int, *, every: int = 1, stream=None):
        self.one, self.many, self.total, self.every, self.done = one, many, total, every, 0
        self.stream = sys.stderr if stream is None else stream
        self.on_terminal = self.stream.isatty()
        self.started = time.monotonic()

    def step(self, name: str = "") -> None:
        """One more is done."""
        self.done += 1
        said = f"{self.one} {self.done} of {self.total}" + (f": {name}" if name else "")
        if self.on_terminal:
            filled = WIDTH * min(self.done, self.total) // max(self.total, 1)
            self._write(f"\r\x1b[K[{'#' * filled}{'.' * (WIDTH - filled)}] {said}")
        elif self.done % self.every == 0 or self.done == self.total:
            self._write(said + "\n")

    def end(self) -> None:
        """The bar goes; a line says how many there were and how long they took."""
        took = duration(time.monotonic() - self.started)
        clear = "\r\x1b[K" if self.on_terminal else ""
        self._write(f"{clear}{self.done} {self.many} in {took}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def duration(seconds: float) -> str:
    """65 gives ``1 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
