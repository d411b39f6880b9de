"""Accidents with files: names, encodings, formats, and what is no notebook."""

import json
import os
import warnings

import nbformat
from course import NAME, solved, text_of

from handed.base import ALL, handed


@handed(ALL, file=f"{NAME}/{NAME} (1).ipynb")
def downloaded_twice(course):
    return solved(course)


@handed(ALL, file="Foundations.ipynb")
def capital_letter(course):
    return solved(course)


@handed(ALL, file=f"{NAME}/{NAME}-Copy1.ipynb")
def copy_of_jupyter(course):
    return solved(course)


@handed(ALL, file="my homework.ipynb")
def another_name(course):
    return solved(course)


@handed(ALL)
def byte_order_mark(course):
    return b"\xef\xbb\xbf" + text_of(solved(course)).encode()


@handed(ALL)
def utf_16(course):
    return text_of(solved(course)).encode("utf-16")


@handed(ALL)
def utf_16_without_mark(course):
    return text_of(solved(course)).encode("utf-16-le")


@handed(ALL)
def crlf(course):
    notebook = solved(course)
    for c in notebook.cells:
        c.source = c.source.replace("\n", "\r\n")
    return text_of(notebook).replace("\n", "\r\n")


@handed(ALL)
def latin_1(course):
    text = text_of(solved(course))
    return text.encode("cp1252", errors="replace")


@handed(ALL)
def another_kernel(course):
    notebook = solved(course)
    notebook.metadata.kernelspec = {
        "name": "conda-env-ml-py",
        "display_name": "ml",
        "language": "R",
    }
    notebook.metadata.colab = {"provenance": []}
    return notebook


@handed(ALL)
def format_3(course):
    notebook = solved(course)
    for c in notebook.cells:
        if c.cell_type == "code":
            c.execution_count = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return json.dumps(nbformat.convert(notebook, 3))


@handed(ALL)
def without_ids(course):
    notebook = solved(course)
    for c in notebook.cells:
        c.pop("id")
    notebook.nbformat_minor = 4
    return text_of(notebook)


@handed(ALL)
def windows_path(course):
    def write(folder):
        folder.parent.mkdir(exist_ok=True)
        path = folder.parent / f"windows-path\\{NAME}\\{NAME}.ipynb"
        path.write_text(text_of(solved(course)), encoding="utf-8")

    return write


@handed(0, "could not be graded .*JSON is broken")
def cut_off(course):
    return text_of(solved(course))[:3000]


@handed(0, "could not be graded .*empty")
def zero_bytes(course):
    return b""


@handed(0, "could not be graded .*no notebook")
def json_list(course):
    return "[1, 2]"


@handed(0, "could not be graded .*web page")
def web_page(course):
    return "<!DOCTYPE html><html><body>log in</body></html>"


@handed(0, "could not be graded .*merge")
def merge_conflict(course):
    return text_of(solved(course)).replace('"cells"', '<<<<<<< HEAD\n"cells"', 1)


@handed(0, "could not be graded .*map-and-bayes")
def another_assignment(course):
    return solved(course, "map-and-bayes")


@handed(0, "could not be graded .*not the notebook")
def strangers_notebook(course):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('hello')")])


@handed(0, "could not be graded .*folder")
def folder_as_notebook(course):
    return lambda folder: (folder / NAME / f"{NAME}.ipynb").mkdir(parents=True)


@handed(0, "could not be graded .*link")
def link_to_the_source(course):
    def write(folder):
        (folder / NAME).mkdir(parents=True)
        (folder / NAME / f"{NAME}.ipynb").symlink_to(course / "source" / NAME / f"{NAME}.ipynb")

    return write


@handed(0, "could not be graded .*link")
def link_to_nowhere(course):
    def write(folder):
        (folder / NAME).mkdir(parents=True)
        (folder / NAME / f"{NAME}.ipynb").symlink_to("/nowhere/at/all")

    return write


@handed(0, "could not be graded .*ordinary")
def pipe(course):
    def write(folder):
        (folder / NAME).mkdir(parents=True)
        os.mkfifo(folder / NAME / f"{NAME}.ipynb")

    return write
