"""Generalised linear models with the canonical link: linear, logistic, softmax, Poisson."""

from dataclasses import dataclass

from glm_core.estimate import estimate
from glm_core.families import ExponentialFamily
from glm_core.fit import Fit
from glm_core.observations import kind_of
from glm_core.priors import Flat, GaussianPrior, LaplacePrior
from glm_core.problem import Problem
from glm_core.solve import SOLVERS

__all__ = ["GLM", "Fit"]


@dataclass(frozen=True)
class GLM:
    """θ̂ = argmin Σᵢ wᵢ (a(ηᵢ) − yᵢηᵢ) − log p(θ), η = θ₀ + Xθ + offset.

    `family` is Gaussian (identity link), Bernoulli (logit), Categorical (softmax) or Poisson (log);
    `prior` is None or `Flat()`, `GaussianPrior(variance)` (ridge) or `LaplacePrior(scale)` (lasso),
    and never touches the intercept θ₀. See Nelder & Wedderburn (1972); McCullagh & Nelder (1989).
    """

    family: ExponentialFamily
    prior: Flat | GaussianPrior | LaplacePrior | None = None
    intercept: bool = True

    def __post_init__(self):
        kind_of(self.family)
        if not isinstance(self.prior, Flat | GaussianPrior | LaplacePrior | None):
            expected = "None, Flat, GaussianPrior or LaplacePrior"
            raise TypeError(f"prior must be {expected} (got {self.prior!r})")
        if not isinstance(self.intercept, bool):
            raise TypeError(f"intercept must be True or False (got {self.intercept!r})")
        if isinstance(self.prior, GaussianPrior | LaplacePrior) and self.family.dispersion is None:
            raise ValueError(
                "variance must be a number where there is a prior (got Gaussian(variance=None)): "
                "the prior only has a weight relative to the noise"
            )

    def fit(
        self,
        X,
        y,
        *,
        weights=None,
        offset=None,
        optimizer="newton",
        tol=1e-8,
        max_iter=100,
    ):
        """The most probable θ given X of shape (n, p) and y; returns an immutable `Fit`.

        y has shape (n,): real, 0 or 1 (or a proportion), labels 0, …, K − 1 (or probabilities of
        shape (n, K)), or counts. `weights` are frequencies: a row of weight 3 counts as three rows,
        and binomial counts are proportions whose weights are the numbers of trials. `offset` is
        added to η. `tol` bounds the Newton decrement relative to the root of half the null
        deviance (or the gradient norm relative to the total weight).

        Raises ValueError or TypeError for data the family cannot have; warns with
        `SeparationWarning`, `CollinearityWarning`, `PerfectFitWarning` or `ConvergenceWarning`.
        """
        if optimizer not in SOLVERS:
            raise ValueError(f"optimizer must be one of {', '.join(SOLVERS)} (got {optimizer!r})")
        if not tol > 0:
            raise ValueError(f"tol must be positive (got {tol})")
        problem = Problem(self, X, y, weights, offset)
        return estimate(problem, SOLVERS[optimizer](problem, tol, max_iter))
