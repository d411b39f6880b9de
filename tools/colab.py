"""Give every notebook a first cell that installs the package on Colab, and does nothing elsewhere.

python tools/colab.py            add it once `_config.yml` states a repository, else remove it
python tools/colab.py --check    only report
Run it after you changed `repository:` in `_config.yml`. The page does not show the cell.
"""

import argparse
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "_ext"), str(ROOT / "tools")]

from launch import repository  # noqa: E402
from notebooks import canonical, text_of  # noqa: E402

NAME = "colab"
SOURCE = """# on Colab: install the book's package; elsewhere: nothing
import sys

if "google.colab" in sys.modules:
    import subprocess

    from google.colab import output

    book = "git+https://github.com/{name}@{branch}"
    packages = [f"explorables[widget] @ {{book}}#subdirectory=explorables", f"glm_core @ {{book}}"]
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *packages], check=True)
    output.enable_custom_widget_manager()"""


def with_cell(text: str, where: tuple[str, str] | None) -> str:
    """A canonical notebook's text with the cell for this repository, or without one."""
    notebook = nbformat.reads(text, as_version=4)
    cells = [cell for cell in notebook.cells if cell.id != NAME]
    if where and any(cell.cell_type == "code" for cell in cells):
        source = SOURCE.format(name=where[0], branch=where[1])
        cell = nbformat.v4.new_code_cell(source, id=NAME, metadata={"tags": ["remove-cell"]})
        cells.insert(1, cell)  # after the title, which stays the page's beginning
    if [(c.id, c.source) for c in cells] == [(c.id, c.source) for c in notebook.cells]:
        return text
    notebook.cells = cells
    return text_of(canonical(notebook))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="report only, write nothing")
    options = parser.parse_args(arguments)
    where, changed = repository(ROOT), []
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        before = path.read_text(encoding="utf-8")
        after = with_cell(before, where)
        if after != before:
            changed.append(path.name)
            if not options.check:
                path.write_text(after, encoding="utf-8")
    print("changed:" if changed else "nothing to change", *changed)
    return bool(changed and options.check)


if __name__ == "__main__":
    sys.exit(main())
