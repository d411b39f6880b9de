"""p(θ | y) = p(θ; hyperparameters + what y adds): priors whose posterior is of their own kind.

Each model is a prior and a likelihood together. `update(data)` gives the same kind of model with
the data counted in; hyperparameters may be arrays that broadcast. Log-densities are in nats.
Source: Bishop, Pattern Recognition and Machine Learning (2006), sections 2.1 to 2.3 and appendix B.
"""

from glm_core.bayes.conjugate.beta_bernoulli import BetaBernoulli
from glm_core.bayes.conjugate.dirichlet_categorical import DirichletCategorical
from glm_core.bayes.conjugate.gamma_poisson import GammaPoisson
from glm_core.bayes.conjugate.gaussian_gaussian import GaussianGaussian

__all__ = ["BetaBernoulli", "DirichletCategorical", "GammaPoisson", "GaussianGaussian"]
