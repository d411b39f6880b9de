"""``python -m explorables new my-book``: one living chapter, its tests, its workflow."""

from __future__ import annotations

from pathlib import Path

FILES = {  # template → its place in the new book
    "config.yml": "_config.yml",
    "toc.yml": "_toc.yml",
    "intro.md": "intro.md",
    "chapter.md": "first-chapter.md",
    "figures.txt": "figures.py",
    "test_figures.txt": "tests/test_figures.py",
    "requirements.txt": "requirements.txt",
    "workflow.yml": ".github/workflows/book.yml",
    "gitignore.txt": ".gitignore",
    "readme.md": "README.md",
}


def new(folder):
    """Write the book into ``folder``; returns the files in the order in which one reads them.

    Raises FileExistsError where the folder has something in it.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} must be a new or empty folder (it is not)")
    title = folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    written = []
    for template, place in FILES.items():
        text = (Path(__file__).parent / "book" / template).read_text(encoding="utf-8")
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("TITLE", title), encoding="utf-8")
        written.append(path)
    return written
