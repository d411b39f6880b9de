"""Standard errors of many rows come when somebody asks, and are what they would have been."""

import copy
import pickle

import numpy as np
import pytest

from glm_core import GLM, Bernoulli, Categorical, GaussianPrior, Poisson
from glm_core.glm import solve
from glm_core.glm.design import Design

rng = np.random.default_rng(8)
X = rng.normal([0, 0, 0, 30], size=(24_000, 4))
eta = 0.3 + X @ [0.4, -0.2, 0.1, 0.0]
SCORES = eta[:, None] * [1, 0, -1] + rng.gumbel(size=(len(X), 3))
CASES = {
    "logistic": (GLM(Bernoulli()), rng.random(len(X)) < 1 / (1 + np.exp(-eta))),
    "counts": (GLM(Poisson()), rng.poisson(np.exp(eta))),
    "softmax": (GLM(Categorical(3)), SCORES.argmax(axis=1)),
    "ridge": (GLM(Categorical(3), prior=GaussianPrior(2.0)), SCORES.argmax(axis=1)),
}
model, y = CASES["logistic"]


@pytest.mark.parametrize("case", CASES)
def test_later_is_no_different(case, monkeypatch):
    model, y = CASES[case]
    later = model.fit(X, y)
    assert callable(later.uncertainty.hessian)
    monkeypatch.setattr(solve, "_moderate", lambda hessian: False)
    now = model.fit(X, y)
    assert not callable(now.uncertainty.hessian)
    np.testing.assert_allclose(later.standard_errors, now.standard_errors, rtol=1e-8)
    np.testing.assert_allclose(later.covariance, now.covariance, rtol=1e-6, atol=1e-15)
    scale = np.where(now.standard_errors > 0, now.standard_errors, 1.0)
    np.testing.assert_allclose(later.theta / scale, now.theta / scale, atol=1e-7)


def test_the_fit_itself_forms_no_hessian_of_all_rows(monkeypatch):
    rows, plain = [], Design.gram

    def gram(self, block, *rest):
        rows.append(len(block))
        return plain(self, block, *rest)

    monkeypatch.setattr(Design, "gram", gram)
    fit = model.fit(X, y)
    assert len(rows) > 0
    before = sum(rows)
    assert fit.standard_errors.shape == (5,)
    assert sum(rows) == before + len(X)
    assert fit.covariance.shape == (5, 5)
    assert sum(rows) == before + len(X)  # once


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda fit: pickle.loads(pickle.dumps(fit))])
def test_a_copy_takes_no_data_along(copied):
    fit = model.fit(X, y)
    again = copied(fit)
    assert not callable(again.uncertainty.hessian)
    np.testing.assert_array_equal(again.standard_errors, fit.standard_errors)
    assert len(pickle.dumps(fit)) < 20_000


def test_data_that_have_changed_meanwhile_are_noticed():
    own = X.copy()
    fit = model.fit(own, y)
    own *= 1.001
    with pytest.raises(RuntimeError, match="must stay as they were in the fit"):
        fit.standard_errors  # noqa: B018
