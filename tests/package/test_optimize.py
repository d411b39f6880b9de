import sys
from pathlib import Path

import numpy as np
import pytest

from glm_core import ConvergenceWarning, gradient_descent, newton, optimize
from glm_core.optimize.lasso import lasso
from glm_core.optimize.proximal import proximal_newton, smallest_subgradient
from glm_core.optimize.quasi_newton import quasi_newton

A = np.array([[3.0, 1.0], [1.0, 2.0]])
b = np.array([1.0, -4.0])


lasso_module = sys.modules[lasso.__module__]


def quadratic(theta):
    return 0.5 * theta @ A @ theta - b @ theta, A @ theta - b, A


def rosenbrock(theta):
    x, y = theta
    gradient = np.array([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)])
    hessian = np.array([[1200 * x * x - 400 * y + 2, -400 * x], [-400 * x, 200.0]])
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2, gradient, hessian


def test_newton_needs_one_step_on_a_quadratic():
    path = newton(quadratic, [5.0, 5.0])
    np.testing.assert_allclose(path.solution, np.linalg.solve(A, b), rtol=1e-15)
    assert path.n_iter == 1
    assert path.converged


def test_newton_line_search_crosses_the_banana():
    path = newton(rosenbrock, [-1.2, 1.0])
    np.testing.assert_allclose(path.solution, [1, 1], rtol=1e-12)
    assert np.all(np.diff(path.value) < 0)


def test_newton_leaves_a_point_of_negative_curvature():
    def double_well(theta):
        return (theta**4 / 4 - theta**2 / 2).sum(), theta**3 - theta, np.diag(3 * theta**2 - 1)

    path = newton(double_well, [0.1])
    np.testing.assert_allclose(path.solution, [1], rtol=1e-10)


def test_newton_does_not_mind_units():
    units = np.array([1e9, 1e-7])

    def in_other_units(theta):
        value, gradient, hessian = rosenbrock(theta * units)
        return value, gradient * units, hessian * np.outer(units, units)

    there = newton(in_other_units, np.array([-1.2, 1.0]) / units)
    np.testing.assert_allclose(there.solution * units, [1, 1], rtol=1e-10)
    assert there.n_iter == newton(rosenbrock, [-1.2, 1.0]).n_iter


def test_newton_converges_quadratically():
    path = newton(rosenbrock, [1.1, 1.2], tol=1e-12)
    error = np.linalg.norm(path.theta - 1, axis=1)
    assert error[-1] < 100 * error[-2] ** 2 + 1e-15


def test_gradient_descent_with_a_rate_is_the_recursion():
    path = gradient_descent(quadratic, [5.0, 5.0], learning_rate=0.1, max_iter=1000)
    np.testing.assert_allclose(path.theta[1], [5.0, 5.0] - 0.1 * (A @ [5.0, 5.0] - b))
    np.testing.assert_allclose(path.theta[-1], np.linalg.solve(A, b), rtol=1e-7)
    assert path.converged
    assert len(path.theta) == len(path.value) == len(path.gradient_norm) == path.n_iter + 1


def test_gradient_descent_with_too_large_a_rate_diverges_and_says_so():
    with pytest.warns(ConvergenceWarning, match="gradient_descent stopped after 30"):
        path = gradient_descent(quadratic, [5.0, 5.0], learning_rate=1.0, max_iter=30)
    assert path.value[-1] > path.value[0]


def test_gradient_descent_searches_for_a_rate():
    path = gradient_descent(quadratic, [5e5, 5e5], max_iter=300)
    np.testing.assert_allclose(path.solution, np.linalg.solve(A, b), rtol=1e-7)
    assert np.all(np.diff(path.value) <= 1e-15 * np.abs(path.value[1:]))


def test_newton_says_when_it_ran_out_of_iterations():
    with pytest.warns(ConvergenceWarning, match="newton stopped after 2 iterations"):
        path = newton(rosenbrock, [-1.2, 1.0], max_iter=2)
    assert not path.converged
    assert path.n_iter == 2


def test_theta_may_be_a_matrix():
    def fun(theta):
        return 0.5 * np.sum((theta - 2) ** 2), theta - 2, np.eye(theta.size)

    for path in newton(fun, np.zeros((2, 3))), gradient_descent(fun, np.zeros((2, 3))):
        np.testing.assert_allclose(path.solution, np.full((2, 3), 2.0), rtol=1e-8)
        assert path.theta.shape[1:] == (2, 3)


@pytest.mark.parametrize("strength", [0.5, 2.0, 3.9, 4.0, 10.0])
def test_proximal_newton_meets_the_optimality_conditions(strength):
    penalty = np.full(2, strength)
    path = proximal_newton(quadratic, [5.0, 5.0], penalty)
    gradient = A @ path.solution - b
    np.testing.assert_allclose(
        smallest_subgradient(gradient, path.solution, penalty), 0, atol=1e-14
    )
    if strength >= 4:
        np.testing.assert_array_equal(path.solution, 0)


def test_optimisers_know_no_family():
    files = list(Path(optimize.__file__).parent.glob("*.py"))
    assert len(files) > 5
    for file in files:
        source = file.read_text(encoding="utf-8")
        for known in ("optimize", "_warnings", "_typing", "_validation"):
            source = source.replace(f"glm_core.{known}", "")
        assert "glm_core" not in source, file.name


SIX = np.arange(-2.0, 4.0), 1e4 * np.array([-1.9, -1.2, 0.3, 0.8, 2.1, 2.9])


def kkt(H, b, penalty, x):
    """The smallest subgradient, over what it is a difference of."""
    size = np.abs(H) @ np.abs(x) + np.abs(b) + penalty
    return np.abs(smallest_subgradient(H @ x - b, x, penalty) / size).max()


def test_lasso_of_two_columns_of_which_one_is_a_multiple():
    """Of x and 3x the second is cheaper: (b − p)/H by hand, 3280.70…, and an exact zero."""
    x, y = SIX
    X = np.column_stack([x, 3 * x])
    found = lasso(X.T @ X, X.T @ y, np.full(2, 0.1), np.zeros(2))
    assert found[0] == 0
    assert found[1] == pytest.approx((3 * x @ y - 0.1) / (9 * x @ x), rel=1e-15)


@pytest.mark.parametrize("seed", range(60))
def test_lasso_meets_its_conditions_where_columns_depend_on_each_other(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(8, 5)) @ np.column_stack([np.eye(5), rng.integers(-1, 3, (5, 7))])
    X = X * 10 ** rng.uniform(-2, 4, 12)
    H, b = X.T @ X, X.T @ rng.normal(size=8)
    penalty = np.full(12, 10 ** rng.uniform(-2, 1)) * (np.arange(12) > seed % 2)
    start = rng.normal(size=12) * (seed % 3)
    assert kkt(H, b, penalty, lasso(H, b, penalty, start)) < 1e-12


def test_lasso_of_many_columns_is_quick():
    """300 of 400 coefficients enter; one at a time would take 300 steps of 300³ operations."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(900, 400)) + rng.normal(size=(900, 1))
    H, b = X.T @ X, X.T @ (X @ rng.normal(size=400) + rng.normal(size=900))
    solved = []

    def counting(*args):
        solved.append(1)
        return step(*args)

    step, module = lasso_module._step, lasso_module
    module._step = counting
    try:
        found = lasso(H, b, np.full(400, 20.0), np.zeros(400))
    finally:
        module._step = step
    assert kkt(H, b, np.full(400, 20.0), found) < 1e-12
    assert np.sum(found != 0) > 300
    assert len(solved) < 100


def gradient_alone(fun):
    return lambda theta: fun(theta)[:2]


def test_quasi_newton_with_the_right_hessian_is_newton():
    path = quasi_newton(gradient_alone(quadratic), [5.0, 5.0], A)
    np.testing.assert_allclose(path.solution, np.linalg.solve(A, b), rtol=1e-14)
    assert path.n_iter == 1
    assert path.converged


def test_quasi_newton_learns_the_hessian():
    rough = np.diag(np.diagonal(A))
    path = quasi_newton(gradient_alone(quadratic), [5.0, 5.0], rough, tol=1e-9)
    np.testing.assert_allclose(path.solution, np.linalg.solve(A, b), rtol=1e-8)
    assert path.converged
    # −diag(A)⁻¹∇f alone shrinks the error by 1/√6 a step
    assert path.n_iter < 0.5 * np.log(1e-10) / np.log(1 / np.sqrt(6))


def test_quasi_newton_ends_where_a_better_hessian_is_due():
    path = quasi_newton(gradient_alone(rosenbrock), [-1.2, 1.0], np.eye(2) * 1000)
    assert not path.converged
    assert path.n_iter < 5
    assert np.all(np.diff(path.value) < 0)


def test_paths_join():
    first = quasi_newton(gradient_alone(rosenbrock), [-1.2, 1.0], np.eye(2) * 1000)
    second = newton(rosenbrock, first.solution)
    both = second.after(first)
    assert both.n_iter == first.n_iter + second.n_iter
    np.testing.assert_array_equal(both.theta[0], [-1.2, 1.0])
    assert np.all(np.diff(both.value) < 0)
    assert both.converged


@pytest.mark.parametrize("hessian", [np.zeros((2, 2)), np.ones((2, 2)), -A])
def test_quasi_newton_takes_no_step_by_a_hessian_that_is_not_positive_definite(hessian):
    path = quasi_newton(gradient_alone(quadratic), [5.0, 5.0], hessian)
    assert path.n_iter == 0
    assert not path.converged
    np.testing.assert_array_equal(path.solution, [5, 5])
