"""z′ = f(z; θ),  δ = δ′ ∂z′/∂z,  ∂C/∂θ = δ′ ∂z′/∂θ, with δ = ∂C/∂z: the three rules.

A layer knows three things: what it gives to the layer above (`forward`), how a derivative of the
cost travels through it to the layer below (`backward`), and how the cost depends on its own
`parameters` (`gradients`, filled by `backward`). Whatever follows the three rules can be stacked.

A row is an observation: z has shape (n, units). δ has the shape of the z it belongs to.
"""

from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np

from glm_core._typing import Floats, Numbers
from glm_core._validation import array, distribution, finite, generator, is_traced, quiet, real
from glm_core.numerics import log_softmax, one_hot, sigmoid


def _guarded(rule, name):
    """The rule of a layer, given checked numbers."""

    @wraps(rule)
    @quiet
    def guarded(self, *value, **named):
        checked = [real(name, numbers) for numbers in value]
        return rule(self, *checked, **{key: real(key, numbers) for key, numbers in named.items()})

    return guarded


class Layer:
    """z ↦ f(z): the shape of every layer, here the identity, which has no parameters.

    Whatever follows gets its z and its delta as float64 without NaN, and may overflow in silence.
    """

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        for rule, name in {"forward": "z", "backward": "delta"}.items():
            if rule in vars(cls):
                setattr(cls, rule, _guarded(vars(cls)[rule], name))

    parameters: Any
    gradients: Any

    def __init__(self):
        self.parameters = {}
        self.gradients = {}

    def forward(self, z: Numbers) -> Floats:
        """z⁽ˡ⁺¹⁾ = f(z⁽ˡ⁾), and z is remembered for the way back."""
        self.z = z
        return z

    def backward(self, delta: Numbers) -> Floats:
        """δ⁽ˡ⁾ = ∂C/∂z⁽ˡ⁾ from delta = δ⁽ˡ⁺¹⁾; leaves ∂C/∂θ in `gradients`."""
        return delta


class Linear(Layer):
    """z ↦ z W + b, with weights W of shape (inputs, units) and bias b of shape (units,)."""

    def __init__(self, weights: Numbers, bias: Numbers = None):
        super().__init__()
        weights = _own("weights", weights)
        if np.ndim(weights) != 2:
            raise ValueError(f"weights must have shape (inputs, units) (got {np.shape(weights)})")
        bias = np.zeros(weights.shape[1]) if bias is None else _own("bias", bias)
        if np.shape(bias) != weights.shape[1:]:
            raise ValueError(f"bias must have shape {weights.shape[1:]} (got {np.shape(bias)})")
        self.parameters = {"weights": weights, "bias": bias}

    @classmethod
    def random(cls, inputs: int, units: int, *, rng: np.random.Generator) -> "Linear":
        """W ~ N(0, 1/inputs), b = 0: sums of unit variance when the inputs have it."""
        return cls(generator(rng).normal(0.0, inputs**-0.5, size=(inputs, units)))

    def forward(self, z: Numbers) -> Floats:
        weights = self.parameters["weights"]
        if np.ndim(z) != 2 or np.shape(z)[1] != weights.shape[0]:
            raise ValueError(f"z must have shape (n, {weights.shape[0]}) (got {np.shape(z)})")
        self.z = z
        return z @ weights + self.parameters["bias"]

    def backward(self, delta: Numbers) -> Floats:
        self.gradients = {"weights": self.z.T @ delta, "bias": np.sum(delta, axis=0)}
        return delta @ self.parameters["weights"].T


class Sigmoid(Layer):
    """z ↦ σ(z) = 1 / (1 + e⁻ᶻ), whose slope is σ(1 − σ)."""

    def forward(self, z: Numbers) -> Floats:
        self.output = sigmoid(z)
        return self.output

    def backward(self, delta: Numbers) -> Floats:
        return delta * self.output * (1.0 - self.output)


class Tanh(Layer):
    """z ↦ tanh z, whose slope is 1 − tanh² z."""

    def forward(self, z: Numbers) -> Floats:
        self.output = np.tanh(z)
        return self.output

    def backward(self, delta: Numbers) -> Floats:
        return delta * (1.0 - self.output**2)


class ReLU(Layer):
    """z ↦ max(z, 0), whose slope is 1 above zero and 0 below (and, by choice, at zero)."""

    def forward(self, z: Numbers) -> Floats:
        self.z = z
        return np.maximum(z, 0.0)

    def backward(self, delta: Numbers) -> Floats:
        return delta * (self.z > 0.0)


class LogSoftmax(Layer):
    """z ↦ log π = z − log Σₖ exp zₖ along each row; ∂ log πᵥ / ∂zᵤ = 1[u = v] − πᵤ."""

    def forward(self, z: Numbers) -> Floats:
        self.output = log_softmax(z)
        return self.output

    def backward(self, delta: Numbers) -> Floats:
        return delta - np.exp(self.output) * np.sum(delta, axis=-1, keepdims=True)


class NegativeLogLikelihood(Layer):
    """log π ↦ −(1/n) Σᵢ log π(yᵢ), in nats: the cost, where the way back begins with δ = 1.

    `y` holds class numbers 0..K−1, shape (n,), or rows of probabilities (one-hot), shape (n, K).
    """

    def __init__(self, y: Numbers):
        super().__init__()
        self.y = y

    def forward(self, z: Numbers) -> Floats:
        y = array("y", self.y)
        if np.ndim(y) == 2 and np.shape(y) == np.shape(z):
            self.targets = distribution("y", y)
        elif np.ndim(y) != 1:
            raise ValueError(
                f"y must hold labels of shape ({len(z)},) or rows of shape {np.shape(z)} "
                f"(got {np.shape(y)})"
            )
        else:
            self.targets = one_hot(y, np.shape(z)[-1])
        if np.shape(self.targets) != np.shape(z):
            raise ValueError(f"y must label {np.shape(z)[0]} rows (got {np.shape(self.y)})")
        costs = np.where(self.targets > 0.0, self.targets * z, 0.0)  # lest 0 · −∞ be counted
        return -np.sum(costs) / np.shape(z)[0]

    def backward(self, delta: Numbers = 1.0) -> Floats:
        return -delta * self.targets / np.shape(self.targets)[0]


class Sequential(Layer):
    """z ↦ f_L(… f₂(f₁(z))): layers in a row are a layer. `net[:-1]` is a network without its cost.

    `parameters` and `gradients` share the layers' own arrays, under names such as "0.weights".
    """

    def __init__(self, *layers: Layer):
        self.layers = layers

    def __getitem__(self, index):
        part = self.layers[index]
        return Sequential(*part) if isinstance(index, slice) else part

    def forward(self, z: Numbers) -> Floats:
        for layer in self.layers:
            z = layer.forward(z)
        return z

    def backward(self, delta: Numbers = 1.0) -> Floats:
        for layer in reversed(self.layers):
            delta = layer.backward(delta)
        return delta

    @property
    def parameters(self) -> dict[str, Any]:  # type: ignore[override]
        return self._named("parameters")

    @property
    def gradients(self) -> dict[str, Any]:  # type: ignore[override]
        return self._named("gradients")

    def _named(self, what):
        pairs = ((i, getattr(layer, what)) for i, layer in enumerate(self.layers))
        return {f"{i}.{name}": array for i, arrays in pairs for name, array in arrays.items()}


@dataclass(frozen=True)
class GradientCheck:
    """max |backward − differences| / max(1, |differences|) for the input and each parameter."""

    errors: dict
    tol: float

    @property
    def passed(self) -> bool:
        return all(error <= self.tol for error in self.errors.values())

    def __bool__(self):
        return self.passed

    def __repr__(self) -> str:
        lines = (
            f"{name}: agrees" if error <= self.tol else f"{name}: differs (by {error:.2g})"
            for name, error in self.errors.items()
        )
        return "\n".join(lines)


def gradient_check(
    layer: Layer,
    z: Numbers,
    *,
    step: float = 1e-6,
    tol: float = 1e-6,
    rng: np.random.Generator | None = None,
) -> "GradientCheck":
    """∂C/∂t ≈ (C(t + h) − C(t − h)) / 2h, for C = Σ v ⊙ f(z) with a random v: rules two and three.

    Compares every entry of what `layer.backward` gives with central differences, for the input z
    and for each parameter. Costs two forward passes per entry. Any layer or `Sequential` will do.
    """
    rng = np.random.default_rng(0) if rng is None else generator(rng)
    z = np.array(real("z", z))
    v = rng.normal(size=np.shape(layer.forward(z)))
    claimed = {"input": layer.backward(v)} | dict(layer.gradients)
    missing = layer.parameters.keys() - claimed.keys()
    if missing:
        raise ValueError(f"gradients must name every parameter (missing {sorted(missing)})")
    arrays = {"input": z} | dict(layer.parameters)
    errors = {
        name: _largest_error(claimed[name], lambda: np.sum(v * layer.forward(z)), array, step)
        for name, array in arrays.items()
    }
    return GradientCheck(errors, tol)


def _largest_error(claimed, cost, array, step):
    if np.shape(claimed) != array.shape:
        return np.inf
    slopes = np.empty_like(array)
    for index in np.ndindex(array.shape):
        slopes[index] = _central_difference(cost, array, index, step)
    error = np.max(np.abs(claimed - slopes) / np.maximum(1.0, np.abs(slopes)))
    return float(error) if np.isfinite(error) else np.inf


def _central_difference(cost, array, index, step):
    here = array[index]
    try:
        array[index] = here + step
        above = cost()
        array[index] = here - step
        below = cost()
    finally:
        array[index] = here
    return (above - below) / (2.0 * step)


def _own(name, array):
    """A float copy that can be updated in place; a traced array passes through."""
    array = finite(name, array)
    return array if is_traced(array) else array.copy()
