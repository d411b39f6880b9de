"""Two clean builds of the book in two places, one after the other, shared by all test processes.

The first has an empty cache and runs every notebook. The second finds what the first has left, but
for every third notebook, which it runs again: the pages must not tell which were which. They are
made by a process of their own (this file, run as a script), which leaves each build's exit status
beside what it said. The first build is what the tests read.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "_config.yml",
    "_toc.yml",
    "requirements.txt",
    "_ext",
    "book",
    "glm_core",
    "explorables/src",
    "pagepython",
)
GATE = ("-n", "-W", "--keep-going", "-q")
PLACES = ("one", "another place/two")
SILENCE = 600  # seconds after which a build that says nothing is taken for dead


def copy_sources(folder: Path) -> Path:
    """What a build reads, in another place."""
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "_build", "node_modules")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


class Builds:
    """What stands below one folder; any number of processes may hold such an object."""

    def __init__(self, folder: Path):
        self.folder, self.mine = folder, []

    def start(self) -> None:
        """Begin the builds, unless that has been done."""
        try:
            (self.folder / "started").mkdir()
        except FileExistsError:
            return
        command = [sys.executable, __file__, str(self.folder)]
        self.mine.append(subprocess.Popen(command, start_new_session=True))
        (self.folder / "started" / str(self.mine[-1].pid)).touch()

    def html(self, which: int) -> Path:
        """The folder of a finished build; fails with what Sphinx said, or fell silent after."""
        status = self.folder / PLACES[which] / "status.txt"
        while not status.exists():
            signs = [self.folder / "started", *map(self._log, range(len(PLACES)))]
            last = max(sign.stat().st_mtime for sign in signs if sign.exists())
            assert time.time() - last < SILENCE, (
                f"silent for {SILENCE} s after {self.said(which)!r}"
            )
            time.sleep(0.2)
        assert status.read_text() == "0", self.said(which)
        return status.parent / "_build" / "html"

    def _log(self, which: int) -> Path:
        return self.folder / PLACES[which] / "said.txt"

    def said(self, which: int) -> str:
        """What the build has said, its last words."""
        log = self._log(which)
        return log.read_text(encoding="utf-8")[-6000:] if log.exists() else ""

    def leave(self) -> None:
        """The process that began the builds waits for their end."""
        for process in self.mine:
            process.wait()

    def end(self) -> None:
        """Stop what still runs and remove the folder."""
        for process in (self.folder / "started").glob("*"):
            try:
                os.killpg(int(process.name), signal.SIGKILL)
            except (AttributeError, ProcessLookupError, PermissionError):  # ended, or Windows
                pass
        self.leave()
        shutil.rmtree(self.folder, ignore_errors=True)


def build(folder: Path, cache: Path) -> None:
    """Jupyter Book with warnings as errors."""
    copy_sources(folder)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(folder), *GATE]
    code = [str(folder), str(folder / "explorables" / "src"), os.environ.get("PYTHONPATH", "")]
    paths = os.pathsep.join(code)
    environment = {**os.environ, "PYTHONPATH": paths, "BOOK_CACHE": str(cache)}
    with (folder / "said.txt").open("w", encoding="utf-8") as said:
        status = subprocess.call(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
    (folder / "status.new").write_text(str(status))
    (folder / "status.new").rename(folder / "status.txt")


def leave_out(cache: Path) -> list[str]:
    """Take every third notebook out of the one cache below the folder; returns their names."""
    from jupyter_cache import get_cache

    (folder,) = (path.parent for path in cache.glob("*/global.db"))
    store = get_cache(folder)
    records = sorted(store.list_cache_records(), key=lambda record: Path(record.uri).name)
    for record in records[::3]:
        store.remove_cache(record.pk)
    return [Path(record.uri).stem for record in records[::3]]


def both(folder: Path) -> None:
    first, second = (folder / place for place in PLACES)
    build(first, folder / "cold")
    if (first / "status.txt").read_text() == "0":
        shutil.copytree(folder / "cold", folder / "mixed")
        leave_out(folder / "mixed")
    build(second, folder / "mixed")


if __name__ == "__main__":
    both(Path(sys.argv[1]))
