"""The page's NumPy against NumPy: programs that hypothesis writes, and programs of our own."""

import numpy as np
import pytest
from engine import cpython, disagreement, engine, raised, same_text
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from programs import programs


@pytest.fixture
def same_programs(monkeypatch):
    """Hypothesis would also draw constants of the modules that are loaded: of the tests before."""
    none = providers.Constants(
        integers=providers.SortedSet(),
        floats=providers.SortedSet(key=providers.float_to_int),
        bytes=providers.SortedSet(),
        strings=providers.SortedSet(),
    )
    monkeypatch.setattr(providers, "_get_local_constants", lambda: none)
    monkeypatch.setattr(providers, "CONSTANTS_CACHE", LRUCache(1024))


@settings(
    max_examples=2000,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(program=programs())
def test_programs_print_and_raise_the_same(same_programs, program):
    assert disagreement(program) is None


def test_the_comparison_would_notice():
    assert same_text("[1. 2.]", "[1. 2.00000000000001]")
    assert not same_text("[1. 2.]", "[1. 2.0001]")
    assert not same_text("array([1])", "array([1.])") or not same_text("[1, 2]", "[1 2]")
    assert not same_text("True", "False")


DRAWS = [
    "rng.random(5)", "rng.normal(size=2000).sum()", "rng.normal(2, 3, (2, 3))", "rng.uniform(-1, 2, 4)", "rng.integers(0, 10, 20)",
    "rng.integers(5, size=(2, 3))", "rng.integers(0, 2**40, 3)", "rng.integers(1, 6, endpoint=True)", "rng.choice(10, 4)", "rng.choice(10, 4, replace=False)",
    "rng.choice([1.5, 2.5], 6, p=[0.2, 0.8])", "rng.choice(5, 3, replace=False, p=[0.1, 0.2, 0.3, 0.2, 0.2])", "rng.permutation(7)",
    "rng.permutation(np.eye(3))", "rng.exponential(2.0, 2000).sum()", "rng.gamma(2.5, 1.5, 50)", "rng.gamma(0.4, size=50)", "rng.beta(2, 3, 20)", "rng.beta(0.5, 0.4, 20)",
    "rng.dirichlet([1.0, 2.0, 3.0], 4)", "rng.poisson(3.0, 50)", "rng.poisson(40.0, 50)", "rng.binomial(10, 0.3, 50)", "rng.laplace(1, 2, 5)", "rng.standard_t(4, 5)",
    "rng.standard_normal(3)", "rng.chisquare(3, 4)", "rng.lognormal(0, 1, 3)", "rng.multinomial(10, [0.2, 0.5, 0.3])", "rng.standard_cauchy(4)", "rng.logistic(0, 1, 3)",
    "[rng.integers(10), rng.random(), rng.integers(10), rng.normal()]", "(lambda a: (rng.shuffle(a), a))(np.arange(6))[1]", "rng.poisson([1.0, 5.0, 20.0])",
]  # fmt: skip


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("seed", [0, 7, 12345678901234567890])
def test_the_generator_gives_numpys_own_numbers(draw, seed):
    program = f"rng = np.random.default_rng({seed})\nprint(repr({draw}))\nprint(rng.random())"
    assert disagreement(program) is None


PRINTED = [
    "np.array([1e-10, 1.0])", "np.array([1e10, 1.0])", "np.array([123456789.0])", "np.array([np.nan, 1.5, -np.inf])", "np.arange(2000)", "np.linspace(0, 1, 30)",
    "np.random.default_rng(0).normal(size=(30, 4))", "np.random.default_rng(0).normal(size=(2, 3, 4))", "np.zeros((3, 0))", "np.array([])", "np.array(5)", "np.array(['a', 'bcd'])",
    "np.array([True, False])", "np.eye(12)", "np.arange(1200).reshape(30, 40)", "np.array([[1, -2], [300, 4]])", "[np.float64(1.5), np.int64(2), np.True_]", "{'a': np.float64(0.1), 'b': 2}",
    "np.array([-0.0, 0.0])", "np.array([0.1 + 0.2, 1 / 3])", "(1e16, 1e15, 1e-5, 1e-4, 0.1 + 0.2, 123456789.123)", "(np.float64(1e22), np.float64(5e-324))", "np.array([1e-5, 2e-5])", "((1,), [], {}, ())",
]  # fmt: skip


@pytest.mark.parametrize("thing", PRINTED)
def test_text_is_numpys_to_the_letter(thing):
    for program in (f"print({thing})", f"print(repr({thing}))"):
        assert engine().run(program) == (cpython(program)[0], "")


PYTHON = [
    "d = {'z': 1, 'a': 2, **{'m': 3}}\nprint(d, list(d), dict(q=1, b=2), {k: v for k, v in zip('ba', [1, 2])})",
    "x = np.array([0.2, 0.7])\nprint(0.5 < x, 0 < x, 1 > x, 0.5 * x, 2 ** x, 1 / x, x[0] < 1 < x[1], 0 < 1 < x[0])",
    "name, v = 'abc', 3.14159\nprint(f'{name:>6}|{name:<5}|{v:.2f}|{v:8.3f}|{v:+.1e}|{v=:.1f}|{name!r}|{42:05d}|{1234567:,}|{0.256:.1%}|{{x}}')",
    "def f(a, /, b, *, c=1):\n    return a + b + c\nprint(f(1, 2), f(1, b=2, c=3))",
    "a = [1, 2, 3, 4]\nprint(a[::-1], 'abcd'[::2], (1, 2, 3)[::-1], [*a, 5], (*a,), [*range(2), *'ab'])",
    "a = np.arange(4.0)\nb = a\na *= 2\nb[1:] -= 1\nprint(a, b, a is b)",
    "import math\nprint(math.comb(5, 2), math.isclose(math.sqrt(np.float64(2)), 2**0.5), math.hypot(3, 4), math.prod([2, 3]), math.gcd(12, 18))",
    "from dataclasses import dataclass, replace\n@dataclass(frozen=True)\nclass P:\n    x: float\n    y: float = 2.0\np = P(1.0)\nprint(p, replace(p, y=3.0), p == P(1.0))",
    "print(isinstance(True, int), isinstance(np.float64(1), float), isinstance(1, int | float), round(2.5), round(2.675, 2), round(np.float64(3.14159), 2))",
    "print('%.3f and %d' % (np.float64(1.5), np.int64(2)), '{:.2f} {}'.format(np.mean([1, 2]), 'x'), 'ab'.zfill(4), 'a b'.title())",
    "print(max([1, np.float64(2.5), 2]), min(3, np.int64(1)), sorted([np.float64(2), 1.0, np.int64(3)]), sum([np.array([1, 2]), np.array([3, 4])]))",
    "from functools import cache\n@cache\ndef f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(40))",
    "from itertools import product, combinations\nprint(list(product('ab', [1, 2])), list(combinations([1, 2, 3], 2)))",
    "try:\n    np.zeros(3) + np.zeros(2)\nexcept ValueError as e:\n    print(e)",
    "print(np.sort([-1.25]) > 0, '%d' % 3 < '4', '7'.zfill(3) < '008', {'a'.zfill(2) < 'b': 1})",
    "print(np.concatenate([['a'], [True]]), np.concatenate([['a'], [1.5, 2.0]]))",
    "x = (n := 10) + 1\nprint(x, n)\na, *b = [1, 2, 3]\nprint(a, b)",
    "print(list(zip([1, 2], 'ab', strict=True)))\ntry:\n    list(zip([1], [1, 2], strict=True))\nexcept ValueError as e:\n    print(e)",
    "class A:\n    def __init__(self, w):\n        self.w = w\n    def forward(self, x):\n        self.x = x\n        return self.w * x\na = A(2.0)\nprint(a.forward(np.ones(2)), type(a).__name__)",
]  # fmt: skip


@pytest.mark.parametrize("program", PYTHON)
def test_python_beyond_micropython(program):
    assert engine().run(program) == (cpython(program)[0], "")


def test_the_last_value_is_shown_whole():
    assert engine().run("'%d' % 3") == ("'3'\n", "")


LINEAR = [
    "np.linalg.solve(A, b)", "np.linalg.inv(A)", "np.linalg.det(A)", "np.linalg.cholesky(A)", "np.linalg.eigh(A)[0]", "np.linalg.eigvalsh(A)", "np.linalg.svd(B)[1]", "np.linalg.lstsq(B, c, rcond=None)[0]",
    "np.linalg.lstsq(B, c, rcond=None)[1]", "np.linalg.pinv(B)", "np.linalg.matrix_rank(B)", "np.linalg.norm(B)", "np.linalg.norm(B, axis=1)", "np.linalg.cond(A)", "np.linalg.qr(B)[0]", "np.linalg.qr(B)[1]",
    "np.linalg.matrix_power(A, 3)", "np.linalg.slogdet(A)", "np.einsum('ij,jk->ik', B.T, B)", "np.einsum('...i,...i', B, B)", "np.linalg.solve(np.ones((2, 2)), [1, 2])", "np.linalg.cholesky(-A)",
    "np.linalg.svd(B, full_matrices=False)[0].shape", "np.cov(B.T)", "np.polyfit([0, 1, 2, 3], [1, 3, 2, 5], 2)", "np.trace(A)", "np.kron(A[:2, :2], B[:2])", "np.interp(0.3, [0, 1], [1, 3])", "np.gradient(np.array([1.0, 4, 9]))",
]  # fmt: skip


@pytest.mark.parametrize("expression", LINEAR)
def test_linear_algebra(expression):
    setting = "B = np.random.default_rng(1).normal(size=(5, 3))\nA = B.T @ B + np.eye(3)\nb, c = np.arange(3.0), np.arange(5.0)\n"
    program = f"{setting}r = {expression}\nprint(r)"
    text, error = cpython(program)
    page, said = engine().run(program)
    assert same_text(text, page, rtol=1e-10, atol=1e-12), (text, page, said)
    assert raised(said) == (error.__name__ if error else "")


def test_what_is_missing_is_named_with_the_nearest():
    for program, words in {
        "np.cumsumm(1)": "np.cumsumm is not in the page's Python; the nearest that is: cumsum",
        "np.random.default_rng(0).normall()": "the nearest that is: normal",
        "np.linalg.eig([[1, 2], [3, 4]])": "In the notebook it works",
        "np.random.seed(0)": "np.random.default_rng(seed)",
        "from scipy import optimize\noptimize.linprog(1)": "scipy.optimize.linprog is not in the page's Python",
    }.items():
        assert words in engine().run(program)[1]


def test_a_traceback_names_the_readers_lines_alone():
    said = engine().run("def f(x):\n    return np.ones(3)[x]\n\nf(7)")[1]
    assert said.split("\n") == [
        "  line 4, in the cell",
        "  line 2, in f",
        "IndexError: index 7 is out of bounds for axis 0 with size 3",
    ]


def test_nothing_outside_is_within_reach():
    for module in ("js", "jsffi", "_nd", "asyncio", "os"):
        assert "closed" in engine().run(f"import {module}\n{module}.x")[1]
    assert "no files" in engine().run("open('x')")[1]


def test_what_one_program_sets_for_printing_ends_with_it():
    program = "np.set_printoptions(precision=2)\nprint(np.array([1 / 3]))"
    assert engine().run(program) == ("[0.33]\n", "")
    assert engine().run("print(np.array([1 / 3]))") == ("[0.33333333]\n", "")


def test_long_output_is_cut():
    output = engine().run("for k in range(100000):\n    print(k)")[0]
    assert len(output) < 25_000
    assert output.endswith("(the rest is not shown)\n")


def test_special_functions_are_scipys():
    special = "expit logit gammaln digamma ndtr ndtri log_ndtr erf erfc entr log_expit".split()
    x = np.linspace(0.05, 0.95, 7)
    import scipy.special

    for name in special:
        program = f"import scipy.special\nprint(scipy.special.{name}(np.linspace(0.05, 0.95, 7)).tolist())"
        got = np.array(eval(engine().run(program)[0]))
        assert np.allclose(got, getattr(scipy.special, name)(x), rtol=1e-12, atol=1e-14), name


ELEMENTS = [
    "a = np.array([1.0, 2.0]); a[1] = np.array([5])", "a = np.array([1, 2]); a[1] = np.array([5])", "a = np.array([1, 2]); a[1] = [5]",
    "a = np.array([1.0, 2.0]); a[1] = (5,)", "a = np.array([True, False]); a[1] = np.array([5])", "a = np.eye(2); a[0, 1] = np.ones((2, 2))",
    "a = np.eye(2); a[np.int64(0), 1] = np.array([5])", "a = np.eye(2); a[0, 1] += np.array([1])", "a = np.eye(2); a[0][1] = np.array([])",
    "a = np.eye(2); a[0] = np.array([5])", "a = np.eye(2); a[0, :1] = np.array([5])", "a = np.array([1.0, 2.0]); a[1] = np.array(5)",
    "a = np.array(1.0); a[()] = np.array([5])", "a = np.array(1.0); a[...] = np.array([5])", "a = np.eye(2); a[0, 0, ...] = np.array([5])",
]  # fmt: skip


NOWHERE = ["0.75", "0", "np.array(-2)", "True", "[0, 0]", "[]", "[[0, 3], [4, 0]]"]


@pytest.mark.parametrize("thing", NOWHERE)
def test_where_a_number_alone_is(thing):
    assert disagreement(f"r = -np.argwhere({thing})\nprint(repr(r), r.shape)") is None


@pytest.mark.parametrize("program", ELEMENTS)
def test_an_element_takes_one_number(program):
    assert disagreement(f"{program}\nprint(a)") is None
