"""collections.abc, as far as isinstance asks."""


Callable = type(lambda: 0)
Iterable = Sequence = (list, tuple, range, str)
Iterator = type(iter([]))
Set, KeysView, ValuesView = (set, frozenset), type({}.keys()), type({}.values())
Mapping = MutableMapping = dict
Generator = type((lambda: (yield))())
