"""Every warning points at the line that called into the package."""

import ast
import inspect
import warnings
from pathlib import Path

import numpy as np
import pytest

import glm_core
from glm_core import (
    GLM,
    Bernoulli,
    Categorical,
    CollinearityWarning,
    ConvergenceWarning,
    Gamma,
    Gaussian,
    GaussianPrior,
    LaplacePrior,
    PerfectFitWarning,
    Poisson,
    SeparationWarning,
    gradient_descent,
    newton,
)

x = np.arange(6.0)[:, None]
steps = (x[:, 0] > 2.5).astype(float)
noisy = np.array([0.1, 1.3, 1.7, 3.2, 4.4, 4.6])


def steep(theta):
    return np.sum(theta**4), 4 * theta**3, np.diag(12 * theta**2)


# fmt: off
CASES = {
    "separated": (SeparationWarning, lambda: GLM(Bernoulli()).fit(x, steps)),
    "separated classes": (SeparationWarning, lambda: GLM(Categorical(2)).fit(x, steps)),
    "separated counts": (SeparationWarning, lambda: GLM(Poisson()).fit(steps[:, None], steps)),
    "separated, by gradients":
        (SeparationWarning, lambda: GLM(Bernoulli()).fit(x, steps, optimizer="gradient_descent")),
    "collinear": (CollinearityWarning, lambda: GLM(Gaussian()).fit(x * [1, 2], noisy)),
    "collinear, by gradients": (
        CollinearityWarning,
        lambda: GLM(Gaussian()).fit(x * [1, 2], noisy, optimizer="gradient_descent", tol=1e3)),
    "perfect": (PerfectFitWarning, lambda: GLM(Gaussian(variance=None)).fit(x, x[:, 0])),
    "perfect times": (PerfectFitWarning, lambda: GLM(Gamma(shape=None)).fit(x, 1 + 0 * steps)),
    "few steps": (ConvergenceWarning, lambda: GLM(Poisson()).fit(x, noisy.round(), max_iter=1)),
    "few steps of gradients": (
        ConvergenceWarning,
        lambda: GLM(Poisson()).fit(x, noisy.round(), optimizer="gradient_descent", max_iter=2)),
    "few steps of the lasso": (
        ConvergenceWarning,
        lambda: GLM(Poisson(), prior=LaplacePrior(1.0)).fit(x, noisy.round(), max_iter=1)),
    "few steps of the ridge": (
        ConvergenceWarning,
        lambda: GLM(Poisson(), prior=GaussianPrior(1.0)).fit(x, noisy.round(), max_iter=1)),
    "newton": (ConvergenceWarning, lambda: newton(steep, [3.0], max_iter=2)),
    "descent": (ConvergenceWarning, lambda: gradient_descent(steep, [3.0], max_iter=2)),
}
# fmt: on


@pytest.mark.parametrize("case", CASES)
def test_a_warning_names_the_readers_line(case):
    category, function = CASES[case]
    first = function.__code__.co_firstlineno
    lines = range(first, first + len(inspect.getsourcelines(function)[0]) + 1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
    found = [(w.category, w.filename, w.lineno in lines) for w in caught]
    assert (category, __file__, True) in found
    assert {file for _, file, _ in found} == {__file__}


def test_every_category_of_warning_is_tried():
    public = [getattr(glm_core, name) for name in glm_core.__all__]
    ours = {c for c in public if isinstance(c, type) and issubclass(c, Warning)}
    assert ours == {category for category, _ in CASES.values()}


def test_nobody_counts_frames():
    """One helper warns; everything else goes through it."""
    package = Path(glm_core.__file__).parent
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("warn", "warn_explicit"):
                named = isinstance(node.value, ast.Name) and node.value.id == "warnings"
                assert not named or file.name == "_warnings.py", file
