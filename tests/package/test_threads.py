"""Several threads give the same fit as one, and leave BLAS as they found it."""

import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

from glm_core import GLM, Bernoulli, Categorical, Gaussian, GaussianPrior, Poisson
from glm_core.glm import threads
from glm_core.glm.design import Design
from glm_core.glm.objective import Objective

rng = np.random.default_rng(5)
X = rng.normal(size=(42_000, 52))  # just large enough for threads
eta = 0.3 + X @ rng.normal(size=52) / 10
SCORES = eta[:, None] * [1, 0, -1] + rng.gumbel(size=(len(X), 3))
CASES = {
    "linear": (GLM(Gaussian()), eta + rng.normal(size=len(X))),
    "logistic": (GLM(Bernoulli()), rng.random(len(X)) < 1 / (1 + np.exp(-eta))),
    "ridge": (GLM(Poisson(), prior=GaussianPrior(1.0)), rng.poisson(np.exp(eta))),
    "softmax": (GLM(Categorical(3)), SCORES.argmax(axis=1)),
}
logistic, classes = CASES["logistic"]


class Blas:
    """What threadpoolctl's controller is to `glm_core.glm.threads`, and a record of its use."""

    def __init__(self, number):
        self.number, self.now = number, number

    def info(self):
        return [{"num_threads": 1}, {"num_threads": self.number}]

    @contextmanager
    def limit(self, *, limits):
        self.now = limits
        try:
            yield
        finally:
            self.now = self.number


@pytest.fixture
def seen(monkeypatch):
    """The threads that worked on blocks, and the BLAS threads each was allowed."""
    blas, found = Blas(3), set()
    monkeypatch.setattr(threads, "_blas", lambda: blas)
    plain, workers, two = np.einsum, set(), threading.Event()

    def einsum(*args, **kwargs):
        me = threading.current_thread().name
        if me.startswith("ThreadPool"):
            workers.add(me)
            if len(workers) > 1:
                two.set()
            two.wait(20)  # on a busy machine one worker would be done before another starts
        found.add((me, blas.now))
        return plain(*args, **kwargs)

    monkeypatch.setattr(np, "einsum", einsum)
    return found


@pytest.mark.parametrize("case", CASES)
def test_threads_change_nothing(case, monkeypatch):
    model, y = CASES[case]
    monkeypatch.setattr(threads, "_blas", lambda: Blas(1))
    alone = model.fit(X, y)
    monkeypatch.setattr(threads, "_blas", lambda: Blas(3))
    together = model.fit(X, y)
    np.testing.assert_array_equal(together.theta, alone.theta)
    np.testing.assert_array_equal(together.covariance, alone.covariance)
    assert together.log_likelihood == alone.log_likelihood


def test_work_is_shared_and_blas_has_one_thread_meanwhile(seen):
    logistic.fit(X, classes)
    workers = {(name, allowed) for name, allowed in seen if name.startswith("ThreadPool")}
    assert len(workers) > 1
    assert {allowed for _, allowed in workers} == {1}
    assert threads._blas().now == 3
    assert threads._pool.get() is None
    assert not threads._taken.locked()


@pytest.mark.parametrize("shape", [(42_000, 49), (1000, 52)])
def test_small_or_narrow_data_get_no_threads(seen, shape):
    logistic.fit(X[: shape[0], : shape[1]], classes[: shape[0]])
    assert {name for name, _ in seen} == {threading.current_thread().name}


def test_a_fit_beside_another_leaves_blas_alone(seen):
    """It would remember one thread as what BLAS had, and leave it at that."""
    with threads.all_cores(X.shape), ThreadPoolExecutor(1, "Other") as other:
        other.submit(logistic.fit, X, classes).result()
        assert threads._blas().now == 1
    assert threads._blas().now == 3
    assert len({name for name, _ in seen}) == 1  # that of the other fit


def test_an_error_ends_the_threads(seen):
    bad = X.copy()
    bad[41_000, 3] = np.nan
    with pytest.raises(ValueError, match="row 41000, column 3"):
        logistic.fit(bad, classes)
    assert threads._blas().now == 3
    assert threads._pool.get() is None
    assert not threads._taken.locked()


def test_threads_keep_numpy_quiet(monkeypatch):
    """A step too far makes e^η overflow: a step to take back, and nothing to warn of."""
    monkeypatch.setattr(threads, "_blas", lambda: Blas(2))
    objective = Objective(Poisson().canonical_loss, Design(X, True), np.ones(len(X)))
    with threads.all_cores(X.shape), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert objective.value_and_gradient(np.full(53, 1e3))[0] == np.inf


def test_numpys_own_blas_is_told():
    controller = threads._blas()
    assert controller is not None  # scikit-learn, and with it threadpoolctl, is in requirements.txt
    before = [lib["num_threads"] for lib in controller.info()]
    with controller.limit(limits=1):
        assert {lib["num_threads"] for lib in controller.info()} == {1}
    assert [lib["num_threads"] for lib in controller.info()] == before


def test_without_threadpoolctl_blocks_come_one_by_one(monkeypatch):
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    threads._blas.cache_clear()
    try:
        assert threads._blas() is None
        with threads.all_cores(X.shape):
            assert threads._pool.get() is None
            assert list(threads.each(lambda rows: rows * 2, [1, 2])) == [2, 4]
    finally:
        threads._blas.cache_clear()
