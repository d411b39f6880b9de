"""A pytest plugin that makes nbval fair to lessons: `pytest --nbval -p explorables.hosts.nbval …`.

A line that ends in `;` shows nothing, as in Jupyter; a warning may come from another process; an
object may lie elsewhere in memory. A figure is compared by its digest.
"""

PATTERNS = {
    r"\S*ipykernel_\d+[\\/]\d+\.py": "<cell>",
    r"<ipython-input-\d+-[0-9a-f]+>": "<cell>",
    r" at 0x[0-9a-fA-F]+": " at 0x…",
}


def pytest_configure(config):
    """A cell is recorded in the kernel's history: there IPython looks for the `;`."""
    try:
        from nbval.kernel import RunningKernel
    except ImportError:
        return

    def execute_cell_input(self, cell_input, allow_stdin=None):
        return self.kc.execute(
            cell_input, store_history=True, allow_stdin=allow_stdin, stop_on_error=False
        )

    RunningKernel.execute_cell_input = execute_cell_input


def pytest_collectstart(collector):
    """Notebooks of nbval compare with what differs from run to run taken out."""
    if hasattr(collector, "sanitize_patterns"):
        collector.sanitize_patterns.update(PATTERNS)
