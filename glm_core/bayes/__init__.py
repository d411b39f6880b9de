"""p(θ | y) ∝ p(y | θ) p(θ): distributions over parameters, and what they predict."""

from glm_core.bayes.conjugate import (
    BetaBernoulli,
    DirichletCategorical,
    GammaPoisson,
    GaussianGaussian,
)
from glm_core.bayes.laplace import laplace_approximation
from glm_core.bayes.metropolis import Chain, metropolis
from glm_core.bayes.posterior import GaussianPosterior
from glm_core.bayes.predictive import PosteriorPredictive, posterior_predictive
from glm_core.bayes.regression import BayesianLinearRegression, LinearPosterior

__all__ = [
    "BayesianLinearRegression",
    "BetaBernoulli",
    "Chain",
    "DirichletCategorical",
    "GammaPoisson",
    "GaussianGaussian",
    "GaussianPosterior",
    "LinearPosterior",
    "PosteriorPredictive",
    "laplace_approximation",
    "metropolis",
    "posterior_predictive",
]
