"""Bytes to a notebook: byte-order marks, UTF-16, old formats; and a sentence where it is none."""

import codecs
import json

import nbformat

from machine.intake import Refused

CELLS, TEXT = 1000, 500_000  # at most: more was not written by hand
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def notebook(data):
    """(notebook in nbformat 4 without outputs, [what was mended]); Refused if it is none."""
    mended = []
    if not data.strip(b"\0 \r\n\t"):
        raise Refused("the file is empty")
    text = _text(data, mended)
    content = _json(text)
    if not isinstance(content, dict) or not {"cells", "worksheets"} & content.keys():
        raise Refused("it is JSON, but no notebook")
    return _version_4(content, mended), mended


def _text(data, mended):
    for mark, encoding, said in MARKS:
        if data.startswith(mark):
            mended.append(f"it was stored as {said}")
            return _decoded(data, encoding)
    if data[:2] in (b"{\0", b"\0{"):
        mended.append("it was stored as UTF-16")
        return _decoded(data, "utf-16-le" if data[:2] == b"{\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        mended.append("it was stored in an old encoding (Windows-1252)")
        return data.decode("cp1252", errors="replace")


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise Refused(f"its text cannot be read as {encoding}") from error


def _json(text):
    start = text.lstrip("\ufeff \r\n\t")
    if start[:1] == "<":
        raise Refused("it is a web page (HTML), not a notebook: download the .ipynb file")
    try:
        return json.loads(start, strict=False)
    except RecursionError as error:
        raise Refused("its JSON is nested without end") from error
    except ValueError as error:
        if "<<<<<<<" in text:
            raise Refused("it holds the marks of an unfinished merge (<<<<<<<)") from error
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(f"its JSON is broken{where}: an unfinished download?") from error


def _version_4(content, mended):
    major = content.get("nbformat", 4)
    if not isinstance(major, int) or ("worksheets" in content and "cells" not in content):
        major = 3
    if major < 4:
        mended.append(f"it was in notebook format {major}")
        try:
            node = nbformat.from_dict(content | {"nbformat": major})
            content = nbformat.convert(node, 4)
        except Exception as error:
            raise Refused(f"its notebook format {major} cannot be read") from error
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise Refused("it is JSON, but no notebook")
    cells = [_cell(cell) for cell in cells if isinstance(cell, dict)]
    if len(cells) > CELLS or any(len(cell["source"]) > TEXT for cell in cells):
        mended.append(f"cut to {CELLS} cells of {TEXT} characters")
    cells = [cell | {"source": cell["source"][:TEXT]} for cell in cells[:CELLS]]
    return {"cells": cells, "metadata": content.get("metadata") or {}}


def _cell(cell):
    """Type, text, id and nbgrader's metadata of a cell; outputs are made anew."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(str(line) for line in source)
    source = str(source).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    meta = cell.get("metadata")
    grading = meta.get("nbgrader") if isinstance(meta, dict) else None
    return {
        "type": cell.get("cell_type") if cell.get("cell_type") in ("code", "raw") else "markdown",
        "source": source.replace("\r\n", "\n").replace("\r", "\n"),
        "id": str(cell.get("id", "")),
        "grade_id": str(grading.get("grade_id", "")) if isinstance(grading, dict) else "",
        "locked": bool(grading.get("locked")) if isinstance(grading, dict) else False,
        "points": grading.get("points") if isinstance(grading, dict) else None,
    }
