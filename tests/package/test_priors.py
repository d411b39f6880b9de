import numpy as np
import pytest
from scipy import stats

from glm_core import Flat, GaussianPrior, LaplacePrior

theta = np.array([-3.0, -0.2, 0.0, 1e-9, 40.0])


@pytest.mark.parametrize(
    ("prior", "reference"),
    [
        (GaussianPrior(2.5), stats.norm(scale=np.sqrt(2.5))),
        (GaussianPrior(1e-4), stats.norm(scale=1e-2)),
        (LaplacePrior(0.3), stats.laplace(scale=0.3)),
    ],
    ids=["variance 2.5", "variance 1e-4", "scale 0.3"],
)
def test_log_prob_is_that_of_scipy(prior, reference):
    np.testing.assert_allclose(prior.log_prob(theta), reference.logpdf(theta), rtol=1e-14)


def test_flat_prior_says_nothing():
    np.testing.assert_array_equal(Flat().log_prob(theta), 0)


@pytest.mark.parametrize("prior", [GaussianPrior, LaplacePrior])
@pytest.mark.parametrize("value", [0, -1.0, np.nan, np.inf])
def test_width_must_be_positive(prior, value):
    with pytest.raises(ValueError, match=r"(variance|scale) must be .*got"):
        prior(value)


@pytest.mark.parametrize("prior", [GaussianPrior, LaplacePrior])
@pytest.mark.parametrize("value", ["1", None, 1j])
def test_width_must_be_a_number(prior, value):
    with pytest.raises(TypeError, match=r"(variance|scale) must"):
        prior(value)


def test_priors_are_values():
    assert GaussianPrior(2.0) == GaussianPrior(2.0) != GaussianPrior(3.0)
    with pytest.raises(AttributeError):
        LaplacePrior(1.0).scale = 2.0
