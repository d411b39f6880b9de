"""Warnings that point at the reader's line: the last one outside this package."""

import os
import sys
import warnings

import numpy as np

# Our own files, and NumPy's: its `errstate` stands between two of ours where it decorates one.
INSIDE = tuple(os.path.dirname(os.path.abspath(file)) + os.sep for file in (__file__, np.__file__))


def warn(category, message):
    """Warn at the line that called into the package, however many of our own lie between."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(INSIDE):
        frame = frame.f_back
    warnings.warn_explicit(
        message,
        category,
        frame.f_code.co_filename,
        frame.f_lineno,
        module=frame.f_globals.get("__name__", "<unknown>"),
        registry=frame.f_globals.setdefault("__warningregistry__", {}),
    )
