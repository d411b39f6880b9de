"""dataclass and field: the fields' names are handed over by the translator as __fields__."""

import builtins

MISSING = object()


class _Field:
    def __init__(self, default, default_factory, init=True, repr=True, compare=True, kw_only=False):
        self.kw_only = kw_only
        self.default, self.default_factory, self.init, self.repr, self.compare = default, default_factory, init, repr, compare


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, compare=True, kw_only=False, **rest):
    return _Field(default, default_factory, init, repr, compare, kw_only)


class FrozenInstanceError(AttributeError):
    pass


def dataclass(cls=None, *, frozen=False, eq=True, order=False, repr=True, init=True, slots=False, kw_only=False, unsafe_hash=False):
    if cls is None:
        return lambda c: dataclass(c, frozen=frozen, eq=eq, order=order, repr=repr, init=init, kw_only=kw_only)
    names, defaults, by_name = [], {}, []
    for base in cls.__bases__:
        names += [n for n in getattr(base, "__all_fields__", ()) if n not in names]
        defaults.update(getattr(base, "__defaults_of_fields__", {}))
        by_name += getattr(base, "__by_name__", ())
    own = getattr(cls, "__fields__", ()) if "__fields__" in cls.__dict__ else ()
    for name in own:
        if name not in names:
            names.append(name)
        if name in cls.__dict__:
            defaults[name] = cls.__dict__[name]
        if kw_only or getattr(defaults.get(name), "kw_only", False):
            by_name.append(name)
    by_place = [n for n in names if n not in by_name]
    cls.__by_name__ = tuple(by_name)
    cls.__all_fields__, cls.__defaults_of_fields__ = tuple(names), defaults

    def __init__(self, *args, **kwargs):
        given = dict(zip(by_place, args))
        if len(args) > len(by_place):
            raise TypeError("%s.__init__() takes %d positional arguments but %d were given" % (cls.__name__, len(by_place) + 1, len(args) + 1))
        for name, value in kwargs.items():
            if name not in names:
                raise TypeError("%s.__init__() got an unexpected keyword argument '%s'" % (cls.__name__, name))
            given[name] = value
        missing = []
        for name in names:
            if name not in given:
                d = defaults.get(name, MISSING)
                if type(d) is _Field:
                    d = d.default if d.default_factory is MISSING else d.default_factory()
                if d is MISSING:
                    missing.append("'%s'" % name)
                given[name] = d
            object.__setattr__(self, name, given[name])
        if missing:
            raise TypeError("%s.__init__() missing %d required positional argument%s: %s" % (cls.__name__, len(missing), "" if len(missing) == 1 else "s", " and ".join(missing)))
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    def __repr__(self):
        shown = [n for n in names if not (type(defaults.get(n)) is _Field and not defaults[n].repr)]
        return cls.__name__ + "(" + ", ".join(["%s=%s" % (n, builtins.repr(getattr(self, n))) for n in shown]) + ")"

    def __eq__(self, other):
        return type(other) is type(self) and all([getattr(self, n) == getattr(other, n) for n in names])

    def __hash__(self):
        return hash(tuple([getattr(self, n) for n in names]))

    def __setattr__(self, name, value):
        raise FrozenInstanceError("cannot assign to field '%s'" % name)

    if init and "__init__" not in cls.__dict__:
        cls.__init__ = __init__
    if repr and "__repr__" not in cls.__dict__:
        cls.__repr__ = __repr__
    if eq and "__eq__" not in cls.__dict__:
        cls.__eq__ = __eq__
        if frozen:
            cls.__hash__ = __hash__
    if frozen:
        cls.__setattr__ = __setattr__
    return cls


def replace(thing, **changes):
    given = {n: getattr(thing, n) for n in thing.__all_fields__}
    given.update(changes)
    return type(thing)(**given)


def fields(thing):
    return tuple([_Named(n, thing.__defaults_of_fields__.get(n, MISSING)) for n in thing.__all_fields__])


class _Named:
    def __init__(self, name, default):
        self.name, self.default = name, default.default if type(default) is _Field else default


def asdict(thing):
    return {n: getattr(thing, n) for n in thing.__all_fields__}


def astuple(thing):
    return tuple([getattr(thing, n) for n in thing.__all_fields__])


def is_dataclass(thing):
    return hasattr(thing, "__all_fields__")
