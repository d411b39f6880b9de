"""The page's Python: what MicroPython lacks among the builtins, running a cell, and grading an answer."""

import builtins
import functools
import io
import itertools
import json
import sys
from collections import OrderedDict

import _abc
import _math
import _nd
import numpy as np
from jsffi import to_js
from numpy._core import float64, generic, ndarray, slice_of, to_float

_isinstance, _round, _zip, _sorted, _max, _min, _repr, _str = isinstance, round, zip, sorted, max, min, repr, str


def plain(x):
    return x.v if _isinstance(x, generic) else x


def formatted(x, spec=""):
    """format(x, spec) as CPython has it, for numbers and words."""
    x = plain(x)
    t = type(x)
    if t is float:
        return _nd.format("f", x, spec) if spec else _nd.pyfloat(x)
    if t is bool:
        return _raised(_nd.format("i", "1" if x else "0", spec)) if spec else _str(x)
    if t is int:
        return _raised(_nd.format("i", _str(x) if -1000000000 > x or x > 1000000000 else x, spec)) if spec else _str(x)
    if _isinstance(x, _str):
        return _raised(_nd.format("U", x, spec)) if spec else x
    if hasattr(x, "__format__"):
        return x.__format__(spec)
    if spec:
        raise TypeError("unsupported format string passed to %s.__format__" % ("numpy.ndarray" if t is ndarray else t.__name__))
    return text(x)


def _raised(r):
    if r is None:
        name, message = _nd.fault()
        raise ValueError(message)
    return r


def text(x):
    """str(x) with CPython's digits."""
    t = type(x)
    return _nd.pyfloat(x) if t is float else shown(x) if t in _NESTED else _str(x)


def to_text(x="", *encoding):
    return _str(x, *encoding) if encoding else text(x)


def shown(x):
    """repr(x) with CPython's digits and order of brackets."""
    t = type(x)
    if t is float:
        return _nd.pyfloat(x)
    if t is list:
        return "[" + ", ".join([shown(i) for i in x]) + "]"
    if t is tuple:
        return "(" + ", ".join([shown(i) for i in x]) + (",)" if len(x) == 1 else ")")
    if t is dict or t is OrderedDict:
        return "{" + ", ".join([shown(k) + ": " + shown(v) for k, v in x.items()]) + "}"
    if t is set:
        return "{" + ", ".join([shown(i) for i in x]) + "}" if x else "set()"
    return _repr(x)


_NESTED = (list, tuple, dict, OrderedDict, set)


def fstring(*parts):
    out = []
    for part in parts:
        if type(part) is tuple:
            x, conversion, spec = part
            x = shown(x) if conversion == "r" or conversion == "a" else text(x) if conversion == "s" else x
            part = formatted(x, spec)
        out.append(part)
    return "".join(out)


def percent(s, x):
    """s % x where x may hold numbers of NumPy."""
    if isinstance(x, dict):
        return s % {k: plain(v) for k, v in x.items()}
    return s % (tuple([_printable(v) for v in x]) if type(x) is tuple else _printable(x))


def _printable(x):
    return text(x) if type(x) is ndarray or type(x) in _NESTED else plain(x)


def method(x, name):
    """A method that MicroPython's str lacks, or that its list has in a form of its own."""
    if name == "sort" and _isinstance(x, list):
        return lambda *args, **kwargs: _sort(x, *args, **kwargs)
    if name == "maketrans":
        return lambda a, b="": {ord(c): d for c, d in (a.items() if _isinstance(a, dict) else _zip(a, b))}
    if not _isinstance(x, _str) or (hasattr(x, name) and name != "format"):
        return getattr(x, name)
    return lambda *args, **kwargs: _METHODS[name](x, *args, **kwargs)


def _format_method(s, *args, **kwargs):
    out, i, auto = [], 0, 0
    while i < len(s):
        c = s[i]
        if c in "{}" and s[i : i + 2] == c * 2:
            out.append(c)
            i += 2
        elif c == "{":
            end, depth = i + 1, 1
            while depth:
                depth += (s[end] == "{") - (s[end] == "}")
                end += 1
            head, _, spec = s[i + 1 : end - 1].partition(":")
            name, _, conversion = head.partition("!")
            field = name.split(".")[0].split("[")[0]
            if field == "":
                x, auto = args[auto], auto + 1
            else:
                x = args[int(field)] if field.isdigit() else kwargs[field]
            for part in name[len(field) :].replace("]", "").replace("[", ".").split(".")[1:]:
                x = x[int(part)] if part.isdigit() else getattr(x, part) if hasattr(x, part) else x[part]
            out.append(fstring((x, conversion, _format_method(spec, *args[auto:], **kwargs) if "{" in spec else spec)))
            i = end
        else:
            out.append(c)
            i += 1
    return "".join(out)


def _title(s):
    return " ".join([w[:1].upper() + w[1:].lower() for w in s.split(" ")])


_METHODS = {
    "format": _format_method,
    "ljust": lambda s, n, c=" ": s + c * (n - len(s)),
    "rjust": lambda s, n, c=" ": c * (n - len(s)) + s,
    "zfill": lambda s, n: s[:1] + "0" * (n - len(s)) + s[1:] if s[:1] in "+-" and s else "0" * (n - len(s)) + s,
    "title": _title,
    "capitalize": lambda s: s[:1].upper() + s[1:].lower(),
    "casefold": lambda s: s.lower(),
    "removeprefix": lambda s, p: s[len(p) :] if s.startswith(p) else s,
    "removesuffix": lambda s, p: s[: -len(p)] if p and s.endswith(p) else s,
    "isidentifier": lambda s: bool(s) and not s[0].isdigit(),
    "isnumeric": lambda s: s.isdigit(),
    "swapcase": lambda s: "".join([c.lower() if c == c.upper() else c.upper() for c in s]),
    "expandtabs": lambda s, n=8: s.replace("\t", " " * n),
    "translate": lambda s, table: "".join([_str(table.get(ord(c), c) or "") for c in s]),
    "istitle": lambda s: s == _title(s),
}


class _Left:
    """A plain number left of <: MicroPython does not ask the right side."""

    def __init__(self, x):
        self.x = x

    def __array__(self):
        return self.x

    def __lt__(self, o):
        o = o.x if type(o) is _Left else o
        return o > self.x if _isinstance(o, (ndarray, generic)) else self.x < o

    def __le__(self, o):
        o = o.x if type(o) is _Left else o
        return o >= self.x if _isinstance(o, (ndarray, generic)) else self.x <= o

    def __gt__(self, o):
        o = o.x if type(o) is _Left else o
        return o < self.x if _isinstance(o, (ndarray, generic)) else self.x > o

    def __ge__(self, o):
        o = o.x if type(o) is _Left else o
        return o <= self.x if _isinstance(o, (ndarray, generic)) else self.x >= o


def left(x):
    t = type(x)
    return _Left(x) if t is float or t is int or t is bool else x


def ordered(*pairs):
    return OrderedDict(pairs)


def ordered_of(*given, **more):
    out = OrderedDict(*given)
    out.update(more)
    return out


_INPLACE = {
    "*": ("multiply", lambda a, b: a * b), "/": ("divide", lambda a, b: a / b), "//": ("floor_divide", lambda a, b: a // b),
    "%": ("remainder", lambda a, b: a % b), "**": ("power", lambda a, b: a**b), "@": ("", lambda a, b: a @ b),
    "&": ("bitwise_and", lambda a, b: a & b), "|": ("bitwise_or", lambda a, b: a | b), "^": ("bitwise_xor", lambda a, b: a ^ b),
    "<<": ("left_shift", lambda a, b: a << b), ">>": ("right_shift", lambda a, b: a >> b),
}  # fmt: skip


def inplace(op, a, b):
    name, plain_op = _INPLACE[op]
    return a._put(name, b) if type(a) is ndarray and name else plain_op(a, b)


class _Stepped:
    """x[a:b:c] of what is no array."""

    def __init__(self, x):
        self.x = x

    def __getitem__(self, key):
        n, step = len(self.x), key.step if key.step is not None else 1
        step = int(step)
        if step == 0:
            raise ValueError("slice step cannot be zero")
        low, high = (0, n) if step > 0 else (-1, n - 1)
        clamp = lambda v, none: none if v is None else _max(low, _min(high, int(v) + n if v < 0 else int(v)))
        picked = [self.x[k] for k in range(clamp(key.start, low if step > 0 else high), clamp(key.stop, high if step > 0 else low), step)]
        return "".join(picked) if _isinstance(self.x, _str) else tuple(picked) if type(self.x) is tuple else picked


def stepped(x):
    return _Stepped(x) if type(x) in (list, tuple, _str) else x


def _flat(kinds):
    out = []
    for kind in kinds:
        out += _flat(kind) if type(kind) is tuple else [kind]
    return out


def isinstance_(x, kinds):
    kinds = tuple(_flat(kinds)) if type(kinds) is tuple else (kinds,)
    if None in kinds:
        if x is None:
            return True
        kinds = tuple([k for k in kinds if k is not None])
    if _isinstance(x, kinds):
        return True
    return int in kinds if type(x) is bool else float in kinds if type(x) is float64 else False


def round_(x, n=None):
    if type(x) is ndarray:
        raise TypeError("type numpy.ndarray doesn't define __round__ method")
    if _isinstance(x, generic):
        return x.__round__(n)
    if type(x) is float and n is None:
        return int(np.rint(x)) if abs(x) < 1e15 else int(x)
    if type(x) is float:
        return float(_nd.format("f", x, ".%df" % n)) if 0 <= n < 20 and x - x == 0 else _round(x, n)
    return _round(x) if n is None else _round(x, n)


def zip_(*xs, strict=False):
    if not strict:
        return _zip(*xs)
    xs = [list(x) for x in xs]
    for k, x in enumerate(xs):
        if len(x) != len(xs[0]):
            raise ValueError("zip() argument %d is %s than argument%s" % (k + 1, "shorter" if len(x) < len(xs[0]) else "longer", " 1" if k == 1 else "s 1-%d" % k))
    return _zip(*xs)


def _number(x):
    """With NumPy's scalars as plain numbers, in tuples and lists too: MicroPython's own order takes no other."""
    if type(x) in (tuple, list):
        return type(x)([_number(v) for v in x])
    return plain(x) if _isinstance(x, generic) else x


def sorted_(x, *, key=None, reverse=False):
    """Equal items stay in their order, as in CPython: MicroPython's own sort moves them."""
    x = list(x)
    scores = [_number(i if key is None else key(i)) for i in x]
    kinds = {type(s) for s in scores}
    if kinds <= {int, float, bool} or kinds == {_str}:
        places = [k for _, k in _sorted([(s, -k if reverse else k) for k, s in enumerate(scores)], reverse=reverse)]
        return [x[-k if reverse else k] for k in places]
    places = list(range(len(x)))
    places = _merged(places[::-1] if reverse else places, scores)
    return [x[k] for k in (places[::-1] if reverse else places)]


def _merged(places, scores):
    """Merge sort of places by scores that may be anything that compares."""
    if len(places) < 2:
        return places
    left, right = _merged(places[: len(places) // 2], scores), _merged(places[len(places) // 2 :], scores)
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if bool(_less(scores[right[j]], scores[left[i]])):
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    return out + left[i:] + right[j:]


def _sort(x, *, key=None, reverse=False):
    x[:] = sorted_(x, key=key, reverse=reverse)


def _less(a, b):
    return b > a if _isinstance(b, (ndarray, generic)) and not _isinstance(a, (ndarray, generic)) else a < b


def _extreme(native, name):
    def pick(*xs, key=None, **default):
        items = list(xs[0]) if len(xs) == 1 else list(xs)
        if not items:
            if "default" in default:
                return default["default"]
            raise ValueError("%s() iterable argument is empty" % name)
        best = items[0]
        score = best if key is None else key(best)
        for item in items[1:]:
            new = item if key is None else key(item)
            if _less(score, new) if name == "max" else _less(new, score):
                best, score = item, new
        return best

    def quick(*xs, **options):
        if not options and len(xs) > 1 and all([type(x) is int or type(x) is float for x in xs]):
            return native(*xs)
        return pick(*xs, **options)

    return quick


def sum_(xs, start=0):
    total = start
    for x in xs:
        total = total + x
    return total


def print_(*things, sep=" ", end="\n", file=None, flush=False):
    line = (" " if sep is None else sep).join([text(t) for t in things]) + ("\n" if end is None else end)
    if file is None:
        _nd.write(line)
    else:
        file.write(line)


def cached(f=None, maxsize=None, typed=False):
    if f is None or type(f) is int:
        return cached
    seen = {}

    def run(*args, **kwargs):
        key = (args, tuple(sorted_(kwargs.items())))
        if key not in seen:
            seen[key] = f(*args, **kwargs)
        return seen[key]

    return run


class CachedProperty:
    """A property that is computed once."""

    def __init__(self, f):
        self.f, self.values = f, {}

    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        key = id(thing)
        if key not in self.values or self.values[key][0] is not thing:
            self.values[key] = (thing, self.f(thing))
        return self.values[key][1]


def refused(name):
    def f(*args, **kwargs):
        raise RuntimeError("%s() is not in the page's Python: there are no files and no keyboard here." % name)

    return f


def install():
    """The builtins of CPython, once."""
    for name, value in {
        "__f": fstring, "__n": left, "__list": lambda *x: list(x), "__set": lambda *x: set(x), "__tuple": lambda *x: x,
        "__method": method, "__stepped": stepped, "__inplace": inplace, "__float": to_float, "__str": to_text, "repr": shown, "__percent": percent, "slice": slice_of, "__dict": ordered, "__dict_of": ordered_of, "__items": lambda d: d.items(), "isinstance": isinstance_, "round": round_, "zip": zip_, "sorted": sorted_,
        "max": _extreme(_max, "max"), "min": _extreme(_min, "min"), "sum": sum_, "print": print_, "format": formatted,
        "vars": lambda x: x.__dict__, "open": refused("open"), "input": refused("input"),
    }.items():  # fmt: skip
        setattr(builtins, name, value)
    functools.cache = functools.lru_cache = cached
    functools.cached_property = CachedProperty
    for name, value in {"product": _product, "combinations": _combinations, "permutations": _permutations, "pairwise": lambda x: zip(list(x)[:-1], list(x)[1:]), "zip_longest": None}.items():
        if not hasattr(itertools, name) and value is not None:
            setattr(itertools, name, value)
    sys.modules["math"], sys.modules["collections.abc"] = _math, _abc
    for name in ("js", "jsffi", "_nd", "os", "vfs", "asyncio", "uctypes"):
        sys.modules[name] = _Closed(name)


class _Closed:
    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        raise ImportError("the module %s is closed in the page's Python" % self._name)


def _product(*xs, repeat=1):
    rows = [()]
    for x in [list(x) for x in xs] * repeat:
        rows = [r + (i,) for r in rows for i in x]
    return iter(rows)


def _combinations(x, k):
    x = list(x)
    if k == 0:
        return iter([()])
    return iter([(x[i],) + rest for i in range(len(x)) for rest in _combinations(x[i + 1 :], k - 1)])


def _permutations(x, k=None):
    x = list(x)
    k = len(x) if k is None else k
    if k == 0:
        return iter([()])
    return iter([(x[i],) + rest for i in range(len(x)) for rest in _permutations(x[:i] + x[i + 1 :], k - 1)])


# What a reader's own mistakes are called in CPython.

signatures = {}  # name of a function of the reader: {"names": parameters, "defaults": how many, "open": *args}


def like_cpython(error, f=None, given=()):
    """The error with CPython's words, where MicroPython has others."""
    said = _better(type(error).__name__, str(error), error)
    if type(error) is TypeError and "positional argument" in said:
        said = _arity(signatures.get(getattr(f, "__name__", "")), getattr(f, "__name__", "f"), len(given)) or said
    if type(error) is KeyError and error.args:
        said = shown(error.args[0])
    return error if said == str(error) else type(error)(said)


def _arity(known, name, n):
    if not known or known["open"]:
        return None
    names = known["names"]
    if n > len(names):
        low = len(names) - known["defaults"]
        count = "%d" % len(names) if not known["defaults"] else "from %d to %d" % (low, len(names))
        return "%s() takes %s positional argument%s but %d %s given" % (name, count, "" if count == "1" else "s", n, "was" if n == 1 else "were")
    missing = ["'%s'" % p for p in names[n : len(names) - known["defaults"]]]
    if not missing:
        return None
    said = missing[0] if len(missing) == 1 else " and ".join(missing) if len(missing) == 2 else ", ".join(missing[:-1]) + ", and " + missing[-1]
    return "%s() missing %d required positional argument%s: %s" % (name, len(missing), "" if len(missing) == 1 else "s", said)


class Muted:
    """Prints go nowhere."""

    def __enter__(self):
        _nd.mute(True)

    def __exit__(self, *error):
        _nd.mute(False)
        return False


# Running what a reader wrote.

globals_of = {}


def names(key):
    """The names that the cells of one editor or page share."""
    if key not in globals_of:
        globals_of[key] = {"__name__": "__main__", "np": np}
    return globals_of[key]


def forget(key):
    globals_of.pop(key, None)


def run(source, key, about=""):
    """What went wrong, as text, or ''. Prints go out by themselves; the last value is shown.

    `about` is what the page read off the source: names, defaults and docstrings of its functions.
    """
    space = names(key)
    space["__show"] = _show
    made.clear()
    displayed.clear()
    for name, said in (json.loads(about) if about else {}).items():
        defined[name] = (space, said)
    try:
        exec(compile(source, "<cell>", "exec"), space)
        return ""
    except BaseException as error:  # noqa
        return told(error)


def _show(value):
    if hasattr(value, "macros") and hasattr(value, "at"):
        displayed.append(value)
    elif value is not None:
        _nd.write(shown(value) + "\n")


# Figures of `explorables`, whose sources come when they are asked for.

made = []  # by the cell that runs
displayed = []  # by its last line
figures = {}  # number under which the page knows a figure: (key of its cell, the figure)
counted = [0]
defined = {}  # name of a function: (the names around it, what the page read off its source)


def shown_figures(key):
    """JSON of the figures that the last cell shows, or made if it shows none; they replace those before."""
    out = []
    for number in [n for n, (owner, _) in figures.items() if owner == key]:
        figures.pop(number)
    for figure in displayed or made:
        counted[0] += 1
        figures[counted[0]] = (key, figure)
        out.append({"number": counted[0], "name": _repr(figure), "displayed": figure in displayed, "payload": figure.payload(), "macros": figure.macros()})
    return json.dumps(out)


def figure_at(number, values):
    """JSON of a figure at these values, or of what went wrong; arrays and texts are handed over by themselves."""
    if number not in figures:
        return '{"gone": true}'
    try:
        answer, slots = figures[number][1].at(json.loads(values))
        for slot in slots:
            _nd.supply(slot if _isinstance(slot, _str) else slot._)
        return json.dumps(answer)
    except BaseException as error:  # noqa
        return json.dumps({"error": told(error)})


def doc_of(f):
    said = defined.get(getattr(f, "__name__", ""))
    return said and said[1]["doc"] and eval(said[1]["doc"])


def matches(pattern, flags, string):
    """[[place, whole, *groups], …] of a regular expression, by JavaScript's."""
    found = _nd.matches(pattern, flags, string)
    if found is None:
        raise ValueError("a regular expression that the page's Python cannot read (got %s)" % _repr(pattern))
    return json.loads(found)


def told(error):
    """A traceback that names the reader's lines alone."""
    out = io.StringIO()
    sys.print_exception(error, out)
    lines = out.getvalue().strip().split("\n")
    kept = [l for l in lines if '"<cell>"' in l]
    name = type(error).__name__
    said = str(error)
    if name == "RuntimeError" and "maximum recursion" in said:
        name = "RecursionError"
    last = "%s: %s" % (name, _better(name, said, error)) if said else name
    return "\n".join([l.replace('File "<cell>", ', "").replace("<module>", "the cell") for l in kept] + [last])


def _better(name, said, error):
    if name == "NameError" and said.startswith("name "):
        return said.replace("isn't defined", "is not defined")
    if name == "ZeroDivisionError" and said == "divide by zero":
        return "division by zero"
    if name == "ImportError" and said.startswith("no module named '"):
        package, _, missing = said[17:-1].rpartition(".")
        if package in sys.modules:
            return "cannot import name '%s' from '%s'%s" % (missing, package, _near(missing, dir(sys.modules[package])))
        return said + " in the page's Python"
    if name == "ImportError" and said.startswith("can't import name "):
        return "cannot import name '%s'" % said[18:]
    return said


def _near(name, known):
    from difflib import get_close_matches

    found = get_close_matches(name, [k for k in known if k[0] != "_"], n=1)
    return " (did you mean %s?)" % found[0] if found else ""


def function(space, source_names):
    """The last function or class that a source defined, else None."""
    for name in reversed(source_names):
        if name in space:
            return space[name]
    return None
