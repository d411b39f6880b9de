"""Names for annotations, which MicroPython does not keep."""


class _Any:
    def __getitem__(self, key):
        return self

    def __or__(self, other):
        return self

    def __call__(self, *args, **kwargs):
        return self


Any = Callable = Optional = Union = Iterable = Iterator = Sequence = Mapping = List = Dict = Tuple = Set = ClassVar = Literal = Final = Self = Protocol = Generic = _Any()
TYPE_CHECKING = False


def TypeVar(*args, **kwargs):
    return Any


def NamedTuple(name, fields):
    from collections import namedtuple

    return namedtuple(name, [f[0] for f in fields])


def cast(kind, x):
    return x


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    return Any
