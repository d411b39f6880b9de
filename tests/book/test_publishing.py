"""One version everywhere; workflows, Binder and the hub name what exists."""

import importlib.metadata
import re
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.specifiers import SpecifierSet

import glm_core

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_the_version_comes_from_one_place():
    project = tomllib.loads(read("pyproject.toml"))
    assert project["tool"]["setuptools"]["dynamic"]["version"]["attr"] == (
        "glm_core._version.__version__"
    )
    assert yaml.safe_load(read("CITATION.cff"))["version"] == glm_core.__version__
    hub = yaml.safe_load(read("classroom/jupyterhub/values.yaml"))
    assert hub["singleuser"]["image"]["tag"] == glm_core.__version__
    assert f":{glm_core.__version__}\n" in read("classroom/jupyterhub/README.md")


def test_binder_installs_the_package_in_the_tested_versions():
    lines = [line for line in read("binder/requirements.txt").splitlines() if line[:1] != "#"]
    assert lines[:3] == ["-c ../requirements.txt", "./explorables[widget]", "."]
    pinned = {line.partition("==")[0].lower() for line in read("requirements.txt").splitlines()}
    assert [name for name in lines[3:] if name not in pinned] == []
    assert re.fullmatch(r"python-3\.1[1-3]\n", read("binder/runtime.txt"))


def imported() -> set[str]:
    """The packages that some chapter imports, beside the standard library and the book's own."""
    found = set()
    for path in (ROOT / "book").glob("*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                found |= set(re.findall(r"^\s*(?:import|from)\s+(\w+)", cell.source, re.M))
    return found - set(sys.stdlib_module_names) - {"glm_core", "explorables"}


def test_binder_installs_what_chapters_import():
    engine = tomllib.loads(read("explorables/pyproject.toml"))["project"]
    lines = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    lines = lines + engine["dependencies"] + engine["optional-dependencies"]["widget"]
    lines += read("binder/requirements.txt").splitlines()
    names = {re.match(r"[\w.-]*", line)[0] for line in lines}
    called = {"py_mini_racer": "mini-racer", "sklearn": "scikit-learn"}
    assert {called.get(module, module) for module in imported()} <= names


def test_pinned_versions_install_on_the_oldest_python_promised():
    """Debian 12 has Python 3.11.2; a pin once asked for 3.11.5 and no build could start there."""
    for line in read("requirements.txt").splitlines():
        name, _, version = line.partition("==")
        if version and importlib.metadata.version(name) == version:
            asked = importlib.metadata.metadata(name).get("Requires-Python") or ""
            assert SpecifierSet(asked).contains("3.11.2"), (line, asked)


def test_the_hubs_values_have_the_charts_keys_and_the_image_what_its_links_need():
    def keys(tree, before=""):
        for name, below in tree.items():
            yield from (
                keys(below, f"{before}{name}.") if isinstance(below, dict) else [before + name]
            )

    hub = yaml.safe_load(read("classroom/jupyterhub/values.yaml"))
    user = "image.name image.tag defaultUrl memory.guarantee memory.limit cpu.guarantee cpu.limit"
    known = {f"singleuser.{name}" for name in [*user.split(), "storage.capacity"]}
    known |= {"cull.timeout", "hub.config.JupyterHub.authenticator_class"}
    assert set(keys(hub)) == known
    assert hub["singleuser"]["defaultUrl"].startswith("/")
    dockerfile = read("classroom/jupyterhub/Dockerfile")
    for source in re.findall(r"^COPY --chown=\S+ (.+) /tmp/book/?\S*$", dockerfile, re.M):
        assert [name for name in source.split() if not (ROOT / name).exists()] == []
    assert "nbgitpuller" in dockerfile
    assert re.search(r"apt-get install.* git\b", dockerfile)  # nbgitpuller calls it
    assert dockerfile.index("USER root") < dockerfile.index("USER ${NB_UID}")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_what_exists(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    run = "\n".join(step.get("run", "") for step in steps)
    for name in re.findall(r"tests/\w+/\w+\.py|\.ci/\w+", run):
        assert (ROOT / name).is_file(), name
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.M))
    for line in re.findall(r"\bmake ([a-z ]+)", run):
        assert set(line.split()) <= targets, line
    for step in steps:
        assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/checkout@v4"))


def test_the_archive_is_offered_on_the_front_page_and_not_packed_into_itself(tmp_path):
    sys.path.insert(0, str(ROOT / "tools"))
    from pack import offer, pack

    html, archive = tmp_path / "html", tmp_path / "book.zip"
    (html / "book").mkdir(parents=True)
    front = html / "book" / "index.html"
    front.write_text('<p class="launch"><a href="index.ipynb">Download</a></p>', encoding="utf-8")
    pack(html, archive)
    offer(html, archive)
    offer(html, archive)
    assert front.read_text(encoding="utf-8").count('href="../book.zip"') == 1
    assert (html / "book.zip").read_bytes() == archive.read_bytes()
    lite = html / "lite" / "notebooks"
    lite.mkdir(parents=True)
    (lite / "index.html").write_text("", encoding="utf-8")
    address = "../lite/notebooks/index.html?path=index.ipynb"
    line = f'<p class="launch">a · <a href="{address}">run it</a> · <a href="x">b</a></p>'
    front.write_text(line, encoding="utf-8")
    pack(html, archive)
    packed = zipfile.ZipFile(archive)
    inside = "where-loss-functions-come-from/book/index.html"
    assert packed.namelist() == [inside]  # neither itself nor what needs a server
    assert packed.read(inside).decode() == '<p class="launch">a · <a href="x">b</a></p>'
    front.write_text("<p>no line</p>", encoding="utf-8")
    with pytest.raises(ValueError, match="launch links"):
        offer(html, archive)


def test_workflows_are_found():
    assert [path.stem for path in WORKFLOWS] == ["publish", "release", "test", "weekly"]
