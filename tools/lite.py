"""Add JupyterLite to the built book: the notebooks, run by Python inside the reader's browser.

python tools/lite.py                                    into _build/html/lite
python tools/lite.py --runtime https://…/pyodide.js     another Pyodide, such as a local folder's
Each notebook gets a first cell that installs the package (its wheel lies beside). Pages link to
it when the book was built with BOOK_LITE set to the size they state; `make lite` does both.
Needs: pip install -r tools/requirements-lite.txt
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
FIRST = "%pip install -q glm_core anywidget ipywidgets matplotlib"
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def contents(folder: Path) -> None:
    """The chapters with their first cell, and the pictures they show."""
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        notebook = nbformat.read(path, 4)
        notebook.cells.insert(0, nbformat.v4.new_code_cell(FIRST, id="install"))
        notebook.metadata["kernelspec"] = KERNEL
        nbformat.write(notebook, folder / path.name)
    shutil.copytree(ROOT / "book" / "images", folder / "images")


def build(output: Path, runtime: str | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "contents").mkdir()
        contents(work / "contents")
        wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
        subprocess.run([*wheel, str(work / "dist"), str(ROOT)], check=True)
        (built,) = (work / "dist").glob("*.whl")
        if runtime:
            plugin = {"@jupyterlite/pyodide-kernel-extension:kernel": {"pyodideUrl": runtime}}
            settings = {"jupyter-config-data": {"litePluginSettings": plugin}}
            stated = {"jupyter-lite-schema-version": 0, **settings}
            (work / "jupyter-lite.json").write_text(json.dumps(stated), encoding="utf-8")
        shutil.rmtree(output, ignore_errors=True)
        options = {
            "--lite-dir": work,
            "--contents": work / "contents",
            "--output-dir": output,
            "--piplite-wheels": built,
        }
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps"]
        command += ["--apps", "lab", "--apps", "notebooks"]
        command += [str(word) for pair in options.items() for word in pair]
        subprocess.run(command, check=True, cwd=work, stdout=subprocess.DEVNULL)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "_build" / "html" / "lite")
    parser.add_argument("--runtime", help="address of pyodide.js (default: its public CDN)")
    options = parser.parse_args(arguments)
    build(options.output.resolve(), options.runtime)
    size = sum(path.stat().st_size for path in options.output.rglob("*") if path.is_file())
    print(f"JupyterLite: {options.output} ({size / 1e6:.0f} MB on the disk)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
