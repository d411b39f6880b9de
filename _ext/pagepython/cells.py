"""What a code cell is to the page: an exercise, a cell to change, imports."""

import ast
import json
import re
from pathlib import Path

from docutils import nodes

CHECK = re.compile(r"^check(?:_setting)?\((.+)\)$", re.MULTILINE)
LISTED = Path(__file__).resolve().parents[2] / "pagepython" / "cells.json"
CHANGEABLE = json.loads(LISTED.read_text(encoding="utf-8")) if LISTED.exists() else {}
HERE = {"numpy", "scipy.special", "scipy.stats", "scipy.optimize", "scipy.integrate", "math"}
HERE |= {"itertools", "functools", "dataclasses", "collections", "textwrap", "glm_core"}


def code_of(cell):
    """The source of a cell's container."""
    block = next(iter(cell.findall(nodes.literal_block)), None)
    return "" if block is None else block.astext()


def exercise_of(source, known):
    """(name, what is handed in) of a cell that checks an exercise, else None."""
    for call in CHECK.findall(source):
        name = re.search(r'"([\w-]+)"', call)
        answer = re.search(r"(?<![\w\"-])[A-Za-z_]\w*(?![\w\"-])", re.sub(r'"[\w-]+"', "", call))
        if name and answer and name[1] in known:
            return name[1], answer[0]
    return None


def starter_of(source):
    """The cell without its check: what stands in the editor at first."""
    lines = [
        line
        for line in source.split("\n")
        if not line.startswith("from glm_core.exercises") and not CHECK.fullmatch(line)
    ]
    text = "\n".join(lines).strip("\n")
    return re.sub(r"^(def .*:) \.\.\.$", r"\1\n    ...", text, flags=re.MULTILINE) + "\n"


def imports_of(sources, figures=False):
    """[names, statement] of each import on a page that the page's Python may have.

    What makes figures only where it is asked for: such imports are many, and cells that need them
    run after the page's own.
    """
    found = {}
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        for node in tree.body:
            if isinstance(node, ast.Import):
                for name in node.names:
                    if name.name in HERE:
                        found[name.asname or name.name.split(".")[0]] = _import(name)
            if isinstance(node, ast.ImportFrom) and node.module and _has(node.module, figures):
                for name in node.names:
                    found[name.asname or name.name] = f"from {node.module} {_import(name)}"
    return [[name, statement] for name, statement in sorted(found.items())]


def _has(module, figures):
    if module in ("explorables", "glm_core.explore"):
        return figures
    if module.startswith(("glm_core.exercises", "glm_core.explore", "glm_core.notebook")):
        return False
    return module in HERE or module.startswith("glm_core.")


def _import(name):
    return f"import {name.name}" + (f" as {name.asname}" if name.asname else "")
