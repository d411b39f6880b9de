"""Find the cells that the page's Python can run, and write them to pagepython/cells.json.

Every visible code cell is run after the cells it needs, in the committed page's Python (in Node),
and what it prints is compared with the stored output; a figure that it shows must be computable.

python tools/pagecells.py                        write the list, and say why the rest do not run
python tools/pagecells.py book/entropy.ipynb     the same for one chapter
python tools/pagecells.py --check                fail unless the committed list is this one
"""

import argparse
import ast
import builtins
import json
import re
import symtable
import sys
import zlib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "_ext")]
LIST = ROOT / "pagepython" / "cells.json"
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
SECONDS = 4  # the page allows 5, and four times as much for the cells before


def cells_of(path):
    """Code cells that stand in the page, in order."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = [c for c in found if c["cell_type"] == "code"]
    return [c for c in shown if "remove-cell" not in c["metadata"].get("tags", [])]


def source(cell):
    return "".join(cell["source"])


def is_changeable(cell):
    """Visible code without an exercise."""
    text, tags = source(cell), cell["metadata"].get("tags", [])
    hidden = "hide-input" in tags or "remove-input" in tags or "raises-exception" in tags
    return not hidden and "\ncheck(" not in text


def stored(cell):
    """The text that the notebook keeps of a cell."""
    texts: list[str] = []
    for output in cell["outputs"]:
        texts += output.get("text", []) if output["output_type"] == "stream" else []
        texts += output.get("data", {}).get("text/plain", [])
    return "".join(texts)


def names(tree):
    """(names that code takes from before it, names that it defines at its top)."""
    read: set[str] = set()
    made: set[str] = set()
    for node in tree.body:
        table = symtable.symtable(ast.unparse(node), "cell", "exec")
        stored = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        used = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
        simple = isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Assert)
        read |= ((used if simple else used - stored) | _globals(table)) - made
        made |= stored
    return read - set(dir(builtins)), made


def _globals(table):
    """Names that functions and comprehensions inside take from outside."""
    found = set()
    for child in table.get_children():
        found |= {s.get_name() for s in child.get_symbols() if s.is_global()} | _globals(child)
    return found


def needs(known, k):
    """Places of the earlier cells that cell k needs, in order."""
    wanted, stack = set(), [(k, known[k][0])]
    while stack:
        place, read = stack.pop()
        for name in read:
            before = [j for j in range(place) if name in known[j][1]]
            if before and before[-1] not in wanted:
                wanted.add(before[-1])
                stack.append((before[-1], known[before[-1]][0]))
    return sorted(wanted - {k})


def agree(a, b):
    """The same words, and numbers to six digits."""

    def squeeze(text):
        return re.sub(r"\s+", "", NUMBER.sub("#", text))

    if squeeze(a) != squeeze(b):
        return False
    pairs = zip(NUMBER.findall(a), NUMBER.findall(b), strict=True)
    return all(abs(float(x) - float(y)) <= 1e-6 * max(1, abs(float(x))) for x, y in pairs)


def _failure(engine, figure):
    """What the page says of a figure at its opening, or ""."""
    opening = {p["name"]: p["value"] for p in figure["payload"]["parameters"]}
    answer = engine.ask("figure", number=figure["number"], values=opening)
    return "" if "figure" in answer else answer.get("error", "it does not answer")


def checksum(cell):
    """By which the page knows a cell: an edited one is another."""
    return f"{zlib.crc32(source(cell).encode()):08x}"


def survey(engine, paths, say=lambda *_: None, tried=lambda _document, _sum: True, seconds=SECONDS):
    """({document: {checksum: needs}}, reasons of the others) of the cells that are `tried`."""
    reasons: list[tuple] = []
    found: dict[str, dict] = {}
    for path in paths:
        cells, document = cells_of(path), f"book/{path.stem}"
        known = []
        for cell in cells:
            try:
                known.append(names(ast.parse(source(cell))))
            except SyntaxError:
                known.append((set(), set()))
        for k, cell in enumerate(cells):
            if not (is_changeable(cell) and tried(document, checksum(cell))):
                continue
            before = needs(known, k)
            key = f"{path.stem}-{k}"
            earlier = "\n".join(source(cells[j]) for j in before)
            engine.run(earlier, key=key, seconds=4 * seconds, lenient=True)
            output, error = engine.run(source(cell), key=key, fresh=False, seconds=seconds)
            shown = [] if error else engine.ask("figures", key=key)
            output += "".join(figure["name"] + "\n" for figure in shown if figure["displayed"])
            error = error or next(filter(None, (_failure(engine, f) for f in shown)), "")
            if not error and agree(stored(cell), output):
                found.setdefault(document, {})[checksum(cell)] = before
            else:
                why = error.strip().split("\n")[-1] or "other output"
                reasons.append((document, cell["id"], why))
                say(document, cell["id"], why)
    return found, reasons


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="all chapters, if none")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    paths = options.notebooks or sorted((ROOT / "book").glob("*.ipynb"))
    from pagepython.engine import Engine

    found, reasons = survey(Engine(), paths, print)
    listed = json.loads(LIST.read_text(encoding="utf-8"))
    anew = {f"book/{path.stem}" for path in paths} if options.notebooks else set(listed)
    kept = {document: sums for document, sums in listed.items() if document not in anew}
    text = json.dumps(kept | found, indent=1, sort_keys=True) + "\n"
    count = sum(map(len, found.values()))
    print(f"{count} of {count + len(reasons)} cells run in the page")
    print(Counter(why.partition(":")[0] for *_, why in reasons).most_common())
    if options.check:
        return 0 if LIST.read_text(encoding="utf-8") == text else 1
    LIST.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
