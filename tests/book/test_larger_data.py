"""The appendix's Newton step over a Dask array gives the answer of the fit in memory."""

import json
from pathlib import Path

import numpy as np
import pytest

from glm_core import GLM, Bernoulli, Gaussian, Poisson

da = pytest.importorskip("dask.array")
NOTEBOOK = Path(__file__).resolve().parents[2] / "book" / "larger-data.ipynb"


@pytest.fixture(scope="module")
def newton():
    """The function as the chapter defines it."""
    import dask

    (source,) = [
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        if cell["id"] == "newton-dask"
    ]
    names = {"np": np, "da": da, "dask": dask}
    exec(source, names)
    return names["newton_over_dask"]


@pytest.mark.parametrize("rows", [7, 100, 1000])
@pytest.mark.parametrize("family", [Bernoulli(), Poisson(), Gaussian(variance=1.0)], ids=repr)
def test_blocks_give_the_answer_of_the_whole(newton, family, rows):
    rng = np.random.default_rng(5)
    X = np.column_stack([np.ones(1000), rng.normal(size=(1000, 3))])
    y = family.sample(X @ np.array([0.2, 0.5, -0.4, 0.1]), rng=rng).astype(float)
    fit = GLM(family).fit(X[:, 1:], y)
    theta, covariance, _ = newton(
        family, da.from_array(X, chunks=(rows, -1)), da.from_array(y, chunks=rows)
    )
    np.testing.assert_allclose(theta, fit.theta, rtol=0, atol=1e-7)
    np.testing.assert_allclose(np.sqrt(np.diag(covariance)), fit.standard_errors, rtol=1e-4)


def test_what_cannot_converge_says_so(newton):
    X = da.from_array(np.column_stack([np.ones(4), [0.0, 1.0, 2.0, 3.0]]), chunks=(2, -1))
    y = da.from_array(np.array([0.0, 0.0, 1.0, 1.0]), chunks=2)
    with pytest.raises(RuntimeError, match="must converge"):
        newton(Bernoulli(), X, y)
