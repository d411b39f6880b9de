"""``python -m explorables new my-book``."""

from __future__ import annotations

import argparse
import sys

from .scaffold import new


def main(arguments=None):
    """Write a new book; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m explorables", description=new.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("new", help="a Jupyter Book with one living chapter")
    command.add_argument("folder")
    folder = parser.parse_args(arguments).folder
    try:
        written = new(folder)
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(map(str, written)))
    print(f"\ncd {folder} && pip install -r requirements.txt && pytest && jupyter-book build .")
    return 0


if __name__ == "__main__":
    sys.exit(main())
