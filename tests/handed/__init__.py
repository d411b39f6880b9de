"""What students hand in: honest work, accidents, attacks, each with the points it is worth."""

from handed import attacks, cells, files, honest, more, runaway
from handed.base import ALL, HANDED, place

__all__ = ["ALL", "HANDED", "attacks", "cells", "files", "honest", "more", "place", "runaway"]
