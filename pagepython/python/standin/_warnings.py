"""Warnings in the page: the words, without a line."""

import warnings


def warn(category, message):
    warnings.warn(message, category)
