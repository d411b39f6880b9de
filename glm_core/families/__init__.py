"""Exponential families: p(y; η) = b(y) exp(ηᵀT(y) − a(η))."""

from glm_core.families.base import ExponentialFamily
from glm_core.families.discrete import Bernoulli, Categorical
from glm_core.families.gaussian import Gaussian, GaussianUnknown
from glm_core.families.poisson import Poisson
from glm_core.families.positive import Exponential, Gamma

__all__ = [
    "Bernoulli",
    "Categorical",
    "Exponential",
    "ExponentialFamily",
    "Gamma",
    "Gaussian",
    "GaussianUnknown",
    "Poisson",
]
