"""glm_core's own sources give the same numbers in the page."""

import pytest
from engine import cpython, engine, same_text

PROGRAMS = {
    "softmax on penguins": """
from glm_core import GLM, Categorical, datasets
birds = datasets.load_penguins(complete=True)
species, label = np.unique(birds["species"], return_inverse=True)
fit = GLM(Categorical(3)).fit(np.column_stack([birds["bill_length_mm"], birds["bill_depth_mm"]]), label)
print(fit.theta.round(5), round(float(fit.log_likelihood), 6), species)
""",
    "logistic on O-rings": """
from glm_core import GLM, Bernoulli, GaussianPrior, datasets
flights = datasets.load_orings()
known = ~np.isnan(flights["failures"])
damaged = (flights["failures"][known] > 0) * 1.0
steps = (flights["temperature_f"][known] - 70) / 10
for prior in (None, GaussianPrior(1.0)):
    fit = GLM(Bernoulli(), prior=prior).fit(steps[:, None], damaged)
    print(fit.theta.round(6), fit.standard_errors.round(6), fit.n_iter, fit.converged)
""",
    "information and families": """
from glm_core import entropy, kl_divergence, cross_entropy, Gaussian, Poisson, Bernoulli, softmax, BetaBernoulli
print(round(float(entropy([0.2, 0.8])), 9), round(float(kl_divergence([0.5, 0.5], [0.1, 0.9])), 9))
for family in (Gaussian(1.0), Bernoulli(), Poisson()):
    print(family.mean(0.3), family.variance(0.3), family.log_prob(1.0, 0.3))
print(BetaBernoulli(2, 3).update([1, 0, 1]))
""",
    "an error is told": """
from glm_core import entropy
try:
    entropy([0.5, 0.6])
except ValueError as error:
    print(error)
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_same_numbers(name):
    text, error = cpython(PROGRAMS[name])
    assert error is None
    page, said = engine().run(PROGRAMS[name])
    assert said == ""
    assert same_text(text, page, rtol=1e-8), (text, page)
