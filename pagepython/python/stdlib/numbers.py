"""Kinds of numbers, for isinstance: the translator's isinstance knows them."""

import numpy as np

Integral = (int, np.int64)
Real = (int, float, np.int64, np.float64)
Number = Real
Rational = (int,)
Complex = Real
