"""What a new reader meets first: uv or pip installs, notebooks run side by side, with progress."""

import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import execution
import forks
import nbformat
import pytest
import yaml
from jupyter_cache import get_cache
from jupyter_client import KernelManager
from nbformat.v4 import new_code_cell, new_notebook
from progress import Progress, duration

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import build as build_tool  # noqa: E402
import install  # noqa: E402
from standing import Standing  # noqa: E402


class Terminal(io.StringIO):
    def isatty(self):
        return True


def count(stream, **options):
    progress = Progress("notebook", "run", 2, stream=stream, **options)
    progress.step("entropy")
    progress.step("softmax")
    progress.end()
    return stream.getvalue()


def test_elsewhere_than_on_a_terminal_progress_is_plain_lines():
    said = count(io.StringIO())
    assert said.splitlines() == [
        "2 notebooks to be run",
        "notebook 1 of 2 run: entropy",
        "notebook 2 of 2 run: softmax",
        "2 notebooks run in 0 s",
    ]
    assert "1 of 2" not in count(io.StringIO(), every=2)


def test_on_a_terminal_progress_is_one_line_with_a_bar():
    said = count(Terminal())
    assert said.count("\n") == 1
    assert f"\r\x1b[K[{'#' * 12}{'.' * 12}] notebook 1 of 2 run: entropy" in said


def test_durations_are_said_in_minutes_and_seconds():
    assert [duration(s) for s in (0.4, 59, 65)] == ["0 s", "59 s", "1 min 5 s"]


def write(folder, name, *sources):
    cells = [new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(sources)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def test_notebooks_go_into_the_cache_and_one_that_fails_is_not_run_twice(tmp_path, capsys):
    cache = get_cache(tmp_path / "cache")
    good = write(tmp_path, "good", "print({'b': 1, 'a': 2})")
    bad = write(tmp_path, "bad", "print('so far')", "open('ran.txt', 'a').write('x'); 1 / 0")
    failures = execution.Failures(cache)
    execution.run_all(cache, execution.missing(cache, [good, bad]), 60, failures)
    assert list(execution.missing(cache, [good, bad])) == [bad]
    _, merged = cache.merge_match_into_notebook(nbformat.read(good, 4))
    assert merged.cells[0].outputs[0].text == "{'b': 1, 'a': 2}\n"
    said = capsys.readouterr().err
    assert "bad FAILED" in said
    assert "2 notebooks run in" in said
    again = nbformat.read(bad, 4)
    result = failures(again, cwd=str(tmp_path), timeout=60, allow_errors=False, meta_override=True)
    assert "ZeroDivisionError" in result.exc_string
    assert again.cells[0].outputs[0].text == "so far\n"
    assert (tmp_path / "ran.txt").read_text() == "x"


def output(cache, path):
    _, merged = cache.merge_match_into_notebook(nbformat.read(path, 4))
    return "".join(out.text for cell in merged.cells for out in cell.outputs)


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forks on Linux alone")


@ON_LINUX
def test_kernels_are_forks_of_one_process_and_share_nothing_that_a_notebook_did(tmp_path):
    cache = get_cache(tmp_path / "cache")
    said = "import os, sys, json; print(os.getppid(), getattr(json, 'mine', None), os.getcwd(), "
    said += "any('_ext' in p for p in sys.path), type(get_ipython()).__name__)"
    paths = [write(tmp_path, f"n{k}", said, "json.mine = 1") for k in range(2)]
    execution.run_all(cache, execution.missing(cache, paths), 60, execution.Failures(cache))
    first, second = (output(cache, path) for path in paths)
    parent, *others = first.split()
    assert first == second
    assert int(parent) != os.getpid()
    assert others == ["None", str(tmp_path), "False", "ZMQInteractiveShell"]


@ON_LINUX
def test_a_fork_has_what_was_imported_and_its_end_is_noticed(tmp_path):
    with forks.kernels(["json.tool", "no.such.module", "this is none"]):
        manager = KernelManager()
        manager.start_kernel(cwd=str(tmp_path))
        process = manager.provisioner.process
        client = manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        asked = client.execute("import sys", user_expressions={"x": "'json.tool' in sys.modules"})
        reply = client.get_shell_msg(timeout=60)
        assert reply["parent_header"]["msg_id"] == asked
        assert reply["content"]["user_expressions"]["x"]["data"]["text/plain"] == "True"
        assert isinstance(process, forks.Fork)
        assert manager.is_alive()
        client.execute("import os; os._exit(3)")
        assert process.wait() == process.poll() == 0
        assert not manager.is_alive()
        client.stop_channels()
        manager.cleanup_resources()
    lone = KernelManager()
    lone.start_kernel()
    assert isinstance(lone.provisioner.process, subprocess.Popen)
    lone.shutdown_kernel(now=True)


@ON_LINUX
def test_kernels_start_without_it_when_that_process_has_ended(tmp_path, monkeypatch):
    cache = get_cache(tmp_path / "cache")
    paths = [write(tmp_path, f"n{k}", "import os; print(os.getppid())") for k in range(2)]
    folder = tmp_path / "ends"
    folder.mkdir()
    (folder / "ends.py").write_text("import os; os._exit(1)")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(forks, "KERNEL", ["ends"])
    execution.run_all(cache, execution.missing(cache, paths), 60, execution.Failures(cache))
    assert [int(output(cache, path)) for path in paths] == [os.getpid()] * 2


def test_what_notebooks_import_is_read_from_their_cells():
    cells = [
        "import a.b as c, d",
        "from e.f import g\nfrom . import h",
        "%magic",
        "def i(): import j",
    ]
    assert forks.imported(cells) == ["a.b", "d", "e.f", "e.f.g", "j"]


def test_the_longest_notebooks_run_first(tmp_path):
    cache = get_cache(tmp_path / "cache")
    words = write(tmp_path, "words", "# " + "x" * 2000)
    figures = write(tmp_path, "figures", "@explore()\ndef f(): ...")
    assert list(execution.missing(cache, [words, figures])) == [figures, words]


@pytest.fixture
def book(tmp_path):
    """A repository of one page, built."""
    for name in ("book/page.md", "_build/html/page.html", ".cache/x", "node_modules/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")
    Standing(tmp_path / "_build/html", tmp_path).write()
    return tmp_path


def stands(book):
    return Standing(book / "_build" / "html", book).holds()


def test_what_was_built_stands_until_something_changes(book, monkeypatch):
    assert stands(book)
    for made in (".cache/x", "node_modules/x"):
        (book / made).write_text("other words")
    assert stands(book)
    monkeypatch.setenv("BOOK_LITE", "here")
    assert not stands(book)
    monkeypatch.delenv("BOOK_LITE")
    (book / "book/page.md").write_text("other")
    assert not stands(book)
    (book / "book/page.md").write_text("words")
    assert stands(book)
    (book / "book/more.md").write_text("words")
    assert not stands(book)


@pytest.mark.parametrize("harm", [Path.unlink, lambda page: page.write_text("by hand")])
def test_a_page_that_was_harmed_is_built_again(book, harm):
    harm(book / "_build/html/page.html")
    assert not stands(book)


def test_a_book_never_built_or_with_a_broken_note_is_built(book):
    (book / "_build/standing.json").write_text("{")
    assert not stands(book)
    (book / "_build/standing.json").unlink()
    assert not stands(book)


def test_a_second_build_does_nothing_and_a_failed_one_is_tried_again(book, monkeypatch, capsys):
    done = []
    monkeypatch.setattr(build_tool, "BUILT", book / "_build" / "html")
    monkeypatch.setattr(build_tool, "Standing", lambda built: Standing(built, book))
    monkeypatch.setattr(build_tool, "build", lambda options: done.append(options) or len(done) < 2)
    assert build_tool.main([]) == 0
    assert "Nothing has changed" in capsys.readouterr().out
    (book / "book/page.md").write_text("other")
    assert build_tool.main([]) == 1
    assert build_tool.main([]) == 0
    assert build_tool.main([]) == 0
    assert len(done) == 2
    assert build_tool.main(["--builder", "singlehtml"]) == 0
    assert len(done) == 3


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder that comes first on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def program(folder, name, text):
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")
@pytest.mark.parametrize(
    ("uv", "used"), [('echo "$@" >> "$0.log"', "uv"), ("echo 'error: no way'; exit 2", "pip")]
)
def test_uv_installs_where_it_can_and_pip_where_it_cannot(programs, tmp_path, uv, used):
    program(programs, "uv", uv)
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("pip\n")  # which is there already: nothing is fetched
    heard = []
    venv = tmp_path / "environment"
    editable = ["--requirement", wanted]
    assert install.install(venv, wanted, editable, heard.append) == used
    python = install.python_of(venv)
    if used == "uv":
        lines = (programs / "uv.log").read_text().splitlines()
        assert all(line.startswith(f"pip install --python {python}") for line in lines)
        assert len(lines) == 2
    else:
        assert "uv cannot be used here (error: no way)" in heard[1]
        assert "already satisfied: pip" in (venv / "install.log").read_text()


def test_an_installation_that_fails_says_the_reason(tmp_path):
    python = Path(sys.executable)
    with pytest.raises(install.Failed, match="no such thing"):
        install.run([python, "-c", "print('ERROR: no such thing'); exit(1)"], tmp_path / "log")


def test_pre_commit_takes_the_versions_of_the_environment():
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    wanted = [line for hook in local["hooks"] for line in hook["additional_dependencies"]]
    assert set(wanted) <= set(pinned)


def test_a_unit_test_needs_what_the_package_names_and_no_more():
    """No Jupyter, no browser, no Sphinx: with these out of reach the package's tests are read."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["test"] == [
        "hypothesis", "mpmath", "nbformat", "pytest>=8",
    ]  # fmt: skip
    far = "jupyter_client nbclient nbval playwright myst_nb yaml IPython explorables matplotlib PIL"
    code = f"import sys; sys.modules.update(dict.fromkeys({far.split()}))\n"
    code += "import pytest; sys.exit(pytest.main(['--collect-only', '-q', 'tests/package']))"
    plain = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | plain,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
