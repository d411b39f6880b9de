"""Notebooks run before Sphinx reads the pages, as many at a time as there are cores.

MyST-NB would run each when it reads its page, one after the other. Here those that Jupyter's cache
does not hold run first and are put there, so that every page is made of what the cache holds. A
page is the same, byte for byte, whether its notebook ran just now or last week: what comes out of
the cache has its JSON's keys sorted, what has just run has not.

A notebook that fails stays out of the cache. MyST-NB is handed what it said and reports it.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from pathlib import Path

import nbformat
from forks import imported, kernels
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from jupyter_core.utils import ensure_event_loop
from myst_nb.core.execute import cache as reading
from progress import Progress


class Failures:
    """Stands where MyST-NB runs a notebook: one that has failed fails again without a run."""

    def __init__(self, cache):
        self.cache, self.results = cache, {}

    def key(self, notebook) -> str:
        return self.cache.create_hashed_notebook(notebook)[1]

    def __call__(self, notebook, **options) -> ExecutionResult:
        result = self.results.get(self.key(notebook))
        if result is None:
            return single_nb_execution(notebook, **options)
        ran = iter(cell for cell in result.nb.cells if cell.cell_type == "code")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = next(ran).outputs
        return result


def run(notebook, folder: Path, timeout: int) -> ExecutionResult:
    """All cells in a fresh kernel that works in `folder`."""
    try:
        return single_nb_execution(notebook, cwd=str(folder), timeout=timeout, allow_errors=False)
    finally:
        ensure_event_loop().close()  # each thread has one, and would leave it open


def missing(cache, paths: list[Path]) -> dict[Path, nbformat.NotebookNode]:
    """Notebooks that are not in the cache, the longest first: none is left alone at the end."""
    found = {}
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            found[path] = notebook
    return dict(sorted(found.items(), key=lambda item: -length(item[1])))


def length(notebook) -> int:
    """How long it will run, in letters of code; a figure takes as long as some 2,500 of them."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return sum(len(source) + 2500 * source.count("@explore(") for source in code)


def starting(notebooks: dict):
    """How their kernels start: as forks, where that pays and is safe."""
    if sys.platform != "linux" or len(notebooks) < 2:
        return nullcontext()
    cells = [cell for notebook in notebooks.values() for cell in notebook.cells]
    return kernels(imported(cell.source for cell in cells if cell.cell_type == "code"))


def run_all(cache, notebooks: dict, timeout: int, failures: Failures) -> None:
    """As many kernels at a time as there are cores; each waits in a thread of ours."""
    keys = {path: failures.key(notebook) for path, notebook in notebooks.items()}
    progress = Progress("notebook", "run", len(notebooks))
    with starting(notebooks), ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(run, nb, p.parent, timeout): p for p, nb in notebooks.items()}
        try:
            for future in as_completed(running):
                path, result = running[future], future.result()
                if result.err is None:
                    data = {"execution_seconds": result.time}
                    bundle = CacheBundleIn(result.nb, str(path), data=data)
                    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                else:
                    failures.results[keys[path]] = result
                progress.step(path.stem if result.err is None else f"{path.stem} FAILED")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    progress.end()


def run_missing(app, env, docnames: list[str]) -> None:
    """The notebooks among the pages that Sphinx is about to read."""
    if app.config.nb_execution_mode != "cache":
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    reading.single_nb_execution = failures = Failures(cache)
    paths = [Path(env.doc2path(name)) for name in docnames]
    notebooks = missing(cache, [path for path in paths if path.suffix == ".ipynb"])
    if notebooks:
        run_all(cache, notebooks, app.config.nb_execution_timeout, failures)


def setup(app):
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # kernels share the cores, and sums
        os.environ.setdefault(name, "1")  # have the same last digit on every machine
    NbCacheRecord.touch = staticmethod(lambda pk, db: None)  # several processes read, none writes
    app.connect("env-before-read-docs", run_missing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
