"""collections.abc, as far as isinstance asks."""

from typing import Any


Callable = Any
Iterable = Sequence = (list, tuple, range, str)
Iterator = type(iter([]))
Set, KeysView, ValuesView = (set, frozenset), type({}.keys()), type({}.values())
Mapping = MutableMapping = dict
Generator = type((lambda: (yield))())
