"""All explorables of the book at a glance, taken from the built notebooks.

``{gallery}``         small still pictures, caption, and a link to each figure and its states
``{states}`taxi` ``   links to the states that the author of a figure named, in one line
``{state}`a crowd <taxi:n=120,k=60>` ``   a link to one more state
``{explorable}`taxi` ``                   a link to the figure, also where a page, a term or an
                                        equation has the same name
"""

import base64
import hashlib
import io
import json
import re
from pathlib import Path
from urllib.parse import quote, unquote

from docutils import nodes
from explorables.hosts.sphinx import explorable
from PIL import Image
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.fileutil import copy_asset_file

logger = logging.getLogger(__name__)
WIDTH, FOLDER, STYLE = 420, "_images/thumbnails", Path(__file__).with_name("gallery.css")


class gallery(nodes.General, nodes.Element):
    """Stands where the pictures will be; filled when all pages have been read."""


class states(nodes.Inline, nodes.Element):
    """Stands where the links to a figure's states will be."""


class state(nodes.Inline, nodes.Element):
    """Stands where the link to one state will be."""


class Gallery(SphinxDirective):
    def run(self):
        self.env.gallery_pages.add(self.env.docname)  # type: ignore[attr-defined]
        return [gallery()]


class States(SphinxRole):
    def run(self):
        self.env.gallery_pages.add(self.env.docname)  # type: ignore[attr-defined]
        node = states(slug=self.text)
        self.set_source_info(node)
        return [node], []


class State(SphinxRole):
    """With the text ``label <address>``, or an address alone."""

    def run(self):
        self.env.gallery_pages.add(self.env.docname)  # type: ignore[attr-defined]
        found = re.fullmatch(r"(.*?)\s*<(.*)>", self.text)
        label, anchor = found.groups() if found else (self.text, self.text)
        node = state(label=label, anchor=anchor, slug=anchor.partition(":")[0])
        self.set_source_info(node)
        return [node], []


def _thumbnail(picture: bytes) -> tuple[bytes, int, int]:
    """The picture in small, its width and height in pixels."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    height = round(image.height * WIDTH / image.width)
    file = io.BytesIO()
    image.resize((WIDTH, height), Image.Resampling.LANCZOS).save(file, "WEBP", quality=70, method=6)
    return file.getvalue(), WIDTH, height


def address(slug: str, values: dict) -> str:
    """``taxi:n=8,k=4``: what follows the # of a page to find a figure in a state."""

    def plain(value):
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            return ";".join(format(v, ".10g") for point in value for v in point)
        return value if isinstance(value, str) else format(value, ".10g")

    pairs = (f"{name}={quote(plain(value), safe=';')}" for name, value in values.items())
    return f"{slug}:{','.join(pairs)}"


def collect(app, doctree) -> None:
    """Remember the explorables of a page."""
    found = {}
    for node in doctree.findall(explorable):
        payload = json.loads(node["payload"])
        small, width, height = _thumbnail(base64.b64decode(node["closed"]))
        found[payload["slug"]] = {
            "caption": payload["caption"],
            "states": {s["name"]: address(payload["slug"], s["values"]) for s in payload["states"]},
            "parameters": {p["name"]: p.get("options", ()) for p in payload["parameters"]},
            "picture": base64.b64encode(small).decode(),
            "size": (width, height),
        }
    app.env.gallery[app.env.docname] = found


def _pages(env, docname: str, seen: list[str]) -> list[str]:
    """All pages in the order of the book."""
    if docname not in seen:
        seen.append(docname)
        for child in env.toctree_includes.get(docname, ()):
            _pages(env, child, seen)
    return seen


def _link(app, here: str, there: str, anchor: str, *children) -> nodes.reference:
    uri = app.builder.get_relative_uri(here, there).partition("#")[0] + f"#{anchor}"
    return nodes.reference("", "", *children, refuri=uri, internal=True)


def _state_links(app, here: str, docname: str, figure: dict) -> list[nodes.Node]:
    links = []
    for name, anchor in figure["states"].items():
        links += [nodes.Text(" · "), _link(app, here, docname, anchor, nodes.Text(name))]
    return links[1:]


def _card(app, here: str, docname: str, slug: str, figure: dict) -> nodes.list_item:
    width, height = figure["size"]
    depth = "../" * here.count("/")
    picture = nodes.raw(
        "",
        f'<img src="{depth}{FOLDER}/{slug}.webp" alt="Still picture of {slug}" loading="lazy" '
        f'width="{width}" height="{height}">',
        format="html",
    )
    inside = [nodes.strong("", slug)]
    if app.builder.name == "html":
        inside.insert(0, picture)
    card = nodes.list_item("", nodes.paragraph("", "", _link(app, here, docname, slug, *inside)))
    card += nodes.paragraph("", figure["caption"])
    if figure["states"]:
        links = _state_links(app, here, docname, figure)
        card += nodes.paragraph("", "", *links, classes=["gallery-states"])
    return card


def is_setting(anchor: str, slug: str, parameters: dict) -> bool:
    """Does an address name a figure alone, or parameters of it and, of a choice, options it has?"""
    pairs = [unquote(pair).partition("=") for pair in anchor[len(slug) + 1 :].split(",") if pair]
    return (anchor == slug or bool(pairs)) and all(
        name in parameters and (not parameters[name] or value in parameters[name])
        for name, _, value in pairs
    )


def fill(app, doctree, docname: str) -> None:
    """Put cards and links in their places."""
    env = app.env
    for place in list(doctree.findall(gallery)):
        sections = []
        for page in _pages(env, env.config.root_doc, []):
            if not env.gallery.get(page):
                continue
            title = nodes.title("", env.titles[page].astext())
            cards = [_card(app, docname, page, *item) for item in env.gallery[page].items()]
            box = nodes.bullet_list("", *cards, classes=["gallery"])
            name = f"gallery-{page.rpartition('/')[2]}"
            sections.append(nodes.section("", title, box, ids=[name], names=[name]))
        place.replace_self(sections)
    where = {slug: (page, f) for page, found in env.gallery.items() for slug, f in found.items()}
    for place in [*doctree.findall(states), *doctree.findall(state)]:
        slug, kind = place["slug"], type(place).__name__
        if slug not in where:
            said = f"{kind} must name a figure of the book (got {slug!r})"
            logger.warning(said, location=place, type="gallery")
            place.replace_self(nodes.Text(""))
        elif isinstance(place, states):
            place.replace_self(_state_links(app, docname, *where[slug]))
        else:
            page, figure = where[slug]
            if not is_setting(place["anchor"], slug, figure["parameters"]):
                rule = f"state must set parameters of {slug} to what they can be"
                said = f"{rule} (got {place['anchor']!r})"
                logger.warning(said, location=place, type="gallery")
            anchor = quote(place["anchor"], safe=":=,;%")
            link = _link(app, docname, page, anchor, nodes.Text(place["label"]))
            place.replace_self(link)


def begin(app, env, docnames) -> None:
    env.gallery = getattr(env, "gallery", {})
    env.gallery_pages = getattr(env, "gallery_pages", set())


def purge(app, env, docname: str) -> None:
    getattr(env, "gallery", {}).pop(docname, None)
    getattr(env, "gallery_pages", set()).discard(docname)


def merge(app, env, docnames, other) -> None:
    """What another process has read."""
    env.gallery |= {name: other.gallery[name] for name in docnames}
    env.gallery_pages |= other.gallery_pages & set(docnames)


def rewrite(app, env) -> list[str]:
    """The pages that show figures of others, when a figure is another than in the last build."""
    shown = [(page, env.gallery.get(page)) for page in _pages(env, env.config.root_doc, [])]
    found = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    changed, env.gallery_shown = found != getattr(env, "gallery_shown", ""), found
    return sorted(env.gallery_pages) if changed else []


def page_style(app, pagename, templatename, context, doctree) -> None:
    if pagename in getattr(app.env, "gallery_pages", ()):
        app.add_css_file("gallery.css")


def write_files(app, builder) -> None:
    """Thumbnails and style, next to the pages."""
    if builder.name != "html" or not app.env.gallery_pages:
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for found in app.env.gallery.values():
        for slug, figure in found.items():
            (folder / f"{slug}.webp").write_bytes(base64.b64decode(figure["picture"]))
    copy_asset_file(STYLE, Path(app.outdir) / "_static" / STYLE.name)


def setup(app):
    app.add_node(gallery)
    app.add_node(states)
    app.add_node(state)
    app.add_directive("gallery", Gallery)
    app.add_role("states", States())
    app.add_role("state", State())
    app.add_role("explorable", State())
    app.connect("env-before-read-docs", begin)
    app.connect("env-purge-doc", purge)
    app.connect("doctree-read", collect)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", rewrite)
    app.connect("doctree-resolved", fill)
    app.connect("html-page-context", page_style)
    app.connect("write-started", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
