"""Blocks of rows on several cores at once, where the columns are many enough for that to pay.

NumPy lets go of the interpreter while it computes, so plain threads will do. But BLAS, which would
split each small product among threads of its own, has to be told to use one meanwhile:
threadpoolctl (there with scikit-learn) tells it. Without it the blocks come one by one.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import Lock
from typing import Any

NUMBERS = 2**21  # of X: with fewer the threads cost more than they save
COLUMNS = 50  # with fewer the time goes into η and the loss, and that into memory

_pool: ContextVar[Any] = ContextVar("pool", default=None)
_taken = Lock()  # by the one fit that has told BLAS; a second would remember the wrong number


@contextmanager
def all_cores(shape):
    """Within this, `each` has as many threads as BLAS had, if X of that shape is worth it."""
    worth_it = shape[0] * shape[1] >= NUMBERS and shape[1] >= COLUMNS
    blas = _blas() if worth_it else None
    if blas is None or not _taken.acquire(blocking=False):
        yield
        return
    from concurrent.futures import ThreadPoolExecutor  # dear to import, and not often needed

    try:
        threads = max(lib["num_threads"] for lib in blas.info())
        with blas.limit(limits=1), ThreadPoolExecutor(threads) as pool:
            _pool.set(pool if threads > 1 else None)
            yield
    finally:
        _pool.set(None)
        _taken.release()


def each(function, blocks):
    """`function` of each block, in the order of the blocks."""
    pool = _pool.get()
    return map(function, blocks) if pool is None else pool.map(function, blocks)


@cache
def _blas():
    """What tells NumPy's and SciPy's BLAS how many threads to use, or None."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    blas = ThreadpoolController().select(user_api="blas")
    return blas if len(blas) else None
