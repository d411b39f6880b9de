"""Ways to run a chapter, under its title (at the end of the front page): the notebook itself, and
services where it can be opened.

The notebook lies beside its page. Binder and Colab are offered once `_config.yml` states the
repository, JupyterLite where it was built with the book (`make lite`); nothing of either is
loaded unless asked.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import quote

import yaml

BINDER = "https://mybinder.org/v2/gh"
COLAB = "https://colab.research.google.com/github"


def repository(folder: Path) -> tuple[str, str] | None:
    """``owner/name`` on GitHub, and the branch; None while `_config.yml` states none."""
    config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    stated = config.get("repository") or {}
    url, branch = stated.get("url") or "", stated.get("branch") or "main"
    place, found, name = url.partition("github.com/")
    return (name.strip("/").removesuffix(".git"), branch) if found and place else None


def links(pagename: str, where: tuple[str, str] | None, lite: str) -> list[tuple[str, str]]:
    """Words and addresses of the services for a page."""
    found, path = [], f"{pagename}.ipynb"
    if where:
        name, branch = where
        found.append(
            ("Binder", f"{BINDER}/{name}/{quote(branch, safe='')}?urlpath=lab/tree/{path}")
        )
        found.append(("Colab", f"{COLAB}/{name}/blob/{branch}/{path}"))
    if lite:
        top = "../" * pagename.count("/")
        address = f"{top}lite/notebooks/index.html?path={quote(Path(path).name)}"
        found.append((f"run it in the browser (loads {lite})", address))
    return found


def add_links(app, pagename, templatename, context, doctree) -> None:
    source = Path(app.srcdir) / f"{pagename}.ipynb"
    if doctree is None or app.builder.name != "html" or not source.is_file():
        return
    size = max(1, round(source.stat().st_size / 1000))
    name = source.name
    shown = [f'<a href="{name}" download>Download the notebook</a> ({size} kB)']
    services = links(pagename, repository(Path(app.srcdir)), app.config.book_lite)
    shown += [f'<a href="{address}">{words}</a>' for words, address in services]
    line = f'<p class="launch">{" · ".join(shown)}</p>'
    if pagename == app.config.root_doc:  # the front page opens with its figure
        context["body"] += line
        return
    head, end, rest = context["body"].partition("</h1>")
    time, mark, after = rest.partition("</p>")
    if time.startswith('<p class="reading-time"'):
        end, rest = end + time + mark, after
    context["body"] = head + end + line + rest


def copy_notebooks(app, exception) -> None:
    """Each notebook beside its page."""
    if exception or app.builder.name != "html":
        return
    for docname in app.env.found_docs:
        source = Path(app.srcdir) / f"{docname}.ipynb"
        if source.is_file():
            shutil.copyfile(source, Path(app.outdir) / f"{docname}.ipynb")


def setup(app):
    # what JupyterLite loads at least, in words; empty where it was not built
    app.add_config_value("book_lite", os.environ.get("BOOK_LITE", ""), "html")
    app.connect("html-page-context", add_links, priority=800)
    app.connect("build-finished", copy_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
