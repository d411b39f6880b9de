"""Pack the built book into ``_build/book.zip``: the same bytes for the same pages.

python tools/pack.py            the archive alone
python tools/pack.py --offer    for publishing: also beside the pages, linked from the front page
"""

import re
import shutil
import sys
import zipfile
from pathlib import Path

HTML = Path(__file__).resolve().parents[1] / "_build" / "html"
FRONT = "book/index.html"
LITE = re.compile(r' · <a href="[^"]*lite/notebooks/[^"]*">[^<]*</a>'.encode())  # needs a server


def pack(html: Path, archive: Path) -> int:
    """Write the folder as ``where-loss-functions-come-from/…``; returns the archive's bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for path in sorted(p for p in html.rglob("*") if p.is_file() and p != html / archive.name):
            if html / "lite" in path.parents:
                continue
            inside = f"where-loss-functions-come-from/{path.relative_to(html).as_posix()}"
            info = zipfile.ZipInfo(inside, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            content = path.read_bytes()
            if path.suffix == ".html":
                content = LITE.sub(b"", content)
            zipped.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return archive.stat().st_size


def offer(html: Path, archive: Path) -> None:
    """Put the archive beside the pages and link it under the front page's notebook."""
    shutil.copyfile(archive, html / archive.name)
    size = f"{archive.stat().st_size / 1e6:.1f} MB"
    link = f' · <a href="../{archive.name}" download>The whole book, to read offline</a> ({size})'
    page = html / FRONT
    text = page.read_text(encoding="utf-8")
    offered, count = re.subn(r'(<p class="launch">.*?)(</p>)', rf"\1{link}\2", text, count=1)
    if not count:
        raise ValueError(f"{FRONT} must have the line of launch links")
    if f'href="../{archive.name}"' not in text:
        page.write_text(offered, encoding="utf-8")


if __name__ == "__main__":
    target = HTML.parent / "book.zip"
    size = pack(HTML, target)
    print(f"{target} ({size / 1e6:.1f} MB): unpack it and open index.html")
    if "--offer" in sys.argv[1:]:
        offer(HTML, target)
        print(f"linked from {FRONT}")
