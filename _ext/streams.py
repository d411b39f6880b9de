"""What a cell prints is one piece of text, however the kernel cuts it on its way.

MyST-NB ends every piece with a line break when it merges them. A piece may end in the middle of a
line, which then is broken, or not, from one build to the next.
"""

from myst_nb.core import render


def join_streams(outputs):
    """Each stream's pieces joined as they came, where its first piece stood."""
    joined: dict = {}
    kept: list = []
    for output in outputs:
        if output["output_type"] != "stream":
            kept.append(output)
        elif output["name"] in joined:
            joined[output["name"]]["text"] += output["text"]
        else:
            joined[output["name"]] = output.copy()
            kept.append(joined[output["name"]])
    for output in joined.values():
        output["text"] = output["text"].rstrip() + "\n"
    return kept


def setup(app):
    render.coalesce_streams = join_streams
    return {"parallel_read_safe": True, "parallel_write_safe": True}
