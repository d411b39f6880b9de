"""Make the environment and install what the book needs: with uv where it can be had, else with pip.

python tools/install.py            into .venv
python tools/install.py FOLDER     into another folder
The versions are those of requirements.txt either way; uv takes a tenth of the time. It is taken
from the PATH, or from PyPI into the environment. Needs Python 3.11 and nothing else.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "_ext"))
from progress import Progress, duration

ROOT = Path(__file__).resolve().parents[1]
UV = "uv==0.13.9"
EDITABLE = ["--no-deps", "--editable", ".", "--editable", "./explorables"]


class Failed(Exception):
    """What a command said before it failed."""


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make(venv: Path) -> Path:
    """The environment's Python; made unless it stands already."""
    python = python_of(venv)
    if not python.is_file():
        done = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True)
        if done.returncode:
            said = "cannot make a virtual environment (Debian: apt install python3-venv)"
            raise Failed(f"{sys.executable} {said}")
    return python


def run(command: list, log: Path, on_line=lambda line: None) -> None:
    """Run at the top of the repository; what it says goes to the log, and line by line to us."""
    words, said = [str(word) for word in command], []
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    options |= {"text": True, "encoding": "utf-8", "errors": "replace"}
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(words, cwd=ROOT, **options) as process,
    ):
        for line in process.stdout or ():
            file.write(line)
            said.append(line.strip())
            on_line(line)
    if process.returncode:
        worst = [line for line in said if line.lower().startswith(("error", "×"))]
        raise Failed((worst or said or ["nothing was said"])[-1])


def uv_for(python: Path, log: Path) -> list:
    """The command that starts uv; raises Failed where it cannot be had."""
    found = shutil.which("uv")
    if found:
        return [found]
    quiet = ["--disable-pip-version-check", "--retries", "1", "--timeout", "10"]
    run([python, "-m", "pip", "install", *quiet, UV], log)
    return [python, "-m", "uv"]


def with_uv(python: Path, requirements: Path, editable: list, log: Path) -> None:
    into = [*uv_for(python, log), "pip", "install", "--python", python]
    if sys.dont_write_bytecode:  # Python would compile everything anew each time it starts
        into.append("--compile-bytecode")
    run([*into, "--requirement", requirements], log)
    run([*into, *editable], log)


def with_pip(python: Path, requirements: Path, editable: list, log: Path) -> None:
    lines = requirements.read_text(encoding="utf-8").splitlines()
    total = sum(1 for line in lines if line.strip() and not line.startswith("#"))
    progress = Progress("package", "found", total, every=10)

    def count(line: str) -> None:
        known = line.startswith(("Collecting ", "Requirement already satisfied: "))
        if known and progress.done < total:
            progress.step(line.split()[1 if line.startswith("C") else 3].partition("=")[0])
        elif line.startswith("Installing collected packages"):
            progress.end()
            print("Unpacking them …", file=sys.stderr, flush=True)

    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    run([*pip, "--requirement", requirements], log, count)
    run([*pip, *editable], log)


def install(venv: Path, requirements: Path, editable: list, say=print) -> str:
    """Returns the name of what installed."""
    python = make(venv)
    log = venv / "install.log"
    log.unlink(missing_ok=True)
    try:
        say(f"Installing into {venv} with uv …")
        with_uv(python, requirements, editable, log)
        return "uv"
    except Failed as reason:
        say(f"uv cannot be used here ({reason}). Installing with pip, a minute or two …")
    with_pip(python, requirements, editable, log)
    return "pip"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=".venv", help="(default: .venv)")
    venv = Path(parser.parse_args(arguments).folder)
    started = time.monotonic()
    try:
        install(venv, ROOT / "requirements.txt", EDITABLE, say)
    except Failed as reason:
        say(f"The installation failed: {reason} (all of it: {venv / 'install.log'})")
        return 1
    (venv / "installed").touch()
    say(f"Installed in {duration(time.monotonic() - started)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
