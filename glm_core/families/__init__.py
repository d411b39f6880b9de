"""Exponential families: p(y; η) = b(y) exp(ηᵀT(y) − a(η))."""

from glm_core.families.base import ExponentialFamily
from glm_core.families.bernoulli import Bernoulli
from glm_core.families.canonical import CanonicalLoss
from glm_core.families.categorical import Categorical
from glm_core.families.gamma import Exponential, Gamma
from glm_core.families.gaussian import Gaussian, GaussianUnknown
from glm_core.families.poisson import Poisson

__all__ = [
    "Bernoulli",
    "CanonicalLoss",
    "Categorical",
    "Exponential",
    "ExponentialFamily",
    "Gamma",
    "Gaussian",
    "GaussianUnknown",
    "Poisson",
]
