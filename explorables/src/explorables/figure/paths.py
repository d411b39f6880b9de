"""Where something stands in a figure's JSON: paths, and what they are called in words."""

from __future__ import annotations


def references(plain, path=()):
    """All (path, {"$": node}) in a figure's JSON."""
    if isinstance(plain, dict) and "$" in plain:
        yield path, plain
    elif isinstance(plain, dict | list):
        for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
            yield from references(value, (*path, key))


def in_words(plain, path):
    """A path in words: panel 1 line y."""
    words: list[str] = []
    for key in path:
        plain = plain[key]
        if isinstance(key, int):
            name = plain.get("type") if isinstance(plain, dict) else None
            words[-1:] = [name or f"{words[-1].rstrip('s')} {key + 1}"]
        else:
            words.append(key)
    return " ".join(words)
