"""What numpy.testing asks, as assertions."""

import numpy as np


def assert_allclose(actual, desired, rtol=1e-7, atol=0, err_msg=""):
    if not np.allclose(actual, desired, rtol, atol, equal_nan=True):
        raise AssertionError("Not equal to tolerance rtol=%g, atol=%g\n%s\n%s" % (rtol, atol, actual, desired))


def assert_array_equal(actual, desired):
    if not np.array_equal(actual, desired):
        raise AssertionError("Arrays are not equal\n%s\n%s" % (actual, desired))


assert_equal = assert_array_equal
