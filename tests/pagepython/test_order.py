"""Sorting in the page as in CPython: equal items stay in order, arrays refuse, anything compares."""

import pytest
from engine import disagreement

WORDS = "'the quick brown fox jumps over a lazy dog'.split()"
PROGRAMS = [
    f"print(sorted({WORDS}, key=len))",
    f"print(sorted({WORDS}, key=len, reverse=True))",
    f"w = {WORDS}\nw.sort(key=lambda s: s[-1])\nprint(w)",
    "print(sorted([(3, 'a'), (1, 'b'), (3, 'c'), (1, 'd')] * 5, key=lambda t: t[0], reverse=True))",
    "print(sorted([(2, 'a'), (1, 'b')] * 9, key=lambda t: str(t[0]), reverse=True))",
    "x = [3, 1, 2]\nprint(x.sort(), x)\nx.sort(reverse=True)\nprint(x)",
    "a = np.array([3, 1, 2])\nprint(a.sort(), a, sorted(a), sorted(-a, key=abs))",
    "print(sorted([[2, 1], [1, 5], [1, 2]]), sorted({3: 1, 1: 2}), sorted([True, False, 0.5]))",
    "print(sorted([(1, np.float64(2)), (1, np.float64(1))]))",
    "print(sorted([np.array([2]), np.array([1])]))",
    "class A:\n    def __init__(self, k): self.k = k\n    def __lt__(self, other): return 1 if self.k < other.k else 0\n"
    "    def __repr__(self): return str(self.k)\nprint(sorted([A(2), A(1), A(3)]))",
    "sorted(~(np.array([[1, 2, 0], [3, -4, 5]]) > 0))",
    "[np.array([1, 2]), np.array([3, 0])].sort()",
    "sorted([1, 'a'])",
    "sorted([1 + 2j, 1j])",
    "sorted(3)",
    "sorted([2, 1], len)",
    "[1, 2].sort(2)",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_order_is_cpythons(program):
    assert disagreement("import numpy as np\n" + program) is None
