"""For all tests and for the notebooks' comparison (nbval)."""

import os
import sys
from pathlib import Path

import pytest

# BLAS threads of several processes wait for each other on few cores; no matrix here is large
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent / "_ext"))
from kernels import use_socket_files

SVG = "image/svg+xml"  # drawn anew in every build; not stored, hence not compared


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += (SVG,)


def pytest_collection_modifyitems(items):
    """Notebooks first, the browser last: while it is open, its event loop belongs to it.

    A file goes to one process of pytest-xdist as a whole, but for long tests that say otherwise;
    in the browser those come first, lest one process is left with them.
    """
    last = {item.path for item in items if "chromium" in getattr(item, "fixturenames", ())}
    alone = {item for item in items if item.get_closest_marker("xdist_group")}
    items.sort(key=lambda item: (item.path in last, item not in alone))
    for item in items:
        if item not in alone:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


def pytest_configure(config):
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    use_socket_files()
