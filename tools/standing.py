"""Whether the built book is of what stands here now: then there is nothing to build.

What goes in is compared by content (each file of the repository, the Python and its packages, the
settings of a build), what came out by size and time: a page that was edited or taken away by hand
is written again.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MADE = {"_build", "build", "dist", "node_modules", "__pycache__"}  # with all that begin with a dot
SETTINGS = ("BOOK_", "EXPLORABLES_", "EXPLORE_")


def files(folder: Path) -> Iterator[Path]:
    """Every file that somebody wrote, in one order."""
    for at, folders, names in os.walk(folder):
        kept = [d for d in folders if d not in MADE and not d.startswith((".", "venv"))]
        folders[:] = sorted(d for d in kept if not d.endswith(".egg-info"))
        yield from (Path(at, name) for name in sorted(names) if not name.startswith("."))


def inputs(root: Path = ROOT) -> str:
    """A digest of all that a page may be made of."""
    found = hashlib.sha256(sys.version.encode())
    found.update("".join(sorted(f"{d.name}={d.version} " for d in distributions())).encode())
    set_here = sorted(f"{k}={v}" for k, v in os.environ.items() if k.startswith(SETTINGS))
    found.update("\n".join(set_here).encode())
    for path in files(root):
        found.update(f"\n{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return found.hexdigest()


def outputs(folder: Path) -> str:
    """A digest of the built files' names, sizes and times."""
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        is_now = path.stat()
        line = f"{path.relative_to(folder).as_posix()} {is_now.st_size} {is_now.st_mtime_ns}\n"
        found.update(line.encode())
    return found.hexdigest()


class Standing:
    """What the last build was made of, and what it left, in a file beside it."""

    def __init__(self, built: Path, root: Path = ROOT):
        self.built, self.note = built, built.parent / "standing.json"
        self.inputs = inputs(root)  # before the build: what is edited meanwhile is built next time

    def holds(self) -> bool:
        try:
            noted = json.loads(self.note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return noted == {"inputs": self.inputs, "outputs": outputs(self.built)}

    def write(self) -> None:
        noted = {"inputs": self.inputs, "outputs": outputs(self.built)}
        self.note.write_text(json.dumps(noted), encoding="utf-8")
