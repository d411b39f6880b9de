"""For all tests: pytest alone is enough to read this file.

Where nbval is installed, notebooks are compared with what they print: `pytest book/entropy.ipynb`.
"""

import os
import sys
from pathlib import Path

import pytest

# BLAS threads of several processes wait for each other on few cores; no matrix here is large
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

LONG = (  # tests of which each case takes about a minute
    "test_pages_from_a_file_are_silent_open_to_everyone_and_narrow_enough",
    "test_every_control_of_every_explorable",
    "test_nothing_is_lost_in_a_narrow_window",
)
SVG = "image/svg+xml"  # drawn anew in every build; not stored, hence not compared
DIGEST = "text/vnd.explorable.digest"  # figures here are compared number by number instead


def pytest_configure(config):
    if config.pluginmanager.hasplugin("nbval"):
        compare_notebooks(config)


def compare_notebooks(config):
    """As if nbval's options were given; a notebook that has died says so after five minutes."""
    sys.path.insert(0, str(Path(__file__).parent / "_ext"))
    from kernels import use_socket_files

    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    use_socket_files()
    config.option.nbval = config.option.nbval_current_env = True
    config.option.nbval_cell_timeout = config.option.nbval_kernel_startup_timeout = 300


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += (SVG, DIGEST)


def is_long(nodeid):
    """Is this a case that may run apart from its file?"""
    return nodeid.partition("::")[2].startswith(LONG)


def pytest_collection_modifyitems(items):
    """Notebooks first, the browser last: while it is open, its event loop belongs to it. There the
    long tests come first, with the class that waits for an endless loop, lest one process is left
    with them."""
    last = {item.path for item in items if "chromium" in getattr(item, "fixturenames", ())}
    early = {path for path in last if path.stem == "test_class"}
    items.sort(key=lambda i: (i.path in last, i.path not in early, not is_long(i.nodeid)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With -n a file goes to one process as a whole, in the order above; a long test goes alone."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if is_long(nodeid) else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)
