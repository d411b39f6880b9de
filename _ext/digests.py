"""Sphinx sees changes of pages; this adds what the pages are made with.

A change in ``glm_core`` or ``requirements.txt`` runs the notebooks again (Jupyter's cache looks at
their code alone), a change of the theme, of these extensions or of a script writes all pages anew.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
MATHEMATICS = (
    "glm_core/**/*.py", "glm_core/data/*", "explorables/src/**/*.py", "requirements.txt",
)  # fmt: skip
LOOKS = ("book/theme/**/*", "_ext/**/*", "explorables/src/explorables/static/**/*")


def digest(patterns: tuple[str, ...]) -> str:
    """Of the files' names and contents, whatever folder the book is in."""
    found = hashlib.sha256()
    for path in sorted({p for pattern in patterns for p in ROOT.glob(pattern) if p.is_file()}):
        if "__pycache__" not in path.parts:
            found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def choose_cache(app, config) -> None:
    """Results of notebooks are kept apart for each state of the mathematics."""
    folder = os.environ.get("BOOK_CACHE") or config.nb_execution_cache_path
    folder = Path(folder or ROOT / "_build" / ".jupyter_cache")
    config.nb_execution_cache_path = str(folder / config.mathematics_digest)


def setup(app):
    app.add_config_value("mathematics_digest", digest(MATHEMATICS), "env")
    app.add_config_value("looks_digest", digest(LOOKS), "html")
    app.connect("config-inited", choose_cache, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
