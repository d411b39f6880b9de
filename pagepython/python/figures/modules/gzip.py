"""compress is for the notebook."""


def compress(data, level=9, mtime=None):
    raise NotImplementedError("gzip is not in the page's Python. In the notebook it works.")
