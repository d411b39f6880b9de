"""Add JupyterLite to the built book: the notebooks, run by Python inside the reader's browser.

python tools/lite.py                                    into _build/html/lite
python tools/lite.py --runtime FOLDER                   with the Pyodide of a folder, copied along
python tools/lite.py --runtime https://…/pyodide.mjs    with the Pyodide of another host
Each notebook gets a first cell that installs the package. Its wheel lies beside, and those that
Pyodide lacks, so that Pyodide's host is the only other one asked. Pages link to it when the book
was built with BOOK_LITE set to the size they state; `make lite` does both.
Needs: pip install -r tools/requirements-lite.txt
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
SETTINGS = "@jupyterlite/pyodide-kernel-extension:kernel"
FIRST = ["glm_core", "explorables", "anywidget", "ipywidgets", "matplotlib"]
FURTHER = {
    "dask": "dask", "mpmath": "mpmath", "sklearn": "scikit-learn", "statsmodels": "statsmodels",
}  # fmt: skip
# pure Python that Pyodide does not carry; in the versions of requirements.txt
WHEELS = "anywidget comm dask ipywidgets jupyterlab_widgets locket partd psygnal".split()
ELSEWHERE = (
    "The next cell needs `{name}`, which is not to be had inside a browser. It fails here and "
    "the cells after it do not need it."
)


def imports(notebook) -> set[str]:
    """What the cells import, by the first part of its name."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return set(re.findall(r"^\s*(?:import|from)\s+(\w+)", code, re.M))


def adapted(notebook):
    """The notebook with a first cell that installs what it imports."""
    used = imports(notebook)
    names = FIRST + sorted(name for module, name in FURTHER.items() if module in used)
    cells = [nbformat.v4.new_code_cell("%pip install -q " + " ".join(names), id="install")]
    for cell in notebook.cells:
        if cell.cell_type == "code" and re.search(r"^\s*from py_mini_racer", cell.source, re.M):
            words = ELSEWHERE.format(name="py_mini_racer")
            cells.append(nbformat.v4.new_markdown_cell(words, id=f"{cell.id}-elsewhere"))
            tags = cell.metadata.setdefault("tags", [])
            tags.append("raises-exception")  # so that running all cells goes on
        cells.append(cell)
    notebook.cells = cells
    notebook.metadata["kernelspec"] = KERNEL
    return notebook


def contents(folder: Path) -> None:
    """The chapters with their first cell, and the pictures they show."""
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        nbformat.write(adapted(nbformat.read(path, 4)), folder / path.name)
    shutil.copytree(ROOT / "book" / "images", folder / "images")


def wheels(folder: Path) -> None:
    """The wheels of package and figures, and those that Pyodide lacks, for its version."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION as python

    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT, ROOT / "explorables"], check=True
    )
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pinned = [line for line in lines if line.partition("==")[0] in WHEELS]
    pure = f"--python-version={python} --implementation=py --abi=none --platform=any".split()
    options: list = ["--no-deps", "--only-binary=:all:", "--dest", folder]
    subprocess.run([*pip, "download", *options, *pure, *pinned], check=True)


def runtime_folder(folder: Path) -> Path:
    """The folder of a Pyodide that the kernel can start; raises ValueError for another."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    for name in ("pyodide.mjs", "pyodide-lock.json", "package.json"):
        if not (folder / name).is_file():
            raise ValueError(f"a folder with Pyodide must have {name} (got {folder})")
    found = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    if found != PYODIDE_VERSION:
        raise ValueError(f"the kernel's Pyodide must be {PYODIDE_VERSION} (got {found})")
    return folder


def build(output: Path, runtime: str | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for folder in ("contents", "pypi"):  # wheels below pypi/ are found and indexed
            (work / folder).mkdir()
        if runtime and Path(runtime).is_dir():
            copied = work / "static" / "pyodide"  # a well-known place too
            shutil.copytree(runtime_folder(Path(runtime)), copied)
        elif runtime:
            if not runtime.endswith(".mjs"):
                raise ValueError(f"a runtime must be a folder or end in .mjs (got {runtime!r})")
            settings = {"litePluginSettings": {SETTINGS: {"pyodideUrl": runtime}}}
            stated = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
            (work / "jupyter-lite.json").write_text(json.dumps(stated), encoding="utf-8")
        contents(work / "contents")
        wheels(work / "pypi")
        shutil.rmtree(output, ignore_errors=True)
        options = {"--lite-dir": work, "--contents": work / "contents", "--output-dir": output}
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps"]
        command += ["--apps", "lab", "--apps", "notebooks"]
        command += [str(word) for pair in options.items() for word in pair]
        subprocess.run(command, check=True, cwd=work, stdout=subprocess.DEVNULL)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "_build" / "html" / "lite")
    parser.add_argument("--runtime", help="a folder, or pyodide.mjs's address (default: its CDN)")
    options = parser.parse_args(arguments)
    build(options.output.resolve(), options.runtime)
    size = sum(path.stat().st_size for path in options.output.rglob("*") if path.is_file())
    print(f"JupyterLite: {options.output} ({size / 1e6:.0f} MB on the disk). It needs a server:")
    print(f"{sys.executable} -m http.server --bind 127.0.0.1 --directory {options.output.parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
