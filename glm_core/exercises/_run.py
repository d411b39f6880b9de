"""Running code that may crash, print, warn, or never end, and coming back with what it gave."""

import contextlib
import copy
import io
import signal
import sys
import threading
import time
import warnings
from dataclasses import dataclass

import numpy as np

from glm_core.exercises._plain import plain


class OutOfTime(BaseException):
    """Not an Exception, so that a student's `except Exception` does not swallow it."""


@dataclass(frozen=True)
class Output:
    """What a call gave, in plain things, or the error that stopped it."""

    value: object = None
    error: BaseException | None = None


def run(call, answer, inputs, seconds):
    """The Output of call(answer, *inputs), on copies of the inputs, silently, within `seconds`."""
    try:
        with _silence(), _deadline(seconds):
            return Output(plain(call(answer, *copy.deepcopy(inputs))))
    except (Exception, SystemExit, OutOfTime) as error:
        return Output(error=error)


@contextlib.contextmanager
def _silence():
    with (
        contextlib.redirect_stdout(_Nowhere()),
        contextlib.redirect_stderr(_Nowhere()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


class _Nowhere(io.TextIOBase):
    def write(self, text):
        return len(text)


@contextlib.contextmanager
def _deadline(seconds):
    on_main_thread = threading.current_thread() is threading.main_thread()
    guard = _alarm if hasattr(signal, "setitimer") and on_main_thread else _trace
    with guard(seconds):
        yield


@contextlib.contextmanager
def _alarm(seconds):
    """Seconds of the processor, so that a busy machine is fair; six times as many on the wall."""

    def stop(signum, frame):
        raise OutOfTime

    clocks = {
        signal.ITIMER_PROF: (signal.SIGPROF, seconds),
        signal.ITIMER_REAL: (signal.SIGALRM, 6 * seconds),
    }
    before = {number: signal.signal(number, stop) for number, _ in clocks.values()}

    def end():
        for clock in clocks:
            signal.setitimer(clock, 0)
        for number, handler in before.items():
            signal.signal(number, handler)

    try:
        for clock, (_, time_left) in clocks.items():
            signal.setitimer(clock, time_left, 0.1)
        try:
            yield
        finally:
            end()
    finally:
        end()  # again: an alarm may have gone off within the first


@contextlib.contextmanager
def _trace(seconds):
    """Where there are no alarms (Windows, a browser, a thread): look at the clock at each line."""
    end, before = time.process_time() + seconds, sys.gettrace()

    def look(frame, event, argument):
        if time.process_time() > end:
            raise OutOfTime
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
