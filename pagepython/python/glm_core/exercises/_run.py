"""Running an answer: the page ends what never ends, so there is no clock here."""

import _page
from glm_core.exercises._plain import plain
from numpy._core import ndarray


class OutOfTime(BaseException):
    """Never raised here."""


class Output:
    def __init__(self, value=None, error=None):
        self.value, self.error = value, error


class Recorded:
    """What a function gave at the recorded inputs, found by the inputs themselves."""

    def __init__(self, parameters=()):
        self.parameters, self.known = parameters, []

    def __call__(self, *inputs):
        for given, output in self.known:
            if len(given) == len(inputs) and all([a is b for a, b in zip(given, inputs)]):
                return output
        raise ValueError("these inputs are not recorded")


def run(call, answer, inputs, seconds):
    given = inputs if type(answer) is Recorded else tuple([x.copy() if type(x) is ndarray else x for x in inputs])
    try:
        with _page.Muted():
            return Output(plain(call(answer, *given)))
    except Exception as error:
        return Output(error=_page.like_cpython(error, answer, given))
    except SystemExit as error:
        return Output(error=error)
