"""Several cells for one answer (copied, split, merged): one answer of them, nothing lost."""

import ast
import re

from machine.assignment import ANSWER, parsed


def joined(own, parts, mended):
    """The text of the answer `own` from the cells that claim to be it, in their order."""
    parts = [part for part in parts if part.strip()]
    answered = [part for part in parts if _plain(part) != _plain(own.released)]
    if len(parts) > 1:
        kind = "copied" if _same_start(parts) else "split"
        mended.append(f"{own.name}: {len(parts)} cells ({kind}), joined")
    if not answered:
        return own.released
    if len({_plain(part) for part in answered}) == 1:
        return answered[0]
    if own.kind != ANSWER:
        return "\n\n".join(_without_stub(part, own) for part in answered)
    return _code(own, parts, answered)


def _code(own, parts, answered):
    """Each for itself if each is Python; else what makes Python when it is put together."""
    if all(map(parses, answered)):
        filled = [part for part in answered if not still_stub(part, own)]
        return "\n\n".join(filled or answered)
    for together in ("\n".join(parts), "".join(parts), "\n".join(answered)):
        if parses(together):
            return together
    return "\n\n".join(part for part in answered if parses(part)) or answered[-1]


def still_stub(part, own):
    """Does it define what is asked, with nothing but `raise NotImplementedError()` in it?"""
    asked = [n for n in parsed(part) if isinstance(n, ast.FunctionDef) and n.name in own.defines]
    return bool(asked) and all(_raises(node) for node in asked)


def _raises(node):
    body = [
        n for n in node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
    ]
    return (
        len(body) == 1
        and isinstance(body[0], ast.Raise)
        and "NotImplementedError" in ast.dump(body[0])
    )


def _without_stub(part, own):
    """A text answer without the words that asked for it."""
    return part.replace("YOUR ANSWER HERE", "").strip() or part


def _same_start(parts):
    firsts = {_plain(part)[:40] for part in parts}
    return len(firsts) < len(parts)


def parses(code):
    """Is it Python?"""
    return bool(parsed(code)) or not code.strip()


def _plain(text):
    return re.sub(r"\s+", " ", text).strip()
