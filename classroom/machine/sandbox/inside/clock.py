"""A deadline that an honest loop obeys; one that does not is ended from outside."""

import contextlib
import signal


class OutOfTime(BaseException):
    """Not an Exception, so that `except Exception` does not swallow it."""


@contextlib.contextmanager
def deadline(seconds):
    """Raises OutOfTime after `seconds` of the processor, or three times as many on the wall."""

    def stop(signum, frame):
        raise OutOfTime

    signal.signal(signal.SIGPROF, stop)
    signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, 0.1)
        signal.setitimer(signal.ITIMER_REAL, 3 * seconds, 0.1)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
