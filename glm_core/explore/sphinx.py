"""The Sphinx extension of the figures, under the name of earlier editions."""

import glm_core.explore  # noqa: F401 - the macros


def setup(app):
    """Sphinx's entry point."""
    app.setup_extension("explorables.sphinx")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
