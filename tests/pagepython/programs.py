"""Small programs that hypothesis writes: expressions, indexing, assignment, reductions, errors."""

from hypothesis import strategies as st

FLOATS = ["0.5", "-1.25", "2.0", "3.0", "0.0", "1e-3", "7.75", "-0.3", "12.5"]
INTS = ["0", "1", "2", "3", "-1", "-2", "5", "10"]
number = st.sampled_from(FLOATS + INTS)
ONE = "exp sqrt log abs square sign floor ceil sin cos tanh log1p expm1 negative isnan isfinite rint cbrt".split()
TWO = "+ - * / // % ** < <= > >= == !=".split()
NAMED = "maximum minimum logaddexp hypot arctan2 add multiply power logical_and copysign".split()
HALVES = "exp sqrt log sin cos tanh log1p expm1 rint cbrt logaddexp hypot arctan2 copysign".split()
REDUCTIONS = "sum mean max min prod any all var std argmax argmin".split()


@st.composite
def literal(draw, shape=None):
    """np.array([...]) of one kind."""
    shape = (
        draw(st.sampled_from([(3,), (4,), (1,), (2, 3), (3, 1), (3, 3), (2, 2, 2), (0,)]))
        if shape is None
        else shape
    )
    pool = draw(st.sampled_from([FLOATS, INTS, ["True", "False"]]))

    def nest(dims):
        if not dims:
            return draw(st.sampled_from(pool))
        return "[" + ", ".join(nest(dims[1:]) for _ in range(dims[0])) + "]"

    return f"np.array({nest(shape)})"


def of_numbers(function, argument):
    """The argument, as a number where NumPy answers truth values in half precision, which the
    page does not have: np.exp(True) is np.float16(2.719) there, np.float64(2.718281828459045) here."""
    return f"({argument} + 0)" if function in HALVES else argument


def leaf():
    return st.one_of(number, literal(), st.sampled_from(["a", "b", "c", "k", "x"]))


def expressions():
    def more(inner):
        return st.one_of(
            st.tuples(inner, st.sampled_from(TWO), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            st.tuples(st.sampled_from(ONE), inner).map(
                lambda t: f"np.{t[0]}({of_numbers(*t)})",
            ),
            st.tuples(st.sampled_from(NAMED), inner, inner).map(
                lambda t: f"np.{t[0]}({of_numbers(*t[:2])}, {of_numbers(t[0], t[2])})"
            ),
            st.tuples(st.sampled_from(REDUCTIONS), inner).map(lambda t: f"np.{t[0]}({t[1]})"),
            st.tuples(
                st.sampled_from(REDUCTIONS),
                inner,
                st.sampled_from(["0", "1", "-1", "None"]),
                st.booleans(),
            ).map(lambda t: f"np.{t[0]}({t[1]}, axis={t[2]}, keepdims={t[3]})"),
            st.tuples(inner, keys()).map(lambda t: f"np.asarray({t[0]})[{t[1]}]"),
            st.tuples(inner, inner).map(lambda t: f"({t[0]} @ {t[1]})"),
            st.tuples(inner, inner, inner).map(lambda t: f"np.where({t[0]}, {t[1]}, {t[2]})"),
            st.tuples(inner, st.sampled_from(SHAPING)).map(lambda t: t[1].format(t[0])),
            inner.map(lambda e: f"(-{e})"),
            inner.map(lambda e: f"(~({e} > 0))"),
        )

    return st.recursive(leaf(), more, max_leaves=5)


SHAPING = [
    "np.cumsum({})", "np.sort({})", "np.argsort({}, kind='stable')", "np.asarray({}).T", "np.ravel({})", "np.atleast_1d({})",
    "np.concatenate([np.ravel({0}), np.ravel({0})])", "np.stack([{0}, {0}])", "np.diff({})", "np.unique({})", "np.clip({}, -1, 2)",
    "np.round({}, 1)", "np.asarray({}).reshape(-1)", "np.asarray({}).astype(int)", "np.asarray({}).astype(bool)", "np.asarray({}).astype(float)",
    "np.flip({})", "np.repeat({}, 2)", "np.tile({}, 2)", "np.outer({0}, {0})", "np.median({})", "np.zeros_like({})", "np.expand_dims({}, 0)",
    "np.squeeze({})", "np.linalg.norm({})", "np.count_nonzero({})", "np.nonzero(np.atleast_1d({}))", "np.ptp({})", "np.asarray({}).tolist()",
    "np.column_stack([{0}, {0}])", "np.vstack([{0}, {0}])", "np.hstack([{0}, {0}])", "np.cumprod({})", "np.eye(3) * {}", "np.swapaxes({}, 0, -1)",
    "np.argwhere({})", "np.allclose({0}, {0})", "np.isclose({0}, {0})", "np.shape({})", "np.size({})", "np.full(3, {})", "np.roll({}, 1)", "float({})", "bool({})", "int({})", "len({})", "list({})", "sum({})", "max({})", "[v for v in {}]", "sorted({})", "abs({})", "round({}, 2)", "str({})", "f'{{{}}}'", "f'{{np.sum({}):.3f}}'", "type({}).__name__", "isinstance({}, np.ndarray)", "np.asarray({}).dtype", "np.quantile({}, 0.3)", "np.interp({}, [0, 1, 2], [1.0, 3.0, 2.0])", "np.searchsorted([0, 1, 2], {})", "np.array_equal({0}, {0})", "np.bincount(np.ravel(np.abs({})).astype(int) % 5)",
]  # fmt: skip


def keys():
    one = st.one_of(
        st.sampled_from(
            [
                "0",
                "1",
                "-1",
                "2",
                ":",
                "1:",
                ":2",
                "::2",
                "::-1",
                "None",
                "...",
                "[0, 1]",
                "[0, -1, 0]",
                "np.array([1, 0])",
                "-2:",
                "5",
            ]
        ),
        st.sampled_from(["a > 0", "b != 0", "[True, False, True]", "1.5"]),
    )
    return st.lists(one, min_size=1, max_size=3).map(", ".join)


@st.composite
def assignment(draw):
    target = draw(st.sampled_from(["a", "b", "c"]))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return f"{target}[{draw(keys())}] = {draw(leaf())}"
    if kind == 1:
        return f"{target} {draw(st.sampled_from('+= -= *= /= **= //='.split()))} {draw(leaf())}"
    if kind == 2:
        return (
            f"{target}[{draw(keys())}] {draw(st.sampled_from('+= *= -='.split()))} {draw(leaf())}"
        )
    return f"v = {target}[{draw(keys())}]; v[...] = {draw(number)}"


@st.composite
def programs(draw):
    lines = [
        "a = np.array([0.5, -1.0, 2.0])",
        "b = np.array([[1, 2, 0], [3, -4, 5]])",
        "c = np.arange(6.0).reshape(2, 3) / 4",
        "k = 3",
        "x = 0.75",
    ]
    lines += draw(st.lists(assignment(), max_size=2))
    expression = draw(expressions())
    lines += [
        f"r = {expression}",
        "print(repr(r))",
        "print(r)",
        "if not isinstance(r, np.dtype): print(type(r).__name__, np.shape(r), np.asarray(r).dtype.kind)",
        "print(a, b, c)",
    ]
    return "\n".join(lines)
