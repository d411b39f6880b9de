"""Three outcomes in a triangle: places, the split of the gradient, and the tilted dice."""

import numpy as np
import pytest

from glm_core import entropy, triangle

RNG = np.random.default_rng(0)
DICE = RNG.dirichlet(np.ones(3), size=50)


def test_the_place_tells_the_mean_and_the_share_of_two():
    x, y = triangle.place(DICE)
    assert np.allclose(x, (DICE @ triangle.FACES - 1) / 2)
    assert np.allclose(y, DICE[:, 1] * np.sqrt(3) / 2)


def test_distances_are_those_of_probabilities_over_root_two():
    x, y = triangle.place(DICE)
    assert np.allclose(
        np.hypot(x[0] - x, y[0] - y), np.linalg.norm(DICE[0] - DICE, axis=1) / np.sqrt(2)
    )


@pytest.mark.parametrize("p", DICE[:10])
def test_a_distribution_is_given_by_mean_and_two(p):
    assert np.allclose(triangle.with_mean(p @ triangle.FACES, p[1]), p)


@pytest.mark.parametrize("eta", [-4.0, -0.3, 0.0, 0.7, 5.0])
def test_natural_parameter_undoes_the_mean(eta):
    p = triangle.member(eta)
    assert np.isclose(triangle.natural_parameter(p @ triangle.FACES), eta)
    assert np.allclose(np.diff(np.log(p)), eta)
    assert np.allclose(triangle.member(np.array([eta, 0.0])), [p, np.ones(3) / 3])


@pytest.mark.parametrize("p", DICE[:10])
def test_the_split_gradient_has_the_slopes_of_entropy(p):
    parts = triangle.uphill(p)
    for part, way in zip(parts, (triangle.ALLOWED, triangle.BLOCKED), strict=True):
        h = 1e-6 * p.min()
        slope = (entropy(p + h * way) - entropy(p - h * way)) / (2 * h)
        assert np.isclose(part, slope, rtol=1e-4, atol=1e-5)


def test_at_the_maximum_nothing_allowed_is_left_and_the_blocked_part_is_the_multiplier():
    allowed, blocked = triangle.uphill(triangle.member(0.8))
    assert abs(allowed) < 1e-12
    assert np.isclose(blocked, -np.sqrt(2) * 0.8)


@pytest.mark.parametrize("level", [0.75, 0.95, 1.09])
def test_a_ring_has_one_entropy(level):
    x, y = triangle.ring(level)
    p = triangle.with_mean(2 * x + 1, y / np.sqrt(0.75)).T
    assert np.allclose(entropy(p), level)
    assert np.allclose([x[0], y[0]], [x[-1], y[-1]])
