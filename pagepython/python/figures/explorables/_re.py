"""Regular expressions of Python by those of JavaScript, as far as the figures' sources need them."""

import _page

DOTALL = S = 16
IGNORECASE = I = 2
MULTILINE = M = 8
_FLAGS = ((DOTALL, "s"), (IGNORECASE, "i"), (MULTILINE, "m"))


def _matches(pattern, string, flags=""):
    return _page.matches(pattern, flags, string)


class Match:
    """What a pattern found: its groups and where it stands."""

    def __init__(self, found, string):
        self._at, self._groups, self.string = found[0], found[1:], string

    def __getitem__(self, k):
        return self._groups[k]

    def group(self, *ks):
        found = tuple([self._groups[k] for k in ks or (0,)])
        return found if len(found) > 1 else found[0]

    def groups(self):
        return tuple(self._groups[1:])

    def start(self, k=0):
        return self._at

    def end(self, k=0):
        return self._at + len(self._groups[0])


class Pattern:
    def __init__(self, pattern, flags=0):
        self.pattern, self.flags = pattern, "".join([mark for bit, mark in _FLAGS if flags & bit])

    def _found(self, string, before="", after=""):
        found = _matches(before + self.pattern + after, string, self.flags)
        return Match(found[0], string) if found else None

    def search(self, string):
        return self._found(string)

    def match(self, string):
        return self._found(string, "^(?:", ")")

    def fullmatch(self, string):
        return self._found(string, "^(?:", ")$")

    def finditer(self, string):
        return iter([Match(found, string) for found in _matches(self.pattern, string, self.flags)])

    def findall(self, string):
        groups = [found[1:] for found in _matches(self.pattern, string, self.flags)]
        return [g[0] if len(g) == 1 else g[1] if len(g) == 2 else tuple(g[1:]) for g in groups]

    def split(self, string):
        parts, at = [], 0
        for found in self.finditer(string):
            parts.append(string[at : found.start()])
            parts += found.groups()
            at = found.end()
        return parts + [string[at:]]

    def sub(self, new, string):
        out, at = [], 0
        for found in self.finditer(string):
            out += [string[at : found.start()], new(found) if callable(new) else _filled(new, found)]
            at = found.end()
        return "".join(out) + string[at:]


def _filled(new, found):
    for k in range(len(found.groups()) + 1):
        new = new.replace("\\g<%d>" % k, found[k] or "").replace("\\%d" % k, found[k] or "")
    return new


def compile(pattern, flags=0):
    return pattern if type(pattern) is Pattern else Pattern(pattern, flags)


def escape(text):
    return "".join(["\\" + c if c in ".^$*+?{}[]\\|()/-" else c for c in text])


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, flags=0):
    return compile(pattern, flags).split(string)


def sub(pattern, new, string, flags=0):
    return compile(pattern, flags).sub(new, string)
