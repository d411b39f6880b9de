"""A log axis has no 0, and says so where its domain is stated."""

import pytest

from explorables import Axis


@pytest.mark.parametrize("domain", [(0, 10), (-1, 10), (10, 0)])
def test_a_log_domain_must_be_above_zero(domain):
    with pytest.raises(ValueError, match=r"axis domain must be above 0 on a log scale \(got"):
        Axis(domain=domain, scale="log")
