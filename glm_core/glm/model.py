"""Generalised linear models with the canonical link: linear, logistic, softmax, Poisson, gamma."""

from dataclasses import dataclass

from glm_core._typing import ArrayLike
from glm_core._validation import count, positive
from glm_core.families import ExponentialFamily
from glm_core.glm.estimate import estimate
from glm_core.glm.fit import Fit
from glm_core.glm.observations import canonical_loss
from glm_core.glm.problem import Problem
from glm_core.glm.solve import SOLVERS
from glm_core.glm.threads import all_cores
from glm_core.priors import Flat, GaussianPrior, LaplacePrior


@dataclass(frozen=True)
class GLM:
    """θ̂ = argmin Σᵢ wᵢ (a(ηᵢ) − yᵢηᵢ) − log p(θ), η = θ₀ + Xθ + offset.

    `family` is Gaussian (identity link), Bernoulli (logit), Categorical (softmax), Poisson (log),
    Gamma or Exponential (η = −1/μ), or any other that states a `canonical_loss`; `prior` is None or
    `Flat()`, `GaussianPrior(variance)` (ridge) or `LaplacePrior(scale)` (lasso), and never touches
    the intercept θ₀. See Nelder & Wedderburn (1972); McCullagh & Nelder (1989).

    η is the natural parameter at dispersion φ = 1, that of the family times φ, so that θ does not
    depend on a variance or shape. R, statsmodels and others link a gamma response by 1/μ: their
    coefficients are −θ. `Gaussian(variance=None)` and `Gamma(shape=None)` leave φ to the fit; then
    φ̂ = Σ wᵢ (yᵢ − μᵢ)² / V(μᵢ) / (n − p) with V = 1 or μ² (Pearson), as in McCullagh & Nelder
    (1989), ch. 8, while `log_likelihood` takes the φ that makes it largest.
    """

    family: ExponentialFamily
    prior: Flat | GaussianPrior | LaplacePrior | None = None
    intercept: bool = True

    def __post_init__(self):
        loss = canonical_loss(self.family)
        if not isinstance(self.prior, Flat | GaussianPrior | LaplacePrior | None):
            expected = "None, Flat, GaussianPrior or LaplacePrior"
            raise TypeError(f"prior must be {expected} (got {self.prior!r})")
        if not isinstance(self.intercept, bool):
            raise TypeError(f"intercept must be True or False (got {self.intercept!r})")
        if isinstance(self.prior, GaussianPrior | LaplacePrior) and self.family.dispersion is None:
            raise ValueError(
                f"{loss.noise} must be a number where there is a prior (got {self.family!r}): "
                "the prior only has a weight relative to the noise"
            )

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        *,
        weights: ArrayLike | None = None,
        offset: ArrayLike | None = None,
        optimizer: str = "newton",
        tol: float = 1e-8,
        max_iter: int = 100,
    ) -> Fit:
        """The most probable θ given X of shape (n, p) and y; returns an immutable `Fit`.

        y has shape (n,): real, 0 or 1 (or a proportion), labels 0, …, K − 1 (or probabilities of
        shape (n, K)), counts, or positive. `weights` are frequencies: a row of weight 3 counts as
        three rows, and binomial counts are proportions whose weights are the numbers of trials.
        `offset` is added to η. `tol` bounds the Newton decrement relative to the root of half the
        null deviance (or the gradient norm relative to the total weight).

        Raises ValueError or TypeError for data the family cannot have; warns with
        `SeparationWarning`, `CollinearityWarning`, `PerfectFitWarning` or `ConvergenceWarning`.
        """
        if optimizer not in SOLVERS:
            raise ValueError(f"optimizer must be one of {', '.join(SOLVERS)} (got {optimizer!r})")
        tol, max_iter = positive("tol", tol), count("max_iter", max_iter)
        problem = Problem(self, X, y, weights, offset)
        with all_cores(problem.X.shape):
            return estimate(problem, SOLVERS[optimizer](problem, tol, max_iter))
