"""Every module of `glm_core.exercises.chapters` holds the exercises of one chapter."""

import difflib
import pkgutil
from importlib import import_module
from typing import Any

_EXERCISES: dict = {}
_IN_A_NOTEBOOK: dict = {}  # of a class assignment: found first, known to no chapter
_CHAPTERS = f"{__package__}.chapters"


def register(exercise):
    if exercise.chapter == "__main__":
        _IN_A_NOTEBOOK[exercise.name] = exercise
        return exercise
    known = _EXERCISES.get(exercise.name)
    if known is not None and known.chapter != exercise.chapter:
        raise ValueError(f"name must be new (got {exercise.name!r}, known in {known.chapter})")
    _EXERCISES[exercise.name] = exercise
    return exercise


def chapter_names() -> list[str]:
    """Names of the modules that hold exercises."""
    return sorted(module.name for module in pkgutil.iter_modules(import_module(_CHAPTERS).__path__))


def exercises(chapter: str | None = None) -> dict[str, Any]:
    """All exercises, or those of one chapter, by name."""
    for name in chapter_names():
        import_module(f"{_CHAPTERS}.{name}")
    found = _EXERCISES.items()
    return {name: ex for name, ex in found if chapter is None or ex.chapter == chapter}


def find(name: str) -> Any:
    """The exercise called `name`; a ValueError that suggests the nearest names otherwise."""
    if name in _IN_A_NOTEBOOK:
        return _IN_A_NOTEBOOK[name]
    known = exercises()
    if name not in known:
        near = ", ".join(difflib.get_close_matches(str(name), known, cutoff=0.5)) or "none near"
        raise ValueError(f"name must be that of an exercise (got {name!r}; did you mean: {near})")
    return known[name]
