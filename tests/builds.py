"""Two clean builds of the book in two places, at the same time, shared by all test processes.

The first process that wants them starts them; each build is a process of its own (this file, run as
a script) that leaves its exit status beside what it said. The first build is what the tests read.
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
)
GATE = ("-n", "-W", "--keep-going", "-q")
PLACES = ("one", "another place/two")
PATIENCE = 1200  # seconds


def copy_sources(folder: Path) -> Path:
    """What a build reads, in another place."""
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "_build")
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
        """Begin both builds, unless that has been done."""
        try:
            (self.folder / "started").mkdir()
        except FileExistsError:
            return
        for place in PLACES:
            command = [sys.executable, __file__, str(self.folder / place)]
            self.mine.append(subprocess.Popen(command, start_new_session=True))
            (self.folder / "started" / str(self.mine[-1].pid)).touch()

    def html(self, which: int) -> Path:
        """The folder of a finished build; fails with what Sphinx said."""
        folder, end = self.folder / PLACES[which], time.monotonic() + PATIENCE
        while not (folder / "status.txt").exists():
            assert time.monotonic() < end, f"a build must end within {PATIENCE} s"
            time.sleep(0.2)
        said = (folder / "said.txt").read_text(encoding="utf-8")
        assert (folder / "status.txt").read_text() == "0", said[-6000:]
        return folder / "_build" / "html"

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


def build(folder: Path) -> None:
    """Jupyter Book with warnings as errors; the first place uses the cache of `make book`."""
    copy_sources(folder)
    cache = folder / "cache"
    if folder.name == PLACES[0]:
        cache = Path(os.environ.get("BOOK_CACHE") or ROOT / "_build" / ".jupyter_cache")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(folder), *GATE]
    paths = os.pathsep.join(
        [str(folder), str(folder / "explorables" / "src"), os.environ.get("PYTHONPATH", "")]
    )
    environment = {**os.environ, "PYTHONPATH": paths, "BOOK_CACHE": str(cache)}
    with (folder / "said.txt").open("w", encoding="utf-8") as said:
        status = subprocess.call(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
    (folder / "status.new").write_text(str(status))
    (folder / "status.new").rename(folder / "status.txt")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
