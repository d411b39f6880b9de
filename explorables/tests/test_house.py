"""Each folder knows what it may know, nothing goes in circles, and the engine needs no book."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "explorables"
MODULES = sorted(path for path in HOUSE.rglob("*.py"))
MAY_KNOW = {"trace": {"trace", "configuration"}, "figure": {"figure", "trace", "configuration"}}


def name_of(path):
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    """(module of the engine or of others) for each import statement of a file."""
    package = path.relative_to(HOUSE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, False
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1]
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}".strip(".")
                found = (HOUSE / whole.replace(".", "/")).with_suffix(".py").exists()
                yield whole if found else base, True


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_folder_knows_only_what_it_may(path):
    ours = {name.partition(".")[0] for name, own in imports(path) if own}
    others = {name.partition(".")[0] for name, own in imports(path) if not own}
    folder = path.relative_to(HOUSE).parts[0]
    assert "glm_core" not in others
    if folder in MAY_KNOW:
        assert ours <= MAY_KNOW[folder]
    if folder == "hosts":
        assert "trace" not in ours
        assert "scipy" not in others


def test_no_circle():
    graph = {name_of(p): {n for n, own in imports(p) if own} for p in MODULES}
    graph = {name: {n for n in below if n in graph and n} - {name} for name, below in graph.items()}
    while graph:
        free = [name for name, below in graph.items() if not below & graph.keys()]
        assert free, f"modules that import each other: {sorted(graph)}"
        for name in free:
            del graph[name]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_word_of_a_book_is_in_the_engine(path):
    text = path.read_text(encoding="utf-8")
    assert [word for word in ("glm_core", "Write your own", r"\NLL", r"\KL}") if word in text] == []


WITHOUT = """
import sys
sys.modules["glm_core"] = None
import numpy as np
from explorables import Figure, explore, formula, line

@explore(mu=(0.0, 1.0))
def wave(mu=0.5):
    x = np.linspace(0, 1, 5)
    return Figure(line(x, np.exp(-mu * x)), formula(rf"\\mu = {mu:.2f}"))

wave.to_html(sys.argv[1])
print(wave.compute(mu=1.0).to_dict()["panels"][0]["marks"][0]["y"][-1])
"""


def test_the_engine_runs_where_there_is_no_book(tmp_path):
    page = tmp_path / "wave.html"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(page)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(0.36787944117144233, rel=1e-15)
    assert 'data-explorable="wave"' in page.read_text(encoding="utf-8")
