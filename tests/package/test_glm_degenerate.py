"""Data without a unique finite maximum, or not fit for the family: named, or answered."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import brentq, minimize

from glm_core import (
    GLM,
    Bernoulli,
    Categorical,
    CollinearityWarning,
    ConvergenceWarning,
    Exponential,
    Gamma,
    Gaussian,
    GaussianPrior,
    LaplacePrior,
    PerfectFitWarning,
    Poisson,
    SeparationWarning,
)
from glm_core.glm import solve

rng = np.random.default_rng(11)
X = rng.normal(size=(120, 3))
eta = X @ np.array([1.0, -1.5, 0.5]) + 0.3
binary = (rng.random(120) < 1 / (1 + np.exp(-eta))).astype(float)
counts = rng.poisson(np.exp(eta / 2)).astype(float)
real = eta + rng.normal(size=120)
classes = rng.integers(0, 3, 120)
times = rng.gamma(2.0, np.exp(eta / 4))
CASES = {
    "Gaussian": (Gaussian(variance=None), real),
    "Bernoulli": (Bernoulli(), binary),
    "Poisson": (Poisson(), counts),
    "Categorical": (Categorical(3), classes),
    "Gamma": (Gamma(shape=None), times),
}
each_family = pytest.mark.parametrize(("family", "y"), CASES.values(), ids=CASES)


def assert_no_nan(fit):
    for array in (fit.theta, fit.standard_errors, fit.covariance, fit.log_likelihood, fit.deviance):
        assert not np.isnan(array).any()
    assert np.isfinite(fit.theta).all()


def test_complete_separation_is_named():
    with pytest.warns(
        SeparationWarning, match=r"completely separable: columns? .*0.*GaussianPrior"
    ):
        fit = GLM(Bernoulli()).fit(X, X[:, 0] > 0)
    assert_no_nan(fit)
    assert not fit.converged
    np.testing.assert_array_equal(fit.standard_errors, np.inf)
    np.testing.assert_array_equal(fit.predict(X), X[:, 0] > 0)
    assert fit.log_likelihood > -1e-6


def test_quasi_complete_separation_leaves_the_rest_right():
    """Column 1 is 1 for some of the ones alone: the others' estimates are those of its zeros."""
    rare = (binary == 1) & (X[:, 2] > 0.5)
    with pytest.warns(SeparationWarning, match="quasi-completely separable: column 1 of X"):
        fit = GLM(Bernoulli()).fit(np.column_stack([X[:, 0], rare]), binary)
    rest = GLM(Bernoulli()).fit(X[~rare, :1], binary[~rare])
    np.testing.assert_allclose(fit.theta[:2], rest.theta, rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors[:2], rest.standard_errors, rtol=1e-6)
    np.testing.assert_allclose(fit.log_likelihood, rest.log_likelihood, rtol=1e-8)
    assert fit.standard_errors[2] == np.inf


def test_separated_classes_are_named():
    with pytest.warns(SeparationWarning, match="separable"):
        fit = GLM(Categorical(3)).fit(X, np.digitize(X[:, 0], [-0.5, 0.5]))
    assert_no_nan(fit)


def test_a_group_of_zero_counts_is_named():
    group = np.arange(120) < 30
    with pytest.warns(
        SeparationWarning, match="column 1 of X can tell apart rows that have no coun"
    ):
        fit = GLM(Poisson()).fit(np.column_stack([X[:, 0], group]), np.where(group, 0, counts))
    rest = GLM(Poisson()).fit(X[~group, :1], counts[~group])
    np.testing.assert_allclose(fit.theta[:2], rest.theta, rtol=1e-6)
    np.testing.assert_allclose(fit.deviance, rest.deviance, rtol=1e-8)


@pytest.mark.parametrize(
    ("family", "columns", "y", "message"),
    [
        (Bernoulli(), X, X[:, 0] > 0, "the data are completely separable"),
        (Categorical(3), X, np.digitize(X[:, 0], [-0.5, 0.5]), "the data are completely separable"),
        (
            Poisson(),
            np.column_stack([X[:, 0], X[:, 1] > 0.5]),
            np.where(X[:, 1] > 0.5, 0, counts),
            "quasi-completely separable: column 1 of X can tell apart",
        ),
    ],
)
def test_gradient_descent_names_separation_too(family, columns, y, message):
    """It stops long before infinity, but more iterations would be the wrong advice."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        with pytest.warns(SeparationWarning, match=message):
            fit = GLM(family).fit(columns, y, optimizer="gradient_descent")
    assert not fit.converged
    assert_no_nan(fit)
    with pytest.warns(SeparationWarning):
        newton = GLM(family).fit(columns, y)
    np.testing.assert_array_equal(np.isinf(fit.standard_errors), np.isinf(newton.standard_errors))


@each_family
def test_gradient_descent_names_collinear_columns_too(family, y):
    design = np.column_stack([X, X[:, 0]])
    with pytest.warns(CollinearityWarning, match="columns 0, 3 of X is zero in every row"):
        fit = GLM(family).fit(design, y, optimizer="gradient_descent", max_iter=2000)
    with pytest.warns(CollinearityWarning):
        newton = GLM(family).fit(design, y)
    np.testing.assert_allclose(fit.log_likelihood, newton.log_likelihood, rtol=1e-10)
    np.testing.assert_allclose(fit.standard_errors, newton.standard_errors, rtol=1e-5)


@pytest.mark.parametrize("prior", [GaussianPrior(1.0), LaplacePrior(1.0)], ids=str)
def test_a_prior_answers_separation(prior):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for family, y in [
            (Bernoulli(), X[:, 0] > 0),
            (Categorical(3), np.digitize(X[:, 0], [-0.5, 0.5])),
            (Poisson(), np.where(X[:, 0] > 0, counts, 0)),
        ]:
            fit = GLM(family, prior=prior).fit(X, y)
            assert fit.converged
            assert_no_nan(fit)


@pytest.mark.filterwarnings("error")
def test_nearly_separated_data_have_their_finite_maximum():
    """One row on the wrong side: no warning, and the exact root of the score."""
    x = np.concatenate([np.linspace(-3, -1, 10), np.linspace(1, 3, 10), [-1.01]])
    y = np.concatenate([np.zeros(10), np.ones(11)])
    fit = GLM(Bernoulli(), intercept=False).fit(x[:, None], y)
    root = brentq(lambda t: x @ (y - 1 / (1 + np.exp(-t * x))), 0, 50, xtol=1e-15)
    np.testing.assert_allclose(fit.theta, root, rtol=1e-10)


@each_family
def test_duplicated_column(family, y):
    with pytest.warns(CollinearityWarning, match="columns 0, 3 of X is zero in every row"):
        fit = GLM(family).fit(np.column_stack([X, X[:, 0]]), y)
    plain = GLM(family).fit(X, y)
    assert_no_nan(fit)
    np.testing.assert_allclose(fit.theta[1] + fit.theta[4], plain.theta[1], rtol=1e-8)
    np.testing.assert_allclose(fit.theta[[0, 2, 3]], plain.theta[[0, 2, 3]], rtol=1e-8)
    np.testing.assert_allclose(fit.theta[1], fit.theta[4], rtol=1e-8)
    np.testing.assert_allclose(fit.log_likelihood, plain.log_likelihood, rtol=1e-10)
    free = fit.standard_errors.reshape(5, -1)[:, 0]
    np.testing.assert_array_equal(free[[1, 4]], np.inf)
    expected = plain.standard_errors.reshape(4, -1)[[0, 2, 3], 0]
    np.testing.assert_allclose(free[[0, 2, 3]], expected, rtol=1e-8)


@each_family
@pytest.mark.parametrize("value", [0.0, 0.1, -7.0, 1e8])
def test_constant_column_beside_the_intercept(family, y, value):
    with pytest.warns(CollinearityWarning, match="column 1 of X"):
        fit = GLM(family).fit(np.column_stack([X[:, 0], np.full(120, value), X[:, 1:]]), y)
    plain = GLM(family).fit(X, y)
    assert_no_nan(fit)
    np.testing.assert_allclose(fit.theta[[1, 3, 4]], plain.theta[1:], rtol=1e-7)
    np.testing.assert_allclose(fit.log_likelihood, plain.log_likelihood, rtol=1e-10)


@each_family
def test_dummies_of_every_level(family, y):
    levels = np.eye(3)[np.arange(120) % 3]
    with pytest.warns(CollinearityWarning, match="columns 1, 2, 3 of X and the intercept"):
        fit = GLM(family).fit(np.column_stack([X[:, 0], levels]), y)
    dropped = GLM(family).fit(np.column_stack([X[:, 0], levels[:, 1:]]), y)
    np.testing.assert_allclose(fit.log_likelihood, dropped.log_likelihood, rtol=1e-10)
    np.testing.assert_allclose(fit.theta[1], dropped.theta[1], rtol=1e-7)


def test_fewer_rows_than_columns():
    few = rng.normal(size=(5, 8))
    with pytest.warns(CollinearityWarning, match="5 rows cannot determine 9 coefficients"):
        fit = GLM(Gaussian(1.0)).fit(few, real[:5])
    np.testing.assert_allclose(fit.predict(few), real[:5], rtol=1e-10)
    with (
        pytest.warns(PerfectFitWarning, match="no degree of freedom"),
        pytest.warns(CollinearityWarning),
    ):
        fit = GLM(Gaussian(variance=None)).fit(few, real[:5])
    np.testing.assert_array_equal(fit.standard_errors, np.inf)
    assert_no_nan(fit)


@pytest.mark.filterwarnings("error")
@each_family
def test_fewer_rows_than_columns_with_a_prior(family, y):
    family = family.with_dispersion(1.0)
    few = rng.normal(size=(15, 40))
    for prior in (GaussianPrior(1.0), LaplacePrior(0.5)):
        fit = GLM(family, prior=prior).fit(few, y[:15])
        assert fit.converged
        assert_no_nan(fit)


def test_linear_function_is_a_perfect_fit():
    with pytest.warns(PerfectFitWarning, match="passes through every observation"):
        fit = GLM(Gaussian(variance=None)).fit(X, X @ np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(fit.coefficients, [1, 2, 3], rtol=1e-12)
    with pytest.warns(PerfectFitWarning):
        assert_no_nan(GLM(Gaussian(variance=None)).fit(X, np.zeros(120)))


@pytest.mark.parametrize(
    ("family", "y", "message"),
    [
        (Bernoulli(), np.ones(120), "both classes must occur in y"),
        (Bernoulli(), np.zeros(120), "both classes must occur in y"),
        (Poisson(), np.zeros(120), "y must hold a positive count"),
        (Categorical(3), classes % 2, "every class must occur in y .*none of class 2"),
        (Bernoulli(), binary + 1, r"y must be 0 or 1.*got 1, 2.*recode, for example y == 2"),
        (Bernoulli(), 2 * binary - 1, r"got -1, 1.*recode, for example y == 1"),
        (Bernoulli(), classes, r"got 0, 1, 2.*more than two classes need Categorical"),
        (Categorical(3), classes + 1, r"y must be a class in 0..2 \(got 3"),
        (Categorical(3), classes + 0.5, "y must be a whole number"),
        (Poisson(), counts - 1, "y must be a whole number from 0"),
        (Poisson(), counts + 0.5, "y must be a whole number from 0"),
        (Gamma(None), times * (times > 1), r"y must be positive \(got 0.0\)"),
        (Gamma(2.0), -times, r"y must be positive \(got -"),
        (Exponential(), times * 1e-160, r"y must be between 1e-150 and 1e150, in other units"),
        (Exponential(), np.where(times > 1, np.nan, times), "y must be free of NaN"),
        (Gaussian(), np.where(real > 1, np.nan, real), "y must be free of NaN"),
        (Gaussian(), np.where(real > 1, np.inf, real), r"y must be finite \(got inf\)"),
        (Gaussian(), real[:50], r"y must have shape \(120,\)"),
        (Gaussian(), real[:, None], r"y must have shape \(120,\)"),
        (Categorical(3), np.eye(4)[classes], r"y must have shape \(120, 3\)"),
        (Categorical(3), np.ones((120, 3)), "the sum of y must be 1"),
    ],
)
def test_responses_that_the_family_cannot_have(family, y, message):
    with pytest.raises(ValueError, match=message):
        GLM(family).fit(X, y)


@pytest.mark.parametrize("y", [np.where(binary > 0, "yes", "no"), [None] * 120, binary + 0j])
def test_responses_that_are_no_numbers(y):
    with pytest.raises(TypeError, match="y must hold real numbers"):
        GLM(Bernoulli()).fit(X, y)


@pytest.mark.parametrize(
    ("design", "message"),
    [
        (X[:, 0], r"X must be two-dimensional.*x\[:, None\]"),
        (X[None], "X must be two-dimensional"),
        (X[:0], "X must have at least one row"),
        (np.where(X > 2, np.nan, X), r"X must be finite \(got nan in row \d+, column \d\)"),
        (np.where(X > 2, -np.inf, X), r"X must be finite \(got -inf in row"),
    ],
)
@each_family
def test_designs_that_cannot_be(family, y, design, message):
    with pytest.raises(ValueError, match=message):
        GLM(family).fit(design, y)


def test_strings_in_X():
    with pytest.raises(TypeError, match="X must hold real numbers"):
        GLM(Bernoulli()).fit(X.astype(str), binary)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": -np.ones(120)}, "weights must be non-negative"),
        ({"weights": np.zeros(120)}, "weights must not all be zero"),
        ({"weights": np.ones(7)}, r"weights must have shape \(120,\)"),
        ({"weights": np.full(120, np.nan)}, "weights must be free of NaN"),
        ({"offset": np.full(120, np.inf)}, "offset must be finite"),
        ({"offset": np.ones(7)}, r"offset must have shape \(120,\)"),
        ({"tol": 0.0}, "tol must be positive"),
    ],
)
def test_other_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        GLM(Bernoulli()).fit(X, binary, **arguments)


@pytest.mark.filterwarnings("error")
def test_rows_of_weight_zero_do_not_count():
    keep = np.arange(120) > 40
    wild = np.where(keep[:, None], X, 1e6 * X)
    for family, y in CASES.values():
        fit = GLM(family).fit(wild, y, weights=keep)
        plain = GLM(family).fit(X[keep], y[keep])
        np.testing.assert_allclose(fit.theta, plain.theta, rtol=1e-8, atol=1e-12)
        np.testing.assert_allclose(fit.standard_errors, plain.standard_errors, rtol=1e-8)


@pytest.mark.filterwarnings("error")
@each_family
def test_scaled_and_shifted_columns(family, y):
    plain = GLM(family).fit(X, y)
    scaled = GLM(family).fit(X * np.array([1e8, 1, 1e-8]), y)
    units = np.array([1, 1e8, 1, 1e-8]).reshape(-1, *[1] * (plain.theta.ndim - 1))
    np.testing.assert_allclose(scaled.theta * units, plain.theta, rtol=1e-9)
    np.testing.assert_allclose(scaled.standard_errors * units, plain.standard_errors, rtol=1e-9)
    far = np.round(X * 2**20) / 2**20  # so that adding 1e8 is exact
    plain, moved = GLM(family).fit(far, y), GLM(family).fit(far + np.array([1e8, 0, 0]), y)
    np.testing.assert_allclose(moved.coefficients, plain.coefficients, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(moved.log_likelihood, plain.log_likelihood, rtol=1e-9)


@pytest.mark.filterwarnings("error")
def test_huge_counts():
    truth = np.array([14.0, 1.0, -1.5, 0.5])
    mean = np.exp(truth[0] + X @ truth[1:])
    fit = GLM(Poisson()).fit(X, np.round(mean))
    np.testing.assert_allclose(fit.theta, truth, rtol=1e-5)
    wide = GLM(Poisson()).fit(X * 0.01 + np.array([1e4, 0, 0]), counts)
    plain = GLM(Poisson()).fit(X, counts)
    np.testing.assert_allclose(wide.coefficients * 0.01, plain.coefficients, rtol=1e-8)
    equal = GLM(Poisson()).fit(X, np.full(120, 10_000))
    np.testing.assert_allclose(equal.theta, [np.log(10_000), 0, 0, 0], atol=1e-12)


@pytest.mark.filterwarnings("error")
def test_huge_weights():
    heavy, plain = (GLM(Bernoulli()).fit(X, binary, weights=np.full(120, w)) for w in (1e12, 1.0))
    np.testing.assert_allclose(heavy.theta, plain.theta, rtol=1e-9)
    np.testing.assert_allclose(heavy.standard_errors, plain.standard_errors / 1e6, rtol=1e-9)


@pytest.mark.filterwarnings("error")
def test_one_far_row_takes_its_side():
    far = np.vstack([X, [1e6, 0, 0]])
    fit = GLM(Bernoulli()).fit(far, np.append(binary, 1.0))
    np.testing.assert_allclose(fit.theta, GLM(Bernoulli()).fit(X, binary).theta, rtol=1e-8)


def test_too_few_iterations_are_named():
    with pytest.warns(ConvergenceWarning, match="newton stopped after 1 iterations"):
        fit = GLM(Bernoulli()).fit(X, binary, max_iter=1)
    assert not fit.converged
    with pytest.warns(ConvergenceWarning, match="gradient_descent stopped after 3 iterations"):
        GLM(Bernoulli()).fit(X, binary, max_iter=3, optimizer="gradient_descent")


def test_without_columns_the_fit_is_the_mean():
    empty = np.empty((120, 0))
    np.testing.assert_allclose(GLM(Poisson()).fit(empty, counts).intercept, np.log(counts.mean()))
    fit = GLM(Categorical(3)).fit(empty, classes)
    np.testing.assert_allclose(fit.predict_mean(empty)[0], np.bincount(classes) / 120)


values = st.one_of(
    st.floats(-3, 3),
    st.sampled_from([0.0, 1.0, 2.0, -1.0, 1e8, -1e8, 1e-8, np.nan, np.inf, 1e200, 1e300]),
)
designs = hnp.arrays(float, st.tuples(st.integers(1, 9), st.integers(0, 4)), elements=values)


# ---- a natural parameter that must be negative ----


def gamma_loss(theta, design, y, offset=0.0):
    """Σ yᵢ/μᵢ + log μᵢ with μ = −1/η, ∞ outside."""
    eta = design @ theta + offset
    return np.sum(-y * eta - np.log(-eta)) if eta.max() < 0 else np.inf


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("spread", [0.1, 1.0, 8.0])
def test_gamma_finds_what_a_search_without_derivatives_finds(spread):
    """A spread of 8 sets observations 30 orders apart: steps from the null model leave η < 0."""
    y = np.exp(spread * real)
    fit = GLM(Gamma(shape=None)).fit(X, y)
    unit, design = -fit.theta[0], np.column_stack([np.ones(120), X])

    def loss(theta):
        return gamma_loss(theta * unit, design, y)

    found = minimize(
        loss, fit.theta / unit * 0.9, method="Nelder-Mead", options={"fatol": 1e-12, "maxfev": 8000}
    )
    ours = loss(fit.theta / unit)
    assert ours <= found.fun + 1e-9 * abs(found.fun)
    np.testing.assert_allclose(ours, found.fun, rtol=1e-3)
    eta = fit.linear_predictor(X)
    step = np.linalg.solve((design.T / eta**2) @ design, design.T @ (y + 1 / eta))
    np.testing.assert_allclose(step / fit.theta, 0, atol=1e-9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("optimizer", ["newton", "gradient_descent"])
@pytest.mark.parametrize(
    ("design", "offset"),
    [
        (np.abs(X), None),
        (np.eye(3)[np.arange(120) % 3], None),
        (np.column_stack([np.abs(X[:, 0]) + 1e-3 * X[:, 1], X[:, 1]]), None),
        (np.where(X > 0, X, 0.01 * X) @ np.array([[1, -0.99], [0, 0.1], [0, 0]]) + [0.03, 0], None),
        (X, np.full(120, -0.5)),
        (np.abs(X), 5.0 * X[:, 0]),
    ],
    ids=["positive", "levels", "cone", "narrow", "offset", "far offset"],
)
def test_gamma_without_an_intercept_finds_a_start(design, offset, optimizer):
    model = GLM(Gamma(2.0), intercept=False)
    iterations = {"newton": 100, "gradient_descent": 20_000}[optimizer]
    fit = model.fit(design, times, offset=offset, optimizer=optimizer, max_iter=iterations)
    assert fit.converged
    mean = fit.predict_mean(design, offset)
    np.testing.assert_allclose(design.T @ (times - mean) / mean.sum(), 0, atol=1e-6)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("unit", [1e-60, 1.0, 1e60])
@pytest.mark.parametrize("size", [0.0, 1.0])
def test_gamma_finds_a_start_that_least_squares_does_not(unit, size):
    """Rows in a cone of 172°, of lengths over five decades."""
    draw = np.random.default_rng(5)
    angle, length = draw.uniform(-1.5, 1.5, 120), np.exp(3 * draw.normal(size=120))
    design = length[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    level = np.linalg.lstsq(design, np.full(120, -1.0), rcond=None)[0]
    assert (design @ level).max() > 0
    y, offset = times * unit, size / unit * np.abs(real)
    fit = GLM(Gamma(2.0), intercept=False).fit(design, y, offset=offset)
    mean = fit.predict_mean(design, offset)
    np.testing.assert_allclose(design.T @ (y - mean) / mean.sum(), 0, atol=1e-8)


@pytest.mark.filterwarnings("error")
def test_rows_of_weight_zero_need_no_start():
    counts = np.arange(120) > 40
    design = np.where(counts[:, None], np.abs(X), -np.abs(X))
    fit = GLM(Gamma(2.0), intercept=False).fit(design, times, weights=counts)
    plain = GLM(Gamma(2.0), intercept=False).fit(design[counts], times[counts])
    np.testing.assert_allclose(fit.theta, plain.theta, rtol=1e-9)


def test_gamma_without_an_intercept_on_collinear_columns():
    design = np.abs(X)
    with pytest.warns(CollinearityWarning, match="columns 0, 3 of X is zero in every row"):
        fit = GLM(Gamma(2.0), intercept=False).fit(np.column_stack([design, design[:, 0]]), times)
    plain = GLM(Gamma(2.0), intercept=False).fit(design, times)
    np.testing.assert_allclose(fit.theta[0] + fit.theta[3], plain.theta[0], rtol=1e-8)
    np.testing.assert_allclose(fit.log_likelihood, plain.log_likelihood, rtol=1e-10)


@pytest.mark.parametrize("prior", [None, GaussianPrior(1.0), LaplacePrior(1.0)], ids=str)
@pytest.mark.parametrize("design", [X, X[:, :0], np.zeros((120, 2)), np.eye(120)[:, :50]])
def test_gamma_without_an_intercept_says_where_no_start_exists(design, prior):
    with pytest.raises(ValueError, match=r"X and offset must allow a θ .*\(got none\).*intercept"):
        GLM(Gamma(2.0), prior=prior, intercept=False).fit(design, times)


@pytest.mark.filterwarnings("error")
def test_gamma_beside_an_offset_of_any_size():
    for size in (1e-3, 1.0, 1e3):
        fit = GLM(Exponential()).fit(X, times, offset=size * real)
        assert fit.converged
        mean = fit.predict_mean(X, size * real)
        np.testing.assert_allclose(np.sum(times - mean) / mean.sum(), 0, atol=1e-8)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("unit", [1e-140, 1e-8, 1e8, 1e140])
def test_the_unit_of_a_gamma_response_does_not_matter(unit):
    plain, other = (GLM(Gamma(None)).fit(X, y) for y in (times, times * unit))
    np.testing.assert_allclose(other.theta * unit, plain.theta, rtol=1e-9)
    np.testing.assert_allclose(other.standard_errors * unit, plain.standard_errors, rtol=1e-9)
    np.testing.assert_allclose(other.dispersion, plain.dispersion, rtol=1e-10)
    moved = plain.log_likelihood - 120 * np.log(unit)
    np.testing.assert_allclose(other.log_likelihood, moved, rtol=1e-10)


def test_equal_or_exact_times_are_a_perfect_fit():
    with pytest.warns(PerfectFitWarning, match="shape cannot be estimated.*Give the Gamma a known"):
        fit = GLM(Gamma(None)).fit(X, np.full(120, 7.3))
    np.testing.assert_allclose(fit.theta, [-1 / 7.3, 0, 0, 0], rtol=1e-14, atol=1e-15)
    assert_no_nan(fit)
    with pytest.warns(PerfectFitWarning, match="passes through every observation"):
        fit = GLM(Gamma(None)).fit(np.abs(X), 1 / (1 + np.abs(X) @ np.array([1.0, 2.0, 3.0])))
    np.testing.assert_allclose(fit.theta, [-1, -1, -2, -3], rtol=1e-10)
    known = GLM(Gamma(4.0)).fit(X, np.full(120, 7.3))
    assert known.deviance < 1e-25
    np.testing.assert_allclose(known.standard_errors[0], 1 / 7.3 / 480**0.5, rtol=0.05)


def test_fewer_rows_than_columns_of_a_gamma():
    few = rng.normal(size=(5, 8))
    with pytest.warns(CollinearityWarning, match="5 rows cannot determine 9 coefficients"):
        fit = GLM(Gamma(2.0)).fit(few, times[:5])
    np.testing.assert_allclose(fit.predict(few), times[:5], rtol=1e-9)
    with (
        pytest.warns(PerfectFitWarning, match="shape cannot .* no degree of freedom"),
        pytest.warns(CollinearityWarning),
    ):
        fit = GLM(Gamma(None)).fit(few, times[:5])
    np.testing.assert_array_equal(fit.standard_errors, np.inf)
    assert_no_nan(fit)


def test_a_prediction_outside_the_natural_parameters_is_refused():
    fit = GLM(Gamma(None)).fit(np.abs(X), times)
    outside = -1e4 * np.sign(fit.coefficients)[None] * -1
    assert fit.linear_predictor(outside)[0] > 0
    with pytest.raises(ValueError, match="eta must be negative"):
        fit.predict_mean(outside)


def response(name, draw, n):
    """A y of n rows, now and then the same in all."""
    y = {"Gaussian": draw.normal(size=n), "Gamma": draw.gamma(1.0, size=n).round(1) + 0.1}
    return y.get(name, draw.integers(0, 2, n))


@settings(max_examples=300, deadline=None)
@given(
    design=designs,
    name=st.sampled_from(sorted(CASES)),
    prior=st.sampled_from([None, GaussianPrior(1.0), LaplacePrior(1.0)]),
    intercept=st.booleans(),
    weighted=st.booleans(),
    seed=st.integers(0, 99),
)
def test_any_input_gives_a_clear_error_or_an_answer_without_nan(
    design, name, prior, intercept, weighted, seed
):
    draw = np.random.default_rng(seed)
    family = CASES[name][0]
    if prior is not None:
        family = family.with_dispersion(1.0)
    y = response(name, draw, len(design))
    weights = draw.integers(0, 3, len(design)) if weighted else None
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        try:
            model = GLM(family, prior=prior, intercept=intercept)
            fit = model.fit(design, y, weights=weights)
        except ValueError as error:
            assert "must" in str(error)  # noqa: PT017
        else:
            assert_no_nan(fit)


@settings(max_examples=40, deadline=None)
@given(design=designs, name=st.sampled_from(sorted(CASES)), seed=st.integers(0, 99))
def test_gradient_descent_gives_a_clear_error_or_an_answer_without_nan(design, name, seed):
    draw = np.random.default_rng(seed)
    y = response(name, draw, len(design))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        try:
            fit = GLM(CASES[name][0]).fit(design, y, optimizer="gradient_descent", max_iter=5)
        except ValueError as error:
            assert "must" in str(error)  # noqa: PT017
        else:
            assert_no_nan(fit)


def many_rows(name):
    """Rows enough for a start from a subsample, and a column that a subsample misreads."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40_000, 3))
    y = (rng.random(len(X)) < 1 / (1 + np.exp(-X[:, 0]))).astype(float)
    rare = np.zeros(len(X))
    rare[[7, 1234, 39_991]] = 1
    y[[7, 1234, 39_991]] = 0, 1, 1
    column = {"rare": rare, "periodic": np.arange(len(X)) % 8 == 0, "twice": X[:, 0]}[name]
    return np.column_stack([X, column]), y


@pytest.mark.parametrize("name", ["rare", "periodic"])
@pytest.mark.parametrize("prior", [None, GaussianPrior(1.0)], ids=["flat", "ridge"])
def test_a_column_that_the_subsample_cannot_see(name, prior, monkeypatch):
    X, y = many_rows(name)
    fit = GLM(Bernoulli(), prior=prior).fit(X, y)
    monkeypatch.setattr(solve, "SUBSAMPLE", len(X))
    straight = GLM(Bernoulli(), prior=prior).fit(X, y)
    assert fit.converged
    np.testing.assert_allclose(fit.theta, straight.theta, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(fit.standard_errors, straight.standard_errors, rtol=1e-8)


def test_collinear_columns_of_many_rows():
    with pytest.warns(CollinearityWarning, match="columns 0, 3 of X"):
        fit = GLM(Bernoulli()).fit(*many_rows("twice"))
    assert fit.theta[1] == pytest.approx(fit.theta[4])
    assert np.isinf(fit.standard_errors[[1, 4]]).all()


GROUPS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@pytest.mark.parametrize("optimizer", ["newton", "gradient_descent"])
@pytest.mark.parametrize("grouped", [True, False])
def test_one_group_without_an_event_leaves_the_others_their_errors(grouped, optimizer):
    """Saturated: Var θ₀ = 1/(n p q) of the first group, Var θ₁ adds that of the second."""
    trials, events = np.array([15, 10, 20]), np.array([9, 4, 0])
    X, y, weights = GROUPS, events / trials, trials
    if not grouped:
        X, weights = np.repeat(GROUPS, trials, axis=0), None
        y = np.concatenate([np.arange(n) < k for n, k in zip(trials, events, strict=True)])
    settings = {"optimizer": optimizer, "max_iter": 20_000}
    with pytest.warns(SeparationWarning, match="are quasi-completely separable: column 1 of X"):
        fit = GLM(Bernoulli()).fit(X, y, weights=weights, **settings)
    first, second = 1 / (15 * 0.6 * 0.4), 1 / (10 * 0.4 * 0.6)
    expected = [first**0.5, (first + second) ** 0.5, np.inf]
    np.testing.assert_allclose(fit.standard_errors, expected, rtol=1e-5)


def test_one_group_without_a_count_leaves_the_others_their_errors():
    """Var log λ̂ = 1/y: 1/12, and 1/12 + 1/5."""
    with pytest.warns(SeparationWarning, match="quasi-completely"):
        fit = GLM(Poisson()).fit(GROUPS, [12, 5, 0])
    expected = [12**-0.5, (1 / 12 + 1 / 5) ** 0.5, np.inf]
    np.testing.assert_allclose(fit.standard_errors, expected, rtol=1e-6)


def test_one_group_without_a_class_leaves_the_other_classes_their_errors():
    """log π₀/π₂ of the first group: Var = 1/9 + 1/2; the third still tells class 1 from 2."""
    counts = np.array([[9.0, 4, 2], [4, 3, 3], [0, 10, 10]])
    y, weights = counts / counts.sum(axis=1, keepdims=True), counts.sum(axis=1)
    with pytest.warns(SeparationWarning, match="quasi-completely"):
        fit = GLM(Categorical(3)).fit(GROUPS, y, weights=weights)
    inverse = 1 / counts[:2]
    expected = np.zeros((3, 3))
    expected[0, :2] = inverse[0, :2] + inverse[0, 2]
    expected[1, :2] = expected[0, :2] + inverse[1, :2] + inverse[1, 2]
    expected[2, 0], expected[2, 1] = np.inf, expected[0, 1] + 1 / 10 + 1 / 10
    np.testing.assert_allclose(fit.standard_errors**2, expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("family", "y"),
    [
        (Bernoulli(), [0, 0, 0]),
        (Bernoulli(), [1, 1, 1]),
        (Poisson(), [0, 0, 0]),
        (Categorical(3), [0, 0, 0]),
        (Categorical(2), [1, 1, 1]),
    ],
)
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_a_response_at_the_edge_of_its_range_is_separable(family, y, unit):
    """Its null deviance is zero, and so is a tolerance that is measured by that alone."""
    with pytest.warns(SeparationWarning, match="completely separable: column 0 of X"):
        fit = GLM(family, intercept=False).fit(unit * np.array([[1.0], [2.0], [3.0]]), y)
    free = 1 if fit.theta.ndim == 1 else fit.theta.shape[1] - 1
    assert np.isinf(fit.standard_errors.ravel()[:free]).all()
    assert fit.n_iter < 40


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
@pytest.mark.parametrize("family", [Gaussian(1.0), Gaussian(variance=None)])
def test_zeros_beside_an_offset_are_fitted(family, scale):
    """Least squares of −offset on [1, X]: θ = (−1/10, −5/6) by hand."""
    offset = scale * np.array([0.3, 0.8, 0.2])
    fit = GLM(family).fit([[0.1], [0.7], [0.4]], np.zeros(3), offset=offset)
    np.testing.assert_allclose(fit.theta, [-0.1 * scale, -5 / 6 * scale], rtol=1e-12)
    assert fit.converged


def test_a_column_of_labels_is_told_so():
    with pytest.raises(ValueError, match=r"got \(3, 1\)\); a column is y\[:, 0\]"):
        GLM(Categorical(2)).fit(GROUPS, [[1], [0], [1]])
    with pytest.raises(ValueError, match=r"a column is y\[:, 0\]"):
        GLM(Gaussian()).fit(GROUPS, [[1.0], [0.0], [1.0]])
