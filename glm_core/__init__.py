"""The mathematics of *Where Loss Functions Come From*: NumPy and SciPy, nothing else."""

from importlib import import_module

from glm_core._version import __version__
from glm_core.datasets import load_horse_kicks, load_orings, load_penguins, load_seattle_weather
from glm_core.families import (
    Bernoulli,
    Categorical,
    Exponential,
    ExponentialFamily,
    Gamma,
    Gaussian,
    GaussianUnknown,
    Poisson,
)
from glm_core.glm import GLM
from glm_core.glm.diagnosis import CollinearityWarning, PerfectFitWarning, SeparationWarning
from glm_core.glm.fit import Fit
from glm_core.information import cross_entropy, entropy, kl_divergence
from glm_core.losses import (
    absolute_error,
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    poisson_loss,
    poisson_loss_from_log_mean,
    squared_error,
    student_t_loss,
)
from glm_core.noise import Laplace, StudentT
from glm_core.numerics import (
    log_softmax,
    logsumexp,
    one_hot,
    sigmoid,
    softmax,
    softplus,
    xlogy,
)
from glm_core.optimize import ConvergenceWarning, Path, gradient_descent, newton
from glm_core.priors import Flat, GaussianPrior, LaplacePrior

_LATER = {  # imported when first asked for
    "glm_core.bayes": (
        "BayesianLinearRegression",
        "BetaBernoulli",
        "Chain",
        "DirichletCategorical",
        "GammaPoisson",
        "GaussianGaussian",
        "laplace_approximation",
        "metropolis",
        "posterior_predictive",
    ),
    "glm_core.layers": (
        "Linear",
        "LogSoftmax",
        "NegativeLogLikelihood",
        "ReLU",
        "Sequential",
        "Sigmoid",
        "Tanh",
        "gradient_check",
    ),
}

__all__ = [
    "GLM",
    "BayesianLinearRegression",
    "Bernoulli",
    "BetaBernoulli",
    "Categorical",
    "Chain",
    "CollinearityWarning",
    "ConvergenceWarning",
    "DirichletCategorical",
    "Exponential",
    "ExponentialFamily",
    "Fit",
    "Flat",
    "Gamma",
    "GammaPoisson",
    "Gaussian",
    "GaussianGaussian",
    "GaussianPrior",
    "GaussianUnknown",
    "Laplace",
    "LaplacePrior",
    "Linear",
    "LogSoftmax",
    "NegativeLogLikelihood",
    "Path",
    "PerfectFitWarning",
    "Poisson",
    "ReLU",
    "SeparationWarning",
    "Sequential",
    "Sigmoid",
    "StudentT",
    "Tanh",
    "__version__",
    "absolute_error",
    "binary_cross_entropy",
    "binary_cross_entropy_from_logits",
    "categorical_cross_entropy",
    "categorical_cross_entropy_from_logits",
    "cross_entropy",
    "entropy",
    "gradient_check",
    "gradient_descent",
    "kl_divergence",
    "laplace_approximation",
    "load_horse_kicks",
    "load_orings",
    "load_penguins",
    "load_seattle_weather",
    "log_softmax",
    "logsumexp",
    "metropolis",
    "newton",
    "one_hot",
    "poisson_loss",
    "poisson_loss_from_log_mean",
    "posterior_predictive",
    "sigmoid",
    "softmax",
    "softplus",
    "squared_error",
    "student_t_loss",
    "xlogy",
]


def __getattr__(name):
    if f"{__name__}.{name}" in _LATER:
        return import_module(f"{__name__}.{name}")
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
