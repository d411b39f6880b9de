"""Build the page of one notebook in its own folder, fast, with the book's theme.

python tools/preview.py book/entropy.ipynb --out /tmp/preview-entropy
References to other chapters stay unresolved and are listed apart; any other warning makes it fail.
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "explorables" / "src"
sys.path[:0] = [str(ROOT), str(ENGINE)]
sys.path.insert(0, str(ROOT / "_ext"))
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(ROOT), str(ENGINE), os.environ.get("PYTHONPATH", "")]
)

ELSEWHERE = re.compile(
    "target not found|undefined label|term not in glossary|could not find bibtex key"
    "|unknown document|citation not found|equation not found|xref_missing"
    "|Failed to create a cross reference|label .* not found"
)


def build(pages: list[str], out: Path, warnings: Path, *, fresh: bool, run: bool) -> int:
    """Sphinx with the book's configuration and a table of contents of just these pages."""
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    toc = out / "_toc.yml"
    chapters = "".join(f"  - file: {page}\n" for page in pages[1:])
    toc.write_text(
        f"format: jb-book\nroot: {pages[0]}\n" + (f"chapters:\n{chapters}" if chapters else "")
    )
    config, _ = get_final_config(
        user_yaml=ROOT / "_config.yml",
        cli_config={"external_toc_path": toc.as_posix(), "latex_individualpages": False},
        sourcedir=ROOT,
    )
    config["nb_execution_cache_path"] = str(out / ".jupyter_cache")
    config["nitpicky"] = True
    config["nb_execution_raise_on_error"] = False  # the page is built all the same
    if not run:
        config["nb_execution_mode"] = "off"
    with warnings.open("w", encoding="utf-8") as stream, patch_docutils(), docutils_namespace():
        app = Sphinx(
            srcdir=ROOT,
            confdir=None,
            outdir=out / "html",
            doctreedir=out / ".doctrees",
            buildername="html",
            confoverrides=config,
            status=None,
            warning=stream,
            freshenv=fresh,
        )
        app.build()
    return app.statuscode


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path, help="notebooks or Markdown files in book/")
    parser.add_argument("--out", type=Path, help="folder (default: a new one)")
    parser.add_argument("--fresh", action="store_true", help="forget what an earlier preview knew")
    parser.add_argument("--no-run", action="store_true", help="show stored outputs, run nothing")
    options = parser.parse_args(arguments)
    out = (options.out or Path(tempfile.mkdtemp(prefix="preview-"))).resolve()
    out.mkdir(parents=True, exist_ok=True)
    pages = [path.resolve().relative_to(ROOT) for path in options.pages]
    names = [page.with_suffix("").as_posix() for page in pages]
    for path in options.pages:
        if not path.is_file():
            parser.error(f"page must be a file (got {str(path)!r})")
    log = out / "warnings.txt"
    status = build(names, out, log, fresh=options.fresh, run=not options.no_run)
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip()]
    if options.no_run:
        lines = [line for line in lines if "[mystnb.glue]" not in line]
    elsewhere = [line for line in lines if ELSEWHERE.search(line)]
    wrong = [line for line in lines if not ELSEWHERE.search(line)]
    for title, group in (("On other pages (fine in a preview):", elsewhere), ("WRONG:", wrong)):
        if group:
            print(title, *group, sep="\n  ")
    print(*(f"file://{out / 'html' / name}.html" for name in names), sep="\n")
    return 1 if wrong or status else 0


if __name__ == "__main__":
    sys.exit(main())
