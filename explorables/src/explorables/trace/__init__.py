"""Run NumPy code once on stand-ins and record what it does as a graph; knows no figure."""

from . import fourier, functions, indexing, pairs  # they fill the registry that the tracer reads
from .tracer import Tracer, as_node, has_tracer, record

__all__ = ["Tracer", "as_node", "fourier", "functions", "has_tracer", "indexing", "pairs", "record"]
