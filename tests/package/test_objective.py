from dataclasses import replace

import numpy as np
import pytest

from glm_core import Bernoulli, Categorical, Exponential, Gaussian, Poisson
from glm_core.glm.design import Design, centred_if_needed, orthonormalised, row_blocks
from glm_core.glm.objective import Objective

n, p, K = 257, 4, 3
rng = np.random.default_rng(7)
X = rng.normal(size=(n, p)) + np.array([0, 5, 0, -2])
RESPONSES = {
    "Gaussian": rng.normal(size=n),
    "Bernoulli": rng.integers(0, 2, n).astype(float),
    "Poisson": rng.poisson(2.0, n).astype(float),
    "Categorical": rng.integers(0, K, n),
    "Gamma": rng.gamma(2.0, size=n),
}
FAMILIES = {
    "Gaussian": Gaussian(1.0),
    "Bernoulli": Bernoulli(),
    "Poisson": Poisson(),
    "Categorical": Categorical(K),
    "Gamma": Exponential(),
}
LOSSES = {kind: family.canonical_loss for kind, family in FAMILIES.items()}
HALF_LINES = [kind for kind, loss in LOSSES.items() if loss.upper < np.inf]
DESIGNS = {
    "plain": Design(X, True),
    "no intercept": Design(X, False),
    "centred": centred_if_needed(X + np.array([0, 0, 0, 100]), True),
    "orthonormal": orthonormalised(Design(X, True)),
}


def dense(design):
    block = design.block(slice(None))
    return np.column_stack([np.ones(n), block]) if design.ones else block


def make(kind, design, **kwargs):
    return Objective(LOSSES[kind], design, RESPONSES[kind], **kwargs)


def point(kind, design, free=K - 1):
    shape = (design.n_parameters, free) if kind == "Categorical" else design.n_parameters
    theta = 0.1 * np.random.default_rng(3).normal(size=shape)
    if kind in HALF_LINES:  # η near −1, of which 0.02 of the above remain
        level = np.linalg.lstsq(dense(design), np.full(n, -1.0), rcond=None)[0]
        theta = level + 0.02 * theta
    return theta


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("kind", LOSSES)
def test_value_is_the_negative_log_likelihood_of_the_family(kind, design):
    weights, theta = rng.integers(0, 4, n).astype(float), point(kind, design)
    eta = dense(design) @ theta
    if kind == "Categorical":
        eta = np.column_stack([eta, np.zeros(n)])
    family, y = FAMILIES[kind], RESPONSES[kind]
    terms = -family.log_prob(y, eta) + family.log_base_measure(y)
    if kind == "Gaussian":
        terms = terms + y**2 / 2
    if kind == "Gamma":
        terms = terms - 1 - np.log(y)
    value = make(kind, design, weights=weights)(theta)[0]
    np.testing.assert_allclose(value, np.sum(weights * terms), rtol=1e-12)


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("free", [K - 1, K])
@pytest.mark.parametrize("kind", LOSSES)
def test_gradient_and_hessian_are_derivatives(kind, design, free):
    offset = rng.normal(size=(n, K) if kind == "Categorical" else n)
    offset = -np.abs(offset) if kind in HALF_LINES else offset
    weights = rng.random(n)
    objective = make(kind, design, weights=weights, offset=offset, ridge=0.7)
    objective._identified = lambda hessian, theta: hessian
    theta = point(kind, design, free)
    _, gradient, hessian = objective(theta)
    step = 1e-5
    for i in range(theta.size):
        e = np.zeros(theta.size)
        e[i] = step
        e = e.reshape(theta.shape)
        above, below = objective(theta + e), objective(theta - e)
        slope = (above[0] - below[0]) / (2 * step)
        np.testing.assert_allclose(gradient.ravel()[i], slope, rtol=1e-6, atol=1e-5)
        bend = (above[1] - below[1]).ravel() / (2 * step)
        np.testing.assert_allclose(hessian[i], bend, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("kind", LOSSES)
def test_blocks_do_not_change_the_sums(kind, monkeypatch):
    theta = point(kind, DESIGNS["plain"])
    whole = make(kind, DESIGNS["plain"])(theta)
    monkeypatch.setattr("glm_core.glm.design.BLOCK", 300)
    monkeypatch.setattr("glm_core.glm.design.ROWS", 64)
    assert len(DESIGNS["plain"].blocks()) > 3
    for a, b in zip(whole, make(kind, DESIGNS["plain"])(theta), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12)


def test_row_blocks_cover_every_row_once():
    blocks = row_blocks(100_001, 7)
    rows = np.concatenate([np.arange(100_001)[block] for block in blocks])
    np.testing.assert_array_equal(rows, np.arange(100_001))


@pytest.mark.parametrize("order", ["C", "F"])
def test_memory_order_does_not_matter(order):
    theta = point("Bernoulli", DESIGNS["plain"])
    design = Design(np.asarray(X, order=order), True)
    for a, b in zip(
        make("Bernoulli", design)(theta), make("Bernoulli", DESIGNS["plain"])(theta), strict=True
    ):
        np.testing.assert_allclose(a, b, rtol=1e-13)


def test_orthonormal_design_is_orthonormal_and_leads_back():
    far = X * [1, 1e8, 1e-8, 1] + np.array([0, 0, 0, 1e6])
    design = orthonormalised(centred_if_needed(far, True))
    Z = dense(design)
    np.testing.assert_allclose(Z.T @ Z, np.eye(p + 1), atol=1e-9)
    theta = design.matrix() @ np.arange(1.0, p + 2)
    eta = far @ theta[1:] + theta[0]
    np.testing.assert_allclose(eta, Z @ np.arange(1.0, p + 2), rtol=1e-6, atol=1e-6)


def test_null_space_of_a_collinear_design():
    design = orthonormalised(Design(np.column_stack([X, X[:, 0] - 2 * X[:, 1]]), True))
    assert design.basis.shape == (p + 2, p + 1)
    null = design.null[:, 0] / design.null[1, 0]
    np.testing.assert_allclose(null, [0, 1, -2, 0, 0, -1], atol=1e-12)


@pytest.mark.parametrize("eta", [0.0, -0.0, 40.0, -40.0, 710.0, -710.0, 1e4, -1e4, 1e308, -1e308])
def test_bernoulli_pieces_are_finite_and_exact_in_the_tails(eta):
    with np.errstate(all="raise", under="ignore"):
        for y in (0.0, 1.0):
            loss, residual, curvature = LOSSES["Bernoulli"].pieces(np.array([y]), np.array([eta]))
            margin = -eta if y else eta
            expected = np.logaddexp(0, margin)
            np.testing.assert_allclose(loss, expected, rtol=1e-14, atol=0)
            slope = np.exp(-np.logaddexp(0, -margin))
            np.testing.assert_allclose(np.abs(residual), slope, rtol=1e-13)
            np.testing.assert_allclose(
                curvature, slope * np.exp(-np.logaddexp(0, margin)), rtol=1e-13
            )


@pytest.mark.parametrize("eta", [0.0, 1e-300, 3.0, 1e308, np.inf, np.nan])
def test_gamma_loss_is_infinite_outside_its_half_line(eta):
    with np.errstate(all="raise"):
        loss, residual, curvature = LOSSES["Gamma"].pieces(np.ones(2), np.array([-1.0, eta]))
    np.testing.assert_array_equal(loss, [0, np.inf])
    assert np.isfinite([residual, curvature]).all()


@pytest.mark.parametrize("y", [1e-8, 1.0, 1e8])
def test_gamma_loss_is_half_the_unit_deviance_and_keeps_its_digits(y):
    for excess in (0.0, 1e-12, 1e-7, 1e-3, 2.0, 1e6):
        loss = LOSSES["Gamma"].pieces(np.array([y]), np.array([-(1 + excess) / y]))[0]
        x = 2.0**-52 * np.round((1 + excess) * 2.0**52) - 1  # the excess that a float can have
        series = x**2 / 2 - x**3 / 3 + x**4 / 4
        truth = series if x < 1e-4 else x - np.log1p(x)
        np.testing.assert_allclose(loss, truth, rtol=1e-7 if x > 1e-8 else 1e-3, atol=1e-31)


@pytest.mark.parametrize("kind", ["Bernoulli", "Poisson", "Categorical"])
def test_saturated_loss_is_the_smallest(kind):
    if kind == "Categorical":
        y = rng.dirichlet(np.ones(K), 50).T
        best = np.log(y)
    else:
        y = rng.random(50)
        best = np.log(y / (1 - y)) if kind == "Bernoulli" else np.log(y)
    loss, smallest = LOSSES[kind].pieces, LOSSES[kind].saturated_loss(y)
    np.testing.assert_allclose(loss(y, best)[0], smallest, rtol=1e-12)
    np.testing.assert_allclose(replace(LOSSES[kind], saturated=None).saturated_loss(y), smallest)
    worse = loss(y, best + 0.1 * rng.normal(size=best.shape))[0]
    assert np.all(worse >= smallest - 1e-14)
