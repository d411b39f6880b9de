"""``grad`` and ``value_and_grad``: gradients of what was recorded.

The way back is recorded too, so a gradient follows sliders, is replayed in the page, and has a
gradient itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from .backward import value_and_slopes
from .errors import DIFFERENTIATE, FOLLOW, MixedError, TraceError
from .graph import Graph
from .tracer import Tracer


def grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """∇f: the gradient of a function that gives one number, exact to rounding.

    ``grad(f)(x, *args)`` is ∂f/∂x in the shape of x; the other arguments are held still. ``f`` is
    any function that :func:`explore` could record (NumPy, SciPy's special functions); it runs
    once, its operations are recorded, and the chain rule is followed from the result back to x
    (reverse mode). The cost is a few evaluations of f, however long x is::

        def loss(theta):
            return np.mean((y - X @ theta) ** 2)

        grad(loss)(np.zeros(2))                 # an array of shape (2,)
        grad(grad(np.sin))(0.5)                 # −sin 0.5

    With plain numbers the gradient is plain numbers, and ``if`` on them may stand in ``f``. Inside
    an explored function it follows the sliders, moves in the page with no Python, and may be
    differentiated again: the Hessian's column i is the gradient of ``grad(f)(x)[i]``.

    Where f has a corner the gradient is one between both sides: 0 for ``abs`` at 0, half and half
    for ``maximum`` of equals, equal shares for ``max``; ``clip`` passes its borders on. Steps,
    comparisons, ``argmax`` and the order of ``argsort`` count as constant. A matrix given to
    ``cholesky`` or ``eigh`` is taken as symmetric, and so is its gradient.

    Parameters
    ----------
    f : a function that returns one number, shape ().
    argnum : which argument to differentiate in, counted from 0; or a tuple of several, for a tuple
        of gradients.

    Raises
    ------
    ValueError
        When f does not return one number, or has no argument ``argnum``.
    TraceError
        For what cannot be recorded, and for what has no derivative in the table of operations:
        ``digamma``, and the shape parameters of ``gammainc``, ``gammaincc`` and ``betainc``.
    """
    both = value_and_grad(f, argnum)

    @_named("grad", f)
    def gradient(*args, **kwargs):
        return both(*args, **kwargs)[1]

    return gradient


def value_and_grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """(f(x), ∇f(x)) from one run of f: what an optimiser asks at each step.

    As :func:`grad` in everything else, its errors included.
    """
    places = _places(argnum)

    @_named("value_and_grad", f)
    def value_and_gradient(*args, **kwargs):
        missing = next((k for k in places if k >= len(args)), None)
        if missing is not None:
            raise ValueError(f"argnum must name a positional argument (got {missing})")
        call = lambda *xs: f(*_with(args, places, xs), **kwargs)  # noqa: E731
        points = [_as_it_stands(args[k]) for k in places]
        graph = _graph_of([*points, *args, *kwargs.values()])
        value, slopes = (
            _on_plain(call, points) if graph is None else value_and_slopes(graph, call, points)
        )
        return value, slopes if isinstance(argnum, tuple) else slopes[0]

    return value_and_gradient


def _named(prefix, f):
    if not callable(f):
        raise TypeError(f"{prefix} must be given a function (got {f!r})")
    return wraps(f)


def _places(argnum):
    places = argnum if isinstance(argnum, tuple) else (argnum,)
    if not places or any(not isinstance(k, int) or k < 0 for k in places):
        raise ValueError(f"argnum must be a position from 0 on, or a tuple (got {argnum!r})")
    return places


def _with(args, places, points):
    args = list(args)
    for k, point in zip(places, points, strict=True):
        args[k] = point
    return args


def _as_it_stands(point):
    """An array of another kind, such as one that may be assigned to, becomes what it holds now."""
    if isinstance(point, Tracer | np.ndarray) or not hasattr(point, "__array_function__"):
        return point
    return np.reshape(point, np.shape(point))


def _graph_of(values):
    """The graph of the first traced value, also one in a list; None where all are plain."""
    for value in values:
        if isinstance(value, Tracer):
            return value.graph
        if isinstance(value, list | tuple) and (found := _graph_of(value)) is not None:
            return found
    return None


def _on_plain(f, points):
    """Plain points: a graph of their own, or that of a traced value that f brings along."""
    graph = Graph()
    graph.decide = lambda tracer: bool(np.all(graph.nodes[tracer.node].value))
    try:
        value, slopes = value_and_slopes(graph, f, points)
    except MixedError as error:
        if graph not in error.graphs:
            raise
        first, second = error.graphs
        return value_and_slopes(second if first is graph else first, f, points)
    except TraceError as error:
        raise TraceError(str(error).replace(FOLLOW, DIFFERENTIATE)) from None
    return _plain(value), tuple(_plain(slope) for slope in slopes)


def _plain(value):
    return np.array(value.graph.nodes[value.node].value)[()]
