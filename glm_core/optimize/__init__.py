"""Minimise a function and keep the whole path.

The optimisers know nothing of families, losses or data. They see a function of θ that returns
`(value, gradient)` or `(value, gradient, hessian)`; θ may have any shape, and the Hessian is a
square matrix over θ raveled.
"""

from glm_core.optimize.descent import gradient_descent
from glm_core.optimize.newton import newton
from glm_core.optimize.path import ConvergenceWarning, Path
from glm_core.optimize.proximal import proximal_newton
from glm_core.optimize.quasi_newton import quasi_newton

__all__ = [
    "ConvergenceWarning",
    "Path",
    "gradient_descent",
    "newton",
    "proximal_newton",
    "quasi_newton",
]
