"""The three rules: every layer against central differences, and mistakes that must be noticed."""

import numpy as np
import pytest
from duck import assert_traceable
from scipy.special import expit, log_softmax

from glm_core.layers import (
    Layer,
    Linear,
    LogSoftmax,
    NegativeLogLikelihood,
    ReLU,
    Sequential,
    Sigmoid,
    Tanh,
    gradient_check,
)

LABELS = np.array([0, 2, 1, 2, 0])


def make_layers():
    rng = np.random.default_rng(1)
    hidden = Linear.random(3, 4, rng=rng)
    return {
        "identity": Layer(),
        "linear": Linear(rng.normal(size=(3, 2)), rng.normal(size=2)),
        "sigmoid": Sigmoid(),
        "tanh": Tanh(),
        "relu": ReLU(),
        "log-softmax": LogSoftmax(),
        "nll": NegativeLogLikelihood(LABELS),
        "nll, soft labels": NegativeLogLikelihood(rng.dirichlet(np.ones(3), size=5)),
        "softmax regression": Sequential(
            Linear.random(3, 3, rng=rng), LogSoftmax(), NegativeLogLikelihood(LABELS)
        ),
        "two-layer network": Sequential(
            hidden,
            Tanh(),
            Linear.random(4, 3, rng=rng),
            LogSoftmax(),
            NegativeLogLikelihood(LABELS),
        ),
        "nested": Sequential(Sequential(Linear.random(3, 4, rng=rng), Sigmoid()), ReLU()),
    }


LAYERS = make_layers()


@pytest.mark.parametrize("name", LAYERS)
def test_rules_agree_with_central_differences(name):
    check = gradient_check(LAYERS[name], np.random.default_rng(2).normal(size=(5, 3)))
    assert check.passed, check
    assert check.errors.keys() == {"input"} | LAYERS[name].parameters.keys()


@pytest.mark.parametrize(
    ("layer", "function"),
    [
        (Sigmoid(), expit),
        (Tanh(), np.tanh),
        (ReLU(), lambda z: np.where(z > 0, z, 0)),
        (LogSoftmax(), lambda z: log_softmax(z, axis=-1)),
    ],
    ids=["sigmoid", "tanh", "relu", "log-softmax"],
)
def test_forward_is_the_function(layer, function):
    z = np.random.default_rng(3).normal(scale=20, size=(7, 4))
    # SciPy's log_softmax has an absolute error of an ulp of 1 where log π is near 0.
    np.testing.assert_allclose(layer.forward(z), function(z), rtol=1e-13, atol=3e-16)


def test_linear_forward_by_hand():
    layer = Linear([[1, 2], [3, 4]], [10, 20])
    np.testing.assert_array_equal(layer.forward(np.array([[1.0, 1.0]])), [[14.0, 26.0]])


def test_cost_is_the_mean_negative_log_likelihood():
    log_pi = np.log([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]])
    cost = NegativeLogLikelihood([0, 2])
    assert cost.forward(log_pi) == pytest.approx(-(np.log(0.5) + np.log(0.7)) / 2, rel=1e-15)


def test_softmax_regression_gradient_is_x_transpose_residual():
    rng = np.random.default_rng(4)
    X, weights = rng.normal(size=(5, 3)), rng.normal(size=(3, 3))
    net = Sequential(Linear(weights), LogSoftmax(), NegativeLogLikelihood(LABELS))
    net.forward(X)
    net.backward()
    residual = np.exp(log_softmax(X @ weights, axis=1)) - np.eye(3)[LABELS]
    np.testing.assert_allclose(net.gradients["0.weights"], X.T @ residual / 5, atol=1e-15)


def test_parameters_can_be_updated_in_place():
    net = Sequential(Linear(np.zeros((3, 3))), LogSoftmax(), NegativeLogLikelihood(LABELS))
    X = np.random.default_rng(5).normal(size=(5, 3))
    before = net.forward(X)
    net.backward()
    for name, parameter in net.parameters.items():
        parameter -= 0.1 * net.gradients[name]
    assert net.forward(X) < before


def test_two_layers_learn_what_no_line_can_split():
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    rng = np.random.default_rng(0)
    net = Sequential(
        Linear.random(2, 4, rng=rng),
        Tanh(),
        Linear.random(4, 2, rng=rng),
        LogSoftmax(),
        NegativeLogLikelihood(y),
    )
    for _ in range(2000):
        net.forward(X)
        net.backward()
        for name, parameter in net.parameters.items():
            parameter -= 0.5 * net.gradients[name]
    np.testing.assert_array_equal(np.argmax(net[:-1].forward(X), axis=1), y)


class WrongSign(Sigmoid):
    def backward(self, delta):
        return -super().backward(delta)


class ForgottenSlope(Tanh):
    def backward(self, delta):
        return delta


class DiagonalOnly(LogSoftmax):
    def backward(self, delta):
        return delta * (1 - np.exp(self.output))


class Untransposed(Linear):
    def backward(self, delta):
        super().backward(delta)
        return delta @ self.parameters["weights"]


class MeanForSum(Linear):
    def backward(self, delta):
        below = super().backward(delta)
        self.gradients["bias"] = np.mean(delta, axis=0)
        return below


class TransposedGradient(Linear):
    def backward(self, delta):
        below = super().backward(delta)
        self.gradients["weights"] = self.gradients["weights"].T
        return below


class Infected(Sigmoid):
    def backward(self, delta):
        return delta * np.nan


SQUARE = np.random.default_rng(6).normal(size=(3, 3))


@pytest.mark.parametrize(
    ("layer", "wrong"),
    [
        (WrongSign(), {"input"}),
        (ForgottenSlope(), {"input"}),
        (DiagonalOnly(), {"input"}),
        (Untransposed(SQUARE), {"input"}),
        (MeanForSum(SQUARE), {"bias"}),
        (TransposedGradient(SQUARE), {"weights"}),
        (TransposedGradient(SQUARE[:, :2]), {"weights"}),
        (Infected(), {"input"}),
        (Sequential(Linear(SQUARE), WrongSign()), {"input", "0.weights", "0.bias"}),
    ],
    ids=lambda case: type(case).__name__,
)
def test_planted_mistakes_fail_the_check(layer, wrong):
    check = gradient_check(layer, np.random.default_rng(7).normal(size=(4, 3)))
    assert not check
    assert {name for name, error in check.errors.items() if error > check.tol} == wrong
    assert "differs" in repr(check)


def test_a_forgotten_gradient_is_named():
    class Forgetful(Linear):
        def backward(self, delta):
            return delta @ self.parameters["weights"].T

    with pytest.raises(ValueError, match=r"missing \['bias', 'weights'\]"):
        gradient_check(Forgetful(SQUARE), np.ones((2, 3)))


def test_check_leaves_parameters_and_input_as_they_were():
    layer, z = Linear(SQUARE), np.ones((2, 3))
    gradient_check(layer, z)
    np.testing.assert_array_equal(layer.parameters["weights"], SQUARE)
    np.testing.assert_array_equal(z, np.ones((2, 3)))


def test_extreme_inputs_stay_finite():
    z = np.array([[-1e4, 0.0, 1e4], [1e308, -1e308, 0.0]])
    for layer in (Sigmoid(), Tanh(), LogSoftmax()):
        assert np.all(np.isfinite(layer.forward(z[:1])))
        assert np.all(np.isfinite(layer.backward(np.ones((1, 3)))))
        assert not np.any(np.isnan(layer.forward(z)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Linear([1.0, 2.0]), r"weights must have shape \(inputs, units\) \(got \(2,\)\)"),
        (lambda: Linear(SQUARE, [1.0]), r"bias must have shape \(3,\) \(got \(1,\)\)"),
        (lambda: Linear(SQUARE).forward(np.ones(3)), r"z must have shape \(n, 3\) \(got \(3,\)\)"),
        (lambda: NegativeLogLikelihood([0]).forward(np.ones((2, 3))), "y must label 2 rows"),
        (lambda: NegativeLogLikelihood([0, 3]).forward(np.ones((2, 3))), "3"),
    ],
)
def test_errors_show_the_rule_and_the_value(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_network_runs_on_traced_values():
    def cost_and_gradients(weights, X):
        net = Sequential(Linear(weights), Tanh(), LogSoftmax(), NegativeLogLikelihood(LABELS))
        cost = net.forward(X)
        delta = net.backward()
        return cost + np.sum(delta) + np.sum(net.gradients["0.weights"] ** 2)

    rng = np.random.default_rng(8)
    assert_traceable(cost_and_gradients, SQUARE, rng.normal(size=(5, 3)), rtol=1e-12)
