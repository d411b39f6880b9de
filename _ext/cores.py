"""Pages are read and written by as many processes as there are cores (on Windows, where Sphinx
cannot, by one); the bytes are the same. What is going on is said page by page."""

import os

from progress import Progress
from sphinx import builders
from sphinx_proof.domain import ProofDomain


def allow(app, config) -> None:
    """What two extensions could say: one numbers when all pages have been read, the other keeps
    its boxes beside the domain, and merges them."""
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
    ProofDomain.merge_domaindata = lambda self, docnames, other: None


def pages(items, summary: str, *_, **other):
    """In the place of Sphinx's own progress: `items` are pages, or lists that a process does."""
    if other or not len(items):  # translations, which this book does not have
        return iter(items)
    verb = "read" if summary.startswith("reading") else "written"
    groups = [(item, item if isinstance(item, list) else [item]) for item in items]
    total = sum(len(names) for _, names in groups)
    return _counted(groups, Progress("page", verb, total, every=10))


def _counted(groups, progress: Progress):
    for item, names in groups:
        for name in names:
            progress.step(name)
        if progress.done == progress.total:
            progress.end()
        yield item


def setup(app):
    app.parallel = max(app.parallel, os.cpu_count() or 1)
    builders.status_iterator = pages  # type: ignore[assignment]
    app.connect("config-inited", allow)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
