"""Generalised linear models: `GLM` holds the choices, `fit` gives a `Fit`."""

from glm_core.glm.fit import Fit
from glm_core.glm.model import GLM

__all__ = ["GLM", "Fit"]
