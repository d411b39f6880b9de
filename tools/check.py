"""The quick check for daily work: lint, formatting, types and both packages' tests, side by side.

Tests that build a book (`builds`) are left to `make test`.

python tools/check.py           all of it
python tools/check.py lint      one part: lint, format, types or tests
`make test` checks everything.
"""

import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "_ext"))
from progress import duration

ROOT = Path(__file__).resolve().parents[1]
TESTS = ["tests/package", "explorables/tests"]
PARTS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "tests": ["pytest", "-q", "-m", "not builds", "-n", str(os.cpu_count() or 2), *TESTS],
}


def parts() -> list[str]:
    """Types are checked once pyproject.toml says how."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return [name for name in PARTS if name != "types" or "mypy" in tools]


def main(names: list[str]) -> int:
    started, failed = time.monotonic(), []
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", *PARTS[name]],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        for name in names or parts()
    }
    for name, process in running.items():
        said, _ = process.communicate()
        if process.returncode:
            failed.append(name)
            print(f"{name}:\n{said}")
        else:
            print(f"{name}: {(said.strip().splitlines() or ['fine'])[-1]}", flush=True)
    took = duration(time.monotonic() - started)
    print(f"FAILED in {took}: {', '.join(failed)}" if failed else f"All fine in {took}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
