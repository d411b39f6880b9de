"""Run notebooks and write them back in canonical form; ``--check`` only says what is not canonical.

python tools/notebooks.py                      every notebook in book/
python tools/notebooks.py book/entropy.ipynb   one
Canonical: counts 1..n, unique ids given by the author, metadata reduced, text outputs kept,
pictures and widget state left out (the book draws them anew), keys sorted.
"""

import argparse
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

sys.path.insert(0, str(Path(__file__).parents[1] / "_ext"))
from kernels import use_socket_files

ROOT = Path(__file__).resolve().parents[1]
CELL_METADATA = {"tags", "mystnb", "nbgrader", "slideshow"}
VIEW = "application/vnd.jupyter.widget-view+json"
NOT_STORED = re.compile(
    r"image/.*|application/vnd\.jupyter\.widget-(view|state)\+json|text/vnd\.explorable\.digest"
)
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]+)?")


def execute(notebook, folder: Path, timeout: int = 120):
    """Run all cells in ``folder`` in a fresh kernel."""
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        resources=resources,
        store_widget_state=False,
        coalesce_streams=True,
    )
    client.execute()
    return notebook


def _canonical_output(output, count: int):
    if "data" in output:
        if VIEW in output["data"]:  # a figure's page repeats its picture and its script
            output["data"].pop("text/html", None)
        output["data"] = {k: v for k, v in output["data"].items() if not NOT_STORED.fullmatch(k)}
        kept = {k: v for k, v in output["metadata"].items() if k == "scrapbook"}
        output["metadata"] = nbformat.from_dict(kept)
    if "execution_count" in output:
        output["execution_count"] = count
    if output["output_type"] == "error":
        output["traceback"] = []
    return output


def canonical(notebook):
    """The canonical form of an executed notebook (a new object)."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook["metadata"] = nbformat.from_dict({"kernelspec": KERNEL})
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    count = 0
    for cell in notebook["cells"]:
        kept = {k: v for k, v in sorted(cell["metadata"].items()) if k in CELL_METADATA and v}
        cell["metadata"] = nbformat.from_dict(kept)
        cell["source"] = cell["source"].rstrip("\n")
        cell.pop("attachments", None)
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = [
                kept
                for kept in (_canonical_output(out, count) for out in cell["outputs"])
                if kept.get("data", True)
            ]
    return notebook


def text_of(notebook) -> str:
    """The bytes a canonical notebook is stored as."""
    nbformat.validate(notebook)
    split = nbformat.v4.rwbase.split_lines(nbformat.from_dict(json.loads(json.dumps(notebook))))
    return json.dumps(split, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def complaints(path: Path) -> list[str]:
    """What keeps the file from being canonical, one line each; it is not run."""
    text = path.read_text(encoding="utf-8")
    found, seen = [], set()
    for number, cell in enumerate(json.loads(text)["cells"], start=1):
        name = cell.get("id", "")
        if not CELL_ID.fullmatch(name) or RANDOM_ID.fullmatch(name):
            found.append(f"cell {number}: id must be words with hyphens (got {name!r})")
        if name in seen:
            found.append(f"cell {number}: id must be unique (got {name!r})")
        seen.add(name)
        if not "".join(cell["source"]).strip():
            found.append(f"cell {number}: source must not be empty (got {cell['source']!r})")
    if not found and text != text_of(canonical(nbformat.reads(text, as_version=4))):
        found.append("not in canonical form: run `make notebooks`")
    return [f"{path.name}: {line}" for line in found]


def rewrite(path: Path) -> str:
    """Run one notebook and store it; returns a line that says what happened."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    try:
        after = text_of(canonical(execute(notebook, path.parent)))
    except CellExecutionError as error:
        return f"{path}: FAILED, not written\n{error}"
    if after == before:
        return f"{path}: unchanged"
    path.write_text(after, encoding="utf-8")
    return f"{path}: written"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: every notebook in book/")
    parser.add_argument("--check", action="store_true", help="report only, run nothing")
    parser.add_argument("--jobs", type=int, default=2, help="kernels at a time")
    options = parser.parse_args(arguments)
    paths = options.notebooks or sorted((ROOT / "book").glob("*.ipynb"))
    if options.check:
        lines = [line for path in paths for line in complaints(path)]
        print("\n".join(lines) if lines else f"{len(paths)} notebooks are canonical")
        return bool(lines)
    use_socket_files()
    with ThreadPoolExecutor(options.jobs) as pool:
        failed = False
        for line in pool.map(rewrite, paths):
            print(line, flush=True)
            failed |= "FAILED" in line
        bad = [line for path in paths for line in complaints(path)]
    if bad:
        print("\n".join(bad))
    return bool(failed or bad)


if __name__ == "__main__":
    sys.exit(main())
