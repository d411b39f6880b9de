"""One version everywhere; workflows, Binder and the hub name what exists."""

import re
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import glm_core

ROOT = Path(__file__).resolve().parents[1]
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
    assert lines[:2] == ["-c ../requirements.txt", ".[explore]"]
    pinned = {line.partition("==")[0].lower() for line in read("requirements.txt").splitlines()}
    assert [name for name in lines[2:] if name not in pinned] == []
    assert re.fullmatch(r"python-3\.1[1-3]\n", read("binder/runtime.txt"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_what_exists(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    run = "\n".join(step.get("run", "") for step in steps)
    for name in re.findall(r"tests/\w+\.py|\.ci/\w+", run):
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
    pack(html, archive)
    names = zipfile.ZipFile(archive).namelist()
    assert names == ["where-loss-functions-come-from/book/index.html"]
    front.write_text("<p>no line</p>", encoding="utf-8")
    with pytest.raises(ValueError, match="launch links"):
        offer(html, archive)


def test_workflows_are_found():
    assert [path.stem for path in WORKFLOWS] == ["publish", "test", "weekly"]
