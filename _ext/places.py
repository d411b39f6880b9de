"""What the extensions share that add a place to a page: visitors, and files beside the pages.

Their scripts share `places/places.js`.
"""

import json
from pathlib import Path

from docutils import nodes

FILES = Path(__file__).parent / "places"


def skip(self, node):
    raise nodes.SkipNode


SKIPPED = dict.fromkeys(("latex", "text", "texinfo"), (skip, None))


def on_screen(markup: str):
    """Visitors for a node that is `markup` in the pages of the site: paper has no buttons."""

    def visit(self, node):
        if self.builder.name == "html":
            self.body.append(markup)
        raise nodes.SkipNode

    return visit, None


def holds(doctree, kind: type[nodes.Node]) -> bool:
    """Is a node of this kind on the page? A page that Sphinx makes up has no doctree."""
    return doctree is not None and next(iter(doctree.findall(kind)), None) is not None


def as_read(env, page: str) -> nodes.document:
    """A page as it was read, to look at and not to change: a build unpickles it once."""
    kept = vars(env.app.builder).setdefault("pages_as_read", {})
    if page not in kept:
        kept[page] = env.get_doctree(page)
    return kept[page]


def copy_static(app, files: Path, names) -> Path:
    """Copies of these files, beside the pages, in the folder that is named as theirs.

    At `write-started`: a page names a file with a sum of its content, so that no browser keeps an
    old one, and can do so only if the file is there.
    """
    return copy_files(files, names, Path(app.outdir) / "_static" / files.name)


def copy_files(files: Path, names, target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        (target / name).write_bytes((files / name).read_bytes())
    return target


def write_global(path: Path, name: str, data) -> None:
    """Data as a script, since a page in a folder may not fetch: `globalThis.name = data`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"globalThis.{name} = {text};\n", encoding="utf-8")


def add_script(app) -> None:
    """For the page being written, before the scripts of the place."""
    app.add_js_file("places/places.js", loading_method="defer", priority=450)


def write_script(app, builder) -> None:
    if builder.format == "html":
        copy_static(app, FILES, ["places.js"])


def setup(app):
    app.connect("write-started", write_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
