"""The Sphinx extension, under the name that books write into their configuration."""

from .hosts.sphinx import ExplorableRenderer, setup

__all__ = ["ExplorableRenderer", "setup"]
