"""Where a figure lives: notebook, web page, Sphinx book, still picture; knows no mathematics."""
