"""Build the book and say what is done, how long it took, and where the book is.

python tools/build.py                         warnings are errors: -n -W --keep-going;
                                              where nothing has changed, nothing is done
python tools/build.py --builder singlehtml    with options of `jupyter-book build` in their place
The same pages come from `jupyter-book build .`, which says more.
"""

import gc
import io
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "_ext"))
from progress import duration
from standing import Standing

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
GATE = ["-n", "-W", "--keep-going"]


def build(options: list[str]) -> int:
    """What `jupyter-book build` returns; warnings go to stderr."""
    gc.disable()  # the pages' trees live to the end: to look through them again is time lost
    # jsonschema would load a grammar of addresses, which takes a second; nothing here checks one
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from jupyter_book.cli.main import main

    try:
        with redirect_stdout(io.StringIO()):  # boxes in green
            main(["build", str(ROOT), "-q", *options], standalone_mode=False)
    except RuntimeError:  # said already
        return 1
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def main(options: list[str]) -> int:
    started = time.monotonic()
    address = (BUILT / "index.html").as_uri()
    standing = Standing(BUILT) if (options or GATE) == GATE else None
    if standing and standing.holds():
        print(f"Nothing has changed since the book was built: {address}")
        return 0
    status = build(options or GATE)
    took = duration(time.monotonic() - started)
    if status:
        print(f"The build failed after {took}; the reasons stand above.", file=sys.stderr)
        return 1
    if standing:
        standing.write()
    print(f"The book, in {took}: {address}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
